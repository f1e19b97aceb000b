"""The station that settings belong to by names that are no identity: of a field, of a key, in metadata.

The walk heeds what names a station for certain: fields of the identity and containers of stations. Where there is none,
what stands around a map or list of settings may name one, the nearest first: a field such as ``id`` or ``name`` beside
them, the key of the map they stand in, ``metadata.name``. Such names also name sites, groups, environments, versions
and rows, so that a name counts only if it looks like an identity, or if the maps beside it hold the same keys.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from ocpplint.documents.tree import Node, Number, Object, Route
from ocpplint.facts.fact import Confidence
from ocpplint.facts.setting import StationEvidence
from ocpplint.readers.settings import names
from ocpplint.readers.settings.context import KeyVocabulary, SettingContext
from ocpplint.readers.settings.node_location import NodePlace, PlacedDocument
from ocpplint.readers.settings.variables import VARIABLE_LISTS

_LONGEST = 48
"""Characters of an identity (OCPP 2.0.1 part 2, `identifierString` of a charging station)."""
_DEEPEST = 5
"""Members between a station's map and its settings: ``CP-1``, ``spec``, ``ocpp``, ``settings``, ``core``."""
# Compiled when a name is to be judged, for start-up's sake.
_WORD = r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+"
_NAME = r"[A-Za-z0-9][A-Za-z0-9*_=:+|@./-]*"
_KEYLIKE = r"[A-Za-z][\w.-]*"
_MOST_READ = 20_000
"""Characters of a text inside a document that are looked through for keys."""
_OPAQUE = r"(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{12,}|[0-9a-z]{20,}"
_ENDING = (
    r"(?i)(?:[._-](?:json[5c]?|ya?ml|toml|ini|env|properties|xml|csv|conf|cfg|desired|configuration|config|settings"
    r"|values|vars|ocpp|cm|dump|report|state))+$"
)

# What settings are grouped by; environments, places and people; what a station is and is made of; protocols and topics.
_WORDS = """
    all any base basic common custom data default defaults desired example examples extra general generic global group
    groups initial local main misc none other others overrides override preset presets profile profiles sample samples
    section sections shared standard template templates test tests set sets entry entries item items row rows record key
    keys value values var vars variable variables part parts step steps case cases rule rules batch config configs
    configuration configurations setting settings option options param params parameter parameters spec specs status
    state report reports dump dumps backup backups history snapshot old new before after current previous next last
    target actual expected wanted reported unknown enabled disabled draft final true false yes no null

    dev develop development staging stage prod production live int integration qa uat preprod sandbox demo lab pilot
    site sites depot depots zone zones region regions area areas park parks lot lots floor level building garage
    location locations fleet fleets tenant tenants customer customers operator cpo project app client server backend
    csms broker gateway proxy cluster node nodes pod namespace release chart eu us uk de fr nl north south east west
    northeast northwest southeast southwest day night weekday weekend morning evening peak

    station stations charger chargers chargepoint chargepoints charge charging box boxes point points wallbox wallboxes
    connector connectors conn evse evses outlet outlets socket sockets plug port ports channel channels unit units left
    right first second primary secondary master slave single dual double twin controller controllers cable meter meters
    model models type types mode modes variant variants series vendor vendors firmware hardware software version
    versions fw hw sw rev revision ac dc kw kwh amp amps phase phases ip eth wlan wifi lan wan usb can modem lte
    bender alfen ecotap keba mennekes ensto vestel zaptec webasto phoenix charx abb schneider cc icc evf kc

    ocpp ocppj iso iec din en rs http https ws wss mqtt tcp udp tls ssl ipv sha md aes rsa utf modbus snmp ntp dns
    ftp vpn apn api web www mail db sql core network networking metering metervalues auth authorization authorisation
    security smart smartcharging firmwaremanagement reservation remotetrigger localauthlist localauthlistmanagement pnc
    load balancing power energy logging log logs led display sensor rfid rcmb rcd heartbeat boot clock time
"""
_NO_STATION = frozenset(_WORDS.split())
"""Words that name no station, alone or with one another and numbers: ``site-2``, ``prod``, ``ocpp16``, ``CC613``."""


@lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """Tell whether a text may be the name of one station: one word, and not of what else settings are grouped by."""
    if not 1 < len(text) <= _LONGEST or not re.fullmatch(_NAME, text) or re.fullmatch(_OPAQUE, text):
        return False
    tokens = [token for token in re.findall(_WORD, text) if not token.isdigit()]
    is_telling = any(len(token) > 1 and token.lower() not in _NO_STATION for token in tokens)
    return is_telling and text.lower() not in _NO_STATION


def looks_like_identity(text: str) -> bool:
    """Tell whether a text is such a name and has a number, as the identities of many stations have."""
    return any(map(str.isdigit, text)) and is_name(text)


@lru_cache(maxsize=4096)
def without_ending(name: str) -> str:
    """Return a name without what says that it is a configuration's: ``CP-1`` of ``CP-1.ocpp.json``."""
    found = re.search(_ENDING, name)
    return name[: found.start()] if found and found.start() else name


