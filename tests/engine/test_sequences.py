"""Sequences: declared with errors at their place, judged by the trace's own time, silent where the log lacks something."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.conditions.durations import in_words
from ocpplint.engine import sequences
from ocpplint.engine.evaluator import Evaluator
from ocpplint.engine.join_index import Join
from ocpplint.engine.packs import load_pack
from ocpplint.engine.rule import Rule
from ocpplint.facts.events import Boot, Transaction
from ocpplint.facts.fact import Fact, Location
from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.setting import Setting
from ocpplint.facts.violation import Violation
from ocpplint.findings.finding import Finding
from ocpplint.resources.datafile import DataFileError

RULE = """\
code: TST001
name: test-sequence
summary: A sequence for a test.
severity: warning
sequence: {sequence}
message: "{message}"
label: here
help: fix it
why: because
source: this test
examples: {{bad: [], good: [{{title: silent, text: x}}]}}
{more}
"""
FIRST = "first: {fact: exchange, when: action == 'Reset'}"
THEN = "then: {fact: boot, when: 'true'}"
THEN_BOOT = f"{{{FIRST}, {THEN}, within: 60s, by: [station]}}"
NEVER = """
  first: {fact: transaction, when: event == "started"}
  never: {fact: exchange, when: action == "Reset"}
  until: {fact: transaction, when: event == "ended" && id == first.id}
  by: [station]"""


class Found:
    """Takes findings one by one, as they are made: no two are counted as one."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def add(self, finding: Finding) -> None:
        self.findings.append(finding)


def load(folder: Path, sequence: str, message: str = "broken", more: str = "") -> Rule:
    (folder / "rule.yaml").write_text(RULE.format(sequence=sequence, message=message, more=more))
    return load_pack(str(folder))[0]


def judged(rule: Rule, facts: Iterable[Fact], **options: Any) -> list[Finding]:
    found = Found()
    judge = Evaluator([rule], found, {"TST001": options})  # type: ignore[arg-type]
    for fact in facts:
        judge.on_fact(fact)
    judge.close()
    return found.findings


def at(line: int) -> Location:
    return Location("t.log", line, 1, line, 2)


def call(
    line: int,
    time: float | None,
    action: str = "Heartbeat",
    sender: Any = "station",
    station: str | None = "A",
    **payload: Any,
) -> Message:
    return Message(2, str(line), action, payload, at(line), station, sender, time)


def exchange(line: int, time: float | None, action: str, station: str | None = "A", **payload: Any) -> Exchange:
    asked = call(line, time, action, "csms", station, **payload)
    later = None if time is None else time + 0.1
    return Exchange(
        asked, Message(3, str(line), None, {"status": "Accepted"}, at(line + 1), station, "station", later)
    )


def reset(line: int, time: float | None, station: str | None = "A") -> list[Fact]:
    done = exchange(line, time, "Reset", station)
    return [done.call, done]


def boot(line: int, time: float | None, station: str | None = "A") -> Boot:
    return Boot(station, at(line), time)


def transaction(line: int, time: float | None, event: Any, identity: str = "1", **fields: Any) -> Transaction:
    return Transaction(event, identity, at(line), "A", time=time, **fields)


def lines(findings: list[Finding]) -> list[int]:
    return [finding.location.line for finding in findings]


