"""Settings in a text that no reader takes for a document: lines such as ``Key = value`` in a file of any kind.

Source code, documentation and translations speak of keys, too. What lines have to look like depends on the file's name.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from operator import attrgetter

from ocpplint.documents.positions import LineIndex
from ocpplint.documents.tree import Span
from ocpplint.facts.fact import Location
from ocpplint.facts.setting import Setting
from ocpplint.readers.settings.assignments import Assignment, KeyIndex, assignments, commands
from ocpplint.readers.settings.context import TELLING
from ocpplint.readers.settings.prose import is_translation, speaks_of_ocpp
from ocpplint.readers.settings.unread import DocumentReader, Unread

_CODE = frozenset(
    {
        *(
            "py",
            "pyi",
            "pyx",
            "js",
            "mjs",
            "cjs",
            "jsx",
            "ts",
            "tsx",
            "java",
            "kt",
            "kts",
            "scala",
            "groovy",
            "cs",
            "fs",
        ),
        *(
            "vb",
            "go",
            "rs",
            "c",
            "h",
            "cc",
            "cpp",
            "cxx",
            "hpp",
            "hh",
            "m",
            "mm",
            "swift",
            "dart",
            "rb",
            "php",
            "pl",
        ),
        *(
            "pm",
            "lua",
            "r",
            "jl",
            "ex",
            "exs",
            "erl",
            "hrl",
            "clj",
            "hs",
            "ml",
        ),
        *(
            "vue",
            "svelte",
            "css",
            "scss",
            "less",
            "ipynb",
            "proto",
            "thrift",
            "graphql",
            "robot",
            "feature",
        ),
    }
)
_DOCUMENTATION = frozenset(
    {"md", "markdown", "mdx", "rst", "adoc", "asciidoc", "tex", "html", "htm", "xhtml", "org"}
)
_TRANSLATED = frozenset({"po", "pot", "xlf", "xliff", "resx", "arb", "strings", "ftl"})
_FENCE = re.compile(r"^[ \t]*(```|~~~).*?^[ \t]*\1", re.DOTALL | re.MULTILINE)
_SEVERAL = 2


def spans_told(reader: DocumentReader, settings: Sequence[Setting]) -> list[Span]:
    """Return where in a text stands what its shapes account for: the keys of its settings, and tables of reference."""
    source = reader.source
    keys = [source.lines.span(*setting.place.locate()[1:]) for setting in settings]
    return sorted([*keys, *(source.document.spans(route).value for route in reader.references)])


def unread_in_text(
    path: str, text: str, index: KeyIndex, told: Sequence[Span] = (), *, is_read: bool = False
) -> Unread | None:
    """Return the keys to which lines of a text give values, if the text is likely to set them.

    ``told`` are the places in the text, in order, that are accounted for. A text of which some settings were read
    (``is_read``) is likely to set others.
    """
    ending = path.rpartition(".")[2].lower()
    if ending in _TRANSLATED or is_translation(path):
        return None
    told_of = {each.start: each for each in (*commands(text), *assignments(text, index))}
    found = [told_of[start] for start in sorted(told_of) if not _is_told(start, told)]
    if not found or not (_are_settings(found, text, ending) or (is_read and _is_sure(found))):
        return None
    line, column = LineIndex(text).position(found[0].start)
    place = Location(path, line, column, line, column + len(found[0].key))
    return Unread(place, [each.key for each in found], "lines of a text")


def _is_told(start: int, told: Sequence[Span]) -> bool:
    at = bisect_right(told, start, key=attrgetter("start")) - 1
    return at >= 0 and told[at].start <= start < told[at].end


def _is_sure(found: Sequence[Assignment]) -> bool:
    return any(each.kind in TELLING for each in found)


def _are_settings(found: Sequence[Assignment], text: str, ending: str) -> bool:
    sure = {each.key for each in found if each.kind in TELLING}
    if ending in _CODE:
        on_line = Counter(text.rfind("\n", 0, each.start) for each in found if each.kind in TELLING)
        heads = {each.key for each in found if each.stands_out and each.kind in TELLING}
        return len(heads) >= _SEVERAL or max(on_line.values(), default=0) >= _SEVERAL
    if ending in _DOCUMENTATION:
        fenced = [match.span() for match in _FENCE.finditer(text)]
        lines = {
            each.key
            for each in found
            if each.stands_out and not any(start <= each.start < end for start, end in fenced)
        }
        return len(lines & sure) >= _SEVERAL
    if any(each.stands_out and each.key in sure for each in found):
        return True
    several = len({each.key for each in found}) >= _SEVERAL
    return (several and bool(sure)) or ((several or bool(sure)) and speaks_of_ocpp(text))
