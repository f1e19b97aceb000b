"""The measure of the readers: documents are written in every shape, checked, and compared with what they were made of.

``python -m tests.support.shapes.measure [--all] [--seed WORD] [SHAPE…]`` prints a table: of each shape, how many documents were read
exactly, said to be unread, or neither.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from random import Random
from typing import Final, NamedTuple

from ocpplint.analysis.inputs import Text, find_sources
from ocpplint.analysis.library import check
from ocpplint.analysis.options import ReadingOptions
from ocpplint.analysis.pipeline import Linter
from ocpplint.documents.positions import LineIndex
from ocpplint.facts.fact import Fact
from ocpplint.facts.setting import Setting
from ocpplint.findings.finding import Finding
from ocpplint.sources.layout import Layout
from ocpplint.stations.registry import Profiles
from tests.support.shapes.catalogue import SHAPES
from tests.support.shapes.plans import Axes, Item, Plan, Planted, all_axes, make_plan
from tests.support.shapes.writer import Shape, Written

PROFILE: Final = "bender"
SAMPLE: Final = 24
"""Documents of each shape in a sample."""

Read = tuple[str, str | None, int | None]
"""What is read of a setting: key, value, and the connector it is meant for."""


class Document(NamedTuple):
    """A document that was written, with the plan it was written from."""

    shape: str
    path: str
    plan: Plan
    written: Written

    def __str__(self) -> str:
        text = "(a workbook)" if self.written.content[:2] == b"PK" else self.written.content.decode()
        return f"{self.path}: {self.plan.axes}\n{text}"


class Outcome(NamedTuple):
    """What became of a document: each list holds, in words, what is not as planned."""

    document: Document
    missing: list[Read]
    """The settings of the plan that were not read, or not for the connector they are meant for."""
    is_told: bool
    """Whether a finding says that something was not read."""
    is_found: bool
    """Whether the planted mistake was found, where it stands."""
    wrong: list[str]
    """What was said that is not so: findings that nobody planted, settings, stations or places that are not there."""

    @property
    def is_read(self) -> bool:
        """Whether all was read."""
        return not self.missing

    @property
    def is_silent(self) -> bool:
        """Whether something was not read and nothing says so."""
        return not self.is_read and not self.is_told


def documents_of(name: str, *, most: int | None = SAMPLE, seed: str = "") -> Iterator[Document]:
    """Yield documents in one shape: a sample that has every choice on every axis, or the whole product."""
    shape = SHAPES[name]
    product = list(all_axes(shape.wrappers, shape.stations, shape.connectors, shape.mistakes))
    Random(name + seed).shuffle(product)  # noqa: S311  a seed, not a secret
    chosen = product if most is None else list(islice(_spread(product), most))
    for number, axes in enumerate(chosen, 1):
        yield document_of(name, shape, axes, number, seed)


def _spread(product: Sequence[Axes]) -> Iterator[Axes]:
    """Yield all, those first that have a choice on some axis which none before has."""
    seen: set[tuple[int, str]] = set()
    later = []
    for axes in product:
        choices = set(enumerate(axes))
        if choices <= seen:
            later.append(axes)
        else:
            seen |= choices
            yield axes
    yield from later


def document_of(name: str, shape: Shape, axes: Axes, number: int, seed: str = "") -> Document:
    """Write one document."""
    chance = Random(f"{name} {number}{seed}")  # noqa: S311  a seed, not a secret
    plan = make_plan(axes, chance, number, most_stations=shape.most_stations, fewest_keys=shape.fewest_keys)
    plan = shape.adapted(plan) if shape.adapted else plan
    written = shape.write(plan, chance)
    return Document(name, f"{name}/{number}/{_path(plan, written)}", plan, written)


def _path(plan: Plan, written: Written) -> str:
    if written.path:
        return written.path
    name = plan.chargers[0].name
    folder = f"{name}/" if plan.axes.station == "folder" else ""
    return f"{folder}{name if plan.axes.station == 'file name' else 'settings'}{written.ending}"


class _Recorder:
    """Writes down the settings by path."""

    def __init__(self) -> None:
        self.settings: dict[str, list[Setting]] = {}

    def accepts(self, kind: type[Fact]) -> bool:
        return issubclass(kind, Setting)

    def on_fact(self, fact: Fact) -> None:
        if isinstance(fact, Setting):
            self.settings.setdefault(fact.place.locate().path, []).append(fact)

    def close(self, document: str | None = None) -> None:
        """Nothing is kept from one document to the next."""


def outcomes_of(documents: Iterable[Document]) -> list[Outcome]:
    """Check documents, each by itself, and compare what is found with what they were made of."""
    listed = list(documents)
    inputs = [Text(each.path, each.written.content) for each in listed]
    recorder = _Recorder()
    Linter(Profiles(PROFILE), [recorder]).run(find_sources(inputs, lambda _: Layout(), ReadingOptions()))
    findings: dict[str, list[Finding]] = {}
    for finding in check(inputs, profile=PROFILE).findings:
        findings.setdefault(finding.location.path, []).append(finding)
    return [outcome_of(each, recorder.settings.get(each.path, []), findings.get(each.path, [])) for each in listed]


def outcome_of(document: Document, settings: Sequence[Setting], findings: Sequence[Finding]) -> Outcome:
    """Compare what was read and found in a document with its plan."""
    plan = document.plan
    missing, extra = _compared(plan, settings)
    told = [each for each in findings if each.code.startswith("INP")]
    wrong = [f"read and not written: {each}" for each in extra]
    wrong += [
        f"not of this station: {each.key} of {each.station}" for each in settings if not _is_owned(plan, each)
    ]
    found = False
    for finding in findings:
        if plan.planted is not None and not found and _is_planted(finding, plan.planted):
            found = True
            wrong += _misplaced(document, finding, plan.planted)
        elif finding not in told or not missing:
            wrong.append(f"found and not planted: {finding.code} {finding.message}")
    return Outcome(document, missing, bool(told), found, wrong)


def _compared(plan: Plan, settings: Sequence[Setting]) -> tuple[list[Read], list[Read]]:
    """Return what was not read, and what was read and is not in the plan."""
    planned: Counter[Read] = Counter(
        (item.key, item.text, item.connector) for each in plan.chargers for item in each.items
    )
    read: Counter[Read] = Counter(
        (each.key, each.value, each.connector_meant) for each in settings if not _is_beside(each)
    )
    return list((planned - read).elements()), list((read - planned).elements())


def _is_beside(setting: Setting) -> bool:
    """Tell the settings that some writers put beside the planned ones: the defaults of an anchor."""
    return setting.key in ("LocalAuthorizeOffline", "ResetRetries")


def _is_owned(plan: Plan, setting: Setting) -> bool:
    """Tell whether a setting is of the station that it was written for; a name in a path need not be heeded."""
    owners = {
        each.name for each in plan.chargers if Item(setting.key, setting.value or "") in _plainly(each.items)
    }
    if plan.names_stations:
        return setting.station in owners or _is_beside(setting)
    named = plan.axes.station != "nobody"
    return setting.station is None or (named and setting.station in owners)


def _plainly(items: Iterable[Item]) -> set[Item]:
    return {Item(item.key, item.text) for item in items}


def _is_planted(finding: Finding, planted: Planted) -> bool:
    return finding.code == planted.code and finding.key == planted.item.key


def _misplaced(document: Document, finding: Finding, planted: Planted) -> Iterator[str]:
    """Say what is wrong with the place of a finding, or with its station."""
    if document.plan.names_stations and finding.station != planted.station:
        yield f"{finding.code} is of {finding.station}, not of {planted.station}"
    if document.written.hidden:
        return
    place = finding.location
    expected = places_of(document, planted.item)
    if (place.line, place.column, place.end_line, place.end_column) not in expected:
        lines = document.written.content.decode().splitlines()
        shown = lines[place.line - 1][place.column - 1 : place.end_column - 1] if place.line <= len(lines) else ""
        yield f"{finding.code} stands at {place.line}:{place.column} ({shown!r}), not at {sorted(expected)}"


def places_of(document: Document, item: Item) -> set[tuple[int, int, int, int]]:
    """Return where the key and the value of a setting stand: the value's one place, and the key's before it."""
    text = document.written.content.decode()
    prefix = SHAPES[document.shape].key_prefix
    words = [item.key, prefix + item.key, item.key.rpartition(".")[2]]
    lines = LineIndex(text)
    places = set()
    for word in {*words, item.text}:
        for start in _occurrences(text, word):
            places.add((*lines.position(start), *lines.position(start + len(word))))
    return places


def _occurrences(text: str, word: str) -> Iterator[int]:
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + 1)


class Score(NamedTuple):
    """What a set of outcomes comes to."""

    documents: int
    read: int
    unread: int
    silent: int
    planted: int
    found: int
    wrong: int

    @property
    def precision(self) -> float:
        """The share of documents of which nothing was said that is not so."""
        return 1 - self.wrong / self.documents if self.documents else 1.0

    @property
    def recall(self) -> float:
        """The share of planted mistakes that were found."""
        return self.found / self.planted if self.planted else 1.0


def score_of(outcomes: Sequence[Outcome]) -> Score:
    """Count outcomes."""
    planted = [each for each in outcomes if each.document.plan.planted is not None]
    return Score(
        documents=len(outcomes),
        read=sum(each.is_read for each in outcomes),
        unread=sum(each.is_told and not each.is_read for each in outcomes),
        silent=sum(each.is_silent for each in outcomes),
        planted=len(planted),
        found=sum(each.is_found for each in planted),
        wrong=sum(bool(each.wrong) for each in outcomes),
    )


def said(outcome: Outcome) -> str:
    """Return what is not as planned, with the document."""
    faults = [
        *(f"{'silently ' if outcome.is_silent else ''}unread: {each}" for each in outcome.missing),
        *(["not found"] if outcome.document.plan.planted and not outcome.is_found else []),
        *outcome.wrong,
    ]
    return "; ".join(faults) + f"\n  in {outcome.document}" if faults else ""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.shapes.measure")
    parser.add_argument("shapes", nargs="*", default=[])
    parser.add_argument("--all", action="store_true", help="the whole product instead of a sample")
    parser.add_argument("--show", type=int, default=0, help="so many faults of each shape")
    parser.add_argument("--seed", default="", help="any word: other documents of the same kinds")
    options = parser.parse_args()
    print("| shape | documents | read | unread | silent | found | wrong |\n|---|---|---|---|---|---|---|")  # noqa: T201
    everything: list[Outcome] = []
    for name in options.shapes or SHAPES:
        outcomes = outcomes_of(documents_of(name, most=None if options.all else SAMPLE, seed=options.seed))
        print(_row(name, score_of(outcomes)))  # noqa: T201
        for fault in islice(filter(None, map(said, outcomes)), options.show):
            print(fault)  # noqa: T201
        everything += [
            each._replace(document=each.document._replace(written=Written("", b""))) for each in outcomes
        ]
    score = score_of(everything)
    print(_row("all", score))  # noqa: T201
    print(f"precision {score.precision:.4f}, recall {score.recall:.4f}, silent unread {score.silent}")  # noqa: T201


def _row(name: str, score: Score) -> str:
    found = f"{score.found} of {score.planted}"
    return f"| {name} | {score.documents} | {score.read} | {score.unread} | {score.silent} | {found} | {score.wrong} |"


if __name__ == "__main__":
    main()
