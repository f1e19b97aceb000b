"""The command as a user runs it, but in this process: for tests that run it often. Starting Python takes most of a run."""

import contextlib
import io
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pytest

from ocpplint.cli import run as run_here
from tests.support.command import ENVIRONMENT, Outcome


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
        run_here()
    return Said(int(end.value.code or 0), *capture.readouterr())


def run(
    *arguments: str | os.PathLike[str], cwd: Path, stdin: str | bytes = b"", env: dict[str, str] | None = None
) -> Outcome:
    """Run ``ocpplint`` with these arguments in ``cwd``, as :func:`tests.support.command.run` does in a new process."""
    out, err = _stream(), _stream()
    with (
        _streams(_stream(stdin.encode() if isinstance(stdin, str) else stdin), out, err),
        mock.patch.object(sys, "argv", ["ocpplint", *map(os.fspath, arguments)]),
        _environment(env or {}),
        contextlib.chdir(cwd),
        warnings.catch_warnings(action="ignore"),
        pytest.raises(SystemExit) as end,
    ):
        run_here()
    return Outcome(int(end.value.code or 0), _text(out), _text(err))


def _stream(data: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


@contextlib.contextmanager
def _streams(*streams: io.TextIOWrapper) -> Iterator[None]:
    with (
        mock.patch.object(sys, "stdin", streams[0]),
        mock.patch.object(sys, "stdout", streams[1]),
        mock.patch.object(sys, "stderr", streams[2]),
    ):
        yield


@contextlib.contextmanager
def _environment(added: dict[str, str]) -> Iterator[None]:
    cache = {"OCPPLINT_CACHE_DIR": os.environ["OCPPLINT_CACHE_DIR"]}
    with mock.patch.dict(os.environ, {**ENVIRONMENT, **cache, **added}, clear=True):
        yield
