"""Answers to GetConfiguration: whether they hold all keys, and which are missing (OCPP 1.6, sections 5.8 and 9.1.9)."""

from collections.abc import Iterable

from ocpplint.facts.events import KeyReport
from ocpplint.facts.message import Message
from ocpplint.facts.setting import Setting
from ocpplint.stations.learning import ConfigurationReport
from ocpplint.trackers.history.records import name_of
from ocpplint.trackers.history.station import StationHistory

_WHOLE = 10
"""Keys. OCPP 1.6 requires more of every station (section 9.1), so a report of fewer is incomplete."""
_MOST_NAMED = 20


def is_whole(report: ConfigurationReport, limit: int | None) -> bool:
    """Return whether a report is one of all keys: no keys were requested, and none can have been cut off.

    An answer of exactly the station's maximum number of keys may have been cut off.
    """
    if report.asked != ():
        return False
    return len(report.values) >= _WHOLE if limit is None else 0 < len(report.values) < limit


def key_report(
    report: ConfigurationReport,
    settings: Iterable[Setting],
    answer: Message,
    history: StationHistory,
    limit: int | None,
) -> KeyReport:
    """Return the fact for an answer to GetConfiguration, whose values are already in the history."""
    told = KeyReport(
        answer.station,
        answer.location,
        answer.time,
        report.asked,
        len(report.values),
        _denied(report),
        limit,
    )
    if report.asked:
        told.missing = _unanswered(report)
    elif report.asked is not None and limit is not None and len(report.values) == limit:
        told.missing = _known_before({name_of(setting) for setting in settings}, history)
    is_full = limit is not None and 0 < limit <= len(report.values) + len(report.unknown)
    told.is_cut = bool(told.missing) and is_full
    return told


def _denied(report: ConfigurationReport) -> tuple[str, ...]:
    """Return the requested keys that the station does not have: some stations list others, too."""
    asked = None if report.asked is None else {key.casefold() for key in report.asked}
    unknown = (key for key in report.unknown if asked is None or key.casefold() in asked)
    return tuple(dict.fromkeys(unknown))[:_MOST_NAMED]


def _unanswered(report: ConfigurationReport) -> tuple[str, ...]:
    told = {key.casefold() for key in (*report.values, *report.unknown)}
    lacking = (key for key in report.asked or () if key.casefold() not in told)
    return tuple(dict.fromkeys(lacking))[:_MOST_NAMED]


def _known_before(names: set[str], history: StationHistory) -> tuple[str, ...]:
    """Return the keys that the station reported since its last boot, but not here."""
    told = history.reported.since(history.session)
    return tuple(name for name in told if name not in names and "." not in name)[:_MOST_NAMED]
