"""The page about incidents lists every kind there is, beside the rule that reports it."""

import re
from typing import get_args

from ocpplint.engine.packs import load_rules
from ocpplint.facts.detectors import DETECTORS
from ocpplint.facts.events import IncidentKind
from tests.support.command import ROOT


def described() -> dict[str, str]:
    """Return the rule of each kind, by the table."""
    text = (ROOT / "docs" / "incidents.md").read_text(encoding="utf-8")
    kinds = text.partition("\n## Detectors\n")[0]
    return dict(re.findall(r"^\| `([a-z-]+)` \| (SEQ\d{3}) \|", kinds, re.MULTILINE))


def asked_for() -> dict[str, str]:
    """Return the rule that asks for each kind."""
    return {
        kind: rule.code
        for rule in load_rules()
        for check in rule.checks
        if "incident" in check.facts
        for kind in re.findall(r"\bkind == \"([a-z-]+)\"", str(check.operator["when"]))
    }


def test_every_kind_of_incident_is_described() -> None:
    assert set(described()) == set(get_args(IncidentKind))


def test_every_kind_of_incident_is_reported_by_the_rule_that_is_named() -> None:
    assert asked_for() == described()


def test_every_detector_is_listed_with_its_rule_and_its_parameters() -> None:
    text = (ROOT / "docs" / "incidents.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (SEQ\d{3}) \| ([^|]*)\|$", text, re.MULTILINE)
    listed = {name: (code, tuple(re.findall(r"`([a-z-]+)`", taken))) for name, code, taken in rows}
    rules = {rule.detector: rule.code for rule in load_rules() if rule.detector is not None}
    assert listed == {name: (rules[name], detector.takes) for name, detector in DETECTORS.items()}
