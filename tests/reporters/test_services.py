"""The formats of services: what each may hold, by its documentation or schema, whatever the findings hold."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputReport
from ocpplint.findings.finding import Related, Severity, at_least
from ocpplint.reporters import markdown
from ocpplint.reporters.report import Report, Style
from tests.reporters.test_safety import any_report
from tests.support.reporters_sample import SECRET, Lines, at, found, rendered, sample

NOTHING = Lines({})
LIGHT = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)

CODE_QUALITY = jsonschema.Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "location", "severity"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string"},
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {
                                "begin": {"type": "integer", "minimum": 1},
                                "end": {"type": "integer", "minimum": 1},
                            },
                        },
                    },
                },
            },
        },
    }
)
"""What GitLab's documentation says of a code quality report (Code Quality, "Code Quality report format")."""


class Kind:
    """What an XML schema says of an element: its attributes, required ones marked with ``!``, and its children."""

    def __init__(self, attributes: str, children: str = "", *, text: bool = False) -> None:
        words = attributes.split()
        self.required = {word[:-1] for word in words if word.endswith("!")}
        self.allowed = {word.rstrip("!") for word in words}
        self.children = set(children.split())
        self.text = text


JUNIT = {
    "testsuites": Kind("name time tests failures errors", "testsuite"),
    "testsuite": Kind(
        "name! tests! failures! errors! group time skipped timestamp hostname id package file log url",
        "testsuite properties testcase system-out system-err",
    ),
    "testcase": Kind("name! time classname group", "skipped error failure system-out system-err"),
    "failure": Kind("type message", text=True),
    "error": Kind("type message", text=True),
    "skipped": Kind("type message", text=True),
    "system-out": Kind("", text=True),
}
"""The elements of Jenkins' ``junit-10.xsd`` (jenkinsci/xunit-plugin) that a linter has a use for."""

CHECKSTYLE = {
    "checkstyle": Kind("version!", "file"),
    "file": Kind("name!", "error"),
    "error": Kind("line! column severity! message! source!"),
}
"""What Checkstyle's own ``XMLLogger`` writes."""


def faults(element: Xml.Element, kinds: dict[str, Kind]) -> list[str]:
    """Tell what of an element and all below it the schema does not allow."""
    kind = kinds[element.tag]
    found_here = [f"{element.tag} lacks {name}" for name in kind.required - set(element.attrib)]
    found_here += [f"{element.tag} has {name}" for name in set(element.attrib) - kind.allowed]
    found_here += [f"{element.tag} holds {child.tag}" for child in element if child.tag not in kind.children]
    if not kind.text and (element.text or "").strip():
        found_here.append(f"{element.tag} holds text")
    return found_here + [fault for child in element if child.tag in kinds for fault in faults(child, kinds)]


def parsed(name: str, report: Report, source: Lines = NOTHING) -> Xml.Element:
    return Xml.fromstring(rendered(name, report, source))  # noqa: S314  our own output


