"""Key tables of documentation: every form and layout gives back the keys it was written from."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ocpplint.readers.tables.page import plain
from ocpplint.stations.keytable import cells
from ocpplint.stations.keytable.columns import column_of
from ocpplint.stations.keytable.importing import Imported, base_of, import_keys
from ocpplint.stations.registry import Profiles
from tests.support.keytable_writer import BRIEF, FORMS, FULL, as_html, as_markdown, table

BENDER = Profiles().load("bender")

key_names = st.from_regex(r"[A-Z][A-Za-z]{2,12}(?:[._-][A-Za-z0-9]{1,6})?", fullmatch=True).filter(
    lambda key: BENDER.read_key(key).spec is None and not BENDER.read_key(key).suffix and column_of(key) is None
)
prose = st.text(st.characters(codec="utf-8", exclude_characters='*_`\\"()[]:|'), min_size=2, max_size=40).map(
    plain
)
prose = prose.filter(lambda text: len(text) > 1 and not cells.is_empty(text) and column_of(text) is None)
labels = st.from_regex(r"[A-Z][a-z]{1,8}(?: [a-z0-9/]{1,6}){0,2}", fullmatch=True)
integers = st.integers(-(10**6), 10**6)
quarters = st.integers(-4000, 4000).filter(lambda n: n % 4).map(lambda n: n / 4)


def _bounded(kind: str, numbers: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    def limited(ends: list[Any], default: bool) -> dict[str, Any]:
        low, high = sorted(ends)
        return {"type": kind, "minimum": low, "maximum": high} | ({"default": str(high)} if default else {})

    both = st.builds(limited, st.lists(numbers, min_size=2, max_size=2), st.booleans())
    return both | numbers.map(lambda low: {"type": kind, "minimum": low}) | st.just({"type": kind})


def _enum(words: list[str], default: bool) -> dict[str, Any]:
    values = {str(number): word for number, word in enumerate(words)}
    return {"type": "enum", "values": values} | ({"default": words[-1]} if default else {})


domains: st.SearchStrategy[dict[str, Any]] = (
    _bounded("integer", integers)
    | _bounded("decimal", quarters)
    | st.builds(_enum, st.lists(labels, min_size=1, max_size=4, unique=True), st.booleans())
    | st.sampled_from([{"type": "boolean"}, {"type": "boolean", "default": "true"}, {"type": "list"}])
    | st.builds(lambda text: {"type": "string", "default": text}, prose | st.just(""))
    | st.just({})
)
said_of_all = st.fixed_dictionaries(
    {},
    optional={"scope": st.sampled_from(list(cells.SCOPES.values())), "reboot": st.booleans(), "note": prose},
)
accesses = st.sampled_from([{}, {"access": "R"}, {"access": "RW"}, {"access": "W"}])
rich = st.builds(
    lambda *parts: {name: value for part in parts for name, value in part.items()}, said_of_all, accesses, domains
)


def _stated(said: dict[str, Any]) -> dict[str, Any]:
    # Of a key with a scope the rest may be empty; without any, some forms can't tell the row from a line of text.
    return said if said.get("scope") else {**said, "scope": "Both"}


def _distinct(keys: dict[str, Any]) -> bool:
    return len({key.lower() for key in keys}) == len(keys)


def tables_of(said: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, dict[str, Any]]]:
    return st.dictionaries(key_names, said.map(_stated), min_size=2, max_size=6).filter(_distinct)


quick = settings(max_examples=60, phases=[Phase.explicit, Phase.generate])


def imported(text: str) -> Imported:
    found = import_keys(text, BENDER)
    assert found is not None
    return found


@pytest.mark.parametrize("form", FORMS)
@quick
@given(tables_of(rich), st.data())
def test_a_full_table_gives_back_its_keys(form: str, keys: dict[str, dict[str, Any]], data: st.DataObject) -> None:
    order = data.draw(st.permutations([*FULL, *data.draw(st.sets(st.sampled_from(["Since", "Page"])))]))
    if form in ("bars", "lines"):
        # Where nothing shows the end of a row, the names of columns are all there is to go by.
        order = [column for column in order if column in FULL]
    text = FORMS[form](table(keys, FULL, order, "-" if form == "lines" else ""))
    found = imported(text)
    assert found.keys == keys
    assert found.remarks == []


@pytest.mark.parametrize("form", FORMS)
@quick
@given(tables_of(said_of_all), st.data())
def test_a_brief_table_gives_back_its_keys(
    form: str, keys: dict[str, dict[str, Any]], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(list(BRIEF)))
    found = imported(FORMS[form](table(keys, BRIEF, order, "-" if form == "lines" else "")))
    assert (found.keys, found.remarks) == (keys, [])


@settings(quick, max_examples=200)
@given(st.data())
def test_whatever_becomes_of_a_table_nothing_breaks(data: st.DataObject) -> None:
    """Cut, torn and stirred tables give what they give; each key in it is a name, each scope one of the five."""
    text = FORMS[data.draw(st.sampled_from(list(FORMS)))](table(data.draw(tables_of(rich)), FULL))
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(text)))
        junk = data.draw(
            st.sampled_from(
                [
                    "",
                    "|",
                    "\n",
                    "\t",
                    "</td>",
                    "<table>",
                    "<td colspan=9 rowspan=99999>",
                    '"',
                    "\x00",
                    "[..]",
                    "(0)",
                    "Def:",
                ]
            )
        )
        text = text[:place] + junk + text[place + data.draw(st.integers(0, 9)) :]
    found = import_keys(text, BENDER)
    for key, said in found.keys.items() if found is not None else ():
        assert 0 < len(key) <= 50
        assert not any(letter.isspace() for letter in key)
        assert said.get("scope") in (None, *cells.SCOPES.values())


def test_the_page_of_a_real_controller(corpus: Path) -> None:
    found = imported((corpus / "configs" / "C32_bender_keys_doc_pipe_table.txt").read_text())
    assert {key: said["scope"] for key, said in found.keys.items()} == {
        "RCMBDelta": "Both",
        "RCMB_STATE": "Individual",
        "WeldCheckInType": "Individual",
        "ChargePointVendor": "Both",
        "ChargePointModel": "Not relevant",
    }
    assert (found.title, found.firmware, found.date) == (
        "OCPP configuration keys (OCPP 1.5 and 1.6)",
        "5.33.5-21148 (Master controller)",
        "2025-04-26 01:44",
    )
    assert [(remark.column, remark.reason) for remark in found.remarks] == [
        ("Range, Default or example", "the default is cut")
    ]
    for key, said in found.keys.items():
        shipped = BENDER.spec(key)
        assert shipped is not None
        for name in ("scope", "access", "type", "minimum", "maximum", "values", "default", "reboot"):
            assert said.get(name) == getattr(shipped, name), (key, name)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[0..999] Def: 0", cells.Said(0, 999, None, "0")),
        ("[0 .. 999]", cells.Said(0, 999)),
        ("[-1.5..2]", cells.Said(-1.5, 2)),
        ("[..9]", cells.Said(None, 9)),
        ("[1…9] Default: 3", cells.Said(1, 9, None, "3")),
        ("Def: 3 [1..9]", cells.Said(1, 9, None, "3")),
        (
            "(0) Disable (1) Enable Opto C6/5 Def: Disable",
            cells.Said(values={"0": "Disable", "1": "Enable Opto C6/5"}, default="Disable"),
        ),
        ("(0) Off, (1) On", cells.Said(values={"0": "Off", "1": "On"})),
        ("(-1) None (0) All", cells.Said(values={"-1": "None", "0": "All"})),
        ('Def: "Bender GmbH Co. KG"', cells.Said(default="Bender GmbH Co. KG")),
        ('Def: " 0.0"', cells.Said(default=" 0.0")),
        ('Def: "say: "yes""', cells.Said(default='say: "yes"')),
        ('Def: ""', cells.Said(default="")),
        ('Def: "say Ex: b" Example: "c"', cells.Said(default="say Ex: b")),
        ("Example: 5 Def: 3", cells.Said(default="3")),
        ("Def: ", cells.Said()),
        ('Def: "RMS: OK, Device Status (IEC 62752): OK Last t..."', cells.Said(is_cut=True)),
        ("Example: 00:11:22", cells.Said()),
        ("[0..5] e.g. 3", cells.Said(0, 5)),
        ("6..32", cells.Said(6, 32)),
        ("0-100", cells.Said(0, 100)),
        ("1 – 60 s", cells.Said(1, 60, unit="s")),
        ("-10 - -5", cells.Said(-10, -5)),
        ("6-32 A Def: 16", cells.Said(6, 32, default="16", unit="A")),
        (">= 6", cells.Said(6, None)),
        ("≤ 32 A", cells.Said(None, 32, unit="A")),
        ("", cells.Said()),
    ],
)
def test_the_column_of_ranges(text: str, said: cells.Said) -> None:
    assert cells.said_of_values(text) == said


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0 to 999", "not understood: 0 to 999"),
        ("[0..9] [10..19]", "two ranges"),
        ("(0) Off (0) On", "(0) stands for two things"),
        ("(0) (1) On", "(0) stands for nothing"),
        ("Def: 1 Def: 2", "two defaults"),
        ('Def: "abc', "the quote is not closed"),
        ('Def: "abc" (read only)', "not understood: (read only)"),
        ("any positive number Def: 2", "not understood: any positive number"),
    ],
)
def test_what_the_column_of_ranges_does_not_say(text: str, reason: str) -> None:
    with pytest.raises(cells.CellError) as caught:
        cells.said_of_values(text)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Both", ("Both", False)),
        ("not  relevant", ("Not relevant", False)),
        ("Not-relevant", ("Not relevant", False)),
        ("Mater", ("Master", True)),
        ("Indivdual", ("Individual", True)),
    ],
)
def test_scopes_and_slips(text: str, expected: tuple[str, bool]) -> None:
    assert cells.scope(text) == expected


@pytest.mark.parametrize("text", ["Slave", "Station", "Yes", "B", "Master/Slave", "1"])
def test_what_is_no_scope(text: str) -> None:
    with pytest.raises(cells.CellError):
        cells.scope(text)


@pytest.mark.parametrize(
    ("text", "access"),
    [("R", "R"), ("R/W", "RW"), ("r/w", "RW"), ("RW", "RW"), ("W", "W"), ("Read-Only", "R"), ("Read/Write", "RW")],
)
def test_access(text: str, access: str) -> None:
    assert cells.access(text) == access


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("uint", {"type": "integer", "unsigned": True}),
        ("uint16_t", {"type": "integer", "unsigned": True}),
        ("int32", {"type": "integer"}),
        ("Unsigned int", {"type": "integer", "unsigned": True}),
        ("Integer", {"type": "integer"}),
        ("String", {"type": "string"}),
        ("BOOL", {"type": "boolean"}),
        ("Enum", {"type": "enum"}),
        ("DateTime", {"type": "datetime"}),
    ],
)
def test_types(text: str, said: dict[str, Any]) -> None:
    assert cells.value_type(text) == said


HEADER = ["Key Name", "Mater/Slave Scope", "Reboot Requird", "Accessibilty", "Type", "Range, Default or example"]


def page(*rows: list[str]) -> str:
    return "\n".join("\t".join(row) for row in (HEADER, *rows))


def test_slips_in_a_header_are_read() -> None:
    found = imported(page(["Foo", "Both", "No", "R/W", "uint", "[0..9]"]))
    assert found.keys["Foo"] == {
        "scope": "Both",
        "access": "RW",
        "type": "integer",
        "minimum": 0,
        "maximum": 9,
        "reboot": False,
    }
    assert found.unread_columns == []


@pytest.mark.parametrize(
    ("row", "said", "remark"),
    [
        (
            ["Foo", "Slave", "", "", "", ""],
            {},
            (2, "Mater/Slave Scope", "Slave", "no scope; expected Both, Individual, Not relevant, Master, Shared"),
        ),
        (
            ["Foo", "Mater", "", "", "", ""],
            {"scope": "Master"},
            (2, "Mater/Slave Scope", "Mater", "read as Master"),
        ),
        (
            ["Foo", "Both", "Perhaps", "", "", ""],
            {"scope": "Both"},
            (2, "Reboot Requird", "Perhaps", "neither yes nor no"),
        ),
        (
            ["Foo", "Both", "", "X", "", ""],
            {"scope": "Both"},
            (2, "Accessibilty", "X", "no access; expected R, R/W or W"),
        ),
        (["Foo", "Both", "", "", "Blob", ""], {"scope": "Both"}, (2, "Type", "Blob", "no known type")),
        (
            ["Foo", "Both", "", "", "uint", "[0..9] Def: 10"],
            {"scope": "Both", "type": "integer", "minimum": 0, "maximum": 9},
            (2, HEADER[-1], "[0..9] Def: 10", "the default '10' is above the maximum 9"),
        ),
        (
            ["Foo", "Both", "", "", "int", "[9..0]"],
            {"scope": "Both", "type": "integer"},
            (2, HEADER[-1], "[9..0]", "the minimum is above the maximum"),
        ),
        (
            ["Foo", "Both", "", "", "String", "(0) A (1) B"],
            {"scope": "Both", "type": "string"},
            (2, HEADER[-1], "(0) A (1) B", "choices for a value of type string"),
        ),
        (
            ["HeartbeatInterval", "Both", "", "", "Bool", "Def: true"],
            {"scope": "Both"},
            (2, HEADER[-1], "Def: true", "boolean here, and integer in profile bender, which stands"),
        ),
        (
            ["Foo Bar", "Both", "", "", "", ""],
            None,
            (2, "Key Name", "Foo Bar", "no name of a key: this row is left out"),
        ),
    ],
)
def test_what_can_not_be_read_is_listed_and_left_out(
    row: list[str], said: dict[str, Any] | None, remark: tuple[Any, ...]
) -> None:
    found = imported(page(row, ["Bar", "Both", "", "", "", ""]))
    assert found.keys.get(row[0]) == said
    assert found.remarks == [remark]


def test_a_key_that_stands_twice_is_taken_once() -> None:
    row = ["Foo", "Both", "", "", "", ""]
    assert imported(page(row, row)).remarks == []
    found = imported(page(row, ["foo", "Master", "", "", "", ""]))
    assert found.keys == {"Foo": {"scope": "Both"}}
    assert found.remarks[0].reason.startswith("this key stands in line 2, too")


def test_the_suffixed_form_of_a_key_is_no_key_of_its_own() -> None:
    found = imported(
        page(
            ["Foo", "Individual", "", "", "", ""],
            ["Foo_2", "Individual", "", "", "", ""],
            ["Bar_2", "Both", "", "", "", ""],
        )
    )
    assert list(found.keys) == ["Foo", "Bar_2"]
    assert [remark.text for remark in found.remarks] == ["Foo_2"]


def test_html_as_browsers_save_it() -> None:
    text = """<html><title>Keys &amp; values</title><body><p>Firmware version: 5.33.2</p><script>"<table>"</script>
    <table><tr><th rowspan=2>Key Name<th colspan=2>About<th>Type</tr>
    <tr><th>x<th>y<th>z</tr></table>
    <TABLE><THEAD><TR><TH>Key&nbsp;Name</TH><TH>Master/Slave<br>Scope</TH><TH>Reboot Required</TH></TR></THEAD>
    <tr><td colspan=3>Metering</td></tr>
    <tr><td><a name=1><b>OPKG&shy;Install<wbr>ExtraOption</b></a><td>Bo<i>th</i><td>Yes<br></tr>
    <tr><td>Foo<td rowspan="2"> Individual <td>No
    <tr><td>Bar<td>&ndash;</table>"""
    found = imported(text)
    assert found.keys == {
        "OPKGInstallExtraOption": {"scope": "Both", "reboot": True},
        "Foo": {"scope": "Individual", "reboot": False},
        "Bar": {"scope": "Individual"},
    }
    assert (found.title, found.firmware, found.remarks) == ("Keys & values", "5.33.2", [])


def test_all_tables_of_a_page_are_read() -> None:
    one, two = ({"Foo": {"scope": "Both"}}, {"Bar": {"scope": "Master"}})
    text = as_html(table(one, FULL)) + as_html(table(two, BRIEF))
    found = imported(text)
    assert found.keys == one | two
    assert found.unread_columns == ["OCPP standard", "Standard OCPP parameter?", "Config UI label"]


def test_markdown_marks_are_no_part_of_a_key() -> None:
    keys = {"`Foo`": {"scope": "**Both**"}, "A__B__C": {"scope": "Master"}}
    assert list(imported(as_markdown(table(keys, FULL))).keys) == ["Foo", "A__B__C"]


@pytest.mark.parametrize(
    ("line", "firmware", "date"),
    [
        ("Charging station interface 5.32.1-19930 2024-11-02", "5.32.1-19930", "2024-11-02"),
        ("Firmware: 5.33", "5.33", None),
        ("Software version v4.50.10, 01.02.2023", "4.50.10", "01.02.2023"),
        ("Keys of OCPP version 1.6 (2015)", None, None),
        ("Firmware 5.32 and firmware 5.33, 2024-01-01 to 2024-02-02", None, None),
    ],
)
def test_firmware_and_date_are_those_the_page_states(line: str, firmware: str | None, date: str | None) -> None:
    found = imported(f"{line}\n{page(['Foo', 'Both', '', '', '', ''])}")
    assert (found.firmware, found.date) == (firmware, date)


@pytest.mark.parametrize(
    "text", ["", "no table\n", "a,b\n1,2\n", "<table><tr><td>Key Name<td>Value</table>", "|\n|\n|\n|\n|\n"]
)
def test_what_holds_no_key_table(text: str) -> None:
    assert import_keys(text, BENDER) is None


def test_a_column_of_defaults_is_read_with_its_units() -> None:
    text = (
        "Key\tType\tRange\tFactory default\n"
        "Delay\tint\t1-60 s\t5 s\nLimit\tint\t6..32\t16 A\nName\tstring\t\t5 s\nOdd\tint\t1-60 s\t5 min\n"
    )
    imported = import_keys(text, BENDER)
    assert imported is not None
    assert imported.keys["Delay"] == {"type": "integer", "unit": "s", "minimum": 1, "maximum": 60, "default": "5"}
    assert imported.keys["Limit"] == {"type": "integer", "unit": "A", "minimum": 6, "maximum": 32, "default": "16"}
    assert imported.keys["Name"] == {"type": "string", "default": "5 s"}
    assert "default" not in imported.keys["Odd"]


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("# Acme keys\n\nKey\tAccess\tType\nLedLevel\tRW\tint\n", "generic"),
        ("# Alfen keys\n\nKey\tAccess\tType\nLedLevel\tRW\tint\n", "alfen"),
        ("# Keys\n\nKey\tAccess\tType\nRCMBDelta\tRW\tint\n", "bender"),
        ("# Keys\n\nKey\tMaster/Slave Scope\tType\nLedLevel\tBoth\tint\n", "bender"),
        ("no table", "generic"),
    ],
)
def test_a_page_extends_the_profile_of_its_maker(text: str, base: str) -> None:
    assert base_of(text, Profiles()).name == base
