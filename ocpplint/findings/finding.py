"""A finding: one mistake at one place, with its severity, reason, evidence, fix and fingerprint."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from ocpplint.facts.fact import Confidence, Fact, Location

Severity = Literal["error", "warning", "info"]


SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")


def at_least(severity: Severity, floor: Severity) -> bool:
    """Return whether ``severity`` is at least ``floor``."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(floor)


Applicability = Literal["safe", "unsafe"]


class Edit(NamedTuple):
    """Replace the text at ``location`` by ``content``."""

    location: Location
    content: str


class Fix(NamedTuple):
    """The fix of a finding. ``applicability`` is ``unsafe`` where the edit may change the intended meaning."""

    applicability: Applicability
    title: str
    edits: tuple[Edit, ...]


class Related(NamedTuple):
    """A related location: the other value, the comment that names connector 2."""

    location: Location
    message: str
    role: Literal["evidence", "conflict", "repeat"] = "evidence"


@dataclass(slots=True, eq=False, repr=False)
class Finding:
    """One mistake.

    ``message`` is a sentence with the fact and the reason, ``label`` the short text under the caret in the code frame,
    ``help`` the remedy, ``source`` the document behind the rule. ``count`` is the number of occurrences; ``location``
    is the first, up to ten further ones are in ``related``.
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
    """The subject of the finding: one cause gives one finding, so findings on one subject may yield to each other."""
    variant: str = ""
    """What distinguishes mistakes of one rule on one subject that are not mere repeats."""
    yields_to: tuple[str, ...] = ()
    """Codes that this finding yields to, where they report the same subject."""
    pointer: str | None = None
    """Its location in its document, as a JSON Pointer (RFC 6901)."""
    message_id: str | None = None
    """The id of its message."""
    fails: bool = False
    """Whether its severity makes the run fail."""
    suppressed: bool = False
    """Whether it is suppressed."""
    repeatable: bool = False
    """Whether the same mistake at another location is counted here (traces) or is a finding of its own (files)."""
    in_evidence: bool = False
    """Whether the rule has a fix that is not offered here, since traces and logs are evidence."""
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


def fingerprint(code: str, station: str | None, key: str | None, discriminator: str) -> str:
    """Hash what a finding is about into 32 hexadecimal digits: what makes it the same finding in the next run.

    It depends on the content of the input, not on any location: no line, no path, no index in a list. So it stays the
    same when a file is reformatted, reordered, moved or written in another syntax.

    ``discriminator`` distinguishes findings of one rule on one key of one station (the value, the structure around it,
    the other key).
    """
    from hashlib import blake2b

    digest = blake2b(digest_size=16)
    for part in (code, station, key, discriminator):
        digest.update(_delimited(part))
    return digest.hexdigest()


def fingerprint_of(code: str, fact: Fact, members: Sequence[Any]) -> str:
    """Hash a finding of the rule ``code`` on ``fact``, one of ``members``.

    A station named by the path, or by another name than its identity, is left out: the file may move. The order of
    several members is left out, too, since none of them is the cause alone.
    """
    if fact.common_key is None:
        return fingerprint(code, fact.own_station, None, discriminator(fact))
    key = fact.common_key if len(members) > 1 else fact.finding_key
    among = {discriminator(member) for member in members}
    return fingerprint(code, fact.own_station, key, "\n".join(sorted(among)))


def discriminator(fact: Fact) -> str:
    """Return what distinguishes a fact from others with the same station and key. Credentials are redacted."""
    return "|".join(fact.identity(_redacted))


def _redacted(text: str, key: str | None) -> str:
    """Redact text of an input, such as the value of ``key``: a short secret can be guessed from its hash."""
    from ocpplint.credentials.names import is_credential
    from ocpplint.credentials.redaction import REDACTED, redact

    return REDACTED if key is not None and is_credential(key) else redact(text)


def _delimited(part: str | None) -> bytes:
    """Encode one part so that no two different sequences of parts give the same bytes."""
    if part is None:
        return b"-"
    encoded = part.encode("utf-8", "surrogatepass")
    return b"%d:%b" % (len(encoded), encoded)
