"""``--new-from REV``: the inputs at a git revision, to find what is new since then."""

import os
from collections.abc import Callable, Iterable, Sequence

from ocpplint.sources.discover import may_hold_ocpp, reading_order
from ocpplint.sources.layout import Layout
from ocpplint.sources.revision import FileChange, Revision, place_of
from ocpplint.sources.source import Source


class GitBaseline:
    """Finds the inputs of a run at a git revision.

    ``sources`` are what it reads now of ``paths``, ``layout_of`` returns the layout that applies to a path.
    """

    def __init__(
        self,
        revision: Revision,
        sources: Sequence[Source],
        paths: Iterable[str],
        layout_of: Callable[[str], Layout],
    ) -> None:
        self._revision, self._layout_of = revision, layout_of
        self._now = {place_of(source.path): source for source in sources}
        self._documents = {os.path.relpath(source.document) for source in sources}
        self._folders = [place_of(os.path.join(path, "")) for path in paths if os.path.isdir(path)]
        self._changed = {change.now for change in revision.changes if change.now is not None}

    def sources(self) -> list[Source]:
        """Return the inputs at the revision, at their former paths, and the sources checked together with them."""
        unchanged = [
            self._as_of_then(place, source)
            for place, source in self._now.items()
            if place not in self._changed and self._revision.was_there(place)
        ]
        found = [(self._earlier(change), change.blob or "") for change in self._revision.changes if change.blob]
        wanted = [(source, blob) for source, blob in found if source is not None]
        for (source, _), content in zip(
            wanted, self._revision.contents([blob for _, blob in wanted]), strict=True
        ):
            source.content = content
        return sorted([*unchanged, *(source for source, _ in wanted)], key=reading_order)

    def has_changed(self, path: str) -> bool:
        """Return whether a file differs from the revision or is not in it."""
        place = place_of(path)
        return place in self._changed or not self._revision.was_there(place)

    def _earlier(self, change: FileChange) -> Source | None:
        """Return the file that a changed one was; None if it would not have been read."""
        successor = self._now.get(change.now or "")
        earlier = self._as_of_then(change.before, successor)
        stood_in_folder = any(change.before.startswith(folder) for folder in self._folders)
        is_read = (
            successor is not None
            or earlier.document in self._documents
            or (stood_in_folder and may_hold_ocpp(os.path.basename(change.before)))
        )
        return earlier if is_read else None

    def _as_of_then(self, place: str, successor: Source | None) -> Source:
        # Normalise all paths, since sources are grouped by path.
        path = os.path.relpath(place)
        within = None if successor is None else successor.within
        source = self._layout_of(path).place(
            Source(path, named=successor is None or successor.named, within=within)
        )
        if successor is not None and successor.series is not None:
            source.series, source.document, source.rank = successor.series, successor.document, successor.rank
        return source
