"""The baseline: 60 stations with 3000 findings are adopted in one step, and then only what is new is told."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import Outcome, write
from tests.support.in_process import run
from tests.support.repository_sample import NEW_KEY, write_anew, write_first


def check(folder: Path, *arguments: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(run("check", "--output-format", "json", *arguments, cwd=folder).out)
    return report


def baseline(folder: Path, *arguments: str) -> Outcome:
    return run("baseline", *arguments, cwd=folder)


def known(folder: Path, path: str = "") -> int:
    """Count what the baseline knows, of all files or of one."""
    entries = json.loads((folder / "ocpplint-baseline.json").read_text())["findings"]
    return sum(entry["count"] for entry in entries if path in entry["path"])


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("adopted")
    write_first(folder)
    assert baseline(folder, "create").code == 0
    return folder


@pytest.fixture
def folder(adopted: Path, tmp_path: Path) -> Path:
    shutil.copytree(adopted, tmp_path / "repository")
    return tmp_path / "repository"


@pytest.mark.slow
def test_three_thousand_findings_are_adopted(folder: Path) -> None:
    assert len(check(folder, "--no-baseline")["findings"]) == known(folder) > 2900
    report = check(folder)
    assert report["findings"] == []
    assert report["summary"]["suppressed"] == known(folder)
    assert len(report["inputs"]) == 46


def test_a_new_mistake_is_the_only_finding(folder: Path) -> None:
    plant(folder / "stations" / "CP07.json")
    assert [(f["code"], f["path"], f["key"]) for f in check(folder)["findings"]] == [NEW]


def test_everything_written_anew_is_still_known(folder: Path) -> None:
    adopted_findings = known(folder)
    write_anew(folder)
    report = check(folder)
    assert [(f["code"], f["path"], f["key"]) for f in report["findings"]] == []
    assert report["summary"]["suppressed"] == adopted_findings
    write(folder, {"sites/new.json": json.dumps({"chargePointId": "CP07", NEW_KEY: "Voltage"})})
    assert [f["path"] for f in check(folder)["findings"]] == ["sites/new.json"]


NEW = ("SCP001", "stations/CP07.json", NEW_KEY)


def plant(path: Path) -> None:
    data = json.loads(path.read_text())
    data["settings"].insert(3, {"key": NEW_KEY, "value": "Voltage"})
    path.write_text(json.dumps(data, indent=4))


def test_of_equal_findings_the_one_in_the_new_file_is_new(folder: Path) -> None:
    write(folder, {"stations/AA.json": '{"RCMBDelta_2": "30"}'})
    assert [f["path"] for f in check(folder)["findings"]] == ["stations/AA.json"]


def test_an_equal_finding_more_in_one_file_is_new(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "RCMBDelta_2: 30\n"})
    baseline(tmp_path, "create")
    write(tmp_path, {"a.yaml": "RCMBDelta_2: 30\n---\nRCMBDelta_2: 30\n"})
    assert len(check(tmp_path, "--select", "SCP001")["findings"]) == 1


def test_another_value_is_another_finding(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "HeartbeatInterval: often\n"})
    baseline(tmp_path, "create")
    assert check(tmp_path)["findings"] == []
    write(tmp_path, {"a.yaml": "HeartbeatInterval: seldom\n"})
    assert [f["code"] for f in check(tmp_path)["findings"]] == ["VAL001"]


def test_a_conflict_stays_known_whichever_value_comes_first(tmp_path: Path) -> None:
    write(tmp_path, {"a/connector-1.json": '{"RCMBDelta": "10"}', "a/connector-2.json": '{"RCMBDelta": "30"}'})
    before = check(tmp_path)["findings"]
    write(tmp_path, {"a/connector-1.json": '{"RCMBDelta": "30"}', "a/connector-2.json": '{"RCMBDelta": "10"}'})
    write(tmp_path, {"b/a.yaml": "connectors:\n  2: {RCMBDelta: 30}\n  1: {RCMBDelta: 10}\n"})
    write(tmp_path, {"b/b.yaml": "connectors:\n  1: {RCMBDelta: 10}\n  2: {RCMBDelta: 30}\n"})
    after = check(tmp_path)["findings"]
    assert [f["code"] for f in before] == ["SCP003"]
    assert len({f["fingerprint"] for f in after if f["path"].startswith("b/")}) == 1


def test_the_fingerprints_of_sarif_are_the_same(folder: Path) -> None:
    sarif = json.loads(run("check", "--no-baseline", "--output-format", "sarif", cwd=folder).out)
    given = {result["partialFingerprints"]["ocpplint/v1"] for result in sarif["runs"][0]["results"]}
    known = {
        entry["fingerprint"] for entry in json.loads((folder / "ocpplint-baseline.json").read_text())["findings"]
    }
    assert given == known


def test_a_baseline_is_sorted_and_readable(folder: Path) -> None:
    entries = json.loads((folder / "ocpplint-baseline.json").read_text())["findings"]
    order = [
        [entry.get(name, "") for name in ("code", "path", "station", "key", "fingerprint")] for entry in entries
    ]
    assert order == sorted(order)
    assert len((folder / "ocpplint-baseline.json").read_text().splitlines()) == len(entries) + 5
    assert entries[0]["path"].startswith("stations/")


def test_a_baseline_holds_no_credential(tmp_path: Path) -> None:
    write(tmp_path, {"a.json": json.dumps({"RCMBDelta": "30", "AuthorizationKey": "s3cr3t" * 100})})
    baseline(tmp_path, "create")
    before = (tmp_path / "ocpplint-baseline.json").read_text()
    assert '"AuthorizationKey"' in before
    write(tmp_path, {"a.json": json.dumps({"RCMBDelta": "30", "AuthorizationKey": "another" * 100})})
    assert check(tmp_path)["findings"] == []
    assert "s3cr3t" not in before


def test_create_does_not_replace_a_baseline(folder: Path) -> None:
    plant(folder / "stations" / "CP07.json")
    assert baseline(folder, "create").code == 2
    assert len(check(folder)["findings"]) == 1
    assert baseline(folder, "create", "--force").code == 0
    assert check(folder)["findings"] == []


def test_diff_prune_and_update(folder: Path) -> None:
    assert baseline(folder, "diff").code == 0
    gone = known(folder, "CP08.json")
    plant(folder / "stations" / "CP07.json")
    (folder / "stations" / "CP08.json").unlink()
    outcome = baseline(folder, "diff")
    lines = outcome.out.splitlines()
    assert (outcome.code, lines[-1]) == (1, f"ocpplint-baseline.json: 1 new, {gone} gone")
    assert f"+ SCP001 stations/CP07.json CP07 {NEW_KEY}" in lines
    assert sum(line.startswith("- ") for line in lines) == gone
    assert baseline(folder, "prune").out == f"ocpplint-baseline.json: {gone} removed\n"
    assert len(check(folder)["findings"]) == 1
    assert baseline(folder, "update").out == "ocpplint-baseline.json: 1 added, 0 removed\n"
    assert check(folder)["findings"] == []
    assert baseline(folder, "diff").code == 0


def test_what_is_not_looked_at_stays_in_the_baseline(folder: Path) -> None:
    before = known(folder)
    plant(folder / "stations" / "CP07.json")
    assert baseline(folder, "update", "stations/CP07.json").out.endswith("1 added, 0 removed\n")
    assert check(folder)["summary"]["suppressed"] == before + 1
    assert baseline(folder, "prune", "stations/CP07.json").out.endswith(" 0 removed\n")
    assert check(folder)["findings"] == []


def test_a_moved_file_is_neither_new_nor_gone(folder: Path) -> None:
    shutil.move(folder / "stations" / "CP20.json", folder / "stations" / "moved.json")
    outcome = baseline(folder, "diff")
    assert (outcome.code, outcome.out) == (0, "ocpplint-baseline.json: 0 new, 0 gone\n")
    baseline(folder, "update")
    text = (folder / "ocpplint-baseline.json").read_text()
    assert "stations/moved.json" in text
    assert "stations/CP20.json" not in text


def test_the_baseline_can_be_named(folder: Path) -> None:
    shutil.move(folder / "ocpplint-baseline.json", folder / "known.json")
    assert len(check(folder)["findings"]) > 2900
    assert check(folder, "--baseline", "known.json")["findings"] == []
    outcome = run("check", "--baseline", "none.json", cwd=folder)
    assert (outcome.code, "none.json: no such file" in outcome.err) == (2, True)


@pytest.mark.parametrize("text", ["[]", '{"version": 2, "findings": []}', "{", '{"version": 1, "findings": [{}]}'])
def test_what_is_no_baseline_is_an_error(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"ocpplint-baseline.json": text, "a.json": "{}"})
    outcome = run("check", "a.json", cwd=tmp_path)
    assert outcome.code == 2
    assert "ocpplint-baseline.json" in outcome.err


def test_a_hook_may_be_given_nothing_but_the_baseline(folder: Path) -> None:
    assert run("check", "ocpplint-baseline.json", cwd=folder).code == 0


def test_a_followed_log_tells_only_what_is_new(tmp_path: Path) -> None:
    bad = '[2,"a","{}",{{"x":1}}]\n[3,"a",{{"currentTime":"2026-03-01T10:00:00Z"}}]\n'.format
    write(tmp_path, {"trace.log": bad("Heartbeat")})
    assert baseline(tmp_path, "create", "trace.log").code == 0
    arguments = ("check", "-", "--follow", "--select", "MSG003", "--output-format", "concise")
    assert run(*arguments, cwd=tmp_path, stdin=bad("Heartbeat")).codes == []
    assert run(*arguments, "--no-baseline", cwd=tmp_path, stdin=bad("Heartbeat")).codes == ["MSG003"]
