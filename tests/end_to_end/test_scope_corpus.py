"""Real inputs of many makers and programs: no rule of scope finds a mistake where there is none."""

import os

import pytest

from ocpplint.analysis.pipeline import Linter
from ocpplint.engine.evaluator import Evaluator
from ocpplint.engine.packs import load_rules
from ocpplint.findings.collector import Collector
from ocpplint.sources.discover import discover
from ocpplint.sources.layout import Layout
from ocpplint.stations.registry import Profiles

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CORPUS = os.environ.get("OCPPLINT_CORPUS") or os.path.join(os.path.dirname(ROOT), "shared", "corpus")
FILES = sorted(
    os.path.relpath(os.path.join(folder, name), CORPUS) for folder, _, names in os.walk(CORPUS) for name in names
)
PROFILES = ["auto", "bender", "generic"]

pytestmark = pytest.mark.skipif(not FILES, reason="no corpus of real inputs (OCPPLINT_CORPUS)")


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", FILES)
def test_a_real_input_gives_no_false_alarm(name: str, profile: str) -> None:
    collector = Collector()
    judge = Evaluator(load_rules(), collector)
    linter = Linter(Profiles(profile), [judge])
    linter.run(discover([os.path.join(CORPUS, name)], Layout()))
    judge.close()
    found = [(finding.code, finding.location.line, finding.message) for finding in collector.findings()]
    assert [row for row in found if row[0].startswith("SCP")] == []
    assert len(linter.reports) == 1
