"""From character offsets to lines and columns."""

from bisect import bisect_right


class LineIndex:
    r"""The lines of a text, found when the first position is asked for.

    Lines end at ``\n``, ``\r\n`` or ``\r``, as editors count them; the further separators of Unicode
    (form feed, U+2028, ...) end none.
    """

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] | None = None

    def position(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column, in characters, of the character at ``offset``.

        The end of the text is a position too. Raises ``IndexError`` for an offset outside the text.
        """
        if not 0 <= offset <= len(self._text):
            raise IndexError(f"offset {offset} is outside the text")
        if self._starts is None:
            self._starts = line_starts(self._text)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def line_starts(text: str) -> list[int]:
    """Return the offset of the first character of each line."""
    import re

    return [0, *(end.end() for end in re.finditer(r"\r\n?|\n", text))]