class NamedStation(NamedTuple):
    """A station and what its name rests on."""

    name: str
    evidence: StationEvidence


class _Step(NamedTuple):
    """A node on the way to some settings; ``name`` is the last member name that leads to it."""

    route: Route
    node: Node
    parent: Node
    name: str


class StationNames:
    """The stations that one document names by fields, keys and metadata."""

    def __init__(self, source: PlacedDocument, vocabulary: KeyVocabulary) -> None:
        self._source = source
        self._vocabulary = vocabulary
        self._keys: dict[Route, dict[str, Confidence]] = {}

    def add_to(self, context: SettingContext, route: Route) -> SettingContext:
        """Add the station that the map or list of settings at ``route`` belongs to, if a name around it tells."""
        found = self.of(route)
        return context if found is None else context.of_station(*found)

    def of(self, route: Route) -> NamedStation | None:
        """Return the station of the map or list of settings at ``route``; the nearest name decides."""
        node: Node = self._source.document.roots
        name = ""
        steps: list[_Step] = []
        for depth, step in enumerate(route):
            parent = node
            if isinstance(parent, Object):
                name, node = parent.members[step]
            elif isinstance(parent, list):
                node = parent[step]
            steps.append(_Step(route[: depth + 1], node, parent, name))
        return next((found for step in reversed(steps) if (found := self._at(step)) is not None), None)

    def _at(self, step: "_Step") -> NamedStation | None:
        """Look for a name at one map or list: in its fields, in the key it stands under, in its metadata."""
        is_connector = names.connector_of_name(step.name, self._vocabulary.sections) is not None
        if is_connector or names.plain(step.name) in names.CONNECTOR_CONTAINERS:
            return None
        fields = self._by_field(step.node, step.route) if isinstance(step.node, Object) else None
        if fields is not None and fields.evidence.kind == "field" and fields.evidence.confidence == "medium":
            return fields
        if type(step.node) is str:
            return self._by_file(step)
        if isinstance(step.parent, Object):
            confidence = self._stations_in(step.parent, step.route[:-1]).get(step.name)
            if confidence is not None:
                evidence = StationEvidence("key", "key of its map", confidence, self._place(step.route, "key"))
                return NamedStation(without_ending(step.name), evidence)
        return fields

    def _by_file(self, step: "_Step") -> NamedStation | None:
        """Return the station that the name of an embedded file tells: of ``CP-1.json``, whose value is its text."""
        name = without_ending(step.name)
        if name == step.name or not looks_like_identity(name):
            return None
        evidence = StationEvidence("key", "name of its file", "medium", self._place(step.route, "key"))
        return NamedStation(name, evidence)

    def _place(self, route: Route, part: Literal["key", "value"]) -> NodePlace:
        return NodePlace(self._source, route, part)

    def _by_field(self, node: Object, route: Route) -> NamedStation | None:
        """Return the station that a field of an object, or its metadata, names."""
        told: dict[str, tuple[str, str, Route]] = {}
        for index, (name, value) in enumerate(node.members):
            plain = names.plain(name)
            is_scalar = not isinstance(value, (Object, list))
            if is_scalar and (plain in names.CONNECTOR_FIELDS or plain in _OF_PAIRS):
                return None
            if plain in names.NAME_FIELDS and isinstance(value, str):
                station = _station_in(plain, value)
                if station is not None and not self._vocabulary.knows(station):
                    told[plain] = (station, name, (*route, index))
            elif plain == "metadata" and isinstance(value, Object):
                told |= _metadata(value, (*route, index))
        best = next((told[field] for field in (*names.NAME_FIELDS, "metadata") if field in told), None)
        if best is None or self._holds_stations(node, route):
            return None
        station, name, where = best
        place = self._place(where, "value")
        if name == _METADATA:
            return NamedStation(station, StationEvidence("metadata", f"`{name}`", "medium", place))
        is_display = names.plain(name) in _DISPLAYED
        confidence: Confidence = "low" if is_display else "medium"
        return NamedStation(station, StationEvidence("field", f"`{name}` beside it", confidence, place))

    def _holds_stations(self, node: Object, route: Route) -> bool:
        """Tell whether stations stand inside an object: its own name is then no station's."""
        for name, value in node.members:
            plain = names.plain(name)
            if plain in names.STATION_CONTAINERS and isinstance(value, (Object, list)):
                return True
            items = value if isinstance(value, list) and plain not in names.CONNECTOR_CONTAINERS else ()
            if any(map(_names_itself, items)):
                return True
        return bool(self._stations_in(node, route))

    def _stations_in(self, node: Object, route: Route) -> dict[str, Confidence]:
        """Return which members of an object are stations, and how sure that is."""
        found = self._keys.get(route)
        if found is None:
            found = self._keys[route] = self._judged(node)
        return found

    def _judged(self, node: Object) -> dict[str, Confidence]:
        held = {name: keys for name, value in node.members if (keys := self._settings_of(name, value))}
        found: dict[str, Confidence] = {}
        plain_names = [name for name in held if not looks_like_identity(without_ending(name))]
        for name in held.keys() - set(plain_names):
            found[name] = "medium"
        counts = Counter(key for keys in held.values() for key in keys)
        if all(_repeats(held[name], counts) for name in plain_names):
            found |= dict.fromkeys(plain_names, "low")
        return found

    def _settings_of(self, name: str, value: Node) -> frozenset[str]:
        """Return the known keys in a member that may be a station; none if it can be none."""
        if not isinstance(value, (Object, list)) or self._is_structure(name) or not is_name(without_ending(name)):
            return frozenset()
        return self._settings_in(value, 0) or frozenset()

    def _is_structure(self, name: str) -> bool:
        """Tell whether a member's name says what it is, so that it can't be a station."""
        plain = names.plain(name)
        return (
            names.is_transparent(name)
            or plain in names.WRAPPERS
            or plain in names.STATION_CONTAINERS
            or plain in names.CONNECTOR_FIELDS
            or names.connector_of_name(name, self._vocabulary.sections) is not None
            or self._vocabulary.knows(name)
        )

    def _settings_in(self, node: Node, depth: int, name: str = "") -> frozenset[str] | None:
        """Return the known keys that a station's map, list or text holds; None if stations stand inside it."""
        if isinstance(node, str):
            return self._keys_in(node)
        if isinstance(node, list):
            in_connectors = names.plain(name) in names.CONNECTOR_CONTAINERS
            if not in_connectors and any(map(_names_itself, node)):
                return None
            return self._settings_of_all((("", item) for item in node), depth)
        if not isinstance(node, Object):
            return frozenset()
        found = {name for name, _ in node.members if self._is_key(name) or name in VARIABLE_LISTS}
        inner = self._settings_of_all(node.members, depth)
        return None if inner is None else inner | found

    def _settings_of_all(self, members: Iterable[tuple[str, Node]], depth: int) -> frozenset[str] | None:
        found: set[str] = set()
        for name, value in members:
            if depth >= _DEEPEST:
                continue
            if names.plain(name) in names.STATION_CONTAINERS and isinstance(value, (Object, list)):
                return None
            inner = self._settings_in(value, depth + 1, name)
            if inner is None or (inner and self._may_be_station(name, value)):
                return None
            found |= inner
        return frozenset(found)

    def _may_be_station(self, name: str, value: Node) -> bool:
        is_map = isinstance(value, (Object, list))
        return is_map and looks_like_identity(without_ending(name)) and not self._is_structure(name)

    def _keys_in(self, text: str) -> frozenset[str]:
        """Return the known keys that a text is, begins with, or holds as a document does."""
        if isinstance(text, Number):
            return frozenset()
        is_document = "\n" in text or text[:1] in ("{", "[")
        words = re.findall(_KEYLIKE, text[:_MOST_READ]) if is_document else [text.partition("=")[0]]
        return frozenset(word for word in words if self._is_key(word))

    def _is_key(self, word: str) -> bool:
        return self._vocabulary.knows(word) or self._vocabulary.nearly_knows(word)


