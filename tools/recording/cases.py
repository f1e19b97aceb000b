"""The commands that are recorded."""

import json
import os
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

FORMATS: Final = (
    *("full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "markdown"),
)
COMMANDS: Final = (
    *("check", "audit", "state", "drift", "diff", "plan", "baseline", "baseline create", "explain", "rules"),
    *("rules test", "profiles", "profiles check", "profiles import", "profiles learn", "profiles show"),
    *("profiles diff", "dialects", "dialects list", "dialects test", "config", "config show", "config schema"),
    *("init", "completion"),
)
"""The commands whose help is recorded."""
_NAMES: Final = (
    *("RCMBDelta_2", "ConnectorPhaseRotation", "HeartbeatIntervall", "MeterValuesSampledData", "chg_Ch1Options"),
    *(
        "MaxCurrentConn2",
        "ChargePointSerialNumber_2",
        "NoSuchKeyAtAll",
        "EVSE.Power",
        "OCPPCommCtrlr.HeartbeatInterval",
    ),
    *("suffix-on-shared-key", "SCP", "scope", "ABC123"),
)
"""What is explained besides each rule: keys of every scope, variables, names, and what is none of these."""

_LEARN: Final = ("profiles", "learn", "--extends", "bender")


class Sources(NamedTuple):
    """Where the inputs are. Examples and worlds are copied for each case; the corpus, if any, is read in place."""

    examples: str
    worlds: str
    corpus: str


class Case(NamedTuple):
    """Commands that run one after the other in a copy of a folder. ``files`` are those written that are recorded.

    ``start`` is ``examples``, one of the worlds, or empty for an empty folder; files of ours are in ``../own/``.
    """

    name: str
    start: str
    runs: Sequence[Sequence[str]]
    files: Sequence[str] = ()


class Lists(NamedTuple):
    """What the recorded version has: the codes of its rules, and the names of its profiles."""

    rules: Sequence[str]
    profiles: Sequence[str]


def all_cases(sources: Sources, lists: Lists) -> Iterator[Case]:
    """Yield all cases, those that take longest first. What needs the corpus is left out if there is none."""
    yield from _worlds(lists)
    if sources.corpus:
        yield from _corpus(sources.corpus, lists)
    yield from _examples()
    yield from _written()
    yield from _explained(lists)
    yield from _listed(lists)
    yield from _refused()


def _json(*arguments: str) -> tuple[str, ...]:
    return (*arguments, "--output-format", "json")


def _check(*arguments: str) -> tuple[str, ...]:
    return ("check", "--no-cache", *arguments)


def _worlds(lists: Lists) -> Iterator[Case]:
    for world in ("logs", "settings", "fleets", "rules"):
        yield Case(f"{world}/check", world, [_json(*_check())])
    kept = _json("check", "--cache-dir", "kept", "--jobs", "2")
    yield Case("logs/cached", "logs", [(*kept, "evcc-0.log", "steve-1.log", "json-lines-2.jsonl")] * 2)
    yield Case("settings/cached", "settings", [(*kept, "pairs", "group-00", "group-01")] * 2)
    yield Case("logs/audit", "logs", [_json("audit", ".")])
    yield Case("rules/audit", "rules", [_json("audit", ".")])
    yield from _fleets()
    for world in ("logs", "rules"):
        yield Case(f"{world}/state", world, [_json("state", ".")])
    yield Case("logs/state-at", "logs", [_json("state", ".", "--at", "2026-03-01T10:20:00")])
    yield Case("logs/state-config", "logs", [("state", ".", "--output-format", "config")])
    yield Case(
        "logs/learn",
        "logs",
        [
            (*_LEARN, name)
            for name in ("home-assistant-0.log", "json-lines-1.jsonl", "steve-2.log", "dashes-3.log")
        ],
    )
    yield Case("settings/fixes", "settings", [_check("--diff"), _check("--diff", "--unsafe-fixes")])
    yield Case("settings/mended", "settings", [_json(*_check("--fix", "group-00")), _json(*_check("group-00"))])
    yield Case("settings/baseline", "settings", _baseline("group-03", "group-04"), ["known.json"])
    yield Case("settings/sarif", "settings", [_check("group-01", "pairs", "--output-format", "sarif")])
    yield Case("settings/statistics", "settings", [_check("--statistics", "group-07")])
    for profile in lists.profiles:
        chosen = ("--profile", profile)
        yield Case(f"settings/check-{profile}", "settings", [_json(*_check("group-05", "group-06", *chosen))])
        yield Case(f"logs/check-{profile}", "logs", [_json(*_check("evcc-1.log", "bare-0.txt", *chosen))])
    for version in ("1.6", "2.0.1", "2.1"):
        yield Case(
            f"logs/check-{version}", "logs", [_json(*_check("bare-1.txt", "steve-2.log", "--ocpp", version))]
        )


def _baseline(first: str, second: str) -> list[tuple[str, ...]]:
    kept = ("--baseline", "known.json")
    return [
        ("baseline", "create", *kept, first),
        ("baseline", "diff", *kept, first, second),
        _json(*_check(*kept, first, second)),
        ("baseline", "update", *kept, second),
        ("baseline", "prune", *kept, first, second),
    ]


def _fleets() -> Iterator[Case]:
    against, log = ("--against", "traces"), ("--against", "csms.log")
    for name, evidence in {"traces": against, "log": log, "dumps": ("--against", "dumps")}.items():
        yield Case(f"fleets/drift-{name}", "fleets", [_json("drift", "desired", *evidence)])
        yield Case(f"fleets/plan-{name}", "fleets", [_json("plan", "desired", *evidence)])
    frames = ("plan", "desired", *against, "--output-format", "frames", "--station")
    yield Case("fleets/plan-frames", "fleets", [(*frames, f"BAY-{number:02}") for number in range(0, 36, 7)])
    yield Case("fleets/plan-unverified", "fleets", [_json("plan", "desired", *against, "--unverified")])
    yield Case("fleets/drift-both", "fleets", [_json("drift", "desired", *against, "--against", "dumps")])
    yield Case("fleets/drift-at", "fleets", [_json("drift", "desired", *against, "--at", "2026-03-01T10:10:00")])
    yield Case("fleets/drift-text", "fleets", [("drift", "desired", *against), ("plan", "desired", *against)])
    yield Case("fleets/state", "fleets", [_json("state", "traces", "csms.log"), _json("state", "dumps")])
    yield Case("fleets/audit", "fleets", [_json("audit", "csms.log")])
    two = ("--station", "BAY-01", "--station", "BAY-02")
    times = ("--at", "2026-03-01T10:05:00", "--at", "end")
    yield Case(
        "fleets/diff",
        "fleets",
        [
            _json("diff", "csms.log", *two),
            _json("diff", "traces", "csms.log"),
            _json("diff", "traces/bay-03.jsonl", *times),
            _json("diff", "traces", "--connectors"),
            _json("diff", "dumps/BAY-00.json", "dumps/BAY-03.json"),
        ],
    )
    traces = [f"traces/bay-{number:02}.jsonl" for number in range(0, 36, 5)]
    yield Case("fleets/learn", "fleets", [(*_LEARN, *traces), ("profiles", "learn", "dumps/BAY-03.json")])


def _corpus(corpus: str, lists: Lists) -> Iterator[Case]:
    folders = sorted(entry.path for entry in os.scandir(corpus) if entry.is_dir())
    yield Case("corpus/check", "", [_json(*_check(corpus))])
    for folder in folders:
        name = os.path.basename(folder)
        yield Case(f"corpus/check-{name}", "", [_json(*_check(folder))])
        yield Case(f"corpus/audit-{name}", "", [_json("audit", folder)])
        yield Case(f"corpus/state-{name}", "", [_json("state", folder)])
        yield Case(f"corpus/learn-{name}", "", [(*_LEARN, *_files_below(folder)[:30])])
    for profile in lists.profiles:
        yield Case(f"corpus/check-profile-{profile}", "", [_json(*_check(folders[0], "--profile", profile))])
    for path in _files_below(corpus):
        where = os.path.relpath(path, corpus)
        yield Case(f"corpus/file-{where}", "", [_json(*_check("--strict-input", path))])


def _files_below(folder: str) -> list[str]:
    return sorted(os.path.join(base, name) for base, _, names in os.walk(folder) for name in names)


def _examples() -> Iterator[Case]:
    for form in FORMATS:
        yield Case(f"examples/check-{form}", "examples", [_check("--output-format", form)])
    yield Case("examples/audit", "examples", [_json("audit", "logs", "traces"), ("audit", "logs", "traces")])
    yield Case("examples/state", "examples", [_json("state", "logs", "traces"), ("state", "logs", "traces")])
    for command in ("drift", "plan"):
        whole = (command, "desired", "--against", "logs", "--against", "traces")
        yield Case(f"examples/{command}", "examples", [_json(*whole), whole])
    two = ("diff", "logs/harbour-09.log", "logs/home-assistant.log")
    yield Case(
        "examples/diff", "examples", [_json(*two), two, _json("diff", "logs/home-assistant.log", "--connectors")]
    )
    yield Case("examples/fixes", "examples", [_check("--diff"), _check("--fix"), _json(*_check())])
    yield Case("examples/baseline", "examples", _baseline("stations", "logs"), ["known.json"])
    yield Case(
        "examples/learn", "examples", [("profiles", "learn", "logs/harbour-09.log", "logs/home-assistant.log")]
    )
    yield Case("examples/import", "examples", [("profiles", "import", "pages/harbour-09.html")])
    yield Case("examples/config", "examples", [_json("config", "show"), ("config", "show", "stations")])
    select = ("--select", "SCP,VAL001", "--ignore", "SCP003", "--severity", "SCP001=info", "--fail-on", "warning")
    yield Case("examples/select", "examples", [_json(*_check(*select)), _check("--statistics")])
    yield Case(
        "examples/dialect", "examples", [("dialects", "test", "../own/own.lark", "logs/home-assistant.log")]
    )


def _written() -> Iterator[Case]:
    yield Case("init/fleets", "fleets", [("init",), _json("config", "show")], ["ocpplint.toml"])
    yield Case("init/empty", "", [("init",), _json("config", "show")], ["ocpplint.toml"])
    yield Case("init/again", "examples", [("init",), ("init", "--force")], ["ocpplint.toml"])
    learnt = ("profiles", "learn", "--out", "learnt.yaml", "dumps/BAY-00.json", "dumps/BAY-06.json")
    own = ("--profile", "learnt.yaml")
    yield Case(
        "profiles/learnt",
        "fleets",
        [learnt, ("profiles", "show", "learnt.yaml"), _json(*_check("dumps", *own))],
        ["learnt.yaml"],
    )


def _explained(lists: Lists) -> Iterator[Case]:
    for rule in lists.rules:
        yield Case(f"explain/{rule}", "", [("explain", rule)])
    for name in _NAMES:
        yield Case(f"explain/{name}", "", [("explain", name)])
    for name in ("ConnectorPhaseRotation", "MeterValuesSampledData"):
        runs = [("explain", name, "--profile", profile) for profile in lists.profiles]
        yield Case(f"explain/{name}-by-profile", "", runs)


def _listed(lists: Lists) -> Iterator[Case]:
    yield Case("rules/list", "", [_json("rules"), ("rules",)])
    yield Case(
        "rules/own", "examples", [("rules", "test", "../own/rules"), _json(*_check("--rules", "../own/rules"))]
    )
    yield Case("profiles/list", "", [("profiles",), *(("profiles", "show", each) for each in lists.profiles)])
    pairs = zip(lists.profiles, lists.profiles[1:], strict=False)
    yield Case("profiles/diff", "", [_json("profiles", "diff", *pair) for pair in pairs])
    files = ("../own/own.yaml", "../own/broken.yaml")
    shown = [("profiles", "show", "../own/own.yaml"), ("profiles", "diff", "bender", "../own/own.yaml")]
    yield Case("profiles/check", "", [*(("profiles", "check", each) for each in files), *shown])
    yield Case("dialects/list", "", [("dialects",), ("dialects", "list")])
    yield Case("config/schema", "", [("config", "schema")])
    yield Case("completion", "", [("completion", shell) for shell in ("bash", "zsh", "fish")])
    yield Case("help", "", [("--help",), *((*command.split(), "--help") for command in COMMANDS)])


def _refused() -> Iterator[Case]:
    """Commands that can't be carried out."""
    runs = [
        (),
        ("chekc",),
        ("check", "--no-such-option"),
        ("check", "no-such-file.json"),
        ("check", "--select", "XYZ999"),
        ("check", "--profile", "no-such-profile"),
        ("check", "--config", "no-such-file.toml"),
        ("check", "--severity", "SCP001=grave"),
        ("check",),
        ("audit", "no-such-file.log"),
        ("state", "no-such-file.log", "--at", "yesterday"),
        ("drift", "desired"),
        ("plan", "desired", "--against", "nothing"),
        ("profiles", "show", "no-such-profile"),
        ("dialects", "test", "no-such.lark", "no-such.log"),
        ("explain",),
    ]
    yield Case("refused", "", runs)


def lists_from(rules: str, profiles: str) -> Lists:
    """Take the lists from the output of ``rules --output-format json`` and ``profiles``."""
    names = [line.split(":")[0].split()[0] for line in profiles.splitlines() if line[:1].strip() and ":" in line]
    return Lists([rule["code"] for rule in json.loads(rules)], names)
