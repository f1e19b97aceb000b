"""The page of the command line, made of the commands themselves."""

from collections.abc import Iterator
from typing import Any

import click

from docgen.markdown import code, prose, table
from ocpplint.cli import ocpplint


def pages() -> dict[str, str]:
    """Return the page of all commands as Markdown, by its path in the site."""
    return {"commands.md": "\n".join(_page())}


def _page() -> Iterator[str]:
    yield "# Commands\n"
    yield "Every command with its options, as `--help` shows them. The [exit codes](exit-codes.md) are the same"
    yield "for all.\n"
    yield "`ocpplint --version` prints the version, `-h` or `--help` behind any command its help.\n"
    for name, command in commands():
        yield from _section(name, command)


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield all commands by their full names (``baseline create``), each group before its own."""
    yield from _below("", ocpplint)


def _below(prefix: str, group: click.Group) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        yield f"{prefix}{name}", command
        if isinstance(command, click.Group):
            yield from _below(f"{prefix}{name} ", command)


def _section(name: str, command: click.Command) -> Iterator[str]:
    yield f"{'###' if ' ' in name else '##'} {name}\n"
    usage = " ".join([f"ocpplint {name}", *command.collect_usage_pieces(click.Context(command))])
    yield f"{code(usage)}\n"
    for paragraph in (command.help or "").split("\n\n"):
        yield f"{prose(paragraph)}\n"
    options = [option for option in command.params if isinstance(option, click.Option)]
    if options:
        yield from table(["option", "meaning"], map(_option, options))


def _option(option: click.Option) -> list[str]:
    value = "" if option.is_flag else " …" if _choices(option) else f" {option.metavar or '…'}"
    return [", ".join(code(f"{flag}{value}") for flag in option.opts), _meaning(option)]


def _choices(option: click.Option) -> list[str]:
    return list(map(str, option.type.choices)) if isinstance(option.type, click.Choice) else []


def _meaning(option: click.Option) -> str:
    """Return the help of an option, with what may be chosen and what holds without it."""
    parts = [prose(option.help or "")]
    if _choices(option):
        parts.append(f"One of {', '.join(map(code, _choices(option)))}.")
    if option.show_default and option.default:
        parts.append(f"Default: {code(_default(option))}.")
    return " ".join(filter(None, parts))


def _default(option: click.Option) -> str:
    default: Any = option.default
    return str(default)
