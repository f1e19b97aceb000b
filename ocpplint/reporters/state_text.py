"""The text of a setting of a station and its state, for all reports on stations."""

from collections.abc import Iterable
from typing import Any, Final

from ocpplint.comparison.agreement import is_secret
from ocpplint.comparison.aiming import Aim
from ocpplint.comparison.known import KnownStation, KnownValue
from ocpplint.credentials.names import is_harmless
from ocpplint.credentials.redaction import REDACTED, redact
from ocpplint.facts.fact import SHARED_SCOPES, Place
from ocpplint.facts.inputs import InputReport
from ocpplint.facts.observation import Observation
from ocpplint.facts.setting import Setting
from ocpplint.reporters.report import posix_path
from ocpplint.reporters.safe_text import safe
from ocpplint.reporters.tables import write_hanging
from ocpplint.reporters.text_output import TextOutput
from ocpplint.reporters.timestamps import moment_text

_MOST_AIMS: Final = 5

_ACTIONS: Final = {
    ("report", False): "GetConfiguration",
    ("report", True): "GetVariables or NotifyReport",
    ("write", False): "ChangeConfiguration",
    ("write", True): "SetVariables",
}


def shown_value(setting: Setting, value: str | None) -> str | None:
    """Return a value for output, without credentials."""
    if value is None:
        return None
    if is_secret(setting) and not is_harmless(value):
        return REDACTED
    return safe(redact(value))


def connector_of(setting: Setting) -> int | None:
    """Return the connector a setting is for; None for one of the station, or where it is unknown."""
    return setting.connector or setting.evse


def whose(setting: Setting) -> str:
    """Return what a setting is for, in short: a connector, the station, or unknown."""
    connector = connector_of(setting)
    if connector is not None:
        return str(connector)
    return "station" if setting.scope in SHARED_SCOPES or setting.level == "station" else "-"


def owner(setting: Setting) -> str:
    """Return what a setting is for, as part of a sentence."""
    name = whose(setting)
    if name == "-":
        return "scope not known"
    return f"connector {name}" if name.isdigit() else name


def key_of(setting: Setting) -> str:
    """Return the key as it is sent; an attribute of OCPP 2.x other than the value itself is named beside it."""
    key = safe(redact(setting.key))
    return key if setting.attribute in (None, "Actual") else f"{key} {safe(setting.attribute or '')}"


def where(place: Place | None) -> str:
    """Return file and line of a place."""
    if place is None:
        return "-"
    location = place.locate()
    return f"{safe(posix_path(location.path))}:{location.line}"


def heading(station: KnownStation) -> str:
    """Return the heading of a station: its name, vendor, model and firmware."""
    name = safe(redact(station.label))
    what = [safe(station.kind)] if station.vendor or station.model else []
    second = [f"a second connection of {safe(redact(station.second_of))}"] if station.second_of is not None else []
    return f"Station {name} ({'; '.join([*what, f'profile {station.profile.name}', *second])})"


def action_of(seen: Observation[Place], setting: Setting) -> str | None:
    """Return the action that reported or wrote a value; None for a document."""
    return _ACTIONS.get((seen.by, setting.component is not None))


def place_data(place: Place | None) -> dict[str, Any] | None:
    """Return a place as JSON data."""
    if place is None:
        return None
    location = place.locate()
    return {"path": posix_path(location.path), "line": location.line}


def observation_data(seen: Observation[Place] | None, setting: Setting) -> dict[str, Any] | None:
    """Return a value with its evidence as JSON data."""
    if seen is None:
        return None
    return {
        "value": shown_value(setting, seen.value),
        "by": seen.by,
        "action": action_of(seen, setting),
        "outcome": seen.outcome,
        "time": seen.time,
        **(place_data(seen.place) or {}),
        "writer": safe(redact(seen.writer)) or None,
    }


def setting_data(setting: Setting) -> dict[str, Any]:
    """Return the identification of a setting as JSON data."""
    return {
        "key": redact(setting.key),
        "base_key": redact(setting.base_key),
        "connector": connector_of(setting),
        "scope": setting.scope,
        "component_instance": setting.component_instance,
        "attribute": setting.attribute,
    }


def known_data(known: KnownValue) -> dict[str, Any]:
    """Return the state of a setting as JSON data."""
    standing, setting = known.standing, known.setting
    return {
        "value": shown_value(setting, known.value),
        "certainty": known.certainty,
        "readonly": standing.readonly,
        "held": observation_data(standing.held, setting),
        "pending": observation_data(standing.pending, setting),
        "written": observation_data(standing.written, setting),
        "refused": observation_data(standing.refused, setting),
    }


def station_data(station: KnownStation) -> dict[str, Any]:
    """Return the identification of a station as JSON data."""
    return {
        "station": None if station.identity is None else redact(station.identity),
        "path": posix_path(station.path),
        "profile": station.profile.name,
        "vendor": station.vendor,
        "model": station.model,
        "firmware": station.firmware,
        "second_of": None if station.second_of is None else redact(station.second_of),
        "complete": place_data(station.complete),
        "time": station.time,
    }


def write_aims(page: TextOutput, aims: Iterable[tuple[str, Aim]]) -> None:
    """Say which documents are taken for a station's by a name that is no identity."""
    shown = [f"{safe(posix_path(path))} is for {safe(redact(aim.name))} ({aim.by})" for path, aim in aims]
    rest = len(shown) - _MOST_AIMS
    if shown:
        more = f" and {rest} more" if rest > 0 else ""
        write_hanging(page, "By name: ", f"{'; '.join(shown[:_MOST_AIMS])}{more}.")


def aims_data(aims: Iterable[tuple[str, Aim]]) -> list[dict[str, Any]]:
    """Return the documents that are for a station by a name that is no identity, as JSON data."""
    return [
        {"path": posix_path(path), "station": redact(aim.name), "by": aim.by, "confidence": aim.confidence}
        for path, aim in aims
    ]


def input_data(entry: InputReport) -> dict[str, Any]:
    """Return how much of an input was understood, as JSON data."""
    return {
        "path": posix_path(entry.path),
        "kind": entry.kind,
        "frames": entry.frames,
        "settings": entry.settings,
        "truncated": entry.truncated,
        "malformed": entry.problems.get("malformed", 0) + entry.problems.get("framing", 0),
        "unrecognised": entry.unrecognised,
        "keys_seen": entry.keys_seen,
        "keys_read": entry.keys_read,
        "unread": entry.unread,
    }


def when(seen: Observation[Place]) -> str:
    """Return the time of an observation, empty where the trace has none."""
    return "" if seen.time is None else moment_text(seen.time)