_METADATA = "metadata.name"
_DISPLAYED = frozenset({"name", "serialnumber", "serial", "serialno", "sn"})
"""Fields that give a name for people, or of the device: the key of a map of stations is more likely the identity."""
_OF_PAIRS = frozenset({"key", "value", "val"})
"""Fields that make an object the pair of a key and its value: a ``name`` in it is the key's."""


def _station_in(field: str, value: str) -> str | None:
    """Return the station that a field's value names."""
    if field in names.SERIAL_FIELDS and value.isdigit() and len(value) >= 5:
        return str(value)
    if isinstance(value, Number):
        return None
    if field in ("host", "hostname", "inventoryhostname"):
        host, _, domain = value.partition(".")
        value = host if any(map(str.isalpha, domain)) else value
    return str(value) if looks_like_identity(value) else None


def _metadata(node: Object, route: Route) -> dict[str, tuple[str, str, Route]]:
    for index, (name, value) in enumerate(node.members):
        if name == "name" and isinstance(value, str) and looks_like_identity(without_ending(value)):
            return {"metadata": (without_ending(value), _METADATA, (*route, index))}
    return {}


def _names_itself(item: Node) -> bool:
    """Tell whether a list item has a field that names a station."""
    if not isinstance(item, Object) or any(names.plain(name) in _OF_PAIRS for name, _ in item.members):
        return False
    return any(
        isinstance(value, str)
        and (
            plain in names.STATION_FIELDS
            or plain in names.STATION_NAMES
            or (plain in names.NAME_FIELDS and looks_like_identity(value))
        )
        for plain, value in ((names.plain(name), value) for name, value in item.members)
    )


def _repeats(keys: frozenset[str], counts: Counter[str]) -> bool:
    """Tell whether a map holds mostly keys that a map beside it holds, too; ``counts`` are those of all of them."""
    return 2 * sum(counts[key] > 1 for key in keys) >= len(keys)
