r"""The regular expressions of ``matches``: the part of RE2's syntax that Python's ``re`` supports.

CEL prescribes RE2 (cel-spec, langdef.md, "Regular Expressions"). A pattern is parsed into a tree and written anew
for ``re``, so that what both engines spell alike means what it means in RE2 (``$`` ends the text, ``\d`` is
ASCII), and what only one of them knows is refused: lookaround, backreferences, possessive repeats, ``\p{…}``.
"""

import re
from typing import NamedTuple, TypeAlias

EVERY = frozenset(range(129))
"""All characters: the ASCII ones, and 128 for any other."""

DIGITS = frozenset(range(48, 58))
WORDS = DIGITS | frozenset(range(65, 91)) | frozenset(range(97, 123)) | {95}
SPACES = frozenset(map(ord, "\t\n\f\r "))

CLASSES = {
    "d": DIGITS,
    "w": WORDS,
    "s": SPACES,
    "D": EVERY - DIGITS,
    "W": EVERY - WORDS,
    "S": EVERY - SPACES,
}
SPACES_WRITTEN = {"s": r"\t\n\f\r ", "S": r"\S\v"}
r"""RE2's ``\s`` leaves out the vertical tab, which Python's takes in; written so as to stand in a class."""

CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
ASSERTIONS = {"A": r"\A", "z": r"\Z", "b": r"\b", "B": r"\B"}

SIMPLE_REPEATS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}

MOST_REPEATS = 1000
"""RE2's own limit on a counted repeat."""

DEEPEST_GROUP = 50


class PatternError(ValueError):
    """A pattern that is not in the subset, or that could take exponential time."""


class Characters(NamedTuple):
    """One character of a set."""

    allowed: frozenset[int]


class Sequence(NamedTuple):
    """One after the other; nothing, if empty."""

    parts: "list[Tree]"


class Choice(NamedTuple):
    """One of several."""

    branches: "list[Tree]"


class Repeat(NamedTuple):
    """Something from ``least`` to ``most`` times; ``most`` is None where there is no limit."""

    body: "Tree"
    least: int
    most: int | None


Tree: TypeAlias = Characters | Sequence | Choice | Repeat


def parse_pattern(source: str) -> tuple[Tree, str]:
    """Return the pattern's tree and its text for ``re``; raise ``PatternError`` where it is not in the subset."""
    parser = _PatternParser(source)
    tree = parser.choice(0)
    if parser.position < len(source):
        raise PatternError(f"a `)` too many, at character {parser.position + 1}")
    return tree, parser.flags + "".join(parser.written)


def compile_pattern(source: str) -> re.Pattern[str]:
    """Compile a pattern; raise ``PatternError`` where it is not in the subset."""
    _, written = parse_pattern(source)
    try:
        return re.compile(written, re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"the pattern `{source}` is not valid: {error}") from None


