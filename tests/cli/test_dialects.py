"""``--dialect``, ``--strict-input``, ``dialects`` and what ``audit`` says of its inputs, as a user runs them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from click.testing import CliRunner, Result

from ocpplint.cli import ocpplint
from ocpplint.readers.traces.dialect_loader import load_dialects

if TYPE_CHECKING:
    from ocpplint.readers.traces.dialects import Carrier, Dialect

Run = Callable[..., Result]

GATEWAY = """\
dialect: GATEWAY

GATEWAY: (TIMESTAMP | /\\d{10}/) " gw/" STATION " " (UP | DOWN) / +/
UP: /(?P<from_station>up)/
DOWN: /(?P<from_csms>down)/
"""
LOG = """\
2024-05-01T10:00:00Z gw/CP-7 up   [2,"17","Heartbeat",{}]
the gateway is up
2024-05-01T10:00:01Z gw/CP-7 down [3,"17",{"currentTime":"2024-05-01T10:00:01Z"}]
"""
CUT = LOG + '2024-05-01T10:00:02Z gw/CP-7 up [2,"18","Heart'
SCHEMA = json.loads(
    (Path(__file__).parents[2] / "ocpplint" / "reporters" / "output.schema.json").read_text("utf-8")
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    Path("gateway.lark").write_text(GATEWAY, "utf-8")
    Path("gateway.log").write_text(LOG, "utf-8")
    Path("cut.log").write_text(CUT, "utf-8")
    runner = CliRunner()
    return lambda *arguments: runner.invoke(ocpplint, arguments, standalone_mode=False)


def test_a_dialect_of_ones_own_is_tried_first(run: Run) -> None:
    got = run("audit", "--dialect", "gateway.lark", "gateway.log")
    assert got.return_value == 0
    assert "gateway.log: log, 3 lines, 2 frames (gateway 2)" in got.output
    assert "stations CP-7; 2024-05-01 10:00:00 to 2024-05-01 10:00:01; direction known" in got.output
    without = run("audit", "gateway.log")
    assert "2 frames (text 2)" in without.output


@pytest.mark.parametrize("command", ["check", "audit"])
def test_a_file_of_dialects_that_cannot_be_used_is_a_usage_error(run: Run, command: str) -> None:
    Path("bad.lark").write_text(GATEWAY.replace('STATION " "', 'STATON " "'), "utf-8")
    got = run(command, "--dialect", "bad.lark", "gateway.log")
    assert "bad.lark:3:40: " in str(got.exception)
    assert "STATON" in str(got.exception)
    assert "missing.lark: no such file" in str(run(command, "--dialect", "missing.lark", "gateway.log").exception)


def test_strict_input_makes_errors_of_what_was_not_understood(run: Run) -> None:
    assert run("check", "--dialect", "gateway.lark", "cut.log").return_value == 0
    strict = run("check", "--strict-input", "--dialect", "gateway.lark", "--output-format", "concise", "cut.log")
    assert strict.return_value == 1
    assert "cut.log:4:33: error INP005 " in strict.output
    milder = run(
        "check", "--strict-input", "--dialect", "gateway.lark", "--severity", "truncated-frame=warning", "cut.log"
    )
    assert milder.return_value == 0
    assert run("check", "--strict-input", "gateway.log").return_value == 0


def test_the_dialects_are_listed_in_their_order(run: Run) -> None:
    for arguments in (("dialects",), ("dialects", "list")):
        lines = [line.strip() for line in run(*arguments).output.splitlines()]
        names = [line.split(" ")[0] for line in lines if not line.endswith(":")]
        shipped = load_dialects()
        sources: list[Dialect | Carrier] = [*shipped.dialects, *shipped.carriers]
        assert names == [source.name for source in sources]
        assert "micro-ocpp (always a station's log)" in lines


def test_a_dialect_is_tried_on_a_log_line_by_line(run: Run) -> None:
    got = run("dialects", "test", "gateway.lark", "gateway.log")
    assert got.return_value == 0
    assert got.output.splitlines() == [
        "     1  2024-05-01T10:00:00Z gw/CP-7 up",
        "        frame; dialect gateway, station CP-7, time 1714557600.0, direction station",
        "     3  2024-05-01T10:00:01Z gw/CP-7 down",
        "        frame; dialect gateway, station CP-7, time 1714557601.0, direction csms",
        "2 frames, 2 of them behind a dialect of gateway.lark",
    ]
    assert (
        "     2  the gateway is up\n        no frame\n"
        in run("dialects", "test", "--all", "gateway.lark", "gateway.log").output
    )


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (
            'CP-7: send [2,"1","Heartbeat",{}]',
            1,
            "frame; dialect mobilityhouse, not one of this file, station CP-7",
        ),
        ('gw.CP-7.up [2,"1","Heartbeat",{}]', 1, "frame; no dialect matches"),
        ("nothing", 3, "0 frames"),
    ],
)
def test_lines_that_the_dialect_does_not_match(run: Run, line: str, code: int, said: str) -> None:
    Path("other.log").write_text(line, "utf-8")
    got = run("dialects", "test", "gateway.lark", "other.log")
    assert got.return_value == code
    assert said in got.output


def test_trying_a_dialect_on_what_is_not_there_is_a_usage_error(run: Run) -> None:
    assert "missing.log: " in str(run("dialects", "test", "gateway.lark", "missing.log").exception)
    assert "missing.lark: " in str(run("dialects", "test", "missing.lark", "gateway.log").exception)


def test_the_json_output_says_how_much_was_understood(run: Run) -> None:
    Path("mixed.log").write_text(f"got [2, 'x', 'Heartbeat', {{}}]\n{CUT}", "utf-8")
    got = json.loads(run("audit", "--dialect", "gateway.lark", "--output-format", "json", "mixed.log").output)
    jsonschema.validate(got, SCHEMA)
    (entry,) = got["inputs"]
    assert entry["dialects"] == {"gateway": 2}
    assert (entry["frames"], entry["truncated"], entry["malformed"], entry["unknown_direction"]) == (2, 1, 0, 0)
    assert entry["last_time"] - entry["first_time"] == 1
    assert entry["shapes"] == [
        {"shape": "[2, '', '', {}]", "lines": 1, "first_line": 1, "example": "got [2, 'x', 'Heartbeat', {}]"}
    ]


def test_audit_says_what_the_log_lost_and_what_was_not_understood(run: Run) -> None:
    text = "".join(f"got [2, 'x{n}', 'Heartbeat', {{}}]\n" for n in range(3))
    Path("mixed.log").write_text(
        f'{text}{CUT}\nDEBUG:websockets.server:< TEXT \'[2,"4","Hear...,{{}}]\' [29 bytes]\n', "utf-8"
    )
    got = run("audit", "--dialect", "gateway.lark", "mixed.log").output
    assert "    2 truncated, 1 of them in the middle\n" in got
    assert (
        "    not understood: 3 lines that look like OCPP, such as line 1: got [2, 'x0', 'Heartbeat', {}]\n" in got
    )
    empty = run("audit", "gateway.lark")
    assert empty.return_value == 3
