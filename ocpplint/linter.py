"""The way through the house: from sources to facts, from facts to those who listen."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Protocol, TypeVar

from ocpplint.facts import Evidence, Fact, InputReport, Location, Setting, Trouble
from ocpplint.readers.reading import Reading, read
from ocpplint.readers.settings.places import PlacedDocument
from ocpplint.readers.settings.walk import Context, SettingsReader
from ocpplint.sources import Source
from ocpplint.stations.profile import Profile
from ocpplint.stations.registry import Profiles
from ocpplint.trackers.settings import resolve, resolve_together

Counted = TypeVar("Counted", bound=Fact)
_TRACE_DIALECTS = ("bare", "json", "")


class Listener(Protocol):
    """Somebody who wants the facts: the judge, the ledger of an audit."""

    def hear(self, fact: Fact) -> None:
        """Take in one fact."""
        ...

    def close(self, document: str | None = None) -> None:
        """Take note that ``document`` has ended."""
        ...


class Linter:
    """Reads sources and tells the listeners what is in them.

    ``reports`` holds, after ``run``, how much of each named input was understood. ``ocpp`` is the version that
    stations speak whose traces do not say, ``dialects`` are the files with log dialects of the user's own.
    """

    def __init__(
        self,
        profiles: Profiles,
        listeners: Sequence[Listener],
        ocpp: str | None = None,
        dialects: tuple[str, ...] = (),
    ) -> None:
        self._profiles = profiles
        self._dialects = dialects
        self._ocpp = ocpp
        self._listeners = listeners
        self.reports: list[InputReport] = []

    def run(self, sources: Iterable[Source]) -> None:
        """Read the sources, which stand in the order of the documents they make up."""
        for document, parts in groupby(sources, key=lambda source: source.document):
            settings: list[Setting] = []
            for source in parts:
                settings += self._read(source)
            if settings:
                resolve_together(settings)
                self._tell(settings)
            for listener in self._listeners:
                listener.close(document)

    def _read(self, source: Source) -> list[Setting]:
        """Read one source: tell what a trace holds at once, return what a document sets."""
        report = InputReport(source.path)
        if source.named:
            self.reports.append(report)
        try:
            with source.open() as file:
                return self._understand(source, read(source.path, file, report, self._dialects), report)
        except OSError as error:
            if source.named:
                self._tell(_counted([_unreadable(source, error)], report))
            return []

    def _understand(self, source: Source, reading: Reading, report: InputReport) -> list[Setting]:
        settings: list[Setting] = []
        if reading.placed is not None:
            settings = self._document_settings(source, reading.placed)
            report.settings = len(settings)
            report.stations.update((setting.station, None) for setting in settings if setting.station is not None)
            if settings:
                report.kind = "settings"
            if source.named and reading.placed.document.problems:
                # The broken JSON of others is none of our business; not having read a document to its end is.
                ours = bool(settings) or reading.speaks_of_ocpp
                self._tell(_counted((t for t in reading.troubles() if ours or t.kind != "syntax"), report))
        if reading.messages is not None:
            from ocpplint.trackers.traces import TraceTracker

            messages = _counted(reading.messages, report)
            self._tell(TraceTracker(self._profiles, source.document, report, self._ocpp).track(messages))
            if report.frames or report.truncated or report.unrecognised or report.troubles:
                report.kind = "trace" if report.dialect in _TRACE_DIALECTS else "log"
        return settings

    def _document_settings(self, source: Source, placed: PlacedDocument) -> list[Setting]:
        settings = list(SettingsReader(placed, self._profiles.default).read(_context(source)))
        profile = self._profile_of(settings)
        for setting in settings:
            setting.editable = True
            setting.named = source.named
            resolve(setting, profile)
        return settings

    def _profile_of(self, settings: Iterable[Setting]) -> Profile:
        """A document that sets or reports vendor and model is told apart by them, as a boot would be."""
        named = {
            setting.key: setting.value
            for setting in settings
            if setting.key in ("ChargePointVendor", "ChargePointModel")
        }
        if not named:
            return self._profiles.default
        return self._profiles.for_station(named.get("ChargePointVendor"), named.get("ChargePointModel"))

    def _tell(self, facts: Iterable[Fact]) -> None:
        for fact in facts:
            for listener in self._listeners:
                listener.hear(fact)


def _unreadable(source: Source, error: OSError) -> Trouble:
    reason = (error.strerror or "unknown reason").lower()
    return Trouble("unreadable", f"this input can't be read: {reason}", Location(source.path, 1, 1, 1, 1))


def _counted(facts: Iterable[Counted], report: InputReport) -> Iterator[Counted]:
    """Pass facts on and note what was not understood."""
    for fact in facts:
        if isinstance(fact, Trouble):
            report.troubles[fact.kind] = report.troubles.get(fact.kind, 0) + 1
        yield fact


def _context(source: Source) -> Context:
    evidence: tuple[Evidence, ...] = ()
    if source.connector is not None:
        what = "the layout" if source.configured else "the file name"
        evidence = (Evidence("path", source.connector, what, "high" if source.configured else "medium"),)
    return Context(station=source.station, evidence=evidence, document=source.document)
