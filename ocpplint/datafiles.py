"""Reading the data files ocpplint is extended with: profiles, rules, configuration.

A mistake in one of them is the user's to mend, so every error names file, line, column and what was expected.
"""

import json
import os
from collections.abc import Sequence
from typing import Any

from ocpplint.readers.documents.lines import LineIndex
from ocpplint.readers.documents.tree import Document, Node, Number, Object, Route


class DataFileError(Exception):
    """A data file that can't be used: ``str()`` is ``path:line:column: reason``."""

    def __init__(self, path: str, reason: str, line: int | None = None, column: int | None = None) -> None:
        self.path, self.reason, self.line, self.column = path, reason, line, column
        where = "".join(f":{number}" for number in (line, column) if number is not None)
        super().__init__(f"{path}{where}: {reason}")


class DataFile:
    """A YAML or JSON file: its plain data, and where each part of it stands.

    Raises ``DataFileError`` where the file can't be read or is not well-formed.
    """

    def __init__(self, path: str) -> None:
        from ocpplint.readers.documents import parse_json, parse_yaml

        self.path = path
        text = _read(path)
        self.document = parse_json(text) if path.endswith((".json", ".jsonc")) else parse_yaml(text)
        self._lines = LineIndex(text)
        for problem in self.document.problems:
            raise self._error(problem.message, problem.span.start)
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


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except OSError as error:
        raise DataFileError(path, (error.strerror or "can't be read").lower()) from error
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
    for kind in (int, float):
        try:
            return kind(text)
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
    """Say what a JSON Schema error means in the file's own words."""
    place = ".".join(str(step) for step in fault.absolute_path)
    where = f"in `{place}`: " if place else ""
    if unknown := unknown_names(fault):
        return where + _unknown_name(fault, unknown[0])
    if fault.validator == "enum":
        allowed = ", ".join(map(repr, fault.validator_value))
        return f"{where}{fault.instance!r} is not allowed; expected one of {allowed}"
    if fault.validator == "type":
        return f"{where}expected {_article(fault.validator_value)}, found {fault.instance!r}"
    if fault.validator == "format" and fault.validator_value == "regex":
        return f"{where}{fault.instance!r} is not a regular expression"
    if fault.validator == "required":
        missing = [name for name in fault.validator_value if name not in fault.instance]
        return f"{where}`{missing[0]}` is missing"
    if fault.validator == "anyOf" and all("required" in each for each in fault.validator_value):
        names = " or ".join(f"`{each['required'][0]}`" for each in fault.validator_value)
        return f"{where}{names} is missing"
    return where + str(fault.message)


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
    return f"unknown name `{name}`{hint}"


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
