"""INI, read tolerantly and with positions.

What programs agree on: sections, ``=`` and ``:``, comments on lines of their own or behind white space, quotes round a
value that are not part of it, continuation lines as in Python's ``configparser``; nothing is interpolated. A deeper
indented line that sets a key itself continues nothing. Sections in sections are written with dots (``[CP-1.ocpp]``), as
in Git (``[station "CP-1"]``) or with more brackets (``[[ocpp]]``).
"""

import re
from typing import NamedTuple

from ocpplint.documents.growing_tree import Branch, GrowingTree, Part, dotted_parts
from ocpplint.documents.tree import Document, Object

_LINE = re.compile(r"([^\S\r\n]*+)([^\r\n]*+)(?:\r\n?|\n|\Z)")
_COMMENT = re.compile(r"(?:^|(?<=\s))[#;]")
_SEPARATOR = re.compile(r"\s*([=:])\s*")
_KEY = re.compile(r"[^=:]*+")
_ASSIGNMENT = re.compile(r"[A-Za-z_][\w.-]*+\s*[=:](?=[^/:]|$)")
_QUOTED = {quote: re.compile(rf"{quote}[^{quote}]*+{quote}(?=\s*(?:[#;]|$))") for quote in "\"'"}
_IN_GIT = re.compile(r'([^\s"]+)\s+"([^"]+)"')


class _Open(NamedTuple):
    """A value that the next lines may continue: the object it is in, its place there, its lines, its key's column."""

    holder: Branch
    child: int
    lines: list[str]
    column: int


def parse_ini(text: str) -> Document:
    """Parse INI. Raises nothing: what is wrong is in the document's ``problems``."""
    return _IniReader(text).read()


