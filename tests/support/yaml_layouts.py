"""YAML as different people lay it out: random trees written with random indentation, quoting, comments, mistakes."""

import re
from random import Random
from typing import NamedTuple, TypeAlias


class Mapping(NamedTuple):
    """A mapping, which may repeat a key."""

    pairs: "list[tuple[str, Tree]]"


Tree: TypeAlias = "bool | int | str | list[Tree] | Mapping | None"

ALPHABET = " -:#'\"[]{},&*!|>%@?\n\r\t0aé~\\<="
PIECES = (
    "a: ", "b:", "- ", "-", ": ", ":", " #c", "#", "'x'", '"y"', "'", '"', "[", "]", "{", "}", ", ", ",", "a", "-1",
    "\n", "\n", "\n", "\n  ", "\n  ", "\n    ", "\n- ", "\na: ", "\n  - ", "\n  b: ", "\r\n", " ", "  ", "---", "...",
    "? ", "?", "&a ", "*a", "!t ", "| ", ">", "%", "{{", "<<: ", "~", "é", "\\n", "\t", "''", "x y", "0", "a:b", "a#b",
)  # fmt: skip
_LONGEST_FLOW = 200
_BARE = re.compile(r"[A-Za-z0-9é😀_/.+~](?:[\w./+~-]|[ -](?=\w)|:(?=\w)|#(?<=\w#))*")
_BARE_IN_FLOW = re.compile(r"[A-Za-z0-9é_/.+~](?:[\w./+~-]|[ -](?=\w)|:(?=\w))*")
_KEYS = ("HeartbeatInterval", "Key_2", "k", "a b", "a:b", "2", "é", "a#b", "it's", "x: y", "#", "true", "- a", "")
_TEXTS = ("RST", "", "x y", "a # b", "a: b", "it's", 'say "x"', "C:\\n", "wss://a/b", "~", "-", "- a", "[", "{{ x }}",
          "yes", "é😀", "'", '"', "null", "0x1F", "12:30", " a ", "a,b", "&a", "*a", "!t", "|", "%x", "@", "? a")  # fmt: skip


def tree(random: Random, depth: int = 4) -> Tree:
    """Return a random tree of at most the given depth."""
    kind = random.random()
    if depth == 0 or kind < 0.4:
        return random.choice([None, True, False, 0, 30, -16, *_TEXTS])
    if kind < 0.65:
        return [tree(random, depth - 1) for _ in range(random.randrange(4))]
    return Mapping([(random.choice(_KEYS), tree(random, depth - 1)) for _ in range(random.randrange(5))])


class Layout:
    """One person's way to write YAML, with all its moods: every choice is the random generator's."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._comments = random.choice([0.0, 0.05, 0.3])

    def document(self, value: Tree) -> str:
        """Return a document of one tree, in one of the line ends that files have."""
        mark = self._random.choice([[], ["---"], ["--- # c"]])
        indent = self._random.choice([0, 0, 0, 1, 2])
        lines = [*self._between(), *mark, *self._between(), *self._node(value, indent), *self._between()]
        line_end = self._random.choice(["\n", "\r\n"])
        return line_end.join(lines) + self._random.choice(["", line_end])

    def _often(self, share: float) -> bool:
        return self._random.random() < share

    def _between(self) -> list[str]:
        """Return blank lines and comments, indented as it happens."""
        lines = []
        while self._often(self._comments):
            lines.append(
                " " * self._random.randrange(7) + self._random.choice(["", "# c", "#", "## a: b ", "# - 'x"])
            )
        return lines

    def _node(self, value: Tree, indent: int) -> list[str]:
        if self._is_inline(value):
            return [" " * indent + self._inline(value)]
        return self._block(value, indent, is_first_bare=False)

    def _is_inline(self, value: Tree) -> bool:
        return not _children(value) or (self._often(0.2) and len(repr(value)) < _LONGEST_FLOW)

    def _block(self, value: Tree, indent: int, *, is_first_bare: bool) -> list[str]:
        lines: list[str] = []
        for key, child in _children(value):
            if lines or not is_first_bare:
                lines += self._between()
            head = " " * indent + ("-" if key is None else self._scalar(key, _BARE) + " " * self._often(0.1) + ":")
            lines += self._child(head, key, child, indent)
        return lines

    def _child(self, head: str, key: str | None, value: Tree, indent: int) -> list[str]:
        gap = " " * self._random.choice([1, 1, 1, 2, 4])
        if value is None and self._often(0.5):
            return [head + self._beside()]
        if self._is_inline(value):
            return [head + gap + self._inline(value)]
        if key is None and self._often(0.7):
            compact = indent + 1 + len(gap)
            first, *more = self._block(value, compact, is_first_bare=True)
            return [head + gap + first[compact:], *more]
        least = 0 if isinstance(value, list) and key is not None else 1
        inner = indent + max(least, self._random.choice([0, 1, 2, 2, 2, 4]))
        return [head + self._beside(), *self._block(value, inner, is_first_bare=False)]

    def _beside(self) -> str:
        comment = "  # beside: 'it" if self._often(self._comments) else ""
        return comment + " " * (self._often(0.05) * 2)

    def _inline(self, value: Tree) -> str:
        is_flow = isinstance(value, (list, Mapping))
        return (self._flow(value) if is_flow else self._scalar(value, _BARE)) + self._beside()

    def _flow(self, value: Tree) -> str:
        space = " " * self._random.choice([0, 0, 1, 2])
        match value:
            case Mapping(pairs):
                return "{" + space + f",{space}".join(self._pair(*pair) for pair in pairs) + space + "}"
            case list():
                return "[" + space + f",{space}".join(map(self._flow, value)) + space + "]"
        return self._scalar(value, _BARE_IN_FLOW)

    def _pair(self, key: str, value: Tree) -> str:
        written = self._scalar(key, _BARE_IN_FLOW)
        colon = ":" if written[0] in "\"'" and self._often(0.3) else ": "
        return written + colon + self._flow(value)

    def _scalar(self, value: Tree, bare: re.Pattern[str]) -> str:
        if not isinstance(value, str):
            return "~" if value is None else str(value).lower()
        if bare.fullmatch(value) and self._often(0.7):
            return value
        if self._often(0.5):
            return "'" + value.replace("'", "''") + "'"
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _children(value: Tree) -> list[tuple[str | None, Tree]]:
    match value:
        case Mapping(pairs):
            return [*pairs]
        case list():
            return [(None, item) for item in value]
    return []


def damaged(text: str, random: Random) -> str:
    """Return a text with a few slips of the pen: characters and lines lost, doubled, swapped, moved."""
    for _ in range(random.randrange(1, 4)):
        at = random.randrange(len(text) + 1)
        lines = text.split("\n")
        line, other = random.randrange(len(lines)), random.randrange(len(lines))
        match random.randrange(7):
            case 0:
                text = text[:at] + text[at + 1 :]
            case 1:
                text = text[:at] + random.choice(ALPHABET) + text[at:]
            case 2:
                text = text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
            case 3:
                text = text[:at] + random.choice(PIECES) + text[at:]
            case 4:
                lines[line], lines[other] = lines[other], lines[line]
                text = "\n".join(lines)
            case 5:
                text = "\n".join(lines[:line] + lines[line + 1 :])
            case _:
                lines[line] = " " * random.randrange(5) + lines[line].lstrip(" ")
                text = "\n".join(lines)
    return text
