"""Writers of tables: CSV, workbooks, Markdown and HTML. A table is a grid of cells with a heading."""

import csv
import io
from collections.abc import Callable, Sequence
from html import escape
from random import Random
from typing import Final

import openpyxl

from tests.support.shapes.plans import Item, Plan
from tests.support.shapes.writer import Write, Written, text

Grid = list[list[str]]
Lay = Callable[[Plan, Random], Grid]
Print = Callable[[Grid, Random], Written]

_HEADINGS: Final = (
    ("station", "connector", "key", "value"),
    ("Station", "Connector", "Key", "Value"),
    ("charger", "connector id", "parameter", "setting"),
    ("Charge point", "Connector", "Configuration key", "Value"),
    ("station_id", "connector_id", "name", "value"),
)
_GERMAN: Final = ("Ladestation", "Anschluss", "Parameter", "Wert")


def long(*, connector: bool = False, headings: Sequence[Sequence[str]] = _HEADINGS) -> Lay:
    """One key a row."""

    def lay(plan: Plan, chance: Random) -> Grid:
        station, number, key, value = chance.choice(headings)
        with_station = plan.axes.station == "field"
        order = [*([station] if with_station else []), *([number] if connector else []), key, value]
        if chance.random() < 0.3:
            chance.shuffle(order)
        if chance.random() < 0.3:
            order.append("comment")
        rows = [
            {station: each.name, number: str(item.connector or ""), key: item.key, value: item.text}
            for each in plan.chargers
            for item in each.items
        ]
        return [order, *([row.get(name, "as agreed") for name in order] for row in rows)]

    return lay


def no_heading(plan: Plan, _: Random) -> Grid:
    """One key a row, and nothing above."""
    return [[item.key, item.text] for each in plan.chargers for item in each.items]


def wide(plan: Plan, chance: Random) -> Grid:
    """One station a row, a key a column."""
    keys = list(dict.fromkeys(item.key for each in plan.chargers for item in each.items))
    rows = [{item.key: item.text for item in each.items} for each in plan.chargers]
    name = chance.choice(("station", "Station", "charger", "id", "name", "Charge point"))
    with_station = plan.axes.station == "field"
    heading = [*([name] if with_station else []), *keys]
    body = [
        [*([each.name] if with_station else []), *(row.get(key, "") for key in keys)]
        for each, row in zip(plan.chargers, rows, strict=True)
    ]
    return [heading, *body]


def transposed(plan: Plan, chance: Random) -> Grid:
    """One key a row, a station a column."""
    keys = list(dict.fromkeys(item.key for each in plan.chargers for item in each.items))
    columns = [{item.key: item.text for item in each.items} for each in plan.chargers]
    heading = [chance.choice(("key", "Key", "parameter", "")), *(each.name for each in plan.chargers)]
    return [heading, *([key, *(column.get(key, "") for column in columns)] for key in keys)]


def connector_columns(plan: Plan, chance: Random) -> Grid:
    """One key a row, a connector a column."""
    first, second = chance.choice(
        (("connector 1", "connector 2"), ("Connector 1", "Connector 2"), ("EVSE 1", "EVSE 2"))
    )
    rows = []
    for item in plan.chargers[0].items:
        cells = ("", item.text) if item.connector == 2 else (item.text, "")
        rows.append([item.key, *cells])
    return [[chance.choice(("key", "parameter")), first, second], *rows]


def of_columns(plan: Plan) -> Plan:
    """Return a plan for a column for each connector: what is no connector's stands in the first."""

    def placed(item: Item) -> Item:
        return item._replace(connector=item.connector or 1)

    chargers = tuple(each._replace(items=tuple(map(placed, each.items))) for each in plan.chargers)
    return plan._replace(
        chargers=chargers, planted=plan.planted and plan.planted._replace(item=placed(plan.planted.item))
    )


GERMAN: Final = (_GERMAN,)


def table_in(lay: Lay, printed: Print) -> Write:
    """Return what writes a table laid out like this."""
    return lambda plan, chance: printed(lay(plan, chance), chance)


def separated(delimiter: str, ending: str) -> Print:
    """Write cells as the module ``csv`` does."""

    def write(grid: Grid, chance: Random) -> Written:
        out = io.StringIO(newline="")
        csv.writer(
            out,
            delimiter=delimiter,
            quoting=chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC)),
            lineterminator=chance.choice(("\n", "\r\n")),
        ).writerows(grid)
        return text(ending, out.getvalue())

    return write


def excel(grid: Grid, chance: Random) -> Written:
    """Write a workbook, numbers as numbers."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = chance.choice(("Sheet1", "Settings", "Tabelle1"))
    for row in grid:
        sheet.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    out = io.BytesIO()
    book.save(out)
    return Written(".xlsx", out.getvalue(), hidden=True)


def markdown(grid: Grid, chance: Random) -> Written:
    """Write a table as ``DataFrame.to_markdown(index=False)`` does, in a page."""
    before = chance.choice(("", "# Stations\n\nAs agreed in May:\n\n", "## Settings\n\n"))
    return text(".md", f"{before}{pipe_table(grid)}\n")


def pipe_table(grid: Grid) -> str:
    """Return the text of ``DataFrame(...).to_markdown(index=False, disable_numparse=True)``."""
    widths = [max(len(row[column]) for row in grid) for column in range(len(grid[0]))]
    widths = [max(width, len(name) + 2) for width, name in zip(widths, grid[0], strict=True)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in grid
    ]
    rule = "|" + "|".join(":" + "-" * (width + 1) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def html(grid: Grid, chance: Random) -> Written:
    """Write a table as ``DataFrame.to_html(index=False)`` does, alone or in a page."""
    table = html_table(grid)
    if chance.random() < 0.5:
        table = f"<!DOCTYPE html>\n<html><head><title>Settings</title></head>\n<body>\n{table}\n</body></html>"
    return text(".html", table + "\n")


def html_table(grid: Grid) -> str:
    """Return the text of ``DataFrame(...).to_html(index=False)``."""

    def row(cells: Sequence[str], tag: str, style: str = "") -> list[str]:
        inner = [f"      <{tag}>{escape(cell, quote=False)}</{tag}>" for cell in cells]
        return [f"    <tr{style}>", *inner, "    </tr>"]

    lines = ['<table border="1" class="dataframe">', "  <thead>"]
    lines += row(grid[0], "th", ' style="text-align: right;"')
    lines += ["  </thead>", "  <tbody>"]
    for cells in grid[1:]:
        lines += row(cells, "td")
    return "\n".join([*lines, "  </tbody>", "</table>"])
