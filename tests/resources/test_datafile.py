"""Rules and grammars are found in a checkout and in an installed wheel."""

import importlib.util
import os
import shutil
from pathlib import Path
from types import ModuleType

from ocpplint.resources import bundled


def _installed_at(package: Path) -> ModuleType:
    module = package / "resources" / "bundled.py"
    module.parent.mkdir(parents=True)
    shutil.copy(bundled.__file__, module)
    spec = importlib.util.spec_from_file_location("installed_bundled", module)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def test_in_a_checkout_the_grammar_stands_beside_the_package() -> None:
    assert os.path.isfile(bundled.path("grammars", "condition.lark"))


def test_in_a_wheel_the_folders_are_inside_the_package(tmp_path: Path) -> None:
    package = tmp_path / "ocpplint"
    installed = _installed_at(package)
    (package / "grammars").mkdir()
    (tmp_path / "grammars").mkdir()
    assert installed.path("grammars", "x.lark") == str(package / "grammars" / "x.lark")


def test_without_a_folder_inside_the_one_beside_is_meant(tmp_path: Path) -> None:
    installed = _installed_at(tmp_path / "ocpplint")
    assert installed.path("rules", "scope", "a.yaml") == str(tmp_path / "rules" / "scope" / "a.yaml")