@pytest.mark.parametrize(
    ("sequence", "error"),
    [
        (f"{{{FIRST}, {THEN}, by: [station]}}", "`then` needs `within` or `until`"),
        (f"{{{FIRST}, {THEN}, within: soon, by: [station]}}", "'soon' is not a duration"),
        (f"{{{FIRST}, {THEN}, within: 5s}}", "`by` is missing"),
        (f"{{{FIRST}, within: 5s, by: [station]}}", "does not fit exactly one of the forms allowed here"),
        (f"{{{FIRST}, then: {{fact: boot}}, within: 5s, by: [station]}}", "`when` is missing"),
        (f"{{{FIRST}, {THEN}, within: 5s, by: [statoin]}}", "`statoin` is no field of `boot`; did you mean `station`?"),
        (f"{{{FIRST}, then: {{fact: boot, when: frist.action == null}}, within: 5s, by: [station]}}", "5:87: in `when`: `frist`"),
        (f"{{{FIRST}, then: {{fact: boot, when: first.acton == null}}, within: 5s, by: [station]}}", "did you mean `action`?"),
        (f"{{first: {{fact: boot, when: first.model == null}}, {THEN}, within: 5s, by: [station]}}", "`first` is no field of `boot`"),
        (f"{{{FIRST}, {THEN}, within: 5s, by: [{{first: station}}]}}", "what is joined must be told of `then`, too"),
        (f"{{{FIRST}, {THEN}, within: 5s, by: [{{first: station, then: station, until: id}}]}}", "this sequence has no `until`"),
        (f"{{{FIRST}, then: {{fact: setting, when: first.call.sender == 'CSMS'}}, within: 5s, by: [station]}}", "did you mean `csms`?"),
        ("{first: {fact: setting, when: 'true'}, then: {fact: setting, when: first.spec.acess == null}, within: 5s, by: [key]}", "`acess`"),
    ],
)  # fmt: skip
def test_a_bad_declaration_is_an_error_with_its_place(tmp_path: Path, sequence: str, error: str) -> None:
    with pytest.raises(DataFileError) as caught:
        load(tmp_path, sequence)
    assert str(caught.value).startswith(f"{tmp_path}/rule.yaml:5:")
    assert error in str(caught.value)


@pytest.mark.parametrize(
    ("sequence", "part", "error"),
    [
        (THEN_BOOT, "{model}", "`model` is no field of `exchange`"),
        (THEN_BOOT, "{frist.action}", "did you mean `first`?"),
        (NEVER, "{id}", "`id` is no field of `exchange`"),
        (NEVER, "{waited + 1}", "cannot take a string and an int"),
    ],
)
def test_a_text_names_what_stands_at_its_place(tmp_path: Path, sequence: str, part: str, error: str) -> None:
    with pytest.raises(DataFileError, match="in `message`") as caught:
        load(tmp_path, sequence, part)
    assert error in str(caught.value)


def test_a_sequence_has_no_fix(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="in `fix`: a sequence has none"):
        load(tmp_path, THEN_BOOT, more="fix: {with: x, title: y}")


def test_what_does_not_come_in_time_is_found_at_the_first(tmp_path: Path) -> None:
    rule = load(tmp_path, THEN_BOOT, "{first.action} {action} {waited}")
    (found,) = judged(rule, [*reset(1, 0), call(3, 30), call(4, 200)])
    assert (found.location.line, found.message, found.related) == (1, "Reset Reset 3 min", [])


def test_what_must_not_come_is_found_there_with_the_first_beside_it(tmp_path: Path) -> None:
    rule = load(tmp_path, NEVER, "{action} in {first.id} after {waited}", 'related: "{id} {first.id}"')
    (found,) = judged(rule, [call(1, 0), transaction(2, 10, "started"), *reset(3, 100)])
    assert (found.location.line, found.message) == (3, "Reset in 1 after 90 s")
    assert [(related.location.line, related.message) for related in found.related] == [(2, "1 1")]


def test_an_end_that_comes_first_is_beside_the_finding(tmp_path: Path) -> None:
    rule = load(
        tmp_path,
        """
  first: {fact: exchange, when: action == "Reset"}
  then: {fact: boot, when: 'true'}
  until: {fact: transaction, when: event == "started"}
  by: [station]""",
        more='related: "{id}"',
    )
    (found,) = judged(rule, [call(1, 0), *reset(2, 1), transaction(5, 60, "started"), boot(6, 70)])
    assert (found.location.line, [related.location.line for related in found.related]) == (2, [5])
    assert judged(rule, [call(1, 0), *reset(2, 1), boot(4, 50), transaction(5, 60, "started")]) == []


