"""``ocpplint config``: the effective settings and their origins."""

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

import click

from ocpplint.cli.exits import Exit
from ocpplint.cli.options import outside_option
from ocpplint.cli.output import page, standard_output
from ocpplint.config.configuration import Config, load_config
from ocpplint.reporters.jsonformat import dump
from ocpplint.resources.datafile import DataFileError


class _Setting(NamedTuple):
    name: str
    value: Any
    origin: str
    """The file and line of the setting, or `default`."""


@click.group("config")
def command() -> None:
    """Show the configuration that applies."""


@command.command("show")
@click.argument("path", metavar="[PATH]", required=False, default=".")
@click.option("--config", "chosen", metavar="FILE", help="Use this configuration file; do not search for one.")
@click.option("--output-format", type=click.Choice(["full", "json"]), default="full", show_default=True)
@outside_option
def show(path: str, chosen: str | None, output_format: str, outside: tuple[str, ...]) -> int:
    """Show every setting that applies in PATH, with its value and origin."""
    try:
        config = load_config(chosen, path if os.path.isdir(path) else os.path.dirname(path), outside)
    except DataFileError as error:
        raise click.UsageError(str(error)) from error
    settings = list(_settings(config))
    if output_format == "json":
        dump(_as_json(config, settings), standard_output())
        return Exit.CLEAN
    out = page()
    for line in _as_text(config, settings):
        out.line(line)
    return Exit.CLEAN


@command.command("schema")
@outside_option
def schema(outside: tuple[str, ...]) -> int:
    """Print the JSON Schema of configuration files for editors, with all rules, options and profiles."""
    from ocpplint.config.editors import editor_schema
    from ocpplint.engine.packs import load_rules
    from ocpplint.stations.registry import Profiles

    try:
        config = load_config(outside=outside)
        rules = load_rules((), config.rules, config.within)
    except DataFileError as error:
        raise click.UsageError(str(error)) from error
    dump(editor_schema(rules, Profiles().shipped()), standard_output())
    return Exit.CLEAN


def _settings(config: Config) -> Iterator[_Setting]:
    plain = {
        "profile": config.profile or "auto",
        "layout": config.layout,
        "connector-suffix": config.connector_suffix,
        "rules": config.rules,
        "select": config.select,
        "extend-select": config.extend_select,
        "ignore": config.ignore,
        "fail-on": config.fail_on,
        "docs-url": config.docs_url,
    }
    for name, value in plain.items():
        yield _Setting(name, value, _origin(config, name))
    for rule, level in config.severity.items():
        yield _Setting(f"severity.{rule}", level, _origin(config, "severity", rule))
    for rule, options in config.options.items():
        for option, value in options.items():
            yield _Setting(f"options.{rule}.{option}", value, _origin(config, "options", rule, option))
    yield from _entries(config)


def _entries(config: Config) -> Iterator[_Setting]:
    from ocpplint.config.entries import place_of

    listed = (
        ("stations", config.stations),
        ("desired", config.desired),
        ("shapes", config.shapes),
        ("suppress", config.suppress),
    )
    for name, entries in listed:
        for entry in entries:
            place = place_of(name, entry).locate()
            said = {word: value for word, value in entry.items() if word not in ("in", "number", "of")}
            yield _Setting(name, said, f"{place.path}:{place.line}")


def _origin(config: Config, *names: str) -> str:
    path = config.origin(*names)
    if path is None:
        return "default"
    line = config.line_of(path, names)
    return os.path.relpath(path) + (f":{line}" if line is not None else "")


def _as_text(config: Config, settings: list[_Setting]) -> list[str]:
    import json

    where = "no configuration file: the defaults hold"
    if config.path is not None:
        where = f"configuration: {os.path.relpath(config.path)}"
    rows = [(setting.name, json.dumps(setting.value, ensure_ascii=False), setting.origin) for setting in settings]
    name, value = (max(len(row[index]) for row in rows) for index in (0, 1))
    return [where, "", *(f"{row[0]:<{name}}  {row[1]:<{value}}  {row[2]}" for row in rows)]


def _as_json(config: Config, settings: list[_Setting]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for setting in settings:
        shown = {"value": setting.value, "origin": setting.origin}
        if setting.name in ("stations", "desired", "shapes", "suppress"):
            said.setdefault(setting.name, []).append(shown)
        else:
            said[setting.name] = shown
    return {"path": config.path, "settings": said}
