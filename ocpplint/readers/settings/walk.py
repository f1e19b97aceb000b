"""Settings at any depth of a document, each with its context.

The walk visits the tree once. It collects the names of stations and connectors on the way; for a node with the
structure of a setting it yields a setting with the collected context. Other data yield nothing.
"""

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from ocpplint.documents.tree import Node, Number, Object, Route
from ocpplint.facts.fact import Origin, Place
from ocpplint.facts.setting import Evidence, Setting
from ocpplint.readers.settings import names
from ocpplint.readers.settings.component_nodes import is_component, place_of_name, plain_json, route_to
from ocpplint.readers.settings.context import KeyVocabulary, SettingContext, setting_of, setting_of_key
from ocpplint.readers.settings.flat_maps import is_key, is_structured, key_prefixes, known_in_map, prefixed_key
from ocpplint.readers.settings.node_location import EndPlace, NodePlace, PlacedDocument, SpanPlace
from ocpplint.readers.settings.pairs import (
    Pair,
    PairNames,
    is_command,
    is_settings_list,
    key_and_value,
    named_pair,
    pair_names,
    tell_settings,
    usual_pair,
)
from ocpplint.readers.settings.surroundings import Surroundings, may_name, names_connector
from ocpplint.readers.settings.values import flag, text_of
from ocpplint.readers.settings.variables import VARIABLE_LISTS, Variable, variables_of

if TYPE_CHECKING:
    from ocpplint.readers.settings.embedded import Budget
    from ocpplint.readers.settings.naming import StationNames

_NO_COMMENTS: tuple[Evidence, ...] = ()
_TEXT_STARTS = ("{", "[", " ")
"""What a string of one line begins with that may be a document."""


