"""The entries ``[[suppress]]`` of a configuration, as waivers."""

import os
import re
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from ocpplint.config import Config
from ocpplint.facts import Location
from ocpplint.waivers import Waiver

_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*(?:tool\.ocpplint\.)?suppress[ \t]*\]\][^\n]*", re.MULTILINE)
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_INLINE = re.compile(r"^[ \t]*suppress[ \t]*=", re.MULTILINE)
_COMMENTS_ABOVE = re.compile(r"(?:[ \t]*\r?\n)*+((?:[ \t]*(?:#[^\n]*)?\r?\n)*+)\Z")
_WILD = re.compile(r"[*?]")


class EntryPlace(NamedTuple):
    """The entry ``number`` of ``total`` in the configuration at ``path``; looked up when somebody asks."""

    path: str
    number: int
    total: int
    whole: bool = False

    def can_be_cut(self) -> bool:
        """Tell whether the lines of the entry can't be anything else."""
        text = _text(self.path)
        return len(_HEADER.findall(text)) == self.total and not re.search("\"\"\"|'''", text)

    def locate(self) -> Location:
        """Work out line and column: of the table's header, or of the whole table."""
        text = _text(self.path)
        headers = list(_HEADER.finditer(text))
        shown = os.path.relpath(self.path)
        if len(headers) != self.total:
            # Inline tables have no lines of their own.
            inline = _INLINE.search(text)
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


def waivers_in(config: Config, paths: Collection[str], *, everything: bool) -> Iterator[Waiver]:
    """Yield the entries of a configuration, and of those it extends.

    ``paths`` are the inputs of the run, and ``everything`` says that they are all there are: else an entry for other
    inputs is not unused, and never is one that other configurations share.
    """
    own = os.path.abspath(config.path or "")
    looked_at = {os.path.abspath(path) for path in paths}
    for entry in config.suppress:
        place = place_of(entry)
        folder = os.path.dirname(os.path.abspath(entry["in"]))
        yield Waiver(
            words=(entry["rule"],),
            reason=entry.get("reason", "").strip(),
            place=place,
            whole=(place._replace(whole=True),) if place.can_be_cut() else (),
            named=entry["in"] == own and (everything or _is_one_of(looked_at, folder, entry)),
            folder=folder,
            glob=entry.get("path"),
            pointer=entry.get("pointer"),
            station=entry.get("station"),
            key=entry.get("key"),
            message_id=entry.get("message"),
            expires=entry.get("expires"),
        )


def place_of(entry: dict[str, Any]) -> EntryPlace:
    """Return where an entry stands."""
    return EntryPlace(entry["in"], entry["number"], entry["of"])


def _is_one_of(paths: Collection[str], folder: str, entry: dict[str, Any]) -> bool:
    """Tell whether an entry is about one input, and that is among those."""
    glob = entry.get("path", "*")
    return not _WILD.search(glob) and os.path.normpath(os.path.join(folder, glob)) in paths


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except OSError:
        # It was there when it was loaded; its entries are then told without their lines.
        return ""


def _position(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
