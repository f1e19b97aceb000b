"""Running a version on the inputs, and writing down what it says."""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from tools.recording.cases import Case, Lists, Sources, all_cases, lists_from
from tools.worlds.settings import save

_LIMIT: Final = 120.0
"""Seconds that a command may take."""
_PROFILE: Final = """\
name: own
title: Stations of our own
extends: bender
source: made up
keys:
  RCMBDelta: {scope: Individual, type: integer, maximum: 600}
  OwnKey: {scope: Both, access: RW, type: boolean}
"""
_DIALECT: Final = """\
dialect: OWN
OWN: TIMESTAMP / [A-Z]+ \\(MainThread\\) \\[ocpp\\] / STATION ": " DIRECTION " "
"""
_RULE: Final = """\
code: OWN001
name: long-heartbeat
summary: A station is heard of too rarely.
severity: warning
match:
  fact: setting
  when: base_key == "HeartbeatInterval" && value == "900"
message: "`{key}` is {value}"
label: too long
help: write `300`
why: A backend that waits for fifteen minutes learns of an outage too late.
source: made up
examples:
  bad:
    - title: A quarter of an hour
      text: |
        {"<<HeartbeatInterval>>": "900"}
  good:
    - title: Five minutes
      text: |
        {"HeartbeatInterval": "300"}
    - title: This one is wrong
      text: |
        {"HeartbeatInterval": "900"}
"""
_OWN: Final = {
    "own.yaml": _PROFILE,
    "broken.yaml": "name: broken\nkeys: [1]\n",
    "own.lark": _DIALECT,
    "rules/own/OWN001-long-heartbeat.yaml": _RULE,
}
"""Files of ours that each case finds in ``../own/``."""


class Runner:
    """One version: the command that starts it, and where its inputs are."""

    def __init__(self, command: Sequence[str], sources: Sources, folder: str) -> None:
        self._command, self._sources, self._folder = tuple(command), sources, folder

    def lists(self) -> Lists:
        """Ask the version for its rules and profiles."""
        rules = self._output("rules", "--output-format", "json")
        return lists_from(rules, self._output("profiles"))

    def record(self, case: Case) -> list[dict[str, Any]]:
        """Run a case, and return what each of its commands said, and the files that it wrote."""
        with tempfile.TemporaryDirectory(dir=self._folder) as base:
            here = os.path.join(base, "here")
            self._prepare(case.start, here)
            said = [self._run(arguments, here) for arguments in case.runs]
            return said + [_file(here, name) for name in case.files]

    def _prepare(self, start: str, here: str) -> None:
        if start == "examples":
            shutil.copytree(self._sources.examples, here)
        elif start:
            shutil.copytree(os.path.join(self._sources.worlds, start), here)
        else:
            os.makedirs(here)
        for name, text in _OWN.items():
            save(os.path.join(here, "..", "own", name), text)

    def _run(self, arguments: Sequence[str], here: str) -> dict[str, Any]:
        done = self._start(arguments, here)
        return {
            "command": " ".join(self._plain(argument, here) for argument in arguments),
            "exit": done.returncode,
            "stdout": _content(self._plain(done.stdout, here)),
            "stderr": self._plain(done.stderr, here).splitlines(),
        }

    def _plain(self, text: str, here: str) -> str:
        """Take out what is not the version's, but this run's: where things are."""
        for path, name in (
            (here, "<here>"),
            (os.path.dirname(here), "<folder>"),
            (self._sources.corpus, "<corpus>"),
            (self._folder, "<folder>"),
        ):
            text = text.replace(path, name) if path else text
        return text

    def _start(self, arguments: Sequence[str], here: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            (*self._command, *arguments),
            cwd=here,
            env=self._environment(here),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="backslashreplace",
            timeout=_LIMIT,
            check=False,
        )

    def _environment(self, here: str) -> dict[str, str]:
        """Nothing of the user's. Bytecode and grammars are kept for all cases, outside the version's folder."""
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        return {
            **kept,
            "HOME": self._folder,
            "XDG_CACHE_HOME": os.path.join(self._folder, "cache"),
            "PYTHONPYCACHEPREFIX": os.path.join(self._folder, "bytecode"),
            "PYTHONUTF8": "1",
            "TZ": "UTC",
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "GIT_CEILING_DIRECTORIES": here,
        }

    def _output(self, *arguments: str) -> str:
        done = self._start(arguments, self._folder)
        if done.returncode:
            raise RuntimeError(f"{' '.join((*self._command, *arguments))}: {done.stderr}")
        return done.stdout


def record(command: Sequence[str], sources: Sources, out: str, processes: int) -> int:
    """Record all cases into the folder ``out``, which must not exist; return how many commands were run."""
    os.makedirs(out)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(processes) as pool:
        runner = Runner(command, sources, folder)
        cases = list(all_cases(sources, runner.lists()))
        for case, said in zip(cases, pool.map(runner.record, cases), strict=True):
            _write(os.path.join(out, _file_name(case.name)), said)
    _write(os.path.join(out, "inputs.json"), {name: _digest(path) for name, path in _inputs(sources)})
    return sum(len(case.runs) for case in cases)


def _inputs(sources: Sources) -> Iterator[tuple[str, str]]:
    return ((name, path) for name, path in sources._asdict().items() if path)


def _digest(folder: str) -> str:
    """Return a digest of all files below a folder, by which recordings of other inputs are told apart."""
    digest = hashlib.sha256()
    for base, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(base, name)
            with open(path, "rb") as file:
                content = hashlib.sha256(file.read()).hexdigest()
            digest.update(f"{os.path.relpath(path, folder)} {content}\n".encode())
    return digest.hexdigest()


def _content(text: str) -> Any:
    """Return what a text holds: JSON, JSON on each line, or lines."""
    for parse in (json.loads, _json_lines):
        try:
            return parse(text)
        except ValueError:
            continue
    return text.splitlines()


def _json_lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def _file(here: str, name: str) -> dict[str, Any]:
    try:
        with open(os.path.join(here, name), encoding="utf-8") as file:
            content = _content(file.read())
    except FileNotFoundError:
        content = None
    return {"command": f"file {name}", "content": content}


def _file_name(name: str) -> str:
    return name.replace("/", "--").replace(" ", "-") + ".json"


def _write(path: str, content: Any) -> None:
    with open(path, "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.write("\n")
