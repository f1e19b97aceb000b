"""A page for each shipped station profile: its keys with what is known of them."""

from collections.abc import Iterable, Iterator

from docgen.markdown import code, prose, table
from ocpplint.stations.keyspec import KeySpec
from ocpplint.stations.profile import Profile
from ocpplint.stations.registry import DEFAULT, Profiles

_ACCESS = {"R": "read", "W": "write", "RW": "read, write", "R|RW": "read, perhaps write"}
_HEAD = ("key", "scope", "access", "accepts", "reboot", "means")


def pages() -> dict[str, str]:
    """Return the pages of the shipped profiles as Markdown, by their paths in the site."""
    return {f"profiles/{profile.name}.md": "\n".join(_page(profile)) for profile in shipped()}


def shipped() -> list[Profile]:
    """Return the profiles that come with ocpplint and describe a station."""
    return list(Profiles().shipped())


def _page(profile: Profile) -> Iterator[str]:
    yield f"---\ntitle: Profile {profile.name}\n---\n"
    yield f"# Profile {profile.name}: {prose(profile.title)}\n"
    if profile.name == DEFAULT:
        yield "The profile of stations that do not say what they are, where the configuration names no other.\n"
    yield f"Source: {prose(profile.source)}.\n"
    stated = (("Firmware", profile.firmware), ("Date", profile.date))
    for name, value in stated:
        if value is not None:
            yield f"{name}: {prose(value)}.\n"
    yield from _addressing(profile)
    yield "An empty cell means that no public source says. [Station profiles](../profiles.md) explains the words.\n"
    specs = [spec for name in profile.key_names() if (spec := profile.spec(name)) is not None]
    for heading, standard in (("Keys of these stations", False), ("Standard keys of OCPP 1.6", True)):
        chosen = [spec for spec in specs if spec.standard is standard]
        if chosen:
            yield f"## {heading}\n"
            yield from _keys(chosen)


def _addressing(profile: Profile) -> Iterator[str]:
    if not profile.templates:
        yield "A key of these stations names no connector.\n"
        return
    yield "How a key [names its connector](../profiles.md#how-a-key-names-a-connector):\n"
    rows = ([f"{number}", code(template)] for number, template in sorted(profile.templates.items()))
    yield from table(["connector", "form"], rows)


def _keys(specs: Iterable[KeySpec]) -> list[str]:
    return table(_HEAD, map(_row, sorted(specs, key=lambda spec: spec.key.lower())))


def _row(spec: KeySpec) -> list[str]:
    reboot = "" if spec.reboot is None else "yes" if spec.reboot else "no"
    meaning = [prose(spec.note or "")]
    if spec.counterpart:
        meaning.append(f"In OCPP 2.x {code(spec.counterpart)}.")
    return [
        code(spec.key),
        spec.scope or "",
        _ACCESS.get(spec.access or "", spec.access or ""),
        _accepted(spec),
        reboot,
        " ".join(filter(None, meaning)),
    ]


def _accepted(spec: KeySpec) -> str:
    """Say what a value may be: its type or syntax, its range and unit, or the words there are."""
    kind = spec.syntax if spec.syntax not in (None, "enum", "csl") else spec.type
    return " ".join(filter(None, (kind, _range(spec), spec.unit, _words(spec))))


def _range(spec: KeySpec) -> str:
    if spec.minimum is None and spec.maximum is None:
        return ""
    low = "" if spec.minimum is None else f"{spec.minimum:g}"
    high = "" if spec.maximum is None else f"{spec.maximum:g}"
    return f"{low}…{high}"


def _words(spec: KeySpec) -> str:
    words = [*(spec.values or ()), *(spec.items or ())]
    return ", ".join(map(code, words))
