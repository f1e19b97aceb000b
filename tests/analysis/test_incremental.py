"""Document by document, from the cache and in several processes comes what one run over everything finds."""

import io
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ocpplint.analysis.document import documents_of
from ocpplint.analysis.incremental import check_documents
from ocpplint.analysis.options import RunOptions, run_options
from ocpplint.analysis.session import BASELINE, AnalysisSession
from ocpplint.analysis.workers import StartMethod
from ocpplint.cli.check import command
from ocpplint.cli.options import check_options_of
from ocpplint.config.configuration import load_config
from ocpplint.reporters.formats import FORMATS
from ocpplint.reporters.report import Report, Style
from ocpplint.sources.discover import discover
from ocpplint.sources.layout import Layout
from ocpplint.sources.lines import SourceLines
from tests.support.command import write
from tests.support.generated_repositories import configuration, configurations, house_rules, repositories, traces

FORMS = ("json", "full", "sarif", "gitlab")
HOUSE = tempfile.TemporaryDirectory()
GENERATED = settings(max_examples=25, phases=[Phase.generate])


def plan(**options: Any) -> RunOptions:
    usual = command.make_context("check", []).params
    asked = check_options_of({**usual, "no_cache": True, "jobs": 1, "rules": [house()], **options})
    return run_options(asked, load_config())


def session_of(**options: Any) -> AnalysisSession:
    """Prepare a run over the current folder, on a day of its own."""
    config = load_config()
    found = discover(["."], Layout(config.layout, config.folder))
    sources = [source for source in found if source.path != BASELINE]
    return AnalysisSession(plan(**options), ["."], sources, SourceLines(sources), today="2026-03-01")


@cache
def house() -> str:
    """Write the rules of the house, once: to compile them takes longer than all that is done with them."""
    write(Path(HOUSE.name), house_rules())
    return HOUSE.name


def shown(session: AnalysisSession, report: Report) -> dict[str, str]:
    """Write a report in several formats, code frames and statistics included."""
    texts = {}
    for name in FORMS:
        out = io.StringIO()
        assert session._lines is not None
        FORMATS[name](report, out, Style(), session._lines)
        texts[name] = out.getvalue()
    return texts


def at_once(**options: Any) -> dict[str, str]:
    """What one run over everything finds, which is what the others have to find."""
    session = session_of(**options)
    return shown(session, session.check(session.sources))


def piecemeal(**options: Any) -> dict[str, str]:
    session = session_of(**options)
    return shown(session, session.run())


