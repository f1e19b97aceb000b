"""Whatever goes in: nothing drives the terminal or the build service, and no credential comes out."""

import io
import json
import os
import re
import unicodedata
from pathlib import Path
from typing import Literal

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocpplint.credentials.names import is_credential
from ocpplint.credentials.redaction import mask, redact, secret_spans
from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputReport
from ocpplint.findings.finding import Edit, Finding, Fix, Related
from ocpplint.reporters.excerpts import Excerpts
from ocpplint.reporters.formats import FORMATS
from ocpplint.reporters.report import Report, RuleCard, Style
from ocpplint.reporters.safe_text import outgoing, safe
from tests.reporters.test_formats import sarif_schema
from tests.support.reporters_sample import Lines, at, found, rendered

OUTPUT_SCHEMA = json.loads(
    (Path(__file__).parents[2] / "ocpplint" / "reporters" / "output.schema.json").read_text("utf-8")
)
FORMAT_NAMES = sorted(FORMATS)

NASTY = st.sampled_from(
    [
        *(
            "\x1b[31m",
            "\x1b]0;title\x07",
            "\r",
            "\n",
            "\t",
            "\x7f",
            "\x9b2J",
            "\u202e",
            "\u2066",
            "\u200b",
            "\ufeff",
        ),
        *(
            "\ud800",
            "\udcff",
            "\u2028",
            "\u0085",
            "\u00ad",
            "\ufe0f",
            "\u3164",
            "\U000e0041",
            "\n::error::x",
            "::",
        ),
        *("##vso[task.setvariable]", "##[add-path]", "%0A", "漢字", "é", '{"', '\\"', "`", "'"),
    ]
)
ANY_TEXT = st.lists(st.text() | NASTY | st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Mn"])).map(
    "".join
)
SEVERITY = st.sampled_from(["error", "warning", "info"])


@st.composite
def locations(draw: st.DrawFn, path: str) -> Location:
    line = draw(st.integers(1, 4))
    column = draw(st.integers(1, 60))
    return Location(path, line, column, line + draw(st.integers(0, 1)), column + draw(st.integers(0, 30)))


@st.composite
def any_finding(draw: st.DrawFn, paths: list[str]) -> Finding:
    place = draw(locations(draw(st.sampled_from(paths))))
    other = draw(locations(draw(st.sampled_from(paths))))
    text = {name: draw(ANY_TEXT) for name in ("name", "message", "label", "help", "source", "url")}
    role: Literal["evidence", "conflict", "repeat"] = draw(st.sampled_from(["evidence", "conflict", "repeat"]))
    return found(
        place,
        severity=draw(SEVERITY),
        station=draw(st.none() | ANY_TEXT),
        key=draw(st.none() | ANY_TEXT),
        connector=draw(st.none() | st.integers(1, 2)),
        fix=draw(
            st.none()
            | st.builds(lambda title, content: Fix("safe", title, (Edit(place, content),)), *[ANY_TEXT] * 2)
        ),
        related=[Related(other, draw(ANY_TEXT), role)],
        count=draw(st.integers(1, 20)),
        **text,
    )


@st.composite
def any_report(draw: st.DrawFn) -> tuple[Report, Lines]:
    paths = draw(st.lists(ANY_TEXT, min_size=1, max_size=3))
    files = {path: draw(ANY_TEXT) for path in paths}
    findings = draw(st.lists(any_finding(paths), min_size=1, max_size=4))
    inputs = [
        InputReport(path, "settings", {draw(ANY_TEXT): 1}, stations={draw(ANY_TEXT): None}) for path in paths
    ]
    text = draw(ANY_TEXT)
    return Report(
        findings, inputs, 0, {"SCP001": RuleCard("SCP001", text, "error", text, text, text, text)}
    ), Lines(files)


def shapeless(text: str) -> set[str]:
    """Name the characters of a text that a terminal obeys or does not show."""
    return {
        f"U+{ord(character):04X}"
        for character in text
        if character != "\n" and unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    }


@pytest.mark.parametrize("name", FORMAT_NAMES)
@settings(max_examples=60, deadline=None)
@given(given_report=any_report())
def test_output_drives_no_terminal(name: str, given_report: tuple[Report, Lines]) -> None:
    text = rendered(name, *given_report)
    assert shapeless(text) == set()
    assert "##[" not in text
    assert "##vso[" not in text
    text.encode("utf-8")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
@settings(max_examples=30, deadline=None)
@given(given_report=any_report())
def test_output_fits_the_encoding(encoding: str, given_report: tuple[Report, Lines]) -> None:
    for name in FORMAT_NAMES:
        out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict", newline="\n")
        FORMATS[name](given_report[0], out, Style(), given_report[1])
        out.flush()


