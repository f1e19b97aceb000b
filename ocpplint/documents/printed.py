"""Settings as programs print them, in any text: lines, columns with blanks between them, and records of Python.

::

    HeartbeatInterval (rw): 300                an access before the value,
    HeartbeatInterval = 300 (readonly=false)   or behind it: one such line will do
    HeartbeatInterval: 300                     at least two such lines
    HeartbeatInterval     300                  columns, which are a table as in any other text

Assignments become maps, with what headings say as names above them; rows become lists of cells. Nothing here knows a
key: whether settings are among them is found out from the tree. Lines with messages are left to the reader of logs.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from ocpplint.documents.delimited import cells_of_line
from ocpplint.documents.markdown import cells_between_bars
from ocpplint.documents.positions import NO_KEY, PositionTable
from ocpplint.documents.records import Record, records_in
from ocpplint.documents.rows import TextCell, TextRow, add_table
from ocpplint.documents.tree import Document, Node, Object, Span

_LINE: Final = re.compile(r"[^\r\n]+")
_LONGEST: Final = 4_000
_LONGEST_HEADING: Final = 120
_KEY: Final = r"[A-Za-z][\w.\-]{1,80}(?:\[\d{1,2}\])?"
_RIGHTS: Final = r"(?P<access>r/?w|w/?r|r/?o|w/?o|r|w|read[-_ ]?only|read[-_/ ]?write|write[-_ ]?only)"
_START: Final = r"(?:^|(?<=[\s\]:>|]))"
_ACCESS: Final = re.compile(rf"{_START}(?P<key>{_KEY})\s*[(\[]{_RIGHTS}[)\]]\s*[:=]\s*", re.IGNORECASE)
_ACCESS_BEHIND: Final = re.compile(
    rf"\s*[(\[,;]\s*(?:read[-_ ]?only\s*[:=]\s*(?P<flag>true|false|yes|no|[01])|{_RIGHTS})\s*[)\]]?\s*\Z",
    re.IGNORECASE,
)
_BEGINS: Final = re.compile(rf"{_START}(?P<key>{_KEY})\s*[:=](?!//)\s*")
_PLAIN: Final = re.compile(
    rf"\s*(?:[-*•+>]\s+)?(?P<quote>[\"'`]?)(?P<key>{_KEY})(?P=quote)\s*(?:=>|:=|->|==?|:)\s*"
)
_REMARK: Final = re.compile(r"\s(?:#|//|;|--)\s")
_STATION: Final = re.compile(
    r"[^\w]{0,8}(?P<name>(?:charg(?:e|ing)[ _-]?(?:point|station|box)|charger|station|wallbox|evse|cp)[ _-]?"
    r"(?:id(?:entity|entifier)?|name)?)\s*[:=]\s*[\"'`]?(?P<value>[\w.:/-]{1,60}?)[\"'`]?\s*[,;]?\s*",
    re.IGNORECASE,
)
_PART: Final = re.compile(
    r"(?:connector|conn|evse|outlet|socket|anschluss|ladepunkt|stecker)\s*(?:no\.?|nr\.?|id)?[\s#:=_-]*[1-9]\d?",
    re.IGNORECASE,
)
_IDENTITY: Final = re.compile(r"(?<![\w.:/-])(?=[\w.-]*\d)[A-Za-z]\w{0,20}(?:[-_.]\w{1,20}){0,4}(?![\w/]|[.:-]\w)")
_NO_IDENTITY: Final = re.compile(r"(?i)(?:thread|worker|pool|task|process|ocpp|version|v\d|t\d)")
_RULE: Final = re.compile(r"[\s|+:=─━═┼╋╬├┤┬┴┌┐└┘╔╗╚╝╠╣╦╩╪╞╡-]+")
_BARS: Final = str.maketrans("│┃║", "|||")
_GAP: Final = re.compile(r"[ \t]{2,}|\t")
_PAIR: Final = re.compile(rf"\s*({_KEY})\s+(\S+)\s*")
_NAMED_LIKE_KEY: Final = re.compile(r".*[a-z][A-Z]|.*_")
_FEWEST_WORDS: Final = 4
_AROUND: Final = " \t#=*[]()<>~:-"
"""What headings are set off with."""
_REPORT: Final = re.compile(r"(?i)configuration_?key")
_IN_FRAME: Final = re.compile(
    r"\[\s*[2-6]\s*,\s*\\*[\"'][^\"']{1,80}\\*[\"']\s*,(?:\s*\\*[\"']\w{1,60}\\*[\"']\s*,)?\s*\Z"
)
"""What stands before the payload of a message."""
_LONGEST_LEAD: Final = 250
_FRAME: Final = re.compile(r"\[\s*[2-6]\s*,\s*\\*[\"']|[mM]essage_?[tT]ype")

_Way = Literal["bars", "tabs", ";", ",", "columns", "pair"]


def parse_printed(text: str) -> Document:
    """Read what programs print of settings. Raises nothing and finds no problems: most texts hold no such thing."""
    reader = _Reader(text)
    reader.read()
    return Document(text, reader.roots, reader.top.spans)


class _Assignment(NamedTuple):
    """A line that gives a key a value. ``is_marked``: with an access, as hardly any other line is."""

    key: str
    key_span: Span
    value: str
    value_span: Span
    readonly: bool | None
    is_marked: bool


class _Map:
    """A map that grows."""

    def __init__(self) -> None:
        self.members: list[tuple[str, Node]] = []
        self.table = PositionTable()

    def add(self, name: str, value: Node, key: Span | None, span: Span) -> None:
        self.members.append((name, value))
        self.table.marks += ((NO_KEY, NO_KEY) if key is None else key) + span

    def assign(self, given: _Assignment) -> None:
        if given.readonly is None:
            self.add(given.key, given.value, given.key_span, given.value_span)
            return
        inner = self.table.inner[len(self.members)] = PositionTable()
        inner.marks += (NO_KEY, NO_KEY, *given.value_span) * 2
        described = Object([("value", given.value), ("readonly", given.readonly)])
        self.add(given.key, described, given.key_span, given.value_span)

    def put(self, name: str, node: Node, table: PositionTable, key: Span | None, span: Span) -> None:
        """Add a member that is a container."""
        self.table.inner[len(self.members)] = table
        self.add(name, node, key, span)

    def span(self) -> Span:
        marks = [mark for mark in self.table.marks if mark != NO_KEY]
        return Span(min(marks), max(marks)) if marks else Span(0, 0)


class _Dump:
    """What is printed of one station: assignments, some of them below headings."""

    def __init__(self, named: TextCell | None = None, key: Span | None = None) -> None:
        self._top = _Map()
        self._sections: list[tuple[str, Span, _Map]] = []
        self.count = 0
        self._is_marked = False
        if named is not None:
            self._top.add("stationId", named.text, key, Span(named.start, named.end))
        self.is_named = named is not None

    def assign(self, given: _Assignment) -> None:
        (self._sections[-1][2] if self._sections else self._top).assign(given)
        self._is_marked = self._is_marked or given.is_marked
        self.count += 1

    def open(self, heading: TextCell) -> None:
        self._sections.append((heading.text, Span(heading.start, heading.end), _Map()))

    def whole(self) -> _Map | None:
        """Return all of it as one map; None for a line like any other."""
        if self.count < 1 + (not self._is_marked):
            return None
        for name, span, section in self._sections:
            if section.members:
                self._top.put(name, Object(section.members), section.table, span, section.span())
        return self._top


class _Reader:
    """Reads one text."""

    def __init__(self, text: str) -> None:
        self.roots: list[Node] = []
        self.top = PositionTable()
        self._text = text
        self._holds_frames = _FRAME.search(text) is not None
        self._dump = _Dump()
        self._by_station: dict[str, _Dump] = {}
        self._rows: list[TextRow] = []
        self._way: _Way | None = None
        self._titles: list[TextCell] = []

    def read(self) -> None:
        """Read the records of the text, and all lines without one."""
        taken = self._records()
        ends = [span.end for span in taken]
        for found in _LINE.finditer(self._text):
            start, end = found.span()
            at = bisect_left(ends, start + 1)
            if end - start <= _LONGEST and not (at < len(taken) and taken[at].start < end):
                self._line(found[0].rstrip(), start)
        self._end_rows()
        self._end_dump()
        for dump in self._by_station.values():
            self._add(dump.whole())

    def _add(self, made: _Map | None) -> None:
        if made is not None:
            self.top.inner[len(self.roots)] = made.table
            self.top.marks += (NO_KEY, NO_KEY, *made.span())
            self.roots.append(Object(made.members))

    # Records

    def _records(self) -> list[Span]:
        """Put the records in the tree, those that follow each other in one list; return where they stand."""
        taken: list[Span] = []
        together: list[Record] = []
        for record in records_in(self._text):
            if self._holds_frames and not self._is_sure(record):
                continue
            taken.append(record.span)
            if together and self._text[together[-1].span.end : record.span.start].strip(" \t\r\n,"):
                self._add_records(together)
                together = []
            together.append(record)
        if together:
            self._add_records(together)
        return taken

    def _is_sure(self, record: Record) -> bool:
        """Tell what beside messages is none of theirs: Python's print of what a station reported."""
        start, end = record.span
        lead = self._text[max(0, start - _LONGEST_LEAD) : start]
        return record.is_python and "readonly" in self._text[start:end] and _IN_FRAME.search(lead) is None

    def _add_records(self, records: Sequence[Record]) -> None:
        items = PositionTable()
        for number, record in enumerate(records):
            items.inner[number] = record.table
            items.marks += (NO_KEY, NO_KEY, *record.span)
        node: Node = [record.node for record in records]
        if len(records) == 1:
            node, items = records[0].node, records[0].table
        start, end = records[0].span.start, records[-1].span.end
        begin = max(self._text.rfind("\n", max(0, start - _LONGEST), start) + 1, start - _LONGEST, 0)
        station = _identity_in(self._text[begin:start], begin)
        is_report = _REPORT.search(self._text, begin, start) is not None
        if station is None and not is_report:
            self.top.inner[len(self.roots)] = items
            self.top.marks += (NO_KEY, NO_KEY, start, end)
            self.roots.append(node)
            return
        whole = _Map()
        if station is not None:
            whole.add("stationId", station.text, None, Span(station.start, station.end))
        whole.put("configurationKey" if is_report else "", node, items, None, Span(start, end))
        self._add(whole)

    # Lines

    def _line(self, line: str, start: int) -> None:
        if not line or (len(line) > 1 and _RULE.fullmatch(line)):
            return
        if self._holds_frames and _FRAME.search(line):
            return
        given = _marked(line, start)
        if given is None and not self._holds_frames:
            if self._station(line, start) or self._part(line, start):
                return
            given = _plain(line, start)
        if given is not None:
            self._end_rows()
            self._assign(given, line[: given.key_span.start - start], start)
        elif not self._holds_frames and not self._row(line, start):
            self._end_rows()
            self._head(line, start)

    def _assign(self, given: _Assignment, lead: str, start: int) -> None:
        station = _identity_in(lead, start) if given.is_marked else None
        if station is None:
            self._dump.assign(given)
        else:
            self._by_station.setdefault(station.text, _Dump(station)).assign(given)

    def _station(self, line: str, start: int) -> bool:
        """Take a line that names the station of those that follow; a second one begins anew."""
        found = _STATION.fullmatch(line) if len(line) <= _LONGEST_HEADING else None
        if found is None:
            return False
        self._end_rows()
        if self._dump.is_named or self._dump.count:
            self._end_dump()
        named = TextCell(found["value"], start + found.start("value"), start + found.end("value"))
        self._dump = _Dump(named, Span(start + found.start("name"), start + found.end("name")))
        self._titles = [TextCell(f"{found['name']}: {found['value']}", start + found.start("name"), named.end)]
        return True

    def _end_dump(self) -> None:
        self._add(self._dump.whole())

    def _part(self, line: str, start: int) -> bool:
        """Take a line that says which connector what follows is for."""
        cell = _heading(line, start)
        if cell is None or not _PART.fullmatch(cell.text):
            return False
        self._dump.open(cell)
        if self._rows:
            # In a table it heads the rows below.
            self._rows.append([cell])
        else:
            self._titles.append(cell)
        return True

    def _head(self, line: str, start: int) -> None:
        """Take a line that heads what follows: a name with a colon behind it or in brackets."""
        cell = _heading(line, start)
        if cell is not None:
            self._titles = [*self._titles[-1:], cell]
            if line.lstrip()[0] in "[=#-" or line[-1] in ":]=-":
                self._dump.open(cell)

    # Rows

    def _row(self, line: str, start: int) -> bool:
        """Take a line that is a row of a table, as the lines before it are."""
        found = self._cells(line, start)
        if found is None:
            return False
        way, row = found
        if way != self._way:
            self._end_rows()
            self._way = way
        self._rows.append(row)
        return True

    def _cells(self, line: str, start: int) -> tuple[_Way, TextRow] | None:
        drawn = line.translate(_BARS)
        if "|" in drawn and len(row := list(cells_between_bars(drawn, start))) > 1:
            return "bars", row
        if "\t" in line.strip():
            return "tabs", cells_of_line(line, start, "\t")
        has_gap = _GAP.search(line.strip()) is not None
        for way, delimiter in ((";", ";"), (",", ",")):
            if delimiter in line and not has_gap:
                return (";" if way == ";" else ","), cells_of_line(line, start, delimiter)
        if has_gap:
            return "columns", list(_spaced(line, start))
        pair = _PAIR.fullmatch(line)
        if pair is None:
            return None
        return "pair", [TextCell(pair[each], start + pair.start(each), start + pair.end(each)) for each in (1, 2)]

    def _end_rows(self) -> None:
        """Put the rows by now in the tree, with what heads them: one alone is no table, but for a key and a word."""
        if len(self._rows) > 1 or (self._rows and self._way == "columns" and _is_pair(self._rows[0])):
            rows = [*([title] for title in self._titles), *self._rows]
            self.roots.append(add_table(self.top, len(self.roots), rows))
        if self._rows:
            self._titles = []
        self._rows, self._way = [], None


