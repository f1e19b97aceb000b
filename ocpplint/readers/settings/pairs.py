"""Objects that give one key and its value: ``{"key": K, "value": V}``."""

from typing import NamedTuple

from ocpplint.documents.tree import Node, Number, Object
from ocpplint.readers.settings.context import KeyVocabulary
from ocpplint.readers.settings.values import flag


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
    if key is None or (value_index < 0 and readonly is None):
        return None
    return Pair(key, value, key_index, value_index, readonly)


def is_settings_list(items: list[Node], vocabulary: KeyVocabulary) -> bool:
    """Tell whether a pair in a list has a known key."""
    pairs = (key_and_value(item) for item in items if isinstance(item, Object))
    return any(vocabulary.knows(pair.key) for pair in pairs if pair is not None)
