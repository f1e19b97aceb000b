"""Settings at any depth of a document, each with its context.

The walk visits the tree once. It collects the names of stations and connectors on the way; for a node with the
structure of a setting it yields a setting with the collected context. Other data yield nothing.
"""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any, Literal, NamedTuple, Protocol

from ocpplint.documents.tree import Node, Number, Object, Route
from ocpplint.facts.location import Place
from ocpplint.facts.setting import Evidence, Setting
from ocpplint.facts.vocabulary import KeySighting, Origin
from ocpplint.readers.settings import names
from ocpplint.readers.settings.component_nodes import is_component, place_of_name, plain_json, route_to
from ocpplint.readers.settings.node_location import NodePlace, PlacedDocument, SpanPlace
from ocpplint.readers.settings.prose import are_labels, speaks_of_ocpp
from ocpplint.readers.settings.values import text_of, type_of
from ocpplint.readers.settings.variables import (
    VARIABLE_LISTS,
    Variable,
    named_variable,
    variable_fields,
    variables_of,
)

_STRENGTH = ("field", "structure", "path", "comment", "connection", "data-transfer")
_NO_COMMENTS: tuple[Evidence, ...] = ()


class KeyVocabulary(Protocol):
    """The part of a profile that the reader needs to distinguish settings from other data."""

    @property
    def sections(self) -> Mapping[str, int]:
        """Section names that mean a connector on these stations."""
        ...

    def knows(self, key: str) -> bool:
        """Tell whether this is a known key."""
        ...

    def sighting(self, key: str) -> KeySighting | None:
        """Tell how surely this is a known key by its name alone."""
        ...

    def nearly_knows(self, key: str) -> bool:
        """Tell whether this is none of the known keys, and one letter from a distinctive one."""
        ...

    def variable(self, key: str) -> tuple[str, str, str | None] | None:
        """Take a key apart that names a variable of OCPP 2.x: component, variable, instance; None for any other."""
        ...


class SettingContext(NamedTuple):
    """What is known above a node. ``name`` is the member name that led to it, ``group`` the configuration's path."""

    station: str | None = None
    evidence: tuple[Evidence, ...] = ()
    origin: Origin = "desired"
    group: str = ""
    name: str = ""
    document: str = ""
    time: float | None = None
    keys_unknown: tuple[str, ...] = ()
    station_from_path: bool = False
    editable: bool = False
    """Whether the settings stand in a configuration file."""
    named: bool = True
    """Whether that file was asked for."""

    def of_station(self, station: str) -> "SettingContext":
        """Return the context with a station that the document itself names."""
        return self._replace(station=station, station_from_path=False)

    def with_evidence(self, *found: Evidence) -> "SettingContext":
        """Return the context with evidence from nearer by; connector 0 is the station, it clears what was gathered."""
        if not found:
            return self
        if found[0].connector == 0:
            return self._replace(evidence=())
        return self._replace(evidence=(*found, *self.evidence))