@settings(max_examples=80, deadline=None)
@given(given_report=any_report())
def test_json_is_valid_whatever_goes_in(given_report: tuple[Report, Lines]) -> None:
    jsonschema.Draft202012Validator(OUTPUT_SCHEMA).validate(json.loads(rendered("json", *given_report)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(given_report=any_report())
def test_sarif_is_valid_whatever_goes_in(given_report: tuple[Report, Lines]) -> None:
    jsonschema.Draft7Validator(SARIF_SCHEMA).validate(json.loads(rendered("sarif", *given_report)))


SARIF_SCHEMA = sarif_schema()


@settings(max_examples=100, deadline=None)
@given(given_report=any_report())
def test_github_takes_no_command_from_the_inputs(given_report: tuple[Report, Lines]) -> None:
    report = given_report[0]
    *lines, last = rendered("github", *given_report).split("\n")
    assert last == ""
    assert len(lines) == len(report.findings) + 1
    commands = {"error": "error", "warning": "warning", "info": "notice"}
    expected = [commands[s] for s in ("error", "warning", "info") for f in report.findings if f.severity == s]
    pattern = re.compile(
        r"::(error|warning|notice) file=[^:,]*,line=\d+,endLine=\d+,col=\d+(,endColumn=\d+)?,title=[^:,]*::"
    )
    assert [match[1] for line in lines[:-1] if (match := pattern.match(line))] == expected


@settings(max_examples=100, deadline=None)
@given(given_report=any_report())
def test_other_formats_have_no_line_a_runner_takes_for_a_command(given_report: tuple[Report, Lines]) -> None:
    for name in set(FORMAT_NAMES) - {"github"}:
        assert [line for line in rendered(name, *given_report).split("\n") if line.strip().startswith("::")] == []


@settings(max_examples=200, deadline=None)
@given(text=ANY_TEXT)
def test_safe_text_is_visible_and_stays_as_it_is(text: str) -> None:
    made_safe = safe(text)
    assert "\n" not in made_safe
    assert shapeless(made_safe) == set()
    assert safe(made_safe) == made_safe


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain `text` äöü 充电", "plain `text` äöü 充电"),
        ("\x1b[31m", "␛[31m"),
        ("a\r\nb\tc", "a␍␊b␉c"),
        ("\x7f", "␡"),
        ("\x9b", "\\u009b"),
        ("\u202eevil\u2069", "\\u202eevil\\u2069"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("a\u00a0b", "a\\u00a0b"),
        ("\udcff", "\\udcff"),
        ("\U000e0041", "\\U000e0041"),
        ("x\ufe0f\u3164", "x\\ufe0f\\u3164"),
    ],
)
def test_each_invisible_character_is_shown(text: str, shown: str) -> None:
    assert safe(text) == shown


def escaped(text: str) -> str:
    return json.dumps(text)[1:-1]


SHAPES = [
    '{"key":"AuthorizationKey","value":"%s"}',
    '{"value" : "%s" , "readonly": false, "key" : "AuthorizationKey"}',
    '[3,"17",{"configurationKey":[{"key":"G_CardPin","readonly":false,"value":"%s"},{"key":"a","value":"b"}]}]',
    '{"key":"AuthorizationKey","readonly":false,"value":"%s',
    '"value":"%s","key":"AuthorizationKey"},{"key":"HeartbeatInterval","value":"300"}',
    '{"AuthorizationKey": "%s"}',
    '{"AuthorizationKey_2": "%s", "HeartbeatInterval": 300}',
    "AuthorizationKey: %s",
    "  AuthorizationKey: '%s'  # comment",
    '- key: AuthorizationKey\n  value: "%s"',
    "- value: %s\n  key: AuthorizationKey\n- value: 3\n  key: HeartbeatInterval",
    '{\n  "key": "AuthorizationKey",\n  "readonly": false,\n  "value": "%s"\n}',
    '{\n  "attributeValue": "%s",\n  "component": {},\n  "variable": {\n  "name": "BasicAuthPassword"\n  }\n}',
    '"password": "%s"',
    '"pass_phrase" : "%s"',
    "wifiPassword=%s&x=1",
    '{"clientSecret":"%s"}',
    '{"access_token":"%s","token_type":"x"}',
    '{"APIKEY":"%s"}',
    '{"private key":"%s"}',
    '{"pin":"%s"}',
    '{"CardPin":"%s"}',
    '{"PSK":"%s"}',
    '{"attributeValue":"%s","component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"}}',
    '{"component":{"name":"S","evse":{"id":1}},"variable":{"name":"BasicAuthPassword"},"attributeValue":"%s"}',
    '{"component":{},"variable":{"name":"BasicAuthPassword"},"variableAttribute":[{"type":"Actual","value":"%s"}]}',
    "{'key': 'AuthorizationKey', 'value': '%s'}",
    "KeyValue(key=AuthorizationKey, readonly=false, value=%s)",
    "wss://cp1:%s@csms.example.org/ocpp",
    "Authorization: Basic %s",
    "AuthorizationKey;%s;false",
    "G_CardPin | %s | false",
    "password: |\n  line one\n  %s\nother: 1",
    "-----BEGIN EC PRIVATE KEY-----\n%s\n-----END EC PRIVATE KEY-----",
]
SHAPES += [
    r'{"key":"AuthorizationKey","value":"a\"b%s\\"}',
    r'{"value":"a\\\"b%s","key":"AuthorizationKey"}',
    r'{"key":"AuthorizationKey","note":"x\\","value":"%s"}',
]
SHAPES += [escaped(shape) for shape in SHAPES if shape.startswith(("{", "["))]
SHAPES += [f'"{escaped(escaped(shape))}"' for shape in SHAPES[:3]]

SECRETS = st.from_regex(r"[A-Za-z0-9]{8,24}", fullmatch=True).map(lambda text: "zQ7" + text)
BEFORE = st.text(st.characters(codec="utf-8", exclude_characters="\\\"'", exclude_categories=["Cc", "Cs"])).map(
    lambda text: text + " "
)


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=8, deadline=None)
@given(secret=SECRETS, before=BEFORE)
def test_no_credential_comes_out(shape: str, secret: str, before: str) -> None:
    starts_a_line = not shape.startswith(("{", "[", '"', "w"))
    text = ("" if starts_a_line else before) + shape % secret
    lines = text.split("\n")
    number = next(n for n, line in enumerate(lines, 1) if secret in line)
    place = at("f", number, lines[number - 1].index(secret) + 1, len(secret))
    finding = found(
        place,
        text,
        message=text,
        help=text,
        source=text,
        fix=Fix("safe", text, (Edit(place, text), Edit(place, secret))),
        related=[Related(place, text)],
    )
    for name in FORMAT_NAMES:
        assert secret not in rendered(name, Report([finding]), Lines({"f": text})), name


