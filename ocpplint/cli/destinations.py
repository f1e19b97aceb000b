"""The destinations of reports: standard output, files, and the summary of a CI job."""

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ocpplint.cli.exits import complain
from ocpplint.reporters.formats import FORMATS
from ocpplint.reporters.report import Report, style_for

if TYPE_CHECKING:
    from ocpplint.reporters.report import LineSource
    from ocpplint.sources.source import Source

STDOUT = "-"
DEFAULT_FORMAT = "full"
COUNTING = ("full", "concise", "json", "jsonl", "markdown")
"""The formats that show the number of findings of each rule."""

_SUMMARY_LIMIT = 1024 * 1024
"""Bytes: GitHub rejects a larger summary of a step."""


class Outputs(NamedTuple):
    """The format for standard output, further formats with their files, and whether findings are counted only."""

    format: str
    files: list[tuple[str, str]]
    statistics: bool

    @property
    def formats(self) -> set[str]:
        """The formats that are written to any destination."""
        return {self.format, *(name for name, _ in self.files)}


def outputs_of(options: Mapping[str, Any]) -> Outputs:
    """Return the destinations. Raises ``click.UsageError`` for options that contradict each other."""
    outputs = Outputs(*chosen_outputs(options["output_format"], options["output"]), options["statistics"])
    if outputs.statistics:
        check_statistics(outputs.formats)
    if options["follow"]:
        _check_follow(outputs, options["new_from"])
    return outputs


def _check_follow(outputs: Outputs, new_from: str | None) -> None:
    if new_from is not None:
        raise click.UsageError("--follow reads what is being written, which no revision has: leave out --new-from")
    if outputs.format not in ("full", "concise") or outputs.files or outputs.statistics:
        raise click.UsageError(
            "--follow prints findings as they happen: in the format full or concise, to no file, uncounted"
        )


def chosen_outputs(output_format: str | None, texts: Sequence[str]) -> tuple[str, list[tuple[str, str]]]:
    """Return the format for standard output, and the further formats with their files.

    ``FORMAT=-`` is standard output, which takes only one format. Raises ``click.UsageError`` for invalid or unwritable
    destinations, before anything is read.
    """
    pairs = [_pair(text) for text in texts]
    here = [name for name, path in pairs if path == STDOUT] + ([output_format] if output_format else [])
    if len(here) > 1:
        raise click.UsageError(f"standard output has room for one format, not for {' and '.join(here)}")
    files = [(name, path) for name, path in pairs if path != STDOUT]
    _check_files(files)
    return (here or [DEFAULT_FORMAT])[0], files


def _pair(text: str) -> tuple[str, str]:
    name, _, path = text.partition("=")
    if name not in FORMATS or not path:
        raise click.UsageError(f"--output {text}: expected FORMAT=FILE with a format of {', '.join(FORMATS)}")
    return name, path


def _check_files(files: Iterable[tuple[str, str]]) -> None:
    taken: dict[str, str] = {}
    for name, path in files:
        place = _place(name, path)
        if place in taken:
            raise click.UsageError(f"--output {name}={path}: {taken[place]} goes to that file already")
        taken[place] = name
        if os.path.isdir(place):
            raise click.UsageError(f"--output {name}={path}: is a folder")
        if not os.path.isdir(os.path.dirname(place)):
            raise click.UsageError(f"--output {name}={path}: there is no such folder")


def _place(name: str, path: str) -> str:
    """Return the real path of a file. Raises ``click.UsageError`` for a link that leads out of its repository."""
    from ocpplint.sources.replacing import RefusedError, is_stream, place_of

    try:
        return os.path.realpath(path) if is_stream(path) else place_of(path)
    except RefusedError as error:
        raise click.UsageError(f"--output {name}={path}: {error.strerror}") from error


def check_statistics(formats: Iterable[str]) -> None:
    """Raise ``click.UsageError`` where none of the formats shows statistics."""
    if not any(name in COUNTING for name in formats):
        raise click.UsageError(f"--statistics needs a format that shows them: {', '.join(COUNTING)}")


def without_outputs(
    sources: "list[Source]", paths: Iterable[str], outputs: Iterable[tuple[str, str]]
) -> "list[Source]":
    """Leave the outputs of earlier runs out of the inputs, and refuse to overwrite a named input."""
    places = {os.path.realpath(path): f"{name}={path}" for name, path in outputs}
    if not places:
        return sources
    for path in paths:
        if (output := places.get(os.path.realpath(path))) is not None:
            raise click.UsageError(f"--output {output}: would overwrite an input")
    return [source for source in sources if os.path.realpath(source.real_path) not in places]


def write_files(
    outputs: Iterable[tuple[str, str]], report: Report, source: "LineSource", environ: Mapping[str, str]
) -> list[str]:
    """Write a report to the requested files, and return the errors; a failure does not affect other outputs."""
    faults = []
    for name, path in outputs:
        try:
            write_file(name, path, report, source, environ)
        except OSError as error:
            faults.append(f"--output {name}={path}: {error.strerror or error}")
    return faults


def write_file(name: str, path: str, report: Report, source: "LineSource", environ: Mapping[str, str]) -> None:
    """Write a report to a file atomically. Raises ``OSError``."""
    from ocpplint.reporters.gate import gated
    from ocpplint.sources.replacing import writing_text

    with writing_text(path) as file:
        FORMATS[name](report, gated(file), style_for(file, environ)._replace(colour=False), source)


def append_summary(path: str, report: Report, source: "LineSource", environ: Mapping[str, str]) -> None:
    """Add the findings to the summary of a GitHub job, as Markdown. A run does not fail if that fails."""
    import io

    from ocpplint.reporters.gate import gated
    from ocpplint.sources.replacing import appending

    text = io.StringIO()
    FORMATS["markdown"](report, gated(text), style_for(text, environ)._replace(colour=False), source)
    added = (text.getvalue() + "\n").encode("utf-8")
    try:
        with appending(path) as file:
            if os.fstat(file.fileno()).st_size + len(added) > _SUMMARY_LIMIT:
                complain("the summary of this step has no room for the findings")
                return
            file.write(added)
    except OSError as error:
        complain(f"GITHUB_STEP_SUMMARY={path}: {error.strerror}")