class TestGitlab:
    @staticmethod
    def entries(report: Report, style: Style | None = None) -> Any:
        return json.loads(rendered("gitlab", report, NOTHING, style))

    def test_it_is_what_gitlab_documents(self) -> None:
        CODE_QUALITY.validate(json.loads(rendered("gitlab", *sample())))
        assert self.entries(Report([])) == []

    @LIGHT
    @given(given_report=any_report())
    def test_it_is_so_whatever_goes_in(self, given_report: tuple[Report, Lines]) -> None:
        entries = json.loads(rendered("gitlab", *given_report))
        CODE_QUALITY.validate(entries)
        assert len({entry["fingerprint"] for entry in entries}) == len(given_report[0].findings)

    def test_fingerprints_are_those_of_sarif(self) -> None:
        report, source = sample()
        results = json.loads(rendered("sarif", report, source))["runs"][0]["results"]
        sarif = [result.get("partialFingerprints", {}).get("ocpplint/v1") for result in results]
        gitlab = [entry["fingerprint"] for entry in json.loads(rendered("gitlab", report, source))]
        pairs = [(one, other) for one, other in zip(sarif, gitlab, strict=True) if one is not None]
        assert len(pairs) == 2
        assert all(one == other for one, other in pairs)

    def test_a_fingerprint_is_given_once(self) -> None:
        report = Report([found(at("a", n, 1), fingerprint="f" * 32) for n in (1, 2, 3)])
        first, *others = [entry["fingerprint"] for entry in self.entries(report)]
        assert first == "f" * 32
        assert len({first, *others}) == 3
        assert [entry["fingerprint"] for entry in self.entries(report)] == [first, *others]

    @pytest.mark.parametrize(("severity", "name"), [("error", "major"), ("warning", "minor"), ("info", "info")])
    def test_severities(self, severity: Severity, name: str) -> None:
        assert self.entries(Report([found(at("a", 1, 1), severity=severity)]))[0]["severity"] == name

    @pytest.mark.parametrize(
        ("folder", "path", "shown"),
        [
            (".", "./cp1.json", "cp1.json"),
            ("depot", "cp1.json", "depot/cp1.json"),
            ("depot", "../shared.json", "shared.json"),
            ("depot", "../../outside.json", "../../outside.json"),
            (".", "..hidden/a.json", "..hidden/a.json"),
        ],
    )
    def test_paths_are_named_from_the_projects_folder(
        self, folder: str, path: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / folder).mkdir(exist_ok=True)
        monkeypatch.chdir(tmp_path / folder)
        report = Report([found(at(path, 1, 1)), found(at(str(tmp_path / "x.json"), 1, 1))])
        paths = {entry["location"]["path"] for entry in self.entries(report, Style(project=str(tmp_path)))}
        assert paths == {shown, "x.json"}

    def test_without_a_project_a_path_is_as_given(self) -> None:
        (entry,) = self.entries(Report([found(Location("./a/b.json", 3, 1, 4, 1))]))
        assert entry["location"] == {"path": "a/b.json", "lines": {"begin": 3, "end": 4}}


class TestJunit:
    def test_it_is_valid_for_jenkins(self) -> None:
        assert faults(parsed("junit", *sample()), JUNIT) == []
        assert faults(parsed("junit", Report([])), JUNIT) == []

    @LIGHT
    @given(given_report=any_report())
    def test_it_is_valid_whatever_goes_in(self, given_report: tuple[Report, Lines]) -> None:
        root = parsed("junit", *given_report)
        assert faults(root, JUNIT) == []
        for suite in root:
            names = [case.get("name") for case in suite]
            assert len(set(names)) == len(names)

    def test_counts_are_those_of_the_cases(self) -> None:
        root = parsed("junit", *sample())
        for element in (root, *root.findall("testsuite")):
            assert int(element.get("tests", "")) == len(element.findall(".//testcase"))
            assert int(element.get("failures", "")) == len(element.findall(".//failure"))
        assert root.get("failures") == "5"

    @pytest.mark.parametrize(
        ("fail_on", "failing"),
        [
            ("error", {"error"}),
            ("warning", {"error", "warning"}),
            ("info", {"error", "warning", "info"}),
            (None, set()),
        ],
    )
    def test_a_case_fails_where_the_run_does(self, fail_on: Severity | None, failing: set[str]) -> None:
        report, source = sample()
        for finding in report.findings:
            finding.fails = fail_on is not None and at_least(finding.severity, fail_on)
        root = parsed("junit", report, source)
        assert {failure.get("type") for failure in root.iter("failure")} == failing
        assert len(list(root.iter("failure"))) + len(list(root.iter("system-out"))) == len(report.findings)

    def test_an_input_without_findings_has_passed(self) -> None:
        inputs = [InputReport("ok.json", "settings"), InputReport("package.json", "other")]
        passed, skipped = parsed("junit", Report([], inputs))
        assert (passed.get("name"), passed.get("tests"), [len(case) for case in passed]) == ("ok.json", "1", [0])
        assert (skipped.get("skipped"), skipped[0][0].tag) == ("1", "skipped")

    def test_a_case_goes_by_rule_and_key_not_by_line(self) -> None:
        report = Report([found(at("a", n, 1), key=key) for n, key in ((1, "K"), (5, "K"), (9, None))])
        names = [case.get("name") for case in parsed("junit", report).iter("testcase")]
        rule = "SCP001 suffix-on-shared-key"
        assert names == [f"{rule}: K", f"{rule}: K (2)", rule]

    def test_a_failure_tells_everything(self) -> None:
        finding = found(
            at("a.json", 2, 3), message="m <&>", help="h", source="s", related=[Related(at("b", 4, 5), "r")]
        )
        (failure,) = parsed("junit", Report([finding])).iter("failure")
        assert failure.get("message") == "m <&>"
        assert failure.text == "a.json:2:3: error SCP001 m <&>\nsee b:4:5: r\nhelp: h\nsource: s"


