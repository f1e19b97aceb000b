"""How the new text of a scalar is written: valid in the format of its file, and saying just what it is to say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.documents.formats import ENV, INI, JSON, JSON5, PROPERTIES, TOML, YAML, Format
from ocpplint.documents.tree import Document, Node, Object, Span
from ocpplint.fixes.writing import written
from ocpplint.readers.settings.values import text_of
from tests.support.trees import all_routes

OLD = "ConnectorPhaseRotation-2"
CASES = [
    ("a.toml", "{} = 1", "MeterPublicKey[1]", '"MeterPublicKey[1]"'),
    ("a.toml", "{} = 1", "Key_2", "Key_2"),
    ("a.toml", "x.{} = 1", "a.b", '"a.b"'),
    ("a.toml", "'{}' = 1", "it's", None),
    ("a.toml", '"{}" = 1', 'a"b\\', 'a\\"b\\\\'),
    ("a.json5", "{{{}: 1}}", "MeterPublicKey[1]", '"MeterPublicKey[1]"'),
    ("a.json5", "{{{}: 1}}", "Key_2", "Key_2"),
    ("a.json5", "{{'{}': 1}}", "it's \"\\", "it\\'s \"\\\\"),
    ("a.ini", "{} = 1", "a=b", None),
    ("a.ini", "{} = 1", "[a]", None),
    ("a.ini", "{} = 1", "Key_2", "Key_2"),
    ("a.env", "{}=1", "Key 2", None),
    ("a.env", "{}=1", "Key_2", "Key_2"),
    ("a.properties", "{} = 1", "a b:c=d\\", "a\\ b\\:c\\=d\\\\"),
    ("a.properties", "{} = 1", "!a", "\\!a"),
]


@pytest.mark.parametrize(("path", "text", "content", "token"), CASES)
def test_a_key_is_written_as_its_format_has_it(path: str, text: str, content: str, token: str | None) -> None:
    text = text.format(OLD)
    start = text.index(OLD)
    assert written(text, start, start + len(OLD), content, path) == token


TEXTS = [
    (JSON, '{"Key": "old"}'),
    (JSON, '{"Key": 10}'),
    (JSON5, "{Key: 'old'}"),
    (JSON5, '{Key: "old"}'),
    (JSON5, "{Key: 0x1F}"),
    (YAML, "Key: old # c\n"),
    (YAML, "Key: 'old'\n"),
    (TOML, "Key = 'old' # c\n"),
    (TOML, 'Key = "old"\n'),
    (TOML, "Key = 10 # c\n"),
    (TOML, "x = [{Key = 1_0}]\n"),
    (INI, "[x]\nKey = old ; c\n"),
    (INI, "[x]\nKey: 'old'\n"),
    (ENV, "export Key=old # c\n"),
    (ENV, "Key='old'\n"),
    (ENV, 'Key="old"\n'),
    (PROPERTIES, "x.Key = old\n"),
    (PROPERTIES, "x.Key old\n"),
]


def _value(document: Document) -> Node:
    """Return the one value of a document."""
    node: Node = document.roots[0]
    while isinstance(node, Object | list):
        node = node.members[0][1] if isinstance(node, Object) else node[0]
    return node


def _place(document: Document) -> tuple[tuple[int, ...], Span]:
    """Return the route and the text of the one value below a ``Key``, without its quotes."""
    route: tuple[int, ...] = max((route for route, _, _ in all_routes(document)), key=len)
    span = document.spans(route).value
    quoted = document.text[span.start] in "\"'"
    return route, Span(span.start + quoted, span.end - quoted)


@pytest.mark.parametrize(("form", "text"), TEXTS)
@given(
    content=st.text(
        st.characters(codec="ascii", exclude_characters="\x00\x7f\r\n"), min_size=1, max_size=8
    ).filter(str.isprintable)
    | st.sampled_from(["300", "true", "RST", "null", "0x1F", "a ; b", "$x", "' \"", "\\n", " x", "#"])
)
def test_what_is_written_says_what_it_is_to_say_and_nothing_else_changes(
    form: Format, text: str, content: str
) -> None:
    before = form.read(text)
    route, span = _place(before)
    token = written(text, *span, content, f"a{form.endings[0]}")
    if token is None:
        return
    after = form.read(text[: span.start] + token + text[span.end :])
    assert (after.problems, _place(after)[0]) == ([], route)
    value = _value(after)
    assert (content if value is None and content == "null" else text_of(value)) == content
    assert [comment.text for comment in after.comments] == [comment.text for comment in before.comments]
