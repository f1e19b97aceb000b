"""``ocpplint profiles learn``: a profile from what stations report of their configuration."""

from typing import TYPE_CHECKING, Any

import click

from ocpplint.cli.exits import Exit, complain
from ocpplint.cli.options import outside_option
from ocpplint.cli.profile_out import check_out, force_option, out_option, parent, report_written, write_out
from ocpplint.config.configuration import Config, load_config
from ocpplint.reporters.gate import unmarked
from ocpplint.reporters.safe_text import redact, safe
from ocpplint.resources.datafile import DataFileError
from ocpplint.stations.profile_writing import profile_name, profile_text
from ocpplint.stations.registry import AUTO, Profiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocpplint.facts.events import Boot
    from ocpplint.sources.source import Source
    from ocpplint.stations.learned import LearnedProfile
    from ocpplint.trackers.settings.reports import Heard


@click.command("learn")
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@out_option
@force_option
@click.option(
    "--extends", metavar="NAME|FILE", help="The profile to extend.  [default: chosen by vendor and model]"
)
@click.option("--station", metavar="IDENTITY", help="Use only the reports of this station.")
@click.option("--dialect", "dialects", metavar="FILE.lark", multiple=True, help="Additional log dialects.")
@outside_option
def learn(
    files: tuple[str, ...],
    out: str | None,
    force: bool,  # noqa: FBT001  click passes options by name
    extends: str | None,
    station: str | None,
    dialects: tuple[str, ...],
    outside: tuple[str, ...],
) -> int:
    """Create a profile from configuration reports of stations.

    FILE is a dump of a GetConfiguration answer, a trace or a log. A key reported for each of two connectors is
    Individual; any other is Shared, if the report has all keys.
    """
    check_out(out, force=force)
    try:
        config = load_config(outside=outside)
        profiles = Profiles(extends or AUTO, config.profile, within=config.within)
        sources = _sources(files, config, outside)
        students = _students(sources, profiles, station, dialects)
    except DataFileError as error:
        raise click.UsageError(str(error)) from error
    if not sources:
        return Exit.NOTHING
    if not students:
        of_whom = f" of station {station}" if station is not None else ""
        complain(f"no answer to GetConfiguration{of_whom} in {', '.join(files)}")
        return Exit.NOTHING
    if len(students) > 1:
        kinds = ", ".join(sorted(students))
        raise click.UsageError(
            f"these are stations of several kinds: {kinds}; choose one by --station or --extends"
        )
    (student,) = students.values()
    notes = [unmarked(redact(safe(note))) for note in student.notes()]
    data = _learned_data(student, out, parent(student.base, extends or config.profile, out))
    write_out(profile_text(data, [*_headline(data), *(f"Note: {note}" for note in notes)]), out, force=force)
    report_written(out, data, notes)
    return Exit.CLEAN


def _sources(files: tuple[str, ...], config: Config, outside: tuple[str, ...]) -> "list[Source]":
    from ocpplint.sources.discover import NoInputError, discover
    from ocpplint.sources.layout import Layout, LayoutError

    try:
        return discover(files, Layout(config.layout, config.folder), outside=outside)
    except NoInputError as error:
        complain(str(error))
        return []
    except LayoutError as error:
        raise click.UsageError(str(error)) from error


def _students(
    sources: "list[Source]", profiles: Profiles, station: str | None, dialects: tuple[str, ...]
) -> "dict[str, LearnedProfile]":
    """Return what is learned of each kind of station, by the name of its profile."""
    from ocpplint.analysis.pipeline import Linter
    from ocpplint.trackers.settings.reports import Reports

    students: dict[str, LearnedProfile] = {}
    boots: list[Boot] = []
    reports = Reports(_taker(students, profiles, station), boots.append)
    Linter(profiles, [reports], dialects=dialects).run(sources)
    for boot in boots:
        if boot.profile in students and station in (None, boot.station):
            students[boot.profile].boot(boot)
    return students


def _taker(
    students: "dict[str, LearnedProfile]", profiles: Profiles, station: str | None
) -> "Callable[[Heard], None]":
    from ocpplint.stations.learned import LearnedProfile

    def take(heard: "Heard") -> None:
        if station is not None and heard.station != station:
            return
        if heard.profile not in students:
            is_default = heard.profile == profiles.default.name
            students[heard.profile] = LearnedProfile(
                profiles.default if is_default else profiles.load(heard.profile)
            )
        students[heard.profile].take(heard.station, heard.report, heard.readonly, heard.where)

    return take


def _learned_data(student: "LearnedProfile", out: str | None, parent: str) -> dict[str, Any]:
    places = [f"{path}:{line}" for path, line in student.files.items()]
    count = "1 report" if student.reports == 1 else f"{student.reports} reports"
    whose = "a station" if student.stations == 1 else f"{student.stations} stations"
    data: dict[str, Any] = {
        "name": profile_name(out, "learned"),
        "title": f"Keys of {student.make or 'stations'}, as they are reported",
        "extends": parent,
        "source": f"{count} of {whose}, in {', '.join(places[:5])}{' and others' if len(places) > 5 else ''}",
    }
    if student.firmware is not None:
        data["firmware"] = student.firmware
    keys = {key.key: key.said for key in student.entries()}
    return {**data, "keys": keys} if keys else data


def _headline(data: dict[str, Any]) -> list[str]:
    origin = f"Learned from {unmarked(safe(str(data['source'])))}."
    shared = (
        "Shared is the scope of a key that has one value: whether that is Both, Master or Not relevant, no report "
        "shows. Where a document says, write it in here and take out `learned`."
    )
    return [origin, shared]
