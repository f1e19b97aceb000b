"""Scopes learned from the reports of a station: keys with one value, and keys with one per connector.

OCPP 1.6 has no word for the scope of a key, but an answer to GetConfiguration shows it: a station of two connectors
reports ``X`` and ``X_2``, or ``X`` alone. The first is a key with one value for each connector. The second is a key
with one value only if the report would have shown ``X_2``: if it holds all keys, and if connector 2 took part in it.
"""

from collections.abc import Iterable, Iterator, Mapping
from sys import intern
from typing import NamedTuple

from ocpplint.facts.fact import SHARED, Place
from ocpplint.stations.addressing import HOLE, KEY
from ocpplint.stations.keyspec import KeySpec
from ocpplint.stations.profile import Profile

MAX_KEYS = "getconfigurationmaxkeys"
"""The key that says how many keys one answer holds (OCPP 1.6 edition 2, section 9.1.9), in small letters."""

CONNECTORS = "numberofconnectors"
"""The key that says how many connectors the station has (OCPP 1.6 edition 2, section 9.1.21), in small letters."""

_BARE = 1
"""The bit of a key without a part that names a connector; that of connector n is ``1 << n``."""
_MOST_KEYS = 5_000
"""Keys remembered of one station. A station has some hundreds; hostile input may name any number."""
_REQUIRED_PART = 0.8
"""The part of the standard's required keys that stations report which report all they have: few have every one."""


MANY_PAIRS = 5
"""Pairs such as ``X`` and ``X_2`` that are more than a likeness of names: the station names connectors that way."""


class ConfigurationReport(NamedTuple):
    """One answer to GetConfiguration (OCPP 1.6 section 5.8).

    ``values`` are the keys with their values; ``unknown`` are the keys asked for that the station does not have;
    ``asked`` are the keys asked for, none for all of them, None where the request is not known; ``place`` is where it
    stands.
    """

    values: Mapping[str, str | None]
    unknown: tuple[str, ...] = ()
    asked: tuple[str, ...] | None = None
    place: Place | None = None


