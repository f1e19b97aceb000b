"""Every sentence of docs/security.md has a test; here are those of the whole program."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ocpplint.conditions.api import check, parse
from ocpplint.engine.rule_check import about
from tests.support.command import ROOT, run, write

PAGE = ROOT / "docs" / "security.md"
ADVICE = "advice"
"""Stands for a test where a sentence tells the reader what to do, or what not to expect."""
NETWORK = {"asyncio", "ftplib", "http", "poplib", "requests", "smtplib", "socket", "ssl", "telnetlib", "urllib"}
CODE = {"code", "ctypes", "marshal", "pickle", "runpy", "shelve"}
PROGRAMS = {"os", "pty", "subprocess"}
STARTS = {"system", "popen", "fork", "forkpty", "posix_spawn", "startfile"}


def sentences(page: str) -> list[str]:
    """Take a page apart; the rows of tables are no sentences."""
    text = re.sub(r"(?m)^(\|.*|#.*)$", "", page)
    blocks = (" ".join(block.split()) for block in re.split(r"\n\s*\n|\n(?=- )", text))
    return [
        part
        for block in blocks
        if block
        for part in re.split(r"(?<=[.!?])\s+(?=[A-Z`*\[])", block.removeprefix("- "))
    ]


def pairs() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = tomllib.loads(
        (ROOT / "tests" / "security_sentences.toml").read_text(encoding="utf-8")
    )["sentence"]
    return listed


def _tests_of(path: Path) -> set[str]:
    """Return the names of the tests in a file, those of classes with the class."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        members = node.body if isinstance(node, ast.ClassDef) else [node]
        prefix = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        found |= {prefix + each.name for each in members if isinstance(each, ast.FunctionDef)}
    return found


def test_every_sentence_has_a_test() -> None:
    """What the page promises is shown by a test, and the list of them has nothing that the page does not say."""
    assert [pair["says"] for pair in pairs()] == sentences(PAGE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("test", sorted({pair["test"] for pair in pairs()} - {ADVICE}))
def test_the_tests_that_are_named_exist(test: str) -> None:
    file, _, name = test.partition("::")
    assert name.rpartition("::")[2].startswith("test_")
    assert name in _tests_of(ROOT / "tests" / file)


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / "ocpplint").rglob("*.py")):
        yield path.name, ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> set[str]:
    """Return the packages that a module imports, wherever in it."""
    named = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    named += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in named}


def test_there_is_no_network_code() -> None:
    assert [name for name, tree in modules() if imported(tree) & NETWORK] == []


def test_git_is_the_only_other_program() -> None:
    """What starts a program is a call of ``subprocess.run`` whose first word is ``git``."""
    calls = [
        node
        for _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in PROGRAMS
        and (node.value.id == "subprocess" or node.attr in STARTS or node.attr.startswith(("exec", "spawn")))
    ]
    assert {f"{ast.unparse(node)}" for node in calls} == {"subprocess.run"}
    lists = [
        node
        for _, tree in modules()
        if "subprocess" in imported(tree)
        for node in ast.walk(tree)
        if isinstance(node, ast.List)
    ]
    begun = [node.elts[0].value for node in lists if node.elts and isinstance(node.elts[0], ast.Constant)]
    assert begun.count("git") == len(calls)


def test_nothing_that_is_read_is_run() -> None:
    """No text becomes code: there is no ``eval``, no unpickling, and what is imported has its name in the program."""
    calls = {
        node.func.id
        for _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert calls & {"eval", "exec", "compile", "__import__"} == set()
    assert [name for name, tree in modules() if imported(tree) & CODE] == []
    importing = {name for name, tree in modules() if "import_module" in ast.unparse(tree)}
    assert importing == {"__init__.py", "formats.py"}, (
        "these import a command, what the library offers, and a format"
    )


@pytest.mark.parametrize("call", ["open(key)", "read(key)", "now() > 0", "env(key)", "fetch(key)", "exec(key)"])
def test_a_condition_reaches_nothing_outside(call: str) -> None:
    problems = [problem.message for problem in check(parse(call), about("setting"))]
    assert problems[0].startswith("there is no function")


def test_what_names_a_person_is_shown(tmp_path: Path) -> None:
    frame = '[2,"1","Authorize",{"idTag":"CARD-OF-ANN","idTagg":"x"}]\n'
    write(tmp_path, {"trace.jsonl": frame})
    assert "CARD-OF-ANN" in run("check", "trace.jsonl", cwd=tmp_path).out
