"""The writer of every shape in ``tests/readers/shapes/shapes.toml``, with what each can express."""

from typing import Final

from tests.support.shapes import line_writers as lines
from tests.support.shapes import nested_writers as nested
from tests.support.shapes import table_writers as tables
from tests.support.shapes import tree_writers as trees
from tests.support.shapes import xml_writers as xml
from tests.support.shapes.plans import CONNECTORS, MISTAKES, STATIONS, WRAPPERS, of_report
from tests.support.shapes.trees import LISTS, MAP, PAIRS, pairs_under
from tests.support.shapes.writer import PATHS, UNWRAPPED, Shape, Write

_UNCOMMENTED: Final = ("none", "suffix", "section", "field beside it")
_FLAT: Final = ("none", "suffix")
_IN_LINES: Final = ("none", "suffix", "comment")
_IN_MAPS: Final = ("none", "suffix", "section", "comment")
_WHOLE_MISTAKES: Final = tuple(each for each in MISTAKES if each != "no suffix for connector 2")
_REPORTED: Final = tuple(each for each in MISTAKES if each != "misspelt key")
"""The mistakes in what a station says of itself: it knows its own keys."""
_NAMED: Final = (*PATHS, "field", "key of a map")
_NESTED_WRAPPERS: Final = tuple(each for each in WRAPPERS if each != "list of one")


def _json(write: Write, *, connectors: tuple[str, ...] = _UNCOMMENTED, fewest_keys: int = 1) -> Shape:
    return Shape(write, connectors=connectors, most_stations=2, fewest_keys=fewest_keys)


def _pairs(key: str, value: str) -> Shape:
    return _json(trees.tree_in(pairs_under(key, value), trees.json_text, ".json"))


def _table(
    lay: tables.Lay,
    printed: tables.Print,
    *,
    stations: tuple[str, ...] = (*PATHS, "field"),
    connectors: tuple[str, ...] = _FLAT,
    most_stations: int = 2,
) -> Shape:
    mistakes = MISTAKES if "field beside it" in connectors else _WHOLE_MISTAKES
    return Shape(tables.table_in(lay, printed), UNWRAPPED, stations, connectors, mistakes, most_stations)


def _printed(write: Write) -> Shape:
    """What a program prints of a station, which says with each key whether it can be written."""
    return Shape(write, UNWRAPPED, (*PATHS, "field"), _IN_LINES, _REPORTED, adapted=of_report)


_CSV: Final = tables.separated(",", ".csv")

