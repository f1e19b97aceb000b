"""A hand-made report that shows what the formats must cope with."""

import io
from collections.abc import Mapping

from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputReport
from ocpplint.findings.finding import Edit, Finding, Fix, Related, fingerprint
from ocpplint.reporters.formats import FORMATS
from ocpplint.reporters.report import Report, RuleCard, Style

STATION_MODEL = "Bender charge controller 5.33, Station model, 1.2"
SECRET = "Winter7413Passw0rd"  # noqa: S105


class Lines:
    """The lines of files held in memory."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = {path: text.split("\n") for path, text in files.items()}

    def line(self, path: str, number: int) -> str | None:
        lines = self._files.get(path, [])
        return lines[number - 1] if 1 <= number <= len(lines) else None


def rendered(name: str, report: Report, source: Lines, style: Style | None = None) -> str:
    out = io.StringIO()
    FORMATS[name](report, out, style or Style(width=100), source)
    return out.getvalue()


def at(path: str, line: int, column: int, length: int = 1) -> Location:
    return Location(path, line, column, line, column + length)


def found(location: Location, label: str = "a label", **fields: object) -> Finding:
    values: dict[str, object] = {
        "code": "SCP001",
        "name": "suffix-on-shared-key",
        "severity": "error",
        "confidence": "high",
        "message": "a message",
        "label": label,
        "help": "",
        "source": "",
        "url": "",
        "fails": fields.get("severity", "error") == "error",
        **fields,
    }
    return Finding(location=location, **values)  # type: ignore[arg-type]  # the fields are what the test varies


ODD_PATH = "depot/a b,c:%.json"
NEWLINE_PATH = "depot/two\nlines.yaml"
TRACE = "logs/csms.log"
FILES = {
    "depot/cp7.json": """{
  // Connector 1
  "ConnectorPhaseRotation": "RST",

  "CableEquipped": "true",
  "FreeCharging": "off",

  "OperatorCurrentLimit": "16",



  // Connector 2
  {"key": "ConnectorPhaseRotation", "value": "RTS"}
""",
    "depot/cp7-connector2.json": '{\n\t"RCMBDelta_2": "6"\n}',
    "depot/shared.json": '{"key": "RCMBDelta", "value": "30"}',
    TRACE: "\n".join(
        f'2024-05-02 07:{minute:02}:11 CP7 -> [2,"{minute}","ChangeConfiguration",'
        f'{{"key":"RCMBDelta_2","value":"{minute}"}}]'
        for minute in range(30)
    ),
    "depot/wide.yaml": "# 充电站 é\nDisplayName: 充电站二号, HeartbeatInterval: fast # nagyon\n",
    "depot/minified.json": "{"
    + ", ".join(f'"Vendor.Setting{n}": "{n * 7919}"' for n in range(400))
    + ', "MeterValueSampleInterval": "sixty", '
    + ", ".join(f'"Other.Setting{n}": "{n * 104729}"' for n in range(400))
    + "}",
    ODD_PATH: '{\n  "value": "' + SECRET + '",\n  "readonly": false,\n  "key": "AuthorizationKey"\n}\n',
    NEWLINE_PATH: f"password: {SECRET}\nAuthorizationKey_2: {SECRET}  # both\n",
}


def findings() -> list[Finding]:
    return [
        missing_suffix(),
        contradiction(),
        repeated(),
        wide_characters(),
        long_line(),
        short_credential(),
        suffixed_credential(),
    ]


def missing_suffix() -> Finding:
    return found(
        at("depot/cp7.json", 13, 12, 22),
        "an Individual key without `_2` sets connector 1",
        code="SCP004",
        name="missing-connector-2-suffix",
        confidence="medium",
        message="`ConnectorPhaseRotation` is meant for connector 2, but without `_2` it sets connector 1",
        help="write `ConnectorPhaseRotation_2`",
        source=STATION_MODEL,
        url="https://ocpplint.example/rules/SCP004",
        station="CP7",
        connector=2,
        key="ConnectorPhaseRotation",
        fix=Fix(
            "unsafe",
            "write `ConnectorPhaseRotation_2`",
            (Edit(at("depot/cp7.json", 13, 12, 22), "ConnectorPhaseRotation_2"),),
        ),
        related=[
            Related(at("depot/cp7.json", 3, 4, 22), "connector 1 is set here", "conflict"),
            Related(at("depot/cp7.json", 12, 3, 14), "this comment means it for connector 2"),
        ],
        fingerprint=fingerprint("SCP004", "CP7", "ConnectorPhaseRotation", "depot/cp7.json"),
    )


def contradiction() -> Finding:
    return found(
        at("depot/cp7-connector2.json", 2, 3, 11),
        "`RCMBDelta` is shared by both connectors",
        message="`RCMBDelta` has scope Both: it takes no connector suffix, and the station has it at 30",
        help="remove the line, or set `RCMBDelta` once for the station",
        source=STATION_MODEL,
        station="CP7",
        key="RCMBDelta_2",
        fix=Fix("safe", "remove it", (Edit(Location("depot/cp7-connector2.json", 2, 1, 3, 1), ""),)),
        related=[Related(at("depot/shared.json", 1, 10, 9), "the station's value", "conflict")],
        fingerprint=fingerprint("SCP001", "CP7", "RCMBDelta_2", "depot/cp7-connector2.json"),
    )


def repeated() -> Finding:
    line = FILES[TRACE].split("\n")[3]
    return found(
        at(TRACE, 4, line.index("RCMB") + 1, 11),
        "`RCMBDelta` takes no suffix",
        severity="warning",
        message="`RCMBDelta` takes no suffix",
        station="CP7",
        key="RCMBDelta_2",
        count=14,
        related=[Related(at(TRACE, 5 + n, 58), "here again", "repeat") for n in range(10)],
    )


def wide_characters() -> Finding:
    return found(
        at("depot/wide.yaml", 2, 41, 4),
        "not a number",
        code="VAL002",
        name="wrong-type",
        severity="info",
        confidence="low",
        message="`HeartbeatInterval` is a number of seconds",
        related=[Related(at("depot/wide.yaml", 2, 14, 5), "the display's name", "evidence")],
    )


def long_line() -> Finding:
    column = FILES["depot/minified.json"].index('"sixty"') + 2
    return found(
        at("depot/minified.json", 1, column, 5),
        "not a number",
        code="VAL002",
        name="wrong-type",
        message="`MeterValueSampleInterval` is a number of seconds",
        help="write the number of seconds between two samples; 0 turns sampling off, and many stations refuse"
        " less than 5 because every sample goes through the one backend connection",
    )


def short_credential() -> Finding:
    return found(
        at(ODD_PATH, 2, 13, len(SECRET)),
        f"`{SECRET}` is too short",
        code="SEC003",
        name="weak-authorization-key",
        message=f"`{SECRET}` has 18 characters, 40 hexadecimal digits are wanted",
        key="AuthorizationKey",
        fix=Fix("unsafe", f"pad {SECRET}", (Edit(at(ODD_PATH, 2, 13, 18), f"{SECRET}0000"),)),
    )


def suffixed_credential() -> Finding:
    return found(
        at(NEWLINE_PATH, 2, 1, 18),
        "the station has one backend connection",
        message="`AuthorizationKey` has scope Master: it is never set for connector 2",
        help="remove the line",
        source=STATION_MODEL,
        key="AuthorizationKey_2",
        fix=Fix("safe", "remove the line", (Edit(Location(NEWLINE_PATH, 2, 1, 3, 1), ""),)),
    )


def inputs() -> list[InputReport]:
    return [
        InputReport("depot/cp7.json", "settings", lines=14, settings=5, stations={"CP7": None}),
        InputReport("depot/cp7-connector2.json", "settings", lines=3, settings=1, stations={"CP7": None}),
        InputReport("depot/broken.json", "settings", lines=9, problems={"syntax": 2}),
        InputReport(TRACE, "trace", {"csms": 28}, 30, 28, 30, 2, 3, stations={"CP7": None, "CP8": None}),
        InputReport("package.json", "other", lines=20),
    ]


def cards() -> dict[str, RuleCard]:
    return {
        "SCP004": RuleCard(
            "SCP004",
            "missing-connector-2-suffix",
            "error",
            "A setting meant for connector 2 without the suffix",
            "Add the suffix.",
            STATION_MODEL,
            "https://ocpplint.example/rules/SCP004",
        ),
        "SEQ001": RuleCard("SEQ001", "unanswered-call", "warning", "A call nobody answered", "", "", ""),
    }


def sample() -> tuple[Report, Lines]:
    return Report(findings(), inputs(), suppressed=1, rules=cards()), Lines(FILES)