def test_one_that_breaks_several_sequences_is_one_finding(tmp_path: Path) -> None:
    rule = load(tmp_path, NEVER, more="related: here")
    open_twice: list[Fact] = [call(1, 0), transaction(2, 1, "started", "1"), transaction(3, 2, "started", "2")]
    (found,) = judged(rule, [*open_twice, *reset(4, 100)])
    assert [related.location.line for related in found.related] == [3, 2]
    assert lines(judged(rule, [*open_twice, transaction(4, 9, "ended", "1"), *reset(5, 100)])) == [5]


@pytest.mark.parametrize(("stamp", "findings"), [(0.0, 0), (-4.9, 0), (-5.2, 1), (59.0, 0), (61.0, 1)])
def test_lines_may_be_out_of_order(tmp_path: Path, stamp: float, findings: int) -> None:
    rule = load(tmp_path, THEN_BOOT)
    start = 1_000.0
    later = [call(50, start), *reset(51, start), boot(53, start + stamp), call(54, start + 300)]
    if stamp >= 0:
        assert len(judged(rule, later)) == findings
    earlier = [call(50, start), boot(51, start + stamp), *reset(53, start), call(55, start + 300)]
    assert len(judged(rule, earlier)) == findings


def test_without_times_nothing_is_late(tmp_path: Path) -> None:
    assert (
        judged(load(tmp_path, THEN_BOOT), [*reset(1, None), *(call(line, None) for line in range(3, 900))]) == []
    )


def test_without_times_order_tells_what_must_not_come(tmp_path: Path) -> None:
    rule = load(tmp_path, NEVER)
    started, ended = transaction(2, None, "started"), transaction(5, None, "ended")
    assert lines(judged(rule, [call(1, None), started, *reset(3, None), ended])) == [3]
    assert judged(rule, [call(1, None), started, ended, *reset(6, None)]) == []


def test_a_log_that_ends_too_early_proves_nothing(tmp_path: Path) -> None:
    rule = load(tmp_path, THEN_BOOT)
    assert judged(rule, [*reset(1, 0), call(3, 60)]) == []
    assert len(judged(rule, [*reset(1, 0), call(3, 60.2)])) == 1


def test_time_is_that_of_the_station(tmp_path: Path) -> None:
    rule = load(tmp_path, THEN_BOOT)
    assert judged(rule, [call(1, 0), *reset(2, 0), *(call(4, 500, sender=side, station="B") for side in ("csms", "station"))]) == []  # fmt: skip


GONE = [*reset(1, 0), call(3, 10)]


@pytest.mark.parametrize(
    "loss",
    [
        InputProblem("truncated", "cut off", at(4)),
        InputProblem("malformed", "not JSON", at(4), "A"),
        Violation("unrequested-answer", "no call", at(4), "A"),
        call(4, -100),
    ],
    ids=["cut off", "not JSON", "an answer without its call", "the clock goes back"],
)
def test_what_is_lost_may_have_been_what_was_waited_for(tmp_path: Path, loss: Fact) -> None:
    rule = load(tmp_path, THEN_BOOT)
    assert lines(judged(rule, [*GONE, call(5, 500)])) == [1]
    assert judged(rule, [*GONE, loss, call(5, 500)]) == []


def test_what_another_station_lost_does_not_matter(tmp_path: Path) -> None:
    lost = InputProblem("malformed", "not JSON", at(4), "B")
    assert len(judged(load(tmp_path, THEN_BOOT), [*GONE, lost, call(5, 500)])) == 1


def test_a_log_may_have_been_off_for_hours(tmp_path: Path) -> None:
    rule = load(tmp_path, THEN_BOOT)
    assert judged(rule, [*GONE, call(4, 9_000)]) == []
    assert len(judged(rule, [*GONE, call(4, 100), call(5, 9_000)])) == 1
    open_one: list[Fact] = [call(1, 0), transaction(2, 10, "started")]
    assert judged(load(tmp_path, NEVER), [*open_one, call(3, 9_000), *reset(4, 9_010)]) == []


