"""The catalogue of hooks: the file it is written to, and which files of real repositories each hook takes."""

import re
from pathlib import Path

import pytest
import yaml
from identify import identify

from docgen.shown_output import GENERATED
from ocpplint.cli import ocpplint
from ocpplint.integrations.hooks import catalogue
from tests.support.command import ROOT

HOOKS = {hook.id: hook for hook in catalogue()}

CONFIGURATIONS = [
    "a.json",
    "CP-0001.JSON",
    "b/c.jsonc",
    "a.json5",
    "a.jsn",
    "depot/CP7/connector-2.yaml",
    "a.yml",
    "stations/harbour 02.json",
    "sites/münchen/充电.json",
    "config/v16/Core.json",
    "values.prod.yaml",
    "a.toml",
    "b/c.ini",
    "station.conf",
    "station.cfg",
    ".env",
    "depot/.env.local",
    "prod.env",
    "CP-7.properties",
    "stations.csv",
    "depot/stations.TSV",
    "station.xml",
]
TRACES = [
    "a.log",
    "csms.LOG",
    "fixtures/session.jsonl",
    "ocpp-messages.ndjson",
    "csms-2026-03-01.log",
    "csms.log.1",
    "csms.log.12.gz",
    "csms.log-20260301",
    "csms.log-20260301.gz",
    "csms.log.2026-03-01",
    "csms.log.2026-03-01T07",
    "csms.log.zst",
    "logs/steve.log.bz2",
    "evcc.jsonl.xz",
]
NEITHER = [
    "json",
    "a.json.bak",
    "yaml.py",
    "README.md",
    "ocpplint.toml",
    "depot/pyproject.toml",
    ".envrc",
    ".environment",
    ".config/.env",
    "log",
    "changelog.md",
    "CHANGELOG",
    "logging.py",
    "log.config",
    "catalog.txt",
    "requirements.txt",
    "CMakeLists.txt",
    "stations.xlsx",
    "stations.html",
    "dump.gz",
    "release.tar.gz",
    "a.login",
    "a.log.old",
    "a.logs",
    "package-lock.json",
    "web/package-lock.json",
    "npm-shrinkwrap.json",
    "pnpm-lock.yaml",
    ".pre-commit-config.yaml",
    ".github/workflows/ci.yml",
    ".gitlab-ci.yml",
    ".vscode/settings.json",
    "web/.eslintrc.json",
    "web/node_modules/left-pad/package.json",
    "node_modules/x/index.yml",
    "build/out.json",
    "dist/run.log",
    "venv/lib/x.json",
]


def taken_by(name: str, folder: Path) -> set[str]:
    """Return the hooks that pre-commit would run on a file: by its path, and by what identify makes of the file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x1f\x8b\x08\0\0" if name.endswith((".gz", ".bz2", ".xz", ".zst")) else b"{}\n")
    tags = identify.tags_from_path(str(path))
    return {hook.id for hook in HOOKS.values() if _takes(hook.as_data(), name, tags)}


def _takes(hook: dict[str, object], name: str, tags: set[str]) -> bool:
    files, excluded = str(hook["files"]), str(hook["exclude"])
    types = hook["types"]
    assert isinstance(types, list)
    return bool(re.search(files, name)) and not re.search(excluded, name) and set(types) <= tags


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_configurations_go_to_the_hooks_for_them(name: str, tmp_path: Path) -> None:
    assert taken_by(name, tmp_path) == {"ocpplint", "ocpplint-fix"}


@pytest.mark.parametrize("name", TRACES)
def test_traces_go_to_the_hook_for_traces(name: str, tmp_path: Path) -> None:
    assert taken_by(name, tmp_path) == {"ocpplint-trace"}


@pytest.mark.parametrize("name", NEITHER)
def test_other_files_wake_no_hook(name: str, tmp_path: Path) -> None:
    assert taken_by(name, tmp_path) == set()


def test_what_only_looks_like_a_configuration_wakes_no_hook(tmp_path: Path) -> None:
    (tmp_path / "image.jsonc").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    tags = identify.tags_from_path(str(tmp_path / "image.jsonc"))
    assert not any(_takes(hook.as_data(), "image.jsonc", tags) for hook in HOOKS.values())


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.name)
def test_what_is_generated_is_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == GENERATED[path](), "`make docs` brings it up to date"


def test_what_hooks_run_exists() -> None:
    for hook in HOOKS.values():
        program, command, *options = hook.entry.split()
        assert program == "ocpplint"
        found = ocpplint.get_command(None, command)  # type: ignore[arg-type]  # the group asks for no context
        assert found is not None
        assert set(options) <= {option for parameter in found.params for option in parameter.opts}


def test_pre_commit_accepts_the_manifest() -> None:
    from pre_commit.clientlib import load_manifest

    loaded = load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))
    assert [hook["id"] for hook in loaded] == list(HOOKS)
    assert all(hook["require_serial"] for hook in loaded)
    assert {hook["id"] for hook in yaml.safe_load(GENERATED[ROOT / ".pre-commit-hooks.yaml"]())} == set(HOOKS)
