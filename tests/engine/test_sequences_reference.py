"""The streaming sequences find what a naive reading of the whole stream finds, whatever the stream."""

from functools import cache
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ocpplint.engine.evaluator import Evaluator
from ocpplint.engine.packs import load_pack
from ocpplint.engine.rule import Rule
from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.message import Message
from ocpplint.findings.finding import Finding
from tests.support.sequences_reference import Step, Stream, forbidden, missing_until, missing_within

RULE = """\
code: TST001
name: test-sequence
summary: A sequence for a test.
severity: warning
sequence:
  first: {{fact: message, when: action == "F"}}
  {steps}
  by: [station, payload.connectorId]
message: broken
label: here
help: fix it
why: because
source: this test
examples: {{bad: [], good: [{{title: silent, text: x}}]}}
"""
THEN, NEVER, UNTIL = (
    f'{word}: {{fact: message, when: action == "{letter}"}}'
    for word, letter in (("then", "T"), ("never", "N"), ("until", "U"))
)


class Found:
    """Takes findings one by one, as they are made: no two are counted as one."""

    def __init__(self) -> None:
        self.lines: list[int] = []

    def add(self, finding: Finding) -> None:
        self.lines.append(finding.location.line)


@pytest.fixture(scope="module")
def rule(tmp_path_factory: pytest.TempPathFactory) -> Any:
    @cache
    def load(*steps: str) -> Rule:
        folder = tmp_path_factory.mktemp("rules")
        (folder / "rule.yaml").write_text(RULE.format(steps="\n  ".join(steps)))
        return load_pack(str(folder))[0]

    return load


BOTH_SIDES = (("station", "A"), ("csms", "A"), ("station", "B"), ("csms", "B"))


def streamed(rule: Rule, stream: Stream) -> list[int]:
    """Return the places that the operator finds. Both sides of both stations have called before."""
    found = Found()
    judge = Evaluator([rule], found)  # type: ignore[arg-type]
    for sender, station in BOTH_SIDES:
        judge.on_fact(Message(2, "", "x", {}, Location("t", 1, 1, 1, 2), station, sender))  # type: ignore[arg-type]
    for place, step in enumerate(stream):
        where = Location("t", place + 100, 1, place + 100, 2)
        if step.kind == "L":
            judge.on_fact(InputProblem("truncated", "cut off", where))
        else:
            payload = {"connectorId": step.connector}
            judge.on_fact(Message(2, "", step.kind, payload, where, step.station, "station", step.time))
    judge.close()
    return sorted(line - 100 for line in found.lines)


@st.composite
def streams(draw: st.DrawFn, kinds: str) -> list[Step]:
    """Facts of two stations, with and without times, most in order and some not, and now and then a loss."""
    now = 1_000.0
    stream = []
    for _ in range(draw(st.integers(1, 25))):
        now += draw(st.sampled_from([0.0, 0.5, 3.0, 20.0, 70.0, 200.0]))
        stamped = draw(st.integers(0, 9)) > 0
        skew = draw(st.sampled_from([0.0, 0.0, 0.0, -4.0, -8.0, 2.0]))
        step = Step(
            draw(st.sampled_from(kinds)),
            draw(st.sampled_from("AAB")),
            draw(st.sampled_from([1, 1, 2, None])),
            now + skew if stamped else None,
        )
        stream.append(step)
    return stream


MANY = settings(max_examples=250, phases=(Phase.explicit, Phase.generate))


@MANY
@given(stream=streams("FFTTxxxL"))
def test_then_within(rule: Any, stream: list[Step]) -> None:
    assert streamed(rule(THEN, "within: 30s"), stream) == missing_within(stream, 30.0)


@MANY
@given(stream=streams("FFTUUxxL"))
def test_then_until(rule: Any, stream: list[Step]) -> None:
    assert streamed(rule(THEN, UNTIL), stream) == missing_until(stream)


@MANY
@given(stream=streams("FFNNUxxL"))
def test_never_until(rule: Any, stream: list[Step]) -> None:
    assert streamed(rule(NEVER, UNTIL), stream) == forbidden(stream, None)


@MANY
@given(stream=streams("FFNNxxxL"))
def test_never_within(rule: Any, stream: list[Step]) -> None:
    assert streamed(rule(NEVER, "within: 100s"), stream) == forbidden(stream, 100.0)


@MANY
@given(stream=streams("FFNUxL"))
def test_never_within_or_until(rule: Any, stream: list[Step]) -> None:
    assert streamed(rule(NEVER, UNTIL, "within: 100s"), stream) == forbidden(stream, 100.0)
