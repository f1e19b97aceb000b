"""Repair of frames whose text was altered on its way into the log.

The result is a complete frame or None: a text that cannot be repaired is an error of the sender.
"""

import re
from collections.abc import Iterator
from typing import Any

import orjson

from ocpplint.readers.traces.frames import is_frame

_BOLD = r'"\*\*([^"*\\]+)\*\*"'
_BYTE = r"((?:\\x[0-9a-f]{2})+)"


def repaired(frame: str) -> list[Any] | None:
    """Return what ``frame`` decodes to once it is put right, or None."""
    for text in _attempts(frame):
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError:
            continue
        if is_frame(value):
            return value
    return None


def _attempts(frame: str) -> Iterator[str]:
    if '"**' in frame:
        yield re.sub(_BOLD, r'"\1"', frame)  # Markdown's bold, put around a value when a log is shown to others
    if '""' in frame:
        yield frame.replace('""', '"')  # a cell of a CSV file over several lines
    if "\n" in frame:
        yield frame.replace("\n", "")  # wrapped within a number or a literal
    if "\\" in frame:
        yield _unquoted(frame)  # what Python shows of a string or of bytes


def _unquoted(frame: str) -> str:
    """Undo the escapes of Python's ``repr``: doubled backslashes, escaped apostrophes, the bytes of UTF-8."""
    text = re.sub(_BYTE, lambda found: _characters(found[1]), frame)
    return text.replace("\\'", "'").replace("\\\\", "\\")


def _characters(escapes: str) -> str:
    return bytes.fromhex(escapes.replace("\\x", "")).decode("utf-8", "replace")