class _IniReader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tree = GrowingTree(text)
        self._sections = [self._tree.top]
        self._open: _Open | None = None
        self._end = 0

    def read(self) -> Document:
        """Read the text line by line."""
        at = 1 if self._text.startswith("\ufeff") else 0
        while at < len(self._text) and (line := _LINE.match(self._text, at)) is not None:
            self._line(line[2].rstrip(), line.start(2), len(line[1]))
            at = line.end()
        self._finish()
        self._sections[-1].stretch(self._end)
        return self._tree.document()

    def _line(self, said: str, start: int, column: int) -> None:
        if not said:
            if self._open is not None:
                self._open.lines.append("")
        elif said[0] in "#;":
            self._tree.wait(start, start + len(said))
        elif self._continues(said, column):
            self._continue(said, start)
        else:
            self._finish()
            if said[0] == "[":
                self._header(said, start)
            else:
                self._option(said, start, column)

    def _continues(self, said: str, column: int) -> bool:
        if self._open is None or column <= self._open.column:
            return False
        return not any(self._open.lines) or not (said[0] == "[" or _ASSIGNMENT.match(said))

    def _continue(self, said: str, start: int) -> None:
        if self._open is None:
            return
        kept = self._without_comment(said, start, self._open.holder)
        self._open.lines.append(kept)
        self._end = start + len(kept)
        marks = self._open.holder.positions.marks
        if not any(self._open.lines[:-1]):
            marks[-2] = start
        marks[-1] = self._end

    def _finish(self) -> None:
        """End the value that might have been continued."""
        if self._open is not None and len(self._open.lines) > 1:
            holder, index, lines, _ = self._open
            key, _ = holder.children[index]
            holder.children[index] = (key, "\n".join(lines).strip())
        self._open = None

    def _without_comment(self, said: str, start: int, holder: Branch) -> str:
        """Return a text without the comment at its end, which is kept as one."""
        comment = _COMMENT.search(said)
        if comment is None:
            return said
        self._tree.beside(start + comment.start(), start + len(said), holder)
        return said[: comment.start()].rstrip()

    # Sections

    def _header(self, said: str, start: int) -> None:
        depth = min(len(said) - len(said.lstrip("[")), len(self._sections))
        bracket = said.find("]" * depth, depth)
        end = len(said) if bracket < 0 else bracket
        behind = said[end + depth :].strip() if bracket >= 0 else ""
        name = said[depth:end].strip()
        self._sections[-1].stretch(self._end)
        del self._sections[depth:]
        if bracket < 0 or not name:
            self._tree.expected("the name of a section and `]`", start, start + len(said))
        parts = _section_parts(name, start + said.index(name, depth)) if name else []
        section = self._section(parts, start, start + len(said))
        self._sections.append(section)
        self._end = start + end + depth
        if behind:
            self._behind_header(section, start + len(said) - len(behind), start + len(said))

    def _section(self, parts: list[Part], start: int, end: int) -> Branch:
        above = self._sections[-1]
        holder = self._tree.below(above, parts[:-1], start, end) if parts else None
        if holder is None:
            # Nothing that follows stands under a name: it is read, and kept apart.
            return above.open(Part("", start, start), Object([]), start, end)
        known = holder.named.get(parts[-1].text)
        if known is None:
            self._tree.settle_comments(holder, len(holder.children))
            return holder.open(parts[-1], Object([]), start, end)
        self._tree.settle_comments(known, len(known.children))
        return known

    def _behind_header(self, section: Branch, start: int, end: int) -> None:
        if self._text[start] in "#;":
            self._tree.comment(start, end, section.route, len(section.children), trailing=False)
        else:
            self._tree.expected("the end of the line", start, end)

    # Options

    def _option(self, said: str, start: int, column: int) -> None:
        """Read a key and what stands behind it."""
        key_end = self._key_end(said)
        key = said[:key_end].rstrip()
        separator = _SEPARATOR.match(said, len(key))
        if not key:
            self._tree.expected("a key", start, start + len(said))
            return
        if separator is None or separator.start(1) != key_end:
            self._without_separator(said[:key_end].rstrip(), said, start)
            return
        parts = dotted_parts(key, start)
        value, behind = self._value(said, separator.end())
        begin = start + separator.end()
        holder = self._put(parts, value, begin, begin + len(said[separator.end() : behind].rstrip()))
        if holder is None:
            return
        self._open = _Open(holder, len(holder.children) - 1, [value], column)
        if behind < len(said):
            self._tree.beside(start + behind, start + len(said), holder)

    def _key_end(self, said: str) -> int:
        """Return where the separator stands, or the comment if there is none before it, or the end."""
        found = _KEY.match(said)
        end = len(said) if found is None else found.end()
        comment = _COMMENT.search(said, 0, end)
        return end if comment is None else comment.start()

    def _value(self, said: str, at: int) -> tuple[str, int]:
        """Return the value that begins at an offset of a line, and where the comment behind it begins, or the end."""
        quoted = _QUOTED[said[at]].match(said, at) if said[at : at + 1] in ('"', "'") else None
        if quoted is not None:
            behind = _COMMENT.search(said, quoted.end())
            return quoted[0][1:-1], len(said) if behind is None else behind.start()
        comment = _COMMENT.search(said, at)
        end = len(said) if comment is None else comment.start()
        value = said[at:end].rstrip()
        # Relatives of INI end each value with it.
        return (value[:-1].rstrip(), at + len(value) - 1) if value.endswith(";") else (value, end)

    def _put(self, parts: list[Part], value: str | None, start: int, end: int) -> Branch | None:
        self._end = max(end, parts[-1].end)
        return self._tree.put(self._sections[-1], parts, value, start, end)

    def _without_separator(self, words: str, said: str, start: int) -> None:
        """Read a key without a value; several words are a key that lost its separator."""
        key, *value = words.split(maxsplit=1)
        end = start + len(words)
        if value:
            begin = end - len(value[0])
            # What stands behind the key may be a secret.
            self._tree.report("expected `=` or `:` after the key", start, start + len(key))
            holder = self._put(dotted_parts(key, start), value[0], begin, end)
        else:
            holder = self._put(dotted_parts(key, start), None, end, end)
        behind = said[len(words) :].lstrip()
        if behind and holder is not None:
            self._tree.beside(start + len(said) - len(behind), start + len(said), holder)


def _section_parts(name: str, start: int) -> list[Part]:
    """Take the name of a section apart."""
    found = _IN_GIT.fullmatch(name)
    if found is None:
        return dotted_parts(name, start)
    return [
        Part(found[1], start, start + found.end(1)),
        Part(found[2], start + found.start(2), start + found.end(2)),
    ]
