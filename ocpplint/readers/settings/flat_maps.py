"""Maps whose member names are keys: ``{"HeartbeatInterval": "300"}``."""

from collections.abc import Collection

from ocpplint.documents.tree import Node, Object
from ocpplint.readers.settings import names
from ocpplint.readers.settings.context import KeyVocabulary


def known_in_map(node: Object, name: str, vocabulary: KeyVocabulary, *, at_top: bool) -> Collection[str]:
    """Return the known keys of a flat map of settings; none if the object is no such map."""
    knows = vocabulary.knows
    known = [key for key, _ in node.members if knows(key)]
    if not known:
        return ()
    plain = names.plain(name)
    expected = at_top or plain == "" or plain in names.SETTING_CONTAINERS or plain in names.FEATURE_PROFILES
    if expected or len(known) > 1 or vocabulary.knows_scope(known[0]) or _is_station(node, vocabulary):
        return frozenset(known)
    return ()


def is_key(key: str, container: str, vocabulary: KeyVocabulary) -> bool:
    """Tell whether a member of a flat map is a setting too: the map may hold names and numbers of its own."""
    if vocabulary.knows(key):
        return True
    plain = names.plain(key)
    if plain in names.CONNECTOR_FIELDS or plain in names.STATION_FIELDS:
        return False
    plain = names.plain(container)
    if plain in names.ENVIRONMENTS and key.isupper():
        return False
    in_container = plain in names.SETTING_CONTAINERS or plain in names.FEATURE_PROFILES
    return in_container or key[:1].isupper()


def is_structured(key: str, value: Node, container: str, vocabulary: KeyVocabulary) -> bool:
    """Tell whether an unknown member of a flat map is a setting written as ``{"value": …}``."""
    return (
        isinstance(value, Object)
        and any(name == "value" and not isinstance(given, (Object, list)) for name, given in value.members)
        and is_key(key, container, vocabulary)
    )


def _is_station(node: Object, vocabulary: KeyVocabulary) -> bool:
    """Tell whether an object names a station or holds connectors, so that one known key in it is a setting."""
    for name, value in node.members:
        plain = names.plain(name)
        if plain in names.STATION_FIELDS:
            return True
        if isinstance(value, (Object, list)) and (
            plain in names.CONNECTOR_CONTAINERS or names.connector_of_name(name, vocabulary.sections) is not None
        ):
            return True
    return False
