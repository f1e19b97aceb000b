"""The entries ``[[suppress]]`` of a configuration, as suppression directives."""

import os
import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from ocpplint.config.configuration import Config
from ocpplint.config.entries import place_of

if TYPE_CHECKING:
    from ocpplint.facts.suppression import SuppressionDirective

_WILD = re.compile(r"[*?]")


def directives_in(config: Config, paths: Collection[str], *, everything: bool) -> "Iterator[SuppressionDirective]":
    """Yield the entries of a configuration, and of those it extends.

    ``paths`` are the inputs of the run, and ``everything`` says that they are all there are: else an entry for other
    inputs is not unused, and never is one that other configurations share.
    """
    if not config.suppress:
        return
    from ocpplint.facts.suppression import SuppressionDirective

    own = os.path.abspath(config.path or "")
    looked_at = {os.path.abspath(path) for path in paths}
    for entry in config.suppress:
        place = place_of("suppress", entry)
        folder = os.path.dirname(os.path.abspath(entry["in"]))
        yield SuppressionDirective(
            words=(entry["rule"],),
            reason=entry.get("reason", "").strip(),
            place=place,
            whole=(place._replace(whole=True),) if place.can_be_cut() else (),
            named=entry["in"] == own and (everything or _is_one_of(looked_at, folder, entry)),
            folder=folder,
            glob=entry.get("path"),
            pointer=entry.get("pointer"),
            station=entry.get("station"),
            key=entry.get("key"),
            message_id=entry.get("message"),
            expires=entry.get("expires"),
        )


def _is_one_of(paths: Collection[str], folder: str, entry: dict[str, Any]) -> bool:
    """Return whether an entry applies to exactly one input, which is among these."""
    glob = entry.get("path", "*")
    return not _WILD.search(glob) and os.path.normpath(os.path.join(folder, glob)) in paths
