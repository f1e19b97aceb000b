"""The command line over traces: the option for the version, start-up without what only traces need, flat memory."""

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from ocpplint.facts.fact import Location
from ocpplint.facts.message import Exchange, Message
from ocpplint.trackers.messages.exchanges import Exchanges
from ocpplint.trackers.messages.protocol_checks import ProtocolChecks
from tests.support.messages_sample import log

GET_VARIABLES = (
    '[2,"a1","GetVariables",{"getVariableData":[{"component":{"name":"X"},"variable":{"name":"Y"}}]}]\n'
)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ocpplint", *arguments], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(("ocpp", "codes"), [("1.6", ["MSG002"]), ("2.0.1", []), ("2.1", [])])
def test_the_version_can_be_given(tmp_path: Path, ocpp: str, codes: list[str]) -> None:
    trace = tmp_path / "frames.txt"
    trace.write_text(GET_VARIABLES)
    done = run("check", "--ocpp", ocpp, "--output-format", "json", str(trace))
    assert [finding["code"] for finding in json.loads(done.stdout)["findings"]] == codes
    assert done.returncode == bool(codes)


def test_what_the_log_says_outranks_the_option(tmp_path: Path) -> None:
    trace = tmp_path / "trace.jsonl"
    trace.write_text('{"chargePointId":"A","ocppVersion":"2.0.1","message":' + GET_VARIABLES.strip() + "}\n")
    assert run("check", "--ocpp", "1.6", str(trace)).returncode == 0


def test_an_unknown_version_is_a_usage_error(tmp_path: Path) -> None:
    assert run("check", "--ocpp", "1.5", str(tmp_path)).returncode == 2


def test_an_audit_names_the_inferred_version(tmp_path: Path) -> None:
    boot = {"chargePointVendor": "Acme", "chargePointModel": "One"}
    trace = tmp_path / "csms.log"
    trace.write_text(log([("station", [2, "1", "BootNotification", boot])]))
    assert "1.6" in run("audit", str(trace)).stdout


def test_a_configuration_is_checked_without_the_schemas_of_messages(tmp_path: Path) -> None:
    config = tmp_path / "station.json"
    config.write_text('{"key": "HeartbeatInterval", "value": "300"}')
    script = (
        "import sys, ocpplint.cli\n"
        f"sys.argv = ['ocpplint', 'check', {str(config)!r}]\n"
        "try:\n    ocpplint.cli.run()\nexcept SystemExit: pass\n"
        "print(sorted(m for m in sys.modules if m.startswith(('jsonschema', 'ocpp.', 'ocpplint.schemas'))))"
    )
    run("check", str(config))  # compiles the rules, which needs jsonschema
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert done.stdout.strip().endswith("[]")


def kept(dialogues: ProtocolChecks) -> int:
    """Count the messages that the trackers of turns still remember."""
    return sum(len(side.recent or ()) for peer in dialogues._peers.known.values() for side in peer.sides.values())


def test_memory_does_not_grow_with_the_trace() -> None:
    exchanges, dialogues = Exchanges(), ProtocolChecks()
    sizes = []
    for number in range(30_000):
        place = Location("t.log", number, 1, number, 2)
        call = Message(2, str(number), "Heartbeat", {}, place, station="A", sender="station")
        answer = Message(
            3, str(number), None, {"currentTime": "2026-03-01T10:00:00Z"}, place, station="A", sender="csms"
        )
        for message in (call, answer):
            assert list(dialogues.track(message, exchanges.track(message))) == []
        sizes.append(kept(dialogues))
    assert max(sizes) <= 2_000
    assert any(after < before for before, after in pairwise(sizes))


def test_the_same_id_on_both_sides_goes_to_the_right_call() -> None:
    exchanges = Exchanges()
    place = Location("t.log", 1, 1, 1, 2)
    mine = Message(2, "1", "Heartbeat", {}, place, station="A", sender="station")
    theirs = Message(2, "1", "ClearCache", {}, place, station="A", sender="csms")
    assert [*exchanges.track(mine), *exchanges.track(theirs)] == []
    by_station = Message(3, "1", None, {}, place, station="A", sender="station")
    by_csms = Message(3, "1", None, {}, place, station="A", sender="csms")
    matched: list[Exchange] = [*exchanges.track(by_station), *exchanges.track(by_csms)]
    assert [exchange.call.action for exchange in matched] == ["ClearCache", "Heartbeat"]
    assert list(exchanges.finish()) == []
