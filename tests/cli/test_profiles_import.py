"""``ocpplint profiles import``: from the page a user saved to a profile in use."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.command import write
from tests.support.in_process import run
from tests.support.keytable_writer import BRIEF, FORMS, FULL, as_html, table

KEYS: dict[str, dict[str, Any]] = {
    "RCMBDelta": {"scope": "Both", "access": "RW", "type": "integer", "minimum": 0, "maximum": 99, "default": "0"},
    "LockSocket": {
        "scope": "Individual",
        "access": "RW",
        "type": "enum",
        "values": {"0": "Off", "1": "On"},
        "reboot": True,
    },
    "GridLimit": {"scope": "Master", "note": "in tenths, <b>or</b> so | and\tmore"},
}


@pytest.mark.parametrize("layout", [FULL, BRIEF], ids=["full", "brief"])
@pytest.mark.parametrize("form", FORMS)
def test_a_saved_page_becomes_a_profile_in_use(tmp_path: Path, form: str, layout: dict[str, str]) -> None:
    config = {"LockSocket": "1", "LockSocket_2": "0", "GridLimit_2": "5"}
    text = FORMS[form](table(KEYS, layout, empty="-" if form == "lines" else ""))
    write(tmp_path, {"keys.txt": text, "cp7.json": json.dumps(config)})
    outcome = run("profiles", "import", "keys.txt", "-o", "depot.yaml", cwd=tmp_path)
    assert (outcome.code, outcome.out) == (0, "")
    assert "wrote depot.yaml: 3 keys, 3 with a scope" in outcome.err
    assert run("profiles", "check", "depot.yaml", cwd=tmp_path).out == "1 profile, 0 faults\n"
    of_scope = ("--select", "SCP", "--output-format", "json")
    checked = run("check", "cp7.json", "--profile", "depot.yaml", *of_scope, cwd=tmp_path)
    found = json.loads(checked.out)["findings"]
    assert [(finding["code"], finding["key"], finding["confidence"]) for finding in found] == [
        ("SCP001", "GridLimit_2", "high")
    ]


def test_the_profile_says_where_it_is_from(tmp_path: Path) -> None:
    head = "<p>Charging station interface 5.33.5-21148 (Master controller)2025-04-26 01:44</p><table>"
    write(tmp_path, {"page.html": as_html(table(KEYS, FULL)).replace("<table>", head, 1)})
    data = yaml.safe_load(run("profiles", "import", "page.html", cwd=tmp_path).out)
    assert {name: data[name] for name in data if name != "keys"} == {
        "name": "imported",
        "title": "OCPP keys",
        "extends": "bender",
        "source": 'page.html, "OCPP keys"',
        "firmware": "5.33.5-21148 (Master controller)",
        "date": "2025-04-26 01:44",
    }
    assert data["keys"]["LockSocket"] == {
        "scope": "Individual",
        "access": "RW",
        "type": "enum",
        "values": {"0": "Off", "1": "On"},
        "reboot": True,
        "source": 'page.html, "OCPP keys"',
        "confidence": "high",
    }


def test_the_page_of_a_real_controller_is_a_profile(corpus: Path, tmp_path: Path) -> None:
    page = corpus / "configs" / "C32_bender_keys_doc_pipe_table.txt"
    assert run("profiles", "import", page, "-o", "c32.yaml", cwd=tmp_path).code == 0
    assert run("profiles", "check", "c32.yaml", cwd=tmp_path).code == 0
    shown = run("profiles", "show", "c32.yaml", cwd=tmp_path).out.splitlines()
    assert shown[2:4] == ["firmware: 5.33.5-21148 (Master controller)", "date: 2025-04-26 01:44"]
    changed = run("profiles", "diff", "bender", "c32.yaml", cwd=tmp_path).out.splitlines()
    assert changed[0].startswith("~ firmware unknown → 5.33.5-21148")
    assert changed[1:] == ["bender to c32: 0 keys removed, 0 added, 0 changed"]


def test_what_can_not_be_read_is_listed_with_its_place(tmp_path: Path) -> None:
    write(tmp_path, {"keys.csv": "Key Name,Scope,Type,Flux\nFoo,Slave,uint,x\nBar,Mater,uint,x\n"})
    outcome = run("profiles", "import", "keys.csv", cwd=tmp_path)
    assert outcome.code == 0
    assert outcome.err.splitlines() == [
        "ocpplint: 2 keys, 1 with a scope",
        "ocpplint: note: keys.csv:2: Scope: `Slave`: no scope; expected Both, Individual, Not relevant, Master, Shared",
        "ocpplint: note: keys.csv:3: Scope: `Mater`: read as Master",
        "ocpplint: note: a profile has no place for: Flux",
    ]


def test_what_is_known_of_a_scope_the_page_does_not_state_keeps_its_source(tmp_path: Path) -> None:
    write(tmp_path, {"keys.csv": "Key Name,Accessibility,Type\nOCPPSlaveState,R,String\nFoo,R,String\n"})
    keys = yaml.safe_load(run("profiles", "import", "keys.csv", cwd=tmp_path).out)["keys"]
    assert "source" not in keys["OCPPSlaveState"]
    assert keys["Foo"]["source"] == "keys.csv"


def test_no_secret_and_no_control_character_is_passed_on(tmp_path: Path) -> None:
    rows = [
        ["Key Name", "Scope", "Description", "Range, Default or example"],
        ["AuthorizationKey", "Master", "set\x1b[31m by\u202eyou", 'Def: "s3cr3t-k3y-0815"'],
        ["Fo\x1bo\u202e", "Both", "", "wss://user:s3cr3t-pw@example.com"],
    ]
    write(tmp_path, {"keys.tsv": "\n".join("\t".join(row) for row in rows)})
    outcome = run("profiles", "import", "keys.tsv", cwd=tmp_path)
    assert outcome.code == 0
    for text in (outcome.out, outcome.err):
        assert "s3cr3t" not in text
        assert all(letter.isprintable() or letter == "\n" for letter in text)
    assert "the default of `AuthorizationKey` is left out" in outcome.err


def test_standard_input_and_packed_files(tmp_path: Path) -> None:
    text = as_html(table(KEYS, FULL))
    outcome = run("profiles", "import", "-", cwd=tmp_path, stdin=text)
    assert yaml.safe_load(outcome.out)["source"] == 'standard input, "OCPP keys"'
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(text.encode("utf-16")))
    assert len(yaml.safe_load(run("profiles", "import", "page.html.gz", cwd=tmp_path).out)["keys"]) == 3


def test_the_terminal_s_encoding_makes_no_difference(tmp_path: Path) -> None:
    write(tmp_path, {"keys.csv": "Key Name,Scope,Description\nFoo,Both,Zähler für „A“\n"})
    outcome = run("profiles", "import", "keys.csv", cwd=tmp_path, env={"PYTHONIOENCODING": "ascii"})
    assert yaml.safe_load(outcome.out)["keys"]["Foo"]["note"] == "Zähler für „A“"


def test_what_goes_wrong_is_said(tmp_path: Path) -> None:
    write(
        tmp_path, {"keys.html": as_html(table(KEYS, FULL)), "other.txt": "nothing here\n", "kept.yaml": "mine\n"}
    )
    nowhere = run("profiles", "import", "nowhere.html", cwd=tmp_path)
    assert (nowhere.code, nowhere.err) == (3, "ocpplint: nowhere.html: no such file or directory\n")
    other = run("profiles", "import", "other.txt", cwd=tmp_path)
    assert (other.code, other.err) == (3, "ocpplint: other.txt: no table of configuration keys found\n")
    kept = run("profiles", "import", "keys.html", "-o", "kept.yaml", cwd=tmp_path)
    assert (kept.code, (tmp_path / "kept.yaml").read_text()) == (2, "mine\n")
    assert "--force" in kept.err
    assert run("profiles", "import", "keys.html", "-o", "kept.yaml", "--force", cwd=tmp_path).code == 0
    assert "RCMBDelta" in (tmp_path / "kept.yaml").read_text()
    assert run("profiles", "import", "keys.html", "--extends", "nobody", cwd=tmp_path).code == 2
    assert run("profiles", "import", "keys.html", "-o", "no/where.yaml", cwd=tmp_path).code == 2


def test_another_base_is_extended_by_name_or_by_its_path(tmp_path: Path) -> None:
    own = "name: own\ntitle: t\nsource: s\nextends: generic\n"
    write(tmp_path, {"own.yaml": own, "keys.html": as_html(table(KEYS, FULL)), "out/.keep": ""})
    by_name = run("profiles", "import", "keys.html", "--extends", "wallbox", cwd=tmp_path)
    assert yaml.safe_load(by_name.out)["extends"] == "wallbox"
    run("profiles", "import", "keys.html", "--extends", "own.yaml", "-o", "out/new.yaml", cwd=tmp_path)
    assert yaml.safe_load((tmp_path / "out" / "new.yaml").read_text())["extends"] == "../own.yaml"
    assert run("profiles", "show", "out/new.yaml", cwd=tmp_path).code == 0


@pytest.mark.parametrize("name", ["depot.json", "depot.jsonc"])
def test_a_profile_named_json_is_written_as_json(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"keys.txt": FORMS["tabs"](table(KEYS, FULL))})
    assert run("profiles", "import", "keys.txt", "-o", name, cwd=tmp_path).code == 0
    assert run("profiles", "check", name, cwd=tmp_path).out == "1 profile, 0 faults\n"
    text = (tmp_path / name).read_text()
    data = json.loads("".join(line for line in text.splitlines() if not line.startswith("//")))
    assert data["keys"]["RCMBDelta"]["maximum"] == 99
    assert text.startswith("{") == name.endswith(".json")
