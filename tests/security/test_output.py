"""What goes out is text: no input drives a terminal or is taken for a command by a build service, by any command."""

import ast
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ocpplint.reporters.formats import FORMATS
from ocpplint.reporters.gate import COLOURS, gated
from tests.support.command import run, write
from tests.support.in_process import Said, called

ROOT = Path(__file__).parents[2]
HOSTILE = (
    "x\n::error::y\r\x1b[2J\x1b]0;t\x07\x9b2J\x7f\u202e\u2066\u2028\ufeff\u3164##vso[a.b]##[group]##teamcity[c]"
)
HOSTILE += "\nsection_start:1:z\r\n\t::warning file=a::z"
AHEAD = "::error::" + HOSTILE
"""Text that begins with a command, for where it may begin a line."""
KEY = "::error::k\x1b[31m\r\x9b2J\u202e##vso[a]"
NAME = AHEAD.replace("/", "") + ".json"
IN_JSON = json.dumps(AHEAD)[1:-1]

RULE = f"""code: ZZZ001
name: of-ours
severity: error
confidence: fact
summary: {json.dumps(AHEAD)}
why: {json.dumps(AHEAD)}
source: {json.dumps(AHEAD)}
url: {json.dumps("https://a.example/" + HOSTILE)}
match: {{fact: setting, when: 'true'}}
message: {json.dumps(AHEAD)}
label: {json.dumps(AHEAD)}
help: {json.dumps(AHEAD)}
examples:
  bad:
    - title: {json.dumps(AHEAD)}
      text: {json.dumps('{"HeartbeatInterval": "' + IN_JSON + '"}')}
  good:
    - title: {json.dumps(AHEAD)}
      text: {json.dumps('{"HeartbeatInterval": 300} // ' + AHEAD)}
"""
PROFILE = {
    "name": "theirs",
    "title": AHEAD,
    "extends": "bender",
    "source": AHEAD,
    "firmware": AHEAD,
    "keys": {KEY: {"scope": "Both", "source": AHEAD, "type": "string", "note": AHEAD, "values": {AHEAD: AHEAD}}},
}
SETTINGS = [
    {"key": "heartbeatinterval", "value": AHEAD},
    {"key": AHEAD, "value": AHEAD},
    {"key": KEY, "value": AHEAD},
    {"key": "RCMBDelta_2", "value": "30"},
]
REPORT = [3, "1", {"configurationKey": [{**each, "readonly": False} for each in SETTINGS]}]
LOG = [
    f"2026-03-01 10:00:00 {name} -> {frame}"
    for name in ("CP7", "::error::CP\x1b[31m\u202e8")
    for frame in (
        json.dumps([2, "0", "BootNotification", {"chargePointVendor": AHEAD, "chargePointModel": AHEAD}]),
        json.dumps([2, "1", "GetConfiguration", {}]),
        json.dumps(REPORT),
        json.dumps([2, AHEAD, AHEAD, {AHEAD: AHEAD}]),
        json.dumps([4, "2", AHEAD, AHEAD, {}]),
        '[2,"3","DataTransfer",{"vendorId":"\x1b[31m::error::\u202e',
    )
]
CONFIG = f"""rules = ["rules"]
profile = "profiles/theirs.yaml"
[[suppress]]
rule = "KEY002"
path = {json.dumps(AHEAD)}
reason = {json.dumps(AHEAD)}
[[stations]]
path = {json.dumps(AHEAD)}
ignore = ["SCP001"]
"""
FILES = {
    NAME: json.dumps(SETTINGS, indent=1),
    "a.yaml": yaml.safe_dump({"configuration": {AHEAD: AHEAD, "heartbeatinterval": AHEAD}}, allow_unicode=True),
    "csms.log": "\n".join(LOG),
    "dump.json": json.dumps(REPORT),
    "rules/zzz/a.yaml": RULE,
    "profiles/theirs.yaml": yaml.safe_dump(PROFILE),
    "ocpplint.toml": CONFIG,
    "table.txt": f"Key Name\tAccessibility\tType\tDescription\nFoo\tRW\t{HOSTILE!r}\t::error::\x1b[31m\u202e##vso[a]\n",
}

Call = Callable[..., Said]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    write(tmp_path, {f"repository/{path}": text for path, text in FILES.items()})
    monkeypatch.chdir(tmp_path / "repository")
    return lambda *arguments: called(arguments, capsys, monkeypatch)


def faults_in(text: str, commands: str = "") -> Iterator[str]:
    """Yield what drives a terminal or a build service in a text; ``commands`` matches those that are ours."""
    for line in text.split("\n"):
        for character in line:
            if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") or character == "\u3164":
                yield f"U+{ord(character):04X} in {line!a}"
        if line.strip().startswith("::") and not (commands and re.match(commands, line)):
            yield f"a command of GitHub: {line!a}"
        if mark := re.search(r"##(vso|teamcity)?\[|section_(start|end):\d+:.*\r", line):
            yield f"{mark[0]} in {line!a}"