class TestCheckstyle:
    def test_it_is_what_checkstyle_writes(self) -> None:
        assert faults(parsed("checkstyle", *sample()), CHECKSTYLE) == []
        assert faults(parsed("checkstyle", Report([])), CHECKSTYLE) == []

    @LIGHT
    @given(given_report=any_report())
    def test_it_is_so_whatever_goes_in(self, given_report: tuple[Report, Lines]) -> None:
        root = parsed("checkstyle", *given_report)
        assert faults(root, CHECKSTYLE) == []
        assert len(list(root.iter("error"))) == len(given_report[0].findings)

    def test_a_file_holds_its_findings(self) -> None:
        findings = [
            found(at(path, line, 7), severity="info") for path, line in (("b&.json", 1), ("a", 2), ("a", 1))
        ]
        files = {
            file.get("name"): [(e.get("line"), e.get("column"), e.get("severity"), e.get("source")) for e in file]
            for file in parsed("checkstyle", Report(findings))
        }
        same = ("7", "info", "ocpplint.SCP001")
        assert files == {"a": [("1", *same), ("2", *same)], "b&.json": [("1", *same)]}


CODE = re.compile(r"`[^`]+`|<code>(?:[\w ]|&#\d+;)*</code>")


def inert(cell: str) -> bool:
    """Whether Markdown makes nothing of what a cell holds beside code and our own line breaks."""
    rest = re.sub(r"&#\d+;", "", CODE.sub("", cell).replace("<br>", ""))
    return not re.search(r"[\\`*_\[\]<>&|~#$@]|://|(?i:www\.)", rest)


class TestMarkdown:
    @LIGHT
    @given(given_report=any_report())
    def test_inputs_make_no_markup(self, given_report: tuple[Report, Lines]) -> None:
        report = given_report[0]
        title, _, *rows = rendered("markdown", *given_report).split("\n")
        assert title.startswith("## ocpplint: ")
        table = [row for row in rows if row.startswith("|")]
        assert len(table) == 2 + 1 + 2 + len(report.findings)
        for row in rows:
            if set(row) <= set("|-:"):
                continue
            cells = row[2:-2].split(" | ") if row.startswith("| ") else [row]
            assert len(cells) in ((3, 4) if row.startswith("| ") else (1,)), row
            assert all(map(inert, cells)), row

    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("`a_b` is *b*", "`a_b` is &#42;b&#42;"),
            ("see [x](y) <b>", "see &#91;x&#93;(y) &#60;b&#62;"),
            ("ask @someone", "ask `@someone`"),
            (
                "at https://example.org/?a|b now",
                "at <code>https&#58;&#47;&#47;example&#46;org&#47;&#63;a&#124;b</code> now",
            ),
            ("go to WWW.x.org", "go to `WWW.x.org`"),
            ("`a|b` and `c", "<code>a&#124;b</code> and &#96;c"),
            (":bug: at 10:30, note: x", "&#58;bug: at 10&#58;30, note: x"),
            ("#12 costs $5$ ~~x~~", "&#35;12 costs &#36;5&#36; &#126;&#126;x&#126;&#126;"),
            ("` `", "<code> </code>"),
        ],
    )
    def test_a_sentence(self, text: str, written: str) -> None:
        assert markdown.rich(text) == written

    def test_what_has_no_room_is_summed_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        findings = [
            found(at(f"{name}.json", n, 1)) for name, count in (("a", 5), ("b", 3)) for n in range(1, count)
        ]
        whole = rendered("markdown", Report(findings), NOTHING)
        monkeypatch.setattr(markdown, "ROOM", 3 * len("| `a.json:1:1` | error `SCP001` | a message |\n"))
        text = rendered("markdown", Report(findings), NOTHING)
        assert whole.count("a message") == 6
        assert text.count("a message") == 3
        assert "\n\n3 more findings without room here: `b.json` (2), `a.json` (1).\n\n" in text
        assert "| 6 | error | `SCP001` suffix-on-shared-key | 0 |" in text

    def test_a_clean_run_is_two_lines(self) -> None:
        text = rendered("markdown", Report([], [InputReport("f", "settings", settings=1)]), NOTHING)
        assert text == (
            "## ocpplint: no findings\n\n"
            "Checked 1 file (0 stations, 1 setting): no findings. Not understood: nothing.\n"
        )

    def test_credentials_stay_hidden(self) -> None:
        assert SECRET not in rendered("markdown", *sample())
