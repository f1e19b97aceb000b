"""What the engine and the findings ask of facts, and that they ask it of no class of them."""

import ast
from collections.abc import Iterator
from typing import Any, get_type_hints

import pytest

from ocpplint.conditions.vocabulary import members_of
from ocpplint.facts.events import Boot, Incident, KeyReport, Transaction
from ocpplint.facts.fact import NOT_FOR_RULES, Fact, Location
from ocpplint.facts.fact_types import FACT_TYPES
from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.observation import Observation
from ocpplint.facts.setting import Evidence, Setting, StationEvidence, WrittenSetting
from ocpplint.facts.setting_history import Past
from ocpplint.facts.suppression import Suppression
from ocpplint.facts.violation import Violation
from ocpplint.findings.finding import discriminator, fingerprint_of
from tests.support.command import ROOT

WRITTEN = WrittenSetting.__dataclass_fields__
HERE, THERE, ELSEWHERE = (Location("a", line, 1, line, 2) for line in (1, 2, 3))


def setting(**fields: Any) -> Setting:
    given: dict[str, Any] = {"key": "Key_2", "value": "1", "origin": "commanded", "place": HERE, "station": "CP1"}
    given.update({name: fields.pop(name) for name in list(fields) if name in WRITTEN})
    made = Setting(**given)
    for name, value in {"base_key": "Key", **fields}.items():
        setattr(made, name, value)
    return made


def message(**fields: Any) -> Message:
    return Message(2, "m1", "Reset", {}, HERE, station="CP1", **fields)


def of_folder(name: str) -> Iterator[tuple[str, ast.AST]]:
    for path in sorted((ROOT / "ocpplint" / name).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield path.relative_to(ROOT / "ocpplint").as_posix(), node


@pytest.mark.parametrize("folder", ["engine", "findings"])
def test_no_question_depends_on_the_class_of_a_fact(folder: str) -> None:
    classes = {fact_type.__name__ for fact_type in FACT_TYPES.values()}
    calls = [(path, node) for path, node in of_folder(folder) if isinstance(node, ast.Call)]
    assert calls
    for path, call in calls:
        if isinstance(call.func, ast.Name) and call.func.id in ("isinstance", "issubclass"):
            named = {part.id for part in ast.walk(call) if isinstance(part, ast.Name)}
            assert not named & classes, f"{path}:{call.lineno}"


@pytest.mark.parametrize("module", ["engine/finding_builder.py", "findings/finding.py"])
def test_a_finding_is_made_of_any_fact(module: str) -> None:
    tree = ast.parse((ROOT / "ocpplint" / module).read_text(encoding="utf-8"))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names}
    assert "Fact" in imported
    assert not imported & {fact_type.__name__ for fact_type in FACT_TYPES.values()}


def test_every_fact_has_what_the_engine_asks_for() -> None:
    for fact_type in FACT_TYPES.values():
        assert issubclass(fact_type, Fact)
        assert not hasattr(fact_type, "__dict__") or "__dict__" not in vars(fact_type)
        for name in NOT_FOR_RULES:
            assert hasattr(fact_type, name), f"{fact_type.__name__}.{name}"


def test_rules_can_name_none_of_it_but_fields() -> None:
    for fact_type in FACT_TYPES.values():
        members = members_of(fact_type).keys()  # type: ignore[arg-type]  # a class is hashable
        named = members & NOT_FOR_RULES
        assert named <= get_type_hints(fact_type).keys()
    assert "subject" not in members_of(Setting)
    assert "place" in members_of(Setting)
    assert "place" not in members_of(Message)


def test_a_message_stands_at_its_frame_and_an_exchange_at_its_call() -> None:
    answer = Message(3, "m1", None, {}, THERE)
    assert message().place == HERE
    assert Exchange(message(), answer).place == HERE
    assert Exchange(message(), answer).message_id == "m1"


def test_only_what_a_trace_says_is_repeatable() -> None:
    assert setting().is_repeatable
    assert not setting(editable=True).is_repeatable
    assert InputProblem("truncated", "why", HERE).is_repeatable
    assert not InputProblem("syntax", "why", HERE).is_repeatable
    assert not Suppression("unused", "why", HERE).is_repeatable
    assert Boot("CP1", HERE).is_repeatable


def test_settings_are_about_a_key_wherever_the_connector_is_named() -> None:
    other = setting(key="Key", value="2", place=THERE)
    assert setting().subject == other.subject
    assert setting().subject != setting(base_key="Other").subject
    assert setting().subject != setting(station="CP2").subject


def test_a_clock_is_one_subject_and_other_problems_are_one_each() -> None:
    clocks = [InputProblem("clock", reason, HERE, "CP1") for reason in ("one", "two")]
    others = [InputProblem("malformed", reason, HERE, "CP1") for reason in ("one", "two")]
    assert clocks[0].subject == clocks[1].subject
    assert others[0].subject != others[1].subject


def test_events_of_two_connectors_are_two_subjects() -> None:
    events = [Incident("fault", "why", HERE, "CP1", connector) for connector in (1, 2)]
    assert events[0].subject != events[1].subject
    assert [event.finding_connector for event in events] == [1, 2]
    ends = [Transaction("ended", "7", HERE, "CP1", 1, reason=reason) for reason in ("Local", "Remote")]
    assert ends[0].subject != ends[1].subject


