"""The frames in one line of text, and text that looks like a frame and is not.

The time for a line is linear in its length for any content: each attempt to read a frame reads the text once, and
after a few failures the rest of the line is skipped.
"""

import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, TypeAlias

import orjson

from ocpplint.readers.traces.dialects import BARE, TEXT, LineContext
from ocpplint.readers.traces.frames import (
    ODD_OPENING,
    OPENING,
    BrokenFrameError,
    decode_frame,
    end_of_frame,
    escaped_frame,
    fault_of,
    is_convincing,
    is_elided,
    is_frame,
    missing_elements,
)
from ocpplint.readers.traces.prefixes import Prefixes

PieceKind: TypeAlias = Literal[
    "frame", "malformed", "framing", "too-deep", "elided", "repr", "truncated", "open", "unrecognised"
]

_FAILURES_ALLOWED = 16
_SHOWN_LENGTH = r"([^']{0,64})' \[(\d+) bytes\]"
_REPR = r"^\[\s*\d\s*,\s*'|\"\s*=>|[{,]\s*:?\w+\s*=>"
"""Python and JavaScript show strings in single quotes, Ruby a hash with rockets."""
_EMPTY_ID = ("", ",", " ")
"""What stands behind the quotes of an empty message id; any other two quotes are one that is doubled."""
BOLD = '"**'


class ScannedPiece(NamedTuple):
    """One frame or error in a text, between two offsets.

    ``open`` is a frame that has not ended where the text does; ``malformed`` is one that is not JSON, ``framing``
    one whose elements are not those of a frame. ``at`` is the exact offset of ``reason``.
    """

    kind: PieceKind
    start: int
    end: int
    context: LineContext
    value: Any = None
    reason: str = ""
    at: int = 0


def find_pieces(
    text: str, prefixes: Prefixes, start: int = 0, above: str = "", found: re.Match[str] | None = None
) -> Iterator[ScannedPiece]:
    """Find the frames in a line of text from ``start`` on, the first where ``found`` is, if that is known.

    ``above`` is the line above, if it holds no frame.
    """
    found = found or OPENING.search(text, start)
    failures, context = 0, None
    while found is not None:
        opening = found.start()
        context = prefixes.context(text, start, opening, context, above)
        piece = _piece(text, found, context, first=start == 0)
        if piece is not None:
            yield piece
            if piece.kind == "open":
                return
        failures += piece is None or piece.kind != "frame"
        if failures > _FAILURES_ALLOWED:
            yield ScannedPiece("unrecognised", opening, len(text), context)
            return
        start = piece.end if piece is not None else found.end()
        found = OPENING.search(text, start)


def find_odd_piece(line: str, prefixes: Prefixes) -> ScannedPiece | None:
    """Find what stands in the place of a frame in a line without one: an array with an unknown message type."""
    found = ODD_OPENING.search(line)
    if found is None:
        return None
    start = found.start()
    context = prefixes.context(line, 0, start, None, "")
    end = end_of_frame(line, start)
    return _closed(line[start:end], start, end, context) if end > 0 and context.dialect != TEXT else None


def _piece(text: str, found: re.Match[str], context: LineContext, *, first: bool) -> ScannedPiece | None:
    """Read what opens at a match of ``OPENING``; None for what is no business of OCPP."""
    opening = found.start()
    backslashes, quote = found.groups()
    if quote == "'":
        return _repr(text, opening, found.end(), context)
    if backslashes:
        return _escaped(text, opening, len(backslashes), context)
    if first:
        value = _whole_rest(text, opening)
        if is_frame(value):
            return ScannedPiece("frame", opening, len(text.rstrip()), context, value)
    if (
        quote is not None
        and text.startswith('"', found.end())
        and text[found.end() + 1 : found.end() + 2] not in _EMPTY_ID
    ):
        return _doubled(text, opening, context)
    end = end_of_frame(text, opening)
    if end < 0:
        return _unfinished(text, opening, context)
    if is_elided(text[opening:end]) and _is_shortened(text, opening, end):
        return _elided(text[opening:end], opening, end, context)
    return _closed(text[opening:end], opening, end, context)


def _whole_rest(text: str, opening: int) -> object:
    """Decode the text from ``opening`` on, which is a frame and nothing else in nearly every log."""
    try:
        value = orjson.loads(text[opening:] if opening else text)
    except orjson.JSONDecodeError:
        return None
    return None if BOLD in text else value


def _closed(frame: str, start: int, end: int, context: LineContext) -> ScannedPiece | None:
    """Check the text of an array whose brackets are in order."""
    try:
        value = decode_frame(frame)
    except BrokenFrameError as broken:
        value = _repaired(frame)
        if value is None:
            return _broken(frame, broken, start, end, context)
    if BOLD in frame:
        value = _repaired(frame) or value
    if is_frame(value):
        return ScannedPiece("frame", start, end, context, value, missing_elements(value) or "")
    if is_elided(frame) and context.dialect != TEXT:
        return _elided(frame, start, end, context)
    if not is_convincing(frame) and context.dialect in (BARE, TEXT):
        reason = fault_of(value) or ""
        return ScannedPiece("unrecognised", start, end, context, None, reason) if context.dialect == BARE else None
    return ScannedPiece("framing", start, end, context, None, fault_of(value) or "", start)


