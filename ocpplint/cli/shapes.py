"""``ocpplint shapes``: what was read of files, in which shapes, and what was not."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from ocpplint.cli.exits import Command, Exit, complain
from ocpplint.cli.options import outside_option
from ocpplint.cli.output import page, standard_output
from ocpplint.resources.datafile import DataFileError

if TYPE_CHECKING:
    from ocpplint.analysis.shapes import ShapedFile, ShapeUse
    from ocpplint.config.nearest import Configs


@click.command("shapes", cls=Command)
@click.argument("paths", metavar="[FILE]...", nargs=-1)
@click.option("--test", "test", is_flag=True, help="Run the examples of the [[shapes]] in the configuration.")
@click.option("--profile", metavar="NAME|FILE", help="The profile that says which keys are known.")
@click.option("--config", "chosen", metavar="FILE", help="Use this configuration file; do not search for one.")
@click.option("--output-format", type=click.Choice(["full", "json"]), default="full", show_default=True)
@outside_option
def command(
    paths: tuple[str, ...],
    test: bool,  # noqa: FBT001  click passes options by name
    profile: str | None,
    chosen: str | None,
    output_format: str,
    outside: tuple[str, ...],
) -> int:
    """Show what is read of each FILE as settings, in which shape, and what is not.

    The exit code is 1 if a file holds known keys that are not read, or if an example fails.
    """
    from ocpplint.config.nearest import Configs

    if bool(paths) == test:
        raise click.UsageError("name files, or use --test")
    try:
        configs = Configs(chosen, outside)
        return _test(configs, profile) if test else _show(configs, paths, profile, output_format, outside)
    except DataFileError as error:
        raise click.UsageError(str(error)) from error


def _show(
    configs: "Configs", paths: tuple[str, ...], profile: str | None, output_format: str, outside: tuple[str, ...]
) -> int:
    files = list(_files(configs, paths, profile, outside))
    if output_format == "json":
        from ocpplint.reporters.jsonformat import dump

        dump({"version": 1, "files": [_as_json(each) for each in files]}, standard_output())
    else:
        out = page()
        for line in (line for each in files for line in _as_text(each)):
            out.line(line)
    return Exit.FINDINGS if any(each.unread for each in files) else Exit.CLEAN


def _files(
    configs: "Configs", paths: tuple[str, ...], profile: str | None, outside: tuple[str, ...]
) -> "Iterator[ShapedFile]":
    from ocpplint.analysis.shapes import shaped_file
    from ocpplint.resources.regular import why
    from ocpplint.sources.discover import discover
    from ocpplint.sources.layout import Layout
    from ocpplint.stations.registry import AUTO, DEFAULT, Profiles

    for source in discover(paths, Layout(), None, outside):
        config = configs.of(source.path)
        profiles = Profiles(profile or AUTO, config.profile or DEFAULT, within=config.within)
        try:
            yield shaped_file(source, profiles, config.conventions())
        except OSError as error:
            complain(f"{source.path}: {why(error)}")


def _as_text(file: "ShapedFile") -> Iterator[str]:
    from ocpplint.reporters.safe_text import redact, safe
    from ocpplint.reporters.summary_line import counted

    said = counted(file.settings, "setting")
    if file.messages:
        said = counted(file.messages, "message") + (f", {said}" if file.settings else "")
    yield safe(f"{file.path}: {file.format}, {said}")
    width = max((len(str(use.settings)) for use in file.shapes), default=0)
    for use in file.shapes:
        yield safe(f"  {use.settings:>{width}}  {use.shape}: {_where(use)}")
    if file.unread is not None:
        line = file.unread.place.locate().line
        yield safe(redact(f"  not read, from line {line}: {file.unread.message}"))


def _where(use: "ShapeUse") -> str:
    others = use.places - 1
    more = f" and {others} more place{'s' * (others > 1)}" if others else ""
    last = "" if use.first_line == use.last_line else f" to {use.last_line}"
    return f"`{use.within or '/'}`{more}, line{'s' * bool(last)} {use.first_line}{last}"


def _as_json(file: "ShapedFile") -> dict[str, Any]:
    return {
        "path": file.path,
        "format": file.format,
        "settings": file.settings,
        "messages": file.messages,
        "shapes": [use._asdict() for use in file.shapes],
        "unread": None
        if file.unread is None
        else {
            "line": file.unread.place.locate().line,
            "keys": list(dict.fromkeys(file.unread.keys)),
            "shape": file.unread.shape,
        },
    }


def _test(configs: "Configs", profile: str | None) -> int:
    from ocpplint.analysis.shapes import example_faults
    from ocpplint.reporters.summary_line import counted
    from ocpplint.stations.registry import AUTO, DEFAULT, Profiles

    config = configs.here()
    profiles = Profiles(profile or AUTO, config.profile or DEFAULT, within=config.within)
    faults = list(example_faults(config.shapes, profiles))
    for fault in faults:
        complain(f"{fault.shape}: example {fault.number} {fault.reason}")
    examples = sum(len(entry.get("examples", ())) for entry in config.shapes)
    said = f"{counted(examples, 'example')} of {counted(len(config.shapes), 'shape')}, {counted(len(faults), 'fault')}"
    page().line(said)
    return Exit.FINDINGS if faults else Exit.CLEAN
