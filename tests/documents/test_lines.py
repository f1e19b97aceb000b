"""Lines and columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.documents.positions import LineIndex


@pytest.mark.parametrize(
    ("text", "offset", "position"),
    [
        ("", 0, (1, 1)),
        ("ab", 2, (1, 3)),
        ("a\nb", 1, (1, 2)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 3, (2, 1)),
        ("a\rb", 2, (2, 1)),
        ("a\n\rb", 3, (3, 1)),
        ("😀é\nb", 1, (1, 2)),
        ("a\x0b\x0c\u2028\u2029\x85b", 6, (1, 7)),
    ],
)
def test_lines_end_as_editors_count_them(text: str, offset: int, position: tuple[int, int]) -> None:
    assert LineIndex(text).position(offset) == position


@pytest.mark.parametrize("offset", [-1, 4])
def test_an_offset_outside_the_text_is_an_error(offset: int) -> None:
    with pytest.raises(IndexError):
        LineIndex("abc").position(offset)


@given(st.text(alphabet="a\n\r\u2028😀", max_size=30))
def test_a_position_leads_back_to_its_character(text: str) -> None:
    lines = LineIndex(text)
    rest = text.replace("\r\n", "\n\n").replace("\r", "\n")
    for offset in range(len(text) + 1):
        line, column = lines.position(offset)
        ends = text[:offset].replace("\r\n", "\n").replace("\r", "\n").count("\n")
        inside_pair = text[offset - 1 : offset + 1] == "\r\n" if offset else False
        assert line == 1 + ends - inside_pair
        assert inside_pair or column == offset - rest.rfind("\n", 0, offset)
