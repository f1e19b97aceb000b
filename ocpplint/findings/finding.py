"""A finding: one mistake at one place, with its reason, its evidence and its fix."""

import os
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from ocpplint.facts.location import Location
from ocpplint.facts.vocabulary import Confidence
from ocpplint.findings.severity import Severity

Applicability = Literal["safe", "unsafe"]


class Edit(NamedTuple):
    """Replace the text at ``location`` by ``content``."""

    location: Location
    content: str


class Fix(NamedTuple):
    """How to mend a finding. ``applicability`` is ``unsafe`` where the edit may change what was intended."""

    applicability: Applicability
    title: str
    edits: tuple[Edit, ...]


class Related(NamedTuple):
    """Another place that belongs to the finding: the other value, the comment that means it for connector 2."""

    location: Location
    message: str
    role: Literal["evidence", "conflict", "repeat"] = "evidence"


@dataclass(slots=True, eq=False, repr=False)
class Finding:
    """One mistake.

    ``message`` is a sentence with the fact and the reason, ``label`` the few words under the caret in the code
    frame, ``help`` what to do, ``source`` the document the rule rests on. ``count`` is how often the same
    mistake occurred; the first place is ``location``, up to ten further ones are in ``related``.
    """

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    message: str
    label: str
    help: str
    source: str
    url: str
    location: Location
    station: str | None = None
    connector: int | None = None
    key: str | None = None
    fix: Fix | None = None
    related: list[Related] = field(default_factory=list)
    fingerprint: str = ""
    count: int = 1
    subject: tuple[Any, ...] = ()
    """What the finding is about: one cause gives one finding, so rules may give way to each other over it."""
    variant: str = ""
    """What tells mistakes of one rule about one subject apart, where that is not only how often it was made."""
    yields_to: tuple[str, ...] = ()
    """Codes that, where they report the same subject, make this finding superfluous."""
    pointer: str | None = None
    """Where it stands in its document, as a JSON Pointer (RFC 6901)."""
    message_id: str | None = None
    """The id of the message it stands in."""
    fails: bool = False
    """Whether it makes the run fail, being grave enough."""
    suppressed: bool = False
    """Whether a suppression says not to report it."""
    repeatable: bool = False
    """Whether the same mistake at another place is counted here (traces) or stands for itself (files)."""
    in_evidence: bool = False
    """Whether the rule has a fix that is not offered here, for what stands in a trace or log is evidence."""
    assumed_profile: str | None = None
    """The profile that it holds under, where nothing tells that the station has this one."""

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as the JSON output has it: a row of plain values, with lists of ``related`` and edits.

        Lines and columns are counted from 1, the end is exclusive, paths have forward slashes.
        """
        return {
            "code": self.code,
            "name": self.name,
            "severity": self.severity,
            "confidence": self.confidence,
            "message": self.message,
            "help": self.help,
            **_stretch(self.location),
            "station": self.station,
            "connector": self.connector,
            "key": self.key,
            "fix": self.fix and _fix_data(self.fix),
            "related": [_related_data(related) for related in self.related],
            "count": self.count,
            "fingerprint": self.fingerprint,
            "assumed_profile": self.assumed_profile,
            "url": self.url,
        }


def _stretch(place: Location) -> dict[str, Any]:
    return {
        "path": _posix(place.path),
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }


def _fix_data(fix: Fix) -> dict[str, Any]:
    edits = [{**_stretch(edit.location), "content": edit.content} for edit in fix.edits]
    return {"applicability": fix.applicability, "edits": edits}


def _related_data(related: Related) -> dict[str, Any]:
    place = related.location
    return {"path": _posix(place.path), "line": place.line, "column": place.column, "message": related.message}


def _posix(path: str) -> str:
    return path if os.sep == "/" else path.replace(os.sep, "/")