class SettingsReader:
    """Reads the settings of one document. ``fixed_place`` replaces every location, for JSON inside a log line."""

    def __init__(
        self, source: PlacedDocument, vocabulary: KeyVocabulary, fixed_place: Place | None = None
    ) -> None:
        self._source = source
        self._vocabulary = vocabulary
        self._fixed_place = fixed_place
        self._comments = _comment_evidence(source) if source.document.comments else None

    def read(self, context: SettingContext) -> list[Setting]:
        """Return the settings in the order of the document."""
        self._found: list[Setting] = []
        roots = self._source.document.roots
        if len(roots) == 1 and self._comments is None:
            self._visit(roots[0], (0,), context)
        else:
            self._items(roots, (), context)
        return self._found

    def _visit(self, node: Node, route: Route, context: SettingContext) -> None:
        if isinstance(node, Object):
            self._object(node, route, context)
        elif isinstance(node, list) and not _is_frame(node):
            self._items(node, route, context)

    def _items(self, items: list[Node], route: Route, context: SettingContext) -> None:
        accepted = names.plain(context.name) == names.REPORT_FIELD or self._is_settings_list(items)
        in_connectors = names.plain(context.name) in names.CONNECTOR_CONTAINERS
        for index, item in enumerate(items):
            if not isinstance(item, (Object, list)):
                continue
            child = (*route, index)
            pair = _key_and_value(item) if isinstance(item, Object) else None
            if pair is not None and isinstance(item, Object):
                if accepted:
                    comments = self._comments.for_setting(route, index) if self._comments else _NO_COMMENTS
                    self._found.append(self._pair(item, pair, child, context.with_evidence(*comments)))
                continue
            comments = self._comments.for_section(route, index) if self._comments else _NO_COMMENTS
            below = context.with_evidence(*comments)
            if isinstance(item, Object) and is_component(item):
                self._component(item, child, below)
            elif isinstance(item, Object) and (in_connectors or _names_connector(item)):
                self._object(item, child, self._connector_item(item, child, below))
            else:
                group = context.group if comments or len(items) == 1 else f"{context.group}#{index}"
                self._visit(item, child, _list_item(item, below)._replace(group=group))

    def _is_settings_list(self, items: list[Node]) -> bool:
        pairs = (_key_and_value(item) for item in items if isinstance(item, Object))
        keys = [pair.key for pair in pairs if pair is not None]
        return bool(keys) and self._tells_settings(keys)

    def _tells_settings(self, keys: list[str]) -> bool:
        """Tell whether keys beside each other are those of a station: one distinctive, or two that are known."""
        known = [key for key in keys if self._vocabulary.knows(key)]
        if not known:
            return any(self._vocabulary.nearly_knows(key) for key in keys)
        return len(set(known)) > 1 or self._vocabulary.sighting(known[0]) != "common" or self._speaks_of_ocpp

    def _object(self, node: Object, route: Route, context: SettingContext) -> None:
        pair = _key_and_value(node)
        if pair is not None and self._tells_settings([pair.key]):
            comments = self._comments.for_setting(route[:-1], route[-1]) if self._comments else _NO_COMMENTS
            self._found.append(self._pair(node, pair, route, context.with_evidence(*comments)))
            return
        if is_component(node):
            self._component(node, route, context)
            return
        context = self._fields(node, route, context)
        known = self._known_in_map(node, context, at_top=len(route) == 1)
        for index, (name, value) in enumerate(node.members):
            child = (*route, index)
            if isinstance(value, (Object, list)):
                if known and (name in known or self._is_structured(name, value, context.name)):
                    self._structured_value(name, value, child, context)
                else:
                    self._member(name, value, child, context)
            elif known and (name in known or self._is_key(name, context.name)):
                self._found.append(self._flat(name, value, child, context))

    def _member(self, name: str, value: Node, route: Route, context: SettingContext) -> None:
        if name in VARIABLE_LISTS and isinstance(value, list):
            self._variables(name, value, route, context)
            return
        comments = self._comments.for_section(route[:-1], route[-1]) if self._comments else _NO_COMMENTS
        below = self._below(name, route, context.with_evidence(*comments))
        if comments:
            # The comment makes it a connector's section, whatever its name.
            below = below._replace(group=context.group, name=name if names.is_transparent(name) else "")
        if isinstance(value, Object) and names.plain(name) in names.CONNECTOR_FIELDS:
            below = self._connector_item(value, route, below)
        self._visit(value, route, below)

    def _below(self, name: str, route: Route, context: SettingContext) -> SettingContext:
        """Return the context for what stands under the member ``name``."""
        above, plain = names.plain(context.name), names.plain(name)
        if above in names.STATION_CONTAINERS and plain not in names.SETTING_CONTAINERS:
            return context.of_station(name)._replace(name="", group=f"{context.group}/{name}")
        connector = names.connector_of_name(name, self._vocabulary.sections)
        if connector is None and above in names.CONNECTOR_CONTAINERS:
            connector = names.connector_number(name)
        if connector is not None:
            section = f"{context.name}.{name}" if above in names.CONNECTOR_CONTAINERS else name
            found = Evidence("structure", connector, f"section `{section}`", "high", self._place(route, "key"))
            return context.with_evidence(found)._replace(name="")
        if plain == names.REPORT_FIELD:
            context = context._replace(origin="reported")
        group = context.group if names.is_transparent(name) else f"{context.group}/{name}"
        return context._replace(name=name, group=group)

    def _fields(self, node: Object, route: Route, context: SettingContext) -> SettingContext:
        """Add what the object's own fields say: its station, its connector."""
        is_settings = names.wraps_settings(context.name)
        for index, (name, value) in enumerate(node.members):
            plain = names.plain(name)
            if plain not in names.TELLING_FIELDS:
                continue
            if plain in names.CONNECTOR_FIELDS:
                connector = names.connector_number(_evse_id(value))
                if connector is not None:
                    where = self._place((*route, index), "key")
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

    def _connector_item(self, node: Object, route: Route, context: SettingContext) -> SettingContext:
        """Return the context of a list item that stands for a connector and says so by ``id`` or ``number``."""
        for index, (name, value) in enumerate(node.members):
            if names.plain(name) in ("id", "number"):
                connector = names.connector_number(value)
                if connector is not None:
                    where = self._place((*route, index), "key")
                    found = Evidence("structure", connector, f"`{name}` of this connector", "high", where)
                    context = context.with_evidence(found)
        return context._replace(name="")

    def _known_in_map(self, node: Object, context: SettingContext, *, at_top: bool) -> Collection[str]:
        """Return the known keys of a flat map of settings; none if the object is no such map."""
        knows = self._vocabulary.knows
        known = [(key, value) for key, value in node.members if knows(key)]
        if not known:
            return frozenset(key for key, _ in node.members if self._vocabulary.nearly_knows(key))
        if len(known) == 1 and not self._is_enough(known[0][0], node, context, at_top=at_top):
            return ()
        if are_labels(known, self._source.path):
            return ()
        return frozenset(key for key, _ in known)

    def _is_enough(self, key: str, node: Object, context: SettingContext, *, at_top: bool) -> bool:
        """Tell whether one known key shows that a map is one of settings: by its name, or by what is around it."""
        kind = self._vocabulary.sighting(key)
        if kind == "distinctive" or context.evidence or self._is_station(node):
            return True
        if any(self._vocabulary.nearly_knows(name) for name, _ in node.members):
            return True
        name = context.name
        if kind == "in-sections" and (names.is_numbered(name) or context.station is not None):
            return True
        expected = at_top or names.plain(name) == "" or names.wraps_settings(name)
        return expected and (kind == "in-sections" or self._speaks_of_ocpp)

    @cached_property
    def _speaks_of_ocpp(self) -> bool:
        return speaks_of_ocpp(self._source.document.text)

    def _is_station(self, node: Object) -> bool:
        """Tell whether an object names a station or holds connectors, so that one known key in it is a setting."""
        for name, value in node.members:
            plain = names.plain(name)
            if plain in names.STATION_FIELDS:
                return True
            if isinstance(value, (Object, list)) and (
                plain in names.CONNECTOR_CONTAINERS
                or names.connector_of_name(name, self._vocabulary.sections) is not None
            ):
                return True
        return False

    def _is_key(self, key: str, container: str) -> bool:
        """Tell whether a member of a flat map is a setting too: the map may hold names and numbers of its own."""
        if self._vocabulary.knows(key):
            return True
        plain = names.plain(key)
        if plain in names.CONNECTOR_FIELDS or plain in names.STATION_FIELDS:
            return False
        in_container = names.plain(container) in names.SETTING_CONTAINERS | names.FEATURE_PROFILES
        return in_container or key[:1].isupper()

    def _is_structured(self, key: str, value: Node, container: str) -> bool:
        """Tell whether an unknown member of a flat map is a setting written as ``{"value": …}``."""
        return (
            isinstance(value, Object)
            and any(name == "value" and not isinstance(given, (Object, list)) for name, given in value.members)
            and self._is_key(key, container)
        )

    def _structured_value(self, key: str, value: Node, route: Route, context: SettingContext) -> None:
        """A flat map may give a value as ``{"value": …}`` or as a list of words."""
        if isinstance(value, list) and not any(isinstance(item, (Object, list)) for item in value):
            text = ",".join(text_of(item) or "" for item in value)
            self._found.append(self._flat(key, text, route, context))
        elif isinstance(value, Object):
            fields = dict(value.members)
            if "value" in fields and not isinstance(fields["value"], (Object, list)):
                inner = self._fields(value, route, context)
                self._found.append(
                    self._flat(key, fields["value"], route, inner, readonly=_flag(fields.get("readonly")))
                )

    def _flat(
        self, key: str, value: Node, route: Route, context: SettingContext, *, readonly: bool | None = None
    ) -> Setting:
        if self._comments:
            context = context.with_evidence(*self._comments.for_setting(route[:-1], route[-1]))
        if self._fixed_place is not None:
            return self._setting(key, value, context, self._fixed_place, self._fixed_place, readonly=readonly)
        place = tuple.__new__(NodePlace, (self._source, route, "key"))
        value_place = tuple.__new__(NodePlace, (self._source, route, "value"))
        return self._setting(key, value, context, place, value_place, readonly=readonly)

    def _pair(self, node: Object, pair: "_Pair", route: Route, context: SettingContext) -> Setting:
        if len(node.members) > 2:
            context = self._fields(node, route, context)
        if self._comments:
            context = context.with_evidence(*self._comments.for_setting(route, pair.key_index))
        place = self._place((*route, pair.key_index), "value")
        value_place = self._place((*route, pair.value_index), "value") if pair.value_index >= 0 else None
        return self._setting(pair.key, pair.value, context, place, value_place, readonly=pair.readonly)

    def _variables(self, name: str, items: list[Node], route: Route, context: SettingContext) -> None:
        for index, item in enumerate(items):
            for variable in variables_of(plain_json(item)):
                self._variable(variable, item, (*route, index), context, VARIABLE_LISTS[name])

    def _component(self, node: Object, route: Route, context: SettingContext) -> None:
        """Read an object that is a variable with its component, or a component with its variables."""
        from ocpplint.readers.settings.component_config import variables_within

        origin, found = variables_within(node)
        for variable in found:
            self._variable(variable, node, route, context, origin)

    def _variable(
        self, variable: Variable, item: Node, route: Route, context: SettingContext, origin: Origin
    ) -> None:
        if variable.evse is not None:
            context = context.with_evidence(Evidence("field", variable.evse, "`evse` of its component", "high"))
        place = self._place(*place_of_name(item, route, variable))
        value_place = self._place(route_to(item, route, variable.path), "value") if variable.path else None
        setting = _setting(
            *(variable.key, variable.value, context, place, value_place),
            readonly=variable.readonly,
            origin=origin,
            variable=variable,
        )
        self._found.append(setting)

    def _setting(
        self,
        key: str,
        value: Any,
        context: SettingContext,
        place: Place,
        value_place: Place | None,
        *,
        readonly: bool | None,
    ) -> Setting:
        # Few keys name a variable, and they look like it.
        variable = named_variable(self._vocabulary.variable(key)) if "Ctrlr." in key else None
        origin = context.origin
        return _setting(
            key, value, context, place, value_place, readonly=readonly, origin=origin, variable=variable
        )

    def _place(self, route: Route, part: Literal["key", "value"]) -> Place:
        if self._fixed_place is not None:
            return self._fixed_place
        return tuple.__new__(NodePlace, (self._source, route, part))


