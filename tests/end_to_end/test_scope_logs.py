"""Precision and recall of the scope rules on generated logs: what was planted is found and counted, nothing else is."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ocpplint.analysis.rule_examples import run_example
from ocpplint.findings.finding import Finding
from tests.support import scope_logs as logs
from tests.support.scope_keys import rules_of_scope
from tests.support.scope_logs import LOGS, Logged
from tests.support.scope_sessions import MISTAKES

# A failing log is shown as drawn: to make it smaller takes minutes and tells little more.
PROVEN = settings(
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
RULES = rules_of_scope()
NAMED = [name for name, log in LOGS.items() if log.named]


def place(finding: Finding) -> tuple[str, int, int, int]:
    return (finding.code, finding.location.line, finding.location.column, finding.count)


def found_in(case: Logged) -> list[tuple[str, int, int, int]]:
    return sorted(place(finding) for finding in run_example(case.files, RULES))


@pytest.mark.parametrize("name", LOGS)
@settings(PROVEN, max_examples=25)
@given(data=st.data())
def test_a_log_of_healthy_stations_is_silent(name: str, data: st.DataObject) -> None:
    assert found_in(data.draw(logs.healthy(LOGS[name]))) == []


@pytest.mark.parametrize("name", LOGS)
@pytest.mark.parametrize("mistake", MISTAKES)
@settings(PROVEN, max_examples=4)
@given(data=st.data())
def test_a_mistake_is_found_in_every_log(name: str, mistake: str, data: st.DataObject) -> None:
    case = data.draw(logs.mistaken(LOGS[name], mistake))
    assert found_in(case) == case.expected


@pytest.mark.parametrize("name", LOGS)
@settings(PROVEN, max_examples=15)
@given(data=st.data())
def test_mistakes_in_one_log_do_not_hide_each_other(name: str, data: st.DataObject) -> None:
    case = data.draw(logs.with_several_mistakes(LOGS[name]))
    assert found_in(case) == case.expected


@pytest.mark.parametrize("name", NAMED)
@settings(PROVEN, max_examples=8)
@given(data=st.data())
def test_a_connection_of_connector_2(name: str, data: st.DataObject) -> None:
    case = data.draw(logs.second_connection(LOGS[name]))
    assert found_in(case) == case.expected


@pytest.mark.parametrize("name", LOGS)
@settings(PROVEN, max_examples=5)
@given(data=st.data())
def test_a_key_for_a_connector_that_the_station_does_not_have(name: str, data: st.DataObject) -> None:
    case = data.draw(logs.one_connector(LOGS[name]))
    assert found_in(case) == case.expected
