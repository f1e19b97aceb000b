"""Explanations of rejected payloads.

Only rejected payloads are explained; the compiled validators accept valid ones.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple

from ocpplint.schemas.catalogue import SECTIONS, Schema
from ocpplint.schemas.times import lacks_zone_only, time_fault
from ocpplint.schemas.words import did_you_mean, field_name, kind_of, nearest, one_of, quoted, wanted

FaultKind = Literal["payload", "timestamp", "text"]

_MOST_FAULTS = 5
"""Faults told of one payload. One with more is of another make altogether, and the first few say so."""


class PayloadFault(NamedTuple):
    """One violation of a payload.

    ``kind`` is ``payload`` for what the schema says, ``timestamp`` for a time that is none, ``text`` for what only
    the text of the standard says. ``field`` is the path without list indexes, ``keyword`` the demand of JSON Schema
    that is not met (``timezone`` where a time lacks nothing else).
    """

    kind: FaultKind
    field: str
    keyword: str
    reason: str


class Complaint(NamedTuple):
    """An error of the validator: what is demanded at a place (``demand``), what stands there, and the schema of it.

    For a field that is missing or not allowed, ``path`` leads to that field and ``demand`` is its name.
    """

    path: tuple[str | int, ...]
    keyword: str
    demand: Any
    sent: Any
    node: dict[str, Any]

    @property
    def name(self) -> str:
        """The field as a reader finds it, with indexes."""
        return field_name(self.path) or "payload"

    @property
    def field(self) -> str:
        """The field without indexes: the same for each item of a list."""
        return ".".join(step for step in self.path if isinstance(step, str))

    def fault(self, reason: str, kind: FaultKind = "payload", keyword: str = "") -> PayloadFault:
        """Make the fault of this complaint."""
        return PayloadFault(kind, self.field, keyword or self.keyword, reason)


def explain(schema: Schema, payload: Any) -> list[PayloadFault]:
    """List what is wrong with a payload; nothing where the fault is the log's, which masked or marked a value."""
    try:
        complaints = [found for found in _complaints(schema, payload) if not _is_dressed_up(found.sent)]
    except ValueError:
        # The validator decides on any payload, and can't report on one that nests too deep or is no Unicode.
        return [
            PayloadFault("payload", "", "", "it does not fit the schema, and is not such that one could say where")
        ]
    faults = [_misspelt(found, right) for found, right in _renamed(complaints)]
    faults += [_WORDS.get(found.keyword, _other)(found) for found in complaints]
    return _distinct(faults)[:_MOST_FAULTS]


def _complaints(schema: Schema, payload: Any) -> Iterator[Complaint]:
    for error in schema.validator.iter_errors(payload):
        path, keyword, demand = tuple(error.instance_path), error.kind.name, error.kind.value
        node = _node(schema.document, error.schema_path[:-1])
        if keyword == "required":
            yield Complaint((*path, demand), keyword, demand, None, node)
        elif keyword == "additionalProperties":
            for name in demand:
                yield Complaint((*path, name), keyword, name, None, node)
        else:
            yield Complaint(path, keyword, demand, error.instance, node)


def _node(document: Any, route: Iterable[str | int]) -> dict[str, Any]:
    for step in route:
        document = document[step]
    return document if isinstance(document, dict) else {}


def _is_dressed_up(value: Any) -> bool:
    """Return whether people have been at a value: asterisks mask it, or are the bold of a posting."""
    return isinstance(value, str) and "**" in value


def _renamed(complaints: list[Complaint]) -> list[tuple[Complaint, Complaint]]:
    """Take out, in pairs, fields that are not allowed and the missing ones beside them whose names they nearly have."""
    pairs = []
    for found in [item for item in complaints if item.keyword == "additionalProperties"]:
        missing = {
            item.demand: item
            for item in complaints
            if item.keyword == "required" and item.path[:-1] == found.path[:-1]
        }
        right = missing.get(nearest(found.demand, missing))
        if right is not None:
            pairs.append((found, right))
            complaints.remove(found)
            complaints.remove(right)
    return pairs


def _distinct(faults: list[PayloadFault]) -> list[PayloadFault]:
    """Keep the first fault of each kind at a field: a list may make the same mistake in every item."""
    seen: dict[tuple[str, ...], PayloadFault] = {}
    for fault in faults:
        seen.setdefault((fault.kind, fault.field, fault.keyword), fault)
    return list(seen.values())


def _misspelt(found: Complaint, right: Complaint) -> PayloadFault:
    return found.fault(f"there is no field `{found.name}`: write `{right.demand}`, which is required")


def _required(found: Complaint) -> PayloadFault:
    return found.fault(f"the required field `{found.name}` is missing")


def _unexpected(found: Complaint) -> PayloadFault:
    known = found.node.get("properties", {})
    return found.fault(f"there is no field `{found.name}`{did_you_mean(found.demand, known)}")


def _type(found: Complaint) -> PayloadFault:
    return found.fault(f"`{found.name}` is {kind_of(found.sent)} and must be {wanted(found.demand)}")


def _enum(found: Complaint) -> PayloadFault:
    if not isinstance(found.sent, str):
        return found.fault(f"`{found.name}` is {kind_of(found.sent)} and must be one of {one_of(found.demand)}")
    hint = did_you_mean(found.sent, map(str, found.demand)) or f"; allowed: {one_of(found.demand)}"
    return found.fault(f"`{found.name}` can't be {quoted(found.sent)}{hint}")


def _max_length(found: Complaint) -> PayloadFault:
    return found.fault(f"`{found.name}` has {len(found.sent)} characters and may have {found.demand}")


def _format(found: Complaint) -> PayloadFault:
    reason = f"`{found.name}` is {quoted(found.sent)}: {time_fault(found.sent)}"
    return found.fault(reason, "timestamp", "timezone" if lacks_zone_only(found.sent) else "")


def _items(found: Complaint) -> PayloadFault:
    least = found.keyword == "minItems"
    return found.fault(
        f"`{found.name}` has {len(found.sent)} items and must have {'at least' if least else 'at most'} {found.demand}"
    )


def _limit(found: Complaint) -> PayloadFault:
    section = found.node.get(SECTIONS, {}).get(found.keyword)
    bound = "at least" if found.keyword == "minimum" else "at most"
    reason = f"`{found.name}` is {found.sent} and must be {bound} {found.demand}"
    return found.fault(f"{reason} ({section})", "text") if section else found.fault(reason)


def _min_length(found: Complaint) -> PayloadFault:
    section = found.node.get(SECTIONS, {}).get(found.keyword)
    reason = f"`{found.name}` is empty, and it is required"
    return found.fault(f"{reason} ({section})", "text") if section else found.fault(reason)


def _multiple(found: Complaint) -> PayloadFault:
    return found.fault(f"`{found.name}` is {found.sent} and may have one decimal")


def _other(found: Complaint) -> PayloadFault:
    return found.fault(f"`{found.name}` does not meet `{found.keyword}` of its schema")


_WORDS: dict[str, Callable[[Complaint], PayloadFault]] = {
    "required": _required,
    "additionalProperties": _unexpected,
    "type": _type,
    "enum": _enum,
    "maxLength": _max_length,
    "minLength": _min_length,
    "format": _format,
    "minItems": _items,
    "maxItems": _items,
    "minimum": _limit,
    "maximum": _limit,
    "multipleOf": _multiple,
}
