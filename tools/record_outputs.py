"""What every command says, recorded and compared: ``python -m tools.record_outputs worlds|record|compare``.

A change of layout must not change what the program says. So the worlds are written once, the version
before the change and the one after it are recorded, and the recordings are compared. Only the command line of a version
is used.
"""

import os
import shlex
import sys
from random import Random

import click

from tools.recording.cases import Sources
from tools.recording.comparing import compare, load_declared, report
from tools.recording.runner import record
from tools.worlds import fleets, logs, rules, settings

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_FOLDER = click.Path(exists=True, file_okay=False, resolve_path=True)


@click.group()
def main() -> None:
    """Record what every command says, and compare two recordings."""


@main.command("worlds")
@click.argument("out", type=click.Path())
@click.option("--seed", default=1, show_default=True, help="Another seed is another world.")
def write_worlds(out: str, seed: int) -> None:
    """Write generated inputs into the new folder OUT."""
    os.makedirs(out)
    for name, world in {"settings": settings, "logs": logs, "fleets": fleets}.items():
        world.write(os.path.join(out, name), Random(f"{seed} {name}"))
    rules.write(os.path.join(out, "rules"))


@main.command("record")
@click.argument("command")
@click.argument("out", type=click.Path())
@click.option("--worlds", type=_FOLDER, required=True, help="The folder that `worlds` has written.")
@click.option("--examples", type=_FOLDER, default=os.path.join(_ROOT, "examples"), help="The examples to run on.")
@click.option("--corpus", type=_FOLDER, envvar="OCPPLINT_CORPUS", help="A corpus, read in place.")
@click.option("--processes", default=2, show_default=True, help="Commands that run at the same time.")
def record_version(command: str, out: str, worlds: str, examples: str, corpus: str | None, processes: int) -> None:
    """Record the version that COMMAND starts, such as "PATH/python -m ocpplint", into the new folder OUT."""
    program, *arguments = shlex.split(command)
    # A path is relative to this folder, and the commands run in others. Links stay: an environment is found by them.
    found = os.path.abspath(program) if os.path.dirname(program) else program
    count = record((found, *arguments), Sources(examples, worlds, corpus or ""), out, processes)
    click.echo(f"{count} commands recorded")


@main.command("compare")
@click.argument("before", type=_FOLDER)
@click.argument("after", type=_FOLDER)
@click.option(
    "--declared", type=click.Path(exists=True, dir_okay=False), help="Differences that have a reason (TOML)."
)
@click.option("--wording", is_flag=True, help="List the differences of wording, too.")
@click.option("--most", default=200, show_default=True, help="Undeclared differences to list.")
def compare_recordings(before: str, after: str, declared: str | None, *, wording: bool, most: int) -> None:
    """Compare two recordings. The exit code is 1 if there are differences that are neither declared nor wording."""
    comparison = compare(before, after, load_declared(declared) if declared else [])
    for line in report(comparison, wording=wording, most=most):
        click.echo(line)
    sys.exit(bool(comparison.undeclared or comparison.unused))


if __name__ == "__main__":
    main()
