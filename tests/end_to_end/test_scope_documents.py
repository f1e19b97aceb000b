"""Precision and recall of the scope rules on generated configurations: what was planted is found, and nothing else."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ocpplint.analysis.rule_examples import run_example
from tests.support import scope_documents as documents
from tests.support.scope_documents import Case, Findings
from tests.support.scope_keys import rules_of_scope
from tests.support.scope_plans import MISTAKES
from tests.support.scope_shapes import SHAPES

# A failing document is shown as drawn: to make it smaller takes minutes.
PROVEN = settings(
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

RULES = rules_of_scope()
PLACEABLE = [
    (shape, mistake)
    for shape in SHAPES
    for mistake, needed in MISTAKES.items()
    if needed.parts <= SHAPES[shape].parts and not (needed.in_desired_only and SHAPES[shape].reports)
]


def found_in(case: Case) -> Findings:
    found = run_example(case.files, RULES)
    return sorted((f.code, f.location.path, f.location.line, f.location.column) for f in found)


@settings(PROVEN, max_examples=200)
@given(case=documents.correct())
def test_a_correct_document_is_silent(case: Case) -> None:
    assert found_in(case) == []


@pytest.mark.parametrize(("shape", "mistake"), PLACEABLE)
@settings(PROVEN, max_examples=6)
@given(data=st.data())
def test_a_mistake_is_found_in_every_shape(shape: str, mistake: str, data: st.DataObject) -> None:
    case = data.draw(documents.mistaken(shape, mistake))
    assert found_in(case) == case.expected


@settings(PROVEN, max_examples=150)
@given(case=documents.with_several_mistakes())
def test_mistakes_do_not_hide_each_other(case: Case) -> None:
    assert found_in(case) == case.expected


@settings(PROVEN, max_examples=100)
@given(case=documents.of_one_connector(mistaken=True))
def test_a_key_for_a_connector_that_does_not_exist(case: Case) -> None:
    assert found_in(case) == case.expected


@settings(PROVEN, max_examples=50)
@given(case=documents.of_one_connector(mistaken=False))
def test_a_station_of_one_connector_is_silent(case: Case) -> None:
    assert found_in(case) == []


@pytest.mark.parametrize("mistake", MISTAKES)
@settings(PROVEN, max_examples=10)
@given(data=st.data())
def test_a_mistake_is_found_in_a_pair_of_files(mistake: str, data: st.DataObject) -> None:
    case = data.draw(documents.in_two_files(mistake))
    assert found_in(case) == case.expected


@settings(PROVEN, max_examples=100)
@given(case=documents.in_two_files(None))
def test_a_correct_pair_of_files_is_silent(case: Case) -> None:
    assert found_in(case) == []
