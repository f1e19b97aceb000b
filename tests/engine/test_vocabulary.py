"""The engine and its conditions know facts and fields, and no word of OCPP."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ocpp
import pytest

import ocpplint
from ocpplint.stations.registry import Profiles

PACKAGE = Path(ocpplint.__file__).parent
SOURCES = sorted(path for room in ("engine", "conditions") for path in (PACKAGE / room).glob("*.py"))
NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*")
NOT_OF_OCPP_ALONE = frozenset(
    ("A", "All", "Any", "ASCII", "Inlet", "JSON", "Problem", "Value", "W", "Wh", "messageId")
)
"""Words of the schemas that are words of English, of Python or of the engine's own, and the unit of an option. So are
the words in small letters (``key``, ``value``, ``status``), which are not looked for."""


def names_in(schema: Any) -> Iterator[str]:
    """Yield the members and the values of enumerations in a schema."""
    if isinstance(schema, list):
        for each in schema:
            yield from names_in(each)
    elif isinstance(schema, dict):
        properties = schema.get("properties")
        yield from properties if isinstance(properties, dict) else ()
        yield from (each for each in schema.get("enum", ()) if isinstance(each, str))
        yield from names_in(list(schema.values()))


def words_of_ocpp() -> set[str]:
    words: set[str] = set()
    for version in ("v16", "v201", "v21"):
        schemas = sorted((Path(ocpp.__file__).parent / version / "schemas").glob("*.json"))
        assert len(schemas) > 50
        for path in schemas:
            words.add(re.sub("(Request|Response)$", "", path.stem))
            words.update(names_in(json.loads(path.read_text(encoding="utf-8-sig"))))
    for profile in Profiles().shipped():
        words.update(key for name in profile.written_keys() for key in (name, name.rpartition(".")[2]))
    return words


@pytest.fixture(scope="module")
def forbidden() -> frozenset[str]:
    """Return the words that are no ordinary ones: with a capital letter."""
    return frozenset(word for word in words_of_ocpp() if re.search("[A-Z]", word)) - NOT_OF_OCPP_ALONE


def as_member(name: str) -> str:
    """Return a name of Python as a member of a message would be written."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def found_in(text: str, forbidden: frozenset[str]) -> list[str]:
    """Return the words of OCPP among names, literals, docstrings and comments."""
    return sorted({name for name in NAME.findall(text) for word in (name, as_member(name)) if word in forbidden})


def test_the_words_of_ocpp_are_found(forbidden: frozenset[str]) -> None:
    text = '"""Tells a ``BootNotification``."""\nif fact.charge_point_vendor == "Accepted":  # HeartbeatInterval\n'
    assert {"BootNotification", "Accepted", "connectorId", "HeartbeatInterval"} <= forbidden
    found = ["Accepted", "BootNotification", "HeartbeatInterval", "charge_point_vendor"]
    assert found_in(text, forbidden) == found


@pytest.mark.parametrize("path", SOURCES, ids=[f"{path.parent.name}/{path.name}" for path in SOURCES])
def test_the_engine_knows_no_word_of_ocpp(path: Path, forbidden: frozenset[str]) -> None:
    assert found_in(path.read_text(encoding="utf-8"), forbidden) == []
