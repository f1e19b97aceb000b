"""Our checks of standard keys against the schemas that another project publishes."""

import pytest

from ocpplint.stations.registry import Profiles
from ocpplint.values.check import ValueCheck
from tests.support.everest_schemas import DIFFERENCES, PUBLISHED, Published

GENERIC = Profiles().load("generic")
VALUES = [
    "-1",
    "0",
    "1",
    "3",
    "4",
    "60",
    "100",
    "101",
    "10000",
    "10001",
    "1.5",
    "60s",
    "",
    "true",
    "false",
    "True",
    "no",
]


def accepts(published: Published, value: str) -> bool:
    """Judge a value as the schema would, were it given as JSON of its type."""
    if published.type == "boolean":
        return value in ("true", "false")
    try:
        number = int(value)
    except ValueError:
        return False
    least, most = published.minimum, published.maximum
    return (least is None or number >= least) and (most is None or number <= most)


@pytest.mark.parametrize("key", PUBLISHED)
def test_a_published_key_is_known(key: str) -> None:
    spec = GENERIC.spec(key)
    assert spec is not None
    types = {"boolean": ("boolean",), "integer": ("integer",), "string": ("string", "list", "datetime")}
    assert spec.type in types[PUBLISHED[key].type]


@pytest.mark.parametrize("key", [key for key, known in PUBLISHED.items() if known.type != "string"])
def test_a_value_is_judged_as_the_published_schema_does(key: str) -> None:
    spec = GENERIC.spec(key)
    assert spec is not None
    check = ValueCheck(spec)
    ours = {value: (fault := check.fault(value)) is None or fault.kind == "unit" for value in VALUES}
    theirs = {value: accepts(PUBLISHED[key], value) for value in VALUES}
    differing = [value for value in VALUES if ours[value] != theirs[value]]
    assert differing == [value for known, value in DIFFERENCES if known == key]


def test_every_difference_is_one() -> None:
    assert set(DIFFERENCES) <= {(key, value) for key in PUBLISHED for value in VALUES}
    assert all(reason for reason in DIFFERENCES.values())
