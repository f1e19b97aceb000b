"""Everything that can be repaired in a repository of 60 stations is repaired, once, and as a careful person would."""

import difflib
import json
from pathlib import Path

import pytest

from tests.support.command import Outcome
from tests.support.in_process import run
from tests.support.repository_sample import write_first


def fix(folder: Path) -> Outcome:
    return run("check", "--fix", "--unsafe-fixes", "--output-format", "json", cwd=folder)


def texts(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.json"))}


@pytest.fixture(scope="module")
def states(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[dict[str, str], list[tuple[Outcome, dict[str, str]]]]:
    """Return the files as they were, and what two runs came to: their reports, and the files then."""
    folder = tmp_path_factory.mktemp("repaired")
    write_first(folder)
    return texts(folder), [(fix(folder), texts(folder)) for _ in range(2)]


@pytest.mark.slow
def test_the_second_run_changes_nothing(
    states: tuple[dict[str, str], list[tuple[Outcome, dict[str, str]]]],
) -> None:
    before, [(first, repaired), (second, again)] = states
    assert before != repaired == again
    assert "Fixed 675 findings in 46 files" in first.err
    assert "Fixed nothing" in second.err
    assert json.loads(first.out) == json.loads(second.out)


def test_only_keys_have_changed_and_only_their_suffixes(
    states: tuple[dict[str, str], list[tuple[Outcome, dict[str, str]]]],
) -> None:
    before, [(_, repaired), _] = states
    for path, text in before.items():
        removed, added = changed_lines(text, repaired[path])
        assert [line.replace('_2"', '"') for line in removed] == [line.replace('_2"', '"') for line in added], path
        assert removed, path


def test_no_key_is_set_twice_and_no_value_is_lost(
    states: tuple[dict[str, str], list[tuple[Outcome, dict[str, str]]]],
) -> None:
    before, [(_, repaired), _] = states
    for path, text in before.items():
        assert pairs_in(repaired[path]) == pairs_in(text), path


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that a diff takes away, and those that it adds."""
    rows = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]
    return [row[1:] for row in rows if row[0] == "-"], [row[1:] for row in rows if row[0] == "+"]


def pairs_in(text: str) -> list[tuple[str, str]]:
    """Return the keys, without their suffixes, and the values of all objects. Fails where one has a key twice."""
    found: list[tuple[str, str]] = []

    def take(members: list[tuple[str, object]]) -> None:
        assert len(dict(members)) == len(members)
        found.extend((key.removesuffix("_2"), str(value).removesuffix("_2")) for key, value in members)

    json.loads(text, object_pairs_hook=take)
    return found
