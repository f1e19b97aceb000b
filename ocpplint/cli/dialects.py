"""``ocpplint dialects``: the log dialects, and a test of one on a log."""

from typing import TYPE_CHECKING

import click

from ocpplint.cli.exits import Exit
from ocpplint.cli.output import page
from ocpplint.resources.datafile import DataFileError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocpplint.readers.traces.captures import Captured
    from ocpplint.reporters.text_output import TextOutput

_WIDTH = 160
_WRITERS = {"station": "station", "csms": "CSMS"}


@click.group("dialects", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> int | None:
    """List the log dialects, or test one of your own on a log."""
    return None if context.invoked_subcommand is not None else _list()


@command.command("list")
def listed() -> int:
    """List the log dialects and the carriers that may precede them."""
    return _list()


@command.command("test")
@click.argument("file", metavar="FILE")
@click.argument("log", metavar="LOG")
@click.option("--all", "everything", is_flag=True, help="Also show lines without a frame.")
def test(file: str, log: str, *, everything: bool) -> int:
    """Show for each line of LOG what the dialects in FILE capture.

    The exit code is 1 if a line has a frame that none of the file's dialects matches, 3 if no line has one.
    """
    from ocpplint.readers.traces.captures import captures
    from ocpplint.readers.traces.dialect_loader import load_dialects, own_dialects
    from ocpplint.sources.source import Source

    out = page(_WIDTH)
    try:
        own, every = own_dialects(file), load_dialects((file,))
        with Source(log).open() as opened:
            counts = _show(out, captures(opened.text, own, every), everything=everything)
    except DataFileError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.UsageError(f"{log}: {(error.strerror or 'cannot be read').lower()}") from error
    out.line(f"{counts[0]} frames, {counts[1]} of them behind a dialect of {file}")
    if counts[0] == 0:
        return Exit.NOTHING
    return Exit.CLEAN if counts[0] == counts[1] else Exit.FINDINGS


def _show(out: "TextOutput", found: "Iterable[Captured]", *, everything: bool) -> tuple[int, int]:
    from ocpplint.credentials.redaction import redact
    from ocpplint.reporters.safe_text import safe

    frames = matched = 0
    for line in found:
        if line.kind is None and not everything:
            continue
        frames += line.kind is not None
        matched += line.is_own
        out.line(f"{line.number:>6}  {safe(redact(line.prefix))}")
        out.line(f"        {safe(redact(_told(line)))}")
    return frames, matched


def _told(line: "Captured") -> str:
    if line.kind is None:
        return "no frame"
    if line.context is None:
        return f"{line.kind}; no dialect matches"
    parts = [f"dialect {line.context.dialect}" + ("" if line.is_own else ", not one of this file")]
    parts += [f"{name} {value}" for name, value in line.captured.items()]
    return f"{line.kind}; " + ", ".join(parts)


def _list() -> int:
    from ocpplint.readers.traces.dialect_loader import load_dialects

    dialects = load_dialects()
    out = page(_WIDTH)
    out.line("dialects, in the order they are tried:")
    for dialect in dialects.dialects:
        always = f" (always a {_WRITERS[dialect.writer]}'s log)" if dialect.writer is not None else ""
        out.line(f"  {dialect.name}{always}")
    out.line("carriers, which may stand before any of them:")
    for carrier in dialects.carriers:
        out.line(f"  {carrier.name}")
    return Exit.CLEAN
