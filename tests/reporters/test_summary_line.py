"""The closing line: how much was checked, what came of it, and what was not understood."""

from ocpplint.facts.inputs import InputReport
from ocpplint.findings.finding import Finding, Fix
from ocpplint.reporters.report import Report
from tests.support.reporters_sample import Lines, at, found, rendered

NOTHING = Lines({})


def closing(*inputs: InputReport, findings: tuple[Finding, ...] = (), suppressed: int = 0) -> str:
    return rendered("concise", Report(findings, inputs, suppressed), NOTHING).split("\n")[-2]


class TestClosingLine:
    def test_it_counts_as_the_contract_shows(self) -> None:
        one, two = {"CP1": None}, {"CP2": None, "CP1": None}
        fix = Fix("safe", "t", ())
        line = closing(
            InputReport("a", "settings", settings=40, stations=one),
            InputReport("b", "settings", settings=2, stations=two),
            InputReport("c", "settings"),
            findings=(found(at("a", 1, 1), fix=fix), found(at("a", 1, 1), severity="warning")),
        )
        assert line == (
            "Checked 3 files (2 stations, 42 settings): 1 error, 1 warning, 1 fixable. Not understood: nothing."
        )

    def test_it_names_what_was_not_understood(self) -> None:
        line = closing(
            InputReport("a", "log", truncated=2, unrecognised=3, frames=5),
            InputReport("b", "settings", problems={"syntax": 4, "malformed": 1}),
            InputReport("c", "other"),
        )
        assert line == (
            "Checked 3 files (0 stations, 0 settings, 5 frames): no findings. Not understood: "
            "1 file with syntax errors, 2 truncated frames, 1 malformed frame, 3 lines that look like OCPP; "
            "1 file without OCPP content."
        )

    def test_a_file_without_ocpp_content_is_no_failure(self) -> None:
        assert closing(InputReport("a"), InputReport("b")).endswith(
            "Not understood: nothing; 2 files without OCPP content."
        )

    def test_it_says_what_was_suppressed(self) -> None:
        assert ": no findings, 2 suppressed." in closing(suppressed=2)


def test_what_rests_on_an_assumed_profile_is_counted_with_the_way_to_state_it() -> None:
    assumed = [found(at("a.json", line, 1), assumed_profile="bender") for line in (1, 2)]
    line = closing(findings=(*assumed, found(at("a.json", 3, 1))))
    assert line.endswith(
        ' 2 findings rest on the assumed profile bender; say `profile = "bender"`, or what the stations are, in'
        " ocpplint.toml or with --profile."
    )
    assert " 1 finding rests on the assumed profile bender;" in closing(findings=(assumed[0],))
    assert "assumed" not in closing()
