"""How the JSON parser goes on after an error.

Each repair answers one slip of the pen, says it once and leaves the rest of the tree as it was meant. From
a problem until the next colon, comma or bracket that fits (``panic``) further surprises are taken to follow
from it; after a bracket was repaired, so are brackets left over later on.
"""

import re

from ocpplint.readers.documents import jsonc_tokens as tokens
from ocpplint.readers.documents.jsonc_grammar import Frame, Grammar, State, Transition
from ocpplint.readers.documents.limits import MAX_DEPTH
from ocpplint.readers.documents.tree import Node, Object

_LONGEST_QUOTE = 24
_MEMBER_FOLLOWS = re.compile(r'\s*,?\s*"[^"\n\r]*"\s*:')
_VALUE_FOLLOWS = re.compile(r'\s*(?:[\[{0-9-]|true|false|null|"[^"\n\r]*"(?!\s*:))')
_NEXT_VALUE_FOLLOWS = re.compile(rf"\s*,{_VALUE_FOLLOWS.pattern}")
_KEY_FOLLOWS = re.compile(r'\s*"[^"\n\r]*"\s*:')
_COLON_FOLLOWS = re.compile(r"[ \t]*:")
_LOST_OPENING_QUOTE = re.compile(r'"(?=[ \t]*(?:[,:}\]\n\r]|\Z))')


