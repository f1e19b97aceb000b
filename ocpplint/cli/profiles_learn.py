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
from ocpplint.stations.profile_writing import profile_text
from ocpplint.stations.registry import AUTO, Profiles

if TYPE_CHECKING:
    from ocpplint.sources.source import Source


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
    from ocpplint.analysis.learning import learned_data, learned_profiles

    check_out(out, force=force)
    try:
        config = load_config(outside=outside)
        profiles = Profiles(extends or AUTO, config.profile, within=config.within)
        sources = _sources(files, config, outside)
        learned = learned_profiles(sources, profiles, station, dialects)
    except DataFileError as error:
        raise click.UsageError(str(error)) from error
    if not sources:
        return Exit.NOTHING
    if not learned:
        of_whom = f" of station {station}" if station is not None else ""
        complain(f"no answer to GetConfiguration{of_whom} in {', '.join(files)}")
        return Exit.NOTHING
    if len(learned) > 1:
        kinds = ", ".join(sorted(learned))
        raise click.UsageError(
            f"these are stations of several kinds: {kinds}; choose one by --station or --extends"
        )
    (student,) = learned.values()
    notes = [unmarked(redact(safe(note))) for note in student.notes()]
    data = learned_data(student, out, parent(student.base, extends or config.profile, out))
    text = profile_text(data, [*_headline(data), *(f"Note: {note}" for note in notes)], out)
    write_out(text, out, force=force)
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


def _headline(data: dict[str, Any]) -> list[str]:
    origin = f"Learned from {unmarked(safe(str(data['source'])))}."
    shared = (
        "Shared is the scope of a key that has one value: whether that is Both, Master or Not relevant, no report "
        "shows. Where a document says, write it in here and take out `learned`."
    )
    return [origin, shared]
