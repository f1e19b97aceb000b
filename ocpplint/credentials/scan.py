"""A tolerant scan of a text for the values of credentials.

The text may be a whole document, a line out of the middle of one, or a log line with a truncated frame. The scan
follows quotes (escaped ones too) and brackets and takes what it finds for members of objects: a credential is
the value beside the name of a credential (``"password": "…"``), or the value of an object that names the setting in
another member (``{"key": "AuthorizationKey", "value": "…"}``).
"""

import re
from typing import Literal, NamedTuple

from ocpplint.credentials.names import is_credential, is_harmless, may_hold_credentials
from ocpplint.documents.tree import Span

_DEEPEST_STRING = 8
_TOKEN = re.compile(
    r"""(?P<open>[{(\[])|(?P<close>[})\]])|(?P<separator>[:=]+>?)|(?P<end>[,;`|&])|(?P<item>\n[ \t]*(?:-[ \t]+)+)
    |(?P<quote>(?<!\\)\\*+["'])|(?P<bare>[^\s{}()\[\]:=,;"'\\`|&]+)""",
    re.VERBOSE,
)
_GAP = re.compile(r"[ \t]*(?:\\[nrt]|\r?\n[ \t]*)*")
_QUOTE = {quote: re.compile(r"(?<!\\)(\\*+)" + quote) for quote in ('"', "'")}
_OPENING = re.compile(r"""[bBuUrRfF]?(\\*)(["'])""")
_BEFORE_OPENING = re.compile(r"""(?:\A|[\s{}\[\]():=,;`|&<>"'+/-]|\\[nrt]|(?:\A|\W)[bBuUrRfF])\Z""")
_BARE_VALUE = re.compile(r"""(?:[^\s,;&}\])"'`\\]|\\(?!["'nrt\\]))+""")
_REST_OF_LINE = re.compile(r"[^\r\n]*")
_COMMENT = re.compile(r"[ \t]\#")
_BEFORE_BLOCK_KEY = re.compile(r"[ \t]*(?:-[ \t]+)*")
_BLOCK_SCALAR = re.compile(r"[|>][-+0-9]*")
_WORD_BEHIND_NAME = re.compile(
    r"^[ \t]*(?:export[ \t]+)?([A-Za-z][\w.-]*+)[ \t]++([^\s:=]\S*+)[ \t]*+(?:[#;].*)?$", re.MULTILINE
)
"""A line of two words, as ``.properties`` may have them: the name and its value."""
_NOT_A_LETTER = re.compile(r"[^a-z]+")

_NAMES = frozenset(
    {
        *("key", "name", "variable", "variablename", "configkey", "configurationkey", "setting", "parameter"),
        *("param", "option", "property", "attribute", "ocppkey", "keyname", "settingname", "parametername"),
    }
)
_VALUES = frozenset({"setpoint", "desired", "target", "current", "actual", "content", "wert", "sollwert", "val"})
_REPORTED_VALUES = ("variableattribute", "variableattributes")
_Kind = Literal["name", "value", ""]


def scanned_secrets(text: str) -> list[Span]:
    """Find the values of credentials; the spans come in no order and may overlap."""
    spans: list[Span] = []
    _Scan(text, spans, 0).run(0, len(text))
    lines = _WORD_BEHIND_NAME.finditer(text)
    spans += [Span(*line.span(2)) for line in lines if is_credential(line[1]) and not is_harmless(line[2])]
    return spans


class _Record:
    """An object being scanned, or the surroundings of a fragment.

    ``owner`` is the member the object is the value of, ``first`` whether its name or its value came first.
    """

    __slots__ = ("first", "names_secret", "owner", "seen", "values")

    def __init__(self, owner: str = "") -> None:
        self.owner = owner
        self.names_secret = False
        self.values: list[Span] = []
        self.first: _Kind = ""
        self.seen: set[_Kind] = set()

    def is_complete_before(self, kind: _Kind) -> bool:
        """Whether, outside brackets, a member of that kind starts the next record of a list."""
        return kind == self.first and len(self.seen) > 1

    def note(self, kind: _Kind) -> None:
        """Take down that a member of that kind was seen."""
        self.first = self.first or kind
        self.seen.add(kind)


class _Scalar(NamedTuple):
    """A scalar in the text: where its content stands and where the scan goes on."""

    span: Span
    after: int


