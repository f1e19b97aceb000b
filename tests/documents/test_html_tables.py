"""Tables of HTML: cells with their place, spans, what is not shown, and pages that nobody meant well."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.documents import html
from ocpplint.documents.html import parse_html
from ocpplint.documents.tree import Document


def written(document: Document, *route: int) -> str:
    span = document.spans(route).value
    return document.text[span.start : span.end]


CELLS = st.text(st.sampled_from("aB1<>&\"'äß; "), max_size=8).map(str.strip)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=4), st.booleans())
def test_cells_say_what_was_escaped_into_them(rows: list[list[str]], tidy: bool) -> None:
    end = "</td>" if tidy else ""
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}{end}" for cell in row) for row in rows)
    document = parse_html(f"<p>before</p><table>{body}</table>after")
    assert document.roots == [rows]
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            assert written(document, 0, number, column) == escape(cell)


def test_a_cell_stands_where_its_text_does() -> None:
    document = parse_html('<table>\n<tr class="a>b"><TD>\n  <code> RCMBDelta_2 </code>\n</TD></tr></table>')
    assert document.roots == [[["RCMBDelta_2"]]]
    assert written(document, 0, 0, 0) == "RCMBDelta_2"


def test_cells_that_span_rows_and_columns_stand_in_all_of_them() -> None:
    document = parse_html("<table><tr><td rowspan=2>CP-1<td>a<td>1<tr><td>b<td>2<tr><td colspan='3'>all</table>")
    assert document.roots == [[["CP-1", "a", "1"], ["CP-1", "b", "2"], ["all", "", ""]]]


def test_tables_inside_tables_are_tables_of_their_own() -> None:
    document = parse_html("<table><tr><td>out<table><tr><td>in</table></table><table><tr><td>next</table>")
    assert document.roots == [[["out"]], [["in"]], [["next"]]]


def test_what_is_not_shown_is_not_read() -> None:
    text = "<script>if (a<b) '<table><tr><td>x'</script><style>td{}</style><table><tr><td>1<!-- 2 --></table>"
    assert parse_html(text).roots == [[["1"]]]


def test_headings_captions_and_comments_stand_before_what_follows() -> None:
    document = parse_html(
        "<h2>CP-1</h2><table><caption>Connector 2</caption><tr><td>a</tr><!-- b is next --><tr><td>b</table>"
        "<!-- last --><table><tr><td>c</table>"
    )
    assert [(comment.text, comment.container, comment.before) for comment in document.comments] == [
        ("CP-1", (), 0),
        ("Connector 2", (), 0),
        ("b is next", (0,), 1),
        ("last", (), 1),
    ]


def test_a_few_characters_do_not_make_millions_of_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_CELLS", 1_000)
    document = parse_html("<table><tr><td colspan=100 rowspan=9999>x" + "<tr>" * 1_000)
    assert sum(len(row) for root in document.roots for row in root) <= 1_000  # type: ignore[union-attr,arg-type,misc]
    (problem,) = document.problems
    assert "more than" in problem.message


@pytest.mark.parametrize(
    "part", ["<a ", "<!--", '<td "', "<td '", "&#", "<script>", "<table>", "<![CDATA[", "<h2>", "<", "</"]
)
def test_hostile_pages_take_no_longer_than_their_length(part: str) -> None:
    text = part * (200_000 // len(part))
    assert parse_html(text).text == text