def _is_pair(row: TextRow) -> bool:
    return len(row) == 2 and _NAMED_LIKE_KEY.match(row[0].text) is not None and " " not in row[1].text


def _heading(line: str, start: int) -> TextCell | None:
    """Return what a short line says, without what sets it off."""
    name = line.strip(_AROUND)
    if not name or len(line) > _LONGEST_HEADING:
        return None
    at = start + line.find(name)
    return TextCell(name, at, at + len(name))


def _marked(line: str, start: int) -> _Assignment | None:
    """Read a line that says how its key may be used."""
    found = _ACCESS.search(line)
    if found is not None:
        return _assignment(line, start, found, len(line), readonly=_is_readonly(found["access"]))
    behind = _ACCESS_BEHIND.search(line) if line[-1] in ")]01oeEsS" else None
    if behind is None:
        return None
    candidates = list(_BEGINS.finditer(line, 0, behind.start() + 1))
    if not candidates:
        return None
    begins = next((each for each in candidates if _NAMED_LIKE_KEY.match(each["key"])), candidates[-1])
    flag = behind["flag"]
    readonly = _is_readonly(behind["access"]) if flag is None else flag.lower() in ("true", "yes", "1")
    return _assignment(line, start, begins, max(behind.start(), begins.end()), readonly=readonly)


