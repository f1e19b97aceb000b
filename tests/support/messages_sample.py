"""Logs for the tests of messages: rendered, read and judged by the shipped MSG rules."""

import json
import os
import tempfile
from collections.abc import Iterable
from functools import cache
from typing import Any

from ocpplint.analysis.pipeline import Linter
from ocpplint.engine.evaluator import Evaluator
from ocpplint.engine.packs import load_rules
from ocpplint.engine.rule import Rule
from ocpplint.engine.selection import select_rules
from ocpplint.findings.collector import Collector
from ocpplint.findings.finding import Finding
from ocpplint.sources.discover import discover
from ocpplint.sources.layout import Layout
from ocpplint.stations.registry import Profiles


@cache
def rules() -> list[Rule]:
    return select_rules(load_rules(), ["MSG"], [])


def findings_in(paths: list[str], ocpp: str | None = None) -> list[Finding]:
    collector = Collector()
    judge = Evaluator(rules(), collector)
    Linter(Profiles(), [judge], ocpp).run(discover(paths, Layout()))
    judge.close()
    return collector.findings()


def judged(text: str, name: str = "csms.log", ocpp: str | None = None) -> list[Finding]:
    with tempfile.TemporaryDirectory(prefix="ocpplint-") as folder:
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return findings_in([path], ocpp)


def found(text: str, name: str = "csms.log", ocpp: str | None = None) -> list[tuple[str, int]]:
    """Return code and line of each finding."""
    return [(finding.code, finding.location.line) for finding in judged(text, name, ocpp)]


def log(frames: Iterable[tuple[str, Any]], station: str = "CP7") -> str:
    """Write the log of a CSMS: each frame with who sent it, one every seven seconds."""
    lines = []
    for number, (sender, frame) in enumerate(frames):
        seconds = 7 * number
        stamp = f"2026-03-01 {10 + seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"
        word = "receive message" if sender == "station" else "send"
        text = frame if isinstance(frame, str) else json.dumps(frame, separators=(",", ":"))
        lines.append(f"{stamp} INFO (MainThread) [ocpp] {station}: {word} {text}\n")
    return "".join(lines)


def bare(frames: Iterable[tuple[str, Any]]) -> str:
    return "".join(json.dumps(frame) + "\n" for _, frame in frames)
