"""The options that commands share, and their values."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import click

from ocpplint.analysis.options import CheckOptions, ReadingOptions
from ocpplint.cli.destinations import DEFAULT_FORMAT
from ocpplint.findings.finding import Severity
from ocpplint.reporters.formats import FORMATS
from ocpplint.resources.cache import cache_folder

Command = TypeVar("Command", bound=Callable[..., Any])


def _jobs(_context: click.Context, _option: click.Parameter, value: str | None) -> int | None:
    """Read a number of processes. Raises ``click.BadParameter``."""
    if value is None:
        return None
    if not value.isascii() or not value.isdigit() or int(value) > _MOST_JOBS:
        raise click.BadParameter(f"{value!r} is no number from 0 to {_MOST_JOBS}")
    from ocpplint.analysis.options import processors

    return int(value) or processors()


_MOST_JOBS = 256


def _docs_url(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Check an address of the documentation. Raises ``click.BadParameter``."""
    from ocpplint.config.configuration import checked_docs_url

    try:
        return value and checked_docs_url(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


outside_option = click.option(
    "--allow-outside",
    "outside",
    metavar="DIR",
    type=click.Path(),
    multiple=True,
    envvar="OCPPLINT_ALLOW_OUTSIDE",
    help="Allow configurations and links to lead to files in DIR, outside their repository.",
)

_READING: tuple[Callable[[Any], Any], ...] = (
    click.option("--config", metavar="FILE", help="Use this configuration file; do not search for one."),
    click.option(
        "--profile", metavar="auto|NAME|FILE", help="The station profile; auto: chosen by vendor and model."
    ),
    click.option(
        "--ocpp",
        type=click.Choice(["1.6", "2.0.1", "2.1"]),
        help="OCPP version of stations whose traces do not state it.  [default: inferred]",
    ),
    click.option(
        "--dialect", "dialects", metavar="FILE.lark", multiple=True, help="Additional log dialects, tried first."
    ),
    outside_option,
)
"""How inputs are read."""

_STDIN_NAME = click.option("--stdin-filename", metavar="NAME", help="File name to use for standard input (-).")

_ANALYSIS = (
    *_READING,
    click.option("--strict-input", is_flag=True, help="Report input that is not understood as an error."),
    click.option("--rules", "rules", metavar="DIR", multiple=True, help="A folder of additional rules."),
    click.option(
        "--select",
        metavar="RULES",
        multiple=True,
        help="Apply only these rules: codes, names, prefixes, categories.",
    ),
    click.option("--extend-select", metavar="RULES", multiple=True, help="Apply these rules, too."),
    click.option("--ignore", metavar="RULES", multiple=True, help="Do not apply these rules."),
    click.option("--allow-mandatory", is_flag=True, help="Allow suppression of rules marked mandatory."),
)
"""Which inputs and rules are used."""

_SHARED = (
    *_ANALYSIS,
    click.option("--severity", metavar="RULE=LEVEL", multiple=True, help="Change the severity of a rule."),
    click.option(
        "--fail-on",
        type=click.Choice(["error", "warning", "info", "never"]),
        help="The lowest severity that gives exit code 1.  [default: error]",
    ),
    click.option(
        "--output-format",
        type=click.Choice(list(FORMATS)),
        help=f"Output format on standard output.  [default: {DEFAULT_FORMAT}]",
    ),
    click.option(
        "--output", metavar="FORMAT=FILE", multiple=True, help="Also write this format to a file; repeatable."
    ),
    click.option(
        "--docs-url",
        metavar="URL",
        callback=_docs_url,
        help="Base URL of the documentation, for rule URLs in JSON and SARIF.  [default: none]",
    ),
    click.option("--statistics", is_flag=True, help="Show the number of findings per rule, not each finding."),
    click.option(
        "--follow",
        is_flag=True,
        help="Keep reading PATH, a log, as it grows and is rotated; stop with Ctrl-C.",
    ),
    click.option(
        "--baseline",
        metavar="FILE",
        help="The baseline of known findings.  [default: ocpplint-baseline.json beside the configuration]",
    ),
    click.option("--no-baseline", is_flag=True, help="Also report the findings in the baseline."),
    click.option("--new-from", metavar="REV", help="Report only findings that this git revision does not have."),
    _STDIN_NAME,
)

_PERFORMANCE: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--jobs",
        metavar="N",
        callback=_jobs,
        help="Number of processes; 0: one per processor.  [default: auto]",
    ),
    click.option(
        "--cache-dir",
        metavar="DIR",
        help="Folder for cached results; unchanged inputs are not checked again.  [default: the user's cache]",
    ),
    click.option("--no-cache", is_flag=True, help="Check all inputs, and do not cache results."),
)

