"""``ocpplint rules``: lists rules and tests their examples."""

import os
from typing import Any

import click

from ocpplint.cli.exits import Exit, complain
from ocpplint.cli.options import outside_option
from ocpplint.cli.output import page, standard_output
from ocpplint.engine.packs import load_pack, load_rules
from ocpplint.engine.rule import Rule
from ocpplint.reporters.jsonformat import dump
from ocpplint.reporters.summary_line import counted
from ocpplint.resources.datafile import DataFileError


@click.group("rules", invoke_without_command=True)
@click.option("--rules", "folders", metavar="DIR", multiple=True, help="A folder of additional rules.")
@click.option("--output-format", type=click.Choice(["full", "json"]), default="full", show_default=True)
@outside_option
@click.pass_context
def command(
    context: click.Context, folders: tuple[str, ...], output_format: str, outside: tuple[str, ...]
) -> int | None:
    """List the rules, or test the examples of your own."""
    if context.invoked_subcommand is not None:
        return None
    from ocpplint.config.configuration import load_config

    try:
        config = load_config(outside=outside)
        rules = load_rules(folders, config.rules, config.within, config.docs_url)
    except DataFileError as error:
        raise click.UsageError(str(error)) from error
    if output_format == "json":
        dump(_as_json(rules), standard_output())
    else:
        out = page()
        width = max(len(rule.name) for rule in rules)
        for rule in rules:
            out.line(f"{rule.code}  {rule.name:<{width}}  {rule.severity:<8} {rule.summary}")
    return Exit.CLEAN


@command.command("test")
@click.argument("folder", metavar="DIR")
def test(folder: str) -> int:
    """Run the examples of the rules in DIR, together with the shipped rules."""
    from ocpplint.analysis.rule_examples import failures
    from ocpplint.resources import bundled

    try:
        own = load_pack(folder)
        shipped = os.path.realpath(folder).startswith(os.path.realpath(bundled.path("rules")))
        rules = load_rules([] if shipped else [folder])
    except DataFileError as error:
        raise click.UsageError(str(error)) from error
    faults = [fault for rule in own for fault in failures(rule, rules)]
    for fault in faults:
        complain(f"{fault.rule}: {fault.kind} example “{fault.title}” {fault.reason}")
    examples = sum(len(rule.examples[kind]) for rule in own for kind in ("bad", "good"))
    said = f"{counted(examples, 'example')} of {counted(len(own), 'rule')}, {counted(len(faults), 'fault')}"
    page().line(said)
    return Exit.FINDINGS if faults else Exit.CLEAN


def _as_json(rules: list[Rule]) -> list[dict[str, Any]]:
    return [
        {
            "code": rule.code,
            "name": rule.name,
            "category": rule.category,
            "severity": rule.severity,
            "summary": rule.summary,
            "source": rule.source,
            "url": rule.url,
        }
        for rule in rules
    ]
