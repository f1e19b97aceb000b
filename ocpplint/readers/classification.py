"""Classification of an input by its content: a settings document, a document of frames, or lines of a trace or log."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TextIO

from ocpplint.documents.formats import (
    CSV,
    EXCEL,
    INI,
    JSON,
    JSON5,
    JSON_LINES,
    MARKDOWN,
    PRINTED,
    UNTOLD,
    XML,
    Format,
    configures_ours,
    ending_of,
    likely_formats,
    named_format,
)
from ocpplint.documents.tree import Document, Object
from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputProblem, InputReport
from ocpplint.readers.settings.node_location import PlacedDocument

if TYPE_CHECKING:
    from ocpplint.facts.message import Message

_SETS_NOTHING = (
    frozenset({"code", "message", "why", "examples"}),
    frozenset({"name", "title", "source", "keys"}),
    frozenset({"version", "findings"}),
    frozenset({"openapi", "paths"}),
    frozenset({"swagger", "paths"}),
    frozenset({"asyncapi", "channels"}),
)
"""Members of what ocpplint itself reads and writes (a rule, a profile, a baseline or report), and of descriptions of
APIs."""

HEAD_SIZE = 65_536
MOST_CHARACTERS = 50_000_000
"""A document of more characters is not read: as a tree it would take gigabytes."""

MOST_KEPT = 4_000_000
"""Characters of a text without messages that are looked through for settings."""

Files = tuple[str, ...]
"""Paths of files with log dialects."""

_JSON = (JSON, JSON5)
_LINES = (".jsonl", ".ndjson")
_GUESSED = ("", *UNTOLD)
"""Endings of names that tell no format."""
_BESIDE_OTHER_TEXT = (MARKDOWN, PRINTED)
"""Formats in which settings stand among text that is none: it may hold others."""
Knows = Callable[[str], bool]
"""Tells whether a name is that of a known key."""
_DOCUMENT_STARTS = ("{", "[", '"', "//", "/*")
_GAP = r"(?:\s|\\+[nrt])*"
_OPENING = re.compile(rf"\[{_GAP}[2-6]{_GAP},{_GAP}\\*\"")
"""The opening of a frame, also of one that stands escaped inside a string."""
_TYPE_FIELD = r"\"[mM](?i:essage_?type)"
# Seldom needed, and compiled then.
_OCPP_WORDS = r"configurationKey|ChangeConfiguration|chargePoint|chargeBox|setVariableData"


class Classification:
    """The content of an input: a document in a format, messages, or both.

    ``beginning`` is that of a text whose settings may stand among others that no shape accounts for.
    """

    def __init__(
        self,
        placed: PlacedDocument | None = None,
        messages: "Iterable[Message | InputProblem] | None" = None,
        beginning: "Beginning | None" = None,
        form: Format | None = None,
    ) -> None:
        self.placed = placed
        self.messages = messages
        self.beginning = beginning
        self.form = form

    @property
    def speaks_of_ocpp(self) -> bool:
        """Whether a document in which no setting was found is likely to be about OCPP all the same."""
        return self.placed is not None and bool(re.search(_OCPP_WORDS, self.placed.document.text))

    def problems(self) -> Iterator[InputProblem]:
        """Yield what was wrong with the document, and what of it was beyond our limits."""
        if self.placed is not None:
            yield from self.placed.problems()


class Beginning:
    """The beginning of a text that is read as lines, kept until a message is found in it: it may hold settings."""

    def __init__(self, report: InputReport) -> None:
        self._report = report
        self._lines: list[str] = []

    def kept(self, lines: Iterator[str]) -> Iterator[str]:
        """Pass the lines on and keep the first of them."""
        report, left = self._report, MOST_KEPT
        for line in lines:
            yield line
            left -= len(line)
            if left < 0 or report.frames:
                break
            self._lines.append(line)
        yield from lines

    @property
    def text(self) -> str:
        """What was kept; empty if there was a message."""
        return "" if self._report.frames else "".join(self._lines)


def read(
    path: str, file: TextIO, report: InputReport, dialects: Files = (), knows: Knows | None = None
) -> Classification:
    """Read an input that was opened with ``newline=""``. ``report`` is filled as its messages are consumed.

    ``dialects`` are files with log dialects that are tried before those that come with ocpplint. By what ``knows`` says
    of names, documents in formats that mostly others use are left alone; without it, every document is parsed.
    """
    if configures_ours(path):
        return Classification()
    head = _head(file)
    form = named_format(path)
    if form is None and head.startswith("<?xml") and ending_of(path) != ".plist":
        form = XML
    if form is not None and form.in_lines:
        return _document_in_lines(path, head, file, report, form, dialects, knows)
    if form is not None and form not in _JSON:
        return _document(path, _rest(head, file), report, form, dialects, knows)
    if form is not JSON5 and not head.lstrip().startswith(_DOCUMENT_STARTS):
        return _lines_or_document(path, head, file, report, dialects, knows)
    if _may_hold_frame(head) and _is_lines(head, file_ended=len(head) < HEAD_SIZE):
        return _lines(path, head, file, report, dialects)
    if form is not None:
        return _document(path, _rest(head, file), report, form, dialects)
    if ending_of(path) in _LINES:
        return _document_in_lines(path, head, file, report, JSON_LINES, dialects, knows)
    return _json_or_lines(path, head, file, report, dialects, knows)


def _may_hold_frame(text: str) -> bool:
    """Tell, without a false no, whether a frame may stand in a text: bare, escaped, or field by field."""
    # One pass for each is several times as fast as one for both.
    return _OPENING.search(text) is not None or re.search(_TYPE_FIELD, text) is not None


def _head(file: TextIO) -> str:
    head = file.read(HEAD_SIZE)
    # The cut must not fall between the two characters of one line end.
    return head + file.read(1) if head.endswith("\r") else head


def _rest(head: str, file: TextIO) -> str:
    return head + file.read(MOST_CHARACTERS + 1)


def _document(
    path: str, text: str, report: InputReport, form: Format, dialects: Files, knows: Knows | None = None
) -> Classification:
    if len(text) > MOST_CHARACTERS:
        place = Location(path, 1, 1, 1, 1)
        message = f"this document has more than {MOST_CHARACTERS:,} characters and was not read"
        return Classification(messages=[InputProblem("too-large", message, place)])
    report.lines = text.count("\n") + (not text.endswith("\n") and bool(text))
    if not _is_worth_reading(form, text, knows):
        return Classification()
    return _with_frames(PlacedDocument(form.read(text), path), report, dialects, form)


def _is_worth_reading(form: Format, text: str, knows: Knows | None) -> bool:
    """Return whether a document may be about OCPP, as far as a look at its text tells."""
    if knows is None or not form.mostly_others:
        return True
    from ocpplint.readers.settings.mentions import mentions_settings

    return mentions_settings(text, knows) or _may_hold_frame(text)


def _names_key(text: str, knows: Knows | None) -> bool:
    from ocpplint.readers.settings.mentions import mentions_key

    return knows is None or mentions_key(text, knows)


def _with_frames(placed: PlacedDocument, report: InputReport, dialects: Files, form: Format) -> Classification:
    if _sets_nothing(placed.document):
        return Classification()
    if not _may_hold_frame(placed.document.text):
        return Classification(placed, form=form)
    from ocpplint.readers.traces.dialect_loader import load_dialects
    from ocpplint.readers.traces.documents import frames_in_document

    messages = frames_in_document(
        placed.document, placed.path, report, lambda offset: placed.lines.position(offset), load_dialects(dialects)
    )
    return Classification(placed, messages, form=form)


def _sets_nothing(document: Document) -> bool:
    """Tell a document that only speaks of settings, which nobody makes, and of frames that nobody sent."""
    members = ({name for name, _ in root.members} for root in document.roots if isinstance(root, Object))
    return any(names >= parts for names in members for parts in _SETS_NOTHING)


def _is_lines(head: str, *, file_ended: bool) -> bool:
    """Tell lines from one document: in lines, the first is whole by itself, and more follow."""
    import json

    lines = [line for line in head.splitlines() if line.strip()]
    try:
        first = json.loads(lines[0])
    except (ValueError, RecursionError, IndexError):
        return False
    if len(lines) == 1:
        return not file_ended
    # Pretty-printed documents begin with a bracket alone; `[` and `{}` as whole lines are no messages either.
    return bool(first)


def _json_or_lines(
    path: str, head: str, file: TextIO, report: InputReport, dialects: Files, knows: Knows | None
) -> Classification:
    """A file with another name than JSON's that begins like JSON: a dump, or a log that begins with a bracket."""
    from ocpplint.readers.traces.recognise import looks_like_trace

    text = _rest(head, file) if len(head) < HEAD_SIZE or not looks_like_trace(head) else ""
    if text and len(text) <= MOST_CHARACTERS:
        document = JSON.read(text)
        if not document.problems:
            report.lines = text.count("\n") + (not text.endswith("\n"))
            return _with_frames(PlacedDocument(document, path), report, dialects, JSON)
    return _lines_or_document(path, text or head, file, report, dialects, knows)


