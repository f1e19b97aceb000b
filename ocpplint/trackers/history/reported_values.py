"""The reported values of one station, stored compactly: stations report hundreds of values at a time."""

from collections.abc import Iterator, Mapping
from sys import intern

from ocpplint.trackers.history.records import Entry, Moment, reported

Sight = tuple[bool | None, Moment]
"""The common part of the values of one report: whether they are read-only, and the moment."""

Sights = Mapping[bool | None, Sight]
"""The common parts in one report, by the value of ``readonly``."""

_MOST_NAMES = 2_000
"""Settings kept of one station. A station has some hundreds; malicious input may name any number."""


def sights_of(moment: Moment) -> Sights:
    """Return the common parts of a report."""
    return {readonly: (readonly, moment) for readonly in (None, False, True)}


class ReportedValues:
    """The last reported value of each setting, by name. The common part of a report is stored once."""

    __slots__ = ("_sights", "_values")

    def __init__(self) -> None:
        self._values: dict[str, str | None] = {}
        self._sights: dict[str, Sight] = {}

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def see(self, name: str, value: str | None, readonly: bool | None, sights: Sights) -> None:  # noqa: FBT001  as in a report
        """Record a value. A report without ``readonly`` keeps that of an earlier one."""
        before = self._sights.get(name)
        if before is None:
            if len(self._values) >= _MOST_NAMES:
                return
            # Many stations have the same keys and values: texts are interned.
            name = intern(name)
        elif readonly is None:
            readonly = before[0]
        self._values[name] = value if value is None else intern(value)
        self._sights[name] = sights[readonly]

    def of(self, name: str) -> Entry | None:
        """Return the last reported value of a setting."""
        sight = self._sights.get(name)
        return None if sight is None else reported(self._values[name], *sight)

    def since(self, session: int) -> Iterator[str]:
        """Yield the names reported in this session."""
        return (name for name, (_, moment) in self._sights.items() if moment.session == session)
