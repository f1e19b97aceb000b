"""The grammar of values: what is written by its rules is read, what is not is refused, and nothing takes for ever."""

import importlib.util
import json
import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocpplint.conditions.ambiguity import require_tame
from ocpplint.stations.keyspec import SYNTAX_OF_TYPE, KeySpec
from ocpplint.stations.registry import Profiles
from ocpplint.values.check import LISTS, ValueCheck
from ocpplint.values.judging import is_masked, is_withheld
from ocpplint.values.lists import items_of
from ocpplint.values.syntaxes import fits, pattern, syntax_names
from tests.support.command import ROOT

PROVEN = settings(derandomize=True, deadline=None, database=None, max_examples=150)
ROTATIONS = ["RST", "RTS", "SRT", "STR", "TRS", "TSR", "NotApplicable", "Unknown"]
PHASES = ["L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1"]
SEPARATORS = [",", ", ", " ,  "]
GENERIC = Profiles().load("generic")


def measurands_of(folder: str, name: str) -> list[str]:
    """Return the measurands that the package's schema of MeterValues allows."""
    package = importlib.util.find_spec("ocpp")
    assert package is not None
    assert package.origin is not None
    path = os.path.join(os.path.dirname(package.origin), folder, "schemas", name)
    with open(path, encoding="utf-8-sig") as file:
        return sorted(set(_enumerated(json.load(file), "")))


def _enumerated(node: Any, above: str) -> list[str]:
    if isinstance(node, list):
        return [word for item in node for word in _enumerated(item, above)]
    if not isinstance(node, dict):
        return []
    if "enum" in node and "easurand" in above:
        return list(node["enum"])
    return [word for name, value in node.items() for word in _enumerated(value, name)]


MEASURANDS = measurands_of("v16", "MeterValues.json")


def listed(items: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[list[str], str]]:
    """Draw items and the list that is written of them."""
    return st.tuples(st.lists(items, min_size=1, max_size=12), st.sampled_from(SEPARATORS)).map(
        lambda drawn: (drawn[0], drawn[1].join(drawn[0]))
    )


def test_the_package_lists_measurands() -> None:
    assert len(MEASURANDS) == 22
    assert len(measurands_of("v201", "MeterValuesRequest.json")) == 25


@pytest.mark.parametrize("folder", ["v201", "v21"])
def test_all_measurands_of_2x_are_known(folder: str) -> None:
    assert [w for w in measurands_of(folder, "MeterValuesRequest.json") if not fits("measurand-2", w)] == []


@PROVEN
@given(
    listed(
        st.tuples(st.sampled_from(MEASURANDS), st.sampled_from(["", *PHASES])).map(
            lambda m: ".".join(filter(None, m))
        )
    )
)
def test_measurands_are_read_as_written(drawn: tuple[list[str], str]) -> None:
    items, text = drawn
    assert fits("measurands", text)
    assert items_of(text) == items


@PROVEN
@given(listed(st.tuples(st.integers(0, 99), st.sampled_from(ROTATIONS)).map(lambda r: f"{r[0]}.{r[1]}")))
def test_rotations_are_read_as_written(drawn: tuple[list[str], str]) -> None:
    items, text = drawn
    assert fits("phase-rotations", text)
    assert not fits("phase-rotation", text)
    assert items_of(text) == items


@PROVEN
@given(listed(st.text("abc äÄ-_.", min_size=1).filter(lambda word: word == word.strip())))
def test_lists_are_read_as_written(drawn: tuple[list[str], str]) -> None:
    items, text = drawn
    assert fits("csl", text)
    assert items_of(text) == items


@PROVEN
@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_numbers_are_read_as_written(number: int) -> None:
    assert fits("integer", str(number))
    assert fits("decimal", str(number))


@PROVEN
@given(st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: f"{number:.3f}"))
def test_decimals_are_read_as_written(text: str) -> None:
    assert fits("decimal", text)
    assert not fits("integer", text)


@PROVEN
@given(
    st.sampled_from(["ws", "wss", "WSS", "http", "https", "ftp", "ftps", "sftp"]),
    st.sampled_from(["", "user@", "user:pass%20word@"]),
    st.sampled_from(["csms.example.com", "10.0.0.5", "[fd00::1]", "backend_1"]),
    st.sampled_from(["", ":1", ":65535"]),
    st.sampled_from(["", "/", "/ocpp/CP7?x=1", "?a#b"]),
)
def test_addresses_are_read_as_written(scheme: str, user: str, host: str, port: str, rest: str) -> None:
    assert fits("url", f"{scheme}://{user}{host}{port}{rest}")