def _lines_or_document(
    path: str, head: str, file: TextIO, report: InputReport, dialects: Files, knows: Knows | None
) -> Classification:
    """Text without a telling name is a log, or a document if it begins like one and holds no frame."""
    ending = ending_of(path)
    may_be_document = ending in _GUESSED and not _may_hold_frame(head)
    forms = list(likely_formats(head)) if may_be_document else []
    text = _rest(head, file) if forms or (may_be_document and ending) else head
    if may_be_document and ending and not (_is_worth_reading(INI, text, knows) or _names_key(text, knows)):
        # What is named like a configuration, and is none of a station, is no log either.
        report.lines = text.count("\n")
        return Classification()
    if len(text) <= MOST_CHARACTERS:
        for form in forms:
            document = form.read(text) if _is_worth_reading(form, text, knows) else None
            if document is not None and document.roots and not document.problems:
                report.lines = text.count("\n")
                return Classification(PlacedDocument(document, path), form=form)
    return _document_in_lines(path, text, file, report, PRINTED, dialects, knows)


def _document_in_lines(
    path: str, head: str, file: TextIO, report: InputReport, form: Format, dialects: Files, knows: Knows | None
) -> Classification:
    """Read a text that may hold settings, and whose lines may be messages for all that."""
    text, document = _text_with_settings(head, file, form, knows)
    found = _lines(path, text, file, report, dialects)
    if document is not None and document.roots:
        found.placed, found.form = _placed(document, path, form), form
        if form not in _BESIDE_OTHER_TEXT:
            found.beginning = None
    return found