@contextmanager
def repository(files: dict[str, str]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        write(Path(folder), files)
        yield Path(folder)


@GENERATED
@given(repositories())
def test_document_by_document_comes_the_same(files: dict[str, str]) -> None:
    with repository(files):
        assert piecemeal() == at_once()


@settings(GENERATED, max_examples=8)
@given(repositories())
def test_in_processes_comes_the_same(files: dict[str, str]) -> None:
    with repository(files):
        assert piecemeal(jobs=2) == at_once()


@settings(GENERATED, max_examples=12)
@given(repositories(), st.data())
def test_from_the_cache_comes_the_same_and_changes_are_seen(files: dict[str, str], data: st.DataObject) -> None:
    with repository(files) as folder:
        cached: dict[str, Any] = {"no_cache": False, "cache_dir": ".cache"}
        expected = at_once()
        assert piecemeal(**cached) == expected
        assert piecemeal(**cached) == expected
        changed = data.draw(st.sampled_from([path for path in files if path.endswith((".jsonc", ".log"))]))
        text = data.draw(configurations() if changed.endswith(".jsonc") else traces())
        write(folder, {changed: text})
        assert piecemeal(**cached) == at_once()


@settings(GENERATED, max_examples=10)
@given(repositories(), st.sampled_from(["strict_input", "allow_mandatory"]))
def test_with_other_options_comes_the_same(files: dict[str, str], option: str) -> None:
    with repository(files):
        cached: dict[str, Any] = {"no_cache": False, "cache_dir": ".cache"}
        piecemeal(**cached)
        assert piecemeal(**cached, **{option: True}) == at_once(**{option: True})


CALL = 'CP{n}: receive message [2,"a","Heartbeat",{{"x":1}}]\n'
TIED = {
    **{f"l{n}.log": CALL.format(n=n) for n in range(4)},
    "ocpplint.toml": configuration(["ACM001", "ACM002", "ACM003", "ACM004", "ACM005"]),
}


def test_a_rule_over_all_stations_fires_as_if_there_were_one_process() -> None:
    with repository(TIED):
        found = piecemeal(jobs=2)
        assert found == at_once()
        assert "ACM001" in found["json"]


def test_a_finding_gives_way_to_one_in_another_file() -> None:
    calls = {"a.log": CALL.replace('"a"', '"m0"').format(n=1), "b.log": CALL.format(n=1)}
    with repository({**calls, "ocpplint.toml": configuration(["ACM004", "ACM005"])}):
        found = piecemeal(jobs=2)
        assert found == at_once()
        assert "ACM005" in found["full"]
        assert "ACM004" not in found["full"]


def test_a_group_that_ends_with_time_depends_on_all_files() -> None:
    line = '2026-03-01T{time}Z CP{n}: receive message [2,"a{n}","Heartbeat",{{}}]\n'
    times = {
        "a.log": ("10:00:00", 1),
        "b.log": ("11:00:00", 2),
        "c.log": ("10:00:05", 1),
        "d.log": ("10:00:06", 1),
    }
    logs = {name: line.format(time=time, n=n) for name, (time, n) in times.items()}
    for left_out in ("a.log", "b.log", ""):
        files = {name: text for name, text in logs.items() if name != left_out}
        with repository({**files, "ocpplint.toml": configuration(["ACM003"])}):
            assert piecemeal(jobs=2) == at_once()


def test_a_rule_that_fails_is_told_once() -> None:
    files = {f"s{n}.json": '{"RCMBDelta": "x"}' for n in range(4)}
    with repository({**files, "ocpplint.toml": configuration(["ACM006"])}):
        found = piecemeal(jobs=2)
        assert found == at_once()
        assert found["json"].count('"code":"INP900"') + found["json"].count('"code": "INP900"') == 1


def test_a_rule_that_fails_on_files_together_is_told_once() -> None:
    other = CALL.replace('"Heartbeat",{{"x":1}}', '"Nonsense",{{}}')
    logs = {f"l{n}.log": (CALL if n < 2 else other).format(n=n) for n in range(4)}
    with repository({**logs, "ocpplint.toml": configuration(["ACM007"])}):
        found = piecemeal(jobs=2)
        assert found == at_once()
        assert found["full"].count("INP900") == 1


def test_a_baseline_counts_over_all_files() -> None:
    files = {f"s{n}.json": '{"RCMBDelta_2": "30"}' for n in range(4)}
    with repository({**files, "ocpplint.toml": configuration([])}):
        from ocpplint.findings.baseline import Baseline, baseline_text

        session = session_of()
        findings = session.run().findings
        known = Baseline(os.getcwd(), {}).count(findings[:3])
        Path("ocpplint-baseline.json").write_text(baseline_text(known), encoding="utf-8")
        found = piecemeal(jobs=2)
        assert found == at_once()
        assert found["full"].count("SCP001") == 1


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_may_be_copies_or_new(method: StartMethod) -> None:
    files = {f"s{n}.json": f'{{"RCMBDelta_2": "{n}"}}' for n in range(6)}
    with repository({**files, "ocpplint.toml": configuration([])}):
        session = session_of(jobs=2)
        expected = session.check(session.sources)
        whole = check_documents(documents_of(session.sources), session.checker(), 2, method)
        assert whole is not None
        assert codes(whole.findings) == codes(expected.findings) != []


def codes(findings: Sequence[Any]) -> list[tuple[str, str]]:
    return [(finding.code, finding.location.path) for finding in findings]


def test_the_generated_repositories_hold_what_they_are_for() -> None:
    found: set[str] = set()

    @settings(max_examples=60, phases=[Phase.generate], database=None)
    @given(repositories())
    def collect(files: dict[str, str]) -> None:
        with repository(files):
            session = session_of()
            found.update(finding.code for finding in session.run().findings)

    collect()
    wanted = {"SCP001", "SUP001", "INP900", "ACM001", "ACM002", "ACM003", "ACM004", "ACM005"}
    assert sorted(wanted - found) == []