class JsonParser(Grammar):
    """A parser of JSON with comments that reports every error and reads on."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._make_states()
        self.state = self.at_top

    def _make_states(self) -> None:
        """Lay out the automaton; ``before_member`` and ``before_item`` allow the trailing comma."""
        scalars: dict[int, Transition] = {
            tokens.STRING: self.string,
            tokens.NUMBER: self.number,
            tokens.LITERAL: self.literal,
            tokens.ODD_STRING: self.odd_string,
            tokens.FOREIGN_STRING: self.foreign_string,
        }
        values = scalars | {tokens.OPEN_OBJECT: self.open_object, tokens.OPEN_LIST: self.open_list}
        anywhere: dict[int, Transition] = {tokens.COMMENT: self.comment, tokens.ODD_SPACE: self.odd_space}
        keys: dict[int, Transition] = {
            tokens.STRING: self.member_key,
            tokens.ODD_STRING: self.odd_key,
            tokens.FOREIGN_STRING: self.foreign_key,
        }
        ends_object: dict[int, Transition] = {tokens.CLOSE_OBJECT: self.close}
        ends_list: dict[int, Transition] = {tokens.CLOSE_LIST: self.close}
        self.at_top = State("a value", self.unexpected_at_top, values | anywhere | {tokens.COMMA: self.top_comma})
        self.before_member = State(
            "a key in double quotes or `}`", self.unexpected_for_key, keys | anywhere | ends_object
        )
        self.after_key = State(
            "`:` after the key", self.unexpected_after_key, anywhere | {tokens.COLON: self.member_colon}
        )
        self.before_value = State("a value after the colon", self.unexpected_for_value, values | anywhere)
        self.after_member = State(
            "`,` or `}` after the value",
            self.unexpected_after_member,
            anywhere | ends_object | {tokens.COMMA: self.member_comma},
        )
        self.before_item = State("a value or `]`", self.unexpected_for_item, values | anywhere | ends_list)
        self.after_item = State(
            "`,` or `]` after the value",
            self.unexpected_after_item,
            anywhere | ends_list | {tokens.COMMA: self.item_comma},
        )

    def unexpected(self, start: int, end: int) -> None:
        """Report a token the state does not expect, unless that follows from the problem before."""
        if not self.panic:
            self.report(f"expected {self.state.expected}, found {self._quote(start, end)}", start, end)
        self.panic = True
        self.problem_end = end

    def missing_before(self, start: int, end: int) -> int:
        """Report that something is missing before a token, which itself may be right; return where it starts."""
        self.unexpected(start, end)
        self.problem_end = start
        return start

    def _quote(self, start: int, end: int) -> str:
        found = self.text[start:end]
        return f"`{found}`" if len(found) <= _LONGEST_QUOTE else f"`{found[:_LONGEST_QUOTE]}…`"

    def report_once(self, message: str, start: int, end: int) -> None:
        """Report a habit of the whole document at its first occurrence only."""
        if message not in self.reported_once:
            self.reported_once.add(message)
            self.report(message, start, end)

    # Strings and words that are not JSON's

    def _read_odd(self, start: int, end: int) -> tuple[str, int]:
        """Return what a string with escapes or flaws says, and where it ends."""
        cut = tokens.unclosed_end(self.text, start, end)
        text, flaw = tokens.decode_string(self.text, start + 1, end - 1 if cut is None else cut)
        if cut is not None:
            if not self.panic:
                self.report(f'expected `"` at the end of the string {self._quote(start, cut)}', start, cut)
            self.panic = True
            return text, cut
        if flaw is not None:
            self.report(*flaw)
        return text, end

    def odd_string(self, start: int, end: int) -> int | None:
        """Take a string value with escapes or flaws."""
        text, end = self._read_odd(start, end)
        self.add(text, start, end)
        return end

    def odd_key(self, start: int, end: int) -> int | None:
        """Take a key with escapes or flaws."""
        text, end = self._read_odd(start, end)
        self._take_key(text, start, end)
        return end

    def _take_key(self, key: str, start: int, end: int) -> None:
        self.key, self.key_start, self.key_end = key, start, end
        self.state = self.after_key

    def _report_quotes(self, start: int, end: int) -> None:
        self.report_once("expected double quotes around the string, found other quotes", start, end)

    def foreign_string(self, start: int, end: int) -> int | None:
        """Take a string value in single or curly quotes."""
        self._report_quotes(start, end)
        self.add(tokens.decode_foreign(self.text, start, end), start, end)
        return None

    def foreign_key(self, start: int, end: int) -> int | None:
        """Take a key in single or curly quotes."""
        self._report_quotes(start, end)
        self._take_key(tokens.decode_foreign(self.text, start, end), start, end)
        return None

    def odd_space(self, start: int, end: int) -> int | None:
        """Pass over a no-break space or the like, as pasted from web pages."""
        self.report_once(f"expected a plain space, found U+{ord(self.text[start]):04X}", start, end)
        return None

    def _word_end(self, end: int) -> int:
        """Return the end of a word that lost its opening quote, or of the plain word."""
        quote = _LOST_OPENING_QUOTE.match(self.text, end)
        return quote.end() if quote else end

    def _take_word(self, start: int, end: int) -> int:
        """Report a word where a value should be, and take it as the text it most likely is."""
        end = self._word_end(end)
        if not self.panic:
            self.report(f"expected {self.state.expected}, found {self._quote(start, end)}", start, end)
        word = self.text[start:end].removesuffix('"')
        self.add(tokens.FOREIGN_LITERALS.get(word, word), start, end)
        return end

    # What a state did not expect

    def top_comma(self, start: int, end: int) -> int | None:
        """Pass over a comma between top-level values, as excerpts of lists have them."""
        return None if self.roots else self.unexpected_at_top(start, end)

    def unexpected_at_top(self, start: int, end: int) -> int | None:
        """Go on after a colon, a closing bracket or a word outside every value."""
        found = self.text[start]
        if found == ":" and self._is_text(self.roots):
            self._imply_object()
            return None
        if found in "}]":
            self._stray_closer(start, end)
            return None
        self.unexpected(start, end)
        self.panic = False
        self.repaired = self.repaired or found in ",:"
        return None

    def unexpected_for_key(self, start: int, end: int) -> int | None:
        """Go on where a key or the end of the object should be."""
        found = self.text[start]
        if found in "{[":
            return self._unnamed_container(start, end)
        if found == "]":
            return self._mismatch(start, end)
        if found in ",:":
            self.unexpected(start, end)
            if found == ":" and not _KEY_FOLLOWS.match(self.text, end):
                self._take_key("", start, start)
                self.state = self.before_value
            return None
        return self._unquoted_key(start, end)

    def _unquoted_key(self, start: int, end: int) -> int | None:
        """Take a word or number as a key if a colon follows; else pass over it."""
        end = self._word_end(end)
        if not _COLON_FOLLOWS.match(self.text, end):
            self.unexpected(start, end)
            return end
        if self.text[end - 1] == '"':
            self.unexpected(start, end)
        else:
            self.report_once("expected double quotes around the key, found none", start, end)
        self._take_key(self.text[start:end].removesuffix('"'), start, end)
        return end

    def unexpected_after_key(self, start: int, end: int) -> int | None:
        """Go on without a colon: the value may still be there, or be missing as well."""
        found = self.text[start]
        if found in ",}]" and _VALUE_FOLLOWS.match(self.text, end):
            self._pass_to_value(start, end)
            return None
        if found == "]":
            return self._mismatch(start, end)
        follows_problem = self.panic
        self.missing_before(start, end)
        if found in ",}":
            self._end_without_value(follows_problem=follows_problem)
            return start
        self.state = self.before_value
        return start

    def _pass_to_value(self, start: int, end: int) -> None:
        """Pass over a wrong character between a key and its value."""
        self.unexpected(start, end)
        self.repaired = True
        self.state = self.before_value

    def _end_without_value(self, *, follows_problem: bool) -> None:
        """End a member that has no value; a "key" that is only the rest of an earlier problem is dropped."""
        self.state = self.before_value
        if follows_problem:
            self.state = self.after_member
            return
        self.add(None, self.key_end, self.key_end)

    def unexpected_for_value(self, start: int, end: int) -> int | None:
        """Go on where the value of a member should be."""
        found = self.text[start]
        if found == ":" or (found in ",}]" and _VALUE_FOLLOWS.match(self.text, end)):
            self._pass_to_value(start, end)
            return None
        if found == "]":
            return self._mismatch(start, end)
        if found in ",}":
            self.unexpected(start, end)
            self.add(None, start, start)
            return start
        return self._take_word(start, end)

    def unexpected_after_member(self, start: int, end: int) -> int | None:
        """Go on where a comma or the end of the object should be."""
        found = self.text[start]
        if found == "]":
            return self._mismatch(start, end)
        if found == ":":
            self.unexpected(start, end)
            if self._is_text_member() and _VALUE_FOLLOWS.match(self.text, end):
                self._replace_value()
            return None
        if found in "\"'“”„{[" or _COLON_FOLLOWS.match(self.text, self._word_end(end)):
            self.missing_before(start, end)
            self.state = self.before_member
            return start
        self.unexpected(start, end)
        return self._word_end(end)

    def _is_text_member(self) -> bool:
        return isinstance(self.children[-1][1], str)

    def _replace_value(self) -> None:
        """After ``"a": "b": 1`` (or ``"a" "b": 1``) the last value is the member's."""
        self.key, _ = self.children.pop()
        self.key_start, self.key_end = self.marks[-4:-2]
        del self.marks[-4:]
        self.state = self.before_value

    def unexpected_for_item(self, start: int, end: int) -> int | None:
        """Go on where an item or the end of the list should be."""
        found = self.text[start]
        if found == "}":
            return self._mismatch(start, end)
        if found in ",:":
            self.unexpected(start, end)
            return None
        return self._take_word(start, end)

    def unexpected_after_item(self, start: int, end: int) -> int | None:
        """Go on where a comma or the end of the list should be."""
        found = self.text[start]
        if found == "}":
            return self._mismatch(start, end)
        if found == ":":
            return self._member_in_list(start, end)
        self.missing_before(start, end)
        self.state = self.before_item
        return start

    # Brackets

    def _member_in_list(self, start: int, end: int) -> int | None:
        """A colon in a list: an object lost its ``{``, or the list lost its ``]``."""
        if not self._is_text(self.children):
            self.unexpected(start, end)
            return None
        inside_object = len(self.stack) > 1 and self.stack[-2].closer == "}"
        if not inside_object or all(isinstance(item, Object) for item in self.children[:-1]):
            self._imply_object()
            return None
        key = self.children.pop()
        key_start, key_end = self.marks[-2:]
        del self.marks[-4:]
        self._report_bracket("expected `]` before the key", key_start, key_end)
        self._close_implied(key_start)
        self._take_key(key, key_start, key_end)
        self.state = self.before_value
        return None

    def _is_text(self, children: list[Node]) -> bool:
        """Say whether the last child is text, which a colon after it makes a key."""
        return bool(children) and isinstance(children[-1], str)

    def _imply_object(self) -> None:
        """Put the last string, which is a key, into an object that was never opened."""
        key = str(self.children.pop())
        start, end = self.marks[-2:]
        del self.marks[-4:]
        self._report_bracket("expected `{` before the key", start, end)
        if len(self.stack) > MAX_DEPTH:
            return
        members: list[tuple[str, Node]] = []
        if self.state is not self.at_top:
            self.state = self.before_item
        self.open(Object(members), Frame(members, "}", start), end)
        self.stack[-1].implied = True
        self._take_key(key, start, end)
        self.state = self.before_value

    def _report_bracket(self, message: str, start: int, end: int) -> None:
        """Report a bracket that is missing, and forgive what will not match later because of it."""
        if not self.panic and not self.repaired:
            self.report(f"{message} {self._quote(start, end)}", start, end)
        self.panic = self.repaired = True

    def _unnamed_container(self, start: int, end: int) -> int | None:
        """An object or list where a key should be: this object lost its ``}``, or the container its key."""
        inside_object = self.stack[-2].closer == "}"
        if not (inside_object and self.repaired):
            self.unexpected(start, end)
        self.repaired = True
        if inside_object:
            self._take_key("", start, start)
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

    def _mismatch(self, start: int, end: int) -> int | None:
        """A closing bracket of the other kind: it is stray, mistyped, or the right one is missing before it."""
        closer = self.text[start]
        opened = [depth for depth, frame in enumerate(self.stack) if frame.closer == closer]
        self._settle_member()
        if not opened or (closer == "]" and _MEMBER_FOLLOWS.match(self.text, end)):
            self._stray_closer(start, end)
            return None
        self._unexpected_bracket(start, end)
        depth = len(self.stack) - 1 if self._is_mistyped(opened[-1], end) else opened[-1]
        while len(self.stack) > depth:
            self._close_implied(end if len(self.stack) == depth + 1 else self._last_end())
        self.panic = False
        return None

    def _is_mistyped(self, opened: int, end: int) -> bool:
        """Say whether a closing bracket was meant for the innermost container, by what comes after it.

        It was if its own container stands where what follows cannot, and the innermost one where it can.
        """
        if _MEMBER_FOLLOWS.match(self.text, end):
            return self.stack[opened - 1].closer != "}"
        if _NEXT_VALUE_FOLLOWS.match(self.text, end):
            return self.stack[opened - 1].closer == "}" and self.stack[-2].closer == "]"
        return False

    def _settle_member(self) -> None:
        """Leave the middle of a member that a closing bracket cut short."""
        if self.state is self.before_value or self.state is self.after_key:
            self.state = self.before_value
            self.add(None, self.key_end, self.key_end)

    def _stray_closer(self, start: int, end: int) -> None:
        """Pass over a closing bracket that closes nothing."""
        if not self.panic and not self.repaired:
            self.report(f"expected no closing bracket here, found {self._quote(start, end)}", start, end)
        self.repaired = True
        self.panic = self.state is not self.at_top
        self.problem_end = end

    def _unexpected_bracket(self, start: int, end: int) -> None:
        if not self.repaired and not self.stack[-1].implied:
            self.unexpected(start, end)
        self.repaired = True

    def skip_container(self, start: int, end: int) -> int:
        """Pass over a container that is too deep, to its closing bracket or the end of the text."""
        self.report_once(f"expected at most {MAX_DEPTH} objects and lists inside one another", start, end)
        depth, last = 1, end
        while depth and (token := tokens.TOKEN.match(self.text, last)) is not None:
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

    def _report_end(self, innermost: Frame) -> None:
        if not self.repaired and not self.panic:
            message = f"expected `{innermost.closer}` before the end of the text"
            self.report(f"{message}: this bracket is never closed", innermost.start, innermost.start + 1)
