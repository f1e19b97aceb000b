"""Whatever the documentation shows as code is what it says it is: it parses, loads, and asks for what there is."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest
import yaml
from jsonschema import Draft202012Validator

from docgen.command_pages import commands
from docgen.shown_output import pages, worked_files
from ocpplint.cli import ocpplint
from ocpplint.cli.exits import Exit
from ocpplint.conditions.functions import LONGEST_MATCHED
from ocpplint.config.configuration import load_config
from ocpplint.documents.delimited import parse_delimited
from ocpplint.documents.formats import (
    CONFIGURATIONS_OF_OURS,
    ENV,
    FORMATS,
    INI,
    JSON5,
    PROPERTIES,
    TOML,
    UNTOLD,
    named_format,
)
from ocpplint.documents.jsonc import parse_json
from ocpplint.documents.limits import MAX_ALIASED_NODES, MAX_CELLS, MAX_DEPTH
from ocpplint.documents.markdown import parse_markdown
from ocpplint.documents.xml import parse_xml
from ocpplint.engine.packs import load_pack
from ocpplint.findings import baseline
from ocpplint.readers.classification import MOST_CHARACTERS
from ocpplint.readers.traces import multiline_frame
from ocpplint.resources.regular import MOST_BYTES
from ocpplint.sources import workbooks
from ocpplint.sources.encodings import LONGEST_LINE
from ocpplint.sources.packed import MOST_RATIO, MOST_UNPACKED
from tests.support.command import ROOT, write
from tests.support.in_process import run

PAGES = list(pages())
KNOWN = {
    "bash",
    "cel",
    "cel-group",
    "cel-message",
    "console",
    "csv",
    "groovy",
    "ini",
    "json",
    "json5",
    "jsonc",
    "lark",
    "markdown",
    "properties",
    "python",
    "sh",
    "template",
    "text",
    "toml",
    "xml",
    "yaml",
    "",
}


class Block(NamedTuple):
    """A block of code of a page. ``file`` is what the sentence before it calls it."""

    page: str
    line: int
    language: str
    text: str
    file: str = ""


def blocks(*languages: str) -> list[Any]:
    """Return the blocks in one of these languages, or all, as parameters of a test."""
    return [
        pytest.param(block, id=f"{block.page}:{block.line}")
        for page in pages()
        for block in blocks_of(page)
        if not languages or block.language in languages
    ]


def blocks_of(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for found in re.finditer(r"^```([\w-]*)[^\n]*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        line = text.count("\n", 0, found.start()) + 1
        named = re.search(
            r"The file is(?: now)? `([^`\n]+)`:\n\n$", text[max(0, found.start() - 200) : found.start()]
        )
        yield Block(page.name, line, found[1], found[2], named[1] if named else "")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_is_in_a_language_that_is_checked(page: Path) -> None:
    assert {block.language for block in blocks_of(page)} <= KNOWN


@pytest.mark.parametrize("block", blocks("json"))
def test_json_parses(block: Block) -> None:
    json.loads(block.text)


@pytest.mark.parametrize("block", blocks("xml", "csv", "markdown"))
def test_tables_and_xml_are_whole(block: Block) -> None:
    parse = {"xml": parse_xml, "csv": parse_delimited, "markdown": parse_markdown}[block.language]
    document = parse(block.text)
    assert document.roots
    assert document.problems == []


@pytest.mark.parametrize("block", blocks("jsonc"))
def test_json_with_comments_parses(block: Block) -> None:
    assert parse_json(block.text).problems == []


@pytest.mark.parametrize("block", blocks("yaml"))
def test_yaml_parses(block: Block) -> None:
    assert isinstance(yaml.safe_load(block.text), dict | list)


SHOWN = [entry for entry in blocks() if named_format(entry.values[0].file) in (TOML, INI, ENV, PROPERTIES, JSON5)]
STATIONS = [entry for entry in SHOWN if entry.values[0].file not in CONFIGURATIONS_OF_OURS]


@pytest.mark.parametrize("block", STATIONS)
def test_configurations_of_stations_parse(block: Block) -> None:
    form = named_format(block.file)
    assert form is not None
    assert form.read(block.text).problems == []


@pytest.mark.parametrize("block", [entry for entry in blocks("toml") if entry not in STATIONS])
def test_configurations_load(block: Block, tmp_path: Path) -> None:
    write(tmp_path, {"own/ocpplint.toml": block.text, "shared/ocpplint.toml": ""})
    load_config(str(tmp_path / "own" / "ocpplint.toml"))


@pytest.mark.parametrize("block", [entry for entry in blocks("yaml") if "hooks:" in entry.values[0].text])
def test_hooks_that_are_shown_exist(block: Block) -> None:
    offered = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    shown = {hook["id"] for repo in yaml.safe_load(block.text)["repos"] for hook in repo["hooks"]}
    assert shown <= offered
    assert shown


def parse(line: str) -> None:
    """Parse a command as the command line does. Raises ``click.UsageError`` for what there is not."""
    command: click.Command = ocpplint
    words = shlex.split(line)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        _, found, words = command.resolve_command(click.Context(command), words)
        assert found is not None
        command = found
    command.make_parser(click.Context(command)).parse_args(words)


OPERATORS = {"match", "group", "any_of"}


def is_rule(block: Block) -> bool:
    """Tell a rule, or the part of one that says when it fires."""
    return re.search(r"^ +fact: ", block.text, re.MULTILINE) is not None


@pytest.mark.parametrize("block", [entry for entry in blocks("yaml") if is_rule(entry.values[0])])
def test_rules_and_parts_of_them_load(block: Block, tmp_path: Path) -> None:
    (page,) = worked_files("rules.md", tmp_path / "worked")
    worked = yaml.safe_load(page.read_text(encoding="utf-8"))
    rest = {name: said for name, said in worked.items() if name not in OPERATORS | {"fix"}}
    rule = {**rest, **yaml.safe_load(block.text)}
    write(tmp_path, {"pack/acme/rule.yaml": yaml.safe_dump(rule)})
    assert [loaded.code for loaded in load_pack(str(tmp_path / "pack"))] == [rule["code"]]


def test_the_shown_report_is_what_its_schema_says() -> None:
    shown = [block for block in blocks_of(ROOT / "docs" / "formats.md") if block.language == "json"]
    schema = json.loads((ROOT / "ocpplint" / "reporters" / "output.schema.json").read_text())
    for block in shown:
        Draft202012Validator(schema).validate(json.loads(block.text))
    assert shown


COMMAND = re.compile(r"^(?:\$ )?ocpplint ([^|\n]+)", re.MULTILINE)


@pytest.mark.parametrize("block", blocks("sh", "console", ""))
def test_commands_in_blocks_exist(block: Block) -> None:
    for command in COMMAND.findall(block.text):
        parse(command)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_sentences_exist(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for command in re.findall(r"`ocpplint ([^`]+)`", text):
        parse(" ".join(command.split()))
    options = {flag for _, command in commands() for option in command.params for flag in option.opts}
    for flag in re.findall(r"`(--[a-z-]+)", text):
        assert flag in options | {"--help", "--version"}


def test_a_command_that_does_not_exist_is_noticed() -> None:
    for wrong in ("chekc", "check --fail-in error", "baseline begin"):
        with pytest.raises(click.UsageError):
            parse(wrong)


def table(page: str, first: str) -> list[list[str]]:
    """Return the rows of the first table of a page whose first column has this heading."""
    found = re.search(rf"^\| {first} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", (ROOT / page).read_text(), re.MULTILINE)
    assert found is not None
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1].splitlines()]


@pytest.mark.parametrize("page", ["README.md", "docs/exit-codes.md", "docs/start-gate.md"])
def test_exit_codes_are_those_there_are(page: str) -> None:
    assert [int(row[0]) for row in table(page, r"(?:exit )?code")] == list(Exit)


def test_exit_codes_have_their_names() -> None:
    assert [row[1] for row in table("docs/exit-codes.md", "code")] == [code.name.lower() for code in Exit]


def test_commands_that_have_exit_codes_of_their_own_exist() -> None:
    for row in table("docs/exit-codes.md", "command"):
        for command in re.findall(r"`([^`]+)`", row[0]):
            parse(command)


def test_all_formats_are_listed_with_their_endings() -> None:
    rows = table("docs/shapes.md", "format")
    stated = {ending for row in rows for ending in re.findall(r"`(\.\w+)`", row[1])}
    assert stated == {ending for form in FORMATS for ending in form.endings} | set(UNTOLD)
    named = {
        ending for row in rows if row[2] == "no: if they are named" for ending in re.findall(r"`(\.\w+)`", row[1])
    }
    assert named == {ending for form in FORMATS if form.only_named for ending in form.endings}


def test_limits_are_those_that_hold() -> None:
    stated = {number for row in table("docs/security.md", "limit") for number in re.findall(r"\d+", row[1])}
    limits = (
        *(MAX_DEPTH, MAX_ALIASED_NODES, MOST_CHARACTERS, LONGEST_LINE, MOST_UNPACKED, MOST_RATIO, LONGEST_MATCHED),
        *(multiline_frame._MOST_LINES, multiline_frame._MOST_CHARACTERS),
        *(MOST_BYTES, baseline._MOST_BYTES),
        *(MAX_CELLS, workbooks.MOST_BYTES, workbooks._MOST_UNPACKED),
    )
    assert stated == set(map(str, limits))


def test_the_pack_of_the_tutorial_is_sound(tmp_path: Path) -> None:
    assert len(set(worked_files("tutorial.md", tmp_path))) == 3
    assert run("rules", "test", "depot-rules", cwd=tmp_path).code == 0


def test_the_rules_of_the_tutorial_find_what_they_are_for(tmp_path: Path) -> None:
    worked_files("tutorial.md", tmp_path)
    write(
        tmp_path,
        {
            "ocpplint.toml": 'rules = ["depot-rules"]',
            "cp1.json": '{"AllowOfflineTxForUnknownId": true, "ConnectorPhaseRotation": "SRT", "ConnectorPhaseRotation_2": "SRT"}',
            "csms.log": 'CP1: send [2,"1","RemoteStartTransaction",{"idTag":"A"}]\nCP1: receive message [3,"1",{"status":"Accepted"}]\n',
        },
    )
    found = run("check", "--select", "depot", "--output-format", "concise", cwd=tmp_path)
    assert sorted(found.codes) == ["DEP001", "DEP002", "DEP003"]
    assert run("check", "--fix", "--select", "DEP001", "cp1.json", cwd=tmp_path).code == 0
    assert json.loads((tmp_path / "cp1.json").read_text())["AllowOfflineTxForUnknownId"] is False
