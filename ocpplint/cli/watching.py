"""``--watch``: check, and check again when a file changes that the result depends on."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from ocpplint.analysis.options import RunOptions
from ocpplint.analysis.session import baseline_path
from ocpplint.cli.checking import Checking, exit_code
from ocpplint.cli.destinations import without_outputs
from ocpplint.cli.exits import Exit, complain
from ocpplint.cli.output import page, standard_output
from ocpplint.config.configuration import config_files, search
from ocpplint.resources.datafile import data_files
from ocpplint.resources.quoting import UsageError
from ocpplint.sources.discover import NoInputError, discover
from ocpplint.sources.layout import Layout
from ocpplint.sources.source import STDIN

if TYPE_CHECKING:
    from ocpplint.sources.growing import Pause

_MOST_NAMED = 5
"""The most changed files that are named; the others are counted."""
_FILES_A_WAIT = 500
"""For each such number of files one more pause is made between two polls: polling costs about as much as opening
them."""
_FORMATS = ("full", "concise")

State = tuple[int, int, int]
"""Size, time of change and number of a file."""


def watch(paths: Sequence[str], options: dict[str, Any], pause: "Pause") -> int:
    """Check until ``pause`` has ended, and return the exit code of the last time. Raises ``click.UsageError``."""
    _check_wish(paths, options)
    watched = _Watched(paths, options)
    code = watched.check()
    while not pause.ended:
        changes = watched.wait(pause)
        if changes:
            out = page()
            out.line()
            out.line(f"--- {_said(changes)}")
            code = watched.check()
    return code


def _check_wish(paths: Sequence[str], options: dict[str, Any]) -> None:
    if options["follow"]:
        raise click.UsageError(
            "--follow reads one log as it grows, --watch configurations as they change: take one"
        )
    if STDIN in paths:
        raise click.UsageError("--watch goes with files: standard input can be read once")
    if (options["output_format"] or _FORMATS[0]) not in _FORMATS:
        raise click.UsageError("--watch prints in the format full or concise; --output writes others to files")


class _Watched:
    """The checked files with their state at the last check."""

    def __init__(self, paths: Sequence[str], options: dict[str, Any]) -> None:
        self._paths, self._options = paths, options
        self._checking: Checking | None = None
        self._seen: dict[str, State] = {}

    def check(self) -> int:
        """Check once. An error in the configuration ends a check, but not the watch."""
        try:
            code = self._check()
        except NoInputError as error:
            code = self._stopped(str(error), Exit.NOTHING)
        except UsageError as error:
            code = self._stopped(str(error), Exit.USAGE)
        except click.ClickException as error:
            code = self._stopped(error.format_message(), Exit.USAGE)
        page().line("Waiting for changes; Ctrl-C ends it.")
        standard_output().flush()
        return code

    def wait(self, pause: "Pause") -> dict[str, str]:
        """Wait for changes until there are no more for a moment; return the changed files."""
        last = self._seen
        while not pause.ended:
            for _ in range(1 + len(self._seen) // _FILES_A_WAIT):
                pause.wait()
            now = self._look()
            if now == last != self._seen:
                return changes_between(self._seen, now)
            last = now
        return {}

    def _stopped(self, reason: str, code: Exit) -> Exit:
        """Print why a check did not finish."""
        complain(reason)
        self._seen = self._look()
        return code

    def _check(self) -> int:
        checking = self._checking = Checking(self._options, self._paths)
        # Before anything is read: files written meanwhile must be checked again.
        self._seen = self._look()
        report = checking.judge()
        checking.write(report)
        return exit_code(report)

    def _look(self) -> dict[str, State]:
        """Return the state of each file that decides the result."""
        inputs = self._inputs()
        deciding = [*inputs, *_configurations(inputs, self._options["config"])]
        for session in self._checking.run.sessions if self._checking is not None else ():
            plan = session.plan
            deciding += [*_rules(plan), *session.profiles.files, *plan.dialects]
            deciding.append(plan.baseline or baseline_path(plan.config))
        return dict(_states(deciding))

    def _inputs(self) -> list[str]:
        """Find the current inputs, by the layouts of the last check."""
        outputs = [] if self._checking is None else self._checking.outputs.files
        try:
            found = discover(self._paths, Layout() if self._checking is None else self._checking.run.layout_of)
        except (NoInputError, UsageError):
            return []
        return [source.real_path for source in without_outputs(found, (), outputs)]


def _configurations(inputs: Iterable[str], chosen: str | None) -> list[str]:
    """List the files of the configurations that apply to inputs and in the current folder."""
    if chosen is not None:
        return config_files(chosen)
    known: dict[str, str | None] = {}
    for folder in (os.getcwd(), *(os.path.dirname(os.path.abspath(path)) for path in inputs)):
        if folder not in known:
            known[folder] = search(folder, known)
    found = sorted({path for path in known.values() if path is not None})
    return [file for path in found for file in config_files(path)]


def _rules(plan: RunOptions) -> Iterator[str]:
    for folder in plan.rule_folders:
        if os.path.isdir(folder):
            yield from data_files(folder)


def _states(paths: Iterable[str]) -> Iterator[tuple[str, State]]:
    for path in paths:
        try:
            status = os.stat(path)
        except (OSError, ValueError):
            continue
        yield path, (status.st_size, status.st_mtime_ns, status.st_ino)


def changes_between(before: Mapping[str, State], after: Mapping[str, State]) -> dict[str, str]:
    """Return for each changed file how it has changed, by path."""
    changes = {}
    for path in sorted({**before, **after}):
        if path not in after:
            changes[path] = "is gone"
        elif path not in before:
            changes[path] = "is new"
        elif before[path] != after[path]:
            changes[path] = "has changed"
    return changes


def _said(changes: Mapping[str, str]) -> str:
    said = [f"{os.path.relpath(path)} {what}" for path, what in list(changes.items())[:_MOST_NAMED]]
    rest = len(changes) - _MOST_NAMED
    return ", ".join([*said, f"{rest} more"] if rest > 0 else said)
