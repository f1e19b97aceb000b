"""Reading the data files ocpplint is extended with: profiles, rules, configuration.

The user corrects errors in them, so every error has file, line, column and the expected text.
"""

import json
import os
from collections.abc import Callable, Sequence
from typing import Any

from ocpplint.documents.positions import LineIndex
from ocpplint.documents.tree import Document, Node, Number, Object, Route
from ocpplint.resources.quoting import UsageError, kind, masked, shown_value, word
from ocpplint.resources.regular import Within, check_regular, read_text, why


class DataFileError(UsageError):
    """An invalid data file: ``str()`` is ``path:line:column: reason``."""

    path: str

    def __init__(self, path: str, reason: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(reason, path, line, column)


class DataFile:
    """A YAML or JSON file: its plain data, and where each part of it stands.

    ``within`` are the folders that it has to stand in, links resolved. Raises ``DataFileError`` where the file can't be
    read or is not well-formed.
    """

    def __init__(self, path: str, within: Within | None = None) -> None:
        from ocpplint.documents.jsonc import parse_json
        from ocpplint.documents.yaml import parse_yaml

        self.path = path
        text = _read(path, within)
        self.document = parse_json(text) if path.endswith((".json", ".jsonc")) else parse_yaml(text)
        self._lines = LineIndex(text)
        for problem in self.document.problems:
            raise self._error(masked(problem.message, behind="found "), problem.span.start)
        if not self.document.roots:
            raise DataFileError(path, "the file is empty", 1, 1)
        self.data = _plain(self.document.roots[0])

    def error(self, route_keys: Sequence[str | int], reason: str, *, at_value: bool = False) -> DataFileError:
        """Make the error for the part that ``route_keys`` (keys and indices from the top) leads to."""
        spans = self.document.spans(_route(self.document, route_keys))
        span = spans.value if at_value or spans.key is None else spans.key
        return self._error(reason, span.start)

    def value_position(self, route_keys: Sequence[str | int]) -> tuple[int, int]:
        """Return line and column of the value that ``route_keys`` leads to."""
        return self._lines.position(self.document.spans(_route(self.document, route_keys)).value.start)

    def value_text(self, route_keys: Sequence[str | int]) -> str:
        """Return the value that ``route_keys`` leads to as the file has it, up to the end of its first line."""
        span = self.document.spans(_route(self.document, route_keys)).value
        return self.document.text[span.start : span.end].split("\n", 1)[0]

    def validate(self, schema_path: str) -> None:
        """Check the data against the JSON Schema at ``schema_path``; raise ``DataFileError`` if it does not fit."""
        import jsonschema

        with open(schema_path, encoding="utf-8") as file:
            validator = jsonschema.Draft202012Validator(
                json.load(file), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
            )
        fault = jsonschema.exceptions.best_match(validator.iter_errors(self.data))
        if fault is not None:
            unknown = unknown_names(fault)[:1]
            raise self.error([*fault.absolute_path, *unknown], in_words(fault), at_value=not unknown)

    def _error(self, reason: str, offset: int) -> DataFileError:
        return DataFileError(self.path, reason, *self._lines.position(offset))


def check_file(path: str, within: Within | None) -> None:
    """Raise ``DataFileError`` for what is no regular file, is too large, or does not stand ``within`` some folders.

    What comes of a file may be known already, so that nobody would open it.
    """
    try:
        check_regular(path, within)
    except OSError as error:
        raise DataFileError(path, why(error)) from error


def _read(path: str, within: Within | None) -> str:
    try:
        return read_text(path, within)
    except OSError as error:
        raise DataFileError(path, why(error)) from error
    except UnicodeDecodeError as error:
        raise DataFileError(path, "is not UTF-8 text") from error


def _plain(node: Node) -> Any:
    if isinstance(node, Object):
        return {key: _plain(value) for key, value in node.members}
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if isinstance(node, Number):
        return _number(node)
    return node


def _number(text: str) -> int | float | str:
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            continue
    return str(text)


def _route(document: Document, keys: Sequence[str | int]) -> Route:
    node: Node = document.roots[0]
    route = [0]
    for key in keys:
        if isinstance(node, Object):
            index = next((i for i, member in enumerate(node.members) if member[0] == str(key)), None)
            if index is None:
                break
            node = node.members[index][1]
        elif isinstance(node, list) and isinstance(key, int) and key < len(node):
            index, node = key, node[key]
        else:
            break
        route.append(index)
    return tuple(route)


def in_words(fault: Any) -> str:
    """Say what a JSON Schema error means in the file's own words, of which it quotes one at the most, masked."""
    place = ".".join(word(str(step)) for step in fault.absolute_path)
    where = f"in `{place}`: " if place else ""
    if unknown := unknown_names(fault):
        return where + _unknown_name(fault, unknown[0])
    if fault.validator == "type" and not place:
        # What is no mapping at all is most likely another kind of file.
        return f"expected {_article(fault.validator_value)}, found {kind(fault.instance)}"
    if fault.validator == "pattern" and "title" in fault.schema:
        return f"{where}{shown_value(fault.instance)} is not {fault.schema['title']}"
    say = _FAULTS.get(fault.validator)
    return where + (
        f"does not fit `{fault.validator}`" if say is None else say(fault.instance, fault.validator_value)
    )


def _not_listed(found: Any, allowed: list[Any]) -> str:
    return f"{shown_value(found)} is not allowed; expected one of {', '.join(map(repr, allowed))}"


def _missing(found: Any, required: list[str]) -> str:
    return f"`{next(name for name in required if name not in found)}` is missing"


def _unfit(found: Any, forms: list[dict[str, Any]]) -> str:
    if all("required" in form for form in forms):
        names = " or ".join(f"`{form['required'][0]}`" for form in forms)
        return f"{names} is missing" if isinstance(found, dict) else f"expected a mapping, found {kind(found)}"
    return f"{shown_value(found)} fits none of the forms allowed here"


def _too_short(found: Any, least: int) -> str:
    return "must not be empty" if least == 1 else f"{shown_value(found)} is shorter than {least}"


_FORMATS = {"regex": "regular expression"}
_FAULTS: dict[str, Callable[[Any, Any], str]] = {
    "anyOf": _unfit,
    "const": lambda found, wanted: f"{shown_value(found)} is not allowed; expected {wanted!r}",
    "enum": _not_listed,
    "format": lambda found, name: f"{shown_value(found)} is not a {_FORMATS.get(name, name)}",
    "maxItems": lambda _, most: f"has more than {most} entries",
    "maxLength": lambda _, most: f"is longer than {most} characters",
    "maximum": lambda found, most: f"{shown_value(found)} is above the maximum {most}",
    "minItems": _too_short,
    "minLength": _too_short,
    "minProperties": _too_short,
    "minimum": lambda found, least: f"{shown_value(found)} is below the minimum {least}",
    "oneOf": lambda found, _: f"{shown_value(found)} does not fit exactly one of the forms allowed here",
    "pattern": lambda found, pattern: f"{shown_value(found)} does not match {pattern}",
    "required": _missing,
    "type": lambda found, kinds: f"expected {_article(kinds)}, found {shown_value(found)}",
    "uniqueItems": lambda *_: "says the same twice",
}
"""How what a JSON Schema asks for is said to be missing: of the value, and of what the schema says."""


def unknown_names(fault: Any) -> list[str]:
    """Return the names a JSON Schema error is about, if it is about names that must not be there."""
    if fault.validator != "additionalProperties" or not isinstance(fault.instance, dict):
        return []
    return [name for name in fault.instance if name not in fault.schema.get("properties", ())]


def _unknown_name(fault: Any, name: str) -> str:
    import difflib

    known = list(fault.schema.get("properties", ()))
    near = difflib.get_close_matches(name, known, 1)
    hint = f"; did you mean `{near[0]}`?" if near else f"; expected one of {', '.join(known)}"
    return f"unknown name `{word(name)}`{hint}"


def _article(kinds: Any) -> str:
    names = {"object": "a mapping", "array": "a list", "string": "text", "integer": "a whole number"}
    listed = [kinds] if isinstance(kinds, str) else kinds
    return " or ".join(names.get(kind, f"a {kind}") for kind in listed)


def data_files(folder: str, endings: tuple[str, ...] = (".yaml", ".yml")) -> list[str]:
    """List the data files in ``folder`` and below, sorted. Raises ``DataFileError`` if there is no such folder."""
    if not os.path.isdir(folder):
        raise DataFileError(folder, "is not a folder")
    return sorted(
        os.path.join(where, name)
        for where, _, names in os.walk(folder)
        for name in names
        if name.endswith(endings)
    )
