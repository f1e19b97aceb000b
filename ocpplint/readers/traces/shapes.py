"""The shape of a line that is not understood: the part that all lines of its kind share."""

import re

_LENGTH = 60
_PARTS = re.compile(
    r"(?P<string>\"[^\"]*\"?|'[^']*'?)|(?P<number>[0-9a-fA-F]*\d[0-9a-fA-F.:\-]*)|(?P<blank>\s+)|(?P<word>[^\W\d_]+)"
)


def shape_of(text: str) -> str:
    """Return the beginning of ``text`` with strings as ``""``, numbers as ``0``: ``[0, '', '', {``.

    A message type number stays, and so do the first words, which tell the kinds of lines apart.
    """
    head = re.match(r"\s*\[\s*([2-6])\s*,", text)
    shape = _PARTS.sub(_part, text[: 4 * _LENGTH])
    if head is not None:
        shape = shape.replace("[0", f"[{head[1]}", 1)
    return shape[:_LENGTH].strip()


def _part(found: re.Match[str]) -> str:
    if found["string"] is not None:
        return found["string"][0] * 2
    if found["number"] is not None:
        return "0"
    return " " if found["blank"] is not None else found["word"]
