"""What stands in one line of text: frames, and what looks like one and is not.

The work on a line is linear in its length, whatever stands in it: each attempt to read a frame looks at the
text once, and after a few that fail the rest of the line is given up.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

import orjson

from ocpplint.readers.traces.dialects import BARE, TEXT, Context, Dialect
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
from ocpplint.readers.traces.times import find_stamp

PieceKind: TypeAlias = Literal[
    "frame", "malformed", "framing", "too-deep", "elided", "truncated", "open", "unrecognised"
]

_FAILURES_ALLOWED = 16
_INDENT = " \t\ufeff"
_NOTHING = " \t\ufeff[],;"
_SHOWN_LENGTH = r"' \[(\d+) bytes\]"


class Piece(NamedTuple):
    """One thing found in a text, between two offsets.

    ``open`` is a frame that has not ended where the text does. ``at`` is where exactly ``reason`` applies.
    """

    kind: PieceKind
    start: int
    end: int
    context: Context
    value: Any = None
    reason: str = ""
    at: int = 0


def find_pieces(text: str, dialects: Sequence[Dialect], start: int = 0, above: str = "") -> Iterator[Piece]:
    """Find the frames in a line of text from ``start`` on. ``above`` is the line above, if it holds no frame."""
    found = OPENING.search(text, start)
    failures, context = 0, None
    while found is not None:
        opening = found.start()
        context = _context(text, start, opening, dialects, context, above)
        piece = _piece(text, found, context, first=start == 0)
        if piece is not None:
            yield piece
            if piece.kind == "open":
                return
        failures += piece is None or piece.kind != "frame"
        if failures > _FAILURES_ALLOWED:
            yield Piece("unrecognised", opening, len(text), context)
            return
        start = piece.end if piece is not None else found.end()
        found = OPENING.search(text, start)


def find_odd_piece(line: str, dialects: Sequence[Dialect]) -> Piece | None:
    """Find what stands in the place of a frame in a line without one: an array with an unknown message type."""
    found = ODD_OPENING.search(line)
    if found is None:
        return None
    start = found.start()
    context = _context(line, 0, start, dialects, None, "")
    end = end_of_frame(line, start)
    return _closed(line[start:end], start, end, context) if end > 0 and context.dialect != TEXT else None


def _context(
    text: str, start: int, opening: int, dialects: Sequence[Dialect], before: Context | None, above: str
) -> Context:
    """Find out what the text between the offsets says of the frame behind it."""
    if start == opening or not text[start:opening].strip(_NOTHING):
        if before is not None:
            return before._replace(direction=None)
        return _read(above.rstrip() + " ", 0, None, dialects) or Context(BARE) if above else Context(BARE)
    known = _read(text, start, opening, dialects)
    if known is not None:
        return known
    time = find_stamp(text[max(start, opening - 512) : opening])
    if before is None:
        return Context(TEXT, None, time)
    return before._replace(direction=None, time=before.time if time is None else time)


def _read(text: str, start: int, end: int | None, dialects: Sequence[Dialect]) -> Context | None:
    while text[start : start + 1] in _INDENT and start < len(text):
        start += 1
    for dialect in dialects:
        context = dialect.read(text, start, len(text) if end is None else end)
        if context is not None:
            return context
    return None


def _piece(text: str, found: re.Match[str], context: Context, *, first: bool) -> Piece | None:
    """Read what opens at a match of ``OPENING``; None for what is no business of OCPP."""
    opening = found.start()
    backslashes, quote = found.groups()
    if quote == "'":
        return Piece("unrecognised", opening, found.end(), context)
    if backslashes:
        return _escaped(text, opening, len(backslashes), context)
    if first:
        value = _whole_rest(text, opening)
        if is_frame(value):
            return Piece("frame", opening, len(text.rstrip()), context, value)
    end = end_of_frame(text, opening)
    if end < 0:
        return _unfinished(text, opening, context)
    if is_elided(text[opening:end]) and _is_shortened(text, opening, end):
        return _elided(text[opening:end], opening, end, context)
    return _closed(text[opening:end], opening, end, context)


def _whole_rest(text: str, opening: int) -> object:
    """Decode the text from ``opening`` on, which is a frame and nothing else in nearly every log."""
    try:
        return orjson.loads(text[opening:] if opening else text)
    except orjson.JSONDecodeError:
        return None


def _closed(frame: str, start: int, end: int, context: Context) -> Piece | None:
    """Judge the text of an array whose brackets are in order."""
    try:
        value = decode_frame(frame)
    except BrokenFrameError as broken:
        return _broken(frame, broken, start, end, context)
    if is_frame(value):
        return Piece("frame", start, end, context, value, missing_elements(value) or "")
    if is_elided(frame) and context.dialect != TEXT:
        return _elided(frame, start, end, context)
    if not is_convincing(frame) and context.dialect in (BARE, TEXT):
        reason = fault_of(value) or ""
        return Piece("unrecognised", start, end, context, None, reason) if context.dialect == BARE else None
    return Piece("framing", start, end, context, None, fault_of(value) or "", start)


def _broken(frame: str, broken: BrokenFrameError, start: int, end: int, context: Context) -> Piece:
    if is_elided(frame):
        return _elided(frame, start, end, context)
    if broken.kind == "too-deep":
        return Piece("too-deep", start, end, context, None, broken.reason, start + broken.offset)
    if not is_convincing(frame) and context.dialect in (BARE, TEXT):
        return Piece("unrecognised", start, end, context)
    return Piece("malformed", start, end, context, None, broken.reason, min(start + broken.offset, end))


def _elided(frame: str, start: int, end: int, context: Context) -> Piece:
    """Keep type and id of a frame that the log shortened: they stand at its head and are rarely touched."""
    head = re.match(r'\[\s*([2-6])\s*,\s*"([^"]*)"', frame)
    known = (int(head[1]), head[2]) if head is not None else (0, "")
    return Piece("elided", start, end, context, known)


def _is_shortened(text: str, start: int, end: int) -> bool:
    """Say whether the length logged behind a frame, as ``websockets`` does, is not that of the frame."""
    shown = re.compile(_SHOWN_LENGTH).match(text, end)
    return shown is not None and int(shown[1]) != len(text[start:end].encode("utf-8", "replace"))


def _escaped(text: str, opening: int, backslashes: int, context: Context) -> Piece | None:
    try:
        frame, end = escaped_frame(text, opening, backslashes)
    except BrokenFrameError as broken:
        return Piece("malformed", opening, len(text), context, None, broken.reason, opening)
    if end_of_frame(frame, 0) < 0:
        return lost(frame, opening, end, context)
    piece = _closed(frame, opening, end, context)
    return piece._replace(end=end, at=opening) if piece is not None else None


def _unfinished(text: str, opening: int, context: Context) -> Piece:
    """Judge a frame that is open at the end of its line: cut off if another one follows on the line."""
    later = OPENING.search(text, opening + 1)
    for _ in range(_FAILURES_ALLOWED):
        if later is None:
            break
        end = end_of_frame(text, later.start()) if later[2] == '"' and not later[1] else -1
        if end > 0 and _is_whole(text[later.start() : end]):
            return lost(text[opening : later.start()], opening, later.start(), context)
        later = OPENING.search(text, later.end())
    return Piece("open", opening, len(text), context)


def _is_whole(frame: str) -> bool:
    try:
        return is_frame(decode_frame(frame))
    except BrokenFrameError:
        return False


def lost(frame: str, start: int, end: int, context: Context) -> Piece:
    """Judge a frame whose end will not come: shortened, cut off, or nothing that is known to be OCPP."""
    if is_elided(frame):
        return _elided(frame, start, end, context)
    if is_convincing(frame) or context.dialect not in (BARE, TEXT):
        return Piece("truncated", start, end, context, None, "the frame breaks off here", end)
    return Piece("unrecognised", start, end, context)


def judge_closed(frame: str, context: Context) -> Piece | None:
    """Judge the text of a frame put together from several lines; the offsets are those in ``frame``."""
    return _closed(frame, 0, len(frame), context)
