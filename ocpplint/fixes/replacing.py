"""A file replaced by another at one stroke."""

import os
import shutil
import tempfile
from contextlib import suppress


class ChangedMeanwhileError(Exception):
    """The file is no longer what was read of it: somebody else has written it."""


def replace_file(path: str, data: bytes, expected: bytes) -> None:
    """Put ``data`` in the place of a file that holds ``expected``; a symbolic link stays, and what it names changes.

    The new file is complete on the disk before it takes the old one's name, so that whoever looks, and whenever
    the power fails, finds the old file or the new one, whole. Owner, permissions and extended attributes are kept
    as far as the system lets us. Raises ``ChangedMeanwhileError`` and ``OSError``; the file is then as it was.
    """
    target = os.path.realpath(path)
    folder = os.path.dirname(target)
    handle, temporary = tempfile.mkstemp(prefix=".ocpplint-", suffix=".tmp", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            _keep_attributes(target, temporary)
            file.flush()
            os.fsync(file.fileno())
        _expect(target, expected)
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    _settle(folder)


def _expect(path: str, data: bytes) -> None:
    with open(path, "rb") as file:
        if file.read() != data:
            raise ChangedMeanwhileError(path)


def _keep_attributes(source: str, target: str) -> None:
    """Give ``target`` the owner, permissions and extended attributes of ``source``, and the time of now."""
    owned = os.stat(source)
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(target, owned.st_uid, owned.st_gid)
    shutil.copystat(source, target)
    os.utime(target)


def _settle(folder: str) -> None:
    """Have the folder's new entry written to the disk, where the system can be asked for that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