class _PatternParser:
    """A parser by recursive descent that writes the pattern anew as it goes."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.written: list[str] = []
        self.flags = ""
        self.ignores_case = False

    def choice(self, depth: int) -> Tree:
        if depth > DEEPEST_GROUP:
            raise PatternError(f"groups are nested more than {DEEPEST_GROUP} deep")
        branches = [self._sequence(depth)]
        while self._take("|"):
            self.written.append("|")
            branches.append(self._sequence(depth))
        return branches[0] if len(branches) == 1 else Choice(branches)

    def _sequence(self, depth: int) -> Tree:
        parts: list[Tree] = []
        while self.position < len(self.source) and self.source[self.position] not in "|)":
            parts.append(self._repeated(depth))
        return parts[0] if len(parts) == 1 else Sequence(parts)

    def _repeated(self, depth: int) -> Tree:
        start = len(self.written)
        body = self._atom(depth)
        bounds = self._bounds()
        if bounds is None:
            return body
        if body == Sequence([]) and self.written[start:] != ["(?:", ")"]:
            raise PatternError(f"a repeat of nothing, before character {self.position + 1}")
        if self._bounds() is not None:
            raise PatternError(
                f"a repeat of a repeat, at character {self.position + 1}; write a group between them"
            )
        return Repeat(body, *bounds)

    def _bounds(self) -> tuple[int, int | None] | None:
        """Read a repeat, greedy or lazy, if one comes next."""
        match = re.compile(r"([*+?])|\{([0-9]{1,9})(,?)([0-9]{0,9})\}").match(self.source, self.position)
        if match is None:
            if re.compile(r"\{,[0-9]+\}").match(self.source, self.position):
                raise PatternError("a repeat needs its lower limit, as in `{0,5}`")
            return None
        self.position = match.end()
        self.written.append(match[0])
        if self._take("?"):
            self.written.append("?")
        return SIMPLE_REPEATS.get(match[0]) or _counted(match)

    def _atom(self, depth: int) -> Tree:
        character = self.source[self.position]
        self.position += 1
        if character == "(":
            return self._group(depth)
        if character == "[":
            return self._class()
        if character == "\\":
            return self._escape()
        if character in "^$.":
            self.written.append(r"\Z" if character == "$" else character)
            return Characters(EVERY - {10}) if character == "." else Sequence([])
        if character in "*+?":
            raise PatternError(f"a repeat of nothing, at character {self.position}")
        self.written.append(re.escape(character))
        return self._characters(frozenset({min(ord(character), 128)}))

    def _characters(self, allowed: frozenset[int]) -> Characters:
        if self.ignores_case:
            allowed = allowed.union(*({ord(chr(c).lower()), ord(chr(c).upper())} for c in allowed if c < 128))
        return Characters(allowed)

    def _group(self, depth: int) -> Tree:
        if self._take("?"):
            self._group_kind()
            if self.source[self.position - 1] == ")":
                return Sequence([])
        self.written.append("(?:")
        body = self.choice(depth + 1)
        if not self._take(")"):
            raise PatternError("a `(` without its `)`")
        self.written.append(")")
        return body

    def _group_kind(self) -> None:
        """Read what follows ``(?``: nothing to capture, a name (which nothing refers to), or leading flags."""
        match = re.compile(r":|P?<[A-Za-z_][A-Za-z0-9_]*>|i\)").match(self.source, self.position)
        if match is None:
            raise PatternError(_group_refusal(self.source[self.position : self.position + 2]))
        if match[0] == "i)":
            if self.position != 2:
                raise PatternError("`(?i)` must stand at the very beginning")
            self.flags, self.ignores_case = "(?i)", True
        self.position = match.end()

    def _escape(self) -> Tree:
        character = self._next("a backslash at the end")
        if character in ASSERTIONS:
            self.written.append(ASSERTIONS[character])
            return Sequence([])
        allowed, written = self._escaped(character)
        self.written.append(f"[{written}]" if character in SPACES_WRITTEN else written)
        return self._characters(allowed)

    def _escaped(self, character: str) -> tuple[frozenset[int], str]:
        """Return the characters an escape stands for, and how ``re`` writes it."""
        if character in CLASSES:
            return CLASSES[character], SPACES_WRITTEN.get(character, f"\\{character}")
        if character == "x":
            character = self._hexadecimal()
        elif character.isalnum():
            if character not in CONTROLS:
                raise PatternError(_escape_refusal(character))
            character = CONTROLS[character]
        return frozenset({min(ord(character), 128)}), re.escape(character)

    def _hexadecimal(self) -> str:
        match = re.compile(r"([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,6})\}").match(self.source, self.position)
        code_point = int(match[1] or match[2], 16) if match else -1
        if match is None or code_point > 0x10FFFF:
            raise PatternError(r"`\x` needs two hexadecimal digits, or up to six in braces")
        self.position = match.end()
        return chr(code_point)

    def _class(self) -> Tree:
        inverted = self._take("^")
        self.written.append("[^" if inverted else "[")
        allowed: frozenset[int] = frozenset()
        first = True
        while first or self._peek() != "]":
            allowed |= self._class_item()
            first = False
        self.position += 1
        self.written.append("]")
        found = self._characters(allowed).allowed
        return Characters((EVERY - found) | {128} if inverted else found)

    def _class_item(self) -> frozenset[int]:
        """Read one character, range or escape of a class (no ``[:alpha:]``: ``re`` knows no such thing)."""
        allowed, low = self._class_character()
        if self._peek() != "-" or self.source[self.position + 1 : self.position + 2] in ("]", ""):
            self.written.append(low)
            return allowed
        self.position += 1
        upper, high = self._class_character()
        if len(allowed) != 1 or len(upper) != 1:
            raise PatternError("a range in a class needs a character on both sides")
        self.written.append(f"{low}-{high}")
        return frozenset(range(min(allowed), max(upper) + 1))

    def _class_character(self) -> tuple[frozenset[int], str]:
        character = self._next("a `[` without its `]`")
        if character == "[" and self._peek() == ":":
            raise PatternError("classes such as `[:alpha:]` are not supported; write `[A-Za-z]`")
        if character == "\\":
            return self._escaped(self._next("a backslash at the end"))
        return frozenset({min(ord(character), 128)}), re.escape(character)

    def _peek(self) -> str:
        return self.source[self.position : self.position + 1]

    def _take(self, character: str) -> bool:
        taken = self._peek() == character
        self.position += taken
        return taken

    def _next(self, missing: str) -> str:
        character = self._peek()
        if not character:
            raise PatternError(missing)
        self.position += 1
        return character


def _counted(match: re.Match[str]) -> tuple[int, int | None]:
    least = int(match[2])
    most = (int(match[4]) if match[4] else None) if match[3] else least
    if match[4] and not match[3]:
        raise PatternError("a repeat is written `{3}`, `{3,}` or `{3,5}`")
    if max(least, most or 0) > MOST_REPEATS:
        raise PatternError(f"a repeat of more than {MOST_REPEATS} times")
    if most is not None and most < least:
        raise PatternError(f"the limits of the repeat `{match[0]}` are the wrong way round")
    return least, most


def _group_refusal(kind: str) -> str:
    if kind[:1] in ("=", "!") or kind in ("<=", "<!"):
        return "lookaround is not supported, since it can take exponential time"
    if kind == "P=":
        return "backreferences are not supported, since they can take exponential time"
    return f"`(?{kind[:1]}` is not supported; groups are `(…)` and `(?:…)`"


def _escape_refusal(character: str) -> str:
    if character.isdigit():
        return "backreferences are not supported, since they can take exponential time"
    return f"`\\{character}` is not supported"
