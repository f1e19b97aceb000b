"""Safe text: the escaping and redaction of all output.

Inputs are not trusted. Their text must not control the terminal, imitate a line of the output, or show a credential
in a build log.
"""

import re
from functools import cache

from ocpplint.credentials.names import is_credential
from ocpplint.credentials.redaction import REDACTED, redact
from ocpplint.findings.finding import Edit, Finding, Fix, Related
from ocpplint.reporters.excerpts import Excerpts

__all__ = ["outgoing", "redact", "safe", "visible"]

_CONTROL_PICTURES = 0x2400
_QUOTED = re.compile(r"`([^`]*)`")
_SHOWS_NOTHING = re.compile(r"(?i)true|false|null|none|.{0,3}")
_SHORTEST_RECOGNISABLE = 4
_LONG_ENOUGH_ANYWHERE = 8


@cache
def _invisible() -> re.Pattern[str]:
    """Match what Python calls printable though nothing is seen of it: fillers, variation selectors, joiners."""
    return re.compile(
        "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
    )


def safe(text: str) -> str:
    r"""Make everything visible that has no shape of its own.

    Control characters become their pictures (``␛``, ``␊``), and all else that is invisible, turns the direction
    of writing or is half a surrogate pair becomes an escape (``\u202e``). Harmless text comes back as it is.
    """
    return text if is_visible(text) else "".join(map(visible, text))


def is_visible(text: str) -> bool:
    """Return whether all of a text has a shape of its own."""
    return text.isprintable() and (text.isascii() or _invisible().search(text) is None)


def visible(character: str) -> str:
    """Make one character visible."""
    code = ord(character)
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    if code == 0x7F:
        return "␡"
    if code < 0x7F or (character.isprintable() and not _invisible().match(character)):
        return character
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def outgoing(finding: Finding, excerpts: Excerpts) -> Finding:
    """Return the copy of a finding that may be shown.

    Its sentences are redacted and safe to print. Its path, station, key and edits stay as they are but for
    credentials, since they must still match what they name; a format that prints them does so through ``safe``.
    A fix that would write a credential loses its edits, since a redacted edit would destroy the file.
    """
    censor = _Censor(finding, excerpts)
    return Finding(
        code=safe(finding.code),
        name=safe(finding.name),
        severity=finding.severity,
        confidence=finding.confidence,
        message=censor.sentence(finding.message),
        label=censor.sentence(finding.label),
        help=censor.sentence(finding.help),
        source=safe(redact(finding.source)),
        url=safe(redact(finding.url)),
        location=finding.location,
        station=finding.station and redact(finding.station),
        connector=finding.connector,
        key=finding.key and redact(finding.key),
        fix=finding.fix and _outgoing_fix(finding.fix, censor),
        related=[Related(place, censor.sentence(message), role) for place, message, role in finding.related],
        fingerprint=finding.fingerprint,
        count=finding.count,
        fails=finding.fails,
    )


def _outgoing_fix(fix: Fix, censor: "_Censor") -> Fix:
    edits: tuple[Edit, ...] = () if any(censor.forbids(edit.content) for edit in fix.edits) else fix.edits
    return Fix(fix.applicability, censor.sentence(fix.title), edits)


class _Censor:
    """Removes the credentials at the location of a finding from its texts."""

    __slots__ = ("_blind", "_secrets")

    def __init__(self, finding: Finding, excerpts: Excerpts) -> None:
        places = [finding.location, *(related.location for related in finding.related)]
        found = {secret for place in places for secret in excerpts.secrets_near(place)}
        self._secrets = sorted(found, key=len, reverse=True)
        self._blind = bool(finding.key and is_credential(finding.key) and not found)
        """The finding is about a credential that could not be looked up: then quoted words are suspect."""

    def sentence(self, text: str) -> str:
        """Redact a sentence and make it safe to print."""
        return safe(self.text(text))

    def text(self, text: str) -> str:
        """Redact a text, the credentials that stand where the finding points included."""
        for secret in self._secrets:
            if secret in text:
                text = _without(text, secret)
        if self._blind:
            text = _QUOTED.sub(_unless_a_key, text)
        return redact(text)

    def forbids(self, content: str) -> bool:
        """Whether an edit would show a credential. Of an unseen one only the key may be shown."""
        suspect = self._blind and not is_credential(content) and not _SHOWS_NOTHING.fullmatch(content.strip())
        return suspect or self.text(content) != content


def _without(text: str, secret: str) -> str:
    """Redact a known secret; one so short that it may be a word or part of one, with more care."""
    if len(secret) < _SHORTEST_RECOGNISABLE:
        return text.replace(f"`{secret}`", f"`{REDACTED}`")
    if len(secret) >= _LONG_ENOUGH_ANYWHERE:
        return text.replace(secret, REDACTED)
    return re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", lambda _: REDACTED, text)


def _unless_a_key(quoted: re.Match[str]) -> str:
    word = quoted[1]
    return quoted[0] if is_credential(word) or _SHOWS_NOTHING.fullmatch(word) else f"`{REDACTED}`"
