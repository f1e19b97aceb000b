"""Recovery of the JSON parser from unmatched brackets.

A bracket is stray, mistyped or missing; the tokens after it decide. The first repair is reported, and unmatched
brackets that follow from it are not (``repaired``).
"""

from ocpplint.documents import jsonc_tokens as tokens
from ocpplint.documents.jsonc_grammar import Grammar, JsonContainer
from ocpplint.documents.limits import MAX_DEPTH, TOO_DEEP
from ocpplint.documents.positions import MARKS_PER_CHILD
from ocpplint.documents.tree import Node, Object

_LONGEST_QUOTE = 24
_MEMBER_FOLLOWS = r'\s*,?\s*"[^"\n\r]*"\s*:'
VALUE_FOLLOWS = r'\s*(?:[\[{0-9-]|true|false|null|"[^"\n\r]*"(?!\s*:))'
_NEXT_VALUE_FOLLOWS = rf"\s*,{VALUE_FOLLOWS}"


class BracketRepair(Grammar):
    """The grammar, with its reports and the repair of brackets."""

    def unexpected(self, start: int, end: int) -> None:
        """Report a token the state does not expect, unless that follows from the problem before."""
        if not self.panic:
            self.report(f"expected {self.state.expected}, found {self.quote(start, end)}", start, end)
        self.panic = True
        self.problem_end = end

    def missing_before(self, start: int, end: int) -> int:
        """Report that something is missing before a token, which itself may be right; return where it starts."""
        self.unexpected(start, end)
        self.problem_end = start
        return start

    def quote(self, start: int, end: int) -> str:
        """Return a token as messages quote it."""
        found = self.text[start:end]
        return f"`{found}`" if len(found) <= _LONGEST_QUOTE else f"`{found[:_LONGEST_QUOTE]}…`"

    def report_once(self, message: str, start: int, end: int) -> None:
        """Report a habit of the whole document at its first occurrence only."""
        if message not in self.reported_once:
            self.reported_once.add(message)
            self.report(message, start, end)

    def take_key(self, key: str, start: int, end: int) -> None:
        """Take a key, however it was written."""
        self.key, self.key_start, self.key_end = key, start, end
        self.state = self.after_key

    def member_in_list(self, start: int, end: int) -> int | None:
        """A colon in a list: an object lost its ``{``, or the list lost its ``]``."""
        if not self.is_text(self.children):
            self.unexpected(start, end)
            return None
        inside_object = len(self.stack) > 1 and self.stack[-2].closer == "}"
        if not inside_object or all(isinstance(item, Object) for item in self.children[:-1]):
            self.imply_object()
            return None
        key = self.children.pop()
        key_start, key_end = self.marks[-2:]
        del self.marks[-MARKS_PER_CHILD:]
        self._report_bracket("expected `]` before the key", key_start, key_end)
        self._close_implied(key_start)
        self.take_key(key, key_start, key_end)
        self.state = self.before_value
        return None

    def is_text(self, children: list[Node]) -> bool:
        """Return whether the last child is text, which a colon after it makes a key."""
        return bool(children) and isinstance(children[-1], str)

    def imply_object(self) -> None:
        """Put the last string, which is a key, into an object that was never opened."""
        key = str(self.children.pop())
        start, end = self.marks[-2:]
        del self.marks[-MARKS_PER_CHILD:]
        self._report_bracket("expected `{` before the key", start, end)
        if len(self.stack) > MAX_DEPTH:
            return
        members: list[tuple[str, Node]] = []
        if self.state is not self.at_top:
            self.state = self.before_item
        self.open(Object(members), JsonContainer(members, "}", start), end)
        self.stack[-1].implied = True
        self.take_key(key, start, end)
        self.state = self.before_value

    def _report_bracket(self, message: str, start: int, end: int) -> None:
        """Report a bracket that is missing, and forgive what will not match later because of it."""
        if not self.panic and not self.repaired:
            self.report(f"{message} {self.quote(start, end)}", start, end)
        self.panic = self.repaired = True

    def unnamed_container(self, start: int, end: int) -> int | None:
        """An object or list where a key should be: this object lost its ``}``, or the container its key."""
        inside_object = self.stack[-2].closer == "}"
        if not (inside_object and self.repaired):
            self.unexpected(start, end)
        self.repaired = True
        if inside_object:
            self.take_key("", start, start)
            self.state = self.before_value
            return start
        self._close_implied(self._last_end())
        return start

    def _last_end(self) -> int:
        """Return the end of the last child of the innermost container, or of its opening bracket."""
        return self.marks[-1] if self.marks else self.stack[-1].start + 1

    def _close_implied(self, end: int) -> None:
        """Close the innermost container, whose closing bracket is missing, where its content ends."""
        self.stack.pop()
        self.resume(self.stack[-1], end)

    def mismatch(self, start: int, end: int) -> int | None:
        """A closing bracket of the other kind: it is stray, mistyped, or the right one is missing before it."""
        closer = self.text[start]
        opened = [depth for depth, frame in enumerate(self.stack) if frame.closer == closer]
        self._settle_member()
        if not opened or (closer == "]" and tokens.pattern(_MEMBER_FOLLOWS).match(self.text, end)):
            self.stray_closer(start, end)
            return None
        self._unexpected_bracket(start, end)
        depth = len(self.stack) - 1 if self._is_mistyped(opened[-1], end) else opened[-1]
        while len(self.stack) > depth:
            self._close_implied(end if len(self.stack) == depth + 1 else self._last_end())
        self.panic = False
        return None

    def _is_mistyped(self, opened: int, end: int) -> bool:
        """Return whether a closing bracket was meant for the innermost container, by what comes after it.

        It was if its own container stands where what follows cannot, and the innermost one where it can.
        """
        if tokens.pattern(_MEMBER_FOLLOWS).match(self.text, end):
            return self.stack[opened - 1].closer != "}"
        if tokens.pattern(_NEXT_VALUE_FOLLOWS).match(self.text, end):
            return self.stack[opened - 1].closer == "}" and self.stack[-2].closer == "]"
        return False

    def _settle_member(self) -> None:
        """Leave the middle of a member that a closing bracket cut short."""
        if self.state is self.before_value or self.state is self.after_key:
            self.state = self.before_value
            self.add(None, self.key_end, self.key_end)

    def stray_closer(self, start: int, end: int) -> None:
        """Pass over a closing bracket that closes nothing."""
        if not self.panic and not self.repaired:
            self.report(f"expected no closing bracket here, found {self.quote(start, end)}", start, end)
        self.repaired = True
        self.panic = self.state is not self.at_top
        self.problem_end = end

    def _unexpected_bracket(self, start: int, end: int) -> None:
        if not self.repaired and not self.stack[-1].implied:
            self.unexpected(start, end)
        self.repaired = True

    def skip_container(self, start: int, end: int) -> int:
        """Pass over a container that is too deep, to its closing bracket or the end of the text."""
        self.report_once(TOO_DEEP, start, end)
        depth, last = 1, end
        while depth and (token := self.token.match(self.text, last)) is not None:
            last = token.end()
            if token.lastindex in {tokens.OPEN_OBJECT, tokens.OPEN_LIST}:
                depth += 1
            elif token.lastindex in {tokens.CLOSE_OBJECT, tokens.CLOSE_LIST}:
                depth -= 1
        self.repaired = self.repaired or depth > 0
        self.add(None, start, last)
        return last

    def finish(self) -> None:
        """Close what the end of the text leaves open."""
        innermost = self.stack[-1]
        if innermost.closer:
            self._report_end(innermost)
        self._settle_member()
        while len(self.stack) > 1:
            self._close_implied(self._last_end())

    def _report_end(self, innermost: JsonContainer) -> None:
        if not self.repaired and not self.panic:
            message = f"expected `{innermost.closer}` before the end of the text"
            self.report(f"{message}: this bracket is never closed", innermost.start, innermost.start + 1)
