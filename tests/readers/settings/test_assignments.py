"""TOML, INI, environment variables and properties as configurations of stations: what is found in them, and what not."""

import io
from pathlib import Path

import pytest

from ocpplint.documents.dotenv import parse_env
from ocpplint.facts.inputs import InputReport
from ocpplint.readers.classification import read
from tests.readers.settings.test_shapes import settings_in
from tests.support.command import Outcome, write
from tests.support.in_process import run


def checked(folder: Path, *arguments: str) -> Outcome:
    return run("check", "--profile", "bender", "--output-format", "concise", *arguments, cwd=folder)


KEYED = {
    "a.toml": '[CP-1]\nHeartbeatInterval = "abc"\nRCMBDelta_2 = 30\n[CP-2]\nHeartbeatInterval = 300\n',
    "list.toml": '[[stations]]\nid = "CP-1"\nocpp.HeartbeatInterval = "abc"\nocpp.RCMBDelta_2 = 30\n[[stations]]\nid = "CP-2"\nocpp = {HeartbeatInterval = 300}\n',
    "dotted.toml": "CP-1.HeartbeatInterval = 'abc'\nCP-1.RCMBDelta_2 = 30\nCP-2.HeartbeatInterval = 300\n",
    "a.ini": "[CP-1]\nHeartbeatInterval = abc\nRCMBDelta_2: 30 ; a comment\n[CP-2]\nHeartbeatInterval = 300\n",
    "dotted.ini": "[CP-1.ocpp]\nHeartbeatInterval = abc\nRCMBDelta_2 = 30\n[CP-2.ocpp]\nHeartbeatInterval = 300\n",
    "a.cfg": "[CP-1]\nHeartbeatInterval = abc\nRCMBDelta_2 = 30\n[CP-2]\nHeartbeatInterval = 300\n",
    "a.conf": "# depot\nCP-1.HeartbeatInterval=abc\nCP-1.RCMBDelta_2=30\nCP-2.HeartbeatInterval=300\n",
    "a.env": "CP1_HeartbeatInterval=abc\nCP1_RCMBDelta_2=30\nexport CP2_HeartbeatInterval=300\n",
    "nested.env": "CP1__OCPP__HeartbeatInterval=abc\nCP1__OCPP__RCMBDelta_2=30\nCP2__OCPP__HeartbeatInterval=300\n",
    "a.properties": "CP-1.ocpp.HeartbeatInterval=abc\nCP-1.ocpp.RCMBDelta_2 = 30\nCP-2.ocpp.HeartbeatInterval 300\n",
    "a.json5": "{'CP-1': {HeartbeatInterval: 'abc', RCMBDelta_2: +30}, 'CP-2': {HeartbeatInterval: 0x12c}}",
}


@pytest.mark.parametrize("name", KEYED)
def test_sections_first_parts_and_prefixes_name_stations_as_members_do(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: KEYED[name]})
    outcome = checked(tmp_path, name)
    assert sorted(outcome.codes) == ["SCP001", "VAL001"]
    assert "Checked 1 file (2 stations, 3 settings)" in outcome.out


COMMENTED = {
    "a.toml": "# Connector 2\nConnectorPhaseRotation = 'RTS' {} why\n",
    "a.ini": "[ocpp]\n; Connector 2\nConnectorPhaseRotation = RTS {} why\n",
    "a.env": "# Connector 2\nConnectorPhaseRotation='RTS' {} why\n",
    "a.properties": "! Connector 2\n{} why\nConnectorPhaseRotation RTS\n",
    "a.json5": "{{\n// Connector 2\nConnectorPhaseRotation: 'RTS', {} why\n}}\n",
}
MARKS = {"a.ini": ";", "a.properties": "!", "a.json5": "//"}


@pytest.mark.parametrize("name", COMMENTED)
def test_a_comment_assigns_settings_to_a_connector_and_another_one_suppresses_a_finding(
    tmp_path: Path, name: str
) -> None:
    mark = MARKS.get(name, "#")
    write(tmp_path, {name: COMMENTED[name].format(f"{mark} note")})
    assert checked(tmp_path, name).codes == ["SCP004"]
    write(tmp_path, {name: COMMENTED[name].format(f"{mark} ocpplint: ignore[SCP004]")})
    outcome = checked(tmp_path, name)
    assert (outcome.codes, "1 suppressed" in outcome.out) == ([], True)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.toml", "OCPPCommCtrlr.HeartbeatInterval = 300\n"),
        ("a.ini", "[CP-1]\nOCPPCommCtrlr.HeartbeatInterval = 300\n"),
        ("a.properties", "CP-1.OCPPCommCtrlr.HeartbeatInterval=300\n"),
        ("a.env", "OCPPCommCtrlr.HeartbeatInterval=300\n"),
    ],
)
def test_a_variable_of_ocpp_2_is_one_setting(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, {name: text})
    outcome = run("shapes", name, cwd=tmp_path)
    assert "1 setting" in outcome.out
    assert outcome.code == 0


