"""Error recovery of the JSON parser.

Each repair corrects one error, reports it once and keeps the rest of the tree. From a problem until the next
matching colon, comma or bracket (``panic``) further errors count as its consequences; after the repair of a
bracket, so do unmatched brackets.
"""

from ocpplint.documents import jsonc_tokens as tokens
from ocpplint.documents.jsonc_brackets import VALUE_FOLLOWS, BracketRepair
from ocpplint.documents.jsonc_grammar import State, Transition
from ocpplint.documents.positions import MARKS_PER_CHILD

_KEY_FOLLOWS = r'\s*"[^"\n\r]*"\s*:'
_COLON_FOLLOWS = r"[ \t]*:"
_LOST_OPENING_QUOTE = r'"(?=[ \t]*(?:[,:}\]\n\r]|\Z))'


class JsonParser(BracketRepair):
    """A parser of JSON with comments that reports every error and reads on."""

    decode = staticmethod(tokens.decode_string)
    before_key = "a key in double quotes or `}`"

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
        self.before_member = State(self.before_key, self.unexpected_for_key, keys | anywhere | ends_object)
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

    # Strings and words that are not JSON's

    def _read_odd(self, start: int, end: int) -> tuple[str, int]:
        """Return what a string with escapes or flaws says, and where it ends."""
        cut = tokens.unclosed_end(self.text, start, end)
        text, flaw = self.decode(self.text, start + 1, end - 1 if cut is None else cut)
        if cut is not None:
            if not self.panic:
                quote = self.text[start]
                self.report(f"expected `{quote}` at the end of the string {self.quote(start, cut)}", start, cut)
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
        self.take_key(text, start, end)
        return end

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
        self.take_key(tokens.decode_foreign(self.text, start, end), start, end)
        return None

    def odd_space(self, start: int, end: int) -> int | None:
        """Pass over a no-break space or the like, as pasted from web pages."""
        self.report_once(f"expected a plain space, found U+{ord(self.text[start]):04X}", start, end)
        return None

    def _word_end(self, end: int) -> int:
        """Return the end of a word that lost its opening quote, or of the plain word."""
        quote = tokens.pattern(_LOST_OPENING_QUOTE).match(self.text, end)
        return quote.end() if quote else end

    def _take_word(self, start: int, end: int) -> int:
        """Report a word where a value should be, and take it as the text it most likely is."""
        end = self._word_end(end)
        if not self.panic:
            self.report(f"expected {self.state.expected}, found {self.quote(start, end)}", start, end)
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
        if found == ":" and self.is_text(self.roots):
            self.imply_object()
            return None
        if found in "}]":
            self.stray_closer(start, end)
            return None
        self.unexpected(start, end)
        self.panic = False
        self.repaired = self.repaired or found in ",:"
        return None

    def unexpected_for_key(self, start: int, end: int) -> int | None:
        """Go on where a key or the end of the object should be."""
        found = self.text[start]
        if found in "{[":
            return self.unnamed_container(start, end)
        if found == "]":
            return self.mismatch(start, end)
        if found in ",:":
            self.unexpected(start, end)
            if found == ":" and not tokens.pattern(_KEY_FOLLOWS).match(self.text, end):
                self.take_key("", start, start)
                self.state = self.before_value
            return None
        return self.unquoted_key(start, end)

    def unquoted_key(self, start: int, end: int) -> int | None:
        """Take a word or number as a key if a colon follows; else pass over it."""
        end = self._word_end(end)
        if not tokens.pattern(_COLON_FOLLOWS).match(self.text, end):
            self.unexpected(start, end)
            return end
        if self.text[end - 1] == '"':
            self.unexpected(start, end)
        else:
            self.report_once("expected double quotes around the key, found none", start, end)
        self.take_key(self.text[start:end].removesuffix('"'), start, end)
        return end

    def unexpected_after_key(self, start: int, end: int) -> int | None:
        """Go on without a colon: the value may still be there, or be missing as well."""
        found = self.text[start]
        if found in ",}]" and tokens.pattern(VALUE_FOLLOWS).match(self.text, end):
            self._pass_to_value(start, end)
            return None
        if found == "]":
            return self.mismatch(start, end)
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
        if found == ":" or (found in ",}]" and tokens.pattern(VALUE_FOLLOWS).match(self.text, end)):
            self._pass_to_value(start, end)
            return None
        if found == "]":
            return self.mismatch(start, end)
        if found in ",}":
            self.unexpected(start, end)
            self.add(None, start, start)
            return start
        return self._take_word(start, end)

    def unexpected_after_member(self, start: int, end: int) -> int | None:
        """Go on where a comma or the end of the object should be."""
        found = self.text[start]
        if found == "]":
            return self.mismatch(start, end)
        if found == ":":
            self.unexpected(start, end)
            if self._is_text_member() and tokens.pattern(VALUE_FOLLOWS).match(self.text, end):
                self._replace_value()
            return None
        if found in "\"'“”„{[" or tokens.pattern(_COLON_FOLLOWS).match(self.text, self._word_end(end)):
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
        self.key_start, self.key_end = self.marks[-MARKS_PER_CHILD:-2]
        del self.marks[-MARKS_PER_CHILD:]
        self.state = self.before_value

    def unexpected_for_item(self, start: int, end: int) -> int | None:
        """Go on where an item or the end of the list should be."""
        found = self.text[start]
        if found == "}":
            return self.mismatch(start, end)
        if found in ",:":
            self.unexpected(start, end)
            return None
        return self._take_word(start, end)

    def unexpected_after_item(self, start: int, end: int) -> int | None:
        """Go on where a comma or the end of the list should be."""
        found = self.text[start]
        if found == "}":
            return self.mismatch(start, end)
        if found == ":":
            return self.member_in_list(start, end)
        self.missing_before(start, end)
        self.state = self.before_item
        return start