@PROVEN
@given(st.binary(min_size=1, max_size=40), st.booleans())
def test_keys_are_read_as_written(key: bytes, upper: bool) -> None:
    text = key.hex().upper() if upper else key.hex()
    assert fits("hex", text)
    assert not fits("hex", text[1:])


@pytest.mark.parametrize(
    ("syntax", "text"),
    [
        ("integer", "１２"),
        ("integer", "1_000"),
        ("integer", "0x10"),
        ("integer", "1\n"),
        ("decimal", "nan"),
        ("decimal", "1."),
        ("boolean", "True"),
        ("measurands", "Voltage.L4"),
        ("measurands", "Voltage.L1.L2"),
        ("phase-rotations", "1RST"),
        ("phase-rotations", "1.rst"),
        ("url", "wss:/csms.example.com"),
        ("url", "wss://"),
        ("url", "wss://a b"),
        ("url", "gopher://a"),
        ("hosts", "a,,b"),
        ("datetime", "2026-02-01 10:00:00"),
        ("time-offset", "+24:00"),
        ("language", "e"),
        ("version", "five"),
    ],
)
def test_what_is_written_otherwise_is_refused(syntax: str, text: str) -> None:
    assert not fits(syntax, text)


def test_the_grammar_has_the_syntaxes_that_profiles_may_name() -> None:
    with open(os.path.join(ROOT, "ocpplint", "stations", "profile.schema.json"), encoding="utf-8") as file:
        allowed = set(json.load(file)["$defs"]["key"]["properties"]["syntax"]["enum"])
    without_grammar = {"string", "enum", "json"}
    assert allowed - without_grammar <= syntax_names()
    assert set(SYNTAX_OF_TYPE.values()) - without_grammar <= syntax_names()
    assert allowed >= LISTS


HOSTILE = [
    "a",
    "1",
    ".",
    ",",
    " ",
    ", ",
    "1.RST,",
    "Voltage,",
    "a.",
    "a-",
    "[",
    "::",
    "/",
    "@",
    "a:",
    "{",
    "$",
    "*",
    "0a",
    "-",
]


@pytest.mark.parametrize("name", sorted(syntax_names()))
def test_no_text_takes_for_ever(name: str) -> None:
    """Were there nested repeats, these texts would not end before the test run is given up."""
    for piece in HOSTILE:
        for end in ("", "\n", "!", "\0"):
            pattern(name).fullmatch(piece * 20_000 + end)


@pytest.mark.parametrize("name", sorted(syntax_names()))
def test_no_pattern_can_take_exponential_time(name: str) -> None:
    """By the criterion that patterns of conditions are refused by."""
    require_tame(
        pattern(name).pattern.replace("(?i:", "(?:").replace("(?P<number>", "(").replace("(?P<unit>", "(")
    )


@PROVEN
@given(st.text(max_size=60), st.sampled_from([key for key in GENERIC.key_names() if GENERIC.spec(key)]))
def test_any_text_can_be_judged(text: str, key: str) -> None:
    spec: KeySpec | None = GENERIC.spec(key)
    assert spec is not None
    fault = ValueCheck(spec).fault(text)
    if fault is not None and fault.right_value is not None:
        again = ValueCheck(spec).fault(fault.right_value)
        assert again is None or again.kind in ("range", "unit")


@pytest.mark.parametrize(
    "value",
    [
        *("***", "abc***", "xxxx", "••••", "REDACTED", "<redacted>", "[redacted]", "(hidden)", "<hidden>"),
        *("[Filtered]", "[PASSWORD_MASKED]", "[AUTH KEY MASKED]", "[REDACTED_BY_PROXY]", "{{REDACTED}}"),
    ],
)
def test_what_was_made_unreadable_has_no_fault(value: str) -> None:
    assert is_masked(value)
    assert is_withheld(f" {value} ")


@pytest.mark.parametrize(
    "value", ["hiddenpassword", "3030", "secret", "[1,2]", "masked:no", "", "[" + "_" * 5_000]
)
def test_what_can_be_read_is_not_masked(value: str) -> None:
    assert not is_masked(value)
