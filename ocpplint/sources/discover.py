"""From the paths of the command line to inputs."""

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence

from ocpplint.documents import formats
from ocpplint.resources.regular import Within, leads_out
from ocpplint.sources.layout import Layout
from ocpplint.sources.repository import confines
from ocpplint.sources.rotated import LOG_ENDINGS, PACKED_ENDINGS, find_series, is_rotated
from ocpplint.sources.source import STDIN, Source

_READ = (*formats.ENDINGS, *LOG_ENDINGS)
ENDINGS = (*_READ, *(ending + packed for ending in _READ for packed in PACKED_ENDINGS))
"""What is read of a folder, beside the parts of rotated logs. A file that is named is read whatever its name."""

SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "venv", "build", "dist", "site-packages"})
"""Folders that are not looked into, beside hidden ones: what programs put there is nobody's configuration."""


class NoInputError(Exception):
    """A path without inputs: no such file, an empty pattern, a folder without anything to read."""


def discover(
    paths: Iterable[str],
    layout: Layout | Callable[[str], Layout],
    stdin_name: str | None = None,
    outside: Sequence[str] = (),
) -> list[Source]:
    """Return the inputs for ``paths``, sorted, each once, with the files that belong to them.

    ``layout`` reads what the paths of inputs say, or is asked for the layout that does so for a path.

    The parts of a rotated log stand in the order in which they were written.

    A path is a file, a folder (everything in it that may hold OCPP, hidden folders and ``node_modules`` apart), a
    pattern with ``*``, ``?`` or ``**``, or ``-`` for standard input. What is found there is read where it stands in the
    repository of the folder, links resolved, or in the folders ``outside``. Raises ``NoInputError`` for a path
    that leads to nothing.
    """
    confined = _Confined(outside)
    layout_of = _same_for_all(layout) if isinstance(layout, Layout) else layout
    sources: dict[str, Source] = {}
    for path in paths:
        if path == STDIN:
            name = stdin_name or "<stdin>"
            sources[STDIN] = layout_of(name).place(Source(name, real_path=STDIN))
            continue
        for found, within in _expand(path, confined):
            sources.setdefault(os.path.abspath(found), layout_of(found).place(Source(found, within=within)))
    looked_at: set[str] = set()
    for source in list(sources.values()):
        if source.document in looked_at:
            continue
        looked_at.add(source.document)
        reader = layout_of(source.path)
        for sibling in reader.siblings(source):
            if (place := os.path.abspath(sibling)) not in sources:
                within = confined.to(_folder_of(source.document))
                sources[place] = reader.place(Source(sibling, named=False, within=within))
    if len(sources) > 1:
        find_series(sources.values())
    return sorted(sources.values(), key=reading_order)


def _same_for_all(layout: Layout) -> Callable[[str], Layout]:
    return lambda _: layout


def reading_order(source: Source) -> tuple[str, int, int, str]:
    """Return what sources are read in the order of: documents, and in each the connectors or the parts of a log."""
    return (source.document, source.connector or 0, source.rank, source.path)


class _Confined:
    """The folders that files found in a folder must be in; looked up once per folder."""

    def __init__(self, outside: Sequence[str]) -> None:
        self._outside = outside
        self._known: dict[str, Within] = {}

    def to(self, folder: str) -> Within:
        """Return the folders that what is found in ``folder`` has to stand in, links resolved."""
        within = self._known.get(folder)
        if within is None:
            within = self._known[folder] = confines(folder, self._outside)
        return within


def _folder_of(pattern: str) -> str:
    """Return the folder that everything stands in which a pattern matches."""
    fixed = re.split(r"[*?\[]", pattern, maxsplit=1)[0]
    return os.path.dirname(fixed)


def _expand(path: str, confined: _Confined) -> Iterator[tuple[str, Within | None]]:
    """Yield the files that a path stands for, with the folders they have to stand in: None for one that is named."""
    if os.path.isdir(path):
        within = confined.to(path)
        yield from ((found, within) for found in _walk(path, within))
    elif os.path.lexists(path):
        yield path, None
    elif any(character in path for character in "*?["):
        import glob

        matches = [match for match in glob.glob(path, recursive=True) if not os.path.isdir(match)]
        if not matches:
            raise NoInputError(f"{path}: nothing matches this pattern")
        within = confined.to(_folder_of(path))
        yield from ((match, within) for match in sorted(matches))
    else:
        raise NoInputError(f"{path}: no such file or folder")


def _walk(folder: str, within: Within) -> Iterator[str]:
    prefix = "" if folder == "." else folder
    for where, folders, files in os.walk(prefix or "."):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in SKIPPED_FOLDERS)
        for name in sorted(files):
            path = os.path.normpath(os.path.join(where, name))
            if may_hold_ocpp(name) and not _is_special(path, within):
                yield path


def may_hold_ocpp(name: str) -> bool:
    """Return whether a file of this name is read when the folder it stands in is."""
    if name.startswith("."):
        return formats.is_env_name(name)
    return (name.lower().endswith(ENDINGS) and not formats.configures_ours(name)) or is_rotated(name)


def _is_special(path: str, within: Within) -> bool:
    """Tell a pipe, socket or device: reading one that nobody asked for by name may never end.

    What a link out of the repository leads to is not looked at; that it is not read, is said when it is to be opened.
    """
    try:
        mode = os.lstat(path).st_mode
        if stat.S_ISLNK(mode):
            return not leads_out(path, within) and not stat.S_ISREG(os.stat(path).st_mode)
        return not stat.S_ISREG(mode)
    except OSError:
        return False
