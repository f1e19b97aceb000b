"""Credentials in texts: where they stand, so that no report repeats them.

The texts are whatever stands in an input or a message: JSON or a fragment of it, JSON escaped inside a string,
YAML, ``name=value``, a table row, a URL. ``scan`` follows their structure, ``shapes`` finds what has a shape of
its own. Both are imported only for a text that may hold a credential; when in doubt a value is taken for one.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from ocpplint.readers.documents.tree import Span

REDACTED: Final = "<redacted>"
MASK: Final = "•"

_HINT = re.compile(
    r"(?i)auth(?:ori[sz]ation)?.?key|authorization|pass|secret|token|(?:api|private|access|encryption|shared).?key"
    r"|pin|psk|pwd|://"
)
_CREDENTIAL_END = re.compile(
    r"(?:authori[sz]ationkey|authkey|password|passwd|passphrase|passcode|pwd|secret|(?<!id)token|apikey"
    r"|privatekey|secretkey|accesskey|encryptionkey|presharedkey|psk|cardpin|simpin|userpin)$"
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_APPENDIX = re.compile(r"(?:value|hash|hex|base64|text|conn(?:ector)?|[0-9])+$")
_HARMLESS = frozenset(("", "null", "none", "~", "true", "false", "undefined", "nil"))
_MASKED = re.compile(r"[^\r\n]")


def is_credential(name: str) -> bool:
    """Whether a key or variable of that name holds a credential: ``AuthorizationKey``, ``wifi_password``.

    The term must end the name (``AuthorizationCacheEnabled`` and ``passwordMinLength`` are harmless), and an
    ``idToken`` is an identification, not a credential (OCPP 2.0.1 part 2, IdTokenType).
    """
    words = [word.lower() for word in _WORD.findall(name)]
    if _CREDENTIAL_END.search(_APPENDIX.sub("", "".join(words))):
        return True
    return [word for word in words if not word.isdigit()][-1:] == ["pin"]


def is_harmless(value: str) -> bool:
    """Whether the value of a credential shows nothing: it is empty, a null or a switch."""
    return value.strip().lower() in _HARMLESS


def may_hold_credentials(text: str, start: int = 0, end: int | None = None) -> bool:
    """Decide cheaply whether a closer look at a text is worth while."""
    return _HINT.search(text, start, len(text) if end is None else end) is not None


def secret_spans(text: str) -> list[Span]:
    """Find the stretches of a text that are credentials, in order and without overlaps."""
    if not may_hold_credentials(text):
        return []
    from ocpplint.reporters.scan import scanned_secrets
    from ocpplint.reporters.shapes import shaped_secrets

    return list(_merged(shaped_secrets(text) + scanned_secrets(text)))


def redact(text: str) -> str:
    """Write ``<redacted>`` for each credential."""
    return _replaced(text, secret_spans(text), lambda _: REDACTED)


def mask(text: str, spans: Iterable[Span]) -> str:
    """Put a dot over each character of the spans, so that all else keeps its place."""
    return _replaced(text, spans, lambda secret: _MASKED.sub(MASK, secret))


def _replaced(text: str, spans: Iterable[Span], replacement: Callable[[str], str]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += (text[done:start], replacement(text[start:end]))
        done = end
    return "".join(pieces) + text[done:]


def _merged(spans: list[Span]) -> Iterator[Span]:
    """Join what overlaps; neighbours stay apart, and empty spans vanish."""
    current: Span | None = None
    for span in sorted(span for span in spans if span.end > span.start):
        if current is None or span.start >= current.end:
            if current is not None:
                yield current
            current = span
        else:
            current = Span(current.start, max(current.end, span.end))
    if current is not None:
        yield current
