"""``ocpplint init``: a configuration to begin with."""

import os
import sys

import click

from ocpplint.cli.exits import Exit, complain

_NAME = "ocpplint.toml"


@click.command("init")
@click.option("--force", is_flag=True, help="Overwrite an existing configuration.")
def command(*, force: bool) -> int:
    """Write an ocpplint.toml that fits the files in the current folder."""
    from ocpplint.analysis.pipeline import Linter
    from ocpplint.config.starter import Census, starter, survey
    from ocpplint.sources.discover import NoInputError, discover
    from ocpplint.sources.layout import Layout
    from ocpplint.sources.replacing import replacing_text
    from ocpplint.stations.registry import Profiles

    if os.path.lexists(_NAME) and not force:
        raise click.UsageError(f"{_NAME} is there already; --force replaces it")
    census = Census()
    linter = Linter(Profiles(), [census])
    try:
        sources = discover(["."], Layout())
    except NoInputError:
        sources = []
    linter.run(sources)
    found = survey(sources, linter.reports, census)
    if found.bare and _may_ask():
        added = click.confirm(
            f"{found.bare} keys in sections of connector 2 and above have no suffix. Does the backend add it?"
        )
        found = found._replace(suffix_added=added)
    try:
        with replacing_text(_NAME, base=os.curdir, is_new=not force) as file:
            file.write(starter(found))
    except OSError as error:
        raise click.UsageError(f"{_NAME}: {error.strerror}") from error
    complain(f"wrote {_NAME}; `ocpplint config show` tells what holds, `ocpplint check` checks everything here")
    return Exit.CLEAN


def _may_ask() -> bool:
    """Return whether somebody is there to answer a question."""
    return sys.stdin.isatty()
