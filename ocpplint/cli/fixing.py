"""``--fix`` and ``--diff``: apply the fixes of findings, or show them as a diff."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ocpplint.cli.checking import Checking, exit_code
from ocpplint.cli.destinations import Outputs
from ocpplint.cli.exits import Exit, complain
from ocpplint.cli.output import complaints, page, standard_output
from ocpplint.fixes.repairs import Repairs
from ocpplint.reporters.summary_line import counted

if TYPE_CHECKING:
    from ocpplint.reporters.text_output import TextOutput

_MOST_NAMED = 5
"""The most unchanged files that are named; the others are counted."""
_FOR_PEOPLE = ("full", "concise")


class Wish(NamedTuple):
    """The fix options: apply fixes or only show them, safe ones or all."""

    fix: bool
    unsafe: bool
    diff: bool


def check_and_fix(options: Mapping[str, Any], paths: Sequence[str], wish: Wish) -> Exit:
    """Check the paths, then apply or show fixes. Raises ``click.UsageError`` for invalid options or configurations."""
    if wish.unsafe and not (wish.fix or wish.diff):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff")
    checking = Checking(options, paths)
    run = checking.run
    _check_wish(wish, checking.outputs, follows=run.plan.follow)
    repairs = Repairs(run.check, run.sources, run.judge(), run.found_in, unsafe=wish.unsafe)
    return _show_diff(checking, repairs, wish) if wish.diff else _fix_and_report(checking, repairs, wish)


def _check_wish(wish: Wish, outputs: Outputs, *, follows: bool) -> None:
    """Raise ``click.UsageError`` for options that contradict each other."""
    if follows:
        raise click.UsageError(
            "--follow reads a log, which is evidence and never rewritten: leave out --fix and --diff"
        )
    if wish.diff and (outputs.format != "full" or outputs.files):
        raise click.UsageError("--diff prints the diff and no report: leave out --output-format and --output")


def _fix_and_report(checking: Checking, repairs: Repairs, wish: Wish) -> Exit:
    """Fix the findings, then report those that are left."""
    repairs.write()
    checking.write(repairs.report)
    _report_fixes(repairs, "Fixed", wish, page() if checking.outputs.format in _FOR_PEOPLE else complaints())
    return exit_code(repairs.report)


def _show_diff(checking: Checking, repairs: Repairs, wish: Wish) -> Exit:
    """Print the diff of the files; the exit code is 1 if any would change."""
    from ocpplint.fixes.diff import write_diff

    for path, before, after in repairs.preview():
        write_diff(standard_output(), path, before.text, after.text)
    _report_fixes(repairs, "Would fix", wish, complaints())
    return Exit.FINDINGS if repairs.fixed and checking.run.plan.fail_on != "never" else Exit.CLEAN


def _report_fixes(repairs: Repairs, done: str, wish: Wish, out: "TextOutput") -> None:
    """Print in one line what was fixed, then the files that were left unchanged."""
    said = "; ".join(_parts(repairs, done, wish))
    if said:
        out.line(f"{said}.")
    standard_output().flush()
    _report_untouched(repairs)


def _parts(repairs: Repairs, done: str, wish: Wish) -> Iterator[str]:
    """Yield the parts of ``Fixed 3 findings in 2 files; 1 more with --unsafe-fixes``."""
    fixed = repairs.fixed.total()
    more = 0 if wish.unsafe else repairs.unsafe_left()
    if fixed:
        yield f"{done} {counted(fixed, 'finding')} in {counted(len(repairs.fixed), 'file')}"
    elif more or repairs.refused:
        yield f"{done} nothing"
    if more:
        yield f"{more} more with --unsafe-fixes"
    if repairs.refused:
        yield f"{counted(repairs.refused, 'fix', 'fixes')} left out, which would have set a key twice or fixed nothing"


def _report_untouched(repairs: Repairs) -> None:
    """Print the files with fixes that are left unchanged, and why."""
    for path, reason in list(repairs.untouched.items())[:_MOST_NAMED]:
        complain(f"{path} {reason}")
    rest = len(repairs.untouched) - _MOST_NAMED
    if rest > 0:
        complain(f"{rest} more are left alone for such reasons")
