"""The engine: packs with errors at their place, operators, rules that fail, findings counted and given way."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.analysis.rule_examples import run_example
from ocpplint.conditions.api import compile_condition, parse
from ocpplint.conditions.durations import seconds
from ocpplint.engine.dispatch import Dispatch, remainder
from ocpplint.engine.evaluator import Evaluator
from ocpplint.engine.packs import load_pack, load_rules
from ocpplint.engine.rule import Rule
from ocpplint.engine.selection import UnknownRuleError, code_of, select_rules
from ocpplint.facts.fact import Location
from ocpplint.facts.setting import Setting
from ocpplint.findings.collector import Collector
from ocpplint.findings.finding import Finding
from ocpplint.resources.datafile import DataFileError
from ocpplint.stations.keyspec import KeySpec

RULE = """\
code: TST001
name: test-rule
summary: A rule for a test.
severity: warning
{operator}
message: "{message}"
label: here
help: fix it
why: because
source: this test
examples: {{bad: [], good: [{{title: silent, text: x}}]}}
"""
COMPARISONS = (
    '== "Both"',
    '!= "Both"',
    "== null",
    "!= null",
    '!= ""',
    '== ""',
    'in ["Both", "_2"]',
    "in [null, 2]",
    "== 2",
)
MATCH = "match: {fact: setting, when: '%s'}"


def load(folder: Path, operator: str, message: str = "wrong") -> list[Rule]:
    (folder / "rule.yaml").write_text(RULE.format(operator=operator, message=message))
    return load_pack(str(folder))


def setting(key: str = "A", value: str = "1", **fields: Any) -> Setting:
    line = fields.pop("line", 1)
    derived = {name: fields.pop(name) for name in Setting.__slots__ if name in fields}
    made = Setting(key=key, value=value, origin="commanded", place=Location("t.log", line, 1, line, 2), **fields)
    for name, what in derived.items():
        setattr(made, name, what)
    return made


def judged(rules: Sequence[Rule], settings: Sequence[Setting], **options: Any) -> list[Finding]:
    collector = Collector()
    judge = Evaluator(rules, collector, options)
    for fact in settings:
        judge.on_fact(fact)
    judge.close()
    return collector.findings()


@pytest.mark.parametrize(
    ("operator", "error"),
    [
        (MATCH % "scop == null", "5:31: in `when`: `scop` is no field of `setting`; did you mean `scope`?"),
        (MATCH % "scope == null &&", "in `when`: "),
        (MATCH % "spec.acess == null", "acess"),
        (MATCH % "count() > 1", "in `when`: "),
        ("match: {fact: seting, when: 'true'}", "5:15: in `match.fact`: 'seting' is not allowed; expected one of"),
        ("match: {fact: setting}", "`when` is missing"),
        ("mach: {fact: setting, when: 'true'}", "5:1: unknown name `mach`; did you mean `match`?"),
        ("group: {fact: setting, by: [statoin], when: 'count() > 1'}", "5:29: a setting has no field `statoin`"),
        ("group: {fact: setting, by: [key], within: soon, when: 'count() > 1'}", "5:43: 'soon' is not a duration"),
        ("group: {fact: setting, by: [key], latest: conector, when: 'count() > 1'}", "did you mean `connector`?"),
        ("match: [", "expected"),
    ],
)
def test_a_bad_rule_file_is_an_error_with_its_place(tmp_path: Path, operator: str, error: str) -> None:
    with pytest.raises(DataFileError) as caught:
        load(tmp_path, operator)
    assert str(caught.value).startswith(f"{tmp_path}/rule.yaml:")
    assert error in str(caught.value)


def test_a_bad_template_is_an_error_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"rule.yaml:6:\d+: in `message`: .*kee"):
        load(tmp_path, MATCH % "true", "{kee}")


def test_two_rules_may_not_share_a_code_or_a_name(tmp_path: Path) -> None:
    text = RULE.format(operator=MATCH % "true", message="m")
    (tmp_path / "a.yaml").write_text(text)
    (tmp_path / "b.yaml").write_text(text.replace("TST001", "TST002"))
    with pytest.raises(DataFileError, match=r"`test-rule` is taken by .*a\.yaml"):
        load_rules([str(tmp_path)])


def test_a_folder_without_rules_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="holds no rule files"):
        load_pack(str(tmp_path))


def test_match_fires_on_the_facts_its_condition_holds_for(tmp_path: Path) -> None:
    rules = load(tmp_path, MATCH % 'key.startsWith("A")', "{key} is {value}")
    found = judged(rules, [setting("A1", line=3), setting("B1"), setting("A2", "2", line=5)])
    assert [(finding.message, finding.location.line) for finding in found] == [("A1 is 1", 3), ("A2 is 2", 5)]


def test_match_reports_only_what_was_asked_for(tmp_path: Path) -> None:
    rules = load(tmp_path, MATCH % "true")
    assert judged(rules, [setting(named=False)]) == []


GROUP = "group: {fact: setting, by: [station, key], when: 'distinct(value) > 1'%s}"


def test_group_fires_once_at_the_last_that_differs(tmp_path: Path) -> None:
    rules = load(tmp_path, GROUP % "")
    facts = [setting(value=value, line=line) for line, value in enumerate("1121", 1)]
    assert [finding.location.line for finding in judged(rules, facts)] == [3]


def test_group_keeps_what_differs_in_its_fields_apart(tmp_path: Path) -> None:
    rules = load(tmp_path, GROUP % "")
    assert judged(rules, [setting(station="CP1"), setting(station="CP2", value="2")]) == []


@pytest.mark.parametrize(("gap", "findings"), [(59.0, 1), (60.0, 1), (61.0, 0)])
def test_group_ends_when_its_window_has_passed(tmp_path: Path, gap: float, findings: int) -> None:
    rules = load(tmp_path, GROUP % ", within: 60s")
    assert len(judged(rules, [setting(time=0.0), setting(value="2", time=gap)])) == findings


def test_group_without_times_ends_with_its_document(tmp_path: Path) -> None:
    rules = load(tmp_path, GROUP % ", within: 60s")
    assert len(judged(rules, [setting(), setting(value="2")])) == 1


def test_group_closes_with_the_document(tmp_path: Path) -> None:
    collector = Collector()
    judge = Evaluator(load(tmp_path, GROUP % ""), collector)
    judge.on_fact(setting(document="a"))
    judge.close("a")
    judge.on_fact(setting(document="a", value="2"))
    judge.close("a")
    assert collector.findings() == []


def test_group_keeps_the_latest_only(tmp_path: Path) -> None:
    rules = load(
        tmp_path, "group: {fact: setting, by: [key], latest: connector, when: 'count() > distinct(value)'}"
    )
    facts = [setting(connector=1), setting(connector=2), setting(connector=2, value="2")]
    assert judged(rules, facts) == []
    assert len(judged(rules, facts[:2])) == 1


def test_group_stands_at_the_member_that_was_asked_for(tmp_path: Path) -> None:
    rules = load(tmp_path, GROUP % "")
    one, other = setting(line=1), setting(value="2", line=2, named=False)
    assert [finding.location.line for finding in judged(rules, [one, other])] == [1]
    assert judged(rules, [setting(line=1, named=False), other]) == []


def test_an_option_sets_the_window(tmp_path: Path) -> None:
    operator = GROUP % ", within: window" + "\noptions: {window: {type: duration, default: 60s, description: d}}"
    facts = [setting(time=0.0), setting(value="2", time=100.0)]
    assert judged(load(tmp_path, operator), facts) == []
    assert len(judged(load(tmp_path, operator), facts, TST001={"window": "2m"})) == 1


def test_a_condition_asks_for_an_option(tmp_path: Path) -> None:
    options = "\noptions: {limit: {type: duration, default: 1m, description: d}}"
    rules = load(tmp_path, MATCH % 'key == "A" && time > options.limit' + options)
    facts = [setting(time=60.0), setting(time=61.0), setting(key="B", time=99.0), setting()]
    assert len(judged(rules, facts)) == 1
    assert judged(rules, facts, TST001={"limit": "2m"}) == []
    assert [found.count for found in judged(rules, facts, TST001={"limit": 59})] == [2]


def test_a_condition_that_asks_for_an_unknown_option_is_refused(tmp_path: Path) -> None:
    options = "\noptions: {limit: {type: number, default: 1, description: d}}"
    with pytest.raises(DataFileError, match="limit"):
        load(tmp_path, MATCH % "time > options.limits" + options)
    with pytest.raises(DataFileError, match="options"):
        load(tmp_path, MATCH % "time > options.limit")


def test_a_rule_that_fails_becomes_one_finding_and_the_run_goes_on(tmp_path: Path) -> None:
    broken = load(tmp_path, MATCH % 'int(value) > 0 && key != ""')
    rules = [*load_rules(), *broken]
    found = judged(rules, [setting(value="x"), setting(value="y"), setting(value="7", line=9)])
    assert [(finding.code, finding.location.line) for finding in found] == [("INP900", 1), ("TST001", 9)]
    assert "TST001" in found[0].message


def test_a_rule_pack_works_beside_the_shipped_rules(tmp_path: Path) -> None:
    own = load(tmp_path, MATCH % 'base_key == "HeartbeatInterval" && int(value) < 60', "beats every {value} s")
    found = run_example({"a.json": '{"HeartbeatInterval": 10, "RCMBDelta_2": 3}'}, [*load_rules(), *own])
    assert [finding.code for finding in found] == ["TST001", "SCP001"]


def test_repeats_in_a_trace_are_counted_and_at_most_ten_are_shown(tmp_path: Path) -> None:
    rules = load(tmp_path, MATCH % "true")
    (found,) = judged(rules, [setting(line=line) for line in range(1, 31)])
    assert (found.count, found.location.line) == (30, 1)
    assert [related.location.line for related in found.related] == list(range(2, 12))


def test_repeats_in_a_file_stand_for_themselves(tmp_path: Path) -> None:
    rules = load(tmp_path, MATCH % "true")
    assert len(judged(rules, [setting(line=line, editable=True) for line in (1, 2)])) == 2


def test_a_finding_gives_way_to_another_on_the_same_setting(tmp_path: Path) -> None:
    rules = load(tmp_path, MATCH % "true" + "\nyields_to: [TST002]")
    other = tmp_path / "other"
    other.mkdir()
    text = RULE.format(operator=MATCH % 'value == "2"', message="m").replace("TST001", "TST002")
    (other / "rule.yaml").write_text(text)
    rules += load_pack(str(other))
    found = judged(rules, [setting(base_key="A"), setting("B", "2", base_key="B")])
    assert [(finding.code, finding.key) for finding in found] == [("TST001", "A"), ("TST002", "B")]


@pytest.mark.parametrize(
    ("condition", "scopes"),
    [
        ('scope == "Both"', ["Both"]),
        ('value != null && scope in ["Both", "Master"]', ["Both", "Master"]),
        ('scope in ["Both", null]', ["Both", None]),
        ("scope == null", [None]),
        ('scope != "Both"', ["Master", None]),
        ("scope != null", ["Both", "Master"]),
        ('scope == "Both" || value == "1"', ["Both", "Master", None]),
        ('!(scope == "Both")', ["Master", None]),
        ('!(scope in ["Both", "Master"])', [None]),
        ('!!(scope == "Both")', ["Both"]),
        ('!(scope == "Both" && value == "1")', ["Master", None]),
        ('!(scope == "Both" && key == "A")', ["Both", "Master", None]),
        ('scope == "Both" || suffix_known', ["Both"]),
        ('scope == "Both" || spec.access == "R"', ["Both"]),
        ("spec == null && connector_meant == 2", []),
        ('key == "Both"', ["Both", "Master", None]),
        ('scope == "Both" && connector_suffix != ""', []),
    ],
)
def test_the_dispatch_leaves_out_only_what_a_condition_refuses(condition: str, scopes: list[str | None]) -> None:
    dispatch = Dispatch("setting", [(condition, parse(condition))])
    assert [scope for scope in ("Both", "Master", None) if dispatch.for_fact(setting(scope=scope))] == scopes


SPECS = (None, KeySpec("A"), KeySpec("A", access="R", reboot=True), KeySpec("A", access="RW", reboot=False))
ATOMS = st.one_of(
    st.builds(
        "{} {}".format,
        st.sampled_from(["scope", "origin", "connector_suffix", "outcome", "value", "key"]),
        st.sampled_from(COMPARISONS),
    ),
    st.sampled_from(["suffix_known", "editable", "spec == null", "spec.access != null", 'spec.access == "R"']),
    st.sampled_from(["spec.reboot == true", "spec.reboot != false", "size(key) == 1", "connector_meant > 1"]),
    st.builds("{} {}".format, st.sampled_from(["connector_meant", "connector_from_key"]), st.just("== 1")),
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        inner.map("!({})".format),
        st.lists(inner.map("({})".format), min_size=2, max_size=3).map(" && ".join),
        st.lists(inner.map("({})".format), min_size=2, max_size=3).map(" || ".join),
    ),
    max_leaves=6,
)
SETTINGS = st.builds(
    setting,
    scope=st.sampled_from(["Both", "Master", "", None]),
    value=st.sampled_from(["Both", "Master", "", "1", None]),
    connector_suffix=st.sampled_from(["", "_2", "Both"]),
    outcome=st.sampled_from([None, "Both", "Master"]),
    connector_meant=st.sampled_from([None, 1, 2]),
    connector_from_key=st.sampled_from([None, 1, 2]),
    suffix_known=st.booleans(),
    editable=st.booleans(),
    spec=st.sampled_from(SPECS),
)


@given(condition=CONDITIONS, facts=st.lists(SETTINGS, min_size=1, max_size=4))
def test_the_index_and_what_it_leaves_to_ask_are_the_condition(condition: str, facts: list[Setting]) -> None:
    tree = parse(condition)
    holds, dispatch, left = (
        compile_condition(tree),
        Dispatch("setting", [(condition, tree)]),
        remainder(tree, "setting"),
    )
    ask = None if left is None else compile_condition(left)
    for fact in facts:
        found = bool(dispatch.for_fact(fact)) and (ask is None or ask(fact, (fact,)))
        assert found == holds(fact, (fact,))


def test_the_dispatch_does_not_grow_without_end() -> None:
    dispatch = Dispatch("setting", [("x", parse('scope == "Both"'))])
    for number in range(10_000):
        dispatch.for_fact(setting(scope=str(number)))
    assert len(dispatch._known) <= 4_096


def test_the_dispatch_leaves_out_only_what_cannot_hold() -> None:
    conditions = ['scope == "Both"', 'value == "1"', 'scope in ["Both", "Master"]']
    dispatch = Dispatch("setting", [(text, parse(text)) for text in conditions])
    assert dispatch.for_fact(setting(scope="Both")) == tuple(conditions)
    assert dispatch.for_fact(setting(scope="Master")) == tuple(conditions[1:])
    assert dispatch.for_fact(setting()) == (conditions[1],)


@pytest.mark.parametrize(
    ("text", "expected"), [("60s", 60), ("5m", 300), ("1h30m", 5400), ("500ms", 0.5), ("1.5 s", 1.5), (7, 7)]
)
def test_durations(text: str, expected: float) -> None:
    assert seconds(text) == expected


@pytest.mark.parametrize("text", ["", "soon", "5", "5x", "m5", "5m!", "-5s"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        seconds(text)


@pytest.mark.parametrize(
    ("select", "ignore", "codes"),
    [
        (["SCP001"], [], ["SCP001"]),
        (["suffix-on-shared-key"], [], ["SCP001"]),
        (["INP9"], [], ["INP900"]),
        (["scope"], ["SCP00"], ["SCP010", "SCP011", "SCP012", "SCP013", "SCP014", "SCP015"]),
        (["scope", "SCP003"], ["SCP"], ["SCP003"]),
        (
            ["ALL"],
            [
                "SCP",
                "KEY",
                "VAL",
                "REB",
                "SEQ",
                "MSG",
                "SEQ",
                "SUP",
                "INP004",
                "INP005",
                "INP006",
                "INP007",
                "INP008",
                "INP9",
                "input-over-limit",
                "time-goes-back",
            ],
            ["INP001", "INP002", "INP010"],
        ),
        (["SCP001"], ["SCP001"], []),
    ],
)
def test_rules_are_chosen_by_what_users_call_them(select: list[str], ignore: list[str], codes: list[str]) -> None:
    assert [rule.code for rule in select_rules(load_rules(), select, ignore)] == codes


def test_a_word_that_chooses_nothing_is_an_error() -> None:
    with pytest.raises(UnknownRuleError, match="no rule 'SCP101'; did you mean 'SCP0"):
        select_rules(load_rules(), ["SCP101"], [])
    with pytest.raises(UnknownRuleError, match="did you mean 'suffix-on-shared-key'"):
        code_of(load_rules(), "suffix-on-shared-keys")
