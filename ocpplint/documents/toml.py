r"""TOML, read tolerantly and with positions.

TOML 1.0, and of 1.1 what cannot be mistaken: line breaks and a trailing comma in inline tables, ``\e`` and ``\x``,
times without seconds. After an error the reader goes on with the next line that begins a key or a table, and no value
is ever given to another key than the one it stands behind. What is declared twice is kept twice, and reported.
"""

import re

from ocpplint.documents.growing_tree import Branch, GrowingTree, Part, joined_parts
from ocpplint.documents.limits import MAX_DEPTH, TOO_DEEP
from ocpplint.documents.toml_scalars import Scalar, bare_scalar, quoted_scalar
from ocpplint.documents.tree import Document, Object

_SPACE = re.compile(r"[ \t]*+")
_BLANK = re.compile(r"[ \t\r\n]*+")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]++")
_ODD_KEY = re.compile(r"[^\s=:.\[\]{},#\"']++")
_REST = re.compile(r"[^\r\n]*+")
_WORDS = re.compile(r"[^\r\n#]++")
_WORDS_IN_BRACKETS = re.compile(r"[^\r\n#,\[\]{}]++")
_SIMPLE = re.compile(
    r'[ \t]*+([A-Za-z0-9_-]++)[ \t]*+=[ \t]*+"([^"\\\x00-\x1f\x7f]++)"[ \t]*+(?:\r?\n|\Z)',
)
_NEW_HEADER = re.compile(r"\[\[?[ \t]*[A-Za-z_][^\[\]{}=,\"'#\r\n]*\]\]?[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)")
_NEW_KEY = re.compile(r"(?:[A-Za-z0-9_-]++|\"[^\"\r\n]*\"|'[^'\r\n]*')[ \t]*=")
_SKIPPED = re.compile(r"[^\"'#\[\]{}]*+")


def parse_toml(text: str) -> Document:
    """Parse TOML. Raises nothing: what is wrong is in the document's ``problems``."""
    return _TomlReader(text).read()


