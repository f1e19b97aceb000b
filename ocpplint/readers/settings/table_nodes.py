"""The shapes in which a tree holds a table, as grids of cells.

- a list of lists: rows of cells, as CSV files and JSON give them;
- ``{"columns": […], "rows": [[…]]}``, also ``header`` and ``data``, with an ``index`` of row labels as of pandas;
- ``{"key": {"0": …}, "value": {"0": …}}``: columns of values by row, pandas' own way.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from ocpplint.documents.tree import Node, Object, Route
from ocpplint.facts.fact import Place
from ocpplint.facts.setting import Evidence, Setting, StationEvidence
from ocpplint.readers.settings import names
from ocpplint.readers.settings.context import KeyVocabulary, SettingContext, setting_of_key
from ocpplint.readers.settings.table_block import Grid, GridCell, TableReading, TableSetting
from ocpplint.readers.settings.table_words import VALUES, heading
from ocpplint.readers.settings.tables import read_table
from ocpplint.readers.settings.values import text_of

_ROWS = frozenset(("rows", "data", "values", "body", "records"))
_INDEX = "index"


def table_in(node: Object | list[Node], route: Route, vocabulary: KeyVocabulary) -> TableReading | None:
    """Return what a table says that a node holds; None where it holds none."""
    if isinstance(node, Object):
        grid = grid_of_members(node, route) or grid_of_columns(node, route, vocabulary)
    else:
        grid = grid_of_list(node, route)
    return read_table(grid, vocabulary) if grid else None


def setting_of_table(
    found: TableSetting,
    context: SettingContext,
    place_of: Callable[[Route, Literal["key", "value"]], Place],
    vocabulary: KeyVocabulary,
) -> Setting:
    """Return a setting of a table in the context that the table stands in."""
    evidence = (
        Evidence(aim.kind, aim.connector, aim.text, "high", place_of(aim.cell.route, aim.cell.part))
        for aim in found.aims
    )
    context = context.with_evidence(*evidence)._replace(group=context.group + found.group)
    if found.station is not None:
        where = StationEvidence("field", "its row or column", "high")
        context = context.of_station(found.station, where)
    key, value = found.key, found.value
    places = place_of(key.route, key.part), place_of(value.route, value.part)
    node = value.text if type(value.node) is str else value.node
    return setting_of_key(key.text, node, context, *places, vocabulary, readonly=found.readonly)


def grid_of_list(items: Sequence[Node], route: Route) -> Grid | None:
    """Return the cells of a list of lists of scalars; None for any other list."""
    rows = []
    for number, item in enumerate(items):
        if not isinstance(item, list) or any(isinstance(cell, Object | list) for cell in item):
            return None
        rows.append(_row(item, (*route, number)))
    return rows


def grid_of_members(node: Object, route: Route) -> Grid | None:
    """Return the cells of a table whose headings and rows stand in members of an object."""
    parts: dict[str, tuple[int, Sequence[Node]]] = {}
    for number, (name, value) in enumerate(node.members):
        part = _part(name)
        if part is not None and isinstance(value, list):
            parts.setdefault(part, (number, value))
    if "header" not in parts or "rows" not in parts:
        return None
    at, headings = parts["header"]
    number, items = parts["rows"]
    rows = grid_of_list(items, (*route, number))
    if rows is None:
        return None
    header = _row([_name_of(each) for each in headings], (*route, at))
    labels = parts.get(_INDEX)
    if labels is None:
        return [header, *rows]
    index = _row(labels[1], (*route, labels[0]))
    empty = GridCell("", None, route)
    return [[empty, *header], *([label, *row] for label, row in zip(index, rows, strict=False))]


def grid_of_columns(node: Object, route: Route, vocabulary: KeyVocabulary) -> Grid | None:
    """Return the cells of a table that is an object of columns, each an object of cells by row."""
    columns = [value for _, value in node.members if isinstance(value, Object)]
    if not columns or len(columns) != len(node.members) or not _heads_table(node, vocabulary):
        return None
    labels = [name for name, _ in columns[0].members]
    if not labels or any([name for name, _ in column.members] != labels for column in columns):
        return None
    if any(isinstance(cell, Object | list) for column in columns for _, cell in column.members):
        return None
    empty = GridCell("", None, route)
    header = [GridCell(name, name, (*route, number), "key") for number, (name, _) in enumerate(node.members)]
    rows = [
        [
            GridCell(name, name, (*route, 0, row), "key"),
            *(_cell(column.members[row][1], (*route, number, row)) for number, column in enumerate(columns)),
        ]
        for row, name in enumerate(labels)
    ]
    return [[empty, *header], *rows]


def _heads_table(node: Object, vocabulary: KeyVocabulary) -> bool:
    """Tell member names that are headings: of a column of keys and one of values, or keys themselves."""
    meanings = {heading(name).meaning for name, _ in node.members}
    if "key" in meanings and not meanings.isdisjoint(VALUES):
        return True
    return any(vocabulary.knows(name) and not _is_described(value) for name, value in node.members)


def _is_described(value: Node) -> bool:
    """Tell the object that describes one value: ``{"value": …, "readonly": …}``."""
    return isinstance(value, Object) and any(name.lower() == "value" for name, _ in value.members)


def _part(name: str) -> Literal["header", "rows", "index"] | None:
    plain = name.lower()
    if plain in names.TABLE_HEADINGS:
        return "header"
    if plain in _ROWS:
        return "rows"
    return "index" if plain == _INDEX else None


def _name_of(node: Node) -> Node:
    """Return what a heading says, which may be an object: ``{"name": "key", "type": "string"}``."""
    if isinstance(node, Object):
        return next((value for name, value in node.members if name.lower() in ("name", "title", "field")), None)
    return node


def _row(items: Iterable[Node], route: Route) -> list[GridCell]:
    return [_cell(item, (*route, number)) for number, item in enumerate(items)]


def _cell(node: Node, route: Route) -> GridCell:
    text = text_of(node) if not isinstance(node, Object | list) else None
    return GridCell("" if text is None else text.strip(), node, route)