class _Pair(NamedTuple):
    key: str
    value: Node
    key_index: int
    value_index: int
    readonly: bool | None


def _key_and_value(node: Object) -> _Pair | None:
    """Read ``{"key": K, "value": V}``; a station reports a key without a value as ``{"key": K, "readonly": …}``."""
    key: str | None = None
    value: Node = None
    key_index = value_index = -1
    readonly: bool | None = None
    for index, (name, member) in enumerate(node.members):
        lower = name.lower()
        if lower == "key" and isinstance(member, str) and not isinstance(member, Number):
            key, key_index = member, index
        elif lower == "value" and not isinstance(member, (Object, list)):
            value, value_index = member, index
        elif lower == "readonly":
            readonly = _flag(member)
    if key is None or (value_index < 0 and readonly is None):
        return None
    return _Pair(key, value, key_index, value_index, readonly)


def _setting(
    key: str,
    value: Any,
    context: SettingContext,
    place: Place,
    value_place: Place | None,
    *,
    readonly: bool | None,
    origin: Origin,
    variable: Variable | None,
) -> Setting:
    evidence = context.evidence
    if len(evidence) > 1:
        evidence = tuple(sorted(evidence, key=lambda item: _STRENGTH.index(item.kind)))
    is_text = type(value) is str
    return Setting(
        key,
        value if is_text else text_of(value),
        origin,
        place,
        "string" if is_text else type_of(value),
        value_place,
        context.station,
        context.station_from_path,
        evidence,
        context.document,
        context.group,
        readonly,
        keys_unknown=context.keys_unknown if context.origin == "reported" else (),
        editable=context.editable,
        named=context.named,
        ocpp=None if variable is None else "2.x",
        time=context.time,
        **variable_fields(variable),
    )


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _evse_id(value: Node) -> Node:
    """An ``evse`` names itself by a number or, as in OCPP 2.x, by an object of nothing but numbers: ``{"id": 2}``."""
    if isinstance(value, Object) and all(isinstance(member, Number) for _, member in value.members):
        return next((member for name, member in value.members if name == "id"), None)
    return value


def _list_item(item: Node, context: SettingContext) -> SettingContext:
    """A list item with an ``id`` is a station, unless it stands inside one already. A number is a row's."""
    if isinstance(item, Object) and context.station is None:
        for name, value in item.members:
            if name == "id" and isinstance(value, str) and not isinstance(value, Number) and value:
                return context.of_station(value)._replace(name="")
    return context._replace(name="")


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


def _names_connector(node: Object) -> bool:
    return any(
        names.plain(name) in names.CONNECTOR_FIELDS and names.connector_number(_evse_id(value)) is not None
        for name, value in node.members
    )


def _is_frame(items: list[Node]) -> bool:
    """Tell an OCPP-J frame (OCPP-J 1.6 section 4.2) from other lists: its settings are read as messages."""
    return len(items) > 2 and items[0] in ("2", "3", "4", "5", "6") and isinstance(items[0], Number)


def _comment_evidence(source: PlacedDocument) -> Any:
    from ocpplint.readers.settings.comments import CommentEvidence

    return CommentEvidence(source.document, source.line_of, lambda span: SpanPlace(source, span))
