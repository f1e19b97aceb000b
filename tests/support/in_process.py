"""The command as a user runs it, but in this process: for tests that run it often."""

import sys
from collections.abc import Sequence
from typing import NamedTuple

import pytest

from ocpplint.cli import run


class Said(NamedTuple):
    """What a run ended with."""

    code: int
    out: str
    err: str


def called(arguments: Sequence[str], capture: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> Said:
    """Run ``ocpplint`` with these arguments in the current folder."""
    patch.setattr(sys, "argv", ["ocpplint", *arguments])
    capture.readouterr()
    with pytest.raises(SystemExit) as end:
        run()
    return Said(int(end.value.code or 0), *capture.readouterr())
