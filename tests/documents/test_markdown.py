"""Tables of Markdown: what is a table, what a cell says, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.documents.markdown import parse_markdown
from ocpplint.documents.tree import Document


def written(document: Document, *route: int) -> str:
    span = document.spans(route).value
    return document.text[span.start : span.end]


def as_markdown(rows: list[list[str]], *, bars: bool) -> str:
    lines = [" | ".join(cell.replace("\\", "\\\\").replace("|", "\\|") for cell in row) for row in rows]
    lines.insert(1, " | ".join("---" for _ in rows[0]))
    return "\n".join(f"| {line} |" if bars else line for line in lines)


CELLS = st.text(st.sampled_from("aB1|ä:."), min_size=1, max_size=6)


@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=4)
    ),
    st.booleans(),
)
def test_cells_say_what_was_written_into_them(rows: list[list[str]], bars: bool) -> None:
    document = parse_markdown("Text.\n\n" + as_markdown(rows, bars=bars) + "\n\nMore text.\n")
    assert document.roots == [rows]
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            assert written(document, 0, number, column).replace("\\|", "|") == cell


@pytest.mark.parametrize(
    ("cell", "said", "place"),
    [
        ("`RCMBDelta_2`", "RCMBDelta_2", "RCMBDelta_2"),
        ("**RCMBDelta_2**", "RCMBDelta_2", "RCMBDelta_2"),
        ("**`RCMBDelta_2`**", "RCMBDelta_2", "RCMBDelta_2"),
        ("[RCMBDelta_2](#delta)", "RCMBDelta_2", "RCMBDelta_2"),
        (r"RCMBDelta\_2", "RCMBDelta_2", r"RCMBDelta\_2"),
        (r"`a\|b`", "a|b", r"a\|b"),
        ("1.RST,<br>2.RTS", "1.RST, 2.RTS", "1.RST,<br>2.RTS"),
        ("a &amp; b", "a & b", "a &amp; b"),
        ("snake_case_name", "snake_case_name", "snake_case_name"),
    ],
)
def test_marks_are_not_what_a_cell_says(cell: str, said: str, place: str) -> None:
    document = parse_markdown(f"| key | value |\n|---|---|\n| {cell} | 1 |\n")
    assert document.roots[0][1][0] == said  # type: ignore[index]
    assert written(document, 0, 1, 0) == place


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\nno rule\n",
        "```\n| a | b |\n|---|---|\n```\n",
        "~~~text\n| a | b |\n|---|---|\n| c | d |\n~~~\n",
        "a - b\n---\n",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert parse_markdown(text).roots == []


def test_a_table_may_stand_in_a_quotation_and_ends_with_its_last_bar() -> None:
    document = parse_markdown("> | a | b |\n> |:--|--:|\n> | c | d |\n> text\n")
    assert document.roots == [[["a", "b"], ["c", "d"]]]


def test_headings_and_comments_stand_before_the_table_that_follows() -> None:
    table = "| a | b |\n|---|---|\n| c | d |\n"
    document = parse_markdown(f"# Depot\n\n{table}\n## Connector 2 ##\n<!-- ocpplint: ignore[X] y -->\n{table}")
    assert [(comment.text, comment.before) for comment in document.comments] == [
        ("Depot", 0),
        ("Connector 2", 1),
        ("ocpplint: ignore[X] y", 1),
    ]


def test_tables_in_html_are_read_in_their_order() -> None:
    document = parse_markdown("<table><tr><td>1</table>\n\n| a | b |\n|---|---|\n\n<table><tr><td>2</table>\n")
    assert document.roots == [[["1"]], [["a", "b"]], [["2"]]]


@pytest.mark.parametrize(
    "part", ["|", "|a\n|-\n", "\\", "<!--", "<!-- -->", "> ", "|-", "```\n", "# a\n", "| [", "**", "`"]
)
def test_hostile_text_takes_no_longer_than_its_length(part: str) -> None:
    text = part * (100_000 // len(part))
    assert parse_markdown(text).text == text