def _repaired(frame: str) -> list[Any] | None:
    from ocpplint.readers.traces.repair import repaired

    return repaired(frame)


def _broken(frame: str, broken: BrokenFrameError, start: int, end: int, context: LineContext) -> ScannedPiece:
    if is_elided(frame):
        return _elided(frame, start, end, context)
    if broken.kind == "too-deep":
        return ScannedPiece("too-deep", start, end, context, None, broken.reason, start + broken.offset)
    if re.search(_REPR, frame) is not None:
        return _repr(frame, 0, len(frame), context)._replace(start=start, end=end)
    if not is_convincing(frame) and context.dialect in (BARE, TEXT):
        return ScannedPiece("unrecognised", start, end, context)
    return ScannedPiece("malformed", start, end, context, None, broken.reason, min(start + broken.offset, end))


def _elided(frame: str, start: int, end: int, context: LineContext) -> ScannedPiece:
    """Keep type and id of a frame that the log shortened: they stand at its head and are rarely touched."""
    return ScannedPiece("elided", start, end, context, _head(frame))


def _repr(text: str, start: int, end: int, context: LineContext) -> ScannedPiece:
    """Keep type and id of a frame that is written as a Python, Ruby or JavaScript program shows an array."""
    return ScannedPiece("repr", start, end, context, _head(text[start : end + 300]))


def _head(frame: str) -> tuple[int, str]:
    head = re.match(r"\[\s*([2-6])\s*,\s*(?:\"([^\"]*)\"|'([^']*)')", frame)
    return (int(head[1]), head[2] or head[3] or "") if head is not None else (0, "")


def _is_shortened(text: str, start: int, end: int) -> bool:
    """Return whether the length logged behind a frame, as ``websockets`` does, is not that of the frame.

    With the middle, brackets may be missing, so that the array ends before its text does.
    """
    shown = re.compile(_SHOWN_LENGTH).match(text, end)
    return shown is not None and int(shown[2]) != len(text[start : shown.end(1)].encode("utf-8", "replace"))


def _escaped(text: str, opening: int, backslashes: int, context: LineContext) -> ScannedPiece | None:
    try:
        frame, end = escaped_frame(text, opening, backslashes)
    except BrokenFrameError as broken:
        return ScannedPiece("malformed", opening, len(text), context, None, broken.reason, opening)
    if end_of_frame(frame, 0) < 0:
        return lost(frame, opening, end, context)
    piece = _closed(frame, opening, end, context)
    return piece._replace(end=end, at=opening) if piece is not None else None


def _doubled(text: str, opening: int, context: LineContext) -> ScannedPiece | None:
    """Read a frame in a quoted cell of a CSV file, where each quote is doubled (RFC 4180 section 2.7)."""
    cell = re.compile(r"(?:[^\"]|\"\")*+").match(text, opening)
    end = cell.end() if cell is not None else len(text)
    frame = text[opening:end].replace('""', '"')
    closed = end_of_frame(frame, 0)
    if closed < 0:
        return lost(frame, opening, end, context)
    piece = _closed(frame[:closed], opening, end, context)
    return piece._replace(end=end, at=opening) if piece is not None else None


def _unfinished(text: str, opening: int, context: LineContext) -> ScannedPiece:
    """Check a frame that is open at the end of its line: cut off if another one follows on the line."""
    later = OPENING.search(text, opening + 1)
    for _ in range(_FAILURES_ALLOWED):
        if later is None:
            break
        end = end_of_frame(text, later.start()) if later[2] == '"' and not later[1] else -1
        if end > 0 and _is_whole(text[later.start() : end]):
            return lost(text[opening : later.start()], opening, later.start(), context)
        later = OPENING.search(text, later.end())
    return ScannedPiece("open", opening, len(text), context)


def _is_whole(frame: str) -> bool:
    try:
        return is_frame(decode_frame(frame))
    except BrokenFrameError:
        return False


def lost(frame: str, start: int, end: int, context: LineContext) -> ScannedPiece:
    """Check a frame whose end will not come: shortened, cut off, or nothing that is known to be OCPP."""
    if is_elided(frame):
        return _elided(frame, start, end, context)
    if is_convincing(frame) or context.dialect not in (BARE, TEXT):
        return ScannedPiece("truncated", start, end, context, None, "the frame breaks off here", end)
    return ScannedPiece("unrecognised", start, end, context)


def judge_closed(frame: str, context: LineContext) -> ScannedPiece | None:
    """Check the text of a frame put together from several lines; the offsets are those in ``frame``."""
    return _closed(frame, 0, len(frame), context)
