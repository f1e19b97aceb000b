"""``ocpplint check``: findings for any input."""

from typing import Any

import click

from ocpplint.cli.checking import Checking, exit_code
from ocpplint.cli.exits import Command
from ocpplint.cli.options import fix_options, performance_options, shared_options


@click.command("check", cls=Command)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@shared_options
@performance_options
@click.option("--watch", is_flag=True, help="Check again when a file changes; stop with Ctrl-C.")
@fix_options
def command(
    paths: tuple[str, ...], *, watch: bool, fix: bool, unsafe_fixes: bool, diff: bool, **options: Any
) -> int:
    """Check configurations, traces and logs.

    PATH is a file, a folder, a pattern, or - for standard input; the current folder if none is given.
    """
    if watch:
        return _watch(paths or (".",), options, fixing=fix or unsafe_fixes or diff)
    if fix or unsafe_fixes or diff:
        from ocpplint.cli.fixing import Wish, check_and_fix

        return check_and_fix(options, paths or (".",), Wish(fix=fix, unsafe=unsafe_fixes, diff=diff))
    checking = Checking(options, paths or (".",))
    report = checking.judge()
    checking.write(report)
    return exit_code(report)


def _watch(paths: tuple[str, ...], options: dict[str, Any], *, fixing: bool) -> int:
    from ocpplint.analysis.interrupt import UntilInterrupted
    from ocpplint.cli.watching import watch

    if fixing:
        raise click.UsageError("--watch changes nothing: leave out --fix, --unsafe-fixes and --diff")
    with UntilInterrupted() as pause:
        return watch(paths, options, pause)
