"""The documentation is true: commands print what it shows, examples work, facts and settings are complete."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from docgen.shown_output import pages, refreshed, worked_files
from ocpplint.conditions.vocabulary import Kind, members_of, vocabulary_of
from ocpplint.config.configuration import load_config
from ocpplint.engine.packs import load_rules
from ocpplint.facts.fact import Location
from ocpplint.facts.fact_types import FACT_TYPES
from ocpplint.facts.observation import Observation
from ocpplint.facts.setting import Evidence, Setting, WrittenSetting
from ocpplint.facts.setting_history import Cause, Past
from ocpplint.stations.keyspec import KeySpec
from ocpplint.trackers.settings.enrich import STEPS
from tests.support.command import ROOT, write
from tests.support.in_process import run

PAGES = list(pages())
SECTION = re.compile(r"^#+ (.+)\n\n((?:\|.*\n)+)", re.MULTILINE)


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def rows(page: str, heading: str) -> list[list[str]]:
    """Return the rows of the table that stands below a heading."""
    (table,) = (table for title, table in SECTION.findall(read(page)) if title == heading)
    lines = table.replace(r"\|", "\0").splitlines()[2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_print_what_is_shown(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert refreshed(text) == text, "`make docs` brings it up to date"


def test_the_readme_shows_findings() -> None:
    assert len(re.findall(r"^\S+:\d+:\d+: error ", read("README.md"), re.MULTILINE)) >= 3
    assert read("README.md").count("```console\n$ ocpplint ") == 4


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent == ROOT], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Those of the other pages are looked at where their site is built."""
    for target, _, heading in re.findall(
        r"\]\((?!https?:)([^)#]*)(#([^)]*))?\)", page.read_text(encoding="utf-8")
    ):
        linked = (page.parent / target).resolve() if target else page
        assert linked.is_file(), target
        titles = re.findall(r"^#+ (.+)$", linked.read_text(encoding="utf-8"), re.MULTILINE)
        assert not heading or heading in [
            re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles
        ]


def in_words(kind: Kind) -> str:
    """Write a kind as the page on facts does."""
    if not kind.names:
        return "anything"
    names = set(kind.names)
    if {"int", "double"} <= names:
        names = names - {"int", "double"} | {"number"}
    words = [_one(name, kind) for name in sorted(names - {"null"})]
    return " or ".join([*words, *(["null"] if "null" in names else [])])


def _one(name: str, kind: Kind) -> str:
    if name == "record":
        assert kind.record is not None
        return kind.record.__name__
    return f"{name} of {in_words(kind.item)}" if kind.item else name


TYPES: dict[str, type[Any]] = {
    **FACT_TYPES,
    **{record.__name__: record for record in (Evidence, KeySpec, Location, Past, Observation[Location], Cause)},
}


@pytest.mark.parametrize("name", TYPES)
def test_every_field_of_a_fact_is_described(name: str) -> None:
    nested = {"spec": KeySpec} if name == "setting" else {}
    fields = (
        vocabulary_of(TYPES[name], nested, group=False).fields if name in FACT_TYPES else members_of(TYPES[name])  # type: ignore[arg-type]
    )
    described = rows("docs/facts.md", name)
    assert [row[:2] for row in described] == [[field, in_words(kind)] for field, kind in fields.items()]
    assert all(row[2].endswith((".", ":")) for row in described)


def test_the_page_says_which_step_fills_each_field_of_a_setting() -> None:
    steps = {field: step.name for step in STEPS for field in step.fields}
    fields = [*WrittenSetting.__annotations__, *Setting.__annotations__]
    assert [(row[0], row[3]) for row in rows("docs/facts.md", "setting")] == [
        (field, steps.get(field, "reader")) for field in fields
    ]


def test_every_kind_of_input_trouble_is_described() -> None:
    """The kinds that rules ask for are those the page names."""
    asked = {
        kind
        for path in (ROOT / "rules" / "input").glob("*.yaml")
        for kind in re.findall(r'"([a-z-]+)"', re.findall(r"when: (.*)", path.read_text())[0])
    }
    ((_, _, meaning),) = (row for row in rows("docs/facts.md", "input") if row[0] == "kind")
    assert asked
    assert asked <= set(re.findall(r"`?([a-z-]+)`?", meaning))


def parts(page: str, heading: str) -> set[str]:
    """Return the names that the first column of a table explains."""
    return {name for row in rows(page, heading) for name in re.findall(r"[a-z_]+", row[0])}


