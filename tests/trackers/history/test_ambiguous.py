"""A careless backend drives a dual-connector station: the true cause of each refusal comes first.

The station is made of the profile `bender`: its keys, access, ranges and words. What it refuses, and why, it says to the
test; the linter has only the trace.
"""

import json
import random
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from ocpplint.analysis.rule_examples import run_example
from ocpplint.engine.packs import load_rules
from ocpplint.stations.keyspec import KeySpec
from ocpplint.stations.registry import Profiles
from ocpplint.values.check import ValueCheck

RULES = load_rules()
PROFILE = Profiles().load("bender")
SPECS = {key: spec for key in PROFILE.written_keys() if (spec := PROFILE.read_key(key).spec) is not None}
NUMBERS = [key for key, spec in SPECS.items() if spec.type in ("integer", "decimal") and spec.access == "RW"]
SWITCHES = [key for key, spec in SPECS.items() if spec.type == "boolean" and spec.access == "RW"]
LOCKED = [key for key, spec in SPECS.items() if spec.access == "R" and spec.role is None]
SHARED = [
    key for key, spec in SPECS.items() if spec.scope in ("Both", "Master", "Not relevant") and spec.access == "RW"
]
LIMIT = "MeterValuesSampledDataMaxLength"


class Station:
    """Takes writes as the profile says, and knows why it refuses one. ``is_blunt``: it says Rejected to everything."""

    def __init__(self, *, is_blunt: bool) -> None:
        self.is_blunt = is_blunt
        self.values = {key: spec.default or _some(spec) for key, spec in SPECS.items()}
        self.values[LIMIT] = "2"

    def write(self, key: str, value: str) -> tuple[str, str | None]:
        """Return the answer, and the kind of the true cause of a refusal."""
        if key not in self.values:
            cause = "suffix" if PROFILE.read_key(key).suffix else "case" if _recased(key) else "unknown"
            return "Rejected" if self.is_blunt else "NotSupported", cause
        spec = SPECS[key]
        if spec.access == "R":
            return "Rejected", "read-only"
        if ValueCheck(spec).fault(value) is not None or (spec.length_key == LIMIT and value.count(",") > 1):
            return "Rejected", "value"
        self.values[key] = value
        return "Accepted", None

    def report(self) -> list[dict[str, Any]]:
        return [
            {"key": key, "readonly": SPECS[key].access == "R", "value": value}
            for key, value in self.values.items()
        ]


def _some(spec: KeySpec) -> str:
    """Return a value that the key may have."""
    return next(iter(spec.values)) if spec.values else {"boolean": "true"}.get(spec.type or "", "30")


def _recased(key: str) -> bool:
    return key.lower() in {known.lower() for known in SPECS}


class Try(NamedTuple):
    key: str
    value: str


def tries(chance: random.Random) -> Iterator[Try]:
    """What a careless backend writes: mistakes of every kind, and right ones among them."""
    number, switch = chance.choice(NUMBERS), chance.choice(SWITCHES)
    yield Try(number, chance.choice(("often", "5 apples", "", "1e3x")))
    yield Try(switch, chance.choice(("perhaps", "2", "ja")))
    yield Try(chance.choice(LOCKED), "30")
    yield Try(chance.choice(SHARED) + chance.choice(("_2", "[2]", "_3")), "30")
    yield Try(number.lower(), "30")
    yield Try("ConnectorPhaseRotation", "RSN")
    yield Try("MeterValuesSampledData", "Voltage,SoC,Frequency")
    yield Try("MeterValuesSampledData", "Voltage;SoC")
    yield Try("RCMBDelta", str(chance.randint(1_000, 9_000)))
    yield Try("RCMBDelta", str(chance.randint(1, 999)))
    yield Try(f"Entirely{chance.randint(1, 99)}Unheard", "1")


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("is_blunt", [False, True])
def test_the_true_cause_comes_first(seed: int, *, is_blunt: bool) -> None:
    chance, station = random.Random(seed), Station(is_blunt=is_blunt)  # noqa: S311  a seed, not a secret
    lines = [frame("send", [2, "g", "GetConfiguration", {}])]
    rows = [{"key": "GetConfigurationMaxKeys", "readonly": True, "value": "900"}]
    rows = [row for row in station.report() if row["key"] != "GetConfigurationMaxKeys"] + rows
    lines.append(frame("receive message", [3, "g", {"configurationKey": rows}]))
    truth: dict[int, str] = {}
    for count, (key, value) in enumerate(tries(chance)):
        answer, cause = station.write(key, value)
        if cause is not None:
            truth[len(lines) + 1] = cause
        lines.append(frame("send", [2, f"w{count}", "ChangeConfiguration", {"key": key, "value": value}]))
        lines.append(frame("receive message", [3, f"w{count}", {"status": answer}]))
    found = {f.location.line: f for f in run_example({"csms.log": "".join(lines)}, RULES) if f.code == "SEQ001"}
    assert set(found) == set(truth)
    for line, cause in truth.items():
        assert WORDS[cause] in found[line].message, (lines[line - 1], found[line].message)


WORDS = {
    "read-only": "read-only",
    "value": "the value ",
    "suffix": "so there is no key",
    "case": "case-sensitive",
    "unknown": "the station's report of all its keys does not list it",
}


def frame(direction: str, content: list[Any]) -> str:
    return f"CP7: {direction} {json.dumps(content)}\n"
