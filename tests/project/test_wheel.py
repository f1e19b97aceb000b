"""The wheel, installed into an empty environment and used in another folder."""

import json
import sys
import venv
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.command import ROOT, run, write
from tests.support.offline import OFFLINE, must, requires_wheelhouse, snapshot

pytestmark = [pytest.mark.slow, requires_wheelhouse]


class Installed(NamedTuple):
    """A wheel and an environment that holds it."""

    wheel: Path
    bin: Path


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    source = snapshot(folder / "source")
    must(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder / "dist", cwd=source)
    (wheel,) = (folder / "dist").glob("*.whl")
    venv.create(folder / "env", with_pip=False, symlinks=True)
    must(
        *(sys.executable, "-m", "pip", "--python", folder / "env" / "bin" / "python"),
        *("install", "--quiet", "--no-compile", wheel),
        cwd=folder,
    )
    return Installed(wheel, folder / "env" / "bin")


def data_files() -> set[str]:
    """The rules, grammars, profiles and schemas of the checkout, by their paths in the wheel."""
    beside = {path for folder in ("rules", "grammars") for path in (ROOT / folder).rglob("*.*")}
    within = {path for ending in ("json", "yaml", "typed") for path in (ROOT / "ocpplint").rglob(f"*.{ending}")}
    return {f"ocpplint/{path.relative_to(ROOT)}" for path in beside} | {
        str(path.relative_to(ROOT)) for path in within
    }


def test_rules_and_grammars_travel_inside(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as wheel:
        names = set(wheel.namelist())
    assert data_files() <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"ocpplint"}


def test_it_knows_its_version(installed: Installed, tmp_path: Path) -> None:
    version = installed.wheel.name.split("-")[1]
    assert use(installed, "--version", cwd=tmp_path) == (0, f"ocpplint {version}\n", "")


def use(installed: Installed, *arguments: str, cwd: Path) -> tuple[int, str, str]:
    """Run the installed command with nothing of the checkout in reach."""
    environment = {**OFFLINE, "PYTHONPATH": "", "OCPPLINT_CACHE_DIR": str(cwd / ".cache")}
    return run(*arguments, cwd=cwd, env=environment, command=[str(installed.bin / "ocpplint")])


def test_it_checks_in_another_folder(installed: Installed, tmp_path: Path) -> None:
    write(tmp_path, {"depot/cp7.json": '{"key": "RCMBDelta_2", "value": "30"}'})
    code, out, err = use(installed, "check", "depot", cwd=tmp_path)
    assert (code, err) == (1, "")
    assert out.startswith("depot/cp7.json:1:10: error SCP001 suffix-on-shared-key\n")


def test_it_reads_logs_with_its_dialects(installed: Installed, tmp_path: Path) -> None:
    log = (ROOT / "examples" / "logs" / "steve.log").read_text()
    write(tmp_path, {"steve.log": log})
    _, out, _ = use(installed, "audit", "--output-format", "json", "steve.log", cwd=tmp_path)
    assert json.loads(out)["inputs"][0]["dialect"] == "steve"


def test_it_has_the_rules_and_explains_them(installed: Installed, tmp_path: Path) -> None:
    code, out, _ = use(installed, "rules", cwd=tmp_path)
    assert code == 0
    assert len(out.splitlines()) == len(list((ROOT / "rules").rglob("*.yaml")))
    code, out, _ = use(installed, "explain", "SCP004", cwd=tmp_path)
    assert code == 0
    assert out.startswith("SCP004 missing-connector-2-suffix")


def test_it_tests_rules_of_ones_own(installed: Installed, tmp_path: Path) -> None:
    rule = (ROOT / "rules" / "scope" / "SCP001-suffix-on-shared-key.yaml").read_text()
    write(tmp_path, {"own/acme/ACM001.yaml": rule.replace("SCP001", "ACM001").replace("suffix-on", "acme-on")})
    code, _, err = use(installed, "rules", "test", "own", cwd=tmp_path)
    assert code == 1
    assert "SCP001 fires, too" in err


def test_it_needs_what_it_says_it_needs(installed: Installed) -> None:
    """Everything imports without the development dependencies."""
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "ocpplint").rglob("*.py")
        if path.name not in ("__main__.py", "__init__.py")
    ]
    program = f"import importlib\nfor name in {modules!r}: importlib.import_module(name)"
    must(installed.bin / "python", "-I", "-c", program, cwd=installed.bin)
