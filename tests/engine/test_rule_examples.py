"""Every example in a rule file holds: bad ones fire at their marks, good ones are silent, fixes do what they say."""

import pytest

from ocpplint.analysis.rule_examples import failures, run_example, unmark
from ocpplint.engine.packs import load_rules
from ocpplint.engine.rule import Rule

RULES = load_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_examples_of_a_rule_hold(rule: Rule) -> None:
    assert list(failures(rule, RULES)) == []


# No text is a bad example of these: test_engine.py makes a rule that fails, test_cli_hostile.py files to no avail,
# test_suppressions.py entries of a configuration and rules that are mandatory.
BEYOND_EXAMPLES = ("INP002", "INP008", "INP900", "SUP003", "SUP005")


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.code not in BEYOND_EXAMPLES], ids=lambda rule: rule.code
)
def test_a_rule_shows_both_sides(rule: Rule) -> None:
    assert rule.examples["bad"]
    assert rule.examples["good"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_file_is_named_after_its_rule(rule: Rule) -> None:
    assert rule.path.endswith(f"{rule.category}/{rule.code}-{rule.name}.yaml")


def test_an_example_that_does_not_hold_is_told() -> None:
    rule = next(rule for rule in RULES if rule.code == "SCP001")
    silent = {"title": "x", "text": '{"key": "<<RCMBDelta>>", "value": "1"}'}
    firing = {"title": "y", "text": '{"key": "RCMBDelta_2", "value": "1"}'}
    broken = Rule(dict(rule._data))
    broken.examples = {"bad": [silent], "good": [firing]}
    assert [(fault.kind, fault.reason) for fault in failures(broken, RULES)] == [
        ("bad", "does not fire at example.json:1:10"),
        ("good", "fires at example.json:1:10, which is not marked"),
    ]


def test_marks_are_taken_out_and_remembered() -> None:
    marked = unmark({"text": "a\n  <<b>> c <<d>>\n", "path": "x.yaml"})
    assert marked.files == {"x.yaml": "a\n  b c d\n"}
    assert marked.places == [("x.yaml", 2, 3), ("x.yaml", 2, 7)]


def test_the_vendors_own_example_is_right() -> None:
    text = (
        '// Connector 1\n{"key": "ConnectorPhaseRotation", "value": "RST"}\n'
        '// Connector 2\n{"key": "ConnectorPhaseRotation_2", "value": "RTS"}\n'
    )
    assert run_example({"station.json": text}, RULES) == []
    assert run_example({"station.jsonc": text}, RULES) == []


def test_what_an_alias_repeats_is_not_to_be_edited() -> None:
    text = "connector1: &c\n  ConnectorPhaseRotation: RST\nconnector2: *c\n"
    (finding,) = run_example({"station.yaml": text}, RULES)
    assert (finding.code, finding.fix) == ("SCP004", None)


def test_an_unanswered_command_keeps_its_place_in_a_conflict() -> None:
    write = 'CP7: send [2,"{0}","ChangeConfiguration",{{"key":"RCMBDelta","value":"{1}"}}]\n'
    text = write.format("a", 10) + write.format("b", 30) + 'CP7: receive message [3,"b",{"status":"Accepted"}]\n'
    (finding,) = run_example({"csms.log": text}, RULES)
    assert (finding.code, finding.location.line) == ("SCP003", 2)
