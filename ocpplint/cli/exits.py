"""Exit codes, usage errors, and the base of all commands."""

from enum import IntEnum
from typing import Any

import click

from ocpplint.resources.quoting import UsageError
from ocpplint.sources.discover import NoInputError


class Exit(IntEnum):
    """The exit codes of every command (stable)."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    NOTHING = 3
    INTERNAL = 4


def complain(message: str) -> None:
    """Print an error on standard error. Control characters of a path or value are made visible."""
    from ocpplint.cli.output import complaints

    complaints().line(f"ocpplint: {message}")


class Command(click.Command):
    """A command that calls the library: its errors are usage errors or missing inputs."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise click.UsageError(str(error), ctx) from error
        except NoInputError as error:
            complain(str(error))
            return Exit.NOTHING
