"""What the names and fields around settings say of them: their station, their connector."""

from collections.abc import Mapping
from typing import Literal

from ocpplint.documents.tree import Node, Number, Object, Route
from ocpplint.facts.fact import Place
from ocpplint.facts.setting import Evidence
from ocpplint.readers.settings import names
from ocpplint.readers.settings.context import SettingContext
from ocpplint.readers.settings.node_location import NodePlace, PlacedDocument


class Surroundings:
    """Adds to a context what stands around the settings. ``fixed_place`` is that of JSON inside a log line."""

    def __init__(self, source: PlacedDocument, sections: Mapping[str, int], fixed_place: Place | None) -> None:
        self._source = source
        self._sections = sections
        self._fixed_place = fixed_place

    def place(self, route: Route, part: Literal["key", "value"]) -> Place:
        """Return where the key or the value of a node stands."""
        if self._fixed_place is not None:
            return self._fixed_place
        return tuple.__new__(NodePlace, (self._source, route, part))

    def member(self, name: str, route: Route, context: SettingContext) -> SettingContext:
        """Return the context for what stands under the member ``name``."""
        above, plain = names.plain(context.name), names.plain(name)
        if above in names.STATION_CONTAINERS and plain not in names.SETTING_CONTAINERS:
            return context.of_station(name)._replace(name="", group=f"{context.group}/{name}")
        connector = names.connector_of_name(name, self._sections)
        if connector is None and above in names.CONNECTOR_CONTAINERS:
            connector = names.connector_number(name)
        if connector is not None:
            section = f"{context.name}.{name}" if above in names.CONNECTOR_CONTAINERS else name
            found = Evidence("structure", connector, f"section `{section}`", "high", self.place(route, "key"))
            return context.with_evidence(found)._replace(name="")
        if plain == names.REPORT_FIELD:
            context = context._replace(origin="reported")
        if above in names.COMMANDS:
            # What wraps the payload of a command tells nothing.
            return context
        group = context.group if names.is_transparent(name) else f"{context.group}/{name}"
        return context._replace(name=name, group=group)

    def fields(self, node: Object, route: Route, context: SettingContext) -> SettingContext:
        """Add what the object's own fields say: its station, its connector."""
        is_settings = names.wraps_settings(context.name)
        for index, (name, value) in enumerate(node.members):
            plain = names.plain(name)
            if plain not in names.TELLING_FIELDS:
                continue
            if plain in names.CONNECTOR_FIELDS:
                connector = names.connector_number(_evse_id(value))
                if connector is not None:
                    where = self.place((*route, index), "key")
                    context = context.with_evidence(
                        Evidence("field", connector, f"`{name}` beside it", "high", where)
                    )
            elif plain == names.UNKNOWN_FIELD:
                words = value if isinstance(value, list) else ()
                context = context._replace(keys_unknown=tuple(word for word in words if isinstance(word, str)))
            elif isinstance(value, str) and value:
                # Among the settings of a station that is named already, it is a setting like the others.
                context = context if context.station and is_settings else context.of_station(str(value))
        return context if context.station is not None else context._replace(station=_station_named_within(node))

    def connector_item(self, node: Object, route: Route, context: SettingContext) -> SettingContext:
        """Return the context of a list item that stands for a connector and says so by ``id`` or ``number``."""
        for index, (name, value) in enumerate(node.members):
            if names.plain(name) in ("id", "number"):
                connector = names.connector_number(value)
                if connector is not None:
                    where = self.place((*route, index), "key")
                    found = Evidence("structure", connector, f"`{name}` of this connector", "high", where)
                    context = context.with_evidence(found)
        return context._replace(name="")


def list_item(item: Node, context: SettingContext) -> SettingContext:
    """A list item with an ``id`` is a station, unless it stands inside one already. A number is a row's."""
    if isinstance(item, Object) and context.station is None:
        for name, value in item.members:
            if name == "id" and isinstance(value, str) and not isinstance(value, Number) and value:
                return context.of_station(value)._replace(name="")
    return context._replace(name="")


def names_connector(node: Object) -> bool:
    """Tell whether an object has a field that names a connector."""
    return any(
        names.plain(name) in names.CONNECTOR_FIELDS and names.connector_number(_evse_id(value)) is not None
        for name, value in node.members
    )


def _evse_id(value: Node) -> Node:
    """An ``evse`` names itself by a number or, as in OCPP 2.x, by an object of nothing but numbers: ``{"id": 2}``."""
    if isinstance(value, Object) and all(isinstance(member, Number) for _, member in value.members):
        return next((member for name, member in value.members if name == "id"), None)
    return value


def _station_named_within(node: Object) -> str | None:
    """Find the station that the settings in an object name; what stands beside those settings is meant for it, too."""
    if any(names.plain(name) in names.STATION_CONTAINERS for name, _ in node.members):
        return None
    found = {
        str(value)
        for name, member in node.members
        if isinstance(member, Object) and names.wraps_settings(name)
        for inner, value in member.members
        if names.plain(inner) in names.STATION_FIELDS and isinstance(value, str) and value
    }
    return found.pop() if len(found) == 1 else None
