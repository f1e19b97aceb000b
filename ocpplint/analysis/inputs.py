"""The inputs that a caller names: paths, and texts in memory."""

import os
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ocpplint.analysis.options import ReadingOptions
from ocpplint.resources.quoting import UsageError
from ocpplint.sources.discover import discover, reading_order
from ocpplint.sources.layout import Layout
from ocpplint.sources.source import Source


class Text(NamedTuple):
    """An input in memory. ``content`` is the text, or bytes in any encoding and compression that a file may have.

    ``name`` stands for the path: station, connector and configuration follow from it as from the path of a file. No
    file of that name is opened or needed, and no file beside it is read.
    """

    name: str
    content: str | bytes


Input = str | os.PathLike[str] | Text
"""A file, a folder, a pattern, ``-`` for standard input, or a text in memory."""


def listed(inputs: Input | Iterable[Input]) -> list[str | Text]:
    """Return inputs as a list, paths as strings; one input may stand for a list of one."""
    named = [inputs] if isinstance(inputs, str | os.PathLike | Text) else inputs
    return [each if isinstance(each, Text) else os.fspath(each) for each in named]


def paths_in(inputs: Iterable[str | Text]) -> list[str]:
    """Return the inputs that are paths."""
    return [each for each in inputs if not isinstance(each, Text)]


def names_of(inputs: Iterable[str | Text]) -> str:
    """Return the names of the inputs, for a message."""
    return ", ".join(each.name if isinstance(each, Text) else each for each in inputs)


def find_sources(
    inputs: Sequence[str | Text],
    layout_of: Callable[[str], Layout],
    options: ReadingOptions,
    choose: Callable[[list[Source]], list[Source]] = list,
) -> list[Source]:
    """Return the sources of inputs in the order in which they are read.

    ``choose`` removes sources that are not to be read. Raises ``NoInputError`` for a path that
    leads to nothing, ``UsageError`` for two inputs of one name.
    """
    found = choose(discover(paths_in(inputs), layout_of, options.stdin_filename, options.outside))
    sources = {source.path: source for source in found}
    for text in inputs:
        if isinstance(text, Text):
            if text.name in sources:
                raise UsageError("two inputs have this name", text.name)
            sources[text.name] = _source_of(text, layout_of(text.name))
    return found if len(sources) == len(found) else sorted(sources.values(), key=reading_order)


def _source_of(text: Text, layout: Layout) -> Source:
    source = layout.place(Source(text.name))
    source.content = text.content.encode() if isinstance(text.content, str) else text.content
    return source
