"""What a repository says of its configurations: shapes of its own, reports that are desired, who writes the suffix."""

from typing import Any, NamedTuple

from ocpplint.resources.globs import path_matches


class DeclaredShape(NamedTuple):
    """A shape that a configuration declares: the paths of key and value, and of station and connector if they have one.

    Paths are steps: names of members, ``*`` for any member, ``[]`` for any item. The shape holds for inputs whose path
    fits one of ``globs``, which start at ``folder``; without globs for any that has a known key there.
    """

    name: str
    key: tuple[str, ...]
    value: tuple[str, ...]
    station: tuple[str, ...] = ()
    connector: tuple[str, ...] = ()
    globs: tuple[str, ...] = ()
    folder: str = ""

    def holds_for(self, path: str) -> bool:
        """Tell whether the shape is meant for an input."""
        return not self.globs or any(path_matches(glob, path, self.folder) for glob in self.globs)


class Conventions(NamedTuple):
    """How the configurations of a repository are meant.

    Reports in inputs whose path fits one of ``desired``, each a pattern and the folder that it starts at, or in any if
    ``all_desired``, are what stations shall have.
    ``suffix_added`` tells that the backend adds the connector's suffix to keys, so that no file has it.
    """

    shapes: tuple[DeclaredShape, ...] = ()
    desired: tuple[tuple[str, str], ...] = ()
    all_desired: bool = False
    suffix_added: bool = False

    def is_desired(self, path: str) -> bool:
        """Tell whether reports in an input are desired configurations."""
        return self.all_desired or any(path_matches(glob, path, folder) for glob, folder in self.desired)


USUAL = Conventions()
"""Those of a repository that says nothing."""


def steps_of(path: str) -> tuple[str, ...]:
    """Take the path of a shape apart: ``stations[].config.*`` has the steps ``stations``, ``[]``, ``config``, ``*``.

    A name in quotes may hold any other character.
    """
    import re

    steps = re.findall(r'"[^"]+"|\[\]|[^.\[\]"]+', path)
    return tuple(step.strip('"') if len(step) > 2 else step for step in steps)


def declared_shape(entry: dict[str, Any], folder: str) -> DeclaredShape:
    """Return the shape of an entry ``[[shapes]]``, which fits the schema."""
    paths = entry.get("path", ())
    return DeclaredShape(
        entry["name"],
        steps_of(entry["key"]),
        steps_of(entry["value"]),
        steps_of(entry.get("station", "")),
        steps_of(entry.get("connector", "")),
        (paths,) if isinstance(paths, str) else tuple(paths),
        folder,
    )
