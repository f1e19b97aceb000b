"""What OCPP DebugKit finds in its own traces is found here, by the rules that the documentation names."""

import json
import re
from pathlib import Path

import pytest

from ocpplint.engine.packs import load_rules
from tests.support.command import ROOT
from tests.support.in_process import run

FAILURES = 16
"""The rules of DebugKit."""


def mapping() -> dict[str, set[str]]:
    """Return which rules stand for each of DebugKit's, by the table of the documentation."""
    text = (ROOT / "docs" / "incidents.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| `([A-Z_]+)` \| ([A-Z0-9, ]+) \|", text, re.MULTILINE)
    return {failure: set(codes.split(", ")) for failure, codes in table}


def findings(trace: Path) -> list[dict[str, str]]:
    done = run("check", "--output-format", "json", "--fail-on", "never", trace, cwd=trace.parent)
    found: list[dict[str, str]] = json.loads(done.out)["findings"]
    return found


def test_each_of_its_rules_has_rules_that_stand_for_it() -> None:
    known = {rule.code for rule in load_rules()}
    assert len(mapping()) == FAILURES
    assert all(codes and codes <= known for codes in mapping().values())


def test_every_failure_is_found(corpus: Path) -> None:
    goldens = sorted((corpus / "vectors" / "debugkit").glob("*.golden.json"))
    assert goldens
    for golden in goldens:
        codes = {found["code"] for found in findings(golden.with_name(golden.name.replace("golden", "trace")))}
        for failure in json.loads(golden.read_text(encoding="utf-8")):
            assert codes & mapping()[failure], f"{failure} of {golden.name}"


@pytest.mark.parametrize("trace", ["T01_openocpptrace_normal.jsonl", "T06_ocppdebugkit_session.json"])
def test_ordinary_sessions_have_no_findings(corpus: Path, trace: str) -> None:
    assert findings(corpus / "traces" / trace) == []
