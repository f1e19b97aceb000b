"""Excel workbooks as text: a row is a line, with tabs between the cells, so that everything else reads it as a table.

Of a workbook with one sheet, the line is the number of the row. Where several sheets have something in them, the line
before a sheet has its name, and sheets begin at full thousands: line 1007 is row 7 of the first sheet, line 2007 row 7
of the second.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

MOST_BYTES: Final = 67_108_864
"""Bytes of a workbook, which is read as a whole."""
_MOST_UNPACKED: Final = 536_870_912
_MOST_PARTS: Final = 10_000
_MOST_CELLS: Final = 1_000_000
_MOST_ROWS: Final = 200_000
_STEP: Final = 1_000
_HEAD: Final = 4_096
_DOCTYPE: Final = tuple("<!DOCTYPE".encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be"))
_BREAKS: Final = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


class WorkbookError(Exception):
    """A workbook that is not read; ``str()`` is the reason, ``kind`` that of the problem."""

    def __init__(self, message: str, kind: str = "unreadable") -> None:
        super().__init__(message)
        self.kind = kind


def is_workbook(data: bytes) -> bool:
    """Tell the zip archive that a workbook is from any other, by the name of a part: names are not packed."""
    return b"xl/workbook.xml" in data


def lines_of_workbook(data: bytes) -> Iterator[str]:
    """Yield the lines of a workbook. Raises ``WorkbookError``, also after some lines: the rest is then not read."""
    try:
        import openpyxl
    except ImportError:
        raise WorkbookError("this is an Excel workbook: install `ocpplint[excel]` to have it read") from None
    try:
        _check_parts(data)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        yield from _lines(book)
    except WorkbookError:
        raise
    except Exception as error:
        # Of a damaged workbook, the library raises whatever comes.
        raise WorkbookError(f"this Excel workbook is damaged: {str(error) or type(error).__name__}") from error


def _check_parts(data: bytes) -> None:
    """Refuse what unpacks to too much, and entities, which workbooks have no use for."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise WorkbookError(
                    f"this Excel workbook unpacks to more than {_MOST_UNPACKED:,} bytes", "too-large"
                )
            for part in parts:
                with archive.open(part) as file:
                    head = file.read(_HEAD)
                if any(mark in head for mark in _DOCTYPE):
                    raise WorkbookError("this Excel workbook declares a document type, and is not read")
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise WorkbookError(f"this Excel workbook is damaged: {error}") from error


def _lines(book: Any) -> Iterator[str]:
    sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
    filled = [(number, sheet) for number, sheet in enumerate(sheets, 1) if _has_content(sheet)]
    cells = [_MOST_CELLS]
    if len(filled) == 1:
        yield from _rows(filled[0][1], cells)
        return
    line = 0
    for number, sheet in filled:
        # A blank line before its name tells a sheet from the end of the one before.
        begin = max(number * _STEP, -(-(line + 2) // _STEP) * _STEP)
        yield from [""] * (begin - line - 1)
        yield _one_line(sheet.title)
        line = begin
        for row in _rows(sheet, cells):
            line += 1
            yield row


def _has_content(sheet: Any) -> bool:
    sheet.reset_dimensions()
    return any(cell is not None for row in sheet.iter_rows(values_only=True) for cell in row)


def _rows(sheet: Any, left: list[int]) -> Iterator[str]:
    """Yield the rows of a sheet; ``left`` counts the cells that are read of all of them."""
    for number, row in enumerate(sheet.iter_rows(values_only=True)):
        left[0] -= len(row)
        if left[0] < 0 or number >= _MOST_ROWS:
            limit = f"{_MOST_CELLS:,} cells, or {_MOST_ROWS:,} rows of a sheet"
            raise WorkbookError(f"this Excel workbook has more than {limit}: the rest was not read", "too-large")
        yield "\t".join(map(_cell, row)).rstrip("\t")


def _cell(value: object) -> str:
    """Return what a cell says: numbers as they are shown without a format, what is computed as it was last."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = _one_line(value.isoformat() if hasattr(value, "isoformat") else str(value))
    return '"' + text.replace('"', '""') + '"' if text.startswith('"') else text


def _one_line(text: str) -> str:
    return _BREAKS.sub(" ", text)