_FIXES: tuple[Callable[[Any], Any], ...] = (
    click.option("--fix", is_flag=True, help="Apply safe fixes: those that keep the meaning of the file."),
    click.option(
        "--unsafe-fixes",
        is_flag=True,
        help="With --fix or --diff: also apply fixes that may change the meaning.",
    ),
    click.option("--diff", is_flag=True, help="Show the fixes as a diff; change no file."),
)


def fix_options(command: Command) -> Command:
    """Add the options for fixes to a command."""
    for option in reversed(_FIXES):
        command = option(command)
    return command


def performance_options(command: Command) -> Command:
    """Add the options for performance to a command, which do not change its results."""
    return _with_options(command, _PERFORMANCE)


def shared_options(command: Command) -> Command:
    """Add the options of ``check`` and ``audit`` to a command."""
    return _with_options(command, _SHARED)


def reading_options(command: Command) -> Command:
    """Add the options of commands that read inputs without rules to a command."""
    return _with_options(command, (*_READING, _STDIN_NAME))


def analysis_options(command: Command) -> Command:
    """Add the options that decide which findings there are, without those on output."""
    return _with_options(command, _ANALYSIS)


def _with_options(command: Command, options: Sequence[Callable[[Any], Any]]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


def reading_of(options: Mapping[str, Any]) -> ReadingOptions:
    """Return the reading options."""
    return ReadingOptions(
        config=options["config"],
        profile=options["profile"],
        ocpp=options["ocpp"],
        dialects=tuple(options["dialects"]),
        outside=tuple(options["outside"]),
        stdin_filename=options["stdin_filename"],
    )


def check_options_of(options: Mapping[str, Any]) -> CheckOptions:
    """Return the options of ``check`` or ``audit``. Raises ``click.UsageError`` for an invalid one."""
    return CheckOptions(
        reading=reading_of(options),
        strict_input=options["strict_input"],
        rules=tuple(options["rules"]),
        select=_split(options["select"]),
        extend_select=_split(options["extend_select"]),
        ignore=_split(options["ignore"]),
        allow_mandatory=options["allow_mandatory"],
        severity=_severities(options["severity"]),
        fail_on=options["fail_on"],
        baseline=options["baseline"],
        use_baseline=not options["no_baseline"],
        new_from=options["new_from"],
        follow=options["follow"],
        jobs=options.get("jobs"),
        cache=_cache(options),
        cache_named=bool(options.get("cache_dir")),
        docs_url=options.get("docs_url"),
    )


def _cache(options: Mapping[str, Any]) -> str | None:
    """Return the folder for cached results, or None. An audit needs the messages themselves, so it has no cache.

    A configuration can't set it, since its author is not always who runs the check.
    """
    if options.get("no_cache", True):
        return None
    if options["cache_dir"]:
        return str(options["cache_dir"])
    folder = cache_folder()
    return None if folder is None else os.path.join(folder, "results")


def _split(values: Sequence[str]) -> list[str]:
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _severities(values: Sequence[str]) -> dict[str, Severity]:
    result: dict[str, Severity] = {}
    for value in _split(values):
        rule, _, level = value.partition("=")
        if level not in ("error", "warning", "info"):
            raise click.UsageError(f"--severity {value}: expected RULE=error, RULE=warning or RULE=info")
        result[rule] = level  # type: ignore[assignment]  # checked above
    return result
