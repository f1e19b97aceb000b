"""The pre-commit hook, run by the real pre-commit in a repository of its own, without a network."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from command import ROOT, write
from offline import OFFLINE, must, requires_wheelhouse, snapshot

pytestmark = requires_wheelhouse

RIGHT = """\
[
  {"key": "ConnectorPhaseRotation", "value": "RST"},
  {"key": "ConnectorPhaseRotation_2", "value": "RTS"}
]
"""
WRONG = RIGHT.replace("ConnectorPhaseRotation_2", "ConnectorPhaseRotation-2")
PAIR = {
    "CP7/connector-1.json": '{"RCMBDelta": "30", "ConnectorPhaseRotation": "RST"}\n',
    "CP7/connector-2.json": '{"ConnectorPhaseRotation_2": "RTS"}\n',
}


class Repository:
    """A repository of configurations with our hook installed."""

    def __init__(self, folder: Path, hook: Path, home: Path, name: str = "ocpplint") -> None:
        self.folder = folder
        self._environment = {
            **OFFLINE,
            "PRE_COMMIT_HOME": str(home),
            "HOME": str(home),
            "PRE_COMMIT_COLOR": "never",
        }
        revision = must("git", "rev-parse", "HEAD", cwd=hook).strip()
        hooks = {"repo": str(hook), "rev": revision, "hooks": [{"id": name}]}
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


HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
FILES = re.compile(HOOKS[0]["files"])


def test_all_hooks_take_the_same_files() -> None:
    assert {hook["files"] for hook in HOOKS} == {FILES.pattern}
    assert all(hook["require_serial"] for hook in HOOKS)


@pytest.mark.parametrize(
    "name", ["a.json", "b/c.jsonc", "a.json5", "a.jsn", "depot/CP7/connector-2.yaml", "a.yml"]
)
def test_the_hook_takes_configurations(name: str) -> None:
    assert FILES.search(name)


@pytest.mark.parametrize("name", ["a.log", "a.jsonl", "json", "a.json.bak", "yaml.py", "README.md", "a.toml"])
def test_the_hook_leaves_other_files_alone(name: str) -> None:
    assert not FILES.search(name)
