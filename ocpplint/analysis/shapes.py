"""Which shapes the settings of an input were read in, and what was not read: ``ocpplint shapes``."""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from ocpplint.documents.tree import Node, Object, Route
from ocpplint.facts.inputs import InputReport
from ocpplint.facts.setting import Setting
from ocpplint.readers.classification import Classification, read
from ocpplint.readers.settings.context import KeyVocabulary, SettingContext
from ocpplint.readers.settings.conventions import USUAL, Conventions, declared_shape
from ocpplint.readers.settings.declared import read_declared, without
from ocpplint.readers.settings.node_location import EndPlace, NodePlace, PlacedDocument
from ocpplint.readers.settings.unread import KeyIndex, Unread, unread_keys
from ocpplint.readers.settings.walk import SettingsReader
from ocpplint.sources.source import Source
from ocpplint.stations.registry import Profiles


class ShapeUse(NamedTuple):
    """A shape in a file: how many settings have it, in how many places, where the first is, and on which lines.

    ``within`` is the JSON Pointer of the first container; empty for the whole document.
    """

    shape: str
    settings: int
    places: int
    within: str
    first_line: int
    last_line: int


class ShapedFile(NamedTuple):
    """What was read of a file, by shape, and what was not. ``messages`` are those of a trace or log."""

    path: str
    format: str
    settings: int
    messages: int
    shapes: list[ShapeUse]
    unread: Unread | None


def shaped_file(source: Source, profiles: Profiles, conventions: Conventions = USUAL) -> ShapedFile:
    """Read a file and tell the shapes of its settings. Raises ``OSError`` for one that can't be read."""
    report = InputReport(source.path)
    index = profiles.known_keys
    with source.open() as opened:
        reading = read(source.path, opened.text, report)
        messages = sum(report.frames >= 0 for _ in reading.messages or ())
    if reading.placed is None:
        return ShapedFile(
            source.path, report.dialect or "text", 0, messages, [], _unread_text(reading, source, index)
        )
    vocabulary = profiles.vocabulary(source.station, source.path)
    reader = SettingsReader(reading.placed, vocabulary)
    found = shaped_settings(reader, vocabulary, SettingContext(), conventions)
    settings = [setting for setting, _ in found]
    form = reading.form.name if reading.form is not None else "text"
    return ShapedFile(
        source.path,
        *(form, len(found), messages, _uses(found)),
        _unread(reading, reader, settings, index),
    )


def shaped_settings(
    reader: SettingsReader, vocabulary: KeyVocabulary, context: SettingContext, conventions: Conventions
) -> list[tuple[Setting, str]]:
    """Return the settings of a document, each with the name of its shape."""
    usual = reader.read(context)
    declared = read_declared(conventions.shapes, reader.source, vocabulary, context)
    named = [(setting, shape_of(setting)) for setting in without(usual, declared.settings)]
    own = zip(declared.settings, declared.shapes, strict=True)
    return [*named, *((setting, f"declared shape `{shape.name}`") for setting, shape in own)]


def shape_of(setting: Setting) -> str:
    """Name the shape that a setting was read in."""
    place = setting.place
    if isinstance(place, EndPlace):
        name, _ = _member(place.source, place.route)
        return _inside(f"keys with the prefix `{name[: place.skipped]}`", place.source)
    if not isinstance(place, NodePlace):
        return "settings"
    return _inside(_shape_in(setting, place), place.source)


def _inside(shape: str, source: PlacedDocument) -> str:
    """Add to a shape that it stands inside a string, or in base64."""
    inner = source.inner
    if inner is None or not source.depth:
        return shape
    if inner.is_decoded:
        return f"{shape}, in base64"
    return shape if shape.startswith("list of") else f"{shape}, in a string"


def _shape_in(setting: Setting, place: NodePlace) -> str:
    if place.part == "key":
        if place.source.inner is not None and "\n" not in place.source.document.text and _is_assignment(place):
            return "list of `KEY=value`"
        _, value = _member(place.source, place.route)
        return "map of keys with objects that hold the `value`" if isinstance(value, Object) else "map of keys"
    if setting.component is not None and _is_named_below(setting, place):
        return "variables of OCPP 2.x"
    parent = _node(place.source, place.route[:-1])
    if not isinstance(parent, Object):
        return "rows of a table"
    key = parent.members[place.route[-1]][0]
    value_place = setting.value_place
    if not isinstance(value_place, NodePlace) or value_place.route[:-1] != place.route[:-1]:
        return "variables of OCPP 2.x" if setting.component is not None else f"keys under `{key}`"
    return f"pairs `{key}`/`{parent.members[value_place.route[-1]][0]}`"


def _is_assignment(place: NodePlace) -> bool:
    text, name = place.source.document.text, _member(place.source, place.route)[0]
    return text.startswith(name) and text[len(name) :].lstrip()[:1] == "="


