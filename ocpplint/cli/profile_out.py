"""Writes a new profile and the notes on it."""

import os
from collections.abc import Iterable
from typing import Any

import click

from ocpplint.cli.exits import complain
from ocpplint.cli.output import put
from ocpplint.reporters.gate import gated, visible_line
from ocpplint.sources.replacing import is_stream, writing_text
from ocpplint.stations.profile import Profile

STDOUT = "-"

out_option = click.option("-o", "--out", metavar="OUT", help="Output file.  [default: standard output]")
force_option = click.option("--force", is_flag=True, help="Overwrite OUT if it exists.")


def check_out(out: str | None, *, force: bool) -> None:
    """Raise ``click.UsageError`` if OUT exists, since a profile may hold manual changes."""
    if out not in (None, STDOUT) and os.path.lexists(out or "") and not force and not is_stream(out or ""):
        raise click.UsageError(f"{out} exists; --force overwrites it")


def write_out(text: str, out: str | None, *, force: bool) -> None:
    """Write a profile to its file or to standard output. Raises ``click.UsageError`` where that can't be done."""
    if out is None or out == STDOUT:
        # A profile is UTF-8, whatever the terminal is: the output is most often sent into a file.
        put("\n".join(map(visible_line, text.split("\n"))).encode())
        return
    try:
        with writing_text(out, is_new=not force) as file:
            gated(file).write(text)
    except OSError as error:
        raise click.UsageError(f"{out}: {error.strerror}") from error


def report_written(out: str | None, data: dict[str, Any], notes: Iterable[str]) -> None:
    """Print on standard error what was written, and notes on it."""
    keys = data.get("keys", {}).values()
    scoped = sum(1 for said in keys if said.get("scope"))
    wrote = f"wrote {out}: " if out not in (None, STDOUT) else ""
    complain(f"{wrote}{len(keys)} {'key' if len(keys) == 1 else 'keys'}, {scoped} with a scope")
    for note in notes:
        complain(f"note: {note}")


def parent(base: Profile, chosen: str | None, out: str | None) -> str:
    """Return the value of ``extends``: a name, or a path relative to the file's folder."""
    if chosen is None or not os.path.isfile(chosen) or chosen == base.name:
        return base.name
    return os.path.relpath(chosen, os.path.dirname(out or "") or ".").replace(os.sep, "/")
