"""Where each character of a string stands in the text that writes it, for documents inside strings.

A string is written with quotes and escapes (JSON, TOML), with doubled quotes (YAML, CSV), as a block or over folded
lines (YAML 1.2.2, sections 7.3 and 8.1), or with entities (XML). Which, its own text tells; whether it was read right
is certain, since what the string says is known.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ocpplint.documents.tree import Span

_ESCAPES = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "a": "\a",
    "0": "\0",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
_HEX = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|U([0-9A-Fa-f]{8})|u\{([0-9A-Fa-f]{1,6})\})")
_LOW_SURROGATE = re.compile(r"\\u([dD][c-fC-F][0-9A-Fa-f]{2})")
_CONTINUED = re.compile(r"\\[ \t]*(?:\r\n?|\n)[ \t\r\n]*")
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_FOLD = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t\r\n]*")
_BLOCK_HEAD = re.compile(r"[|>][^\r\n]*(?:\r\n?|\n)")


class _Style(NamedTuple):
    """One way of writing a string: what opens and closes it, and what stands for other characters in it."""

    quote: str
    escapes: bool = False
    doubled: bool = False
    folds: bool = False
    entities: bool = False


_STYLES = (
    _Style('"""', escapes=True),
    _Style("'''"),
    _Style('"', escapes=True, folds=True),
    _Style('"', doubled=True),
    _Style("'", doubled=True, folds=True),
    _Style("'", escapes=True),
    _Style('"', entities=True),
    _Style("'", entities=True),
    _Style("", folds=True),
    _Style("", entities=True),
    _Style("", escapes=True),
)


def offsets_of(text: str, span: Span, content: str) -> Sequence[int] | None:
    """Return the offset in ``text``, which writes it at ``span``, of each character of ``content``, and of its end.

    None where it is not written there in a way known here: in base64, or by an alias.
    """
    raw = text[span.start : span.end]
    for quote in ('"', "'", "", '"""', "'''"):
        size = len(quote)
        if raw.startswith(quote) and raw[size : len(raw) - size] == content:
            return range(span.start + size, span.start + size + len(content) + 1)
    if raw[:1] in ("|", ">") and (found := _block(raw, content)) is not None:
        return [span.start + offset for offset in found]
    for style in _STYLES:
        if raw.startswith(style.quote) and (found := _aligned(raw, style, content)) is not None:
            return [span.start + offset for offset in found]
    return None


def _aligned(raw: str, style: _Style, content: str) -> list[int] | None:
    """Follow a string and its text side by side; None where they differ."""
    size = len(style.quote)
    end = len(raw) - size
    if end < size or raw[end:] != style.quote:
        return None
    found: list[int] = []
    at = size
    if size == 3 and not content.startswith("\n"):
        # A line break right after the opening quotes of TOML is none of the string's (TOML 1.0.0, "String").
        at += len(raw[at : at + 2]) - len(raw[at : at + 2].lstrip("\r\n"))
    while len(found) < len(content):
        said, taken = _next(raw, at, end, style)
        if not taken or not content.startswith(said, len(found)):
            return None
        found += [at] * len(said)
        at += taken
    return [*found, min(at, end)] if _says_no_more(raw, at, end, style) else None


def _says_no_more(raw: str, at: int, end: int, style: _Style) -> bool:
    while at < end:
        said, taken = _next(raw, at, end, style)
        if said.strip(" \n") or not taken:
            return False
        at += taken
    return True


def _next(raw: str, at: int, end: int, style: _Style) -> tuple[str, int]:
    """Return what the next characters of the text say, and how many they are; 0 for what can't stand there."""
    character = raw[at : at + 1]
    if at >= end:
        return "", 0
    if style.escapes and character == "\\":
        return _escaped(raw, at)
    if style.doubled and character == style.quote:
        return (character, 2) if raw.startswith(character * 2, at) else ("", 0)
    if style.entities and character == "&":
        return _entity(raw, at)
    if style.folds and character in " \t\r\n" and (fold := _FOLD.match(raw, at, end)):
        breaks = len(re.findall(r"\r\n?|\n", fold[0]))
        return ("\n" * (breaks - 1) or " "), len(fold[0])
    if character == "\r":
        return "\n", 1 + raw.startswith("\r\n", at)
    return character, 1


def _escaped(raw: str, at: int) -> tuple[str, int]:
    if (continued := _CONTINUED.match(raw, at)) is not None:
        return "", len(continued[0])
    if (coded := _HEX.match(raw, at)) is not None:
        number = int(next(digits for digits in coded.groups() if digits), 16)
        low = _LOW_SURROGATE.match(raw, coded.end()) if 0xD800 <= number < 0xDC00 else None
        if low is not None:
            number = 0x10000 + ((number - 0xD800) << 10) + int(low[1], 16) - 0xDC00
            return chr(number), low.end() - at
        return (chr(number), len(coded[0])) if number <= 0x10FFFF else ("", 0)
    letter = raw[at + 1 : at + 2]
    return _ESCAPES.get(letter, letter), 2


def _entity(raw: str, at: int) -> tuple[str, int]:
    found = _ENTITY.match(raw, at)
    if found is None:
        return "", 0
    if found[3]:
        return _ENTITIES[found[3]], len(found[0])
    number = int(found[1]) if found[1] else int(found[2], 16)
    return (chr(number), len(found[0])) if number <= 0x10FFFF else ("", 0)


def _block(raw: str, content: str) -> list[int] | None:
    """Follow a block scalar of YAML: its lines are indented alike, and in a folded one most breaks are spaces."""
    head = _BLOCK_HEAD.match(raw)
    if head is None:
        return None
    lines = list(_lines(raw, head.end()))
    indent = _indent(raw, lines, content)
    found: list[int] = []
    blank, before = 0, -1
    for line_start, end in lines:
        start = min(line_start + indent, end)
        if start == end:
            blank += 1
            continue
        gap = _gap(content, len(found), raw[start:end], _gaps(blank, folded=raw[0] == ">", is_first=before < 0))
        if gap is None:
            return None
        found += [before if before >= 0 else start] * gap
        found += range(start, end)
        blank, before = 0, end
    tail = content[len(found) :]
    if tail.strip("\n"):
        return None
    # The first break behind the last line ends that line; what is left stands behind it all.
    return [*found, before if before >= 0 else len(raw), *[len(raw)] * len(tail)]


def _gaps(blank: int, *, folded: bool, is_first: bool) -> tuple[str, ...]:
    """Return what may stand between two lines with text and ``blank`` lines between them."""
    if is_first:
        return ("\n" * blank,)
    kept = "\n" * (blank + 1)
    return ("\n" * blank or " ", kept) if folded else (kept,)


def _gap(content: str, at: int, line: str, gaps: tuple[str, ...]) -> int | None:
    """Return the length of the gap with which a line continues the string; None if it does not."""
    return next((len(gap) for gap in gaps if content.startswith(gap + line, at)), None)


def _lines(raw: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield where the lines of a block begin and end, without their ends."""
    for line in re.finditer(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z", raw[at:]):
        text = line[0].rstrip("\r\n")
        yield at + line.start(), at + line.start() + len(text)


def _indent(raw: str, lines: list[tuple[int, int]], content: str) -> int:
    """Return by how much a block is indented: what its first line has before what the string begins with."""
    first = next((part for part in content.split("\n") if part.strip()), "")
    for start, end in lines:
        line = raw[start:end]
        if line.strip():
            return max(0, len(line) - len(line.lstrip(" ")) - (len(first) - len(first.lstrip(" "))))
    return 0