def test_a_log_of_commands_does_not_show_what_stations_do(tmp_path: Path) -> None:
    asked = [call(line, time, sender="csms") for line, time in ((3, 10), (4, 100), (5, 200))]
    assert judged(load(tmp_path, THEN_BOOT), [*reset(1, 0), *asked]) == []


def nameless(line: int, *, is_one: bool) -> list[Fact]:
    """Return the boot of a station whose name the log does not have, which proves one station or does not."""
    asked = call(line, line, "BootNotification", station=None)
    return [asked, Boot(None, at(line), line, one_station=is_one)]


def test_different_stations_without_a_name_are_no_sequence(tmp_path: Path) -> None:
    rule = load(tmp_path, THEN_BOOT)
    rest = [*reset(30, 30, None), call(50, 200, station=None)]
    assert len(judged(rule, [*nameless(1, is_one=True), *rest])) == 1
    assert judged(rule, [*nameless(1, is_one=True), *nameless(2, is_one=False), *rest]) == []
    assert judged(rule, [*nameless(1, is_one=False), *rest]) == []
    assert judged(rule, rest) == []


def test_a_call_counts_from_when_it_was_made(tmp_path: Path) -> None:
    rule = load(
        tmp_path,
        "{first: {fact: boot, when: 'true'}, then: {fact: exchange, when: action == 'Reset'}, within: 60s, by: [station]}",
    )
    slow = exchange(3, 59, "Reset")
    assert slow.answer is not None
    slow.answer.time = 100.0
    assert judged(rule, [call(1, 0), boot(2, 0), slow.call, call(5, 90), slow, call(7, 500)]) == []


@pytest.mark.parametrize(
    ("asked", "begun", "findings"),
    [({"connectorId": 2}, 2, 0), ({"connectorId": 2}, 1, 1), ({}, 1, 0), ({"connectorId": 2}, None, 0)],
)
def test_what_is_absent_may_be_anything(
    tmp_path: Path, asked: dict[str, int], begun: int | None, findings: int
) -> None:
    rule = load(
        tmp_path,
        """
  first: {fact: exchange, when: action == "RemoteStartTransaction"}
  then: {fact: transaction, when: event == "started"}
  within: 60s
  by: [station, {first: call.payload.connectorId, then: connector}]""",
    )
    asking = exchange(1, 0, "RemoteStartTransaction")
    asking.call.payload = asked
    begin = transaction(3, 20, "started", connector=begun)
    assert len(judged(rule, [asking.call, asking, begin, call(4, 20), call(5, 200)])) == findings


def test_an_option_sets_how_long(tmp_path: Path) -> None:
    rule = load(
        tmp_path,
        THEN_BOOT.replace("60s", "patience"),
        more="options: {patience: {type: duration, default: 60s, description: d}}",
    )
    facts = [*reset(1, 0), boot(3, 100), call(4, 400)]
    assert len(judged(rule, facts)) == 1
    assert judged(rule, facts, patience="2m") == []


def test_a_finding_is_told_as_soon_as_time_has_passed(tmp_path: Path) -> None:
    found = Found()
    judge = Evaluator([load(tmp_path, THEN_BOOT)], found)  # type: ignore[arg-type]
    told = []
    for fact in [*reset(1, 0), call(3, 30), call(4, 100), call(5, 121), call(6, 300)]:
        judge.on_fact(fact)
        told.append(len(found.findings))
    assert told == [0, 0, 0, 0, 1, 1]


def test_a_trace_ends_with_its_document(tmp_path: Path) -> None:
    found = Found()
    judge = Evaluator([load(tmp_path, NEVER)], found)  # type: ignore[arg-type]
    for begun in (call(1, 0), transaction(2, 1, "started")):
        judge.on_fact(begun)
    judge.close("one")
    for fact in reset(3, 10):
        judge.on_fact(fact)
    judge.close("two")
    assert found.findings == []


