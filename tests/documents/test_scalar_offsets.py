"""The characters of a string are found in the text that writes it, however it is written."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.documents.jsonc import parse_json
from ocpplint.documents.scalar_offsets import offsets_of
from ocpplint.documents.tree import Object, Span
from ocpplint.documents.yaml import parse_yaml

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\n \"'\\:#-é😀"))


def mapped(text: str, span: Span, content: str) -> None:
    """Claim that each character that stands for itself is found where it stands."""
    offsets = offsets_of(text, span, content)
    assert offsets is not None
    assert len(offsets) == len(content) + 1
    assert list(offsets) == sorted(offsets)
    for character, offset in zip(content, offsets, strict=False):
        written = text[offset]
        assert written == character or written in "\\\r" or character in " \n"


@given(TEXT, st.booleans())
def test_strings_of_json(content: str, ascii_only: bool) -> None:
    text = f"[1, {json.dumps(content, ensure_ascii=ascii_only)}]"
    mapped(text, parse_json(text).spans((0, 1)).value, content)


@given(TEXT, st.sampled_from(["'", '"', "|", ">", None]), st.integers(min_value=10, max_value=80))
def test_strings_of_yaml(content: str, style: str | None, width: int) -> None:
    text = yaml.safe_dump({"a": {"b": content}}, default_style=style, width=width, allow_unicode=True)
    document = parse_yaml(text)
    (root,) = document.roots
    assert isinstance(root, Object)
    inner = root.members[0][1]
    assert isinstance(inner, Object)
    said = inner.members[0][1]
    if isinstance(said, str) and said == content:
        mapped(text, document.spans((0, 0, 0)).value, content)


def test_the_places_of_each_way_of_writing() -> None:
    for text, content in (
        ('"a\\"b\\u0041c"', 'a"bAc'),
        ('"a\\ud83d\\ude00c"', "a😀c"),
        ("'it''s c'", "it's c"),
        ('"a ""c"""', 'a "c"'),
        ('"""\na\\\n   c"""', "ac"),
        ("'''\na\nc'''", "a\nc"),
        ("a &amp; c", "a & c"),
        ("|\n   a\n\n     b\n   c\n", "a\n\n  b\nc\n"),
        (">-\n   a\n   b\n\n   c\n", "a b\nc"),
        ("a\n   c", "a c"),
    ):
        offsets = offsets_of(text, Span(0, len(text)), content)
        assert offsets is not None, text
        assert offsets[content.rindex("c")] == text.rindex("c"), text


def test_what_says_something_else_has_no_offsets() -> None:
    for text, content in (('"YWJj"', "abc"), ("*alias", "abc"), ('"ab', "ab"), ('"abc"', "ab"), ("|", "ab")):
        assert offsets_of(text, Span(0, len(text)), content) is None


@pytest.mark.parametrize("chomping", ["|", "|-", "|+", ">", ">-"])
def test_the_last_line_of_a_block_ends_where_it_ends(chomping: str) -> None:
    text = f"a: {chomping}\n  key: value\n\n"
    document = parse_yaml(text)
    (root,) = document.roots
    assert isinstance(root, Object)
    content = root.members[0][1]
    assert isinstance(content, str)
    offsets = offsets_of(text, document.spans((0, 0)).value, content)
    assert offsets is not None
    assert offsets[len("key: value")] == text.index("value") + len("value")
