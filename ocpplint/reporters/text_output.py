"""The output of the text formats: line by line, in the encoding and with the colours of the stream."""

from typing import Final, Literal, TextIO

from ocpplint.reporters.gate import inert, unmarked, visible_line
from ocpplint.reporters.report import Style

Ink = Literal["error", "warning", "info", "bold", "dim"]

_SGR: Final[dict[Ink, str]] = {"error": "1;31", "warning": "1;33", "info": "1;34", "bold": "1", "dim": "2"}
_ASCII: Final = {"│": "|", "┌": ",", "─": "-", "⋮": ":", "…": "...", "•": "*"}
_CONTROL_PICTURES: Final = 0x2400
_NARROWEST: Final = 40


class TextOutput:
    """Writes lines in the encoding of the stream that no CI service reads as a command."""

    __slots__ = ("_colour", "_encoding", "_out", "width")

    def __init__(self, out: TextIO, style: Style) -> None:
        self._out = out
        self._colour = style.colour
        self._encoding = _limited_encoding(out)
        self.width = max(_NARROWEST, style.width)

    def line(self, text: str = "", ending: str = "\n") -> None:
        """Write one line that no CI service reads as a command, for any text."""
        self._out.write(self.fit(inert(visible_line(text, colour=self._colour))) + ending)

    def command(self, text: str) -> None:
        """Write a line that may be a command of ours to GitHub."""
        self._out.write(self.fit(unmarked(visible_line(text))) + "\n")

    def paint(self, text: str, ink: Ink) -> str:
        """Colour a text, if the page has colours."""
        return f"\x1b[{_SGR[ink]}m{text}\x1b[0m" if self._colour and text else text

    def fit(self, text: str) -> str:
        """Write a text with what the encoding has; the rest becomes ASCII or an escape."""
        if self._encoding is None or text.isascii():
            return text
        return "".join(map(self._fit_character, text))

    def _fit_character(self, character: str) -> str:
        encoding = self._encoding or "ascii"
        try:
            character.encode(encoding)
        except UnicodeEncodeError:
            return _plain(character)
        return character


def _limited_encoding(out: TextIO) -> str | None:
    """Return the stream's encoding if it lacks some characters; a stream without one takes them all."""
    encoding = getattr(out, "encoding", None)
    if not encoding or encoding.lower().replace("_", "-").startswith("utf"):
        return None
    return str(encoding)


def _plain(character: str) -> str:
    if character in _ASCII:
        return _ASCII[character]
    if _CONTROL_PICTURES <= ord(character) < _CONTROL_PICTURES + 0x20:
        return f"\\x{ord(character) - _CONTROL_PICTURES:02x}"
    return character.encode("ascii", "backslashreplace").decode("ascii")


def text_width(text: str) -> int:
    """Count the terminal columns a text takes (Unicode Standard Annex 11)."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(character) in ("Mn", "Me") else 2 if east_asian_width(character) in "WF" else 1
        for character in text
    )


def wrapped(text: str, room: int) -> list[str]:
    """Break a text into lines of at most ``room`` columns, between words only."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and text_width(lines[-1]) + 1 + text_width(word) > room:
            lines.append(word)
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return lines
