"""Settings in a text that no reader takes for a document: lines such as ``Key = value`` in a file of any kind.

Source code, documentation and translations speak of keys, too. What lines have to look like depends on the file's name.
"""

import re
from collections.abc import Sequence

from ocpplint.documents.positions import LineIndex
from ocpplint.facts.fact import Location
from ocpplint.readers.settings.assignments import Assignment, KeyIndex, assignments
from ocpplint.readers.settings.context import TELLING
from ocpplint.readers.settings.prose import is_translation, speaks_of_ocpp
from ocpplint.readers.settings.unread import Unread

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
            "sh",
            "bash",
            "zsh",
            "ps1",
            "bat",
            "sql",
        ),
        *(
            "sql",
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


def unread_in_text(path: str, text: str, index: KeyIndex) -> Unread | None:
    """Return the keys to which lines of a text give values, if the text is likely to set them."""
    ending = path.rpartition(".")[2].lower()
    if ending in _TRANSLATED or is_translation(path):
        return None
    found = list(assignments(text, index))
    if not found or not _are_settings(found, text, ending):
        return None
    line, column = LineIndex(text).position(found[0].start)
    place = Location(path, line, column, line, column + len(found[0].key))
    return Unread(place, [each.key for each in found], "lines of a text")


def _are_settings(found: Sequence[Assignment], text: str, ending: str) -> bool:
    sure = {each.key for each in found if each.kind in TELLING}
    if ending in _CODE:
        return len({each.key for each in found if each.stands_out and each.kind in TELLING}) >= _SEVERAL
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
