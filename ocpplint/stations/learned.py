"""A profile learned from the reports of stations of one product line."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ocpplint.facts.events import Boot
from ocpplint.facts.fact import Location
from ocpplint.stations.learning import ConfigurationReport, Lessons, names_connectors
from ocpplint.stations.profile import Profile

_FEW_KEYS = 20
"""A station that reports fewer keys than the standard requires of it has hardly told all."""
_MOST_KEYS = 5_000
_LONGEST_KEY = 50
_MOST_VALUES = 50
"""Different values remembered of one key, to tell its type."""
_MOST_NAMED = 10
_SHAPES = {
    "boolean": re.compile("true|false"),
    "integer": re.compile(r"-?(?:0|[1-9]\d{0,9})", re.ASCII),
    "decimal": re.compile(r"-?(?:0|[1-9]\d{0,9})(?:\.\d{1,9})?", re.ASCII),
}


class _Seen:
    """What was seen of one key, of any connector. ``is_bare`` tells whether it was reported naming none."""

    def __init__(self, key: str, where: Location) -> None:
        self.key = key
        self.where = where
        self.is_bare = False
        self.reports = 0
        self.last_report = 0
        self.readonly: set[bool] = set()
        self.values: set[str] = set()


class LearnedKey(NamedTuple):
    """One entry of a learned profile: the key and what its file says of it."""

    key: str
    said: dict[str, Any]


class LearnedProfile:
    """Takes in the reports of stations of one kind, whose profile so far is ``base``."""

    def __init__(self, base: Profile) -> None:
        self.base = base
        self.addressing: dict[int, str] = {}
        """How the reports show that these stations name connectors, where ``base`` as given does not say."""
        self.reports = 0
        self.files: dict[str, int] = {}
        self._firmware: set[str] = set()
        self._makes: set[str] = set()
        self._lessons: dict[str | None, Lessons] = {}
        self._seen: dict[str, _Seen] = {}
        self._requests_known = True

    def address(self, templates: dict[int, str]) -> None:
        """Read what follows by a way to name connectors that the reports have shown."""
        self.base, self.addressing = self.base.addressed(templates), templates
        self._lessons.clear()

    def take(
        self, station: str | None, report: ConfigurationReport, readonly: dict[str, bool | None], where: Location
    ) -> None:
        """Process one report of a station."""
        self.reports += 1
        self.files.setdefault(where.path, where.line)
        self._requests_known = self._requests_known and report.asked is not None
        lessons = self._lessons.setdefault(station, Lessons(self.base, trusts_dumps=True))
        lessons.take(report)
        for key, value in report.values.items():
            if _can_stand_in_profile(key) and len(self._seen) < _MOST_KEYS:
                self._see(key, value, where, readonly.get(key))

    def _see(self, key: str, value: str | None, where: Location, readonly: bool | None) -> None:  # noqa: FBT001
        reading = self.base.read_key(key)
        seen = self._seen.get(reading.base_key.lower())
        if seen is None:
            seen = self._seen[reading.base_key.lower()] = _Seen(reading.base_key, where)
        seen.reports += seen.last_report != self.reports
        seen.last_report = self.reports
        seen.is_bare = seen.is_bare or not reading.suffix
        if value and len(seen.values) < _MOST_VALUES:
            seen.values.add(value)
        if readonly is not None:
            seen.readonly.add(readonly)

    def boot(self, boot: Boot) -> None:
        """Record what a station says it is."""
        self._makes.add(" ".join(word for word in (boot.vendor, boot.model) if word))
        self._firmware.update(filter(None, (boot.firmware,)))

    @property
    def stations(self) -> int:
        """How many stations have given reports."""
        return len(self._lessons)

    @property
    def firmware(self) -> str | None:
        """The firmware, if all stations that name one name the same."""
        return next(iter(self._firmware)) if len(self._firmware) == 1 else None

    @property
    def make(self) -> str | None:
        """Vendor and model, if all stations that name them name the same."""
        return next(iter(self._makes)) or None if len(self._makes) == 1 else None

    def entries(self) -> Iterator[LearnedKey]:
        """Yield what the reports add to the profile so far, in the order of the reports."""
        scopes = self._agreed_scopes()
        for base, seen in self._seen.items():
            scope = scopes.get(base)
            said = self._said_of(seen, scope) if seen.is_bare or scope is not None else {}
            if said:
                yield LearnedKey(seen.key, said)

    def notes(self) -> Iterator[str]:
        """Yield what a reader has to know: what the evidence is too thin for, and where it contradicts itself."""
        if not names_connectors(self.base):
            yield f"profile {self.base.name} has no way to name a connector in any key, so no scope is learned"
            return
        if self.reports == 1:
            yield "there is one report: nothing confirms it"
        if len(self._seen) < _FEW_KEYS:
            yield f"only {len(self._seen)} keys are reported"
        firm = [lessons for lessons in self._lessons.values() if lessons.is_firm()]
        yield from self._notes_on_proofs(firm) if firm else (_why_not_firm(self._lessons.values()),)
        yield from self._contradictions()

    def _agreed_scopes(self) -> dict[str, str]:
        scopes: dict[str, set[str]] = {}
        for lessons in self._lessons.values():
            for key, scope in lessons.scopes().items():
                scopes.setdefault(key.lower(), set()).add(scope)
        doubtful = {key.lower() for lessons in self._lessons.values() for key, _ in lessons.contradictions()}
        return {key: next(iter(found)) for key, found in scopes.items() if len(found) == 1 and key not in doubtful}

    def _said_of(self, seen: _Seen, scope: str | None) -> dict[str, Any]:
        spec = self.base.read_key(seen.key).spec
        said: dict[str, Any] = {}
        if scope is not None:
            said["scope"] = scope
        if len(seen.readonly) == 1:
            access = "R" if seen.readonly == {True} else "RW"
            if spec is None or spec.access != access:
                said["access"] = access
        if spec is None or spec.type is None:
            said.update(_type_of(seen.values))
        if scope is not None:
            said["learned"] = True
        if said and (spec is None or spec.source is None or scope is not None):
            said |= {"source": _source(seen), "confidence": "medium"}
        return said

    def _notes_on_proofs(self, firm: list[Lessons]) -> Iterator[str]:
        if not any(lessons.whole_reports for lessons in firm):
            yield (
                "no report is known to hold all keys (nothing asked for in particular, fewer keys than "
                "GetConfigurationMaxKeys, connector 2's among them), so a key without a counterpart proves nothing"
            )
        elif not self._requests_known:
            yield "what was asked for is not known of every report; those that look like all keys are taken for it"
        if not any(lessons.has_known_pair() or lessons.has_many_pairs() for lessons in firm):
            yield "no key that the registry knows to be there for each connector is reported for each"

    def _contradictions(self) -> Iterator[str]:
        found: dict[str, set[str]] = {}
        for lessons in self._lessons.values():
            for key, scope in lessons.scopes().items():
                found.setdefault(key, set()).add(scope)
            for key, reason in lessons.contradictions():
                yield f"{key}: {reason}"
            if orphans := lessons.orphans():
                yield f"reported for another connector and never by the bare key: {_listed(orphans)}"
        for key, scopes in found.items():
            if len(scopes) > 1:
                yield f"{key}: one station has it once, another for each connector"
        for seen in self._seen.values():
            if len(seen.readonly) > 1:
                yield f"{seen.key}: reported as read-only and as writable"


def _can_stand_in_profile(key: str) -> bool:
    """Tell keys of OCPP 1.6 (section 7.17: at most 50 characters) from what else a report may hold."""
    return 0 < len(key) <= _LONGEST_KEY and key.isprintable() and not {"{", "}"} & set(key)


def _why_not_firm(stations: Iterable[Lessons]) -> str:
    stations = list(stations)
    counts = {lessons.connectors for lessons in stations}
    pairs = [key for lessons in stations for key in lessons.pairs()]
    if counts == {1}:
        return "the station has one connector (NumberOfConnectors), so its keys show no scope"
    if pairs:
        return (
            f"nothing shows that the station has two connectors, so that these are reported twice may be chance: "
            f"{_listed(pairs)}"
        )
    return (
        "no key is reported for each of two connectors, so it may be a station with one, and no scope is learned"
    )


def _listed(keys: list[str]) -> str:
    rest = len(keys) - _MOST_NAMED
    return ", ".join(keys[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _source(seen: _Seen) -> str:
    times = "one report" if seen.reports == 1 else f"{seen.reports} reports"
    return f"learned from {times}, the first in {seen.where.path}, line {seen.where.line}"


def _type_of(values: set[str]) -> dict[str, str]:
    """Return the type, if different values agree on it; else what the values look like.

    Numbers of one digit may be those of a choice, which the station takes by their names, too.
    """
    kind = next((name for name, shape in _SHAPES.items() if values and all(map(shape.fullmatch, values))), None)
    if kind is None:
        return {}
    if len(values) > 1 and (kind != "integer" or any(len(value) > 1 for value in values)):
        return {"type": kind}
    return {"note": f"what was reported looks like a value of type {kind}"}
