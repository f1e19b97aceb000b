"""A command whose errors end with the documented exit codes."""

from typing import Any

import click

from ocpplint.cli.exits import Exit, complain
from ocpplint.resources.errors import UsageError
from ocpplint.sources.discover import NoInputError


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
