"""Settings are read, and mistakes in them found, in every shape of the list, as other libraries write it."""

import shutil
import tomllib
from pathlib import Path

import pytest

from tests.support.shapes import plans
from tests.support.shapes.catalogue import SHAPES
from tests.support.shapes.measure import documents_of, outcomes_of, said, score_of
from tests.support.shapes.table_writers import html_table, pipe_table

LIST = Path(__file__).with_name("shapes.toml")
NODE = "json-stringify"
MOST_SHOWN = 3
IN_DEFAULT_RUN = 12
"""Documents of each shape that every run of the tests checks."""


def shapes() -> list[object]:
    return [pytest.param(name, marks=pytest.mark.world if name == NODE else ()) for name in SHAPES]


def test_every_shape_of_the_list_is_written() -> None:
    with LIST.open("rb") as file:
        listed = tomllib.load(file)
    assert set(SHAPES) == set(listed["shapes"])
    assert len(SHAPES) >= 40
    axes = listed["axes"]
    assert [*plans.WRAPPERS] == axes["wrapper"]
    assert [*plans.STATIONS] == axes["station"]
    assert [*plans.CONNECTORS] == axes["connector"]
    assert [*plans.MISTAKES] == axes["mistake"]


@pytest.mark.parametrize("name", shapes())
def test_a_sample_of_a_shape_is_read(name: str) -> None:
    judge(name, IN_DEFAULT_RUN)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", shapes())
def test_a_shape_is_read_in_all_its_variations(name: str) -> None:
    judge(name, None)


@pytest.mark.world
def test_what_pandas_writes_is_written_as_pandas_does() -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("tabulate")
    grid = [["station", "key", "value"], ["CP-1", "HeartbeatInterval", "300"], ["CP-1", "CpoName", "A <B> & C,D"]]
    frame = pandas.DataFrame(grid[1:], columns=grid[0])
    assert frame.to_markdown(index=False, disable_numparse=True) == pipe_table(grid)
    assert frame.to_html(index=False) == html_table(grid)


def judge(name: str, most: int | None) -> None:
    if name == NODE and shutil.which("node") is None:
        pytest.skip("needs node")
    outcomes = outcomes_of(documents_of(name, most=most))
    faults = [*filter(None, map(said, outcomes))]
    score = score_of(outcomes)
    shown = f"{len(faults)} of {len(outcomes)} documents\n" + "\n".join(faults[:MOST_SHOWN])
    assert score.silent == 0, shown
    assert score.precision == 1, shown
    assert score.recall >= 0.99, shown
