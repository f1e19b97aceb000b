"""The page about incidents lists every kind there is, beside the rule that reports it."""

import re
from typing import get_args

from ocpplint.engine.packs import load_rules
from ocpplint.facts.events import IncidentKind
from tests.support.command import ROOT


def described() -> dict[str, str]:
    """Return the rule of each kind, by the table."""
    text = (ROOT / "docs" / "incidents.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([a-z-]+)` \| (SEQ\d{3}) \|", text, re.MULTILINE))


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
