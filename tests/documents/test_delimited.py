"""CSV and its relatives: what the standard library's reader says, and where each cell stands."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.documents import delimited
from ocpplint.documents.delimited import delimiter_of, parse_delimited, parse_tabs
from ocpplint.documents.tree import Document

DELIMITERS = ",;\t|"


def table(document: Document) -> list[list[str]]:
    (rows,) = document.roots
    assert isinstance(rows, list)
    return [[str(cell) for cell in row] for row in rows if isinstance(row, list)]


def written(document: Document, row: int, column: int) -> str:
    span = document.spans((0, row, column)).value
    return document.text[span.start : span.end]


def as_csv(rows: list[list[str]], delimiter: str, quoting: int, end: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


CELLS = st.text(st.sampled_from('aB1 ,;\t|"\nä.-'), max_size=6).map(str.strip)


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5),
    st.sampled_from(DELIMITERS),
    st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    st.sampled_from(("\n", "\r\n")),
)
def test_cells_are_what_the_library_wrote(rows: list[list[str]], delimiter: str, quoting: int, end: str) -> None:
    text = as_csv(rows, delimiter, quoting, end)
    document = delimited._document(text, 0, delimiter)
    assert document.problems == []
    if not document.comments:
        assert table(document) == [row for row in rows if any(row)]


@given(st.text(st.sampled_from('aB1 ,"\n#ä'), max_size=40))
def test_every_cell_is_in_the_text_where_its_place_says(text: str) -> None:
    document = delimited._document(text, 0, ",")
    for row, cells in enumerate(table(document)):
        for column, cell in enumerate(cells):
            raw = written(document, row, column)
            assert raw == cell or raw.replace('"', "").strip() == cell.replace('"', "").strip()


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_the_delimiter_is_found(delimiter: str) -> None:
    rows = [
        ["station", "key", "value"],
        ["CP-1", "MeterValuesSampledData", "Energy.Active.Import.Register,Voltage"],
    ]
    assert delimiter_of(as_csv(rows, delimiter, csv.QUOTE_MINIMAL, "\n")) == delimiter


def test_a_spreadsheet_may_say_the_delimiter() -> None:
    document = parse_delimited("sep=;\r\nkey;value\r\na,b;1\r\n")
    assert table(document) == [["key", "value"], ["a,b", "1"]]


def test_a_byte_order_mark_is_no_part_of_the_first_cell() -> None:
    document = parse_delimited("\ufeffkey,value\na,1\n")
    assert table(document)[0] == ["key", "value"]
    assert written(document, 0, 0) == "key"


def test_a_cell_may_hold_line_ends_and_doubled_quotes() -> None:
    document = parse_delimited('key,value\na,"x ""y""\nz"\n')
    assert table(document)[1] == ["a", 'x "y"\nz']
    assert written(document, 1, 1) == '"x ""y""\nz"'


def test_a_quote_that_nothing_closes_is_a_problem_and_the_rest_is_read() -> None:
    document = parse_delimited('key,value\na,"1\nb,2\n')
    assert table(document) == [["key", "value"], ["a", '"1'], ["b", "2"]]
    (problem,) = document.problems
    assert document.text[problem.span.start : problem.span.end] == '"'


def test_a_line_without_a_delimiter_that_begins_with_a_hash_is_a_comment() -> None:
    document = parse_delimited("key,value\n# Connector 2\na,1\n#,2\n# ocpplint: ignore[X] reason, with a comma\n")
    assert table(document) == [["key", "value"], ["a", "1"], ["#", "2"]]
    assert [(comment.text, comment.container, comment.before) for comment in document.comments] == [
        ("Connector 2", (0,), 1),
        ("ocpplint: ignore[X] reason, with a comma", (0,), 3),
    ]


def test_tabs_part_the_cells_of_a_workbook() -> None:
    assert table(parse_tabs("a;b\tc\n\nd\n")) == [["a;b", "c"], ["d"]]


def test_a_table_has_so_many_cells_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocpplint.documents.rows.MAX_CELLS", 5)
    document = parse_delimited("a,b\nc,d\ne,f\n")
    assert table(document) == [["a", "b"], ["c", "d"]]
    (problem,) = document.problems
    assert "more than" in problem.message


@pytest.mark.parametrize("part", ['"', ',"', '"a,""b', '"""a,\n', '"a\n', '" ""x,', "#"])
def test_hostile_text_takes_no_longer_than_its_length(part: str) -> None:
    text = part * (200_000 // len(part))
    assert len(parse_delimited(text).text) == len(text)
