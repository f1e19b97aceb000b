"""Where the entries of a configuration's lists, ``[[stations]]``, ``[[desired]]`` and ``[[suppress]]``, stand."""

import os
import re
from typing import Any, NamedTuple

from ocpplint.facts.fact import Location
from ocpplint.resources.regular import read_regular

_HEADER = r"(?m)^[ \t]*\[\[[ \t]*(?:tool\.ocpplint\.)?%s[ \t]*\]\][^\n]*"
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_INLINE = r"(?m)^[ \t]*%s[ \t]*="
_COMMENTS_ABOVE = re.compile(r"(?:[ \t]*\r?\n)*+((?:[ \t]*(?:#[^\n]*)?\r?\n)*+)\Z")


class EntryPlace(NamedTuple):
    """The entry ``number`` of ``total`` of a list in the configuration at ``path``; looked up when somebody asks."""

    path: str
    name: str
    number: int
    total: int
    whole: bool = False

    def can_be_cut(self) -> bool:
        """Return whether the lines of the entry can't be anything else."""
        text = _text(self.path)
        return len(re.findall(_HEADER % self.name, text)) == self.total and not re.search("\"\"\"|'''", text)

    def locate(self) -> Location:
        """Work out line and column: of the table's header, or of the whole table."""
        text = _text(self.path)
        headers = list(re.finditer(_HEADER % self.name, text))
        shown = os.path.relpath(self.path)
        if len(headers) != self.total:
            # Inline tables have no lines of their own.
            inline = re.search(_INLINE % self.name, text)
            return Location(shown, *_position(text, inline.start() if inline else 0) * 2)
        header = headers[self.number]
        end = _end_of_table(text, header.end()) if self.whole else header.end()
        return Location(shown, *_position(text, header.start()), *_position(text, end))


def _end_of_table(text: str, start: int) -> int:
    """Return where the table whose header ends at ``start`` ends; comments right above the next one belong to that."""
    following = _TABLE.search(text, start)
    if following is None:
        return len(text)
    comments = _COMMENTS_ABOVE.search(text, start, following.start())
    return comments.start(1) if comments else following.start()


def place_of(name: str, entry: dict[str, Any]) -> EntryPlace:
    """Return where an entry of the list ``name`` stands."""
    return EntryPlace(entry["in"], name, entry["number"], entry["of"])


def _text(path: str) -> str:
    try:
        return read_regular(path).decode("utf-8", "replace")
    except OSError:
        # It was there when it was loaded; its entries are then told without their lines.
        return ""


def _position(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