PREFIXED = [
    ("OCPP_HeartbeatInterval=1", ["HeartbeatInterval"]),
    ("OCPP_RCMBDelta_2=1", ["RCMBDelta_2"]),
    (
        "OCPP_HeartbeatInterval=1\nOCPP_HeartbeatIntervall=2\nOCPP_URL=x",
        ["HeartbeatInterval", "HeartbeatIntervall"],
    ),
    ("CP1_HeartbeatInterval=1\nCP2_RCMBDelta=2\nCP3_Other=3", ["HeartbeatInterval", "RCMBDelta"]),
    ("SITE_A_RCMBDelta=1\nPATH=/bin", ["RCMBDelta"]),
    ("A_HeartbeatInterval=1", []),
    ("A_Language=de\nB_Language=en", []),
    ("OCPP_HEARTBEATINTERVAL=1\nHEARTBEAT=2", []),
    ("APP_Language=de", []),
]


@pytest.mark.parametrize(("text", "keys"), PREFIXED)
def test_a_prefix_is_one_only_where_a_known_key_stands_behind_it(text: str, keys: list[str]) -> None:
    assert [setting.key for setting in settings_in(text, parse_env)] == keys


OTHERS = {
    "pyproject.toml": '[project]\nname = "x"\n[tool.ocpplint]\nprofile = "bender"\n',
    "Cargo.toml": '[package]\nname = "HeartbeatInterval"\nedition = "2021"\n',
    "tox.ini": "[tox]\nenvlist = py311\n[testenv]\ncommands =\n    pytest {posargs}\n",
    "broken.ini": "[main\nno separator here at all\n= 1\n",
    "broken.toml": "[[a]\nb = \nc: 1\n",
    "broken.env": "A='x\n=\nB C\n",
    "php.ini": "; PHP\n[Session]\nsession.gc_maxlifetime = 1440\nerror_reporting = E_ALL & ~E_NOTICE\n",
    "log4j.properties": "log4j.appender.A1.layout.ConversionPattern=%d %m%n\nlog4j.rootLogger=DEBUG, A1\n",
    "app.service.conf": "[Service]\nExecStart=/bin/true\nRestartSec=5\nWantedBy=multi-user.target\n",
    "nginx.conf": "server {\n  listen 80;\n  location / { root /srv; }\n}\n",
    ".env": "DATABASE_URL=postgres://localhost\nSECRET_KEY='x'\nLANGUAGE=de\n",
    "ssh.cfg": "Host depot\n  HostName 10.0.0.7\n  User me\n",
    "setup.cfg": "[metadata]\nname = x\nclassifiers =\n    Framework :: Pytest\n",
    "package.json5": "{name: 'x', version: +1,}\n",
}


def test_files_of_others_are_no_configurations_broken_or_not(tmp_path: Path) -> None:
    write(tmp_path, OTHERS)
    for arguments in ((".",), tuple(OTHERS)):
        outcome = checked(tmp_path, "--strict-input", *arguments)
        assert (outcome.codes, outcome.code) == ([], 0), outcome.out
        assert "0 settings" in outcome.out


def test_what_is_wrong_in_a_configuration_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"a.toml": "[CP-1]\nHeartbeatInterval = 300s\n", "a.ini": "[CP-1]\nHeartbeatInterval 300\n"})
    assert sorted(checked(tmp_path).codes) == ["INP001", "INP001", "VAL001"]


def test_a_file_in_which_nothing_may_be_a_setting_is_not_parsed() -> None:
    def parsed(name: str, text: str) -> bool:
        found = read(name, io.StringIO(text, newline=""), InputReport(name), knows={"Language"}.__contains__)
        return found.placed is not None

    assert not parsed("a.toml", "[tool]\nname = 'x'\n# JavaScript, PostgreSQL\n")
    assert not parsed("a.env", "DATABASE_URL=postgres://localhost\n")
    assert parsed("a.toml", "[x]\nHearbeatInterval = 1\n")
    assert parsed("a.toml", "[[x]]\nkey = 'HearbeatInterval'\n")
    assert parsed("a.properties", "x.y.Language de\n")
    assert parsed("a.ini", "[ocpp]\nkey = 1\n")


def test_a_folder_is_searched_for_all_of_them(tmp_path: Path) -> None:
    text = "HeartbeatInterval=abc\n"
    names = ["a.ini", "b.env", ".env", ".env.local", "c.properties", "d.conf", "e.cfg", "sub/.env"]
    hidden = [".hidden/a.ini", ".envrc", "f.txt~"]
    write(tmp_path, dict.fromkeys((*names, *hidden), text))
    found = checked(tmp_path)
    assert sorted(line.split(":")[0] for line in found.out.splitlines() if "VAL001" in line) == sorted(names)
