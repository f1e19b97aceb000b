"""The command line: one file a command."""

import sys
import warnings

import click

from ocpplint.cli.exits import Exit, complain
from ocpplint.resources.version import __version__

_COMMANDS = {
    "check": "ocpplint.cli.check",
    "audit": "ocpplint.cli.audit",
    "state": "ocpplint.cli.state",
    "drift": "ocpplint.cli.drift",
    "diff": "ocpplint.cli.diff",
    "plan": "ocpplint.cli.plan",
    "baseline": "ocpplint.cli.baseline",
    "explain": "ocpplint.cli.explain",
    "rules": "ocpplint.cli.rules",
    "profiles": "ocpplint.cli.profiles",
    "dialects": "ocpplint.cli.dialects",
    "shapes": "ocpplint.cli.shapes",
    "config": "ocpplint.cli.config",
    "init": "ocpplint.cli.init",
    "completion": "ocpplint.cli.completion",
}
_FOR_SHELLS = {"__complete": "ocpplint.cli.complete"}
"""Internal commands of completion scripts."""


class LazyGroup(click.Group):
    """A group that imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the commands in the order of their importance."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command."""
        module = _COMMANDS.get(cmd_name) or _FOR_SHELLS.get(cmd_name)
        if module is None:
            return None
        from importlib import import_module

        command: click.Command = import_module(module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve a command, suggesting the nearest one for a misspelled name."""
        if args and not args[0].startswith("-") and args[0] not in {**_COMMANDS, **_FOR_SHELLS}:
            import difflib

            near = difflib.get_close_matches(args[0], _COMMANDS, 1)
            ctx.fail(f"no such command {args[0]!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ocpplint", message="%(prog)s %(version)s")
def ocpplint() -> None:
    """Find mistakes in the configuration of EV charging stations that speak OCPP.

    Exit codes: 0 nothing to report, 1 findings, 2 usage or configuration error, 3 nothing to work on,
    4 internal error.
    """


def run() -> None:
    """Run the command line and exit with a documented code. Nothing ends in a traceback."""
    if not sys.warnoptions:
        # Warnings are for developers, such as those on patterns of a profile.
        warnings.simplefilter("ignore")
    try:
        code = ocpplint.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(Exit.USAGE)
    except click.ClickException as error:
        _show(error)
        sys.exit(Exit.USAGE)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone; avoid a second error when Python flushes.
        from ocpplint.cli.output import abandon_output

        abandon_output()
        sys.exit(Exit.CLEAN)
    except OSError as error:
        # Inputs that can't be read are findings, so this is the output.
        complain(f"can't go on: {error.strerror or error}")
        _debug()
        sys.exit(Exit.INTERNAL)
    except Exception as error:  # noqa: BLE001  the last resort: a user never sees a traceback
        complain(f"internal error: {type(error).__name__}: {error}")
        complain("please report this with the input that caused it; OCPPLINT_DEBUG=1 shows where it happened")
        _debug()
        sys.exit(Exit.INTERNAL)
    sys.exit(code if isinstance(code, int) else Exit.CLEAN)


def _show(error: click.ClickException) -> None:
    """Show a usage error, which quotes arguments and configuration files: click would pass on what they hold."""
    import io

    from ocpplint.cli.output import complaints

    said = f"Error: {error.format_message()}"
    shown = io.StringIO()
    error.show(shown)
    out = complaints()
    for line in shown.getvalue().removesuffix(f"{said}\n").splitlines():
        out.line(line)
    # click lists what may stand in the place of a missing argument line by line. Nothing of that is quoted.
    out.line(" ".join(said.split()) if isinstance(error, click.MissingParameter) else said)


def _debug() -> None:
    import os

    if os.environ.get("OCPPLINT_DEBUG"):
        import traceback

        from ocpplint.cli.output import complaints

        out = complaints()
        for line in traceback.format_exc().splitlines():
            out.line(line)