class SettingsReader:
    """Reads the settings of one document. ``fixed_place`` replaces every location, for JSON inside a log line.

    ``outside`` is the reader of the document in a string of which this one stands, and where that is.
    """

    def __init__(
        self,
        source: PlacedDocument,
        vocabulary: KeyVocabulary,
        fixed_place: Place | None = None,
        budget: "Budget | None" = None,
        outside: "tuple[SettingsReader, Route] | None" = None,
    ) -> None:
        self.source = source
        self._vocabulary = vocabulary
        self._fixed_place = fixed_place
        self.references: list[Route] = []
        """The tables that speak of known keys as documentation does, and set none."""
        around = Surroundings(source, vocabulary.sections, fixed_place)
        self._around = around
        self._place = around.place
        self._comments = _comment_evidence(source) if source.document.comments else None
        self._names: StationNames | None = None
        self._budget = budget
        self._outside = outside
        self.has_tables = False
        """Whether there are tables with settings: several may have one heading for their key."""
        self.inside: list[SettingsReader] = []
        """The readers of the documents in its strings."""
        self.broken: list[PlacedDocument] = []
        """The documents in strings of this one that hold settings and are not well-formed, or not read to their end."""

    def read(self, context: SettingContext) -> list[Setting]:
        """Return the settings in the order of the document."""
        self._found: list[Setting] = []
        roots = self.source.document.roots
        if len(roots) == 1 and self._comments is None:
            self._visit(roots[0], (0,), context)
        else:
            self._items(roots, (), context)
        return self._found

    def _visit(self, node: Node, route: Route, context: SettingContext) -> None:
        if isinstance(node, Object):
            self._object(node, route, context)
        elif isinstance(node, list) and not _is_frame(node):
            is_table = node and type(node[0]) is list and self._table(node, route, context)
            if not is_table:
                self._items(node, route, context)

    def _items(self, items: list[Node], route: Route, context: SettingContext) -> None:
        accepted = names.plain(context.name) in names.PAIR_LISTS or is_settings_list(
            items, self._vocabulary, context
        )
        alike = None if accepted else self._pair_names(items, context)
        if accepted or alike is not None:
            context = self.named(items, route, context)
        in_connectors = names.plain(context.name) in names.CONNECTOR_CONTAINERS
        if items and type(items[0]) is str:
            self._strings(items, route, context)
        for index, item in enumerate(items):
            if not isinstance(item, (Object, list)):
                continue
            child = (*route, index)
            pair = None
            if isinstance(item, Object):
                pair = key_and_value(item) if alike is None else named_pair(item, alike)
            if pair is not None and isinstance(item, Object):
                if accepted or alike is not None or is_command(item):
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
                one = comments or len(items) == 1 or is_command(item)
                group = context.group if one else f"{context.group}#{index}"
                self._visit(item, child, self._around.list_item(item, child, below)._replace(group=group))

    def _pair_names(self, items: list[Node], context: SettingContext) -> PairNames | None:
        """Find under which names the items of a list hold keys and values."""
        if not items or not isinstance(items[0], Object):
            return None
        return pair_names(items, self._vocabulary, context)

    def _object(self, node: Object, route: Route, context: SettingContext) -> None:
        told = [member for _, member in node.members]
        in_command = names.COMMAND in told or names.plain(context.name) in names.COMMANDS
        pair = key_and_value(node) or usual_pair(node, self._vocabulary, context, at_top=len(route) == 1)
        if pair is not None and (in_command or tell_settings([pair.key], self._vocabulary, context)):
            comments = self._comments.for_setting(route[:-1], route[-1]) if self._comments else _NO_COMMENTS
            context = self.named(node, route, context.with_evidence(*comments))
            self._found.append(self._pair(node, pair, route, context))
            return
        if is_component(node):
            self._component(node, route, context)
            return
        context = self._around.fields(node, route, context)
        if _may_be_table(node, self._vocabulary) and self._table(node, route, context):
            return
        if in_command or names.SECRET in told:
            context = context._replace(name=names.COMMAND if in_command else names.SECRET)
        known = known_in_map(node, context, self._vocabulary, self.source, at_top=len(route) == 1)
        if not known and (prefixes := key_prefixes(node, self._vocabulary)):
            self._prefixed(prefixes, node, route, self.named(node, route, context))
        else:
            self._members(node, route, self.named(node, route, context) if known else context, known)

    def _members(self, node: Object, route: Route, context: SettingContext, known: Collection[str]) -> None:
        """Read the members of a map, those with ``known`` keys as settings."""
        for index, (name, value) in enumerate(node.members):
            child = (*route, index)
            if isinstance(value, (Object, list)):
                if known and (name in known or is_structured(name, value, context.name, self._vocabulary)):
                    self._structured_value(name, value, child, context)
                else:
                    self._member(name, value, child, context)
            elif known and (name in known or is_key(name, context.name, self._vocabulary)):
                self._found.append(self.flat(name, value, child, context))
            elif type(value) is str and (value[:1] in _TEXT_STARTS or "\n" in value):
                self._text(name, value, child, context)

    def named(self, node: Node, route: Route, context: SettingContext) -> SettingContext:
        """Add the station of a map or list of settings by what is no identity, where nothing has given one."""
        if context.station is not None or not context.editable:
            return context
        if len(route) > 1 or may_name(node):
            if self._names is None:
                from ocpplint.readers.settings.naming import StationNames

                self._names = StationNames(self.source, self._vocabulary)
            context = self._names.add_to(context, route)
        if context.station is not None or self._outside is None:
            return context
        reader, where = self._outside
        return reader.named(None, where, context)

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
        if name == "data" and context.name == names.SECRET and isinstance(value, Object):
            self._secret(value, route, below)
        elif isinstance(value, Object):
            # A level takes no more calls than it must: documents nest as deep as recursion allows.
            self._object(value, route, below)
        else:
            self._visit(value, route, below)

    def _text(self, name: str, text: str, route: Route, context: SettingContext) -> None:
        """Read the settings in a string, if it is a document."""
        from ocpplint.readers.settings.embedded import embedded_document

        inner = embedded_document(name, text, self.source, route, self._taken())
        if inner is not None:
            self._inside(inner, route, self._around.member(name, route, context))

    def _strings(self, items: list[Node], route: Route, context: SettingContext) -> None:
        """Read the settings in the strings of a list: ``KEY=value`` of an environment, or documents."""
        for index, item in enumerate(items):
            if type(item) is str and (item[:1] in _TEXT_STARTS or "\n" in item):
                self._text("", item, (*route, index), context)
        if any(type(item) is str and "=" in item for item in items):
            self._assignments(items, route, context)

    def _assignments(self, items: list[Node], route: Route, context: SettingContext) -> None:
        from ocpplint.readers.settings.embedded import assignment

        found = {
            index: inner
            for index, item in enumerate(items)
            if type(item) is str and (inner := assignment(item, self.source, (*route, index)))
        }
        together = Object([member for inner in found.values() for member in _pairs_of(inner)])
        known = known_in_map(together, context, self._vocabulary, self.source, at_top=True)
        prefixes = [] if known else key_prefixes(together, self._vocabulary)
        if known or prefixes:
            context = self.named(items, route, context)
        for index, inner in found.items():
            ((key, value),) = _pairs_of(inner)
            comments = self._comments.for_setting(route, index) if self._comments else _NO_COMMENTS
            below = context.with_evidence(*comments)
            reader = SettingsReader(inner, self._vocabulary, self._fixed_place)
            if known and (key in known or is_key(key, context.name, self._vocabulary)):
                self._found.append(reader.flat(key, value, (0, 0), below))
            elif parted := prefixed_key(key, prefixes, self._vocabulary):
                self._found.append(reader.prefixed(*parted, value, (0, 0), below))

    def _secret(self, node: Object, route: Route, context: SettingContext) -> None:
        """Read the values of a Secret, which are in base64."""
        from ocpplint.readers.settings.embedded import decoded_values

        inner = decoded_values(node, self.source, route, self._taken())
        if inner is not None:
            self._inside(inner, route, context)

    def _inside(self, inner: PlacedDocument, route: Route, context: SettingContext) -> None:
        reader = SettingsReader(inner, self._vocabulary, self._fixed_place, self._taken(), (self, route))
        found = reader.read(context)
        self._found += found
        self.inside.append(reader)
        self.broken += reader.broken
        if found and inner.document.problems:
            self.broken.append(inner)

    def _taken(self) -> "Budget":
        if self._budget is None:
            from ocpplint.readers.settings.embedded import Budget

            self._budget = Budget()
        return self._budget

    def _prefixed(self, prefixes: list[str], node: Object, route: Route, context: SettingContext) -> None:
        """Read a map whose keys have a prefix; what has not is none of its settings."""
        for index, (name, value) in enumerate(node.members):
            child = (*route, index)
            if isinstance(value, (Object, list)):
                self._member(name, value, child, context)
            elif parted := prefixed_key(name, prefixes, self._vocabulary):
                self._found.append(self.prefixed(*parted, value, child, context))

    def prefixed(self, prefix: str, key: str, value: Node, route: Route, context: SettingContext) -> Setting:
        """Return the setting that a member makes whose name is a prefix and the key.

        The prefix says what names of members around the key would: its station, its connector, its group.
        """
        for name in re.split(r"__+|\.", prefix.rstrip("_.")):
            context = self._around.prefix(name, route, context)
        if self._comments:
            context = context.with_evidence(*self._comments.for_setting(route[:-1], route[-1]))
        place = self._fixed_place or EndPlace(self.source, route, len(prefix))
        value_place = self._place(route, "value")
        return setting_of_key(key, value, context, place, value_place, self._vocabulary, readonly=None)

    def _structured_value(self, key: str, value: Node, route: Route, context: SettingContext) -> None:
        """A flat map may give a value as ``{"value": …}`` or as a list of words."""
        if isinstance(value, list) and not any(isinstance(item, (Object, list)) for item in value):
            text = ",".join(text_of(item) or "" for item in value)
            self._found.append(self.flat(key, text, route, context))
        elif isinstance(value, Object):
            fields = dict(value.members)
            if "value" in fields and not isinstance(fields["value"], (Object, list)):
                inner = self._around.fields(value, route, context)
                given = (*route, [name for name, _ in value.members].index("value"))
                readonly = flag(fields.get("readonly"))
                self._found.append(self.flat(key, fields["value"], route, inner, given, readonly=readonly))

    def flat(
        self,
        key: str,
        value: Node,
        route: Route,
        context: SettingContext,
        given: Route = (),
        *,
        readonly: bool | None = None,
    ) -> Setting:
        """Return the setting that a member makes whose name is the key; ``given`` is where its value is, if deeper."""
        if self._comments:
            context = context.with_evidence(*self._comments.for_setting(route[:-1], route[-1]))
        place = value_place = self._fixed_place
        if place is None:
            place = tuple.__new__(NodePlace, (self.source, route, "key"))
            value_place = tuple.__new__(NodePlace, (self.source, given or route, "value"))
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

    def _table(self, node: Object | list[Node], route: Route, context: SettingContext) -> bool:
        """Read the settings of a table; False if it is none, or holds none."""
        from ocpplint.readers.settings.table_nodes import setting_of_table, table_in

        found = table_in(node, route, self._vocabulary)
        if found is None:
            return False
        if found.is_reference:
            self.references.append(route)
        if found.settings:
            context = self.named(node, route, context)
        self.has_tables = self.has_tables or bool(found.settings)
        for each in found.settings:
            comments = self._comments.for_setting(route, each.row) if self._comments else _NO_COMMENTS
            around = context.with_evidence(*comments)
            self._found.append(setting_of_table(each, around, self._place, self._vocabulary))
        if found.settings:
            self.source.note_tables()
        return bool(found.settings)

    def _variables(self, name: str, items: list[Node], route: Route, context: SettingContext) -> None:
        context = self.named(items, route, context)
        for index, item in enumerate(items):
            for variable in variables_of(plain_json(item)):
                self._variable(variable, item, (*route, index), context, VARIABLE_LISTS[name])

    def _component(self, node: Object, route: Route, context: SettingContext) -> None:
        """Read an object that is a variable with its component, or a component with its variables."""
        from ocpplint.readers.settings.component_config import variables_within

        origin, found = variables_within(node)
        # The name of a component is no station's.
        context = self.named([], route[:-1], context)
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
        origin = "desired" if context.is_desired or variable.is_set else origin
        self._found.append(setting_of(*written, origin, variable, readonly=variable.readonly))


def _is_frame(items: list[Node]) -> bool:
    """Tell an OCPP-J frame (OCPP-J 1.6 section 4.2) from other lists: its settings are read as messages."""
    return len(items) > 2 and items[0] in ("2", "3", "4", "5", "6") and isinstance(items[0], Number)


def _may_be_table(node: Object, vocabulary: KeyVocabulary) -> bool:
    """Tell, without a false no, whether an object holds a table: rows below headings, or columns."""
    for name, value in node.members:
        if type(value) is list and name.lower() in names.TABLE_HEADINGS:
            return True
    name, first = node.members[0] if node.members else ("", None)
    if not isinstance(first, Object) or not first.members:
        return False
    is_described = any(inner.lower() == "value" for inner, _ in first.members)
    return first.members[0][0] == "0" or (vocabulary.knows(name) and not is_described)


def _comment_evidence(source: PlacedDocument) -> Any:
    from ocpplint.readers.settings.comments import CommentEvidence

    return CommentEvidence(source.document, source.line_of, lambda span: SpanPlace(source, span))


def _pairs_of(inner: PlacedDocument) -> list[tuple[str, Node]]:
    return [member for root in inner.document.roots if isinstance(root, Object) for member in root.members]
