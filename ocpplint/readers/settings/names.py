"""The member names that structure a settings document: connector, station, wrapper.

Names are compared without case and without ``_``, ``-`` and spaces, so ``charge_point_id`` is ``chargePointId``.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

CONNECTOR_FIELDS = frozenset({"connectorid", "connector", "evseid", "evse", "connectornumber"})
"""Fields beside or around settings that name the connector by its number (an ``evse`` may be ``{"id": 2}``)."""

CONNECTOR_CONTAINERS = frozenset({"connectors", "evses", "outlets", "sockets"})
"""Members whose children are connectors: by number as name, or by a number field."""

STATION_FIELDS = frozenset(
    {
        "identity",
        "chargepointid",
        "chargeboxid",
        "stationid",
        "ocppidentity",
        "chargingstationid",
        "chargepointidentity",
    }
    | {"chargeboxidentity"}
)
"""Fields of the identity: they name the station for everything in their object."""

STATION_NAMES = frozenset(
    {
        *("station", "stationname", "chargingstation", "chargingstationname", "evcs", "evcsid", "ocppid"),
        *("chargepoint", "chargepointname", "chargebox", "chargeboxname", "cp", "cpid", "cpname"),
        *("charger", "chargerid", "chargername", "evcharger", "evchargerid", "wallbox", "wallboxid"),
    }
)
"""Other fields that only a station has: a name in one of them is the station's."""

NAME_FIELDS = (
    *("id", "hostname", "inventoryhostname", "host", "deviceid", "device", "devicename", "unitid"),
    *("name", "serialnumber", "serial", "serialno", "sn"),
)
"""Fields that may name anything, those that tell an identity best first. They name a station beside or above its
settings only, if the name looks like one."""

SERIAL_FIELDS = frozenset({"serialnumber", "serial", "serialno", "sn"})
"""Those of them that may be all digits."""

STATION_CONTAINERS = frozenset(
    {"stations", "chargingstations", "chargepoints", "chargeboxes", "chargers", "wallboxes"}
)
"""Members whose children are stations, by name or by an ``id`` field."""

SETTING_CONTAINERS = frozenset({"configuration", "config", "settings", "parameters", "keys", "ocpp"})
"""Members under which a flat map is taken for settings even if only one of its keys is known."""

WRAPPERS = frozenset(
    (
        *("spec", "data", "stringdata", "desired", "values", "vars", "variables", "properties", "content", "body"),
        *("payload", "device", "station", "metadata", "attributes"),
    )
)
"""Members that only wrap what a station has, beside those that hold settings themselves."""

FEATURE_PROFILES = frozenset(
    {
        *(
            "core",
            "firmwaremanagement",
            "localauthlistmanagement",
            "reservation",
            "smartcharging",
            "remotetrigger",
        ),
        *("security", "pnc", "costandprice", "internal", "custom"),
    }
)
"""Groups by OCPP feature profile, as simulators and libocpp write them (OCPP 1.6 section 3.3)."""

ENVIRONMENTS = frozenset({"environment", "env"})
"""Members that hold environment variables, whose own names are in upper case."""

NO_NAMES = ENVIRONMENTS | {""}
"""Names above a map that say nothing against its being one of settings."""

REPORT_FIELD = "configurationkey"
"""The list of a GetConfiguration answer (OCPP 1.6 section 6.24)."""

COMMAND = "ChangeConfiguration"
"""The command that sets one key (OCPP 1.6 section 5.3)."""

SECRET = "Secret"  # noqa: S105 (a kind of manifest)
"""The kind of a Kubernetes manifest whose ``data`` is in base64."""

COMMANDS = frozenset({"changeconfiguration", "changeconfigurationrequest", "changeconfigurationreq"})
"""Members that hold the payloads of such commands."""

PAIR_LISTS = COMMANDS | {REPORT_FIELD}
"""Members whose pairs are settings, whatever their keys."""

UNKNOWN_FIELD = "unknownkey"
"""The list beside it: keys that were asked for and do not exist."""

TABLE_HEADINGS = frozenset({"columns", "column", "cols", "header", "headers", "fields", "headings"})
"""Members with the headings of a table, whose rows stand in another member."""

NAMING_FIELDS = STATION_FIELDS | STATION_NAMES | frozenset(NAME_FIELDS)
"""All fields that may name a station; an unknown one of them is no setting."""

TELLING_FIELDS = CONNECTOR_FIELDS | STATION_FIELDS | STATION_NAMES | {UNKNOWN_FIELD}
"""Fields that say something of the settings around them: the connector, the station, what a report lacks."""

_CONNECTOR_NAME = r"(?:connector|evse|outlet|socket)0*([1-9]\d?)"


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Return ``name`` as the sets above spell it."""
    return "".join(name.split()).replace("_", "").replace("-", "").lower()


def connector_number(text: object) -> int | None:
    """Read a connector number; None if ``text`` is not a small whole number."""
    if isinstance(text, str) and text.strip().isascii() and text.strip().isdigit() and len(text.strip()) <= 2:
        return int(text)
    return None


def is_numbered(name: str) -> bool:
    """Tell a name that things of one kind are counted by, as stations are: ``CP1``, ``site-07``; no ``http2``."""
    return re.fullmatch(r"(?=.*[A-Z_-]|(?:cp|cs|wb|evse|station|charger)\d).*\d", name) is not None


def connector_of_name(name: str, sections: Mapping[str, int]) -> int | None:
    """Return the connector that a section's name means: ``connector2``, ``connector_2``, or what the profile says."""
    if name[-1:].isdigit() and (match := re.fullmatch(_CONNECTOR_NAME, plain(name))):
        return int(match[1])
    return sections.get(name, sections.get(plain(name)))


@lru_cache(maxsize=4096)
def wraps_settings(name: str) -> bool:
    """Return whether a member with this name holds a map of settings."""
    return plain(name) in SETTING_CONTAINERS or plain(name) in FEATURE_PROFILES


@lru_cache(maxsize=4096)
def is_transparent(name: str) -> bool:
    """Return whether a member only wraps settings, so that its content belongs to the configuration around it."""
    return wraps_settings(name) or plain(name) in CONNECTOR_CONTAINERS or plain(name) == REPORT_FIELD
