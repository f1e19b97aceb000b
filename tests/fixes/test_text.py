"""What a fix does to a text: the least that will do, and nothing to all the rest."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from ocpplint.facts.listener import Listener
from ocpplint.fixes.repairs import Repairs
from ocpplint.reporters.report import Report
from ocpplint.sources.discover import discover
from ocpplint.sources.layout import Layout
from ocpplint.sources.replacing import replace_file
from ocpplint.sources.source import Source
from tests.support.fixes_run import Checker, repaired, repairs_of


class Counted(Checker):
    """Judges and counts how often it had to."""

    calls = 0

    def __call__(self, sources: Sequence[Source], *listeners: Listener) -> Report:
        self.calls += 1
        return super().__call__(sources, *listeners)


def fixed(folder: Path, name: str, data: bytes) -> bytes:
    (folder / name).write_bytes(data)
    repaired(folder)
    return (folder / name).read_bytes()


TEXTS = {
    "minified.json": '{"ConnectorPhaseRotation":"RST","ConnectorPhaseRotation-2":"RTS"}',
    "pretty.json": '{\n\t"ConnectorPhaseRotation": "RST",\n\t"ConnectorPhaseRotation-2": "RTS"\n}\n\n\n',
    "windows.json": '[\r\n  {"key": "ConnectorPhaseRotation-2",\r\n   "value": "RTS"}\r\n]\r\n',
    "mac.json": '[\r  {"key": "ConnectorPhaseRotation-2", "value": "RTS"}\r]\r',
    "mixed.json": '[\n  {"key": "ConnectorPhaseRotation-2",\r\n   "value": "RTS"}\r]',
    "comments.jsonc": '// Säule 😀\n[ /* here */ {"key": /* and */ "ConnectorPhaseRotation-2", "value": "RTS"}, // there\n]',
    "words.json5": '{configuration: {ConnectorPhaseRotation-2: "RTS", HeartbeatInterval: 300}}',
    "plain.yaml": "# first\nconfiguration:\n    ConnectorPhaseRotation-2:   RTS   # odd  spaces\n    RCMBDelta: 30\n",
    "quoted.yaml": "configuration:\n- key: 'ConnectorPhaseRotation-2'\n  value: \"RTS\"\n",
    "flow.yml": "configuration: {ConnectorPhaseRotation-2: RTS, 'RCMBDelta': 30}\n---\nother: [a, b]\n",
    "bare.toml": '# first\n[configuration]\nConnectorPhaseRotation-2  = "RTS"  # odd  spaces\n',
    "quoted.toml": '[configuration]\n\'ConnectorPhaseRotation-2\' = \'RTS\'\r\nNote = """\n two\n"""\n',
    "pairs.toml": '[[configurationKey]]\nkey = "ConnectorPhaseRotation-2" # there\nvalue = "RTS"\n',
    "inline.toml": "configuration = { ConnectorPhaseRotation-2 = 'RTS', HeartbeatInterval = 300 }\n",
    "dotted.toml": "CP1.configuration.ConnectorPhaseRotation-2 = 'RTS'\n",
    "sections.ini": "; first\r\n[CP-1]\r\nConnectorPhaseRotation-2:   RTS ; odd  spaces\r\nHeartbeatInterval = 300\r\n",
    "git.ini": '[station "CP-1"]\n\tConnectorPhaseRotation-2 = "RTS"\n\tNote = one\n\t\ttwo\n',
    "station.conf": "[CP-1]\nConnectorPhaseRotation-2 = RTS\n",
    "a.env": "# first\nexport ConnectorPhaseRotation-2='RTS' # there\nNOTE=\"one\ntwo\"\n",
    "a.properties": "! first\nConnectorPhaseRotation-2 : RTS\nNote = one \\\n  two\n",
    "dotted.properties": "cp1.configuration.ConnectorPhaseRotation-2 RTS\n",
    "single.json5": "{configuration: {'ConnectorPhaseRotation-2': 'RTS', HeartbeatInterval: 0x12c,}}",
    "folded.yaml": "note: >\n  ConnectorPhaseRotation-2\n  stays\nconfiguration:\n  ConnectorPhaseRotation-2: RTS\n",
    "inside.json": r'{"config": "{\"ConnectorPhaseRotation-2\": \"RTS\"}"}',
    "twice.json": r'{"a": "{\"b\": \"{\\\"ConnectorPhaseRotation-2\\\": \\\"RTS\\\"}\"}"}',
    "inside.yaml": 'data:\n  cp.json: |\n    {"ConnectorPhaseRotation": "RST",\n     "ConnectorPhaseRotation-2": "RTS"}\n  b: 1\n',
    "quoted-inside.yaml": 'data:\n  cp.json: \'{"ConnectorPhaseRotation-2": "RTS"}\'\n',
    "yaml-inside.yaml": "data:\n  cp.yaml: |\n    RCMBDelta: 30\n    ConnectorPhaseRotation-2: RTS\n",
    "environment.yaml": "environment:\n  - RCMBDelta=30\n  - ConnectorPhaseRotation-2=RTS\n",
}


@pytest.mark.parametrize("name", TEXTS)
def test_nothing_but_the_key_changes(tmp_path: Path, name: str) -> None:
    before = TEXTS[name]
    wrong = "ConnectorPhaseRotation-2"
    head, _, tail = before.rpartition(wrong)
    after = fixed(tmp_path, name, before.encode())
    assert after.decode() == f"{head}ConnectorPhaseRotation_2{tail}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_encoding_stays(tmp_path: Path, encoding: str) -> None:
    text = '// Säule für Öl\r\n[{"key": "ConnectorPhaseRotation-2", "value": "RTS"}]\r\n'
    after = fixed(tmp_path, "a.jsonc", text.encode(encoding))
    assert after == text.replace("Rotation-2", "Rotation_2").encode(encoding)


VALUES = [
    ("a.json", '{"HeartbeatInterval": "300 "}', '{"HeartbeatInterval": "300"}'),
    ("a.json", '{"LocalPreAuthorize": "True"}', '{"LocalPreAuthorize": "true"}'),
    ("a.json", '{"ConnectorPhaseRotation": "rst"}', '{"ConnectorPhaseRotation": "RST"}'),
    ("a.yaml", "configuration: {LocalPreAuthorize: 'yes'}", "configuration: {LocalPreAuthorize: 'true'}"),
    ("a.yaml", "configuration: {LocalPreAuthorize: yes}", "configuration: {LocalPreAuthorize: true}"),
    ("a.toml", "HeartbeatInterval = '300 '", "HeartbeatInterval = '300'"),
    ("a.toml", 'LocalPreAuthorize = "True"', 'LocalPreAuthorize = "true"'),
    ("a.ini", "LocalPreAuthorize = yes ; on", "LocalPreAuthorize = true ; on"),
    (
        "a.ini",
        "MeterValuesSampledData = Voltage;Power.Active.Import ; two",
        "MeterValuesSampledData = Voltage,Power.Active.Import ; two",
    ),
    ("a.env", "OCPP_LocalPreAuthorize=True", "OCPP_LocalPreAuthorize=true"),
    ("a.env", "OCPP_RCMBDelta_2=30", "OCPP_RCMBDelta=30"),
    ("a.env", "HeartbeatInterval='300 ' # five", "HeartbeatInterval='300' # five"),
    ("a.properties", "LocalPreAuthorize = True", "LocalPreAuthorize = true"),
    ("a.json5", "{LocalPreAuthorize: 'True'}", "{LocalPreAuthorize: 'true'}"),
    ("a.json5", "{ConnectorPhaseRotation: 'rst'}", "{ConnectorPhaseRotation: 'RST'}"),
    ("a.json", r'{"c": "{\"HeartbeatInterval\": \"300 \"}"}', r'{"c": "{\"HeartbeatInterval\": \"300\"}"}'),
    ("a.json", r'{"c": "{\"LocalPreAuthorize\": \"True\"}"}', r'{"c": "{\"LocalPreAuthorize\": \"true\"}"}'),
    (
        "a.json",
        r'{"c": "{\"MeterValuesSampledData\": \"SoC;Voltage\"}"}',
        r'{"c": "{\"MeterValuesSampledData\": \"SoC,Voltage\"}"}',
    ),
    (
        "a.yaml",
        "data:\n  cp.yaml: |\n    LocalPreAuthorize: yes\n    RCMBDelta: 30\n",
        "data:\n  cp.yaml: |\n    LocalPreAuthorize: true\n    RCMBDelta: 30\n",
    ),
    (
        "a.yaml",
        "configuration:\n  MeterValuesSampledData: Voltage;Power.Active.Import # two\n",
        'configuration:\n  MeterValuesSampledData: "Voltage,Power.Active.Import" # two\n',
    ),
]


@pytest.mark.parametrize(("name", "before", "after"), VALUES)
def test_a_value_keeps_its_quotes(tmp_path: Path, name: str, before: str, after: str) -> None:
    assert fixed(tmp_path, name, before.encode()).decode() == after


def test_what_two_places_share_is_left_alone(tmp_path: Path) -> None:
    text = "a: &shared\n  ConnectorPhaseRotation-2: RTS\nstations:\n  CP1: {configuration: *shared}\n  CP2: {configuration: *shared}\n"
    assert fixed(tmp_path, "a.yaml", text.encode()).decode() == text


def test_a_fix_that_would_set_a_key_twice_is_left_out(tmp_path: Path) -> None:
    text = '[{"key": "RCMBDelta", "value": "30"}, {"key": "RCMBDelta_2", "value": "10"}, {"key": "ConnectorPhaseRotation-2", "value": "RTS"}]'
    (tmp_path / "a.json").write_text(text)
    repairs = repaired(tmp_path)
    assert (tmp_path / "a.json").read_text() == text.replace("Rotation-2", "Rotation_2")
    assert (repairs.fixed.total(), repairs.refused) == (1, 1)
    assert [finding.code for finding in repairs.report.findings] == ["SCP001"]


def test_exchanged_keys_are_fixed_together(tmp_path: Path) -> None:
    text = '{"connectors": {"1": {"ConnectorPhaseRotation_2": "RST"}, "2": {"ConnectorPhaseRotation": "RTS"}}}'
    (tmp_path / "a.json").write_text(text)
    repairs = repaired(tmp_path)
    right = '{"connectors": {"1": {"ConnectorPhaseRotation": "RST"}, "2": {"ConnectorPhaseRotation_2": "RTS"}}}'
    assert (tmp_path / "a.json").read_text() == right
    assert (repairs.fixed.total(), repairs.report.findings) == (2, [])


def test_what_a_fix_brings_to_light_is_fixed_in_the_next_round(tmp_path: Path) -> None:
    other = '{"key": "ResetRetries", "value": "3"}'
    text = f'[{{"key": "connectorphaserotation", "value": "rts", "connectorId": 2}}, {other}]'
    (tmp_path / "a.json").write_text(text)
    repairs = repaired(tmp_path)
    right = text.replace("connectorphaserotation", "ConnectorPhaseRotation_2").replace("rts", "RTS")
    assert (tmp_path / "a.json").read_text() == right
    assert repairs.report.findings == []


def test_safe_fixes_alone_leave_the_unsafe_ones(tmp_path: Path) -> None:
    text = '[{"key": "heartbeatinterval", "value": "300"}, {"key": "ConnectorPhaseRotation-2", "value": "RTS"}]'
    (tmp_path / "a.json").write_text(text)
    repairs = repaired(tmp_path, unsafe=False)
    assert (tmp_path / "a.json").read_text() == text.replace("heartbeatinterval", "HeartbeatInterval")
    assert (repairs.fixed.total(), repairs.unsafe_left()) == (1, 1)


def test_a_preview_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"key": "heartbeatinterval", "value": "300"}, {"key": "ResetRetries", "value": "3"}]')
    ((shown, before, after),) = repairs_of(tmp_path, unsafe=True).preview()
    assert (shown, before.text, after.text) == (
        str(path),
        path.read_text(),
        '[{"key": "HeartbeatInterval", "value": "300"}, {"key": "ResetRetries", "value": "3"}]',
    )


def test_many_fixes_that_are_left_out_cost_a_handful_of_judgements(tmp_path: Path) -> None:
    settings = '[{"key": "RCMBDelta", "value": "30"}, {"key": "RCMBDelta_2", "value": "30"}, {"key": "ConnectorPhaseRotation-2", "value": "RTS"}]'
    stations = ",\n".join(f'"CP{number}": {{"configuration": {settings}}}' for number in range(100))
    (tmp_path / "a.json").write_text(f'{{"stations": {{{stations}}}}}')
    check = Counted()
    sources = discover([str(tmp_path)], Layout())
    repairs = Repairs(check, sources, check(sources), lambda _: str(tmp_path), unsafe=True)
    repairs.write()
    assert (repairs.fixed.total(), repairs.refused) == (100, 100)
    assert check.calls < 10


def test_what_could_not_be_written_is_told_and_still_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = '[{"key": "heartbeatinterval", "value": "300"}, {"key": "ResetRetries", "value": "3"}]'
    (tmp_path / "a.json").write_text(text)

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ocpplint.fixes.repairs.replace_file", fails)
    repairs = repaired(tmp_path)
    assert repairs.fixed.total() == 0
    assert repairs.untouched == {str(tmp_path / "a.json"): "can't be rewritten: no space left on device"}
    assert [finding.code for finding in repairs.report.findings] == ["KEY002"]


def test_what_changed_meanwhile_is_left_and_judged_as_it_is_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"key": "heartbeatinterval", "value": "300"}, {"key": "ResetRetries", "value": "3"}]')
    theirs = '[{"key": "HeartbeatInterval", "value": "60"}, {"key": "resetretries", "value": "3"}]'

    def after_them(name: str, data: bytes, expected: bytes, base: str | None) -> None:
        path.write_text(theirs)
        replace_file(name, data, expected, base)

    monkeypatch.setattr("ocpplint.fixes.repairs.replace_file", after_them)
    repairs = repaired(tmp_path)
    assert path.read_text() == theirs
    assert [(finding.code, finding.key) for finding in repairs.report.findings] == [("KEY002", "resetretries")]
    assert "somebody else" in repairs.untouched[str(path)]
