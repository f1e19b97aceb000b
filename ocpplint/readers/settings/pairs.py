"""Objects that give one key and its value: ``{"key": K, "value": V}``, or under other names.

``key`` and ``value`` are the names of OCPP (1.6, section 6.24). Under any other two names, a list tells which of its
members are meant by what stays the same over its items: one member has known keys, one has scalars. A single object
is a pair only under names that are usual for one.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from ocpplint.documents.tree import Node, Number, Object
from ocpplint.readers.settings import names
from ocpplint.readers.settings.context import TELLING, KeyVocabulary, SettingContext
from ocpplint.readers.settings.flat_maps import is_near_ocpp
from ocpplint.readers.settings.values import flag

_ACCESS: Final = frozenset({"mutability", "access", "accessibility", "accesstype", "accessmode", "writable", "rw"})

_KEY_NAMES: Final = frozenset(
    {
        *("key", "name", "variable", "parameter", "param", "setting", "option", "property", "attribute", "item"),
        *("configkey", "configurationkey", "ocppkey", "keyname", "variablename", "parametername", "settingname"),
        *("configname", "settingkey", "parameterkey", "propertyname", "optionname", "k"),
        *("schluessel", "schlüssel", "einstellung", "bezeichnung"),
    }
)
_VALUE_NAMES: Final = (
    *(
        "value",
        "configvalue",
        "configurationvalue",
        "ocppvalue",
        "settingvalue",
        "parametervalue",
        "variablevalue",
    ),
    *("propertyvalue", "optionvalue", "attributevalue", "desiredvalue", "targetvalue", "newvalue", "setvalue"),
    *("setpoint", "currentvalue", "actualvalue", "val", "wert", "sollwert", "desired", "target", "setto", "v"),
    *("actual", "current", "setting", "content", "data"),
)
"""Names of values, the surest first: of several in one object, the first is the value."""

_ABOUT_A_KEY: Final = frozenset(
    {
        *(
            "description",
            "desc",
            "comment",
            "comments",
            "note",
            "notes",
            "remark",
            "help",
            "title",
            "label",
            "hint",
        ),
        *(
            "unit",
            "units",
            "type",
            "datatype",
            "valuetype",
            "kind",
            "format",
            "default",
            "defaultvalue",
            "example",
        ),
        *("min", "max", "minimum", "maximum", "range", "enum", "pattern", "required", "optional", "mandatory"),
        *(
            "profile",
            "featureprofile",
            "feature",
            "category",
            "group",
            "section",
            "scope",
            "component",
            "instance",
        ),
        *("status", "result", "since", "version", "source", "vendor", "model", "reboot", "rebootrequired", "url"),
        *(
            "id",
            "uuid",
            "index",
            "order",
            "position",
            "row",
            "timestamp",
            "time",
            "date",
            "updatedat",
            "createdat",
        ),
        *("text", "message", "defaultmessage", "translation", "tooltip", "placeholder", "summary", "definition"),
        *("updatedby", "createdby", "changedat", "lastupdated", "enabled", "visible", "hidden", "supported"),
        *("code", "path", "file", "line", "column", "fingerprint", "hash", "severity", "message", "count"),
        *("beschreibung", "einheit", "typ", "standardwert", "bemerkung", "station", "charger"),
    }
    | {"readonly"}
    | _ACCESS
    | names.TELLING_FIELDS
)
"""What may stand beside a key and its value; alone, it documents a key."""

_DOCUMENTING: Final = frozenset({"default", "defaultvalue", "description", "type", "datatype", "required", "unit"})

_KEY_SHAPE: Final = r"[A-Z][A-Za-z]*[a-z][A-Z][A-Za-z]*(?:[_-]?\d{1,2})?"
"""How the keys of OCPP 1.6, section 9, and of most makers are spelled: words in capitals, written as one."""
_MOST_SEEN = 500
"""So many items of a list are looked at for a known key."""
_LONGEST_KEY = 80
_MOST_BESIDE = 12
"""Members of an object that is one pair."""


class PairNames(NamedTuple):
    """The names of the members that hold key and value in each item of a list, as written."""

    key: str
    value: str


class Pair(NamedTuple):
    """The key and the value in an object, with the indexes of their members; ``value_index`` is -1 for no value."""

    key: str
    value: Node
    key_index: int
    value_index: int
    readonly: bool | None


def key_and_value(node: Object) -> Pair | None:
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
            readonly = flag(member)
    if key is None or (value_index < 0 and (readonly is None or _documents(node))):
        return None
    return Pair(key, value, key_index, value_index, readonly)


def is_command(item: Node) -> bool:
    """Tell whether a node is a command that sets one key: ``{"action": "ChangeConfiguration", …}``."""
    return isinstance(item, Object) and any(member == names.COMMAND for _, member in item.members)


def _documents(node: Object) -> bool:
    """Tell whether an object without a value says what a key is, as the table of a manual does."""
    return any(names.plain(name) in _DOCUMENTING for name, _ in node.members)


def named_pair(node: Object, pair_names: PairNames) -> Pair | None:
    """Read the key and the value of one item of a list under the names that its items have in common."""
    key: str | None = None
    value: Node = None
    key_index = value_index = -1
    readonly: bool | None = None
    for index, (name, member) in enumerate(node.members):
        if name == pair_names.key and _is_text(member):
            key, key_index = str(member), index
        elif name == pair_names.value and not isinstance(member, (Object, list)):
            value, value_index = member, index
        else:
            readonly = _readonly(name, member, so_far=readonly)
    if key is None or value_index < 0:
        return None
    return Pair(_with_component(node, key), value, key_index, value_index, readonly)


def _with_component(node: Object, key: str) -> str:
    """Return the name of a variable of OCPP 2.x with the component that stands beside it: ``Component.Variable``."""
    components = (member for name, member in node.members if name == "component" and _is_text(member))
    return next((f"{component}.{key}" for component in components if "Ctrlr" in str(component)), key)


@lru_cache(maxsize=4096)
def _names_a_key(name: str) -> bool:
    return names.plain(name) in _KEY_NAMES


def usual_pair(node: Object, vocabulary: KeyVocabulary, context: SettingContext, *, at_top: bool) -> Pair | None:
    """Read a known key and its value in a single object, under names that are usual for them.

    Other software has such objects, too: the key has to tell by itself, or the place that settings are expected.
    """
    if not 1 < len(node.members) <= _MOST_BESIDE:
        return None
    for name, member in node.members:
        if type(member) is str and _names_a_key(name) and vocabulary.knows(member):
            expected = at_top or names.wraps_settings(context.name) or is_near_ocpp(context)
            value = _value_name([node], name) if expected or vocabulary.is_telling(str(member)) else None
            if value is not None and names.plain(value) in _VALUE_NAMES:
                return named_pair(node, PairNames(name, value))
    return None


def is_settings_list(items: list[Node], vocabulary: KeyVocabulary, context: SettingContext) -> bool:
    """Tell whether the pairs in a list have keys that tell of a charging station."""
    pairs = (key_and_value(item) for item in items if isinstance(item, Object))
    return tell_settings((pair.key for pair in pairs if pair is not None), vocabulary, context)


def tell_settings(keys: Iterable[str], vocabulary: KeyVocabulary, context: SettingContext) -> bool:
    """Tell whether keys beside each other are those of a station: one that tells so alone, or two that are known.

    No more of them are looked at than are needed.
    """
    known = ""
    others: list[str] = []
    for key in keys:
        if not vocabulary.knows(key):
            others.append(key)
        elif vocabulary.sighting(key) in TELLING or (known and known != key):
            return True
        else:
            known = key
    if known:
        return context.is_desired or is_near_ocpp(context)
    return any(map(vocabulary.nearly_knows, others)) or _may_be_of_maker(others, context)


def _may_be_of_maker(keys: list[str], context: SettingContext) -> bool:
    """Tell whether keys that nobody knows may be a maker's: spelled as keys are, where a station's settings stand."""
    if not keys or not names.wraps_settings(context.name) or not (context.is_of_station or is_near_ocpp(context)):
        return False
    return all(re.fullmatch(_KEY_SHAPE, key) for key in keys)


def pair_names(items: list[Node], vocabulary: KeyVocabulary, context: SettingContext) -> PairNames | None:
    """Find the members that hold key and value in each item of a list; None where it is no list of settings.

    A list that stands where settings are expected needs one known key, any other one needs two, or one that hardly
    occurs outside OCPP.
    """
    objects = [item for item in items[:_MOST_SEEN] if isinstance(item, Object) and len(item.members) > 1]
    known: dict[str, set[str]] = {}
    for name, text in _likely_keys(objects):
        if vocabulary.knows(text) or vocabulary.nearly_knows(text):
            found = known.setdefault(name, set())
            found.add(text)
            enough = len(found) > 1 or _is_enough(text, vocabulary, context)
            if enough and names.plain(name) not in _NO_KEYS:
                value = _value_name([item for item in objects if _has(item, name)], name)
                return None if value is None else PairNames(name, value)
    return None


def _is_enough(key: str, vocabulary: KeyVocabulary, context: SettingContext) -> bool:
    """Tell whether one known key shows that a list is one of settings: by its name, or by what is around it."""
    above = context.name or context.group.rpartition("/")[2].partition("#")[0]
    expected = not above or names.wraps_settings(above) or names.is_numbered(above) or context.is_of_station
    telling = expected and vocabulary.sighting(key) in TELLING
    return telling or vocabulary.is_telling(key) or is_near_ocpp(context)


_NO_KEYS: Final = frozenset({"description", "default", "example", "value", "unit", "type", "feature", "profile"})


def _likely_keys(objects: list[Object]) -> Iterator[tuple[str, str]]:
    for item in objects:
        for name, member in item.members:
            if type(member) is str and len(member) <= _LONGEST_KEY and " " not in member:
                yield name, member


def _value_name(objects: list[Object], key: str) -> str | None:
    """Return the name of the member that holds the value beside the member ``key``; None where that is open."""
    counts: dict[str, int] = {}
    for item in objects:
        for name, member in item.members:
            if name != key and not isinstance(member, (Object, list)):
                counts[name] = counts.get(name, 0) + 1
    plain = {names.plain(name): name for name, count in counts.items() if 2 * count >= len(objects)}
    for usual in _VALUE_NAMES:
        if usual in plain:
            return plain[usual]
    others = [name for word, name in plain.items() if word not in _ABOUT_A_KEY and word not in _KEY_NAMES]
    return others[0] if len(others) == 1 else _varying(objects, others) if len(others) == 2 else None


def _varying(objects: list[Object], candidates: list[str]) -> str | None:
    """Of two members, return the only one that is not the same in all items."""
    seen: dict[str, set[str]] = {name: set() for name in candidates}
    for item in objects:
        for name, member in item.members:
            if name in seen:
                seen[name].add(str(member))
    varying = [name for name, values in seen.items() if len(values) > 1]
    return varying[0] if len(varying) == 1 else None


def _has(item: Object, name: str) -> bool:
    return any(other == name for other, _ in item.members)


def _is_text(member: Node) -> bool:
    return isinstance(member, str) and not isinstance(member, Number) and member != ""


_NOT_WRITABLE: Final = frozenset({"readonly", "r", "ro", "read", "readaccess"})
_WRITABLE: Final = frozenset({"readwrite", "rw", "w", "wo", "write", "writeonly", "r/w"})


def _readonly(name: str, member: Node, *, so_far: bool | None) -> bool | None:
    """Return what a member says of whether the key can be written; ``so_far`` where it says nothing."""
    plain = names.plain(name)
    if plain == "readonly":
        return _truth(member)
    if plain == "writable":
        truth = _truth(member)
        return so_far if truth is None else not truth
    if plain in _ACCESS and isinstance(member, str):
        said = names.plain(member)
        return True if said in _NOT_WRITABLE else False if said in _WRITABLE else so_far
    return so_far


def _truth(member: Node) -> bool | None:
    if isinstance(member, str):
        return {"true": True, "false": False}.get(member.lower())
    return flag(member)
