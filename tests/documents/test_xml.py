"""XML: attributes, elements and text as a tree, each at its place, and nothing of what entities stand for."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.documents.limits import MAX_DEPTH
from ocpplint.documents.tree import Document, Node, Object
from ocpplint.documents.xml import parse_xml


def plain(node: Node) -> object:
    if isinstance(node, Object):
        return {name: plain(value) for name, value in node.members}
    return [plain(item) for item in node] if isinstance(node, list) else node


def said(text: str) -> object:
    document = parse_xml(text)
    assert document.problems == []
    return plain(document.roots[0])


def written(document: Document, *route: int) -> tuple[str | None, str]:
    key, value = document.spans(route)
    return (document.text[key.start : key.end] if key else None), document.text[value.start : value.end]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("<c><a>1</a><b> 2 </b></c>", {"c": {"a": "1", "b": "2"}}),
        ("<c><a x='1'/></c>", {"c": {"a": {"x": "1"}}}),
        ("<c><a x='1'>2</a></c>", {"c": {"a": {"x": "1", "value": "2"}}}),
        ("<c><a x='1' value='3'>2</a></c>", {"c": {"a": {"x": "1", "value": "3"}}}),
        # records: several of one name, or one that says its name
        (
            "<c><key name='a' value='1'/><key name='b' value='2'/></c>",
            {"c": [{"name": "a", "value": "1"}, {"name": "b", "value": "2"}]},
        ),
        ("<c><d/><entry key='a'>1</entry></c>", {"c": {"d": "", "entry": [{"key": "a", "value": "1"}]}}),
        (
            "<c><d/><e><key>a</key><value>1</value></e></c>",
            {"c": {"d": "", "e": [{"key": "a", "value": "1"}]}},
        ),
        ("<c><X value='1' readonly='false'/><d/></c>", {"c": {"X": {"value": "1", "readonly": "false"}, "d": ""}}),
        # an element that is there for its children
        (
            "<stations><station id='1'><a>1</a></station></stations>",
            {"stations": [{"stationId": "1", "a": "1"}]},
        ),
        ("<c><entries><entry a='1'/></entries></c>", {"c": {"entries": [{"a": "1"}]}}),
        (
            "<c><connector id='1'><a>1</a></connector><connector id='2'><a>2</a></connector><b/></c>",
            {"c": {"connector": {"id": "2", "a": "2"}, "b": ""}},
        ),
        # what says that it holds stations, and holds other things, is not named for them
        ("<stations><desired><a>1</a></desired></stations>", {"desired": {"a": "1"}}),
        ("<stations><CP-1><a>1</a></CP-1></stations>", {"stations": {"CP-1": {"a": "1"}}}),
        # names without their prefix, characters by their references, text as data
        ("<n:c xmlns:n='u' n:x='1'/>", {"c": {"x": "1"}}),
        ("<c>&lt;&#65;&amp;</c>", {"c": "<A&"}),
        ("<c><![CDATA[<1>]]></c>", {"c": "<1>"}),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><c>ä</c>", {"c": "ä"}),
    ],
)
def test_the_tree_of_a_text(text: str, tree: object) -> None:
    assert said(text) == tree


def test_connectors_stay_apart() -> None:
    document = parse_xml("<c><connector id='1'><a>1</a></connector><connector id='2'><a>2</a></connector><b/></c>")
    (root,) = document.roots
    assert isinstance(root, Object)
    inner = root.members[0][1]
    assert isinstance(inner, Object)
    assert [name for name, _ in inner.members] == ["connector", "connector", "b"]


def test_everything_stands_where_it_is_written() -> None:
    text = "<ä><!-- ö -->\n<key name = 'a&amp;b'\n value=\"1\" />\n<key name='c' value='2'/><d> 3 </d></ä>"
    document = parse_xml(text)
    assert plain(document.roots[0]) == {
        "ä": {"key": [{"name": "a&b", "value": "1"}, {"name": "c", "value": "2"}], "d": "3"}
    }
    assert written(document, 0, 0, 0, 0, 0) == ("name", "'a&amp;b'")
    assert written(document, 0, 0, 0, 0, 1) == ("value", '"1"')
    assert written(document, 0, 0, 0, 1, 1) == ("value", "'2'")
    assert written(document, 0, 0, 1) == ("d", "3")
    assert written(document, 0, 0) == ("ä", text)


def test_comments_stand_before_what_follows_or_beside_what_ends_a_line() -> None:
    document = parse_xml("<c>\n<a>1</a> <!-- beside -->\n<!-- before --><b>2</b></c>")
    assert [
        (comment.text, comment.container, comment.before, comment.trailing) for comment in document.comments
    ] == [
        ("beside", (0, 0), 1, True),
        ("before", (0, 0), 1, False),
    ]


def test_comments_in_lists_of_records_stand_in_the_list() -> None:
    document = parse_xml("<c>\n<k name='a' value='1'/>\n<!-- Connector 2 -->\n<k name='b' value='2'/>\n</c>")
    (comment,) = document.comments
    assert (comment.container, comment.before) == ((0, 0), 1)


NAMES = st.sampled_from(("a", "b", "key", "entry", "station", "ä"))
TEXTS = st.text(st.sampled_from("x<&\"'>ä 1"), max_size=5)


@st.composite
def elements(draw: st.DrawFn, depth: int = 2) -> ElementTree.Element:
    element = ElementTree.Element(draw(NAMES), draw(st.dictionaries(NAMES, TEXTS, max_size=2)))
    children = draw(st.lists(elements(depth - 1), max_size=3)) if depth else []
    if children:
        element.extend(children)
    else:
        element.text = draw(TEXTS)
    return element


def words(element: ElementTree.Element) -> list[str]:
    """The attributes and texts of an element and what is in it, without blanks around texts."""
    own = [*element.attrib.values()]
    text = (element.text or "").strip()
    if len(element) == 0 and (text or not own) and not (own and "value" in element.attrib):
        own.append(text)
    return sorted([*own, *(word for child in element for word in words(child))])


def leaves(node: Node) -> list[str]:
    if isinstance(node, Object):
        return sorted(leaf for _, value in node.members for leaf in leaves(value))
    return sorted(leaf for item in node for leaf in leaves(item)) if isinstance(node, list) else [str(node)]


@given(elements())
def test_no_text_and_no_attribute_is_lost(element: ElementTree.Element) -> None:
    document = parse_xml(ElementTree.tostring(element, encoding="unicode"))
    assert document.problems == []
    assert leaves(document.roots[0]) == words(element)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('<!DOCTYPE c [<!ENTITY a "b">]><c>&a;</c>', "declares entities"),
        ('<!DOCTYPE c [<!ENTITY % a SYSTEM "file:///etc/passwd">%a;]><c/>', "declares entities"),
        ('<!DOCTYPE c [<!ENTITY a SYSTEM "file:///etc/passwd">]><c>&a;</c>', "declares entities"),
        ("<c><a></c>", "mismatched tag"),
        ("<c>", "no element found"),
        ("text", "syntax error"),
        ("<c a='1' a='2'/>", "duplicate attribute"),
        ("<a>" * (MAX_DEPTH + 2), "inside one another"),
    ],
)
def test_what_is_refused(text: str, message: str) -> None:
    (problem,) = parse_xml(text).problems
    assert message in problem.message


def test_what_stands_before_an_error_is_kept() -> None:
    document = parse_xml("<c><key name='a' value='1'/><key name='b' value='2'/><d></c>")
    assert document.problems
    assert written(document, 0, 0, 0, 1, 0) == ("name", "'b'")


def test_a_document_type_without_entities_is_read() -> None:
    text = '<!DOCTYPE properties SYSTEM "properties.dtd"><properties><entry key="a">1</entry></properties>'
    assert said(text) == {"properties": {"entry": [{"key": "a", "value": "1"}]}}


@pytest.mark.parametrize("part", ["<b/>", "&amp;", "ä<b c='ö'/>", "<!--x-->", "<", "<b>1</b>", " "])
def test_hostile_text_takes_no_longer_than_its_length(part: str) -> None:
    text = "<a>" + part * (60_000 // len(part)) + "</a>"
    assert parse_xml(text).text == text
