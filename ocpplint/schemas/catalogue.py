"""The messages of each OCPP version: which actions there are, and a compiled validator for every payload.

Validators are built when a message first needs one. The files are those of the package ``ocpp``: 1.6 with the
security extension, 2.0.1 and 2.1. Plug and charge over 1.6 is sent in DataTransfer, which has its own
schema.
"""

import importlib.util
import json
import os
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final

from ocpplint.schemas.clauses import Clause, amend, clauses_of, drop_loose_formats

VERSIONS: Final[tuple[str, ...]] = ("1.6", "2.0.1", "2.1")
MODERN: Final[tuple[str, ...]] = ("2.0.1", "2.1")
OLD: Final[tuple[str, ...]] = ("1.6",)
UNCONFIRMED: Final = frozenset({"NotifyPeriodicEventStream"})
"""What is sent by SEND and never answered (OCPP 2.1 part 4, section 4.2.4)."""

Accepts = Callable[[Any], bool]


class Schema:
    """The schema of one payload, compiled, together with the clauses of the text of the standard.

    ``document`` is the decoded schema, for explanations of violations.
    """

    __slots__ = ("accepts", "document", "validator")

    def __init__(self, document: dict[str, Any], clauses: tuple[Clause, ...]) -> None:
        import jsonschema_rs

        drop_loose_formats(document)
        amend(document, clauses)
        self.document = document
        # The drafts of these schemas (4 and 6) leave it open whether formats are checked.
        self.validator = jsonschema_rs.validator_for(document, validate_formats=True)
        self.accepts: Accepts = self.validator.is_valid


class Catalogue:
    """The actions of one version, with the schemas of their calls and results."""

    def __init__(self, version: str) -> None:
        self.version = version
        self._folder = os.path.join(_package(), "v" + version.replace(".", ""), "schemas")
        self._files = frozenset(name[:-5] for name in os.listdir(self._folder) if name.endswith(".json"))
        self._request = "" if version == "1.6" else "Request"
        self.actions = frozenset(self._actions())
        self._schemas: dict[str, Schema] = {}

    def call(self, action: str) -> Schema | None:
        """Return the schema of a CALL or SEND; None where the version has no such action."""
        if action not in self.actions:
            return None
        return self._schema(action if action in UNCONFIRMED else action + self._request)

    def result(self, action: str) -> Schema | None:
        """Return the schema of the CALLRESULT that answers a CALL of the action."""
        name = action + "Response"
        return self._schema(name) if action in self.actions and name in self._files else None

    def _actions(self) -> Iterable[str]:
        for name in self._files:
            if name in UNCONFIRMED:
                yield name
            elif name.endswith("Response"):
                yield name.removesuffix("Response")

    def _schema(self, name: str) -> Schema:
        schema = self._schemas.get(name)
        if schema is None:
            # Some of the files begin with a byte order mark.
            with open(os.path.join(self._folder, name + ".json"), encoding="utf-8-sig") as file:
                schema = Schema(json.load(file), clauses_of(self.version, name))
            self._schemas[name] = schema
        return schema


@cache
def catalogue(version: str) -> Catalogue:
    """Return the catalogue of one of ``VERSIONS``."""
    return Catalogue(version)


def versions_with(action: str) -> tuple[str, ...]:
    """Return the versions that have an action of this name."""
    return tuple(version for version in VERSIONS if action in catalogue(version).actions)


def _package() -> str:
    found = importlib.util.find_spec("ocpp")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("the package `ocpp`, which holds the message schemas, is not installed")
    return found.submodule_search_locations[0]
