"""YAML, read by PyYAML's parser events (libyaml's, where that is built in).

A stream has one root a document. A truncated document keeps its complete part, and the other documents of the
stream are still read: ``---`` at the start of a line separates documents whatever stands before it (YAML 1.2.2,
section 9.1.4, "forbidden content").
"""

import re
from typing import TYPE_CHECKING

from ocpplint.documents.limits import MAX_PROBLEMS
from ocpplint.documents.tree import Document, Span
from ocpplint.documents.yaml_comments import find_comments
from ocpplint.documents.yaml_compose import TEMPLATE, Composer, TooDeepError

if TYPE_CHECKING:
    import yaml

_DOCUMENT_MARK = re.compile(r"(?m)(?:^|(?<=\r))---(?!\S)")
_TOKEN = re.compile(r"\t+|[^\s,\[\]{}]{1,24}|[^\s]")
_TEMPLATE = re.compile(r"\{[{%][^\r\n]*?[%}]\}|\{[{%]")
_LINE_END = re.compile(r"[\r\n]|\Z")
_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def parse_yaml(text: str) -> Document:
    """Parse a YAML stream. Raises nothing: what is wrong is in the document's ``problems``.

    What a scalar says is decided in ``yaml_scalars``; keys are always their text. Aliases and ``<<`` are
    resolved: the span of an alias is the alias, what is inside stands where the anchor is.
    """
    composer = Composer(text)
    readable = _without_unprintables(text, composer)
    _compose_stream(composer, readable)
    comments = find_comments(text, composer.opaque, composer.table) if "#" in text else []
    composer.problems.sort(key=lambda problem: problem.span)
    return Document(text, composer.roots, composer.table.spans, comments, composer.problems)


def _without_unprintables(text: str, composer: Composer) -> str:
    """Report the characters YAML does not allow (YAML 1.2.2, section 5.1) and put U+FFFD in their place."""

    def replace(found: re.Match[str]) -> str:
        if found.start() == 0 and found[0] == "\ufeff":
            return found[0]
        message = f"expected a printable character, found U+{ord(found[0]):04X}"
        composer.report(message, found.start(), found.end())
        return "\ufffd"

    return _UNPRINTABLE.sub(replace, text)


def _compose_stream(composer: Composer, text: str) -> None:
    """Compose every document that can be read, starting anew after one that cannot."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    base: int | None = 1 if composer.text.startswith("\ufeff") else 0
    while base is not None and len(composer.problems) < MAX_PROBLEMS:
        try:
            composer.compose(yaml.parse(text[base:], Loader=loader), base)
        except TooDeepError as error:
            message, offset = error.args
            composer.report(message, offset, offset + 1)
        except yaml.YAMLError as error:
            _report_error(composer, error, base)
        else:
            return
        base = _skip_broken(composer, base)


def _skip_broken(composer: Composer, base: int) -> int | None:
    """Give up the rest of a document; return where the next one starts, if there is one."""
    composer.abandon()
    broken_from = max(composer.content_end, base)
    start = composer.document_start
    mark = _DOCUMENT_MARK.search(composer.text, base + 1 if start is None else start)
    composer.opaque.append(Span(broken_from, mark.start() if mark else len(composer.text)))
    return mark.start() if mark else None


def _report_error(composer: Composer, error: "yaml.YAMLError", base: int) -> None:
    """Report an error of the parser at the token concerned, or as the template expression that caused it."""
    text = composer.text
    offset = base + _error_index(error, text, base)
    template = _template_near(text, offset)
    if template is not None:
        composer.report_once(TEMPLATE, *template)
        return
    token = _TOKEN.match(text, offset)
    end = token.end() if token else offset
    if text.startswith("\t", offset):
        composer.report("expected spaces for indentation, found a tab", offset, end)
        return
    composer.report(_describe(error, text[offset:end]), offset, end)


def _error_index(error: "yaml.YAMLError", text: str, base: int) -> int:
    """Return where an error stands: at the opening bracket or quote where only the document's end reveals it."""
    mark = getattr(error, "problem_mark", None)
    opening = getattr(error, "context_mark", None)
    if mark is None or base + mark.index >= len(text) - 1 or text.startswith("---", base + mark.index):
        mark = opening or mark
    return 0 if mark is None else min(int(mark.index), len(text) - base)


def _template_near(text: str, offset: int) -> Span | None:
    """Return the first template expression on the line of an error, if there is one."""
    line = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    line_end = _LINE_END.search(text, offset)
    found = _TEMPLATE.search(text, line, line_end.start() if line_end else len(text))
    return Span(found.start(), found.end()) if found else None


def _describe(error: "yaml.YAMLError", token: str) -> str:
    """Say what is wrong in the parser's words, with the text it stumbled over."""
    problem = getattr(error, "problem", None) or "not valid YAML"
    context = getattr(error, "context", None)
    message = f"{problem} {context}" if context else str(problem)
    return message if "found" in message or not token else f"{message}, found `{token}`"
