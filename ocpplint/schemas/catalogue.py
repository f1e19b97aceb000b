"""The messages of each OCPP version: their actions, a compiled validator for every payload, and its clauses.

Validators are built when a message first needs one. The files are those of the package ``ocpp``: 1.6 with the
security extension, 2.0.1 and 2.1. Plug and charge over 1.6 is sent in DataTransfer, which has its own
schema.
"""

import importlib.util
import json
import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, Final, NamedTuple


class Clause(NamedTuple):
    """One requirement: ``field`` is a dotted path into the payload, lists being passed through."""

    field: str
    keyword: str
    value: int
    section: str


SECTIONS: Final = "x-sections"
"""Where an amended part of a schema keeps, by keyword, the section that a demand comes from."""

_ABOVE_ZERO: Final = ("minimum", 1)


_NOT_NEGATIVE: Final = ("minimum", 0)


_NOT_EMPTY: Final = ("minLength", 1)


# Not among them: TriggerMessage, whose connector section 6.51 wants above 0 while section 5.17 asks for the status of
# connector 0 in its example.
_OCPP16: Final[dict[str, tuple[Clause, ...]]] = {
    "Authorize": (Clause("idTag", *_NOT_EMPTY, "OCPP 1.6, section 6.1"),),
    "BootNotification": (
        Clause("chargePointModel", *_NOT_EMPTY, "OCPP 1.6, section 6.3"),
        Clause("chargePointVendor", *_NOT_EMPTY, "OCPP 1.6, section 6.3"),
    ),
    "ChangeAvailability": (Clause("connectorId", *_NOT_NEGATIVE, "OCPP 1.6, section 6.7"),),
    "ChangeConfiguration": (Clause("key", *_NOT_EMPTY, "OCPP 1.6, section 6.9"),),
    "DataTransfer": (Clause("vendorId", *_NOT_EMPTY, "OCPP 1.6, section 6.15"),),
    "GetDiagnostics": (Clause("location", *_NOT_EMPTY, "OCPP 1.6, section 6.25"),),
    "MeterValues": (
        Clause("connectorId", *_NOT_NEGATIVE, "OCPP 1.6, section 6.31"),
        Clause("meterValue.sampledValue.value", *_NOT_EMPTY, "OCPP 1.6, section 7.43"),
    ),
    "RemoteStartTransaction": (
        Clause("connectorId", *_ABOVE_ZERO, "OCPP 1.6, section 6.33"),
        Clause("idTag", *_NOT_EMPTY, "OCPP 1.6, section 6.33"),
    ),
    "ReserveNow": (
        Clause("connectorId", *_NOT_NEGATIVE, "OCPP 1.6, section 6.37"),
        Clause("idTag", *_NOT_EMPTY, "OCPP 1.6, section 6.37"),
    ),
    "SendLocalList": (Clause("localAuthorizationList.idTag", *_NOT_EMPTY, "OCPP 1.6, section 7.1"),),
    "StartTransaction": (
        Clause("connectorId", *_ABOVE_ZERO, "OCPP 1.6, section 6.45"),
        Clause("idTag", *_NOT_EMPTY, "OCPP 1.6, section 6.45"),
    ),
    "StatusNotification": (Clause("connectorId", *_NOT_NEGATIVE, "OCPP 1.6, section 6.47"),),
    "UnlockConnector": (Clause("connectorId", *_ABOVE_ZERO, "OCPP 1.6, section 6.53"),),
    "UpdateFirmware": (Clause("location", *_NOT_EMPTY, "OCPP 1.6, section 6.55"),),
}


_MODERN: Final[dict[str, tuple[Clause, ...]]] = {
    "BootNotificationRequest": (
        Clause("chargingStation.model", *_NOT_EMPTY, "OCPP 2.0.1 part 2, ChargingStationType"),
        Clause("chargingStation.vendorName", *_NOT_EMPTY, "OCPP 2.0.1 part 2, ChargingStationType"),
    ),
    "DataTransferRequest": (Clause("vendorId", *_NOT_EMPTY, "OCPP 2.0.1 part 2, DataTransferRequest"),),
    "GetVariablesRequest": (
        Clause("getVariableData.component.name", *_NOT_EMPTY, "OCPP 2.0.1 part 2, ComponentType"),
        Clause("getVariableData.variable.name", *_NOT_EMPTY, "OCPP 2.0.1 part 2, VariableType"),
    ),
    "SetVariablesRequest": (
        Clause("setVariableData.component.name", *_NOT_EMPTY, "OCPP 2.0.1 part 2, ComponentType"),
        Clause("setVariableData.variable.name", *_NOT_EMPTY, "OCPP 2.0.1 part 2, VariableType"),
    ),
}


_BY_VERSION: Final = {"1.6": _OCPP16, "2.0.1": _MODERN, "2.1": _MODERN}


def clauses_of(version: str, schema_name: str) -> tuple[Clause, ...]:
    """Return what the text of ``version`` adds to the schema in the file of this name, without its ending."""
    return _BY_VERSION[version].get(schema_name, ())


def amend(schema: dict[str, Any], clauses: tuple[Clause, ...]) -> None:
    """Write the clauses into a decoded schema. Raises ``KeyError`` for a field the schema does not have."""
    for clause in clauses:
        node = schema
        for name in clause.field.split("."):
            node = _resolved(schema, _resolved(schema, node)["properties"][name])
        node[clause.keyword] = clause.value
        node.setdefault(SECTIONS, {})[clause.keyword] = clause.section


def _resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Follow references inside the schema, and lists to their items."""
    while "$ref" in node or "items" in node:
        node = schema["definitions"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node["items"]
    return node


def drop_loose_formats(schema: Any) -> None:
    """Take out every ``format`` but that of times.

    The 1.6 schemas ask for a URI where the text has ``anyURI`` (sections 6.25 and 6.55), a type of XML Schema to
    which nearly any text belongs, and stations take what their vendor documents.
    """
    for node in _objects(schema):
        if isinstance(node.get("format"), str) and node["format"] != "date-time":
            del node["format"]


def _objects(schema: Any) -> Iterator[dict[str, Any]]:
    pending = [schema]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            yield node
            pending += node.values()
        elif isinstance(node, list):
            pending += node


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