@pytest.mark.parametrize("shape", SHAPES)
def test_a_masked_line_keeps_its_width(shape: str) -> None:
    text = shape % "S3cretS3cret"
    masked = mask(text, secret_spans(text))
    assert len(masked) == len(text)
    assert "S3cret" not in masked


@pytest.mark.parametrize(
    "text",
    [
        '{"key":"AuthorizationCacheEnabled","value":"true"}',
        '{"AuthorizeRemoteTxRequests": "false", "AuthorizationKeyRequired": "yes"}',
        '{"key":["AuthorizationKey","HeartbeatInterval"]}',
        '{"idTag":"04A1B2C3"}',
        '{"idToken":{"idToken":"04A1B2C3","type":"ISO14443"},"groupIdToken":{"idToken":"x"}}',
        '{"key":"AuthorizationKey","readonly":true},{"key":"HeartbeatInterval","value":"300"}',
        '{"password":""} {"token":null} {"secret":true}',
        '{"passwordMinLength":12,"tokenType":"x","PinCodeEnabled":"1","PingInterval":"30"}',
        '{"component":{"name":"SecurityCtrlr"},"variable":{"name":"SecurityProfile"},"attributeValue":"2"}',
        "- key: AuthorizationKey\n  readonly: true\n- key: HeartbeatInterval\n  value: 300",
        "wss://csms.example.org:8443/ocpp?mail=a@example.org",
        "an Individual key `AuthorizationKey`: it is the whole station's",
        "Ping, Shipping, compass: north; don't pin this",
        "spinning: 3, mapping = 4",
    ],
)
def test_what_is_harmless_stays(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    ("name", "holds_one"),
    [
        ("AuthorizationKey", True),
        ("authorizationkey_2", True),
        ("SecurityCtrlr.BasicAuthPassword", True),
        ("PASSPHRASE", True),
        ("simPin", True),
        ("SIM_PIN", True),
        ("wifi-psk", True),
        ("private key", True),
        ("AuthorizationCacheEnabled", False),
        ("idToken", False),
        ("id_token", False),
        ("MaxEnergyOnInvalidId", False),
        ("spin", False),
        ("key", False),
        ("", False),
    ],
)
def test_credentials_are_known_by_name(name: str, holds_one: bool) -> None:
    assert is_credential(name) is holds_one


def shown(finding: Finding, text: str | None = None) -> Finding:
    return outgoing(finding, Excerpts(Lines({"f": text} if text is not None else {})))