SHAPES: Final[dict[str, Shape]] = {
    "json-map": _json(trees.tree_in(MAP, trees.json_text, ".json")),
    "json-map-of-values": _json(trees.map_of_values),
    "json-pairs-key-value": _pairs("key", "value"),
    "json-pairs-name-value": _pairs("name", "value"),
    "json-pairs-variable-value": _pairs("variable", "value"),
    "json-pairs-parameter-value": _pairs("parameter", "value"),
    "json-pairs-config-key": _pairs("configKey", "configValue"),
    "json-pairs-any-two": _pairs("param", "setpoint"),
    "json-two-element-lists": _json(trees.tree_in(LISTS, trees.json_text, ".json")),
    "json-columns-rows": Shape(trees.columns_rows, connectors=_FLAT, mistakes=_WHOLE_MISTAKES, most_stations=2),
    "json-columns-of-values": Shape(
        trees.columns_of_values, WRAPPERS, (*PATHS, "field"), _FLAT, _WHOLE_MISTAKES, most_stations=2
    ),
    "json-report": Shape(
        trees.report,
        connectors=(*_FLAT, "field beside it"),
        mistakes=_REPORTED,
        most_stations=2,
        adapted=of_report,
    ),
    "json-calls": Shape(trees.calls, WRAPPERS, STATIONS, _FLAT, _WHOLE_MISTAKES, most_stations=2),
    "json-variables": Shape(
        trees.variables,
        connectors=("none",),
        mistakes=("none", "wrong value"),
        most_stations=2,
        fewest_keys=2,
        adapted=trees.of_variables,
    ),
    "json-stringify": _json(trees.tree_in(MAP, trees.node_text, ".json")),
    "json-in-string": _json(trees.json_in_string),
    "json-lines": Shape(
        trees.json_lines, UNWRAPPED, (*PATHS, "field"), (*_FLAT, "field beside it"), most_stations=2
    ),
    "jsonc": _json(trees.tree_in(MAP, trees.jsonc_text, ".jsonc"), connectors=CONNECTORS),
    "json5": _json(trees.tree_in(PAIRS, trees.json5_text, ".json5"), connectors=CONNECTORS),
    "api-collection": Shape(trees.collection, UNWRAPPED, PATHS, (*_FLAT, "field beside it"), MISTAKES),
    "yaml-map": _json(trees.tree_in(MAP, trees.yaml_text, ".yaml"), connectors=CONNECTORS),
    "yaml-pairs": _json(trees.tree_in(PAIRS, trees.yaml_text, ".yml"), connectors=CONNECTORS),
    "yaml-documents": Shape(
        trees.yaml_documents, UNWRAPPED, ("field", "metadata.name"), CONNECTORS, most_stations=2
    ),
    "yaml-anchors": Shape(trees.yaml_anchors, UNWRAPPED, ("key of a map",), CONNECTORS, most_stations=2),
    "yaml-in-string": _json(nested.yaml_in_string, connectors=CONNECTORS),
    "toml-table": Shape(
        trees.tree_in(MAP, trees.toml_text, ".toml"),
        _NESTED_WRAPPERS,
        tuple(each for each in STATIONS if each != "field"),
        CONNECTORS,
        most_stations=2,
    ),
    "toml-array-of-tables": Shape(trees.toml_tables, UNWRAPPED, ("field",), CONNECTORS, most_stations=2),
    "toml-dotted": Shape(
        trees.toml_dotted, UNWRAPPED, (*PATHS, "key of a map"), (*_FLAT, "section"), most_stations=2
    ),
    "ini-sections": Shape(lines.ini_sections, UNWRAPPED, _NAMED, _IN_MAPS, most_stations=2),
    "ini-colon": Shape(lines.ini_colon, UNWRAPPED, (*PATHS, "key of a map"), _IN_LINES, most_stations=2),
    "env": Shape(lines.env, UNWRAPPED, (*PATHS, "field"), _IN_LINES),
    "env-prefixed": Shape(lines.env_prefixed, UNWRAPPED, (*PATHS, "field"), _IN_LINES, key_prefix="OCPP_"),
    "properties": Shape(lines.properties, UNWRAPPED, (*PATHS, "field"), _IN_LINES),
    "properties-dotted": Shape(
        lines.properties_dotted, UNWRAPPED, (*PATHS, "key of a map"), (*_FLAT, "section"), most_stations=2
    ),
    **{
        name: Shape(xml.xml_in(style), _NESTED_WRAPPERS, STATIONS, connectors, most_stations=2)
        for name, style, connectors in (
            ("xml-attributes", xml.attributes, CONNECTORS),
            ("xml-attribute-and-text", xml.attribute_and_text, CONNECTORS),
            ("xml-elements", xml.elements, _IN_MAPS),
            ("xml-child-elements", xml.child_elements, CONNECTORS),
        )
    },
    "csv-long": _table(tables.long(), _CSV, stations=("field",)),
    "csv-long-without-station": _table(tables.long(), _CSV, stations=PATHS),
    "csv-long-connector": _table(tables.long(connector=True), _CSV, connectors=("field beside it",)),
    "csv-no-heading": _table(tables.no_heading, _CSV, stations=PATHS),
    "csv-wide": _table(tables.wide, _CSV),
    "csv-transposed": _table(tables.transposed, _CSV, stations=("key of a map",)),
    "csv-connector-columns": Shape(
        tables.table_in(tables.connector_columns, _CSV),
        UNWRAPPED,
        PATHS,
        ("section",),
        adapted=tables.of_columns,
    ),
    "csv-semicolon": _table(tables.long(headings=tables.GERMAN), tables.separated(";", ".csv")),
    "tsv": _table(tables.long(), tables.separated("\t", ".tsv")),
    "csv-pipe": _table(tables.long(), tables.separated("|", ".csv")),
    "excel-long": _table(tables.long(), tables.excel),
    "excel-wide": _table(tables.wide, tables.excel),
    "markdown-long": _table(tables.long(), tables.markdown),
    "markdown-wide": _table(tables.wide, tables.markdown),
    "html-long": _table(tables.long(), tables.html),
    "html-wide": _table(tables.wide, tables.html),
    "lines-access": _printed(lines.lines_access),
    "lines-readonly": _printed(lines.lines_readonly),
    # One line alone is no table.
    "lines-aligned": Shape(lines.lines_aligned, UNWRAPPED, (*PATHS, "field"), _IN_LINES, fewest_keys=2),
    "python-repr": Shape(trees.python_repr, UNWRAPPED, (*PATHS, "field"), _FLAT, _WHOLE_MISTAKES, most_stations=2),
    "configmap": Shape(
        nested.configmap,
        UNWRAPPED,
        ("nobody", "field", "key of a map", "metadata.name"),
        CONNECTORS,
        most_stations=1,
    ),
    "configmap-env": Shape(nested.configmap_env, UNWRAPPED, ("nobody", "metadata.name"), _FLAT, _WHOLE_MISTAKES),
    "secret": Shape(nested.secret, UNWRAPPED, ("nobody", "field", "key of a map", "metadata.name"), CONNECTORS),
    "secret-string": Shape(
        nested.secret_string, UNWRAPPED, ("nobody", "field", "key of a map", "metadata.name"), CONNECTORS
    ),
    "custom-resource": Shape(nested.custom_resource, UNWRAPPED, ("metadata.name",), CONNECTORS),
    "helm-values": Shape(nested.helm_values, UNWRAPPED, ("field", "key of a map"), CONNECTORS, most_stations=2),
    "ansible-host-vars": Shape(nested.host_vars, UNWRAPPED, ("file name",), CONNECTORS),
    "ansible-group-vars": Shape(
        nested.group_vars, UNWRAPPED, ("nobody", "field", "key of a map"), CONNECTORS, most_stations=2
    ),
    "compose-environment-list": Shape(nested.compose_list, UNWRAPPED, _NAMED, _FLAT, _WHOLE_MISTAKES),
    "compose-environment-map": Shape(nested.compose_map, UNWRAPPED, _NAMED, _FLAT, _WHOLE_MISTAKES),
}
"""The shapes by name."""
