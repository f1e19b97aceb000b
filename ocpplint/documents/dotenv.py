"""Files of environment variables (``.env``), as python-dotenv reads them, with positions.

``export``, quotes with escapes and over several lines, comments behind white space. Nothing is interpolated: what
``${NAME}`` stands for, the file does not say. A line that sets nothing is reported and passed over.
"""

import re

from ocpplint.documents.growing_tree import Branch, GrowingTree, Part, dotted_parts
from ocpplint.documents.tree import Document

_START = re.compile(r"\s*+(?:export[^\S\r\n]++(?=[^=\s#]))?")
_KEY = re.compile(r"'([^'\r\n]++)'|([^=:#\s]++)")
_EQUALS = re.compile(r"[^\S\r\n]*+(=|:(?=[^\S\r\n]))[^\S\r\n]*+")
_QUOTED = {
    '"': re.compile(r'"((?:[^"\\]|\\.)*+)"', re.DOTALL),
    "'": re.compile(r"'((?:[^'\\]|\\.)*+)'", re.DOTALL),
    "`": re.compile(r"`([^`]*+)`"),
}
_LINE = re.compile(r"[^\r\n]*+")
_COMMENT = re.compile(r"(?<=\s)#")
_REST = re.compile(r"[^\S\r\n]*+(#[^\r\n]*+)?(?=[\r\n]|\Z)")
_ESCAPES = {
    '"': re.compile(r"\\([\\'\"abfnrtv])"),
    "'": re.compile(r"\\([\\'])"),
    "`": re.compile(r"(?!)()"),
}
_MEANINGS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def parse_env(text: str) -> Document:
    """Parse a file of environment variables. Raises nothing: what is wrong is in the document's ``problems``."""
    reader = _EnvReader(text)
    at = int(text.startswith("\ufeff"))
    while (at := reader.skip_space(at)) < len(text):
        at = reader.statement(at)
    return reader.tree.document()


class _EnvReader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._endless: set[str] = set()
        self.tree = GrowingTree(text)

    def skip_space(self, at: int) -> int:
        """Return where the next thing begins, behind white space and ``export``."""
        found = _START.match(self._text, at)
        return at if found is None else found.end()

    def statement(self, at: int) -> int:
        """Read a comment or a variable; return the offset after its line."""
        line_end = self._line_end(at)
        if self._text[at] == "#":
            self.tree.wait(at, line_end)
            return line_end
        key = _KEY.match(self._text, at)
        if key is None:
            self.tree.expected("a name", at, line_end)
            return line_end
        group = 1 if key[1] is not None else 2
        parts = dotted_parts(key[group], key.start(group))
        return self._value(parts, key.end())

    def _line_end(self, at: int) -> int:
        found = _LINE.match(self._text, at)
        return at if found is None else found.end()

    def _value(self, parts: list[Part], at: int) -> int:
        """Read what stands behind a name; return the offset after its line."""
        equals = _EQUALS.match(self._text, at)
        if equals is None:
            return self._without_value(parts, at)
        at = equals.end()
        quoted = self._quoted(at)
        if quoted is None:
            return self._plain(parts, at)
        said, end = quoted
        return self._put(parts, said, at, end)

    def _put(self, parts: list[Part], value: str | None, start: int, end: int) -> int:
        """Set a variable; return the offset after its line."""
        return self._rest(end, self.tree.put(self.tree.top, parts, value, start, end) or self.tree.top)

    def _without_value(self, parts: list[Part], at: int) -> int:
        """A name alone passes a variable on; with anything behind it, it sets nothing."""
        rest = _REST.match(self._text, at)
        if rest is None:
            # What stands behind the name may be a secret.
            self.tree.report("expected `=` after the name", parts[0].start, at)
            return self._line_end(at)
        return self._put(parts, None, at, at)

    def _quoted(self, at: int) -> tuple[str, int] | None:
        """Return what the quoted value at an offset says, and the offset after it; None if there is none."""
        quote = self._text[at : at + 1]
        if quote not in _QUOTED or not quote:
            return None
        found = None if quote in self._endless else _QUOTED[quote].match(self._text, at)
        if found is not None:
            return _ESCAPES[quote].sub(lambda escape: _MEANINGS.get(escape[1], escape[1]), found[1]), found.end()
        # Where one quote is not closed up to the end of the text, the next is not either.
        self._endless.add(quote)
        end = at + len(self._text[at : self._line_end(at)].rstrip())
        self.tree.expected(f"`{quote}` at the end of the value", at, end)
        return self._text[at + 1 : end], end

    def _plain(self, parts: list[Part], at: int) -> int:
        line_end = self._line_end(at)
        comment = _COMMENT.search(self._text, at, line_end)
        end = at + len(self._text[at : line_end if comment is None else comment.start()].rstrip())
        return self._put(parts, self._text[at:end], at, end)

    def _rest(self, at: int, holder: Branch) -> int:
        """Read what may stand behind a value: a comment, which stays with it."""
        found = _REST.match(self._text, at)
        line_end = self._line_end(at)
        if found is None:
            self.tree.expected("the end of the line", at, line_end)
        elif found[1] is not None:
            self.tree.beside(found.start(1), line_end, holder)
        return line_end