class _Scan:
    """One walk over a text, or over the content of a string in it."""

    __slots__ = ("_depth", "_last", "_owner", "_records", "_spans", "_text")

    def __init__(self, text: str, spans: list[Span], depth: int) -> None:
        self._text = text
        self._spans = spans
        self._depth = depth
        self._records = [_Record()]
        self._last: Span | None = None
        """The scalar just seen, which a separator makes the name of a member."""
        self._owner = ""
        """The name of the member whose value opens next."""

    def run(self, start: int, end: int) -> None:
        """Walk, and add what is found to the spans."""
        position = start
        while token := _TOKEN.search(self._text, position, end):
            position = self._step(token, end)
        while self._records:
            self._close()

    def _step(self, token: re.Match[str], end: int) -> int:
        if token.lastgroup == "quote":
            return self._string(token.start(), token.end(), end)
        if token.lastgroup == "bare":
            self._last = Span(*token.span())
            return token.end()
        name, self._last = self._last, None
        if token.lastgroup == "separator":
            return self._member(name, token.end(), end) if name else token.end()
        self._structure(token.lastgroup)
        return token.end()

    def _structure(self, kind: str | None) -> None:
        """Open or end an object. A stray end closes the surroundings of a fragment; so does a YAML list item."""
        if kind == "open":
            self._records.append(_Record(self._owner or self._records[-1].owner))
        elif kind == "close" or (kind == "item" and len(self._records) == 1):
            self._close()
            self._records = self._records or [_Record()]
        self._owner = ""

    def _close(self) -> None:
        """End an object: its values are secret if it is about a credential, and it may tell its parent so.

        In OCPP 2.x the name stands one level deeper than the value (part 2, SetVariableDataType: ``variable.name``
        beside ``attributeValue``), or the value does (ReportDataType: ``variableAttribute[].value``).
        """
        record = self._records.pop()
        if record.names_secret:
            self._spans += record.values
        if self._records:
            parent = self._records[-1]
            parent.names_secret |= record.names_secret and record.owner == "variable"
            if record.owner in _REPORTED_VALUES:
                parent.values += record.values

    def _string(self, start: int, after: int, end: int) -> int:
        """Pass over a string, whose content may be JSON once more."""
        opening = _OPENING.match(self._text, start, end)
        if not opening or not _BEFORE_OPENING.search(self._text[max(0, start - 2) : start]):
            return after
        scalar = _quoted(self._text, opening, end)
        self._inside(scalar.span)
        self._last = scalar.span
        return scalar.after

    def _inside(self, span: Span) -> None:
        if self._depth < _DEEPEST_STRING and may_hold_credentials(self._text, *span):
            _Scan(self._text, self._spans, self._depth + 1).run(*span)

    def _member(self, name: Span, after: int, end: int) -> int:
        """Go on after a name and a separator: into an object, or over a scalar that matters."""
        written = self._text[name.start : name.end]
        gap = _GAP.match(self._text, after, end)
        start = gap.end() if gap else after
        if self._text[start:end][:1] in ("{", "[", "("):
            self._owner = _squashed(written)
            return start
        if not (is_credential(written) or _kind(written)):
            return after
        return self._value(name, after, start, end)

    def _value(self, name: Span, after: int, start: int, end: int) -> int:
        opening = _OPENING.match(self._text, start, end)
        if opening:
            scalar = _quoted(self._text, opening, end)
            self._inside(scalar.span)
        elif "\n" in self._text[after:start]:
            return start
        else:
            scalar = self._bare_value(name, start, end)
        self._weigh(self._text[name.start : name.end], scalar.span)
        return scalar.after

    def _bare_value(self, name: Span, start: int, end: int) -> _Scalar:
        """Read a value without quotes: to the end of the line where its name begins one, else to the next mark."""
        line_start = self._text.rfind("\n", 0, name.start) + 1
        in_block = _BEFORE_BLOCK_KEY.fullmatch(self._text, line_start, name.start)
        match = (_REST_OF_LINE if in_block else _BARE_VALUE).match(self._text, start, end)
        value = _COMMENT.split(match[0], 1)[0].rstrip(" \t,") if match else ""
        stop = start + len(value)
        if _BLOCK_SCALAR.fullmatch(value):
            stop = self._block_end(stop, name.start - line_start, end)
        return _Scalar(Span(start, stop), stop)

    def _block_end(self, position: int, indent: int, end: int) -> int:
        """Find the end of a YAML block scalar (YAML 1.2.2 section 8.1): the lines indented deeper than its key."""
        line = re.compile(rf"\n(?:[ \t\r]*(?=\n)|[ ]{{{indent + 1}}}[^\n]+)")
        while match := line.match(self._text, position, end):
            position = match.end()
        return position

    def _weigh(self, name: str, span: Span) -> None:
        """Check a member: a secret itself, or part of what makes its object one."""
        value = self._text[span.start : span.end]
        if is_credential(name):
            if not is_harmless(value):
                self._spans.append(span)
            return
        kind = _kind(name)
        if len(self._records) == 1 and self._records[0].is_complete_before(kind):
            self._close()
            self._records.append(_Record())
        record = self._records[-1]
        record.note(kind)
        if kind == "name":
            record.names_secret |= is_credential(value)
        elif not is_harmless(value):
            record.values.append(span)


def _quoted(text: str, opening: re.Match[str], end: int) -> _Scalar:
    r"""Find the end of a quoted scalar.

    A string escaped n times has its quotes written with 2ⁿ-1 backslashes (``"``, ``\"``, ``\\\"``), and each
    backslash at the end of its content with 2ⁿ⁺¹ more, so a quote closes the string if its backslashes leave the
    opening's number when those are taken away. A string without an end goes on to the end of its line.
    """
    run, quote = len(opening[1]), opening[2]
    newline = text.find("\n", opening.end(), end)
    end = newline if newline >= 0 else end
    for match in _QUOTE[quote].finditer(text, opening.end(), end):
        if len(match[1]) % (2 * run + 2) == run and _closes(text, match.end(), quote):
            return _Scalar(Span(opening.end(), match.end() - 1 - run), match.end())
    return _Scalar(Span(opening.end(), end), end)


def _closes(text: str, after: int, quote: str) -> bool:
    """Whether a single quote is more than an apostrophe (``it's``)."""
    return quote == '"' or not text[after : after + 1].isalnum()


def _squashed(name: str) -> str:
    return _NOT_A_LETTER.sub("", name.lower())


def _kind(name: str) -> _Kind:
    """Whether a member names a setting (``key``, ``variable``) or gives its value (``attributeValue``)."""
    squashed = _squashed(name)
    if squashed in _NAMES:
        return "name"
    return "value" if squashed.endswith("value") or squashed in _VALUES else ""
