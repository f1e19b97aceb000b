"""``ocpplint check``: findings for any input."""

from typing import Any

import click

from ocpplint.cli.exits import Exit
from ocpplint.cli.options import fix_options, shared_options
from ocpplint.cli.run import exit_code, open_run


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@shared_options
@fix_options
def command(paths: tuple[str, ...], *, fix: bool, unsafe_fixes: bool, diff: bool, **options: Any) -> int:
    """Check configurations, traces and logs.

    PATH is a file, a folder, a pattern, or - for standard input; the current folder if none is given.
    """
    if fix or unsafe_fixes or diff:
        from ocpplint.cli.fixing import Wish, check_and_fix

        return check_and_fix(options, paths or (".",), Wish(fix=fix, unsafe=unsafe_fixes, diff=diff))
    run = open_run(options, paths or (".",))
    if run is None:
        return Exit.NOTHING
    report = run.judge()
    run.write(report)
    return exit_code(report)
