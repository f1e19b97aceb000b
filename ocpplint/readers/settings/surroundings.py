"""What the names and fields around settings say of them: their station, their connector."""

from collections.abc import Mapping
from typing import Literal

from ocpplint.documents.tree import Node, Number, Object, Route
from ocpplint.facts.fact import Place
from ocpplint.facts.setting import Evidence, StationEvidence
from ocpplint.readers.settings import names
from ocpplint.readers.settings.context import SettingContext
from ocpplint.readers.settings.node_location import NodePlace, PlacedDocument

_NO_STATIONS = (
    names.SETTING_CONTAINERS
    | names.WRAPPERS
    | names.CONNECTOR_FIELDS
    | {"entry", "setting", "parameter", "param", "property", "key", "item", "option", "add", "variable"}
    | {"hosts", "children", "vars"}
)
"""Names of members below ``stations`` that are no names of stations."""


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
        connector = names.connector_of_name(name, self._sections)
        if above in names.STATION_CONTAINERS and connector is None and plain not in _NO_STATIONS:
            found = StationEvidence("container", f"name in `{context.name}`", "high", self.place(route, "key"))
            return context.of_station(name, found)._replace(name="", group=f"{context.group}/{name}")
        if connector is None and above in names.CONNECTOR_CONTAINERS:
            connector = names.connector_number(name)
        if connector is not None:
            section = f"{context.name}.{name}" if above in names.CONNECTOR_CONTAINERS else name
            meant = Evidence("structure", connector, f"section `{section}`", "high", self.place(route, "key"))
            return context.with_evidence(meant)._replace(name="")
        if plain == names.REPORT_FIELD and not context.is_desired:
            context = context._replace(origin="reported")
        if above in names.COMMANDS:
            # What wraps the payload of a command tells nothing.
            return context
        group = context.group if names.is_transparent(name) else f"{context.group}/{name}"
        return context._replace(name=name, group=group)

    def prefix(self, name: str, route: Route, context: SettingContext) -> SettingContext:
        """Return the context for a key behind a prefix: it says what a member would, or it is a station's name."""
        from ocpplint.readers.settings.naming import looks_like_identity

        below = self.member(name, route, context)
        if below.station is not None or below.evidence != context.evidence or not looks_like_identity(name):
            return below
        return below.of_station(name, StationEvidence("key", "prefix of its key", "low", self.place(route, "key")))

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
            elif isinstance(value, str) and value and not (context.station and is_settings):
                # Among the settings of a station that is named already, it is a setting like the others.
                context = self._named(context, name, value, (*route, index))
        return context if context.station is not None else self._named_within(node, route, context)

    def _named(self, context: SettingContext, name: str, value: str, route: Route) -> SettingContext:
        """Add the station that a field names: its identity, or what else a field gives that only a station has."""
        if names.plain(name) in names.STATION_FIELDS:
            found = StationEvidence("identity", f"`{name}` beside it", "high", self.place(route, "value"))
            return context.of_station(str(value), found)
        from ocpplint.readers.settings.naming import is_name

        above = context.station_evidence
        is_settled = (
            above is not None and above.kind in ("identity", "container") and is_name(context.station or "")
        )
        if is_settled or not is_name(value):
            return context
        found = StationEvidence("field", f"`{name}` beside it", "high", self.place(route, "value"))
        return context.of_station(str(value), found)

    def _named_within(self, node: Object, route: Route, context: SettingContext) -> SettingContext:
        """Add the station that the settings in an object name; what stands beside those is meant for it, too."""
        if any(names.plain(name) in names.STATION_CONTAINERS for name, _ in node.members):
            return context
        found = {
            str(value): (inner, (*route, index, place))
            for index, (name, member) in enumerate(node.members)
            if isinstance(member, Object) and names.wraps_settings(name)
            for place, (inner, value) in enumerate(member.members)
            if names.plain(inner) in names.STATION_FIELDS and isinstance(value, str) and value
        }
        if len(found) != 1:
            return context
        ((station, (name, where)),) = found.items()
        evidence = StationEvidence("identity", f"`{name}` in its settings", "high", self.place(where, "value"))
        return context.of_station(station, evidence)

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

    def list_item(self, item: Node, route: Route, context: SettingContext) -> SettingContext:
        """A list item with an ``id`` is a station, unless it stands inside one already. A number is a row's."""
        if isinstance(item, Object) and context.station is None:
            for index, (name, value) in enumerate(item.members):
                if name == "id" and isinstance(value, str) and _may_be_station(value, context):
                    where = self.place((*route, index), "value")
                    found = StationEvidence("container", "`id` of this item", "high", where)
                    return context.of_station(value, found)._replace(name="")
        return context._replace(name="")


def _may_be_station(text: str, context: SettingContext) -> bool:
    """Tell whether the ``id`` of a list item may be a station's: in a list of stations, anything may."""
    if isinstance(text, Number) or not text:
        return False
    from ocpplint.readers.settings.naming import is_name

    return names.plain(context.name) in names.STATION_CONTAINERS or is_name(text)


def names_connector(node: Object) -> bool:
    """Tell whether an object has a field that names a connector."""
    return any(
        names.plain(name) in names.CONNECTOR_FIELDS and names.connector_number(_evse_id(value)) is not None
        for name, value in node.members
    )


def may_name(node: Node) -> bool:
    """Tell whether an object has a field that may name the station of what stands in it."""
    return isinstance(node, Object) and any(
        names.plain(name) in names.NAME_FIELDS or name == "metadata" for name, _ in node.members
    )


def _evse_id(value: Node) -> Node:
    """An ``evse`` names itself by a number or, as in OCPP 2.x, by an object of nothing but numbers: ``{"id": 2}``."""
    if isinstance(value, Object) and all(isinstance(member, Number) for _, member in value.members):
        return next((member for name, member in value.members if name == "id"), None)
    return value
