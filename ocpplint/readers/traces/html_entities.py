"""Frames altered by a web page, a word processor or a chat: HTML entities, typographic quotes.

Such text is restored and read; every offset in it maps to its offset in the line as written.
"""

import re
from bisect import bisect_right

_OPENING = re.compile(r"\[\s*[2-6]\s*,\s*(?:&quot;|&#34;|&#x22;|[“”„‟«»″＂])", re.IGNORECASE)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))
_ENTITY = r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});"


class Unescaped:
    """A restored line: ``text``, and the mapping from its offsets to those of the original."""

    __slots__ = ("_places", "text")

    def __init__(self, line: str) -> None:
        import html

        parts: list[str] = []
        self._places: list[tuple[int, int]] = [(0, 0)]
        at = size = 0
        for entity in re.finditer(_ENTITY, line):
            character = html.unescape(entity[0])
            parts += [line[at : entity.start()], character]
            size += entity.start() - at + len(character)
            at = entity.end()
            self._places.append((size, at))
        self.text = ("".join(parts) + line[at:]).translate(_QUOTES)

    def offset(self, offset: int) -> int:
        """Return where in the line as written an offset of ``text`` is."""
        here, there = self._places[bisect_right(self._places, (offset, 1 << 62)) - 1]
        return there + offset - here


def is_disguised(line: str) -> bool:
    """Return whether a frame opens in the line whose quotes are none of JSON's."""
    return _OPENING.search(line) is not None
