"""A JSON object with one long list, written item by item: the data of a fleet are too large for memory."""

from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from ocpplint.reporters.jsonformat import encoded


def stream(
    out: TextIO, head: Mapping[str, Any], name: str, items: Iterable[dict[str, Any]], tail: Mapping[str, Any]
) -> None:
    """Write ``{head, name: [items], tail}`` over several lines, and a line end."""
    out.write("{\n")
    out.writelines(f"{_member(member, value)},\n" for member, value in head.items())
    out.write(f'  "{name}": [')
    separator = "\n"
    for item in items:
        out.write(f"{separator}    {_indented(encoded(item, indent=2), 4)}")
        separator = ",\n"
    out.write("\n  ]" if separator != "\n" else "]")
    out.writelines(f",\n{_member(member, value)}" for member, value in tail.items())
    out.write("\n}\n")


def _member(name: str, value: Any) -> str:
    return f'  "{name}": {_indented(encoded(value, indent=2), 2)}'


def _indented(text: str, columns: int) -> str:
    return text.replace("\n", "\n" + " " * columns)
