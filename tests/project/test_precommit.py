"""The pre-commit hook, run by the real pre-commit in a repository of its own, without a network."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.support.command import write
from tests.support.offline import OFFLINE, must, requires_wheelhouse, snapshot

pytestmark = [pytest.mark.slow, requires_wheelhouse]

RIGHT = """\
[
  {"key": "ConnectorPhaseRotation", "value": "RST"},
  {"key": "ConnectorPhaseRotation_2", "value": "RTS"},
  {"key": "RCMBDelta", "value": "30"}
]
"""
WRONG = RIGHT.replace("ConnectorPhaseRotation_2", "ConnectorPhaseRotation-2")
PAIR = {
    "CP7/connector-1.json": '{"RCMBDelta": "30", "ConnectorPhaseRotation": "RST"}\n',
    "CP7/connector-2.json": '{"ConnectorPhaseRotation_2": "RTS"}\n',
}


class Repository:
    """A repository of configurations with our hook installed."""

    def __init__(self, folder: Path, hook: Path, home: Path, name: str = "ocpplint", **settings: object) -> None:
        self.folder = folder
        self._hook = hook
        self._environment = {
            **OFFLINE,
            "PRE_COMMIT_HOME": str(home),
            "HOME": str(home),
            "PRE_COMMIT_COLOR": "never",
        }
        revision = must("git", "rev-parse", "HEAD", cwd=hook).strip()
        hooks = {"repo": str(hook), "rev": revision, "hooks": [{"id": name, **settings}]}
        config = {"default_language_version": {"python": sys.executable}, "repos": [hooks]}
        write(folder, {".pre-commit-config.yaml": yaml.safe_dump(config)})
        must("git", "init", "--quiet", cwd=folder)
        self.commit({})
        must(sys.executable, "-m", "pre_commit", "install", cwd=folder, env=self._environment)

    def commit(self, files: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """Write the files and commit them, as a user would."""
        write(self.folder, files)
        must("git", "add", "--all", cwd=self.folder)
        return subprocess.run(
            ["git", "commit", "--quiet", "--message", "Change"],
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run pre-commit on what is staged, or as the arguments say."""
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", *arguments],
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )

    def try_repo(self, name: str) -> subprocess.CompletedProcess[str]:
        """Try a hook of ours on all files, as somebody does who has not decided yet."""
        return self.run("try-repo", str(self._hook), name, "--all-files")

    def committed(self) -> set[str]:
        """List the files of the last commit's tree."""
        return set(must("git", "ls-tree", "-r", "--name-only", "HEAD", cwd=self.folder).splitlines())