def _plain(line: str, start: int) -> _Assignment | None:
    """Read a line that is a key and its value, and no sentence."""
    found = _PLAIN.match(line)
    if found is None:
        return None
    given = _assignment(line, start, found, len(line))
    is_sentence = sum(word.strip(".,;:()").isalpha() for word in given.value.split()) >= _FEWEST_WORDS
    return None if is_sentence or not given.value else given


def _assignment(
    line: str, start: int, found: re.Match[str], end: int, *, readonly: bool | None = None
) -> _Assignment:
    """Return an assignment whose value stands behind ``found``, up to ``end``, without what belongs to the line."""
    value = line[found.end() : end]
    remark = _REMARK.search(value)
    value = (value[: remark.start()] if remark is not None else value).rstrip(" \t,;")
    at = start + found.end()
    span = Span(at, at + len(value))
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    key = Span(start + found.start("key"), start + found.end("key"))
    return _Assignment(
        found["key"], key, value[1:-1] if is_quoted else value, span, readonly, readonly is not None
    )


def _is_readonly(access: str) -> bool:
    return re.sub(r"\W|_", "", access).lower() in ("r", "ro", "readonly")


def _identity_in(lead: str, start: int) -> TextCell | None:
    """Return the name of a station in what stands before a setting: the last word with a digit in it."""
    names = [found for found in _IDENTITY.finditer(lead) if not _NO_IDENTITY.match(found[0])]
    return TextCell(names[-1][0], start + names[-1].start(), start + names[-1].end()) if names else None


def _spaced(line: str, start: int) -> Iterator[TextCell]:
    """Yield the cells of a line that gaps part."""
    at = len(line) - len(line.lstrip())
    for gap in _GAP.finditer(line, at):
        yield TextCell(line[at : gap.start()], start + at, start + gap.start())
        at = gap.end()
    yield TextCell(line[at:], start + at, start + len(line))
