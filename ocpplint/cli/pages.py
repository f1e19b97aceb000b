"""The page that a command writes to standard output on."""

import os
import sys

from ocpplint.reporters import style_for
from ocpplint.reporters.page import Page

WIDTH = 100


def page() -> Page:
    """Return a page that suits the terminal; what goes elsewhere is ``WIDTH`` columns wide."""
    style = style_for(sys.stdout, os.environ)
    return Page(sys.stdout, style if sys.stdout.isatty() else style._replace(width=WIDTH))
