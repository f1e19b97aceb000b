"""Repositories of configurations and traces, with what makes one file's findings depend on another's."""

from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import strategies as st

STATIONS = ("CP1", "CP2", "CP3")
KEYS = ("RCMBDelta", "RCMBDelta_2", "ConnectorPhaseRotation", "ConnectorPhaseRotation_2", "OperatorCurrentLimit")
COMMENTS = (
    "",
    " // ocpplint: ignore[SCP001] two sensors",
    " // ocpplint: ignore[SCP] ",
    " // ocpplint: ignore[VAL, SCP001]",
    " // ocpplint: ignore[NOPE001] typo",
    " // Connector 2",
)

_RULE = """\
code: {code}
name: {name}
summary: {name}.
severity: warning
{operator}
message: "{message}"
label: here
help: look
related: and here
why: It says so.
source: Acme handbook
examples:
  bad: []
  good: [{{title: Nothing, text: '{{"RCMBDelta": "30"}}'}}]
"""
HOUSE = {
    "ACM001": "group: {fact: message, where: 'type == 2', by: [action], when: count() > 1}",
    "ACM002": "group: {fact: violation, by: [station, field], when: count() > 1}",
    "ACM003": "group: {fact: message, where: 'type == 2', by: [station], within: 10s, when: count() > 2}",
    "ACM004": "match: {fact: violation, when: 'kind == \"payload\"'}\nyields_to: [ACM005]",
    "ACM005": 'match: {fact: violation, when: \'kind == "payload" && id == "m0"\'}',
    "ACM007": "group: {fact: message, where: 'type == 2', by: [action], when: 'count() > 1 && int(id) > 0'}",
    "ACM006": "match: {fact: setting, when: 'int(value) > 1'}",
}


def house_rules() -> dict[str, str]:
    """Return rules of a user's own: some look at facts of all documents together, and one fails on some values."""
    names = {code: f"acme-{code[-1]}" for code in HOUSE}
    return {
        f"acme/{code}-{name}.yaml": _RULE.format(code=code, name=name, operator=HOUSE[code], message="it is so")
        for code, name in names.items()
    }


FAILING = ("ACM006", "ACM007")


@st.composite
def configurations(draw: st.DrawFn) -> str:
    """Write a configuration of some stations with comments."""
    lines = ['{"stations": {']
    for station in draw(st.lists(st.sampled_from(STATIONS), max_size=3)):
        lines.append(f'  "{station}": {{')
        for _ in range(draw(st.integers(0, 4))):
            key, value = draw(st.sampled_from(KEYS)), draw(st.sampled_from(["30", "31", "RST", "x", "0"]))
            lines.append(f'    "{key}": "{value}",{draw(st.sampled_from(COMMENTS))}')
        lines.append("  },")
    return "\n".join([*lines, "}}", ""])


@st.composite
def traces(draw: st.DrawFn) -> str:
    """Write a log of some stations, not all of what they send being right."""
    lines = []
    for number in range(draw(st.integers(1, 8))):
        station = draw(st.sampled_from([*STATIONS, ""]))
        said = f"2026-03-01T10:{draw(st.integers(0, 59)):02}:{number:02}Z {station + ': ' if station else ''}"
        call = draw(st.sampled_from(_CALLS))
        lines.append(f'{said}receive message [2,"m{number}",{call}]')
        if draw(st.booleans()):
            lines.append(f'{said}send message [3,"m{number}",{{}}]')
    return "\n".join([*lines, ""])


_CALLS = (
    '"Heartbeat",{}',
    '"Heartbeat",{"x":1}',
    '"StatusNotification",{"connectorId":1}',
    '"StatusNotification",{"connectorId":2,"errorCode":"NoError","status":"Broken"}',
    '"Nonsense",{}',
    '"BootNotification",{"chargePointVendor":"Bender","chargePointModel":"CC613"}',
)
_SUPPRESSIONS = (
    {"rule": "SCP001", "path": "depot/**", "reason": "known"},
    {"rule": "SCP001", "station": "CP1", "reason": "known"},
    {"rule": "VAL", "key": "RCMB*"},
    {"rule": "SCP005", "reason": "over", "expires": "2020-01-01"},
    {"rule": "MSG", "station": "CP2", "reason": "old firmware"},
    {"rule": "NOPE", "reason": "typo"},
)

_GROUPS = (
    'station = "CP1"\nprofile = "generic"',
    'path = "logs"\nignore = ["MSG"]',
    'station = "CP*"\npath = "depot"\nseverity = {SCP001 = "info"}',
)


@st.composite
def repositories(draw: st.DrawFn) -> dict[str, str]:
    """Draw the files of a repository by their paths, the configuration ``ocpplint.toml`` among them."""
    files: dict[str, str] = {}
    for number in range(draw(st.integers(1, 4))):
        files[f"depot/s{number}.jsonc"] = draw(configurations())
    for number in range(draw(st.integers(0, 3))):
        files[f"logs/l{number}.log"] = draw(traces())
    if draw(st.booleans()):
        files["logs/l0.log.1"] = draw(traces())
    for connector in draw(st.sets(st.integers(1, 2))):
        files[f"pairs/CP1/connector-{connector}.json"] = f'{{"RCMBDelta": "{draw(st.integers(29, 31))}"}}\n'
    rules = draw(st.lists(st.sampled_from([code for code in HOUSE if code not in FAILING]), unique=True))
    if draw(st.integers(0, 9)) == 0:
        rules.append(draw(st.sampled_from(FAILING)))
    suppressions = draw(st.lists(st.sampled_from(range(len(_SUPPRESSIONS))), unique=True))
    groups = draw(st.lists(st.sampled_from(_GROUPS), unique=True))
    files["ocpplint.toml"] = configuration(rules, [_SUPPRESSIONS[number] for number in suppressions], groups)
    return files


def configuration(
    rules: Sequence[str], suppressions: Iterable[dict[str, Any]] = (), groups: Iterable[str] = ()
) -> str:
    """Write a configuration by which these rules of the house apply, beside those of ocpplint."""
    lines = ['layout = "pairs/{station}/connector-{connector}.json"']
    lines.append(f"ignore = {[code for code in HOUSE if code not in rules]}")
    for entry in suppressions:
        lines += ["[[suppress]]", *(f'{name} = "{value}"' for name, value in entry.items())]
    lines += [f"[[stations]]\n{group}" for group in groups]
    return "\n".join([*lines, ""])
