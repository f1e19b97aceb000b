"""Maps whose member names are keys: ``{"HeartbeatInterval": "300"}``."""

import re
from collections.abc import Collection

from ocpplint.documents.tree import Node, Object
from ocpplint.readers.settings import names
from ocpplint.readers.settings.context import KeyVocabulary, SettingContext
from ocpplint.readers.settings.node_location import PlacedDocument
from ocpplint.readers.settings.prose import are_labels, speaks_of_ocpp


def known_in_map(
    node: Object, context: SettingContext, vocabulary: KeyVocabulary, source: PlacedDocument, *, at_top: bool
) -> Collection[str]:
    """Return the known keys of a flat map of settings; none if the object is no such map."""
    knows = vocabulary.knows
    known = [(key, value) for key, value in node.members if knows(key)]
    if not known:
        return [key for key, _ in node.members if vocabulary.nearly_knows(key)]
    if len(known) == 1 and not _is_enough(known[0][0], node, context, vocabulary, at_top=at_top):
        return ()
    if are_labels(known, source.path):
        return ()
    return frozenset(key for key, _ in known)


def _is_enough(
    key: str, node: Object, context: SettingContext, vocabulary: KeyVocabulary, *, at_top: bool
) -> bool:
    """Tell whether one known key shows that a map is one of settings: by its name, or by what is around it.

    A file that is stated to be a desired configuration is one.
    """
    kind = vocabulary.sighting(key)
    if kind == "distinctive" or context.evidence or _is_station(node, vocabulary):
        return True
    if any(vocabulary.nearly_knows(name) for name, _ in node.members):
        return True
    if kind == "in-sections" and (names.is_numbered(context.name) or context.station is not None):
        return True
    expected = at_top or names.plain(context.name) in names.NO_NAMES or names.wraps_settings(context.name)
    return expected and (kind == "in-sections" or context.is_desired or is_near_ocpp(context, node))


def is_near_ocpp(context: SettingContext, node: Object | None = None) -> bool:
    """Tell whether settings stand in a connector's section, or a name above or beside them speaks of OCPP."""
    if context.evidence:
        return True
    beside = [] if node is None else [name for name, _ in node.members]
    return speaks_of_ocpp(" ".join((context.group, context.name, *beside)))


_PREFIXED = re.compile(r"([A-Za-z][A-Za-z0-9]*(?:_[A-Z0-9]+)*(?:__|[_.]))([A-Z]\w*)")
"""An environment variable with a prefix: ``OCPP_HeartbeatInterval``."""


def key_prefix(node: Object, vocabulary: KeyVocabulary) -> str:
    """Return what stands before the keys of a map in all its keys, as programs name environment variables; or empty."""
    known: dict[str, set[str]] = {}
    for name, value in node.members:
        parted = _PREFIXED.fullmatch(name)
        if parted is None or isinstance(value, (Object, list)):
            continue
        if vocabulary.knows(parted[2]) or ("ocpp" in parted[1].lower() and vocabulary.nearly_knows(parted[2])):
            known.setdefault(parted[1], set()).add(parted[2])
    for prefix, keys in known.items():
        if len(keys) > 1 or vocabulary.is_telling(*keys) or "ocpp" in prefix.lower():
            return prefix
    return ""


def is_key(key: str, container: str, vocabulary: KeyVocabulary) -> bool:
    """Tell whether a member of a flat map is a setting too: the map may hold names and numbers of its own."""
    if vocabulary.knows(key):
        return True
    plain = names.plain(key)
    if plain in names.CONNECTOR_FIELDS or plain in names.NAMING_FIELDS:
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