class _TomlReader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tree = GrowingTree(text)
        self._table = self._tree.top
        self._section = 0
        self._line = 0
        self._panic = False

    def read(self) -> Document:
        """Read the text to its end."""
        at = self._skip(_BLANK, 1 if self._text.startswith("\ufeff") else 0)
        end = at
        while at < len(self._text):
            if self._text[at] == "#":
                after = self._skip(_REST, at)
                self._tree.wait(at, after)
            else:
                if self._text[at] == "[":
                    self._table.stretch(end)
                after = end = self._statement(at)
            at = self._skip(_BLANK, after)
        self._table.stretch(end)
        return self._tree.document()

    def _statement(self, at: int) -> int:
        """Read a header or a key with its value, to the end of its line."""
        self._line, self._panic = at, False
        if self._text[at] == "[":
            return self._end_line(self._header(at), self._table)
        return self._key_and_value(at)

    def _end_line(self, at: int, branch: Branch) -> int:
        """Read what may stand behind a header or a value of ``branch``: a comment."""
        at = self._skip(_SPACE, at)
        end = self._skip(_REST, at)
        if self._text.startswith("#", at):
            self._tree.beside(at, end, branch)
        elif at < end:
            self._expected("the end of the line", at, end)
        return end

    def _skip(self, what: re.Pattern[str], at: int) -> int:
        found = what.match(self._text, at)
        return at if found is None else found.end()

    def _expected(self, what: str, start: int, end: int) -> None:
        """Report a problem, unless it follows from the one before."""
        if not self._panic:
            self._tree.expected(what, start, end)
        self._panic = True

    # Keys

    def _key(self, at: int) -> tuple[list[Part], int]:
        """Read a dotted key; return its parts, and the offset after them. No parts where there is no key."""
        parts: list[Part] = []
        while True:
            at = self._skip(_SPACE, at)
            part = self._key_part(at)
            if part is None:
                if parts:
                    self._expected("a key after the dot", at, at + 1)
                return parts, at
            parts.append(part)
            at = self._skip(_SPACE, part.end)
            if not self._text.startswith(".", at):
                return joined_parts(parts, self._text), part.end
            at += 1

    def _key_part(self, at: int) -> Part | None:
        if self._text.startswith(('"', "'"), at):
            if self._text.startswith(('"""', "'''"), at):
                self._expected("a key of one line", at, at + 3)
            said = quoted_scalar(self._text, at, self._expected, is_key=True)
            return Part(str(said.node), at, said.end)
        end = self._skip(_BARE_KEY, at)
        odd_end = self._skip(_ODD_KEY, at)
        if odd_end > end:
            self._expected("a key of letters, digits, `_` and `-`, or quotes around it", at, odd_end)
        return Part(self._text[at:odd_end], at, odd_end) if odd_end > at else None

    def _holder(self, branch: Branch, parts: list[Part], start: int) -> Branch | None:
        """Return the object that a dotted key or a header leads to; None where it is too deep."""
        if len(branch.route) + len(parts) >= MAX_DEPTH:
            self._tree.report_once(TOO_DEEP, start, start + 1)
            return None
        for part in parts:
            branch = self._step(branch, part)
        return branch

    def _step(self, branch: Branch, part: Part) -> Branch:
        known = branch.named.get(part.text)
        if known is not None and not isinstance(known.node, Object) and not known.is_closed:
            known = known.named.get("")
        if known is None or not isinstance(known.node, Object):
            if part.text in branch.named:
                self._again(part)
            return branch.open(part, Object([]), part.start, part.end)
        if known.is_closed:
            self._again(part)
        return known

    def _again(self, part: Part) -> None:
        self._expected("a key that is not set yet", part.start, part.end)

    # Headers

    def _header(self, at: int) -> int:
        """Read ``[table]`` or ``[[item of a list]]``, and make it the table that the next keys stand in."""
        self._section += 1
        brackets = 2 if self._text.startswith("[[", at) else 1
        parts, end = self._key(at + brackets)
        end = self._skip(_SPACE, end)
        if not parts or not self._text.startswith("]" * brackets, end):
            parts, end = self._odd_header(at, at + brackets)
        else:
            end += brackets
        holder = self._holder(self._tree.top, parts[:-1], at)
        if holder is None:
            # What follows is read, and stands nowhere.
            self._table = Branch(Object([]), (0,))
            return end
        declare = self._list_item if brackets == 2 else self._declared
        self._table = declare(holder, parts[-1], at, end)
        return end

    def _odd_header(self, start: int, at: int) -> tuple[list[Part], int]:
        """Take what a flawed header holds for the name of one table, whatever it is."""
        line_end = self._skip(_REST, at)
        bracket = self._text.find("]", at, line_end)
        end = line_end if bracket < 0 else bracket
        name = self._text[at:end].strip()
        self._expected("the name of a table and `]`", start, line_end)
        begin = self._text.index(name, at)
        return [Part(name, begin, begin + len(name))], line_end

    def _declared(self, holder: Branch, part: Part, start: int, end: int) -> Branch:
        known = holder.named.get(part.text)
        if part.text in holder.named and (known is None or not isinstance(known.node, Object)):
            self._again(part)
            known = None
        if known is None:
            self._tree.settle_comments(holder, len(holder.children))
            known = holder.open(part, Object([]), start, end)
        else:
            if known.is_closed or known.section is not None:
                self._again(part)
            self._tree.settle_comments(known, len(known.children))
        known.section = self._section
        return known

    def _list_item(self, holder: Branch, part: Part, start: int, end: int) -> Branch:
        known = holder.named.get(part.text)
        if part.text in holder.named and (known is None or isinstance(known.node, Object) or known.is_closed):
            self._again(part)
            known = None
        if known is None:
            known = holder.open(part, [], start, end)
        known.section = self._section
        self._tree.settle_comments(known, len(known.children))
        item = known.open(None, Object([]), start, end)
        item.section = self._section
        return item

    # Values

    def _key_and_value(self, at: int) -> int:
        parts, end = self._key(at)
        if not parts:
            end = self._skip(_REST, at)
            self._expected("a key", at, end)
            return end
        holder, end = self._assign(self._table, parts, end, _WORDS)
        return self._end_line(end, holder or self._table)

    def _assign(
        self, table: Branch, parts: list[Part], at: int, words: re.Pattern[str]
    ) -> tuple[Branch | None, int]:
        """Read the value that stands behind a key; return the object that has it now, and the offset after it."""
        at = self._equals_sign(parts[-1], at)
        holder = self._dotted(table, parts)
        if holder is None:
            return None, self._pass_over(at)
        self._tree.settle_comments(holder, len(holder.children))
        if parts[-1].text in holder.named:
            self._again(parts[-1])
        end = self._value(holder, parts[-1], at, words)
        if holder is not table:
            holder.stretch(end, table)
        return holder, end

    def _dotted(self, table: Branch, parts: list[Part]) -> Branch | None:
        """Return the object that a dotted key stands in; nothing may be added to a table that a header declared."""
        holder = self._holder(table, parts[:-1], parts[0].start)
        each = holder
        while each is not None and each is not table:
            if each.section not in (None, self._section):
                self._expected("a table that no header declares", parts[0].start, parts[-1].end)
            each.section, each = self._section, each.above
        return holder

    def _equals_sign(self, key: Part, at: int) -> int:
        at = self._skip(_SPACE, at)
        if self._text.startswith("=", at):
            return self._skip(_SPACE, at + 1)
        if self._text.startswith(":", at):
            self._expected("`=` after the key", at, at + 1)
            return self._skip(_SPACE, at + 1)
        if not self._panic:
            # What stands behind the key may be a secret, and is not quoted.
            self._tree.report("expected `=` after the key", key.start, key.end)
        self._panic = True
        return at

    def _value(self, holder: Branch, key: Part | None, at: int, words: re.Pattern[str]) -> int:
        """Read a value into ``holder``, with all that it holds; return the offset after it."""
        if self._text.startswith(("[", "{"), at):
            return self._brackets(holder, key, at)
        said = self._scalar(at, words)
        holder.add(key, said.node, at, said.end)
        return said.end

    def _scalar(self, at: int, words: re.Pattern[str]) -> Scalar:
        """Read a scalar; words without quotes are reported and taken for the text that they most likely are."""
        if self._text.startswith(('"', "'"), at):
            return quoted_scalar(self._text, at, self._expected)
        found = bare_scalar(self._text, at)
        if found is not None:
            return found
        said = words.match(self._text, at)
        word = "" if said is None else said[0].rstrip()
        self._expected("a value", at, at + len(word))
        return Scalar(word or None, at + len(word))

    def _brackets(self, holder: Branch, key: Part | None, at: int) -> int:
        """Read a list or an inline table, and those inside it, without recursion."""
        stack: list[Branch] = []
        opened = self._open(holder, key, at)
        if opened is None:
            return self._pass_over(at)
        stack.append(opened)
        start, at, is_after = at, at + 1, False
        while stack:
            branch = stack[-1]
            begin, at = at, self._pass_comments(branch, at)
            closer = "}" if isinstance(branch.node, Object) else "]"
            if at == len(self._text) or self._is_next_statement(begin, at, branch):
                return self._never_closed(stack, start, begin)
            found = self._text[at]
            if found in "]}":
                at += 1
                is_after = self._close(stack, found, at) or is_after
            elif found == ",":
                if not is_after:
                    self._expected("a value" if closer == "]" else "a key", at, at + 1)
                at, is_after, self._panic = at + 1, False, False
            else:
                if is_after:
                    self._expected(f"`,` or `{closer}`", at, at + 1)
                depth = len(stack)
                at = self._inner(stack, at)
                is_after = len(stack) == depth
        return at

    def _open(self, holder: Branch, key: Part | None, at: int) -> Branch | None:
        """Open a list or an inline table in ``holder``; None where that is too deep."""
        if len(holder.route) >= MAX_DEPTH:
            self._tree.report_once(TOO_DEEP, at, at + 1)
            holder.add(key, None, at, at)
            return None
        return holder.open(key, [] if self._text[at] == "[" else Object([]), at, at)

    def _close(self, stack: list[Branch], found: str, end: int) -> bool:
        """Close the innermost container that ``found`` closes, with those inside it; tell whether there is one."""
        kind = Object if found == "}" else list
        depth = next((index for index in reversed(range(len(stack))) if isinstance(stack[index].node, kind)), None)
        if depth != len(stack) - 1:
            self._expected("the other closing bracket", end - 1, end)
        if depth is None:
            return False
        for branch in reversed(stack[depth:]):
            branch.stretch(end, stack[depth - 1] if depth else stack[0].above)
            branch.is_closed = True
        del stack[depth:]
        return True

    def _inner(self, stack: list[Branch], at: int) -> int:
        """Read an item of a list or a member of an inline table; what it opens goes onto the stack."""
        branch = stack[-1]
        holder: Branch | None = branch
        key: Part | None = None
        if isinstance(branch.node, Object):
            parts, end = self._key(at)
            if not parts:
                end = max(self._skip(_WORDS_IN_BRACKETS, at), at + 1)
                self._expected("a key", at, end)
                return end
            at = self._equals_sign(parts[-1], end)
            key, holder = parts[-1], self._dotted(branch, parts)
        if holder is None:
            return self._pass_over(at)
        if key is not None and key.text in holder.named:
            self._again(key)
        if not self._text.startswith(("[", "{"), at):
            return max(self._value(holder, key, at, _WORDS_IN_BRACKETS), at if key else at + 1)
        opened = self._open(holder, key, at)
        if opened is None:
            return self._pass_over(at)
        stack.append(opened)
        return at + 1

    def _pass_comments(self, branch: Branch, at: int) -> int:
        """Keep the comments that come next inside brackets; return where something else does."""
        text = self._text
        content_end = at
        while text.startswith("#", at := self._skip(_BLANK, at)):
            end = self._skip(_REST, at)
            count = len(branch.children)
            trailing = count > 0 and "\n" not in text[content_end:at]
            self._tree.comment(at, end, branch.route, count, trailing=trailing)
            at = end
        return at

    def _is_next_statement(self, begin: int, at: int, branch: Branch) -> bool:
        """Return whether a bracket was never closed, since a new line begins a key or a table."""
        if "\n" not in self._text[begin:at]:
            return False
        if _NEW_HEADER.match(self._text, at):
            return True
        is_key = _NEW_KEY.match(self._text, at) is not None
        return is_key and (not isinstance(branch.node, Object) or self._column(at) <= self._column(self._line))

    def _column(self, at: int) -> int:
        return at - self._text.rfind("\n", 0, at)

    def _never_closed(self, stack: list[Branch], start: int, end: int) -> int:
        self._expected("the bracket that closes this one", start, start + 1)
        for branch in reversed(stack):
            branch.stretch(end, stack[0].above)
            branch.is_closed = True
        return end

    def _pass_over(self, at: int) -> int:
        """Return the offset after a value that is not read."""
        text, depth = self._text, 0
        if not text.startswith(("[", "{"), at):
            return self._scalar(at, _WORDS_IN_BRACKETS).end
        while (at := self._skip(_SKIPPED, at)) < len(text):
            if text[at] in "\"'":
                at = quoted_scalar(text, at, _unheard).end
            elif text[at] == "#":
                at = self._skip(_REST, at)
            else:
                depth += 1 if text[at] in "[{" else -1
                at += 1
                if not depth:
                    break
        return at


def _unheard(_what: str, _start: int, _end: int) -> None:
    """Hear of a problem in what is not read."""
