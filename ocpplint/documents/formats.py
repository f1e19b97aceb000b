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
    files in this format are seldom about OCPP, so that one is parsed only if its text gives reason to. ``in_lines``
    says that a text in this format may be a log, too, so that its lines are read for messages. ``only_named`` says that
    no file in this format is taken in a folder: it is read if it is asked for by name.
    """

    name: str
    endings: tuple[str, ...]
    reader: str
    opening: str = ""
    mostly_others: bool = False
    in_lines: bool = False
    only_named: bool = False

    def read(self, text: str) -> Document:
        """Parse a text in this format. Raises nothing: what is wrong is in the document's ``problems``."""
        module, function = self.reader.split(":")
        parse: Callable[[str], Document] = getattr(import_module(f"ocpplint.documents.{module}"), function)
        return parse(text)


_COMMENTS = r"(?:[^\S\n]*+(?:[#;][^\n]*+)?\n)*+\s*+"

JSON: Final = Format("JSON", (".json", ".jsonc", ".jsn"), "jsonc:parse_json")
JSON5: Final = Format("JSON5", (".json5",), "jsonc:parse_json5")
YAML: Final = Format(
    "YAML",
    (".yaml", ".yml"),
    "yaml:parse_yaml",
    opening=r"(?:[^\S\n]*+(?:#[^\n]*+)?\n|---[^\n]*+\n)*+(?:- |[\w\"'-]++\s*+:(?:\s|$))",
)
TOML: Final = Format(
    "TOML",
    (".toml",),
    "toml:parse_toml",
    opening=rf"{_COMMENTS}(?:\[\[?[\w.\"' -]+\]\]?[^\S\n]*(?:#[^\n]*)?\n|[\w.-]+\s*=)",
    mostly_others=True,
)
INI: Final = Format(
    "INI",
    (".ini",),
    "ini:parse_ini",
    opening=rf"{_COMMENTS}(?:\[[^\]\n{{,]+\][^\S\n]*(?:[#;][^\n]*)?\n|[A-Za-z_][\w. -]*\s*[=:])",
    mostly_others=True,
)
ENV: Final = Format(
    ".env", (".env",), "dotenv:parse_env", opening=rf"{_COMMENTS}export\s+\w+=", mostly_others=True
)
PROPERTIES: Final = Format(".properties", (".properties",), "properties:parse_properties", mostly_others=True)
CSV: Final = Format("CSV", (".csv", ".tsv"), "delimited:parse_delimited", mostly_others=True, in_lines=True)
XML: Final = Format("XML", (".xml",), "xml:parse_xml", opening=r"\s*<\?xml\s", mostly_others=True, in_lines=True)
MARKDOWN: Final = Format(
    "Markdown",
    (".md", ".markdown"),
    "markdown:parse_markdown",
    mostly_others=True,
    in_lines=True,
    only_named=True,
)
HTML: Final = Format(
    "HTML", (".html", ".htm"), "html:parse_html", mostly_others=True, in_lines=True, only_named=True
)
EXCEL: Final = Format(
    "Excel", (".xlsx", ".xlsm"), "delimited:parse_tabs", mostly_others=True, in_lines=True, only_named=True
)
PRINTED: Final = Format("text", (), "printed:parse_printed", mostly_others=True, in_lines=True)
"""Lines that programs print, in texts of any other name."""

JSON_LINES: Final = Format("JSON lines", (), "jsonc:parse_json", mostly_others=True, in_lines=True)
"""JSON with one object a line, in files that mostly hold traces."""

FORMATS: Final = (JSON, JSON5, YAML, TOML, ENV, INI, PROPERTIES, CSV, XML, MARKDOWN, HTML, EXCEL)
"""All formats, in the order in which the openings are tried."""

UNTOLD: Final = (".conf", ".cfg")
"""Endings of configurations in no particular format."""

CONFIGURATIONS_OF_OURS: Final = frozenset({"ocpplint.toml", "pyproject.toml"})
"""What configures ocpplint itself: it names stations and keys, and sets none."""

ENDINGS: Final = (*(ending for form in FORMATS if not form.only_named for ending in form.endings), *UNTOLD)
"""The endings of the names of settings documents that are taken in a folder."""

ENV_SEPARATORS: Final = ("", ".", "_", "-")
"""What may stand behind ``.env`` at the start of a name."""

_BY_ENDING: Final = {ending: form for form in FORMATS for ending in form.endings}


def ending_of(path: str) -> str:
    """Return how a name ends, in lower case, without what its packing may have added; empty where it has no ending."""
    plain, dot, ending = os.path.basename(path).rpartition(".")
    if dot and ending.lower() in _PACKED:
        _, dot, ending = plain.rpartition(".")
    return (dot + ending).lower() if dot else ""


def named_format(path: str) -> Format | None:
    """Return the format that a file's name tells; None where the content has to."""
    found = _BY_ENDING.get(ending_of(path))
    return ENV if found is None and is_env_name(os.path.basename(path)) else found


def is_env_name(name: str) -> bool:
    """Recognise the names ``.env``, ``.env.local``, ``.env_prod``, …: the hidden files that hold configurations."""
    return name.lower().startswith(".env") and name[len(".env") :][:1] in ENV_SEPARATORS


def configures_ours(path: str) -> bool:
    """Recognise a file that configures ocpplint."""
    return os.path.basename(path) in CONFIGURATIONS_OF_OURS


def likely_formats(head: str) -> Iterator[Format]:
    """Yield the formats that a text may be in whose name tells nothing, by its first lines."""
    import re

    return (form for form in FORMATS if form.opening and re.match(form.opening, head))
