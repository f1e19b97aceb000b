"""The only module that writes to standard output or standard error.

Output passes the gate, so that no input controls a terminal or is read as a command by a CI service.
"""

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from ocpplint.reporters.text_output import TextOutput

WIDTH = 100
"""Columns of a page that does not go to a terminal."""


def standard_output() -> TextIO:
    """Return standard output behind the gate, for reports and for text whose lines are no commands."""
    from ocpplint.reporters.gate import gated
    from ocpplint.reporters.report import style_for

    return gated(sys.stdout, colour=style_for(sys.stdout, os.environ).colour)


def page(width: int | None = None) -> "TextOutput":
    """Return standard output as a page: ``width`` columns wide, or as wide as suits the terminal."""
    from ocpplint.reporters.report import Style, style_for
    from ocpplint.reporters.text_output import TextOutput

    out = standard_output()
    if width is not None:
        return TextOutput(out, Style(width=width))
    style = style_for(sys.stdout, os.environ)
    return TextOutput(out, style if out.isatty() else style._replace(width=WIDTH))


def complaints() -> "TextOutput":
    """Return standard error as a page."""
    from ocpplint.reporters.gate import gated
    from ocpplint.reporters.report import Style
    from ocpplint.reporters.text_output import TextOutput

    return TextOutput(gated(sys.stderr), Style())


def put(data: bytes) -> None:
    """Write bytes to standard output as they are: words for a shell, or a file in an encoding of its own."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def progress_terminal(environ: Mapping[str, str]) -> TextIO | None:
    """Return standard error if it is a terminal whose lines can be written over, else None."""
    from ocpplint.analysis.progress import terminal_for_progress

    return terminal_for_progress(sys.stderr, environ)


def abandon_output() -> None:
    """Discard further output: the reader of standard output has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
