"""``ocpplint profiles``: the station profiles there are, and what is in one."""

import sys

import click

from ocpplint.cli.exits import Exit
from ocpplint.config import load_config
from ocpplint.datafiles import DataFileError
from ocpplint.reporters import Style
from ocpplint.reporters.page import Page
from ocpplint.stations.profile import Profile
from ocpplint.stations.registry import AUTO, DEFAULT, Profiles


@click.group("profiles", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> int | None:
    """List the station profiles."""
    if context.invoked_subcommand is not None:
        return None
    try:
        config = load_config()
        profiles = Profiles(AUTO, config.profile or DEFAULT)
    except DataFileError as error:
        raise click.UsageError(str(error)) from error
    listed = list(profiles.shipped())
    if profiles.default.name not in {profile.name for profile in listed}:
        listed.append(profiles.default)
    page = Page(sys.stdout, Style(width=120))
    for profile in listed:
        mark = " (default)" if profile.name == profiles.default.name else ""
        page.line(f"{profile.name}{mark}: {profile.title}")
        page.line(f"  {_keys(profile)}; {_addressing(profile)}")
    return Exit.CLEAN


@command.command("show")
@click.argument("name", metavar="NAME|FILE")
def show(name: str) -> int:
    """Show the keys of a profile with scope, access, type and confidence."""
    try:
        profile = Profiles(name).default
    except DataFileError as error:
        raise click.UsageError(str(error)) from error
    page = Page(sys.stdout, Style(width=120))
    page.line(f"{profile.name}: {profile.title}")
    page.line(f"source: {profile.source}")
    page.line(_addressing(profile))
    page.line()
    rows = [("key", "scope", "access", "type", "confidence")]
    for key in profile.key_names():
        spec = profile.spec(key)
        if spec is not None:
            rows.append((key, spec.scope or "unknown", spec.access or "-", spec.type or "-", spec.confidence))
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    for row in rows:
        page.line("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())
    return Exit.CLEAN


def _keys(profile: Profile) -> str:
    names = profile.key_names()
    scoped = sum(1 for key in names if (spec := profile.spec(key)) is not None and spec.scope is not None)
    return f"{len(names)} keys, {scoped} with a known scope"


def _addressing(profile: Profile) -> str:
    if not profile.templates:
        return "keys name no connector"
    return ", ".join(f"connector {n} is `{text}`" for n, text in sorted(profile.templates.items()))
