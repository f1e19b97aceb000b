"""The repository that a file belongs to: the limit for paths in a configuration and for links."""

import os
from collections.abc import Iterable

from ocpplint.resources.regular import Within

_MARK = ".git"
"""A folder, or, in submodules and further work trees, a file (gitrepository-layout)."""


def repository_of(folder: str) -> str:
    """Return the folder of the nearest ``.git`` in ``folder`` or above it, links resolved; else ``folder`` itself."""
    start = here = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(here, _MARK)):
        above = os.path.dirname(here)
        if above == here:
            return start
        here = above
    return here


def confines(folder: str, outside: Iterable[str] = ()) -> Within:
    """Return what may be read for the sake of ``folder``: its repository, and the folders allowed ``outside`` it."""
    return (repository_of(folder), *map(os.path.realpath, outside))
