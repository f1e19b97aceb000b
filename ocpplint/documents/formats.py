"""The formats of settings documents: what a file's name or its first lines tell, and what reads it.

This is the one place that lists them. The folder walk, the hooks and the classification of inputs go by it. The module
that reads a format is imported when the first document in it is read.
"""

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Final, NamedTuple

from ocpplint.documents.tree import Document

_PACKED: Final = ("gz", "bz2", "xz", "zst", "zstd")


class Format(NamedTuple):
    """One format.

    ``endings`` are those of file names, in lower case. ``reader`` is the module in ``ocpplint.documents`` and its
    function from text to ``Document``. ``opening`` is a regular expression for the first lines of a text in this
    format whose name tells nothing; empty where the first lines don't tell it either. ``mostly_others`` says that
    files in this format are seldom about OCPP, so that one is parsed only if its text gives reason to.
    """

    name: str
    endings: tuple[str, ...]
    reader: str
    opening: str = ""
    mostly_others: bool = False

    def read(self, text: str) -> Document:
        """Parse a text in this format. Raises nothing: what is wrong is in the document's ``problems``."""
        module, function = self.reader.split(":")
        parse: Callable[[str], Document] = getattr(import_module(f"ocpplint.documents.{module}"), function)
        return parse(text)


JSON: Final = Format("JSON", (".json", ".jsonc", ".json5", ".jsn"), "jsonc:parse_json")
YAML: Final = Format(
    "YAML",
    (".yaml", ".yml"),
    "yaml:parse_yaml",
    opening=r"(?:\s*#[^\n]*\n|---[^\n]*\n|\s*\n)*(?:- |[\w\"'-]+\s*:(?:\s|$))",
)

FORMATS: Final = (JSON, YAML)
"""All formats, in the order in which the openings are tried."""

ENDINGS: Final = tuple(ending for form in FORMATS for ending in form.endings)
"""The endings of the names of settings documents."""

_BY_ENDING: Final = {ending: form for form in FORMATS for ending in form.endings}


def ending_of(path: str) -> str:
    """Return how a name ends, in lower case, without what its packing may have added; empty where it has no ending."""
    plain, dot, ending = os.path.basename(path).rpartition(".")
    if dot and ending.lower() in _PACKED:
        _, dot, ending = plain.rpartition(".")
    return (dot + ending).lower() if dot else ""


def named_format(path: str) -> Format | None:
    """Return the format that a file's name tells; None where the content has to."""
    return _BY_ENDING.get(ending_of(path))


def likely_formats(head: str) -> Iterator[Format]:
    """Yield the formats that a text may be in whose name tells nothing, by its first lines."""
    import re

    return (form for form in FORMATS if form.opening and re.match(form.opening, head))