def schema(path: str) -> dict[str, dict[str, object]]:
    data: dict[str, dict[str, object]] = json.loads(read(path))
    return data


def test_every_part_of_a_rule_is_described() -> None:
    names = set(schema("ocpplint/engine/rule.schema.json")["properties"])
    assert parts("docs/rules.md", "The parts") == names - {"$schema"}


def test_every_part_of_an_example_is_described() -> None:
    text = read("docs/rules.md").partition("## Examples")[2]
    listed = set(re.findall(r"^\| `([a-z]+)` \|", text, re.MULTILINE))
    definitions: dict[str, dict[str, object]] = schema("ocpplint/engine/rule.schema.json")["$defs"]  # type: ignore[assignment]
    assert listed == set(definitions["example"]["properties"])  # type: ignore[call-overload]


def test_every_part_of_a_profile_is_described() -> None:
    data = schema("ocpplint/stations/profile.schema.json")
    listed = {name for row in rows("docs/profiles.md", "The parts") for name in re.findall(r"[a-z_]+", row[0])}
    assert listed == set(data["properties"]) - {"$schema"}
    for name in data["$defs"]["key"]["properties"]:  # type: ignore[index]
        assert f"`{name}`" in read("docs/profiles.md")


def test_every_setting_is_described(tmp_path: Path) -> None:
    block = re.search(r"```toml\n(.*?)```", read("docs/configuration.md"), re.DOTALL)
    assert block is not None
    settings: dict[str, dict[str, Any]] = schema("ocpplint/config/config.schema.json")["properties"]  # type: ignore[assignment]
    deprecated = {name for name, setting in settings.items() if setting.get("deprecated")}
    assert set(tomllib.loads(block[1])) == set(settings) - deprecated
    assert all(f"`{name}`" in read("docs/configuration.md") for name in deprecated)
    write(tmp_path, {"own/ocpplint.toml": block[1], "shared/ocpplint.toml": ""})
    assert load_config(str(tmp_path / "own" / "ocpplint.toml")).fail_on == "error"


@pytest.mark.parametrize("page", ["README.md", "docs/configuration.md"])
def test_the_shown_configuration_works(tmp_path: Path, page: str) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", read(page), re.DOTALL)
    write(
        tmp_path,
        {
            "own/ocpplint.toml": block.replace('rules = ["house-rules"]', ""),
            "own/a.json": '{"HeartbeatInterval": 1}',
            "shared/ocpplint.toml": "",
            ".git/HEAD": "",
        },
    )
    assert run("check", cwd=tmp_path / "own").code == 0


def test_the_worked_rule_works(tmp_path: Path) -> None:
    worked_files("rules.md", tmp_path)
    write(tmp_path, {"cp7.json": '{"key": "HeartbeatInterval", "value": "86400"}'})
    assert run("rules", "test", "house-rules", cwd=tmp_path).code == 0
    checked = run("check", "--rules", "house-rules", "--output-format", "concise", "cp7.json", cwd=tmp_path)
    assert checked.codes == ["ACM001"]


def test_the_worked_sequences_work(tmp_path: Path) -> None:
    assert len(worked_files("sequences.md", tmp_path)) == 3
    tested = run("rules", "test", "house-rules", cwd=tmp_path)
    assert tested.out == "7 examples of 3 rules, 0 faults\n"


def test_every_part_of_a_sequence_is_described() -> None:
    definitions: dict[str, dict[str, object]] = schema("ocpplint/engine/rule.schema.json")["$defs"]  # type: ignore[assignment]
    assert parts("docs/sequences.md", "The parts") == set(definitions["sequence"]["properties"])  # type: ignore[call-overload]


def test_the_worked_profile_works(tmp_path: Path) -> None:
    worked_files("profiles.md", tmp_path)
    right, wrong = re.findall(r"```json\n(.*?)```", read("docs/profiles.md"), re.DOTALL)
    write(tmp_path, {"right.json": right, "wrong.json": wrong})
    arguments = ("check", "--profile", "acme.yaml", "--output-format", "concise")
    assert run(*arguments, "right.json", cwd=tmp_path).codes == []
    assert run(*arguments, "wrong.json", cwd=tmp_path).codes == ["SCP001", "SCP005", "SCP004"]


def test_the_letters_of_shipped_rules_are_named() -> None:
    taken = {rule.code[:3] for rule in load_rules()}
    ((_, meaning),) = (row for row in rows("docs/rules.md", "The parts") if row[0] == "code")
    assert taken <= set(re.findall(r"[A-Z]{3}", meaning))
