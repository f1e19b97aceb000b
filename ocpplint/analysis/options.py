"""The options of a run, and how a configuration completes them."""

import os
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from ocpplint.config.configuration import Config
from ocpplint.findings.finding import Severity

FailOn = Literal["error", "warning", "info", "never"]


class ReadingOptions(NamedTuple):
    """How inputs are read.

    ``config`` is the configuration file, None to search for one; ``profile`` the station profile, None for the one that
    the station names. ``ocpp`` is the version of stations whose traces do not say, ``dialects`` are files of log
    dialects, ``outside`` folders outside the repository that may be read, ``stdin_filename`` names standard input.
    """

    config: str | None = None
    profile: str | None = None
    ocpp: str | None = None
    dialects: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    stdin_filename: str | None = None


class CheckOptions(NamedTuple):
    """The options of a check. The configuration decides for an option that is not given.

    ``jobs`` is the number of processes, None for automatic; ``cache`` the folder of cached results, None for none.
    ``cache_named`` says that the user has named that folder, ``follow`` that the input is a log that grows.
    """

    reading: ReadingOptions = ReadingOptions()
    strict_input: bool = False
    rules: tuple[str, ...] = ()
    select: Sequence[str] = ()
    extend_select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    allow_mandatory: bool = False
    severity: Mapping[str, Severity] = MappingProxyType({})
    fail_on: FailOn | None = None
    baseline: str | None = None
    use_baseline: bool = True
    new_from: str | None = None
    follow: bool = False
    jobs: int | None = None
    cache: str | None = None
    cache_named: bool = False
    docs_url: str | None = None


class RunOptions(NamedTuple):
    """The effective options of a run: those of the caller take precedence over the configuration.

    ``severity`` is that of the configuration, ``said_severity`` that of the caller; ``says_select`` tells whether the
    caller chooses the rules.
    """

    config: Config
    profile: str
    rule_folders: list[str]
    select: list[str]
    ignore: list[str]
    severity: dict[str, Severity]
    said_severity: dict[str, Severity]
    fail_on: str
    follow: bool = False
    ocpp: str | None = None
    dialects: tuple[str, ...] = ()
    strict_input: bool = False
    baseline: str | None = None
    use_baseline: bool = True
    allow_mandatory: bool = False
    says_select: bool = False
    new_from: str | None = None
    jobs: int | None = None
    cache: str | None = None
    """The folder of cached results; None for no cache."""
    said_rules: tuple[str, ...] = ()
    """The rule folders that the caller names."""
    says_cache: bool = False
    """Whether the user has named that folder."""
    docs_url: str = ""
    """The address that the documentation is published at; empty where it is not."""


def run_options(asked: CheckOptions, config: Config) -> RunOptions:
    """Return the effective options under a configuration."""
    reading = asked.reading
    return RunOptions(
        config=config,
        profile=reading.profile or "auto",
        rule_folders=[*config.rules, *asked.rules],
        said_rules=asked.rules,
        select=[*(asked.select or config.select), *config.extend_select, *asked.extend_select],
        ignore=[*config.ignore, *asked.ignore],
        severity=config.severity,
        said_severity=dict(asked.severity),
        says_select=bool(asked.select),
        new_from=asked.new_from,
        fail_on=asked.fail_on or config.fail_on,
        ocpp=reading.ocpp,
        follow=asked.follow,
        dialects=reading.dialects,
        strict_input=asked.strict_input,
        baseline=asked.baseline,
        use_baseline=asked.use_baseline,
        allow_mandatory=asked.allow_mandatory,
        jobs=asked.jobs,
        cache=asked.cache,
        says_cache=asked.cache_named,
        docs_url=config.docs_url if asked.docs_url is None else asked.docs_url,
    )


def processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
