"""The content of the files of a git repository at a revision."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_ABSENT = "0"
_LINKS = frozenset({"120000", "160000"})
"""The modes of symbolic links and submodules (gitformat-index): what is recorded of them is not what they hold."""


class RevisionError(Exception):
    """A revision that cannot be read; the text is the reason."""


class FileChange(NamedTuple):
    """A changed file: ``before`` is its path at the revision, ``blob`` its content, None if it did not exist."""

    before: str
    blob: str | None
    now: str | None
    """Its path now; None where it is gone."""


class Revision:
    """The revision ``name`` of the repository around the current folder, beside the files as they are now.

    Raises ``RevisionError`` where there is no git, no repository or no such revision.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._top = os.fsdecode(_git("rev-parse", "--show-toplevel").rstrip(b"\n"))
        try:
            commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        except RevisionError as error:
            raise RevisionError(f"no revision {name!r} in {self._top}; a shallow clone may lack it") from error
        self._commit = commit.decode().strip()
        self.changes = list(self._changes())
        self._tracked = {self._absolute(path) for path in _git("ls-files", "-z", "--full-name", ":/").split(b"\0")}

    def was_there(self, path: str) -> bool:
        """Return whether the file at ``path``, which is none of ``changes``, is one that the revision has."""
        return place_of(path) in self._tracked

    def contents(self, blobs: Sequence[str]) -> Iterator[bytes]:
        """Yield what blobs hold, one after the other."""
        if not blobs:
            return
        answer = _git("cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs).encode())
        start = 0
        for _ in blobs:
            end = answer.index(b"\n", start)
            size = int(answer[start:end].split()[-1])
            yield answer[end + 1 : end + 1 + size]
            start = end + 1 + size + 1

    def _changes(self) -> Iterator[FileChange]:
        """Read ``git diff --raw -z``: modes, blobs and a letter, then one path, or two of what was renamed."""
        words = iter(
            _git(
                *("diff", "--raw", "-z", "--no-abbrev", "--find-renames", "--no-ext-diff", "--no-relative"),
                *("--ignore-submodules=dirty", self._commit, "--"),
            ).split(b"\0")
        )
        for word in words:
            if not word:
                continue
            old_mode, new_mode, blob, _, letter = word.decode().lstrip(":").split()
            before = now = self._absolute(next(words))
            if letter[0] == "R":
                now = self._absolute(next(words))
            if _LINKS & {old_mode, new_mode}:
                continue
            yield FileChange(before, None if set(blob) == {_ABSENT} else blob, None if letter == "D" else now)

    def _absolute(self, path: bytes) -> str:
        return place_of(os.path.join(self._top, os.fsdecode(path)))


def place_of(path: str) -> str:
    """Return the absolute path of a file in the one form that paths are compared in here; a link is itself."""
    folder, name = os.path.split(path)
    return os.path.join(os.path.realpath(folder), name)


def _git(*words: str, given: bytes = b"") -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  words of our own, and a name that git is told is none
            ["git", *words],  # noqa: S607  whichever git the user has
            input=given,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise RevisionError(f"git can't be run: {(error.strerror or 'unknown reason').lower()}") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise RevisionError(said[-1] if said else f"git {words[0]} failed")
    return done.stdout
