"""Stations made up for tests, and the reports they would give of themselves."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

COUNTS = {"NumberOfConnectors": "2", "GetConfigurationMaxKeys": "500"}

Values = Mapping[str, str]


def two_connectors(individual: Iterable[str], shared: Iterable[str], counts: Values = COUNTS) -> dict[str, str]:
    """Return what a station with these keys holds: an Individual key exists once more with the suffix ``_2``."""
    values = dict(counts)
    values.update(dict.fromkeys(shared, "1"))
    for key in individual:
        values |= {key: "1", f"{key}_2": "1"}
    return values


def answer(values: Values, readonly: Iterable[str] = (), unknown: Iterable[str] = ()) -> dict[str, Any]:
    """Return a GetConfiguration answer with these keys."""
    locked = set(readonly)
    items = [{"key": key, "readonly": key in locked, "value": value} for key, value in values.items()]
    return {"configurationKey": items, "unknownKey": list(unknown)}


def exchange(payload: object, asked: Iterable[str] | None = (), number: int = 1, station: str = "CP7") -> str:
    """Return the two lines of a GetConfiguration in a log; without the request where ``asked`` is None."""
    request = json.dumps([2, f"g{number}", "GetConfiguration", {"key": list(asked)} if asked else {}])
    lines = [] if asked is None else [f"{station}: send {request}"]
    return "\n".join([*lines, f"{station}: receive message {json.dumps([3, f'g{number}', payload])}", ""])


def command(key: str, status: str, number: int = 1, station: str = "CP7") -> str:
    """Return the two lines of a ChangeConfiguration in a log."""
    call = json.dumps([2, f"c{number}", "ChangeConfiguration", {"key": key, "value": "5"}])
    return (
        f"{station}: send {call}\n{station}: receive message {json.dumps([3, f'c{number}', {'status': status}])}\n"
    )
