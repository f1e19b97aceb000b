"""``ocpplint explain``: a rule with its reasons and examples, a configuration key or a variable of OCPP 2.x."""

from collections.abc import Iterable, Iterator
from itertools import chain

import click

from ocpplint.cli.exits import Exit
from ocpplint.cli.options import outside_option
from ocpplint.cli.output import page
from ocpplint.config.configuration import load_config
from ocpplint.engine.options import Option, bounds, shown
from ocpplint.engine.packs import load_rules
from ocpplint.engine.rule import Rule
from ocpplint.engine.selection import UnknownRuleError, code_of
from ocpplint.reporters.safe_text import safe
from ocpplint.reporters.text_output import wrapped
from ocpplint.resources.datafile import DataFileError
from ocpplint.stations.profile import Profile
from ocpplint.stations.registry import AUTO, Profiles

_WIDTH = 100


@click.command("explain")
@click.argument("subject", metavar="CODE|KEY|VARIABLE")
@click.option("--profile", metavar="auto|NAME|FILE", help="The station profile to look up a key in.")
@click.option("--rules", "folders", metavar="DIR", multiple=True, help="A folder of additional rules.")
@outside_option
def command(subject: str, profile: str | None, folders: tuple[str, ...], outside: tuple[str, ...]) -> int:
    """Explain a rule (SCP004), a configuration key (RCMBDelta_2) or an OCPP 2.x variable (EVSE.Power)."""
    out = page(_WIDTH)
    try:
        config = load_config(outside=outside)
        rules = load_rules(folders, config.rules, config.within)
        profiles = Profiles(profile or AUTO, config.profile, within=config.within)
    except DataFileError as error:
        raise click.UsageError(str(error)) from error
    for explain in (_rule_lines, _key_lines, _variable_lines, _lines_of_another_profile):
        lines = explain(subject, rules, profiles)
        if lines is not None:
            for line in lines:
                out.line(line)
            return Exit.CLEAN
    raise click.UsageError(_unknown(subject, rules, profiles))


def _rule_lines(subject: str, rules: list[Rule], _: Profiles) -> Iterator[str] | None:
    try:
        code = code_of(rules, subject)
    except UnknownRuleError:
        return None
    return _explain_rule(next(rule for rule in rules if rule.code == code))


def _explain_rule(rule: Rule) -> Iterator[str]:
    yield f"{rule.code} {rule.name} ({rule.severity}, {rule.category})"
    yield ""
    yield from wrapped(rule.summary, _WIDTH)
    yield ""
    for paragraph in rule.why.strip().split("\n\n"):
        yield from wrapped(" ".join(paragraph.split()), _WIDTH)
        yield ""
    if rule.detector is not None:
        yield f"Detector {rule.detector}" + (", whose parameters are options:" if rule.options else "")
        yield ""
    for name, option in rule.options.items():
        yield from wrapped(_option(name, option), _WIDTH)
        yield ""
    for kind, title in (("bad", "Fires"), ("good", "Stays silent")):
        for example in rule.examples[kind]:
            yield f"{title}: {example['title']}"
            yield from _example_lines(example)
            yield ""
    yield f"Source: {rule.source}"


def _option(name: str, option: Option) -> str:
    about = f"default {shown(option, option['default'])}"
    limits = bounds(option)
    return f"Option {name} ({about}{', ' if limits else ''}{limits}): {option['description']}"


def _example_lines(example: dict[str, object]) -> Iterator[str]:
    """Show an example with the place of each finding underlined."""
    files = example.get("files") or {example.get("path", ""): example.get("text", "")}
    for path, text in files.items() if isinstance(files, dict) else ():
        if path:
            yield f"    {safe(str(path))}:"
        for line in str(text).rstrip("\n").split("\n"):
            start, end = line.find("<<"), line.find(">>")
            if not 0 <= start < end:
                yield "    " + safe(line)
                continue
            yield "    " + safe(line[:start] + line[start + 2 : end] + line[end + 2 :])
            yield "    " + " " * start + "^" * min(end - start - 2, 60)


def _key_lines(subject: str, _: list[Rule], profiles: Profiles) -> Iterator[str] | None:
    return _lines_of(subject, profiles.default)


def _lines_of(subject: str, profile: Profile) -> Iterator[str] | None:
    from ocpplint.reporters.key_card import key_lines

    reading = profile.read_key(subject)
    if reading.spec is None or reading.spec.role is not None:
        return None
    return key_lines(subject, reading, reading.spec, profile)


def _variable_lines(subject: str, _: list[Rule], __: Profiles) -> Iterator[str] | None:
    """Explain ``Component.Variable``, or the one variable of that name that there is."""
    from ocpplint.reporters.key_card import variable_lines
    from ocpplint.stations.device_model import device_model, plain_instance, split_name

    model = device_model()
    same_named = model.named(subject)
    name = split_name(same_named[0] if len(same_named) == 1 else subject)
    if name is None:
        return None
    name = plain_instance(name)
    spec = model.find(name)
    if spec is not None:
        return variable_lines(spec)
    meant = model.without_suffix(name)
    spec = model.find(meant.name) if meant is not None else None
    return variable_lines(spec, meant.suffix) if spec is not None and meant is not None else None


def _lines_of_another_profile(subject: str, _: list[Rule], profiles: Profiles) -> Iterator[str] | None:
    for profile in profiles.shipped():
        reading = profile.read_key(subject)
        if reading.spec is not None and reading.spec.role is None and reading.suffix_known:
            return _lines_of(subject, profile)
    return None


def _unknown(subject: str, rules: list[Rule], profiles: Profiles) -> str:
    import difflib

    from ocpplint.stations.device_model import device_model

    names: dict[str, str] = {}
    for name in _names(rules, profiles):
        names.setdefault(name.lower(), name)
    near = [names[name] for name in difflib.get_close_matches(subject.lower(), names, 3, 0.6)]
    meant = device_model().named(subject)[:3] or near
    hint = f"; did you mean {' or '.join(meant)}?" if meant else ""
    what = f"no rule, no key of profile {profiles.default.name} and no variable of OCPP 2.x"
    return f"{what} is called {safe(subject)!r}{hint}"


def _names(rules: list[Rule], profiles: Profiles) -> Iterable[str]:
    """Yield what can be explained; of names that differ in case alone, the first one counts."""
    from ocpplint.stations.device_model import device_model

    shipped = (profile.written_keys() for profile in profiles.shipped())
    codes = (name for rule in rules for name in (rule.code, rule.name))
    return chain(codes, profiles.default.written_keys(), device_model().names(), *shipped)
