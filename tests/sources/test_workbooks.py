"""Excel workbooks: read as text, a row a line; bounded, and refused where they are damaged or hostile."""

import datetime
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from ocpplint.analysis.library import check
from ocpplint.sources import workbooks
from ocpplint.sources.source import Source
from ocpplint.sources.workbooks import WorkbookError, is_workbook, lines_of_workbook
from tests.support.in_process import run


def workbook(fill: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def one_sheet(*rows: list[object]) -> bytes:
    def fill(book: Any) -> None:
        for row in rows:
            book.worksheets[0].append(row)

    return workbook(fill)


def two_sheets(book: Any) -> None:
    first, second = book.worksheets[0], book.create_sheet("CP-2")
    first.title = "CP-1"
    first.append(["key", "value"])
    first.append(["RCMBDelta_2", 30])
    second["A1"], second["B1"] = "key", "value"
    second["A3"], second["B3"] = "HeartbeatInterval", True


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def lines(data: bytes) -> dict[int, str]:
    return {number: line for number, line in enumerate(lines_of_workbook(data), 1) if line}


def test_a_row_is_a_line_with_tabs_between_the_cells() -> None:
    data = one_sheet(["key", "value", None], ["HeartbeatInterval", 300], [None, None], ["X", 21.5, True])
    assert lines(data) == {1: "key\tvalue", 2: "HeartbeatInterval\t300", 4: "X\t21.5\ttrue"}


def test_cells_are_said_in_one_line() -> None:
    day = datetime.datetime(2026, 1, 5, 10, 0)  # noqa: DTZ001  a workbook has no zones
    data = one_sheet(["a\nb\tc", 3.0, '"x"', day, False, "=1+1"])
    assert lines(data) == {1: 'a b c\t3\t"""x"""\t2026-01-05T10:00:00\tfalse'}


def test_sheets_begin_at_full_thousands_below_their_names() -> None:
    assert lines(workbook(two_sheets)) == {
        1000: "CP-1",
        1001: "key\tvalue",
        1002: "RCMBDelta_2\t30",
        2000: "CP-2",
        2001: "key\tvalue",
        2003: "HeartbeatInterval\ttrue",
    }


def test_a_long_sheet_moves_the_next_one() -> None:
    def fill(book: Any) -> None:
        for number in range(1_200):
            book.worksheets[0].append([number])
        book.create_sheet("next").append(["a"])

    found = lines(workbook(fill))
    assert found[3_000] == "next"
    assert found[3_001] == "a"


def test_sheets_with_nothing_in_them_do_not_count() -> None:
    def fill(book: Any) -> None:
        book.create_sheet("used").append(["a"])

    assert lines(workbook(fill)) == {1: "a"}


def test_findings_name_the_cell_and_the_sheet(tmp_path: Path) -> None:
    (tmp_path / "depot.xlsx").write_bytes(workbook(two_sheets))
    said = run("check", "depot.xlsx", cwd=tmp_path).out
    assert "depot.xlsx:1002:1: error SCP001" in said
    assert "this is cell A2 of sheet `CP-1`" in said
    assert "depot.xlsx:2003:19: error VAL001" in said
    assert "(2 stations, 2 settings)" in said


def test_a_workbook_is_read_when_it_is_named_and_never_rewritten(tmp_path: Path) -> None:
    data = one_sheet(["key", "value"], ["RCMBDelta_2", 30])
    (tmp_path / "depot.xlsx").write_bytes(data)
    (tmp_path / "a.json").write_text("{}")
    assert run("check", ".", cwd=tmp_path).codes == []
    fixed = run("check", "--fix", "--unsafe-fixes", "depot.xlsx", cwd=tmp_path)
    assert "SCP001" in fixed.out
    assert "fixable" not in fixed.out
    assert (tmp_path / "depot.xlsx").read_bytes() == data


def test_without_the_library_a_workbook_is_said_to_be_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "depot.xlsx").write_bytes(one_sheet(["key", "value"]))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    (finding,) = check([tmp_path / "depot.xlsx"]).findings
    assert finding.code == "INP002"
    assert "install `ocpplint[excel]`" in finding.message


def test_other_archives_are_no_workbooks(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    assert not is_workbook(out.getvalue())
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    with Source(str(tmp_path / "a.zip")).open() as opened:
        assert opened.text.read(10) == ""
    assert "a zip archive" in opened.account.faults[0].message


@pytest.mark.parametrize(
    ("data", "reason", "kind"),
    [
        (
            with_part(one_sheet(["a"]), SHEET, b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'),
            "declares a document type",
            "unreadable",
        ),
        (
            with_part(one_sheet(["a"]), SHEET, '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'.encode("utf-16")),
            "declares a document type",
            "unreadable",
        ),
        (with_part(one_sheet(["a"]), SHEET, b"<worksheet"), "is damaged", "unreadable"),
        (b"PK\x03\x04 xl/workbook.xml", "is damaged", "unreadable"),
    ],
)
def test_what_is_refused(data: bytes, reason: str, kind: str) -> None:
    assert is_workbook(data)
    with pytest.raises(WorkbookError, match=reason) as caught:
        list(lines_of_workbook(data))
    assert caught.value.kind == kind


def test_bombs_are_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_MOST_UNPACKED", 1_000_000)
    data = with_part(one_sheet(["a"]), SHEET, b"<worksheet>" + b" " * 2_000_000)
    with pytest.raises(WorkbookError, match="unpacks to more than") as caught:
        list(lines_of_workbook(data))
    assert caught.value.kind == "too-large"


def test_a_cell_far_away_is_not_walked_to() -> None:
    def fill(book: Any) -> None:
        book.worksheets[0]["A1"], book.worksheets[0]["XFD1048576"] = 1, 2

    found: list[str] = []
    with pytest.raises(WorkbookError, match="the rest was not read"):
        found += lines_of_workbook(workbook(fill))


def test_too_many_cells_end_it_with_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_MOST_CELLS", 5)
    found: list[str] = []
    with pytest.raises(WorkbookError, match="more than 5 cells"):
        found += lines_of_workbook(one_sheet(["a", "b"], ["c", "d"], ["e", "f"]))
    assert found == ["a\tb", "c\td"]


def test_damaged_workbooks_are_said_to_be_damaged() -> None:
    data = workbook(two_sheets)
    for seed in range(60):
        chance = Random(seed)  # noqa: S311  a seed, not a secret
        broken = bytearray(data)
        for _ in range(4):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            list(lines_of_workbook(bytes(broken)))
        except WorkbookError:
            continue