def is_inert(said: Said, commands: str = "") -> None:
    assert list(faults_in(said.out, commands)) == []
    assert list(faults_in(said.err)) == []
    assert "Traceback" not in said.err
    assert "internal error" not in said.err


OURS = r"::(error|warning|notice) (file|title)=[^:,]*"
"""The commands of the format ``github``."""


@pytest.mark.parametrize("command", ["check", "audit"])
@pytest.mark.parametrize("form", FORMATS)
def test_every_format(form: str, command: str, call: Call) -> None:
    said = call(command, ".", "--output-format", form, "--output", f"{form}=../report")
    assert said.code == 1
    is_inert(said, OURS if form == "github" else "")
    report = Path("../report").read_text("utf-8")
    assert "ZZZ001" in report
    assert list(faults_in(report, OURS if form == "github" else "")) == []


@pytest.mark.parametrize("form", ["full", "concise", "github"])
def test_the_only_sequences_on_a_terminal_are_our_colours(
    form: str, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    said = call("check", ".", "--output-format", form)
    without = re.sub(rf"\x1b\[({'|'.join(COLOURS)})m", "", said.out)
    assert form == "github" or without != said.out
    assert list(faults_in(without, OURS if form == "github" else "")) == []


COMMANDS = [
    ["check", ".", "--statistics"],
    ["check", ".", "--fix"],
    ["check", ".", "--diff"],
    ["check", "a.yaml", NAME, "--ocpp", "1.6", "--strict-input"],
    ["baseline", "create", "."],
    ["baseline", "create", ".", "--baseline", "../" + NAME],
    ["state", "csms.log"],
    ["state", "csms.log", "--output-format", "json"],
    ["state", "csms.log", "--output-format", "config"],
    ["diff", "csms.log", "--connectors", "--station", "CP7"],
    ["diff", NAME, "dump.json"],
    ["diff", NAME, "dump.json", "--output-format", "json"],
    ["drift", NAME, "--against", "csms.log"],
    ["drift", NAME, "--against", "csms.log", "--output-format", "json"],
    ["plan", NAME, "--against", "csms.log", "--all-stations"],
    ["plan", NAME, "--against", "csms.log", "--all-stations", "--output-format", "json"],
    ["plan", NAME, "--against", "csms.log", "--output-format", "frames", "--station", "CP7"],
    ["explain", "ZZZ001"],
    ["explain", "--profile", "profiles/theirs.yaml", KEY],
    ["rules"],
    ["rules", "--output-format", "json"],
    ["rules", "test", "rules"],
    ["profiles"],
    ["profiles", "show", "profiles/theirs.yaml"],
    ["profiles", "check", "profiles/theirs.yaml"],
    ["profiles", "diff", "bender", "profiles/theirs.yaml"],
    ["profiles", "diff", "bender", "profiles/theirs.yaml", "--output-format", "json"],
    ["profiles", "learn", "dump.json", NAME],
    ["profiles", "learn", "csms.log", "--station", "CP7"],
    ["profiles", "import", "table.txt"],
    ["dialects"],
    ["config", "show"],
    ["config", "show", "--output-format", "json"],
    ["config", "schema"],
    ["init", "--force"],
    ["completion", "zsh"],
    ["__complete", "--", "explain", ""],
    ["__complete", "--", "explain", "--profile", "profiles/theirs.yaml", ":"],
    ["__complete", "--", "check", "--select", "Z"],
    ["__complete", "--", "check", "--profile", "t"],
]


@pytest.mark.parametrize(
    "arguments", COMMANDS, ids=lambda words: " ".join(words).encode("unicode_escape").decode()[:50]
)
def test_every_command(arguments: list[str], call: Call) -> None:
    said = call(*arguments)
    assert said.code in (0, 1)
    # Between the parts of a line for a shell stand tabs, and a script for one is our own from end to end.
    is_shown = arguments[0] not in ("__complete", "completion")
    is_inert(said if is_shown else Said(said.code, said.out.replace("\t", " "), said.err))


WRONG = [
    ["check", AHEAD],
    ["check", "nowhere", "--output-format", AHEAD],
    ["check", "--" + AHEAD],
    ["check", "--jobs", AHEAD],
    ["check", "--severity", AHEAD],
    ["check", "--select", AHEAD],
    ["check", "--ignore", AHEAD],
    ["check", "--rules", AHEAD],
    ["check", "--profile", AHEAD],
    ["check", "--profile", AHEAD + "/a.yaml"],
    ["check", "--dialect", AHEAD],
    ["check", "--config", AHEAD],
    ["check", "--baseline", AHEAD],
    ["check", "--new-from", AHEAD],
    ["check", "--output", f"json={AHEAD}/a"],
    ["check", "--output", AHEAD],
    ["check", NAME, "--output", f"json={NAME}"],
    ["check", "--ocpp", AHEAD],
    [AHEAD],
    ["explain", AHEAD],
    ["profiles", AHEAD],
    ["profiles", "show", AHEAD],
    ["profiles", "check", NAME],
    ["profiles", "import", NAME],
    ["profiles", "import", AHEAD],
    ["profiles", "learn", AHEAD],
    ["profiles", "learn", "dump.json", "-o", AHEAD + "/b"],
    ["rules", "test", AHEAD],
    ["dialects", "test", AHEAD, "csms.log"],
    ["dialects", "test", NAME, "csms.log"],
    ["state", "csms.log", "--at", AHEAD],
    ["state", "csms.log", "--station", AHEAD],
    ["state", AHEAD],
    ["drift", AHEAD, "--against", AHEAD],
    ["diff", AHEAD, AHEAD],
    ["config", "show", "--config", NAME],
    ["completion", AHEAD],
    ["baseline", "update", ".", "--baseline", NAME],
]


@pytest.mark.parametrize(
    "arguments", WRONG, ids=lambda words: " ".join(words).encode("unicode_escape").decode()[:50]
)
def test_mistakes_on_the_command_line(arguments: list[str], call: Call) -> None:
    said = call(*arguments)
    assert said.code in (1, 2, 3)
    is_inert(said)


IN_TOML = json.dumps(AHEAD)
CONFIGS = {
    "value": f"fail-on = {IN_TOML}",
    "name": f"{IN_TOML} = 1",
    "list": f"select = [{IN_TOML}]",
    "rules": f"rules = [{IN_TOML}]",
    "profile": f"profile = {IN_TOML}",
    "profile file": f"profile = {json.dumps('a/' + AHEAD)}",
    "extend": f"extend = {IN_TOML}",
    "layout": f"layout = {IN_TOML}",
    "severity": f"[severity]\n{IN_TOML} = 'error'",
    "level": f"[severity]\nSCP001 = {IN_TOML}",
    "option": f"[options.SEQ029]\n{IN_TOML} = 1",
    "duration": f"[options.SEQ029]\nlimit = {IN_TOML}",
    "rule with options": f"[options.{IN_TOML}]\na = 1",
    "stations": f"[[stations]]\npath = 'a'\nprofile = {IN_TOML}",
    "suppress": f"[[suppress]]\nrule = {IN_TOML}\nreason = 'r'",
    "no toml": "a = \x1b[31m::error::",
    "no toml either": '"\x1b[31m\u202e##vso[a]" = ',
    "no text": "\udc9b",
}


@pytest.mark.parametrize("name", CONFIGS)
@pytest.mark.parametrize(
    "command", [["check", "."], ["config", "show"], ["rules"], ["profiles"], ["state", "csms.log"]]
)
def test_mistakes_in_a_configuration(name: str, command: list[str], call: Call) -> None:
    Path("ocpplint.toml").write_text(CONFIGS[name], "utf-8", "surrogateescape")
    said = call(*command)
    assert said.code in (0, 1, 2)
    is_inert(said)


@pytest.mark.parametrize("command", [["check", "."], ["rules"], ["rules", "test", "rules"], ["explain", "ZZZ001"]])
@pytest.mark.parametrize(
    "wrong", ["severity: error", "name: of-ours", "when: 'true'", "match: {fact: setting", "examples:", "url: "]
)
def test_mistakes_in_a_rule(wrong: str, command: list[str], call: Call) -> None:
    head, _, _ = wrong.partition(": ")
    Path("rules/zzz/a.yaml").write_text(RULE.replace(wrong, f"{head}: {json.dumps(AHEAD)} #", 1), "utf-8")
    said = call(*command)
    assert said.code == 2
    is_inert(said)


@pytest.mark.parametrize("name", ["name", "extends", "addressing", "keys", AHEAD])
def test_mistakes_in_a_profile(name: str, call: Call) -> None:
    Path("profiles/theirs.yaml").write_text(yaml.safe_dump({**PROFILE, name: AHEAD}), "utf-8")
    for command in (
        ["check", "."],
        ["profiles", "show", "profiles/theirs.yaml"],
        ["profiles", "check", "profiles/theirs.yaml"],
    ):
        said = call(*command)
        assert said.code in (1, 2)
        is_inert(said)


def test_the_warnings_of_python_are_no_part_of_the_output(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": yaml.safe_dump({**PROFILE, "match": [{"vendor": "[[a]--b"}]})})
    said = run("profiles", "check", "a.yaml", cwd=tmp_path)
    assert (said.out.endswith("1 profile, 1 fault\n"), said.err) == (True, "")


@pytest.mark.parametrize("debug", ["", "1"])
def test_an_internal_error(debug: str, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError(AHEAD)

    monkeypatch.setenv("OCPPLINT_DEBUG", debug)
    monkeypatch.setattr("ocpplint.cli.check.Checking", fails)
    said = call("check", ".")
    assert (said.code, "Traceback" in said.err) == (4, bool(debug))
    assert list(faults_in(said.out + said.err)) == []


def test_a_usage_error_is_one_line_whatever_it_quotes(call: Call) -> None:
    said = call("check", "a\n::error::b")
    assert said.err == "ocpplint: a␊::error::b: no such file or folder\n"
    said = call("check", "--jobs", "a\n::error::b")
    assert [line for line in said.err.splitlines() if "error" in line] == [
        "Error: Invalid value for '--jobs': 'a\\n::error::b' is no number from 0 to 256"
    ]


def test_what_is_escaped_in_a_learned_profile_stays_what_it_is(call: Call) -> None:
    Path(AHEAD).write_text(json.dumps(REPORT), "utf-8")
    said = call("profiles", "learn", AHEAD)
    assert said.code == 0
    is_inert(said)
    assert yaml.safe_load(said.out)["source"] == f"1 report of a station, in {AHEAD}:1"


def test_differences_to_a_baseline(call: Call) -> None:
    assert call("baseline", "create", "dump.json").code == 0
    assert list(faults_in(Path("ocpplint-baseline.json").read_text("utf-8"))) == []
    said = call("baseline", "diff", ".")
    assert said.code == 1
    is_inert(said)


def test_a_diff_of_lines_that_end_as_on_windows(call: Call) -> None:
    lines = [
        "# section_start:1:a",
        "- {key: heartbeatinterval, value: 300}",
        "- {key: ResetRetries, value: 3}",
        "",
    ]
    Path("windows.yaml").write_bytes("\r\n".join(lines).encode())
    said = call("check", "--diff", "windows.yaml")
    assert "+- {key: HeartbeatInterval, value: 300}\r\n" in said.out
    assert " # section_start\\u003a1:a\r\n" in said.out
    assert list(faults_in(said.out.replace("\r\n", "\n"))) == []


def test_a_completed_word_is_no_command_to_a_shell(call: Call) -> None:
    keys: dict[str, dict[str, str]] = {"Fo$(touch\ta)": {}, "Fo`a`": {}, "Fo;a": {}, "Fo a": {}, "Foo[1]": {}}
    profile = {**PROFILE, "keys": {key: {"scope": "Both", "source": "s"} for key in keys}}
    Path("profiles/theirs.yaml").write_text(yaml.safe_dump(profile), "utf-8")
    lines = call("__complete", "--", "explain", "--profile", "profiles/theirs.yaml", "fo").out.splitlines()
    assert [line.split("\t")[1] for line in lines] == ["Foo[1]"]


@settings(max_examples=300)
@given(
    pieces=st.lists(st.text() | st.sampled_from(["\r", "\n", "\r\n", "\x1b[31m", "\x1b[1;31m", "\x9b", "\u202e"]))
)
def test_nothing_else_gets_through_the_gate(pieces: list[str]) -> None:
    out = io.StringIO(newline="")
    gate = gated(out)
    for piece in pieces:
        gate.write(piece)
    lines = out.getvalue().split("\n")
    assert "".join(line.removesuffix("\r") for line in lines).isprintable()
    assert len(lines) == 1 + sum(piece.count("\n") for piece in pieces)


SPEAKING = {
    "ocpplint/cli/output.py": "the one place",
    "ocpplint/cli/init.py": "asks whether standard input is a terminal, and writes nothing",
    "ocpplint/__main__.py": "the version, before anything is imported",
    "ocpplint/integrations/hooks.py": "prints a file of ours when it is run by itself",
    "ocpplint/reporters/matcher.py": "prints a file of ours when it is run by itself",
}
STREAMS = {"sys.stdout", "sys.stderr", "sys.__stdout__", "sys.__stderr__", "warnings.warn", "traceback.print_exc"}
STREAMS |= {
    f"click.{name}" for name in ("echo", "secho", "echo_via_pager", "prompt", "confirm", "progressbar", "edit")
}
STREAMS |= {f"click.get_{kind}_stream" for kind in ("text", "binary")} | {"click.open_file"}


def test_text_leaves_the_process_in_one_place() -> None:
    found = set()
    for path in sorted((ROOT / "ocpplint").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (isinstance(node, ast.Attribute) and ast.unparse(node) in STREAMS) or (
                isinstance(node, ast.Call) and ast.unparse(node.func) == "print"
            ):
                found.add(path.relative_to(ROOT).as_posix())
    assert found == set(SPEAKING)
