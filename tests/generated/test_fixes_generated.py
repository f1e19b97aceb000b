"""Fixes of generated configurations: the result parses, the findings do not come back, the rest is untouched."""

import os
import re
import tempfile
from pathlib import Path

import pytest
import scope_documents as documents
from fixes_run import RULES, Checker, mended
from hypothesis import given, settings
from hypothesis import strategies as st
from scope_documents import Case
from test_scope_generated_documents import PLACEABLE, PROVEN

from ocpplint.readers.documents import parse_json, parse_yaml
from ocpplint.sources import Layout, discover

NUMBERED = re.compile(r"\[\d+\]")
"""The end of a key such as ``RCMBDelta[2]``."""
WORD = re.compile(r"[^\s\"'{}\[\],:]+")


def written(folder: Path, case: Case) -> None:
    for name, text in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def read(folder: Path, case: Case) -> dict[str, str]:
    return {name: (folder / name).read_bytes().decode() for name in case.files}


def shape(text: str) -> list[str]:
    """Return a text without its words and quotes: brackets, spaces, line ends."""
    return WORD.sub("", NUMBERED.sub("", text)).replace('"', "").replace("'", "").split("\n")


def problems(name: str, text: str) -> int:
    return len((parse_yaml if name.endswith((".yaml", ".yml")) else parse_json)(text).problems)


def check_fixed(case: Case, *, unsafe: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="ocpplint-") as name:
        folder = Path(name)
        written(folder, case)
        repairs = mended(folder, unsafe=unsafe, rules=RULES)
        after = read(folder, case)
        for path, text in case.files.items():
            assert problems(path, after[path]) <= problems(path, text)
            assert shape(after[path]) == shape(text)
            assert after[path].count("ConnectorPhaseRotation") == text.count("ConnectorPhaseRotation")
        sources = discover([os.fspath(folder)], Layout())
        left = [(f.code, f.location) for f in Checker()(sources).findings]
        assert left == [(f.code, f.location) for f in repairs.report.findings]
        fixable = [f for f in repairs.report.findings if f.fix and (unsafe or f.fix.applicability == "safe")]
        assert len(fixable) == repairs.refused
        again = mended(folder, unsafe=unsafe, rules=RULES)
        assert again.fixed.total() == 0
        assert read(folder, case) == after


@pytest.mark.parametrize(("form", "mistake"), PLACEABLE)
@settings(PROVEN, max_examples=1)
@given(data=st.data())
def test_a_mistake_is_mended_in_every_shape(form: str, mistake: str, data: st.DataObject) -> None:
    check_fixed(data.draw(documents.mistaken(form, mistake)), unsafe=True)


@settings(PROVEN, max_examples=60)
@given(case=documents.with_several_mistakes(), unsafe=st.booleans())
def test_mistakes_are_mended_together(case: Case, unsafe: bool) -> None:
    check_fixed(case, unsafe=unsafe)


@pytest.mark.parametrize("mistake", sorted({mistake for _, mistake in PLACEABLE}))
@settings(PROVEN, max_examples=2)
@given(data=st.data())
def test_a_mistake_is_mended_in_a_pair_of_files(mistake: str, data: st.DataObject) -> None:
    check_fixed(data.draw(documents.in_two_files(mistake)), unsafe=True)