class Lessons:
    """The scopes learned so far from the reports of one station, by the addressing of ``profile``.

    ``connectors`` is the station's own count; ``reports`` and ``whole_reports`` count the reports taken in, and of
    those the ones that hold all keys, connector 2's among them. ``trusts_dumps`` says whether a report counts as one
    of all keys that looks like it, though nobody knows what was asked for.
    """

    def __init__(self, profile: Profile, *, trusts_dumps: bool = False) -> None:
        self.profile = profile
        self.connectors: int | None = None
        self.reports = 0
        self.whole_reports = 0
        self._trusts_dumps = trusts_dumps
        self._limit: int | None = None
        self._spelled: dict[str, str] = {}
        self._forms: dict[str, int] = {}
        self._alone: set[str] = set()
        self._denied: dict[str, int] = {}
        self._refuted: set[str] = set()
        self._proofs: dict[str, Place | None] = {}

    def take(self, report: ConfigurationReport) -> None:
        """Process a report."""
        self.reports += 1
        if not names_connectors(self.profile):
            return
        self._note_counts(report.values)
        forms = self._forms_in(report.values)
        for base, bits in forms.items():
            self._forms[base] |= bits
        denied: dict[str, int] = {}
        if any(self._is_paired(base) for base, bits in forms.items() if bits & ~_BARE):
            denied = self._take_missing(report, forms)
        for base in (*forms, *denied):
            if base not in self._proofs and (self._is_paired(base) or self._is_alone(base)):
                self._proofs[base] = report.place

    def _take_missing(self, report: ConfigurationReport, forms: dict[str, int]) -> dict[str, int]:
        """Note the keys that a report in which connector 2 took part shows to be missing; return those it denies."""
        denied = self._forms_in(report.unknown)
        for base, bits in denied.items():
            self._denied[base] = self._denied.get(base, 0) | bits
        if self._is_whole(report):
            self.whole_reports += 1
            self._alone.update(base for base, bits in forms.items() if bits == _BARE)
        return denied

    def proof(self, base_key: str) -> Place | None:
        """Return where the first report stands that shows the scope of a key."""
        return self._proofs.get(base_key.lower())

    def refute(self, base_key: str) -> None:
        """Record that the station has shown otherwise: nothing is said of this key any more."""
        self._refuted.add(base_key.lower())

    def is_firm(self) -> bool:
        """Return whether these are the reports of a station with two connectors whose keys say which one they are for.

        That two keys of unknown meaning differ by a suffix may be chance. It is none if the registry says of one of
        them that it is there for each connector, if the station says that it has two, or if there are many pairs.
        """
        if self.connectors is not None:
            return self.connectors > 1 and any(map(self._is_paired, self._forms))
        return self.has_known_pair() or self.has_many_pairs()

    def has_many_pairs(self) -> bool:
        """Return whether so many keys are reported for each of two connectors that it is no chance."""
        return sum(map(self._is_paired, self._forms)) >= MANY_PAIRS

    def has_known_pair(self) -> bool:
        """Return whether a key is reported for each connector that the registry says is there for each."""
        return any(self._is_paired(base) and self._scope_of(base) == "Individual" for base in self._forms)

    def scopes(self) -> dict[str, str]:
        """Return the scope of each key that the registry has none of, as far as the reports prove it."""
        return {key: scope for key, scope in self._claims() if scope is not None} if self.is_firm() else {}

    def pairs(self) -> list[str]:
        """Return the keys of unknown scope that are reported for each connector, whether or not that proves much."""
        return [key for key, scope in self._claims() if scope == "Individual"]

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield the keys of which the reports, or a report and the registry, say different things; and what."""
        for base, key in self._spelled.items():
            known = self._scope_of(base)
            if self._is_paired(base) and self._contradicts_itself(base):
                yield key, "a report of all keys shows it for one connector, and another report for each"
            elif self._is_paired(base) and known not in (None, "Individual"):
                yield key, f"it is reported for each connector, and the registry gives it scope {known}"
            elif self._is_alone(base) and known == "Individual" and not self._is_paired(base):
                yield key, "it is reported for one connector, and the registry gives it scope Individual"

    def orphans(self) -> list[str]:
        """Return the keys that are reported for another connector than the bare key's, and never without a suffix."""
        forms = self._forms
        return [
            key
            for base, key in self._spelled.items()
            if self._has_bare and forms[base] and not forms[base] & _BARE
        ]

    def _claims(self) -> Iterator[tuple[str, str | None]]:
        for base, key in self._spelled.items():
            if self._is_open(base) and base not in self._refuted and not self._contradicts_itself(base):
                yield key, "Individual" if self._is_paired(base) else SHARED if self._is_alone(base) else None

    def _is_paired(self, base: str) -> bool:
        """Return whether there is a key for each of two connectors."""
        bits = self._forms[base]
        return bits.bit_count() > 1 if self._has_bare else (bits & ~_BARE).bit_count() > 1

    def _is_alone(self, base: str) -> bool:
        """Return whether the bare key is there, and none for another connector where one would have been seen."""
        if self._forms[base] != _BARE:
            return False
        others = sum(1 << number for number in self._others)
        return base in self._alone or self._denied.get(base, 0) & others == others

    def _contradicts_itself(self, base: str) -> bool:
        return self._is_paired(base) and bool(base in self._alone or self._denied.get(base, 0) & self._forms[base])

    def _is_open(self, base: str) -> bool:
        """Return whether the registry leaves the scope of a key to be learned."""
        spec = self._spec_of(base)
        return spec is None or (spec.scope is None and spec.role is None and spec.connector_values is None)

    def _scope_of(self, base: str) -> str | None:
        spec = self._spec_of(base)
        return spec.scope if spec is not None else None

    def _spec_of(self, base: str) -> KeySpec | None:
        return self.profile.read_key(self._spelled[base]).spec

    @property
    def _has_bare(self) -> bool:
        return KEY in self.profile.templates.values()

    @property
    def _others(self) -> Iterable[int]:
        return (number for number, template in self.profile.templates.items() if template != KEY)

    def _forms_in(self, keys: Iterable[str]) -> dict[str, int]:
        """Take keys apart: each base key in small letters (keys do not differ by case) with the connectors named."""
        forms: dict[str, int] = {}
        for key in keys:
            reading = self.profile.read_key(key)
            # The same keys occur in station after station: one text serves them all.
            base = intern(reading.base_key.lower())
            if (reading.suffix and not reading.suffix_known) or HOLE in base:
                continue
            if base not in self._spelled:
                if len(self._spelled) >= _MOST_KEYS:
                    continue
                self._spelled[base] = intern(reading.base_key)
                self._forms[base] = 0
            bit = 1 << reading.connector if reading.suffix and reading.connector is not None else _BARE
            forms[base] = forms.get(base, 0) | bit
        return forms

    def _note_counts(self, values: Mapping[str, str | None]) -> None:
        for key, value in values.items():
            if key.lower() == MAX_KEYS:
                self._limit = _count(value)
            elif key.lower() == CONNECTORS:
                self.connectors = _count(value)

    def _is_whole(self, report: ConfigurationReport) -> bool:
        """Return whether a report holds all keys: nothing was filtered out, and the end was not cut off.

        An answer of exactly as many keys as the station puts into one may have been cut there.
        """
        if report.unknown or report.asked or self._limit is None or len(report.values) == self._limit:
            return False
        return report.asked is not None or (self._trusts_dumps and self._looks_whole(report.values))

    def _looks_whole(self, values: Iterable[str]) -> bool:
        reported = {key.lower() for key in values}
        required = {key.lower() for key in self.profile.key_names() if _is_required(self.profile.spec(key))}
        return len(required & reported) >= _REQUIRED_PART * len(required)


def names_connectors(profile: Profile) -> bool:
    """Return whether any key of these stations may be written for a connector, so that reports can show its scope."""
    return sum(KEY in template for template in profile.templates.values()) > 1


def _is_required(spec: KeySpec | None) -> bool:
    return spec is not None and bool(spec.required) and spec.feature_profile == "Core"


def _count(value: str | None) -> int | None:
    text = (value or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