@pytest.fixture(scope="module")
def hook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that offers our hook: the project as it stands."""
    folder = snapshot(tmp_path_factory.mktemp("hook") / "ocpplint")
    must("git", "init", "--quiet", cwd=folder)
    must("git", "add", "--all", cwd=folder)
    must("git", "commit", "--quiet", "--message", "Snapshot", cwd=folder)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the hook's environment, which is made once."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def repository(tmp_path: Path, hook: Path, home: Path) -> Repository:
    return Repository(tmp_path, hook, home)


def test_a_correct_configuration_is_committed(repository: Repository) -> None:
    done = repository.commit({"CP1.json": RIGHT, "CP2.yaml": "configuration: {HeartbeatInterval: 300}\n"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert {"CP1.json", "CP2.yaml"} <= repository.committed()
    assert re.search(r"^ocpplint\.+Passed$", done.stderr, re.MULTILINE)


def test_a_mistake_stops_the_commit_and_is_told(repository: Repository) -> None:
    done = repository.commit({"CP1.json": WRONG})
    assert done.returncode == 1
    assert "CP1.json" not in repository.committed()
    assert "CP1.json:3:12: error SCP007 unknown-connector-suffix" in done.stderr
    assert "= help: write `ConnectorPhaseRotation_2`" in done.stderr
    assert repository.commit({"CP1.json": RIGHT}).returncode == 0


def test_a_conflict_with_a_file_that_did_not_change(repository: Repository) -> None:
    assert repository.commit(PAIR).returncode == 0
    done = repository.commit({"CP7/connector-2.json": '{"RCMBDelta": "10", "ConnectorPhaseRotation_2": "RTS"}\n'})
    assert done.returncode == 1
    assert "CP7/connector-2.json:1:3: error SCP003 conflicting-both-values" in done.stderr
    assert "CP7/connector-1.json:1:3" in done.stderr
    assert "Checked 1 file " in done.stderr


def test_mistakes_in_files_that_did_not_change_are_left_alone(repository: Repository) -> None:
    assert repository.commit({"CP1.json": RIGHT}).returncode == 0
    (repository.folder / "CP9.json").write_text(WRONG)
    must("git", "add", "--all", cwd=repository.folder)
    must("git", "commit", "--quiet", "--no-verify", "--message", "Unchecked", cwd=repository.folder)
    assert repository.commit({"CP2.json": RIGHT}).returncode == 0


def test_other_files_do_not_wake_the_hook(repository: Repository) -> None:
    done = repository.commit({"README.md": "# Depot\n", "deploy.py": "x = 1\n"})
    assert done.returncode == 0
    assert "(no files to check)Skipped" in done.stderr


def test_documents_about_something_else_pass(repository: Repository) -> None:
    others = {"package.json": '{"name": "web"}\n', "compose.yaml": "services: {web: {image: nginx}}\n"}
    done = repository.commit(others)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_fixing_hook_mends_the_file_and_stops_the_commit_once(tmp_path: Path, hook: Path, home: Path) -> None:
    repository = Repository(tmp_path, hook, home, "ocpplint-fix")
    right = RIGHT.replace("  {", '  {"key": "HeartbeatInterval", "value": "300"},\n  {', 1)
    done = repository.commit({"CP1.json": right.replace("HeartbeatInterval", "heartbeatinterval")})
    assert done.returncode == 1
    assert "CP1.json" not in repository.committed()
    assert "Fixed 1 finding in 1 file." in done.stderr
    assert (tmp_path / "CP1.json").read_text() == right
    assert repository.commit({}).returncode == 0
    assert "CP1.json" in repository.committed()


@pytest.mark.parametrize(("changed", "other"), [(1, 2), (2, 1)])
def test_a_conflict_in_files_that_the_layout_pairs(repository: Repository, changed: int, other: int) -> None:
    """Either file may be the one that changed; the names say nothing without the layout."""
    layout = '[tool.ocpplint]\nlayout = "sites/{station}/c{connector}.json"\n'
    files = {f"sites/CP7/c{number}.json": '{"RCMBDelta": "30"}\n' for number in (1, 2)}
    assert repository.commit({"pyproject.toml": layout, **files}).returncode == 0
    done = repository.commit({f"sites/CP7/c{changed}.json": '{"RCMBDelta": "10"}\n'})
    assert done.returncode == 1
    assert f"sites/CP7/c{changed}.json:1:3: error SCP003 conflicting-both-values" in done.stderr
    assert f"sites/CP7/c{other}.json:1:3" in done.stderr


CALL = "2026-03-02T07:00:00Z CP1 {arrow} {frame}\n"
ANSWERED = [
    ("->", '[2,"1","BootNotification",{"chargePointVendor":"ACME","chargePointModel":"M1"}]'),
    ("<-", '[3,"1",{"status":"Accepted","currentTime":"2026-03-02T07:00:00Z","interval":300}]'),
]


def trace(frames: list[tuple[str, str]]) -> str:
    return "".join(CALL.format(arrow=arrow, frame=frame) for arrow, frame in frames)


def test_the_hook_for_traces(tmp_path: Path, hook: Path, home: Path) -> None:
    repository = Repository(tmp_path, hook, home, "ocpplint-trace")
    good = {"csms.log": trace(ANSWERED), "build.log": "make: nothing to be done\n", "CP1.json": WRONG}
    done = repository.commit(good)
    assert done.returncode == 0, done.stdout + done.stderr
    bad = [(arrow, frame.replace('"chargePointModel":"M1"', '"model":"M1"')) for arrow, frame in ANSWERED]
    done = repository.commit({"fixtures/csms.log.1": trace(bad)})
    assert done.returncode == 1
    assert re.search(r"^fixtures/csms.log.1:1:\d+: error MSG\d+ ", done.stderr, re.MULTILINE)


def many(count: int, stem: str) -> dict[str, str]:
    """Make configurations with long names, the last two of which contradict each other."""
    files = {f"sites/{stem}-{number:04}.json": RIGHT for number in range(count - 2)}
    pair = (f"sites/zz-{stem}-connector-{connector}.json" for connector in (1, 2))
    return files | dict(zip(pair, ('{"RCMBDelta": "30"}\n', '{"RCMBDelta": "10"}\n'), strict=True))


def checked(outcome: subprocess.CompletedProcess[str]) -> list[int]:
    """Return how many files each process checked."""
    return [int(number) for number in re.findall(r"^Checked (\d+) file", outcome.stdout, re.MULTILINE)]


def test_several_hundred_files_are_one_process(repository: Repository) -> None:
    write(repository.folder, many(700, "a-depot-with-a-name-that-" + "goes-on-and-" * 8 + "on"))
    must("git", "add", "--all", cwd=repository.folder)
    done = repository.run("run", "ocpplint")
    assert checked(done) == [700]
    assert done.stdout.count("error SCP003") == 1


def test_more_than_a_command_line_holds(repository: Repository) -> None:
    """pre-commit then runs the hook several times, one after the other; each knows the pair it has half of."""
    write(repository.folder, many(1500, "a-depot-with-a-name-that-" + "goes-on-and-" * 8 + "on"))
    must("git", "add", "--all", cwd=repository.folder)
    done = repository.run("run", "ocpplint")
    assert len(checked(done)) > 1
    assert sum(checked(done)) == 1500
    assert done.stdout.count("error SCP003") >= 1


def test_trying_the_hooks_before_they_are_installed(repository: Repository) -> None:
    write(repository.folder, {"CP1.json": WRONG, "csms.log": trace(ANSWERED)})
    must("git", "add", "--all", cwd=repository.folder)
    done = repository.try_repo("ocpplint")
    assert done.returncode == 1
    assert "CP1.json:3:12: error SCP007 unknown-connector-suffix" in done.stdout
