"""Fixes of generated configurations: the result parses, the findings do not come back, the rest is untouched."""

import os
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocpplint.documents.jsonc import parse_json
from ocpplint.documents.yaml import parse_yaml
from ocpplint.fixes.repairs import Repairs
from ocpplint.sources.discover import discover
from ocpplint.sources.layout import Layout
from tests.end_to_end.test_scope_documents import PLACEABLE, PROVEN
from tests.support import scope_documents as documents
from tests.support.fixes_run import Checker, repaired, repairs_of
from tests.support.scope_documents import Case

MENDABLE = {"SCP001", "SCP004", "SCP005", "SCP007"}
"""The mistakes that have a fix; of the others nobody knows what was meant."""


def written(folder: Path, case: Case) -> None:
    for name, text in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def read(folder: Path, case: Case) -> dict[str, str]:
    return {name: (folder / name).read_bytes().decode() for name in case.files}


def lines_of(text: str) -> list[str]:
    return re.findall(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z", text)


def check_untouched(before: str, after: str, found: dict[int, int]) -> None:
    """Compare two texts of a file: lines without a finding are the same, the others as far as the first one."""
    assert len(lines_of(before)) == len(lines_of(after))
    for number, (old, new) in enumerate(zip(lines_of(before), lines_of(after), strict=True), 1):
        same = found.get(number, len(old) + 1) - 1
        assert new[:same] == old[:same]
        assert new.endswith(old[len(old.rstrip()) :])
        assert new == old or number in found


def problems(name: str, text: str) -> int:
    return len((parse_yaml if name.endswith((".yaml", ".yml")) else parse_json)(text).problems)


def first_columns(repairs: Repairs, path: Path) -> dict[int, int]:
    """Return, of each line of a file with something to fix, the column it begins at."""
    columns: dict[int, int] = {}
    for finding in repairs.report.findings:
        for edit in finding.fix.edits if finding.fix else ():
            place = edit.location
            if place.path == str(path):
                columns[place.line] = min(place.column, columns.get(place.line, place.column))
    return columns


def check_fixed(case: Case, *, unsafe: bool) -> Repairs:
    with tempfile.TemporaryDirectory(prefix="ocpplint-") as name:
        folder = Path(name)
        written(folder, case)
        repairs = repairs_of(folder, unsafe=unsafe)
        columns = {path: first_columns(repairs, folder / path) for path in case.files}
        repairs.write()
        after = read(folder, case)
        for path, text in case.files.items():
            assert problems(path, after[path]) <= problems(path, text)
            check_untouched(text, after[path], columns[path])
        sources = discover([os.fspath(folder)], Layout())
        left = [(f.code, f.location) for f in Checker()(sources).findings]
        assert left == [(f.code, f.location) for f in repairs.report.findings]
        fixable = [f for f in repairs.report.findings if f.fix and (unsafe or f.fix.applicability == "safe")]
        assert len(fixable) == repairs.refused
        # Only a fix that would set a key twice is left out: the key stands there already.
        assert all(f.fix and f.fix.edits[0].content in "".join(after.values()) for f in fixable)
        again = repaired(folder, unsafe=unsafe)
        assert again.fixed.total() == 0
        assert read(folder, case) == after
    return repairs


@pytest.mark.parametrize(("form", "mistake"), PLACEABLE)
@settings(PROVEN, max_examples=2)
@given(data=st.data())
def test_a_mistake_is_fixed_in_every_shape(form: str, mistake: str, data: st.DataObject) -> None:
    repairs = check_fixed(data.draw(documents.mistaken(form, mistake)), unsafe=True)
    assert (repairs.fixed.total() + repairs.refused > 0) == (mistake in MENDABLE)


@settings(PROVEN, max_examples=40)
@given(case=documents.with_several_mistakes(), unsafe=st.booleans())
def test_mistakes_are_fixed_together(case: Case, unsafe: bool) -> None:
    check_fixed(case, unsafe=unsafe)


@pytest.mark.parametrize("mistake", sorted({mistake for _, mistake in PLACEABLE}))
@settings(PROVEN, max_examples=2)
@given(data=st.data())
def test_a_mistake_is_fixed_in_a_pair_of_files(mistake: str, data: st.DataObject) -> None:
    check_fixed(data.draw(documents.in_two_files(mistake)), unsafe=True)
