"""Maps whose member names are keys: ``{"HeartbeatInterval": "300"}``."""

import re
from collections.abc import Collection, Sequence

from ocpplint.documents.tree import Node, Object
from ocpplint.readers.settings import names
from ocpplint.readers.settings.context import KeyVocabulary, SettingContext
from ocpplint.readers.settings.node_location import PlacedDocument
from ocpplint.readers.settings.prose import are_labels, names_ocpp


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
    if kind == "in-sections" and (names.is_numbered(context.name) or context.is_of_station):
        return True
    expected = at_top or names.plain(context.name) in names.NO_NAMES or names.wraps_settings(context.name)
    return expected and (kind == "in-sections" or context.is_desired or is_near_ocpp(context, node))


def is_near_ocpp(context: SettingContext, node: Object | None = None) -> bool:
    """Tell whether settings stand in a connector's section, or a name above or beside them speaks of OCPP.

    So does the field or the list that names their station: ``chargeBoxId``.
    """
    if context.evidence:
        return True
    beside = [] if node is None else [name for name, _ in node.members]
    if context.station_evidence is not None:
        beside.append(context.station_evidence.text)
    return names_ocpp([*context.group.split("/"), context.name, *beside])


_KEY_LIKE = re.compile(r"[A-Z]\w*[a-z]\w*")
_MARK = re.compile(r"_+|\.")
_MOST_PARTS = 8


def key_prefixes(node: Object, vocabulary: KeyVocabulary) -> list[str]:
    """Return what stands before keys of a map, as programs name environment variables: ``OCPP_``, ``CP1__OCPP__``.

    Behind a prefix stands a known key exactly; if it speaks of OCPP, nearly will do. The longest is first.
    """
    known: dict[str, set[str]] = {}
    for name, value in node.members:
        if "_" in name or "." in name:
            prefix = "" if isinstance(value, (Object, list)) else _prefix(name, vocabulary)
            if prefix:
                known.setdefault(prefix, set()).add(name[len(prefix) :])
    told = [
        prefix
        for prefix, keys in known.items()
        if len(keys) > 1 or vocabulary.is_telling(*keys) or "ocpp" in prefix.lower()
    ]
    others = [
        prefix for prefix, keys in known.items() if any(vocabulary.sighting(key) != "common" for key in keys)
    ]
    # The same key behind several prefixes tells as much as several keys behind one.
    return sorted({*told, *(others if len(others) > 1 else ())}, key=len, reverse=True)


def _prefix(name: str, vocabulary: KeyVocabulary) -> str:
    """Return what stands before a key in a name: as little as will do; nothing if none stands there."""
    at = 0
    for _ in range(_MOST_PARTS):
        mark = _MARK.search(name, at)
        if mark is None:
            break
        at = mark.end()
        prefix, key = name[:at], name[at:]
        if key[:1].isupper() and prefix[:1].isalpha():
            near = "ocpp" in prefix.lower() and vocabulary.nearly_knows(key)
            if near or vocabulary.knows(key):
                return prefix
    return ""


def prefixed_key(name: str, prefixes: Sequence[str], vocabulary: KeyVocabulary) -> tuple[str, str] | None:
    """Take the name of a setting apart at its prefix; None for a variable that is no setting (``OCPP_URL``)."""
    prefix = next((prefix for prefix in prefixes if name.startswith(prefix)), "")
    key = name[len(prefix) :]
    is_setting = prefix and (_KEY_LIKE.fullmatch(key) or vocabulary.knows(key))
    return (prefix, key) if is_setting else None


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
    return in_container or key[:1].isupper() or vocabulary.sighting(key) == "other-case"


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
