"""Fixes in cells of tables, in XML and in lines of text: the file says just that, in its own syntax."""

from pathlib import Path

import pytest

from ocpplint.fixes.writing import written
from tests.support.fixes_run import repairs_of

FIXED = {
    "long.csv": ("key;value\nRCMBDelta_2;30\n", "key;value\nRCMBDelta;30\n"),
    "quoted.csv": ('"key","value"\r\n"RCMBDelta_2","30"\r\n', '"key","value"\r\n"RCMBDelta","30"\r\n'),
    "tabs.tsv": ("key\tvalue\nRCMBDelta_2\t30\n", "key\tvalue\nRCMBDelta\t30\n"),
    "one.csv": ("station,RCMBDelta_2\nCP-1,3\n", "station,RCMBDelta\nCP-1,3\n"),
    "attribute.xml": ('<c><key name="RCMBDelta_2" value="3"/></c>', '<c><key name="RCMBDelta" value="3"/></c>'),
    "text.xml": (
        "<c><key><name>RCMBDelta_2</name><value>3</value></key></c>",
        "<c><key><name>RCMBDelta</name><value>3</value></key></c>",
    ),
    "equals.txt": ("RCMBDelta_2 = 30\nHeartbeatInterval = 30\n", "RCMBDelta = 30\nHeartbeatInterval = 30\n"),
    "access.txt": ("CP-1: RCMBDelta_2 (rw): 30\n", "CP-1: RCMBDelta (rw): 30\n"),
    "columns.txt": (
        "RCMBDelta_2          30\nHeartbeatInterval  30\n",
        "RCMBDelta          30\nHeartbeatInterval  30\n",
    ),
    "repr.txt": ("[{'key': 'RCMBDelta_2', 'value': '3'}]\n", "[{'key': 'RCMBDelta', 'value': '3'}]\n"),
}
NAMED = {
    "table.md": (
        "| key | value |\n|---|---|\n| **RCMBDelta_2** | 3 |\n",
        "| key | value |\n|---|---|\n| **RCMBDelta** | 3 |\n",
    ),
    "page.html": (
        "<table><tr><th>key<th>value<tr><td>RCMBDelta_2<td>3</table>",
        "<table><tr><th>key<th>value<tr><td>RCMBDelta<td>3</table>",
    ),
}


@pytest.mark.parametrize("name", FIXED)
def test_a_fix_changes_the_key_and_nothing_else(name: str, tmp_path: Path) -> None:
    before, after = FIXED[name]
    (tmp_path / name).write_bytes(before.encode())
    repairs = repairs_of(tmp_path, unsafe=False)
    repairs.write()
    assert (tmp_path / name).read_bytes().decode() == after


@pytest.mark.parametrize("name", NAMED)
def test_a_page_is_fixed_when_it_is_named(name: str, tmp_path: Path) -> None:
    before, after = NAMED[name]
    (tmp_path / name).write_bytes(before.encode())
    repairs = repairs_of(tmp_path / name, unsafe=False)
    repairs.write()
    assert (tmp_path / name).read_bytes().decode() == after


@pytest.mark.parametrize(
    ("name", "text"),
    [
        # the heading is the key of both stations
        ("wide.csv", "station,RCMBDelta_2\nCP-1,3\nCP-2,4\n"),
        # the name stands in two tags
        ("element.xml", "<c><ConnectorPhaseRotation>RST</ConnectorPhaseRotation><RCMBDelta_2>3</RCMBDelta_2></c>"),
        # markup within it
        ("markup.xml", "<c><key><name><![CDATA[RCMBDelta_2]]></name><value>3</value></key></c>"),
    ],
)
def test_what_can_not_be_fixed_is_left_as_it_is(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    repairs = repairs_of(tmp_path, unsafe=True)
    assert [finding.code for finding in repairs.report.findings if finding.code.startswith("SCP")]
    repairs.write()
    assert (tmp_path / name).read_text() == text


@pytest.mark.parametrize(
    ("path", "text", "old", "content", "new"),
    [
        ("a.csv", "key,old", "old", "a,b", '"a,b"'),
        ("a.csv", "key,old", "old", 'a"b', '"a""b"'),
        ("a.csv", 'key,"old"', "old", 'a"b', 'a""b'),
        ("a.csv", "key,old", "old", "1.RST", "1.RST"),
        ("a.xml", '<a b="old"/>', "old", "a&\"<'", "a&amp;&quot;&lt;&apos;"),
        ("a.xml", "<a>old</a>", "old", "a&<b", "a&amp;&lt;b"),
        ("a.xml", "<a><b/></a>", "<b/>", "c", None),
        ("a.html", "<td>old</td>", "old", "a<b", "a&lt;b"),
        ("a.html", "<td><b>o</b>ld</td>", "<b>o</b>ld", "x", None),
        ("a.md", "| old |", "old", "1.RST,2.RTS", "1.RST,2.RTS"),
        ("a.md", "| old |", "old", "a|b", None),
        ("a.xlsx", "key\told", "old", "x", None),
        ("a.txt", "Key = old", "old", "RTS", "RTS"),
        ("a.txt", "Key = old", "old", "a b", None),
        ("a.txt", '{"Key": "old"}', "old", 'a"b', 'a\\"b'),
    ],
)
def test_how_a_value_is_written(path: str, text: str, old: str, content: str, new: str | None) -> None:
    start = text.index(old)
    assert written(text, start, start + len(old), content, path) == new
