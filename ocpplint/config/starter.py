"""The configuration to begin with, made of what is found in a repository."""

import os
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ocpplint.facts.events import Boot
from ocpplint.facts.fact import Fact
from ocpplint.facts.inputs import InputReport
from ocpplint.facts.setting import Setting
from ocpplint.sources.layout import Layout
from ocpplint.sources.source import Source


class Census:
    """Listens to the facts and counts which profiles the stations of a repository have.

    ``bare`` counts the Individual keys without suffix that stand in sections of connectors throughout a document.
    """

    def __init__(self) -> None:
        self._profiles: dict[str | None, str | None] = {}
        self.bare = 0

    def accepts(self, kind: type[Fact]) -> bool:
        """What tells the profile of a station is of interest."""
        return kind in (Setting, Boot)

    def on_fact(self, fact: Fact) -> None:
        """Enter a station."""
        if isinstance(fact, Setting):
            self.bare += fact.bare_sections if fact.first_bare else 0
            self._enter(fact.station, None if fact.profile_choice == "assumed" else fact.profile)
        elif isinstance(fact, Boot):
            self._enter(fact.station, fact.profile if fact.vendor or fact.model else None)

    def _enter(self, station: str | None, profile: str | None) -> None:
        if profile is not None or station not in self._profiles:
            self._profiles[station] = profile

    def close(self, document: str | None = None) -> None:
        """Nothing ends with a document: its stations are those of the repository."""

    def _counted(self) -> list[str | None]:
        """Return the profile of each station. What names no station counts where nothing names one."""
        named = [profile for station, profile in self._profiles.items() if station]
        return named or list(self._profiles.values())

    def profiles(self) -> Counter[str]:
        """Return how many stations have each profile; those are left out of which it is only assumed."""
        return Counter(profile for profile in self._counted() if profile is not None)

    def stations(self) -> int:
        """Return how many stations there are."""
        return len(self._counted())


class Survey(NamedTuple):
    """What is in a repository. ``layout`` is the template that the files of single connectors fit, if one does.

    ``unread`` are the paths of files with known keys that were not read, ``bare`` counts the keys without suffix in
    sections of connectors that are all written so; ``suffix_added`` tells that the backend is said to add it.
    """

    configurations: int
    traces: int
    stations: int
    profiles: Counter[str]
    layout: str | None
    unread: tuple[str, ...] = ()
    bare: int = 0
    suffix_added: bool = False


def survey(sources: Sequence[Source], reports: Sequence[InputReport], census: Census) -> Survey:
    """Sum up what was read."""
    kinds = Counter(report.kind for report in reports)
    profiles = census.profiles()
    return Survey(
        *(kinds["settings"], kinds["trace"] + kinds["log"], census.stations(), profiles, _layout(list(sources))),
        unread=tuple(report.path for report in reports if report.unread),
        bare=census.bare,
    )


def _layout(sources: Sequence[Source]) -> str | None:
    """Guess the template of the files that are one connector's; None unless a single one fits them all."""
    divided = [source for source in sources if source.connector is not None and source.station is not None]
    templates = {_template(source) for source in divided}
    if len(templates) != 1 or (template := templates.pop()) is None:
        return None
    layout = Layout(template)
    for source in divided:
        placed = layout.place(Source(source.path))
        if not placed.configured or (placed.station, placed.connector) != (source.station, source.connector):
            return None
    return template


def _template(source: Source) -> str | None:
    path = os.path.normpath(source.path).replace(os.sep, "/")
    start = path.find(source.station or "")
    if start < 0 or not source.station or any(mark in path for mark in '{"\\') or not path.isprintable():
        return None
    before, after = path[:start], path[start + len(source.station) :]
    head, number, tail = after.rpartition(str(source.connector))
    return f"{before}{{station}}{head}{{connector}}{tail}" if number else None


def starter(found: Survey) -> str:
    """Write the configuration to begin with. What is the default anyway stands in it as a comment."""
    profile = _usual(found.profiles)
    lines = [
        f"# Found here: {_counted(found.configurations, 'configuration')}, {_counted(found.traces, 'trace or log')},",
        f"# {_counted(found.stations, 'station')}.",
        "",
        *_profile(profile),
        "",
        "# Where the files of a station's connectors stand, if each connector has one.",
        f'layout = "{found.layout}"'
        if found.layout
        else '# layout = "stations/{station}/connector-{connector}.json"',
        *_suffix(found),
        *_shapes(found),
        "",
        "# The rules to apply: codes, names, beginnings of codes, categories, or ALL; `ocpplint rules` lists them.",
        '# select = ["ALL"]',
        "# ignore = []",
        "",
        "# The least severity that makes the exit code 1: error, warning, info or never.",
        '# fail-on = "error"',
        "",
        "# Another severity for a rule.",
        "# [severity]",
        '# half-configured-pair = "info"',
    ]
    return "\n".join(lines) + "\n"


def _profile(profile: str | None) -> list[str]:
    """Return what is to be said of the profile of the stations."""
    lines = ["# The profile of stations that do not say what they are; `ocpplint profiles` lists them."]
    if profile is not None:
        return [*lines, f'profile = "{profile}"']
    return [
        *lines,
        "# Nothing here tells which one they all have. Until it is said, bender is assumed; what rests on that is at",
        "# most a warning.",
        '# profile = "bender"',
    ]


def _suffix(found: Survey) -> list[str]:
    """Return what is to be said of sections whose keys have no suffix."""
    if not found.bare:
        return []
    return [
        "",
        f"# {_counted(found.bare, 'key')} in sections of connector 2 and above have no suffix. If the backend adds it,",
        "# this says so; else they set connector 1, which `ocpplint check` reports.",
        f'{"" if found.suffix_added else "# "}connector-suffix = "added-by-backend"',
    ]


def _shapes(found: Survey) -> list[str]:
    """Suggest a shape for files with known keys that are not read."""
    if not found.unread:
        return []
    more = f" and {len(found.unread) - 1} more" if len(found.unread) > 1 else ""
    path = os.path.normpath(found.unread[0]).replace(os.sep, "/")
    shown = path if path.isprintable() and not set(path) & set('"\\') else "…"
    return [
        "",
        f"# Known keys in {shown}{more} are not read as settings; `ocpplint shapes` shows them.",
        "# Where they stand can be declared: names of members, * for any member, [] for any item.",
        "# [[shapes]]",
        '# name = "own"',
        f'# path = "{shown}"',
        '# station = "stations[].id"',
        '# key = "stations[].params[].key"',
        '# value = "stations[].params[].value"',
    ]


def _usual(profiles: Counter[str]) -> str | None:
    """Return the profile that all stations have; None where they differ, or there are none."""
    return next(iter(profiles)) if len(profiles) == 1 else None


def _counted(number: int, what: str) -> str:
    if number == 1:
        return f"1 {what}"
    return f"{number} {'traces and logs' if what == 'trace or log' else what + 's'}"
