"""Every option of every rule decides: a smaller and a larger value change what the rule says of one of its examples."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from ocpplint.analysis.rule_examples import run_example, unmark
from ocpplint.engine.options import value_of
from ocpplint.engine.packs import load_rules
from ocpplint.engine.rule import Rule
from ocpplint.facts.detectors import DETECTORS
from ocpplint.facts.events import IncidentKind
from ocpplint.resources.datafile import DataFileError

RULES = load_rules()
OPTIONS = [(rule, name) for rule in RULES for name in rule.options]
STEPS = 8
"""Values tried on each side of the default, its bound included."""


@pytest.mark.parametrize(("rule", "name"), OPTIONS, ids=lambda each: each if isinstance(each, str) else each.code)
@pytest.mark.parametrize("bound", ["min", "max"])
def test_a_value_on_either_side_of_the_default_changes_a_verdict(rule: Rule, name: str, bound: str) -> None:
    usual = [len(found(rule, example, {})) for example in examples(rule)]
    changed = (
        len(found(rule, example, {name: value})) != count
        for value in values(dict(rule.options[name]), bound)
        for example, count in zip(examples(rule), usual, strict=True)
    )
    assert any(changed)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.options], ids=lambda rule: rule.code)
def test_options_have_bounds_and_units(rule: Rule) -> None:
    for option in rule.options.values():
        least, usual, most = (value_of(option, option[part]) for part in ("min", "default", "max"))
        assert least < usual < most
        assert option["type"] == "duration" or option["unit"]


def examples(rule: Rule) -> list[dict[str, Any]]:
    return [*rule.examples["bad"], *rule.examples["good"]]


def found(rule: Rule, example: dict[str, Any], options: dict[str, float]) -> list[Any]:
    return run_example(unmark(example).files, [rule], example.get("profile"), {rule.code: options})


def values(option: Mapping[str, Any], bound: str) -> Iterator[float]:
    """Yield values from the bound to the default: the bound may be so far off that it changes nothing else, too."""
    usual, end = value_of(option, option["default"]), value_of(option, option[bound])
    yield end
    for step in range(1, STEPS):
        value = usual + (end - usual) * 0.5**step
        yield round(value) if option["type"] == "count" else value


ANSWERED_AFTER = (
    '2026-03-01 10:00:00.000 INFO (MainThread) [ocpp] CP7: receive message [2,"h1","Heartbeat",{{}}]\n'
    '2026-03-01 10:00:{seconds:06.3f} INFO (MainThread) [ocpp] CP7: send [3,"h1",{{}}]\n'
)
OWN = """\
code: OWN001
name: own
summary: s
severity: info
detector: slow-answers
match: {{fact: incident, when: kind == "slow-answer" && seconds > options.limit}}
message: "{{reason}}"
label: l
help: h
options:
  limit: {{type: duration, default: {limit}, min: 10ms, max: 1h, description: d}}
why: w
source: s
examples: {{bad: [], good: [{{title: t, text: x}}]}}
"""


def codes(seconds: float, rules: list[Rule], **options: dict[str, Any]) -> list[str]:
    return [
        each.code for each in run_example({"a.log": ANSWERED_AFTER.format(seconds=seconds)}, rules, None, options)
    ]


def test_nothing_decides_before_the_limit_of_slow_answers() -> None:
    (slow,) = (rule for rule in RULES if rule.code == "SEQ029")
    assert codes(1.7, [slow]) == []
    assert codes(1.7, [slow], SEQ029={"limit": "1s"}) == ["SEQ029"]
    assert codes(1.7, [slow], SEQ029={"limit": "1800ms"}) == []
    (found,) = run_example({"a.log": ANSWERED_AFTER.format(seconds=1.7)}, [slow], None, {"SEQ029": {"limit": 1}})
    assert "took 1.7 s to answer" in found.message


def test_a_detector_works_for_each_rule_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN.format(limit="1s"))
    rules = [rule for rule in load_rules([str(tmp_path)]) if rule.code in ("OWN001", "SEQ029")]
    assert codes(1.7, rules) == ["OWN001"]
    assert codes(1.7, rules, OWN001={"limit": "20s"}, SEQ029={"limit": "1s"}) == ["SEQ029"]
    assert codes(15, rules) == ["OWN001", "SEQ029"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "detector: slow-answers\n",
            "",
            "a rule about incidents names the detector that reports them: `detector: slow-",
        ),
        ("slow-answers", "slow-answer", "there is no detector `slow-answer`; did you mean `slow-answers`?"),
        ("slow-answers", "faults", "`faults` reports fault, and no slow-answer"),
        ("slow-answers", "stops", "`stops` takes `reuse`, which is no option of this rule"),
        (", max: 1h", "", "`limit` is a parameter of the detector and has no `max`"),
        ("default: 1s", "default: 2h", "in `options.limit.default`: 2h is above the maximum of 1h"),
        ("min: 10ms", "min: ten", "in `options.limit.min`: 'ten' is not a duration"),
    ],
)
def test_a_rule_file_that_does_not_fit_its_detector(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "own.yaml").write_text(OWN.format(limit="1s").replace(old, new))
    with pytest.raises(DataFileError) as caught:
        load_rules([str(tmp_path)])
    assert said in str(caught.value)
    assert f"{tmp_path}/own.yaml:" in str(caught.value)


def test_each_kind_of_incident_has_one_detector() -> None:
    kinds = [kind for detector in DETECTORS.values() for kind in detector.kinds]
    assert sorted(kinds) == sorted(get_args(IncidentKind))
