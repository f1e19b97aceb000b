"""Settings at any depth of a document, each with its context.

The walk visits the tree once. It collects the names of stations and connectors on the way; for a node with the
structure of a setting it yields a setting with the collected context. Other data yield nothing.
"""

from typing import TYPE_CHECKING, Any

from ocpplint.documents.tree import Node, Number, Object, Route
from ocpplint.facts.fact import Origin, Place
from ocpplint.facts.setting import Evidence, Setting
from ocpplint.readers.settings import names
from ocpplint.readers.settings.component_nodes import is_component, place_of_name, plain_json, route_to
from ocpplint.readers.settings.context import KeyVocabulary, SettingContext, setting_of, setting_of_key
from ocpplint.readers.settings.flat_maps import is_key, is_structured, known_in_map
from ocpplint.readers.settings.node_location import NodePlace, PlacedDocument, SpanPlace
from ocpplint.readers.settings.pairs import (
    Pair,
    PairNames,
    is_command,
    is_settings_list,
    key_and_value,
    named_pair,
    pair_names,
    usual_pair,
)
from ocpplint.readers.settings.surroundings import Surroundings, may_name, names_connector
from ocpplint.readers.settings.values import flag, text_of
from ocpplint.readers.settings.variables import VARIABLE_LISTS, Variable, variables_of

if TYPE_CHECKING:
    from ocpplint.readers.settings.naming import StationNames

_NO_COMMENTS: tuple[Evidence, ...] = ()


