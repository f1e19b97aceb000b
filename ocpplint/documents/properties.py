"""Java's ``.properties``, with positions (``java.util.Properties.load``).

Separators are ``=``, ``:`` and white space, a backslash at the end of a line continues it, ``#`` and ``!`` begin a
comment at the start of a line only. Keys are taken apart at their dots.
"""

import re

from ocpplint.documents.growing_tree import GrowingTree, Part, dotted_parts
from ocpplint.documents.tree import Document

_SPACE = re.compile(r"[ \t\f]*+")
_BLANK = re.compile(r"[ \t\f\r\n]*+")
_LINE = re.compile(r"[^\r\n]*+")
_KEY = re.compile(r"(?:[^\\=: \t\f\r\n]|\\(?:\r\n|.|\Z))*+", re.DOTALL)
_SEPARATOR = re.compile(r"(?:[ \t\f]|\\(?:\r\n?|\n)[ \t\f]*+)*+[=:]?(?:[ \t\f]|\\(?:\r\n?|\n)[ \t\f]*+)*+")
_VALUE = re.compile(r"(?:[^\\\r\n]|\\(?:\r\n|.|\Z))*+", re.DOTALL)
_NOTHING = re.compile(r"(?:[ \t\f]|\\(?:\r\n?|\n|\Z))*+")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(?:\r\n?|\n)[ \t\f]*|(.?))", re.DOTALL)
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE = re.compile("[\ud800-\udfff]")
_MEANINGS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


def parse_properties(text: str) -> Document:
    """Parse ``.properties``. Raises nothing: the one thing that can be wrong, an escape, is in ``problems``."""
    tree = GrowingTree(text)
    at = int(text.startswith("\ufeff"))
    while (at := _end(_BLANK, text, at)) < len(text):
        if text[at] in "#!":
            end = _end(_LINE, text, at)
            tree.wait(at, end)
        else:
            end = _property(tree, text, at)
        at = end
    return tree.document()


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return at if found is None else found.end()


def _property(tree: GrowingTree, text: str, at: int) -> int:
    """Read a key and its value; return the offset after them."""
    key_end = _end(_KEY, text, at)
    start = _end(_SEPARATOR, text, key_end)
    end = _end(_VALUE, text, start)
    if _NOTHING.fullmatch(text, at, end):
        # A line that is continued by nothing.
        return end
    parts = _parts(tree, text, at, key_end)
    tree.put(tree.top, parts, _unescaped(tree, text, start, end), start, end)
    return end


def _parts(tree: GrowingTree, text: str, start: int, end: int) -> list[Part]:
    """Take a key apart at its dots, but for those after a backslash."""
    key = text[start:end]
    if "\\" not in key:
        return dotted_parts(key, start)
    # What is escaped is no dot.
    masked = _ESCAPE.sub(lambda escape: "_" * len(escape[0]), key)
    return [
        Part(_unescaped(tree, text, part.start, part.end), part.start, part.end)
        for part in dotted_parts(masked, start)
    ]


def _unescaped(tree: GrowingTree, text: str, start: int, end: int) -> str:
    """Return what a key or a value says."""
    said = text[start:end]
    if "\\" not in said:
        return said
    for escape in _ESCAPE.finditer(said):
        if escape[2] == "u":
            at = start + escape.start()
            tree.expected("four hexadecimal digits after `\\u`", at, min(at + len("\\u0000"), end))
    said = _ESCAPE.sub(_meaning, said)
    return _LONE.sub("\ufffd", _PAIR.sub(_joined, said))


def _meaning(escape: re.Match[str]) -> str:
    if escape[1] is not None:
        return chr(int(escape[1], 16))
    return "" if escape[2] is None else _MEANINGS.get(escape[2], escape[2])


def _joined(pair: re.Match[str]) -> str:
    """Make one character of the two halves that Java writes."""
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")
