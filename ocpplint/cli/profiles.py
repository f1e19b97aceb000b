"""``ocpplint profiles``: lists, shows, checks and creates station profiles."""

from typing import TYPE_CHECKING, Any

import click

from ocpplint.cli.exits import Exit
from ocpplint.cli.options import outside_option
from ocpplint.cli.output import page, standard_output
from ocpplint.cli.profiles_import import import_
from ocpplint.cli.profiles_learn import learn
from ocpplint.config.configuration import load_config
from ocpplint.resources.datafile import DataFileError
from ocpplint.stations.addressing import KEY
from ocpplint.stations.profile import Profile
from ocpplint.stations.registry import AUTO, Profiles

if TYPE_CHECKING:
    from ocpplint.stations.keyspec import KeySpec
    from ocpplint.stations.profile_diff import ProfileChange, ProfileDifference


_WIDTH = 120


@click.group("profiles", invoke_without_command=True)
@outside_option
@click.pass_context
def command(context: click.Context, outside: tuple[str, ...]) -> int | None:
    """List, show, check, compare or create station profiles."""
    if context.invoked_subcommand is not None:
        return None
    try:
        config = load_config(outside=outside)
        profiles = Profiles(AUTO, config.profile, within=config.within)
    except DataFileError as error:
        raise click.UsageError(str(error)) from error
    listed = list(profiles.shipped())
    if profiles.default.name not in {profile.name for profile in listed}:
        listed.append(profiles.default)
    out = page(_WIDTH)
    for profile in listed:
        mark = " (default)" if profile.name == profiles.default.name else ""
        out.line(f"{profile.name}{mark}: {profile.title}")
        out.line(f"  {_keys(profile)}; {_addressing(profile)}")
    return Exit.CLEAN


@command.command("show")
@click.argument("name", metavar="NAME|FILE")
def show(name: str) -> int:
    """Show the keys of a profile with scope, access, type and confidence."""
    profile = _load(name)
    out = page(_WIDTH)
    out.line(f"{profile.name}: {profile.title}")
    out.line(f"source: {profile.source}")
    for name, stated in (("firmware", profile.firmware), ("date", profile.date)):
        if stated is not None:
            out.line(f"{name}: {stated}")
    out.line(_addressing(profile))
    out.line()
    rows = [("key", "scope", "access", "type", "confidence")]
    for key in profile.key_names():
        spec = profile.spec(key)
        if spec is not None:
            rows.append((key, spec.scope or "unknown", spec.access or "-", spec.type or "-", spec.confidence))
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    for row in rows:
        out.line("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())
    return Exit.CLEAN


@command.command("check")
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
def check(files: tuple[str, ...]) -> int:
    """Check profile files: their schema and consistency."""
    from ocpplint.stations.profile_check import faults_in

    out = page(_WIDTH)
    count = 0
    for path in files:
        try:
            faults = faults_in(path)
        except DataFileError as error:
            raise click.UsageError(str(error)) from error
        count += len(faults)
        for fault in faults:
            out.line(str(fault))
    out.line(f"{_counted(len(files), 'profile')}, {_counted(count, 'fault')}")
    return Exit.FINDINGS if count else Exit.CLEAN


@command.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="Output format.")
def diff(before: str, after: str, output_format: str) -> int:
    """Show the changes from profile A to profile B, each a name or a file."""
    from ocpplint.stations.profile_diff import difference

    old, new = _load(before), _load(after)
    found = difference(old, new)
    if output_format == "json":
        _write_json(old, new, found)
        return Exit.CLEAN
    out = page(_WIDTH)
    for spec in found.removed:
        out.line(f"- {spec.key}{_in_brief(spec)}")
    for spec in found.added:
        out.line(f"+ {spec.key}{_in_brief(spec)}")
    for change in found.changed:
        out.line(_changed(change))
    out.line(
        f"{old.name} to {new.name}: {_counted(len(found.removed), 'key')} removed, {len(found.added)} added, "
        f"{len({change.key for change in found.changed if change.key})} changed"
    )
    return Exit.CLEAN


command.add_command(import_)
command.add_command(learn)


def _load(name: str) -> Profile:
    try:
        return Profiles(name).default
    except DataFileError as error:
        raise click.UsageError(str(error)) from error


def _keys(profile: Profile) -> str:
    names = profile.key_names()
    scoped = sum(1 for key in names if (spec := profile.spec(key)) is not None and spec.scope is not None)
    return f"{len(names)} keys, {scoped} with a known scope"


def _addressing(profile: Profile) -> str:
    if not profile.templates:
        return "keys name no connector"
    forms = sorted(profile.templates.items())
    if any(KEY in template for _, template in forms):
        return ", ".join(f"connector {number} is `{text}`" for number, text in forms)
    return "in keys with {n}, " + ", ".join(f"connector {number} is `{text}`" for number, text in forms)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _in_brief(spec: "KeySpec") -> str:
    known = [word for word in (spec.scope, spec.access, spec.type) if word]
    return f" ({', '.join(known)})" if known else ""


def _changed(change: "ProfileChange") -> str:
    subject = f"~ {change.key}: " if change.key else "~ "
    return f"{subject}{change.name} {_shown(change.before)} → {_shown(change.after)}"


def _shown(value: Any) -> str:
    if value is None:
        return "unknown"
    if value == {}:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {text}" for key, text in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else f"{value}"


def _write_json(old: Profile, new: Profile, found: "ProfileDifference") -> None:
    from ocpplint.reporters.jsonformat import dump

    document = {
        "version": 1,
        "before": {"name": old.name, "firmware": old.firmware},
        "after": {"name": new.name, "firmware": new.firmware},
        "added": [_described(spec) for spec in found.added],
        "removed": [_described(spec) for spec in found.removed],
        "changed": [
            {"key": change.key, "property": change.name, "before": change.before, "after": change.after}
            for change in found.changed
        ],
    }
    dump(document, standard_output())


def _described(spec: "KeySpec") -> dict[str, Any]:
    return {name: value for name, value in spec._asdict().items() if value not in (None, False)}