class SettingsReader:
    """Reads the settings of one document. ``fixed_place`` replaces every location, for JSON inside a log line."""

    def __init__(
        self, source: PlacedDocument, vocabulary: KeyVocabulary, fixed_place: Place | None = None
    ) -> None:
        self._source = source
        self._vocabulary = vocabulary
        self._fixed_place = fixed_place
        around = Surroundings(source, vocabulary.sections, fixed_place)
        self._around = around
        self._place = around.place
        self._comments = _comment_evidence(source) if source.document.comments else None
        self._names: StationNames | None = None

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
        accepted = names.plain(context.name) in names.PAIR_LISTS or is_settings_list(items, self._vocabulary)
        alike = None if accepted else self._pair_names(items, context)
        if accepted or alike is not None:
            context = self._named(items, route, context)
        in_connectors = names.plain(context.name) in names.CONNECTOR_CONTAINERS
        for index, item in enumerate(items):
            if not isinstance(item, (Object, list)):
                continue
            child = (*route, index)
            pair = None
            if isinstance(item, Object):
                pair = key_and_value(item) if alike is None else named_pair(item, alike)
            if pair is not None and isinstance(item, Object):
                if accepted or alike is not None:
                    comments = self._comments.for_setting(route, index) if self._comments else _NO_COMMENTS
                    self._found.append(self._pair(item, pair, child, context.with_evidence(*comments)))
                continue
            comments = self._comments.for_section(route, index) if self._comments else _NO_COMMENTS
            below = context.with_evidence(*comments)
            if isinstance(item, Object) and is_component(item):
                self._component(item, child, below)
            elif isinstance(item, Object) and (in_connectors or names_connector(item)):
                self._object(item, child, self._around.connector_item(item, child, below))
            else:
                one = comments or len(items) == 1 or (isinstance(item, Object) and is_command(item))
                group = context.group if one else f"{context.group}#{index}"
                self._visit(item, child, self._around.list_item(item, child, below)._replace(group=group))

    def _pair_names(self, items: list[Node], context: SettingContext) -> PairNames | None:
        """Find under which names the items of a list hold keys and values."""
        if not items or not isinstance(items[0], Object):
            return None
        return pair_names(items, self._vocabulary, expected=names.wraps_settings(context.name))

    def _object(self, node: Object, route: Route, context: SettingContext) -> None:
        in_command = is_command(node) or names.plain(context.name) in names.COMMANDS
        pair = key_and_value(node) or usual_pair(node, self._vocabulary)
        if pair is not None and (in_command or self._vocabulary.knows(pair.key)):
            comments = self._comments.for_setting(route[:-1], route[-1]) if self._comments else _NO_COMMENTS
            self._found.append(self._pair(node, pair, route, context.with_evidence(*comments)))
            return
        if is_component(node):
            self._component(node, route, context)
            return
        context = self._around.fields(node, route, context)
        if in_command:
            context = context._replace(name=names.COMMAND)
        known = known_in_map(node, context.name, self._vocabulary, at_top=len(route) == 1)
        if known:
            context = self._named(node, route, context)
        for index, (name, value) in enumerate(node.members):
            child = (*route, index)
            if isinstance(value, (Object, list)):
                if known and (name in known or is_structured(name, value, context.name, self._vocabulary)):
                    self._structured_value(name, value, child, context)
                else:
                    self._member(name, value, child, context)
            elif known and (name in known or is_key(name, context.name, self._vocabulary)):
                self._found.append(self._flat(name, value, child, context))

    def _named(self, node: Node, route: Route, context: SettingContext) -> SettingContext:
        """Add the station of a map or list of settings by what is no identity, where nothing has given one."""
        if context.station is not None or not context.editable or (len(route) < 2 and not may_name(node)):
            return context
        if self._names is None:
            from ocpplint.readers.settings.naming import StationNames

            self._names = StationNames(self._source, self._vocabulary)
        return self._names.add_to(context, route)

    def _member(self, name: str, value: Node, route: Route, context: SettingContext) -> None:
        if name in VARIABLE_LISTS and isinstance(value, list):
            self._variables(name, value, route, context)
            return
        comments = self._comments.for_section(route[:-1], route[-1]) if self._comments else _NO_COMMENTS
        below = self._around.member(name, route, context.with_evidence(*comments))
        if comments:
            # The comment makes it a connector's section, whatever its name.
            below = below._replace(group=context.group, name=name if names.is_transparent(name) else "")
        if isinstance(value, Object) and names.plain(name) in names.CONNECTOR_FIELDS:
            below = self._around.connector_item(value, route, below)
        self._visit(value, route, below)

    def _structured_value(self, key: str, value: Node, route: Route, context: SettingContext) -> None:
        """A flat map may give a value as ``{"value": …}`` or as a list of words."""
        if isinstance(value, list) and not any(isinstance(item, (Object, list)) for item in value):
            text = ",".join(text_of(item) or "" for item in value)
            self._found.append(self._flat(key, text, route, context))
        elif isinstance(value, Object):
            fields = dict(value.members)
            if "value" in fields and not isinstance(fields["value"], (Object, list)):
                inner = self._around.fields(value, route, context)
                self._found.append(
                    self._flat(key, fields["value"], route, inner, readonly=flag(fields.get("readonly")))
                )

    def _flat(
        self, key: str, value: Node, route: Route, context: SettingContext, *, readonly: bool | None = None
    ) -> Setting:
        if self._comments:
            context = context.with_evidence(*self._comments.for_setting(route[:-1], route[-1]))
        place = value_place = self._fixed_place
        if place is None:
            place = tuple.__new__(NodePlace, (self._source, route, "key"))
            value_place = tuple.__new__(NodePlace, (self._source, route, "value"))
        return setting_of_key(key, value, context, place, value_place, self._vocabulary, readonly=readonly)

    def _pair(self, node: Object, pair: Pair, route: Route, context: SettingContext) -> Setting:
        if len(node.members) > 2:
            context = self._around.fields(node, route, context)
        if self._comments:
            context = context.with_evidence(*self._comments.for_setting(route, pair.key_index))
        place = self._place((*route, pair.key_index), "value")
        value_place = self._place((*route, pair.value_index), "value") if pair.value_index >= 0 else None
        return setting_of_key(
            pair.key, pair.value, context, place, value_place, self._vocabulary, readonly=pair.readonly
        )

    def _variables(self, name: str, items: list[Node], route: Route, context: SettingContext) -> None:
        context = self._named(items, route, context)
        for index, item in enumerate(items):
            for variable in variables_of(plain_json(item)):
                self._variable(variable, item, (*route, index), context, VARIABLE_LISTS[name])

    def _component(self, node: Object, route: Route, context: SettingContext) -> None:
        """Read an object that is a variable with its component, or a component with its variables."""
        from ocpplint.readers.settings.component_config import variables_within

        origin, found = variables_within(node)
        # The name of a component is no station's.
        context = self._named([], route[:-1], context)
        for variable in found:
            self._variable(variable, node, route, context, origin)

    def _variable(
        self, variable: Variable, item: Node, route: Route, context: SettingContext, origin: Origin
    ) -> None:
        if variable.evse is not None:
            context = context.with_evidence(Evidence("field", variable.evse, "`evse` of its component", "high"))
        place = self._place(*place_of_name(item, route, variable))
        value_place = self._place(route_to(item, route, variable.path), "value") if variable.path else None
        written = (variable.key, variable.value, context, place, value_place)
        self._found.append(setting_of(*written, origin, variable, readonly=variable.readonly))


def _is_frame(items: list[Node]) -> bool:
    """Tell an OCPP-J frame (OCPP-J 1.6 section 4.2) from other lists: its settings are read as messages."""
    return len(items) > 2 and items[0] in ("2", "3", "4", "5", "6") and isinstance(items[0], Number)


def _comment_evidence(source: PlacedDocument) -> Any:
    from ocpplint.readers.settings.comments import CommentEvidence

    return CommentEvidence(source.document, source.line_of, lambda span: SpanPlace(source, span))