def test_of_too_many_the_oldest_are_given_up_and_not_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sequences, "_MOST_CASES", 10)
    rule = load(tmp_path, THEN_BOOT)
    stations = [f"CP{number}" for number in range(30)]
    begun = [fact for line, station in enumerate(stations) for fact in reset(line, 0, station)]
    seen = [call(100, 30, station=station) for station in stations]
    later = [call(200, 500, station=station) for station in stations]
    assert lines(judged(rule, [*begun, *seen, *later])) == list(range(20, 30))


def test_of_too_many_alike_the_oldest_are_given_up(tmp_path: Path) -> None:
    rule = load(tmp_path, THEN_BOOT)
    begun = [fact for line in range(1, 101) for fact in reset(line, 0)]
    assert lines(judged(rule, [*begun, call(300, 30), call(301, 500)])) == list(range(69, 101))


def test_settled_sequences_leave_nothing_behind(tmp_path: Path) -> None:
    judge = Evaluator([load(tmp_path, THEN_BOOT)], Found())  # type: ignore[arg-type]
    for number in range(2_000):
        for fact in (*reset(number, number * 10.0), boot(number, number * 10.0 + 1)):
            judge.on_fact(fact)
    (open_ones,) = judge._sequences.values()
    assert (len(open_ones._open), len(open_ones._course.of("A").waiting)) == (0, 0)
    assert len(open_ones._earlier["then"]) <= 256


def test_ended_sequences_leave_nothing_behind(tmp_path: Path) -> None:
    judge = Evaluator([load(tmp_path, NEVER + "\n  within: 24h")], Found())  # type: ignore[arg-type]
    for number in range(2_000):
        time = number * 10.0
        for fact in (
            transaction(number, time, "started"),
            transaction(number, time + 1, "ended"),
            call(number, time),
        ):
            judge.on_fact(fact)
    (open_ones,) = judge._sequences.values()
    assert (len(open_ones._open), len(open_ones._course.of("A").waiting)) == (0, 0)


def test_the_parts_of_a_rotated_log_are_in_order(tmp_path: Path) -> None:
    rule = load(tmp_path, NEVER)
    older, newer = Location("t.log.1", 900, 1, 900, 2), Location("t.log", 3, 1, 3, 2)
    begun, asked = transaction(900, None, "started"), exchange(3, None, "Reset")
    begun.place, asked.call.location = older, newer
    assert len(judged(rule, [begun, asked])) == 1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.9, "0 s"),
        (119.0, "119 s"),
        (120.0, "2 min"),
        (7_200.0, "2 h"),
        (172_799.0, "47 h"),
        (200_000.0, "2 days"),
    ],
)
def test_durations_are_told_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


KEYS = st.tuples(st.sampled_from(["A", "B", None]), st.sampled_from([1, 2, None]))


@given(keys=st.lists(KEYS, max_size=12), asked=st.lists(KEYS, max_size=4), gone=st.sets(st.integers(0, 11)))
def test_a_join_finds_what_a_look_at_each_would(keys: list[Any], asked: list[Any], gone: set[int]) -> None:
    join: Join[int] = Join()
    for item, key in enumerate(keys):
        join.add(key, item)
        join.loose(asked[0] if asked else key)
    for item in gone:
        join.discard(item)
    left = {item: key for item, key in enumerate(keys) if item not in gone}
    for key in asked:
        fits = {
            item
            for item, other in left.items()
            if all(one == two or None in (one, two) for one, two in zip(key, other, strict=True))
        }
        assert set(join.loose(key)) == fits
        assert list(join.exact(key)) == [item for item, other in left.items() if other == key]
    assert len(join) == len(left)


def test_settings_of_a_configuration_are_no_trace(tmp_path: Path) -> None:
    rule = load(
        tmp_path,
        "{first: {fact: setting, when: key == 'A'}, then: {fact: setting, when: key == 'B'}, within: 5s, by: [station]}",
    )
    assert judged(rule, [Setting("A", "1", "desired", at(1)), Setting("C", "1", "desired", at(2))]) == []