def _uses(found: Iterable[tuple[Setting, str]]) -> list[ShapeUse]:
    """Sum up the settings by shape, in the order of their first."""
    by_shape: dict[str, list[Setting]] = {}
    for setting, shape in found:
        by_shape.setdefault(shape, []).append(setting)
    return [_use(shape, settings) for shape, settings in by_shape.items()]


def _use(shape: str, settings: Sequence[Setting]) -> ShapeUse:
    within = dict.fromkeys(map(_container, settings))
    lines = [setting.place.locate().line for setting in settings]
    return ShapeUse(shape, len(settings), len(within), next(iter(within)), min(lines), max(lines))


def _container(setting: Setting) -> str:
    """Return the pointer of what holds the pairs, the rows or the map that a setting is one of."""
    place = setting.place
    steps = (setting.pointer or "").split("/")
    depth = 1
    if isinstance(place, NodePlace):
        inner = place.source.inner
        if inner is not None:
            depth = int(_is_assignment(place) or inner.file_route(place.route)[:-1] == ())
        elif setting.component is not None and place.part == "value" and _is_named_below(setting, place):
            depth = 3
        elif place.part == "value" and isinstance(_node(place.source, place.route[:-2]), list):
            depth = 2
    return "/".join(steps[:-depth] if depth else steps)


def _is_named_below(setting: Setting, place: NodePlace) -> bool:
    """Tell whether a variable is named one level below its value, as in `setVariableData`."""
    return not isinstance(setting.value_place, NodePlace) or len(setting.value_place.route) != len(place.route)


def _member(source: PlacedDocument, route: Route) -> tuple[str, Node]:
    parent = _node(source, route[:-1])
    return parent.members[route[-1]] if isinstance(parent, Object) else ("", None)


def _node(source: PlacedDocument, route: Route) -> Node:
    node: Node = source.document.roots
    for step in route:
        if isinstance(node, Object):
            node = node.members[step][1]
        elif isinstance(node, list):
            node = node[step]
    return node


def _unread(
    reading: Classification, reader: SettingsReader, settings: list[Setting], index: KeyIndex
) -> Unread | None:
    """Return what was not read of a document, or of a text that holds one."""
    from ocpplint.readers.settings.unread_text import spans_told, unread_in_text

    if reading.beginning is None:
        document = reader.source.document
        unread = unread_keys(reader, settings, index)
        if unread is not None or settings or not document.problems:
            return unread
        return unread_in_text(reader.source.path, document.text, index)
    told = spans_told(reader, settings)
    return unread_in_text(reader.source.path, reading.beginning.text, index, told, is_read=bool(settings))


def _unread_text(reading: Classification, source: Source, index: KeyIndex) -> Unread | None:
    if reading.beginning is None or not reading.beginning.text:
        return None
    from ocpplint.readers.settings.unread_text import unread_in_text

    return unread_in_text(source.path, reading.beginning.text, index)


class ExampleFault(NamedTuple):
    """What is wrong with an example of a declared shape: its shape, its number from 1, and the reason."""

    shape: str
    number: int
    reason: str


def example_faults(entries: Iterable[dict[str, Any]], profiles: Profiles) -> Iterator[ExampleFault]:
    """Run the examples of the shapes of a configuration."""
    for entry in entries:
        shape = declared_shape(entry, "")._replace(globs=("**",))
        for number, example in enumerate(entry.get("examples", ()), 1):
            for reason in _differences(example, shape, profiles):
                yield ExampleFault(shape.name, number, reason)


def _differences(example: dict[str, Any], shape: Any, profiles: Profiles) -> Iterator[str]:
    path = example.get("file", "example.json")
    placed = read(path, io.StringIO(example["text"], newline=""), InputReport(path)).placed
    if placed is None:
        yield "is no document"
        return
    shape = shape._replace(folder="/")
    declared = read_declared([shape], placed, profiles.default, SettingContext()).settings
    found = [_said(setting) for setting in declared]
    wanted = [
        (given.get("station"), given.get("connector"), given["key"], given["value"])
        for given in example["settings"]
    ]
    for each in wanted:
        if each not in found:
            yield f"does not hold {_shown(each)}"
    for each in found:
        if each not in wanted:
            yield f"holds {_shown(each)}, which is not among its settings"


_Said = tuple[str | None, int | None, str, str | None]


def _said(setting: Setting) -> _Said:
    connector = setting.evidence[0].connector if setting.evidence else None
    return setting.station, connector, setting.key, setting.value


def _shown(said: _Said) -> str:
    station, connector, key, value = said
    of_station = f" of station `{station}`" if station else ""
    at_connector = f" for connector {connector}" if connector else ""
    return f"`{key}` = `{value}`{of_station}{at_connector}"
