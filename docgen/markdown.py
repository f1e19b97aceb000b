"""Writing Markdown of text that is not."""

import re
from collections.abc import Iterable, Sequence

_CODE = re.compile(r"(`[^`\n]*`)")
_SPECIAL = re.compile(r"([\\*_\[\]<>#|])")
_LANGUAGES = {
    ".json": "json",
    ".jsonc": "json",
    ".jsonl": "json",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".toml": "toml",
    ".lark": "lark",
}


def prose(text: str) -> str:
    """Escape a text whose only markup is code in backticks."""
    parts = _CODE.split(" ".join(text.split()))
    return "".join(part if part[:1] == "`" else _SPECIAL.sub(r"\\\1", part) for part in parts)


def code(text: str) -> str:
    """Return a text as code within a sentence or a table."""
    fence = "``" if "`" in text else "`"
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}".replace("|", "\\|")


def fence(text: str, name: str = "", marked: Iterable[int] = (), *, title: str = "") -> list[str]:
    """Return a text as a block of code.

    ``name`` is the file's, whose ending tells the language, or the language itself; ``marked`` are the numbers
    of lines to stress, from 1.
    """
    language = next((word for ending, word in _LANGUAGES.items() if name.endswith(ending)), "")
    options = [f'title="{title}"'] if title else []
    options += [f'hl_lines="{" ".join(map(str, sorted(set(marked))))}"'] if marked else []
    ticks = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", text)), 0)
    opening = " ".join([language or (name if name.isalpha() else "text"), *options])
    return [ticks + opening, *text.rstrip("\n").split("\n"), ticks, ""]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a table of cells that are Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return [*(f"| {' | '.join(line)} |" for line in lines), ""]


def indented(lines: Iterable[str]) -> list[str]:
    """Return lines as the content of an admonition."""
    return [f"    {line}" if line else "" for line in lines]
