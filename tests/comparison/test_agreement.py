"""Whether a station has the value that is wanted: what counts as the same, what as another, and what nobody can know."""

import pytest

from ocpplint.comparison.agreement import agree, agrees
from ocpplint.facts.fact import Location
from ocpplint.facts.observation import Observation
from ocpplint.facts.setting import Setting
from ocpplint.stations.keyspec import KeySpec

PLACE = Location("cp1.json", 1, 1, 1, 2)


def setting(syntax: str | None = None, key: str = "Key", access: str | None = "RW") -> Setting:
    made = Setting(key, None, "desired", PLACE)
    made.base_key = key
    made.spec = KeySpec(key, access=access, syntax=syntax)
    return made


def either_way(syntax: str, one: str, other: str) -> set[bool | None]:
    """Compare two values with each of them as the wanted one."""
    return {agree(setting(syntax), one, other), agree(setting(syntax), other, one)}


SAME = [
    ("integer", "60", "60.0"),
    ("decimal", "1.50", "1.5"),
    ("decimal", "-1.50", "-1.5"),
    ("boolean", "true", "1"),
    ("json", '{"a": 1, "b": 2}', '{"b":2,"a":1}'),
    ("json", "null", " null "),
    ("datetime", "2026-03-01T10:00:00Z", "2026-03-01T11:00:00+01:00"),
    ("string", "", " "),
]
OTHER = [
    ("integer", "60", "61"),
    ("decimal", "1.25", "1.5"),
    ("decimal", "-1.25", "-1.5"),
    ("boolean", "true", "0"),
    ("json", '{"a": 1}', '{"a": 2}'),
    ("json", "null", "false"),
    ("datetime", "2026-03-01T10:00:00Z", "2026-03-01T10:00:00+01:00"),
    ("version", "1.10", "1.1"),
    ("hex", "0A", "0x0A"),
    ("string", "", "a"),
]
OPEN = [
    ("decimal", "1.4", "1"),  # a station with whole numbers rounds
    ("decimal", "1.", "1.5"),
    ("integer", "sixty", "60"),
    ("boolean", "true", "perhaps"),
    ("json", "{", '{"a": 1}'),
    ("datetime", "yesterday", "2026-03-01T10:00:00Z"),
    ("string", "***", "a"),
]


@pytest.mark.parametrize(("syntax", "one", "other"), SAME)
def test_values_that_say_the_same_agree(syntax: str, one: str, other: str) -> None:
    assert either_way(syntax, one, other) == {True}


@pytest.mark.parametrize(("syntax", "one", "other"), OTHER)
def test_a_smaller_and_a_larger_value_are_both_drift(syntax: str, one: str, other: str) -> None:
    assert either_way(syntax, one, other) == {False}


@pytest.mark.parametrize(("syntax", "one", "other"), OPEN)
def test_what_cannot_be_read_or_was_rounded_is_not_judged(syntax: str, one: str, other: str) -> None:
    assert either_way(syntax, one, other) == {None}


@pytest.mark.parametrize("missing", [(None, "1"), ("1", None), (None, None)])
def test_without_a_value_nothing_is_known(missing: tuple[str | None, str | None]) -> None:
    assert agree(setting("integer"), *missing) is None


SECRETS = [setting("string", access="W"), setting("string", key="AuthorizationKey")]


@pytest.mark.parametrize("secret", SECRETS, ids=["write-only", "by its name"])
def test_a_reported_credential_is_compared_with_nothing(secret: Setting) -> None:
    reported = Observation("", "report", PLACE)
    assert agrees(secret, reported, "feed") is None


@pytest.mark.parametrize("secret", SECRETS, ids=["write-only", "by its name"])
@pytest.mark.parametrize(
    ("written", "wanted", "expected"),
    [
        ("feed", "FEED", True),
        ("feed", "beef", False),
        ("beef", "feed", False),
        ("***", "feed", None),
        ("", "feed", False),
    ],
)
def test_a_written_credential_is(secret: Setting, written: str, wanted: str, expected: bool | None) -> None:
    assert agrees(secret, Observation(written, "write", PLACE), wanted) is expected