class TestOutgoing:
    def test_a_sentence_does_not_repeat_a_credential_of_its_line(self) -> None:
        finding = found(at("f", 1, 1), "`hunter22` is weak", message="hunter22 is weak, hunter22x is not")
        copy = shown(finding, '{"password": "hunter22"}')
        assert (copy.label, copy.message) == ("`<redacted>` is weak", "<redacted> is weak, <redacted>x is not")

    def test_a_short_credential_is_taken_out_where_it_stands_alone(self) -> None:
        copy = shown(
            found(at("f", 1, 1), "`123` is not 1234", message="pin 5678 in 56789"), "CardPin: 123\npin: 5678"
        )
        assert (copy.label, copy.message) == ("`<redacted>` is not 1234", "pin <redacted> in 56789")

    def test_a_credential_is_recognised_in_its_decoded_form(self) -> None:
        copy = shown(found(at("f", 1, 1), 'it is `ab"cd\\ef`'), r'{"password": "ab\"cd\\ef"}')
        assert copy.label == "it is `<redacted>`"

    def test_without_the_line_quoted_words_about_a_credential_are_taken_out(self) -> None:
        copy = shown(found(at("f", 1, 1), "`AuthorizationKey` is `hunter22`, not `_2`", key="AuthorizationKey"))
        assert copy.label == "`AuthorizationKey` is `<redacted>`, not `_2`"

    def test_without_the_line_an_edit_may_write_the_key_only(self) -> None:
        def edits_of(content: str) -> tuple[Edit, ...]:
            fix = Fix("safe", "t", (Edit(at("f", 1, 1), content),))
            copy = shown(found(at("f", 1, 1), key="AuthorizationKey", fix=fix)).fix
            return copy.edits if copy else ()

        assert edits_of("hunter22") == ()
        assert [edit.content for edit in edits_of("AuthorizationKey_2")] == ["AuthorizationKey_2"]

    def test_what_is_harmless_goes_out_unchanged(self) -> None:
        finding = found(
            at("f", 1, 1),
            station="CP\x1b1",
            key="Key",
            connector=2,
            count=3,
            fingerprint="f",
            fix=Fix("safe", "write `Key_2`", (Edit(at("f", 1, 1), "Key_2"),)),
            related=[Related(at("f", 1, 1), "there", "conflict")],
        )
        copy = shown(finding, '{"Key": "1"}')
        assert {name: getattr(copy, name) for name in Finding.__slots__} == {
            name: getattr(finding, name) for name in Finding.__slots__
        }

    def test_a_secret_far_along_a_very_long_line_is_masked(self) -> None:
        members = ", ".join(f'"Setting{n}": "value {n}"' for n in range(5000))
        line = "{" + members + ', "AuthorizationKey": "S3cretS3cret", ' + members + "}"
        place = at("f", 1, line.index("S3cret") + 1, 12)
        excerpt = Excerpts(Lines({"f": line})).at(place)
        assert excerpt is not None
        assert excerpt.text[place.column - 1 - excerpt.offset :].startswith("•" * 12 + '"')


CORPUS = Path(os.environ.get("OCPPLINT_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
@pytest.mark.parametrize(
    ("file", "secret"),
    [
        ("configs/C01_everest_v16_config_docker.json", "AABBCCDDEEFFGGHH"),
        ("configs/C28_microocpp_ws_conn.jsn", "0123456789abcdef0123"),
        ("logs/L10_evcc_trace_growatt_wrapped.log", '"123456"'),
        ("logs/L04_solidstudio_vcp_winston.log", "'password'"),
        ("traces/T12_v201_setvariables_wrong_types.txt", "Winter7413#"),
        ("configs/C26_steve_getconfig_growatt_table.txt", "CardPin | xxxxxxxx"),
    ],
)
def test_credentials_of_real_inputs_are_redacted(file: str, secret: str) -> None:
    text = (CORPUS / file).read_text("utf-8", "replace")
    assert secret in text
    assert secret not in redact(text)


def test_a_document_in_base64_with_a_credential_in_it_is_not_shown() -> None:
    import base64

    inner = base64.b64encode(b'{"AuthorizationKey": "hunter2hunter2"}').decode()
    text = f"data:\n  station.json: {inner}\n"
    assert inner not in redact(text)
    harmless = base64.b64encode(b'{"HeartbeatInterval": "300"}').decode()
    assert redact(f"data:\n  station.json: {harmless}\n").count(harmless) == 1


@pytest.mark.parametrize(
    ("key", "value"), [("param", "setpoint"), ("configKey", "configValue"), ("option", "desired")]
)
def test_the_credential_in_a_pair_under_other_names_is_not_shown(key: str, value: str) -> None:
    assert "hunter2" not in redact(f'[{{"{key}": "AuthorizationKey", "{value}": "hunter2"}}]')
