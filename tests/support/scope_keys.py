"""The keys, values and suffixes that generated configurations are made of."""

import string

from hypothesis import strategies as st

from ocpplint.engine.packs import load_rules
from ocpplint.engine.rule import Rule
from ocpplint.stations.keyspec import KeySpec
from ocpplint.stations.registry import Profiles
from tests.support.value_samples import good_values

PROFILE = Profiles().default

Value = str | int | bool

_NAMES_STATION = ("ChargePointVendor", "ChargePointModel")
NUMBER_OF_CONNECTORS = "NumberOfConnectors"
MEASURES = (
    *(NUMBER_OF_CONNECTORS, "SupportedFeatureProfiles"),
    *("ClockAlignedDataInterval", "MeterValueSampleInterval", "TransactionMessageRetryInterval"),
)


def _with_scope(scope: str | None) -> list[str]:
    specs = [(key, PROFILE.spec(key)) for key in PROFILE.key_names()]
    return [key for key, spec in specs if spec and spec.scope == scope and _stands_for_itself(spec)]


def _stands_for_itself(spec: KeySpec) -> bool:
    """Tell a key that is right or wrong by itself from those that others are measured by.

    What may only be written is a mistake in every report, what was given up in every configuration. The public keys of
    meters are numbered on every station, whatever its suffixes are. A name that other software has, too, is taken for
    a key beside others only.
    """
    measures = spec.key in MEASURES or spec.key.endswith("MaxLength") or spec.key.startswith("MeterPublicKey")
    return not (spec.access == "W" or spec.deprecated or spec.common or measures)


INDIVIDUAL = _with_scope("Individual")
BOTH = _with_scope("Both")
MASTER = _with_scope("Master")
STATION_WIDE = _with_scope("Not relevant")
SHARED = [*BOTH, *MASTER, *STATION_WIDE]
UNKNOWN_SCOPE = _with_scope(None)
PER_CONTROLLER = [key for key in INDIVIDUAL if (spec := PROFILE.spec(key)) and spec.per_controller]
VENDOR = [
    "chg_Ch1Options",
    "chg_Ch2Options",
    "Connector2-MaxCurrent",
    "MaxCurrentConn2",
    "G_MaxCurrent_2",
    "grid_Role_Left",
    "Socket 2 Label",
    "AmperagePerPhase",
    "maxintensitysocket",
    "com.example.Ports[2]",
]
BACKEND_URLS = ["BackendUrl", "CentralSystemURI", "OcppBackendUrl", "ServerUrl", "CsmsEndpoint", "WebSocketUrl"]
IDENTITIES = ["ChargeBoxId", "ChargePointIdentity", "StationIdentifier", "ChargingStationId"]

OTHER_SUFFIXES = ["_1", "_3", "_02", "-2", ".2", "[2]", "(2)", "#2", "2", " 2", "_Connector2", "Conn2", "_c2"]


def text(value: Value) -> str:
    """Return what the station receives for a value."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def values_of(key: str) -> st.SearchStrategy[Value]:
    """Draw a value that a configuration might give the key."""
    if key in _NAMES_STATION:
        return st.integers(1, 99).map(lambda n: f"Bender CC612 {n}")
    if key in PER_CONTROLLER:
        return st.text("123456789ABCDEF", min_size=9, max_size=20)
    if key in BACKEND_URLS or key in IDENTITIES:
        return st.integers(1, 99).map(lambda n: f"wss://csms.example.com/ocpp/{n}")
    spec = PROFILE.spec(key)
    if spec is not None and spec.syntax not in (None, "string"):
        return st.sampled_from(good_values(spec))
    words = st.text(string.ascii_letters + "äß漢", min_size=1, max_size=6)
    lists = st.sampled_from(["32,32", "1.RST,2.RTS", "Energy.Active.Import.Register,Power", "a: b", "# x", "// y"])
    return st.one_of(st.integers(0, 300), st.booleans(), words, lists, st.integers(0, 300).map(str))


def two_values_of(key: str) -> st.SearchStrategy[tuple[Value, Value]]:
    """Draw two values that a station would tell apart."""
    pairs = st.lists(values_of(key), min_size=2, max_size=2, unique_by=text)
    return pairs.map(lambda pair: (pair[0], pair[1]))


def rules_of_scope() -> list[Rule]:
    """Return the rules that generated configurations are judged by.

    Most of the keys that are known to be Individual or Master can only be read; they are written here all the same. And
    what is answered and reported is drawn at random, so that the rules on what happened to a setting find refusals and
    values that were never applied.
    """
    return [rule for rule in load_rules() if rule.code != "KEY004" and rule.category != "sequence"]
