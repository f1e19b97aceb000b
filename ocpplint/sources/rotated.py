"""Rotated logs: which files are parts of one log, and in which order they were written.

``csms.log.2.gz``, ``csms.log.1``, ``csms.log`` (logrotate, log4j 1, Python), ``csms.log-20260301.gz`` (logrotate with
``dateext``), ``csms.log.2026-03-01`` (log4j, Python), ``csms-2026-03-01.log``, ``csms.2026-03-01.0.log.gz`` (logback,
Serilog, winston). Only logs and traces rotate: dated configurations are different states of one thing.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from ocpplint.sources.source import Source

LOG_ENDINGS: Final = (".jsonl", ".ndjson", ".log", ".txt", ".csv")
PACKED_ENDINGS: Final = (".gz", ".bz2", ".xz", ".zst", ".zstd")

_PACKED = r"(?:\.(?:gz|bz2|xz|zstd?))?"
_ENDING = r"(?P<ending>\.(?:jsonl|ndjson|log|txt|csv|out|err|trace))"
_DATE = (
    r"(?P<date>(?:19|20)\d\d(?P<dash>[-_.]?)(?:0[1-9]|1[0-2])(?P=dash)(?:0[1-9]|[12]\d|3[01])"
    r"(?:[T_.-]?[01]\d|[T_.-]?2[0-3])?(?:[-_:.]?[0-5]\d){0,2}(?:[.,]\d{3,9})?Z?)(?!\d)"
)
_NUMBER = r"(?:[._-](?P<number>\d{1,3}))?"
_EPOCH = r"(?P<epoch>1\d{9})"
_DATED_BEHIND = rf"(?P<base>.+?){_ENDING}[._-](?:{_DATE}|{_EPOCH}){_NUMBER}{_PACKED}"
_DATED_WITHIN = rf"(?P<base>.*?)(?:(?<![^._-]){_DATE}){_NUMBER}{_ENDING}{_PACKED}"
_NUMBERED = rf"(?:(?P<base>.+?){_ENDING}|(?P<bare>[^.]*[^.\d]))\.(?P<number>\d{{1,3}}){_PACKED}"
_CURRENT = rf"(?:(?P<base>.+?){_ENDING}|(?P<bare>[^.]+)){_PACKED}"


class _Part(NamedTuple):
    """The parts of a name: the log, and the position in it (dated ones first, the current one last)."""

    log: str
    order: tuple[int, str, int]


def is_rotated(name: str) -> bool:
    """Return whether a file's name is that of an older part of a log."""
    part = _part(name) if re.search(r"\d", name) else None
    return part is not None and part.order[0] < 2 and part.log.lower().endswith(LOG_ENDINGS)


def find_series(sources: Iterable[Source]) -> None:
    """Tell the sources that are parts of a rotated log, and their ranks in it.

    A number that is missing ends a log, and another begins behind it: what lies between is not known.
    """
    logs: dict[str, list[tuple[_Part, Source]]] = defaultdict(list)
    for source in sources:
        part = _part(source.path)
        if part is not None and source.document == source.path:
            logs[part.log].append((part, source))
    for log, parts in logs.items():
        parts.sort(key=lambda item: item[0].order)
        if len(parts) > 1 and any(part.order[0] < 2 for part, _ in parts):
            _number(log, parts)


def _number(log: str, parts: list[tuple[_Part, Source]]) -> None:
    series = log
    for rank, (part, source) in enumerate(parts):
        if rank and not _follows(parts[rank - 1][0], part):
            series = f"{log}#{rank}"
        source.series = source.document = series
        source.rank = rank


def _follows(before: _Part, part: _Part) -> bool:
    """Return whether nothing is missing between two parts, as far as their names tell."""
    if before.order == part.order:
        return False
    if before.order[0] == 1:
        # Numbers are negative in the order, the current log is 0; some begin to count the others at 0, too.
        return part.order[2] - before.order[2] == 1 or before.order[2] == 0
    return True


def _part(path: str) -> _Part | None:
    """Read a name; None for one that no part of a log has."""
    folder, name = os.path.split(path)
    for pattern, read in (
        (_DATED_BEHIND, _dated),
        (_DATED_WITHIN, _dated),
        (_NUMBERED, _numbered),
        (_CURRENT, _current),
    ):
        if found := re.fullmatch(pattern, name, re.IGNORECASE):
            log, kind, date, number = read(found.groupdict())
            return _Part(os.path.join(folder, log), (kind, date, number))
    return None


def _dated(found: dict[str, str | None]) -> tuple[str, int, str, int]:
    base = (found["base"] or "").rstrip("._-")
    digits = re.sub(r"\D", "", found["date"] or found.get("epoch") or "")
    return f"{base}{found['ending']}", 0, digits.ljust(23, "0"), int(found["number"] or 0)


def _numbered(found: dict[str, str | None]) -> tuple[str, int, str, int]:
    return found["bare"] or f"{found['base']}{found['ending']}", 1, "", -int(found["number"] or 0)


def _current(found: dict[str, str | None]) -> tuple[str, int, str, int]:
    return found["bare"] or f"{found['base']}{found['ending']}", 2, "", 0
