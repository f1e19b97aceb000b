"""Credentials in texts: their positions, so that no report contains them.

The texts are parts of an input or a message: JSON or a fragment of it, JSON escaped inside a string,
YAML, ``name=value``, a table row, a URL. ``scan`` follows their structure, ``shapes`` finds credentials with a known
format. Both are imported only for a text that may hold a credential; when in doubt a value is taken for one.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from ocpplint.credentials.names import may_hold_credentials
from ocpplint.documents.tree import Span

REDACTED: Final = "<redacted>"
MASK: Final = "•"

_MASKED = re.compile(r"[^\r\n]")
_BASE64 = re.compile(
    r"(?<![\w+/=-])(?:[A-Za-z0-9+/]{4}){4,}+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?(?![\w+/=-])"
)


def secret_spans(text: str) -> list[Span]:
    """Find the stretches of a text that are credentials, in order and without overlaps."""
    encoded = [Span(*match.span()) for match in _BASE64.finditer(text) if _encodes_credentials(match[0])]
    if not may_hold_credentials(text):
        return encoded
    from ocpplint.credentials.scan import scanned_secrets
    from ocpplint.credentials.shapes import shaped_secrets

    return list(_merged(encoded + shaped_secrets(text) + scanned_secrets(text)))


def _encodes_credentials(text: str) -> bool:
    """Tell whether text in base64, such as a value of a Secret, is a document with a credential in it."""
    import binascii

    try:
        decoded = binascii.a2b_base64(text).decode()
    except (binascii.Error, UnicodeDecodeError):
        return False
    return bool(secret_spans(decoded))


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
