"""The baseline: known findings, so that only new ones are reported.

Findings are matched by fingerprint and counted: where the baseline has two, a third is new. Paths are hints for
readers, and help to decide which of three is the new one; the findings of a moved file stay known.
"""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ocpplint.resources.datafile import DataFileError
from ocpplint.resources.regular import Within, read_text, why

if TYPE_CHECKING:
    from ocpplint.findings.finding import Finding

VERSION = 1
_MOST_BYTES: Final = 16_777_216
"""Bytes: some 70 000 entries."""


class Entry(NamedTuple):
    """Findings of one fingerprint in one file. All but the fingerprint is information for readers."""

    code: str
    path: str
    station: str
    key: str
    fingerprint: str


class Baseline:
    """Known findings, counted. ``mandatory`` are the codes of rules that a baseline can't hide."""

    def __init__(self, folder: str, counts: Mapping[Entry, int], mandatory: Iterable[str] = ()) -> None:
        self.folder = folder
        self.counts = dict(counts)
        self._mandatory = frozenset(mandatory)
        self._known: Counter[str] = Counter()
        for entry, count in counts.items():
            self._known[entry.fingerprint] += 0 if entry.code in self._mandatory else count

    def knows(self, finding: "Finding") -> bool:
        """Return whether the baseline has a finding with this fingerprint."""
        return self._known[finding.fingerprint] > 0

    def new(self, findings: Iterable["Finding"]) -> list["Finding"]:
        """Return the new findings. Those in files with an equal entry are matched first."""
        rest, here = Counter(self._known), Counter(self.counts)
        at_home: list[Finding] = []
        others: list[Finding] = []
        for finding in findings:
            entry = self.entry(finding)
            is_known_here = here[entry] > 0 and rest[entry.fingerprint] > 0
            if is_known_here:
                here[entry] -= 1
                rest[entry.fingerprint] -= 1
            (at_home if is_known_here else others).append(finding)
        return [finding for finding in others if not _takes_one(rest, finding.fingerprint)]

    def entry(self, finding: "Finding") -> Entry:
        """Return the entry that a finding has, or would have."""
        from ocpplint.credentials.redaction import redact

        path = os.path.relpath(os.path.abspath(finding.location.path), self.folder or None).replace(os.sep, "/")
        station, key = redact(finding.station or ""), redact(finding.key or "")
        return Entry(finding.code, path, station, key, finding.fingerprint)

    def count(self, findings: Iterable["Finding"]) -> "Baseline":
        """Return the baseline of exactly these findings."""
        told = (finding for finding in findings if finding.code not in self._mandatory)
        return Baseline(self.folder, Counter(self.entry(finding) for finding in told), self._mandatory)


def _takes_one(rest: Counter[str], fingerprint: str) -> bool:
    if rest[fingerprint] <= 0:
        return False
    rest[fingerprint] -= 1
    return True


def load_baseline(path: str, mandatory: Iterable[str] = (), within: Within | None = None) -> Baseline:
    """Read a baseline, which must be ``within`` some folders.

    Raises ``DataFileError`` for a file that can't be read or is no baseline.
    """
    import json

    try:
        data = json.loads(read_text(path, within, _MOST_BYTES))
        return Baseline(os.path.dirname(os.path.abspath(path)), _counts(data), mandatory)
    except OSError as error:
        raise DataFileError(path, why(error)) from error
    except json.JSONDecodeError as error:
        raise DataFileError(path, error.msg, error.lineno, error.colno) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = f"this is no baseline of version {VERSION}; `ocpplint baseline create --force` writes one"
        raise DataFileError(path, reason) from error


def _counts(data: Any) -> Counter[Entry]:
    if data["version"] != VERSION:
        raise ValueError("another version")
    counts: Counter[Entry] = Counter()
    for each in data["findings"]:
        entry = Entry(
            each["code"], each["path"], each.get("station") or "", each.get("key") or "", each["fingerprint"]
        )
        counts[entry] += int(each["count"])
    return counts


def baseline_text(baseline: Baseline) -> str:
    """Write a baseline: one line per entry, sorted, so that changes are easy to review."""
    import json

    rows = []
    for entry, count in sorted(baseline.counts.items()):
        said = {name: value for name, value in entry._asdict().items() if value or name == "path"}
        rows.append(
            "    " + json.dumps({**said, "count": count}).replace("\x7f", "\\u007f").replace("##", "#\\u0023")
        )
    listed = "[\n" + ",\n".join(rows) + "\n  ]" if rows else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {listed}\n}}\n'
