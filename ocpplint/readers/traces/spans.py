"""The position of a frame in the text of a JSON line, for a frame found in the decoded value."""

from typing import Any

from ocpplint.readers.traces.frames import OPENING, BrokenFrameError, end_of_frame, escaped_frame

_MISSES_ALLOWED = 16


class FrameSpans:
    """Finds the frames of one line, requested in their order; the text is read once."""

    __slots__ = ("_at", "_end", "_line", "_misses", "_start")

    def __init__(self, line: str) -> None:
        self._line = line
        self._start, self._end = len(line) - len(line.lstrip()), len(line.rstrip())
        self._at = self._misses = 0

    def span(self, frame: list[Any] | None) -> tuple[int, int]:
        """Return the offsets of ``frame``, or of the whole line where it can't be told: None, an id that is no text."""
        if frame is None or not isinstance(frame[1], str) or self._misses > _MISSES_ALLOWED:
            return self._start, self._end
        opening = OPENING.search(self._line, self._at)
        while opening is not None:
            if self._line.startswith(frame[1], opening.end()):
                return self._found(opening.start(), len(opening[1] or ""))
            opening = OPENING.search(self._line, opening.end())
        self._misses += 1
        return self._start, self._end

    def _found(self, start: int, backslashes: int) -> tuple[int, int]:
        if not backslashes:
            self._at = end_of_frame(self._line, start)
        else:
            try:
                self._at = escaped_frame(self._line, start, backslashes)[1]
            except BrokenFrameError:
                self._at = len(self._line)
        if self._at < 0:
            self._at = len(self._line)
        return start, self._at
