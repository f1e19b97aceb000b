"""``ocpplint explain``: a rule with its reasons and examples, or a configuration key."""

import sys
from collections.abc import Iterable, Iterator

import click

from ocpplint.cli.exits import Exit
from ocpplint.config import load_config
from ocpplint.datafiles import DataFileError
from ocpplint.engine.packs import Rule, load_rules
from ocpplint.engine.selection import UnknownRuleError, code_of
from ocpplint.reporters import Style
from ocpplint.reporters.page import Page, wrapped
from ocpplint.reporters.safe_text import safe
from ocpplint.stations.keyspec import KeySpec
from ocpplint.stations.profile import Profile
from ocpplint.stations.registry import AUTO, DEFAULT, Profiles

_WIDTH = 100
_MEANINGS = {
    "Both": "one value that both connectors share; never with a connector suffix",
    "Individual": "one value for each connector",
    "Not relevant": "one value for the whole station; never with a connector suffix",
    "Master": "read by the station coordinator (connector 1) only; never with a connector suffix",
}
_ACCESS = {
    "R": "read only",
    "RW": "read and write",
    "W": "write only",
    "R|RW": "read; write if the station allows it",
}


@click.command("explain")
@click.argument("subject", metavar="CODE|KEY")
@click.option("--profile", metavar="NAME|FILE", help="The station profile to look a key up in.")
@click.option("--rules", "folders", metavar="DIR", multiple=True, help="A folder with rules of your own.")
def command(subject: str, profile: str | None, folders: tuple[str, ...]) -> int:
    """Explain a rule (SCP004, missing-connector-2-suffix) or a configuration key."""
    page = Page(sys.stdout, Style(width=_WIDTH))
    try:
        config = load_config()
        rules = load_rules([*config.rules, *folders])
        profiles = Profiles(profile or AUTO, config.profile or DEFAULT)
    except DataFileError as error:
        raise click.UsageError(str(error)) from error
    for lines in (_rule_lines(subject, rules), _key_lines(subject, profiles.default)):
        if lines is not None:
            for line in lines:
                page.line(line)
            return Exit.CLEAN
    raise click.UsageError(_unknown(subject, rules, profiles.default))


def _rule_lines(subject: str, rules: list[Rule]) -> Iterator[str] | None:
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
    for name, option in rule.options.items():
        yield f"Option {name} (default {option['default']}): {option['description']}"
        yield ""
    for kind, title in (("bad", "Fires"), ("good", "Stays silent")):
        for example in rule.examples[kind]:
            yield f"{title}: {example['title']}"
            yield from _example_lines(example)
            yield ""
    yield f"Source: {rule.source}"


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


def _key_lines(subject: str, profile: Profile) -> Iterator[str] | None:
    reading = profile.read_key(subject)
    if reading.spec is None or reading.spec.role is not None:
        return None
    return _explain_key(subject, reading.spec, profile)


def _explain_key(subject: str, spec: KeySpec, profile: Profile) -> Iterator[str]:
    reading = profile.read_key(subject)
    yield f"{spec.key} (profile {profile.name})"
    yield ""
    if subject != spec.key:
        yield from wrapped(_spelling(subject, spec, reading.suffix, known=reading.suffix_known), _WIDTH)
        yield ""
    for name, text in _properties(spec, profile):
        first, *rest = wrapped(text, _WIDTH - 13)
        yield f"{name:<12} {first}"
        yield from (f"{'':<12} {line}" for line in rest)


def _spelling(subject: str, spec: KeySpec, suffix: str, *, known: bool) -> str:
    if not suffix:
        return f"`{safe(subject)}` is `{spec.key}` in other letters; keys are not case-sensitive."
    if spec.scope is not None and spec.scope != "Individual":
        return f"`{safe(subject)}` does not exist: `{spec.key}` takes no connector suffix."
    if not known:
        return f"`{safe(subject)}` does not exist: these stations do not know the suffix `{safe(suffix)}`."
    if spec.scope is None:
        return f"Whether `{safe(subject)}` exists is not known: no public source states the scope of `{spec.key}`."
    return f"`{safe(subject)}` is `{spec.key}` for connector 2."


def _properties(spec: KeySpec, profile: Profile) -> Iterator[tuple[str, str]]:
    if spec.scope is None:
        yield "scope", "unknown: no public source states it, so no scope rule speaks of this key"
    else:
        yield "scope", f"{spec.scope}: {_MEANINGS[spec.scope]}"
    if spec.scope == "Individual":
        forms = [f"{profile.write_key(spec.key, n)} (connector {n})" for n in sorted(profile.templates)]
        yield "keys", ", ".join(forms)
    if spec.type is not None:
        yield "type", spec.type + (f", in {spec.unit}" if spec.unit else "")
    if spec.minimum is not None or spec.maximum is not None:
        yield "range", f"{_bound(spec.minimum)} to {_bound(spec.maximum)}"
    if spec.values is not None:
        yield (
            "values",
            ", ".join(key if key == label else f"{key} ({label})" for key, label in spec.values.items()),
        )
    if spec.items is not None:
        yield "items", ", ".join(spec.items)
    yield from _plain_properties(spec)


def _plain_properties(spec: KeySpec) -> Iterator[tuple[str, str]]:
    listed: Iterable[tuple[str, str | None]] = (
        ("default", spec.default),
        ("access", _ACCESS.get(spec.access or "")),
        (
            "reboot",
            None if spec.reboot is None else "needed for a change to take effect" if spec.reboot else "not needed",
        ),
        ("standard", f"OCPP 1.6, {spec.feature_profile}" if spec.feature_profile else None),
        ("required", "by the standard" if spec.required else spec.required_note),
        ("note", spec.note),
        ("firmware", spec.firmware),
        ("source", spec.source),
        ("confidence", spec.confidence if spec.confidence != "high" else None),
    )
    for name, text in listed:
        if text:
            yield name, text


def _bound(number: float | None) -> str:
    return "…" if number is None else f"{number:g}"


def _unknown(subject: str, rules: list[Rule], profile: Profile) -> str:
    import difflib

    names = [name for rule in rules for name in (rule.code, rule.name)] + profile.key_names()
    near = difflib.get_close_matches(subject, names, 3, 0.6)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    return f"no rule and no key {safe(subject)!r} in profile {profile.name}{hint}"
