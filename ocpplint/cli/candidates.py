"""Completion candidates of options and arguments, by their metavar in the help: ``RULES``, ``NAME|FILE``."""

import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

import click

if TYPE_CHECKING:
    from ocpplint.config.configuration import Config
    from ocpplint.engine.rule import Rule
    from ocpplint.stations.profile import Profile
    from ocpplint.stations.registry import Profiles


class Word(NamedTuple):
    """A candidate word and its short description."""

    text: str
    meaning: str = ""


class Paths(NamedTuple):
    """Any file or folder, or folders only; ``prefix`` is what stands before the path in the same word."""

    prefix: str = ""
    folders: bool = False


Candidate = Word | Paths
Given = Mapping[str, list[str]]
"""The values given on the command line so far, by the name of their option."""


def candidates_for(parameter: click.Parameter, text: str, given: Given) -> Iterable[Candidate]:
    """Return what ``parameter`` may be given that begins with ``text``, in upper or lower case."""
    if isinstance(parameter.type, click.Choice):
        return matching(text, (Word(str(choice)) for choice in parameter.type.choices))
    kind = KINDS.get(kind_of(parameter))
    return kind(text, given) if kind is not None else ()


def kind_of(parameter: click.Parameter) -> str:
    """Return the word for a parameter's values, without the signs that it may be left out or repeated."""
    return (parameter.metavar or "").replace("[", "").replace("]", "").strip(".…")


def matching(text: str, words: Iterable[Word]) -> list[Word]:
    """Return the words that begin with ``text``, in upper or lower case, each once."""
    begin = text.lower()
    found: dict[str, Word] = {}
    for word in words:
        if word.text.lower().startswith(begin):
            found.setdefault(word.text, word)
    return list(found.values())


def _files(_: str, __: Given) -> Iterable[Candidate]:
    return (Paths(),)


def _folders(_: str, __: Given) -> Iterable[Candidate]:
    return (Paths(folders=True),)


def _nothing(_: str, __: Given) -> Iterable[Candidate]:
    return ()


def _listed_rules(text: str, given: Given) -> Iterable[Candidate]:
    """Complete the last rule of a list with commas; those that are in it are not offered again."""
    from ocpplint.engine.selection import words_of

    listed, comma, last = text.rpartition(",")
    taken = {word.strip().lower() for word in listed.split(",")}
    for word in matching(last, itertools.starmap(Word, words_of(_rules(given)))):
        if word.text.lower() not in taken:
            yield Word(f"{listed}{comma}{word.text}", word.meaning)


def _severities(text: str, given: Given) -> Iterable[Candidate]:
    listed, comma, last = text.rpartition(",")
    rule, equals, level = last.partition("=")
    if equals:
        before = f"{listed}{comma}{rule}="
        levels = matching(level, map(Word, ("error", "warning", "info")))
        return (Word(before + word.text) for word in levels)
    found = matching(last, _codes_and_names(_rules(given)))
    return (Word(f"{listed}{comma}{word.text}=", word.meaning) for word in found)


def _outputs(text: str, _: Given) -> Iterable[Candidate]:
    from ocpplint.reporters.formats import FORMATS

    name, equals, _path = text.partition("=")
    return (Paths(f"{name}="),) if equals else matching(text, (Word(f"{name}=") for name in FORMATS))


def _profiles(text: str, given: Given) -> Iterable[Candidate]:
    """Complete the name of a profile; what begins like none is a file."""
    shipped = _loaded_profiles(given).shipped()
    return matching(text, (Word(profile.name, profile.title) for profile in shipped)) or (Paths(),)


def _profiles_or_auto(text: str, given: Given) -> Iterable[Candidate]:
    found = matching(text, [Word("auto", "the profile of what the station says it is")])
    others = _profiles(text, given)
    return [*found, *(other for other in others if isinstance(other, Word) or not found)]


def _revisions(text: str, _: Given) -> Iterable[Candidate]:
    """Complete a branch or tag of the git repository around the current folder."""
    import subprocess

    command = ["git", "for-each-ref", "--format=%(refname:short)%09%(contents:subject)"]
    try:
        said = subprocess.run(command, capture_output=True, check=False).stdout  # noqa: S603  words of our own
    except OSError:
        return ()
    named = (line.partition("\t") for line in os.fsdecode(said).splitlines())
    return matching(text, [Word("HEAD", "the last commit"), *(Word(name, subject) for name, _, subject in named)])


def _subjects(text: str, given: Given) -> Iterable[Candidate]:
    """Complete what can be explained: rules, keys as they are written for each connector, variables."""
    from ocpplint.stations.device_model import device_model

    profiles = _loaded_profiles(given)
    variables = (Word(name, "variable of OCPP 2.x") for name in device_model().names())
    others = itertools.chain.from_iterable(map(_keys, profiles.shipped()))
    return matching(
        text, itertools.chain(_codes_and_names(_rules(given)), _keys(profiles.default), variables, others)
    )


def _keys(profile: "Profile") -> Iterator[Word]:
    return (Word(key, f"configuration key of profile {profile.name}") for key in profile.written_keys())


def _codes_and_names(rules: "list[Rule]") -> Iterator[Word]:
    for rule in rules:
        yield Word(rule.code, rule.summary)
    for rule in rules:
        yield Word(rule.name, f"{rule.code}: {rule.summary}")


def _rules(given: Given) -> "list[Rule]":
    """Load the rules that the command would; those that ship, if the user's own can't be."""
    from ocpplint.engine.packs import load_rules
    from ocpplint.resources.datafile import DataFileError

    try:
        config = _config(given)
        return load_rules([*given.get("rules", ()), *given.get("folders", ())], config.rules, config.within)
    except DataFileError:
        return load_rules()


def _loaded_profiles(given: Given) -> "Profiles":
    from ocpplint.resources.datafile import DataFileError
    from ocpplint.stations.registry import AUTO, Profiles

    try:
        config = _config(given)
        chosen = given.get("profile", [AUTO])[-1]
        return Profiles(chosen, config.profile, within=config.within)
    except DataFileError:
        return Profiles()


def _config(given: Given) -> "Config":
    """Load the configuration that the command would. Raises ``DataFileError``."""
    from ocpplint.config.configuration import load_config

    named = given.get("config", [])
    return load_config(named[-1] if named else None, outside=given.get("outside", ()))


KINDS: Final[Mapping[str, Callable[[str, Given], Iterable[Candidate]]]] = {
    "A": _profiles,
    "A B": _files,
    "B": _profiles,
    "CODE|KEY|VARIABLE": _subjects,
    "DESIRED": _files,
    "DIR": _folders,
    "FILE": _files,
    "FILE.lark": _files,
    "FORMAT=FILE": _outputs,
    "IDENTITY": _nothing,
    "LOG": _files,
    "N": _nothing,
    "NAME": _files,
    "NAME|FILE": _profiles,
    "OUT": _files,
    "PATH": _files,
    "REV": _revisions,
    "RULE=LEVEL": _severities,
    "RULES": _listed_rules,
    "S": _nothing,
    "TIME": _nothing,
    "TRACE": _files,
    "TRACE|DUMP": _files,
    "URL": _nothing,
    "auto|NAME|FILE": _profiles_or_auto,
}
"""How the values are completed that each word of the help stands for."""
