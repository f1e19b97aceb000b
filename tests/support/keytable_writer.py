"""Key tables as documentation writes them: the other way of what is imported."""

import csv
import html
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Keys = Mapping[str, Mapping[str, Any]]
Table = list[list[str]]

FULL = {
    "key": "Key Name",
    "scope": "Master/Slave Scope",
    "standard": "OCPP standard",
    "note": "Description",
    "reboot": "Reboot Required",
    "access": "Accessibility",
    "type": "Type",
    "range": "Range, Default or example",
}
BRIEF = {
    "key": "OCPP key",
    "scope": "Master-Slave scope",
    "reboot": "Reboot needed?",
    "note": "Info",
    "standard": "Standard OCPP parameter?",
    "label": "Config UI label",
}
_WORDS = {
    "integer": "int",
    "string": "String",
    "boolean": "Bool",
    "enum": "Enum",
    "decimal": "Float",
    "list": "CSL",
}


def table(keys: Keys, layout: Mapping[str, str], order: Sequence[str] | None = None, empty: str = "") -> Table:
    """Return header and rows. ``order`` are the columns, those of the layout and any others, which say nothing."""
    columns = list(order or layout)
    rows = [[_cell(column, key, said) or empty for column in columns] for key, said in keys.items()]
    return [[layout.get(column, column) for column in columns], *rows]


def _cell(column: str, key: str, said: Mapping[str, Any]) -> str:
    if column == "key":
        return key
    if column == "type":
        return (
            "uint"
            if said.get("type") == "integer" and said.get("minimum") == 0
            else _WORDS.get(said.get("type", ""), "")
        )
    if column == "range":
        return _range(said)
    if column == "standard":
        return "No"
    if column == "reboot":
        return {True: "Yes", False: "No", None: ""}[said.get("reboot")]
    if column == "access" and said.get(column) == "RW":
        return "R/W"
    return str(said.get(column, ""))


def _range(said: Mapping[str, Any]) -> str:
    parts = []
    if "minimum" in said or "maximum" in said:
        parts.append(f"[{said.get('minimum', '')}..{said.get('maximum', '')}]")
    parts += [f"({number}) {label}" for number, label in said.get("values", {}).items()]
    if "default" in said:
        quote = '"' if said.get("type") in ("string", "list") else ""
        parts.append(f"Def: {quote}{said['default']}{quote}")
    return " ".join(parts)


def as_html(rows: Table) -> str:
    """Write a page as firmware does, with a table for its frame and one for the keys."""
    body = "".join(
        "<tr>" + "".join(f"<td><span>{html.escape(cell)}</span>" for cell in row) + "</tr>\n" for row in rows
    )
    frame = f"<table><tr><td>Menu<td><h2>Keys</h2>\n<table border=1><tbody>\n{body}</tbody></table></table>"
    return f"<!DOCTYPE html><html><head><title>OCPP keys</title><style>td {{}}</style></head><body>{frame}</body></html>"


def as_markdown(rows: Table) -> str:
    """Write a table of bars."""
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(["# OCPP keys", "", lines[0], "|---" * len(rows[0]) + "|", *lines[1:], ""])


def separated(delimiter: str) -> Callable[[Table], str]:
    """Return what writes a table as a spreadsheet does."""

    def write(rows: Table) -> str:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        return text.getvalue()

    return write


def on_lines_with_bars(rows: Table) -> str:
    """Write every cell on a line of its own, with a bar between two."""
    return "OCPP keys\n\n" + "\n|\n".join(cell for row in rows for cell in row) + "\n\nImprint\n"


def on_lines(rows: Table) -> str:
    """Write every cell on a line of its own."""
    return "OCPP keys\n\n" + "\n".join(cell for row in rows for cell in row) + "\n"


FORMS: dict[str, Callable[[Table], str]] = {
    "html": as_html,
    "markdown": as_markdown,
    "tabs": separated("\t"),
    "commas": separated(","),
    "semicolons": separated(";"),
    "bars": on_lines_with_bars,
    "lines": on_lines,
}