def test_the_connector_of_a_finding_is_the_one_the_key_names() -> None:
    assert setting(connector=1).finding_connector == 1
    assert setting(connector=1, connector_suffix="_2", connector_from_key=2).finding_connector == 2


def test_only_what_stands_in_a_file_by_itself_is_replaced() -> None:
    given = {"value_place": THERE, "editable": True}
    assert setting(**given).replaceable("key", "x") == (HERE,)
    assert setting(**given).replaceable("value", "x") == (THERE,)
    assert setting(editable=True).replaceable("value", "x") == ()
    assert setting(**given, shared_text=True).replaceable("key", "x") == ()
    assert setting(value_place=THERE).replaceable("key", "x") == ()
    assert Suppression("unused", "why", HERE, surplus=(THERE,)).replaceable("key", "x") == (THERE,)
    assert message().replaceable("key", "x") == ()


def test_a_value_without_a_place_of_its_own_stands_at_its_key() -> None:
    assert setting(value_place=THERE).place_of("value") == THERE
    assert setting().place_of("value") == HERE
    assert message().place_of("value") == HERE


def test_a_verdict_shows_what_it_rests_on_and_nothing_else() -> None:
    past = Past(written=Observation("1", "write", THERE), other=Observation("2", "write", ELSEWHERE))
    fact = setting(scope_place=THERE, history=past)
    assert list(fact.grounds({"scope"}.__contains__)) == [
        (THERE, "the scope of `Key` is learned from this report")
    ]
    assert [place for place, _ in fact.grounds({"history"}.__contains__)] == [THERE, ELSEWHERE]
    assert list(fact.grounds(set[str]().__contains__)) == []
    late = Violation("unrequested-answer", "why", HERE, cause=THERE, cause_is="the call")
    assert list(late.grounds(set[str]().__contains__)) == [(THERE, "the call")]


def test_only_the_strongest_evidence_is_shown() -> None:
    evidence = (Evidence("comment", 2, "the comment", place=THERE), Evidence("field", 2, "a field", place=HERE))
    assert list(setting(evidence=evidence).shown_evidence()) == [(THERE, "this comment means it for connector 2")]
    assert list(setting(evidence=(Evidence("path", 2, "the path"),)).shown_evidence()) == []


def test_a_credential_is_no_part_of_a_fingerprint() -> None:
    one, two = (setting(key="AuthorizationKey", value=value) for value in ("secret-one-1", "secret-two-2"))
    assert discriminator(one) == discriminator(two)
    assert discriminator(setting(value="1")) != discriminator(setting(value="2"))


# Baselines hold fingerprints: these must never change.
KNOWN = [
    (setting(connector=2), "|commanded|2|Key_2|1"),
    (setting(value=None, group="a#1/b#22"), "a/b|commanded|None|Key_2|"),
    (message(), "|Reset|||"),
    (Exchange(message(), None), "|Reset|||"),
    (Boot("CP1", HERE, serial="1", previous_serial="2"), "|||1|2"),
    (Violation("payload", "why", HERE, message_type="CALL", field="a", keyword="enum"), "payload|CALL||a|enum|"),
    (Transaction("ended", "7", HERE, "CP1", 1, reason="Local"), "1|ended|Local"),
    (Incident("fault", "why", HERE, "CP1", None, detail="Faulted"), "None|fault||Faulted"),
    (KeyReport("CP1", HERE, unknown=("A",), missing=("B", "C")), "A||B|C"),
    (InputProblem("syntax", "why", HERE), "syntax|why"),
    (InputProblem("clock", "why", HERE), "clock||||"),
    (Suppression("unused", "why", HERE), "unused|why"),
]


@pytest.mark.parametrize(("fact", "known"), KNOWN, ids=lambda value: type(value).__name__)
def test_what_tells_facts_apart_stays_the_same(fact: Fact, known: str) -> None:
    assert discriminator(fact) == known


def test_the_order_of_a_group_is_no_part_of_its_fingerprint() -> None:
    one, two = setting(), setting(key="Key", value="2")
    assert fingerprint_of("SCP003", one, (one, two)) == fingerprint_of("SCP003", two, (two, one))


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        *(("identity", True), ("container", True), (None, True)),
        *(("field", False), ("key", False), ("metadata", False), ("layout", False), ("path", False)),
    ],
)
def test_only_the_identity_of_a_station_is_part_of_a_fingerprint(kind: Any, counts: bool) -> None:
    """None is a setting in a trace."""
    evidence = None if kind is None else StationEvidence(kind, "")
    named = [setting(station=station, station_evidence=evidence) for station in ("CP1", "CP2")]
    assert len({fingerprint_of("SCP001", fact, (fact,)) for fact in named}) == (2 if counts else 1)


def test_an_exchange_lasts_from_its_call_to_its_answer() -> None:
    exchange = Exchange(message(time=1.0), Message(3, "m1", None, {}, THERE, time=3.0))
    assert (exchange.begins, exchange.ends) == ((1.0, HERE), (3.0, THERE))
    alone = Exchange(message(time=1.0), None)
    assert alone.begins == alone.ends == (1.0, HERE)
    assert message(time=1.0).begins == message(time=1.0).ends == (1.0, HERE)
