"""The tools that measure a version: what they count."""

import sys

import pytest

from tools.files_entered import INPUTS, calls_of, numbers
from tools.import_graph import back_up, between_rooms, circles


def test_only_the_fewest_arrows_run_back_up() -> None:
    imports = {"a": {"b", "c"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}
    assert back_up(imports) == [("c", "a")]
    assert circles(imports) == [["a", "b", "c"]]


def test_what_is_in_order_has_no_circle() -> None:
    imports = {"a": {"b", "c"}, "b": {"c"}, "c": set[str]()}
    assert (circles(imports), back_up(imports)) == ([], [])


def test_a_room_is_what_stands_directly_in_the_package() -> None:
    imports = {"p": set[str](), "p.one": set[str](), "p.one.x": {"p.two"}, "p.two": {"p.one"}}
    assert between_rooms(imports) == {"p": set(), "p.one": {"p.two"}, "p.two": {"p.one"}}


def test_files_are_counted_once_and_changes_each_time() -> None:
    assert numbers(["a.py", "a.py", "b.py", "a.py"]) == (2, 3)
    assert numbers([]) == (0, 0)


def test_calls_are_split_where_the_finding_is_handed_over() -> None:
    calls = calls_of(sys.executable, *INPUTS["one JSON setting"], rounds=1)
    assert calls.to_finding
    assert calls.further
    assert not [name for name in calls.to_finding if name.startswith("reporters/concise")]
    assert [name for name in calls.further if name.startswith("reporters/concise")]


def test_an_input_without_a_finding_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="gives no finding"):
        calls_of(sys.executable, "station.json", '{"RCMBDelta": "30"}\n', rounds=1)
