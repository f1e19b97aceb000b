"""Documents of several stations: every way to name a station, round every shape of settings."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

Files = dict[str, str]
Content = dict[str, Any]


def _pairs(settings: Content) -> Any:
    return [{"key": key, "value": value} for key, value in settings.items()]


SHAPES: dict[str, Callable[[Content], Content]] = {
    "flat": dict,
    "configuration": lambda settings: {"configuration": settings},
    "pairs": lambda settings: {"settings": _pairs(settings)},
    "other pairs": lambda settings: {
        "parameters": [{"parameter": key, "setTo": value} for key, value in settings.items()]
    },
    "nested": lambda settings: {"spec": {"ocpp": {"settings": settings}}},
    "by profile": lambda settings: {"ocpp": {"core": settings}},
    "structured": lambda settings: {"settings": {key: {"value": value} for key, value in settings.items()}},
    "beside other data": lambda settings: {"site": "north", "tags": ["a", "b"], "ocpp": settings},
}

Stations = dict[str, Content]
"""The content of each station's document, without its name."""


def _beside(field: str) -> Callable[[Stations], Files]:
    """Name stations by a field, each in an item of a list."""
    return lambda stations: _one([{field: name, **content} for name, content in stations.items()])


def _apart(field: str) -> Callable[[Stations], Files]:
    """Name stations by a field, each in a file of its own."""
    return lambda stations: {
        f"{number}.json": json.dumps({field: name, **content})
        for number, (name, content) in enumerate(stations.items())
    }


def _one(content: Any) -> Files:
    return {"all.json": json.dumps(content)}


BY_CONTENT: dict[str, Callable[[Stations], Files]] = {
    **{
        f"items with {field}": _beside(field)
        for field in ("chargePointId", "cpId", "charger", "id", "hostname", "name")
    },
    **{
        f"files with {field}": _apart(field)
        for field in ("identity", "station", "id", "deviceId", "name", "serial")
    },
    "keys": _one,
    "keys of a fleet": lambda stations: _one({"fleet": {"depot": stations}}),
    "members of chargers": lambda stations: _one({"chargers": stations}),
    "hosts": lambda stations: _one({"all": {"vars": {"port": 443}, "children": {"depot": {"hosts": stations}}}}),
    "metadata": lambda stations: {
        f"{number}.json": json.dumps(
            {"kind": "ConfigMap", "metadata": {"name": f"{name}-config"}, "data": content}
        )
        for number, (name, content) in enumerate(stations.items())
    },
    "embedded files": lambda stations: _one(
        {"kind": "ConfigMap", "data": {f"{name}.json": json.dumps(content) for name, content in stations.items()}}
    ),
}
BY_PATH: dict[str, Callable[[Stations], Files]] = {
    "files": lambda stations: {f"{name}.json": json.dumps(content) for name, content in stations.items()},
    "files of hosts": lambda stations: {
        f"host_vars/{name}.json": json.dumps(content) for name, content in stations.items()
    },
    "folders": lambda stations: {
        f"stations/{name}/config.json": json.dumps(content) for name, content in stations.items()
    },
}
NAMES = ("CP-0001", "CP-0002", "CP-0003", "DE*ABC*E1001", "EVB-P1703052", "harbour-09", "quay_7")


@st.composite
def named(
    draw: st.DrawFn, ways: dict[str, Callable[[Stations], Files]], settings: Content
) -> tuple[Files, list[str]]:
    """Draw files of one to four stations that all have these settings, and the names of the stations."""
    way = draw(st.sampled_from(sorted(ways)))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
    shape = SHAPES[draw(st.sampled_from(sorted(SHAPES)))]
    return ways[way]({name: shape(settings) for name in names}), names
