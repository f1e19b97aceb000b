"""Layouts: the station and the connector of a file by its path, and which files belong together.

A repository may have one file per connector: ``CP7/connector-1.json`` beside ``CP7/connector-2.json``. A layout
template in the configuration defines that, or the station alone; without one, names with ``connector2`` or ``slave``
imply it, with medium confidence.
"""

import os
import re
from collections.abc import Iterator

from ocpplint.resources.quoting import shortened
from ocpplint.sources.source import Source

_NAMED = r"(?i)(?P<station>.*?)(?P<separator>[._-]?)(?P<word>connector[-_ ]?0*(?P<number>[1-9]\d?)|slave|master)"
_PLACEHOLDER = r"\{(station|connector)\}"


class LayoutError(ValueError):
    """An invalid layout template; the text is the reason."""


class Layout:
    """Reads paths by the template ``stations/{station}/connector-{connector}.json``, or by the default names.

    ``root`` is the folder the template starts at. A template without ``{connector}`` says only whose a file is. Raises
    ``LayoutError`` for a template without ``{station}`` or with other placeholders.
    """

    def __init__(self, template: str | None = None, root: str = "") -> None:
        self._root = os.path.abspath(root)
        self._template = _compiled(template) if template else None

    def place(self, source: Source) -> Source:
        """Fill in what the path of ``source`` says, and return it."""
        if self._template is not None and self._place_by_template(source):
            return source
        folder, name = os.path.split(source.path)
        stem, ending = os.path.splitext(name)
        match = _named(stem)
        if match and (not match["station"] or match["separator"]) and _is_one_of_two(match, source.path):
            source.connector = _connector(match)
            source.station = match["station"] or os.path.basename(folder) or None
            source.document = os.path.join(folder, f"{match['station']}{match['separator']}*{ending}")
            return source
        parent = _named(os.path.basename(folder))
        if parent and not parent["station"]:
            above = os.path.dirname(folder)
            source.connector, source.station = _connector(parent), os.path.basename(above) or None
            source.document = os.path.join(above, "*", name)
        return source

    def siblings(self, source: Source) -> Iterator[str]:
        """Yield the paths of the files that configure the other connectors of the same station."""
        if source.connector is None or source.real_path != source.path:
            return
        import glob

        pattern = "*".join(glob.escape(part) for part in source.document.split("*"))
        for path in sorted(glob.glob(pattern)):
            other = self.place(Source(path))
            if other.document == source.document and other.connector is not None and path != source.path:
                yield path

    def _place_by_template(self, source: Source) -> bool:
        path = os.path.abspath(source.path)
        relative = os.path.relpath(path, self._root).replace(os.sep, "/")
        match = self._template.fullmatch(relative) if self._template else None
        if match is None:
            return False
        source.configured = True
        source.station = match["station"]
        number = match.groupdict().get("connector")
        if number is None:
            return True
        source.connector = int(number)
        start, end = match.span("connector")
        shown = source.path.replace(os.sep, "/")
        cut = len(shown) - len(relative)
        source.document = f"{shown[: cut + start]}*{shown[cut + end :]}" if cut + start >= 0 else source.path
        return True


def _named(name: str) -> re.Match[str] | None:
    """Read a name by the default names; most names don't speak of connectors, and cost nothing."""
    lower = name.lower()
    return re.fullmatch(_NAMED, name) if any(word in lower for word in ("connector", "slave", "master")) else None


def _is_one_of_two(match: re.Match[str], path: str) -> bool:
    """A `master` file is connector 1's only beside a `slave` file: alone it is the whole station's."""
    if match["word"].lower() != "master":
        return True
    folder, name = os.path.split(path)
    start, end = match.span("word")
    return os.path.exists(os.path.join(folder, f"{name[:start]}slave{name[end:]}"))


def _connector(match: re.Match[str]) -> int:
    if match["number"]:
        return int(match["number"])
    return 2 if match["word"].lower() == "slave" else 1


def _compiled(template: str) -> re.Pattern[str]:
    names = re.findall(_PLACEHOLDER, template)
    is_usable = sorted(names) in (["connector", "station"], ["station"])
    if not is_usable or re.search(r"[{}]", re.sub(_PLACEHOLDER, "", template)):
        reason = "needs {station}, may have {connector}, each once, and has nothing else in braces"
        raise LayoutError(f"layout {shortened(template)!r} {reason}")
    parts = {"station": r"(?P<station>[^/]+)", "connector": r"0*(?P<connector>[1-9]\d?)"}
    pieces = re.split(_PLACEHOLDER, template.removeprefix("./"))
    return re.compile("".join(parts[p] if i % 2 else re.escape(p) for i, p in enumerate(pieces)))