def _placed(document: Document, path: str, form: Format) -> PlacedDocument:
    if form is not EXCEL:
        return PlacedDocument(document, path)
    from ocpplint.readers.settings.workbook_cells import PlacedWorkbook

    return PlacedWorkbook(document, path)


def _text_with_settings(head: str, file: TextIO, form: Format, knows: Knows | None) -> tuple[str, Document | None]:
    """Return what was read of a text, and the document that it is if there may be settings in it.

    A log that begins with messages is not read ahead: it may be of any length.
    """
    from ocpplint.readers.settings.mentions import mentions_key

    if _may_hold_frame(head) and (len(head) >= HEAD_SIZE or _is_only_log(form, head)):
        return head, None
    if knows is not None and not mentions_key(head, knows):
        return head, None
    most = MOST_KEPT if form is PRINTED else MOST_CHARACTERS
    text = head + file.read(most + 1)
    if len(text) > most or (_may_hold_frame(text) and _is_only_log(form, text)):
        return text, None
    return text, form.read(text)


def _is_only_log(form: Format, text: str) -> bool:
    """Return whether a text with messages holds no settings beside them: a table of messages, a log of nothing else."""
    if form is not PRINTED:
        return form in (CSV, JSON_LINES)
    from ocpplint.readers.settings.mentions import prints_settings

    return not prints_settings(text)


def _lines(path: str, head: str, file: TextIO, report: InputReport, dialects: Files) -> Classification:
    from ocpplint.readers.traces.dialect_loader import load_dialects
    from ocpplint.readers.traces.lines import read_lines

    beginning = Beginning(report)
    lines = beginning.kept(_joined_lines(head, file))
    return Classification(messages=read_lines(lines, path, report, load_dialects(dialects)), beginning=beginning)


def read_growing(
    path: str, lines: Iterable[str | None], report: InputReport, dialects: Files
) -> "Iterator[Message | InputProblem]":
    """Read a trace or log while it is written; None among its lines stands for a pause in the writing."""
    from ocpplint.readers.traces.dialect_loader import load_dialects
    from ocpplint.readers.traces.growing import read_growing_lines

    return read_growing_lines(lines, path, report, load_dialects(dialects))


def _joined_lines(head: str, file: TextIO) -> Iterator[str]:
    """Yield the lines of what was read already and of what is left, as the file would have."""
    last = ""
    for line in io.StringIO(head, newline=""):
        if last:
            yield last
        last = line
    if last and not last.endswith(("\n", "\r")):
        last += next(file, "")
    if last:
        yield last
    yield from file
