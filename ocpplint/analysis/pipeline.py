"""The way through the house: from sources to facts, from facts to those who listen."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ocpplint.analysis.document_profiles import Stations, agreed, profiled
from ocpplint.facts.fact import Fact
from ocpplint.facts.fact_types import FACT_TYPES
from ocpplint.facts.inputs import InputProblem, InputReport
from ocpplint.facts.listener import DetectingListener, Listener, SelectiveListener
from ocpplint.facts.location import Location
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.setting import Evidence, Setting
from ocpplint.readers.classification import Classification, read
from ocpplint.readers.settings.node_location import PlacedDocument
from ocpplint.readers.settings.walk import SettingContext, SettingsReader
from ocpplint.resources.regular import why
from ocpplint.sources.source import Source
from ocpplint.stations.registry import Profiles
from ocpplint.trackers.settings.enrich import enrich
from ocpplint.trackers.settings.neighbours import shared_places
from ocpplint.trackers.settings.station_settings import StationSettings

if TYPE_CHECKING:
    from ocpplint.facts.detectors import Detectors
    from ocpplint.facts.suppression import SuppressionDirective
    from ocpplint.sources.growing import Pause
    from ocpplint.sources.read_stats import ReadStats
    from ocpplint.trackers.subscriptions import Subscriptions
    from ocpplint.trackers.traces import TraceTracker

_TRACE_DIALECTS = ("bare", "json", "")


class Linter:
    """Reads sources and tells the listeners what is in them.

    ``reports`` holds, after ``run`` or ``follow``, how much of each named input was understood. ``ocpp`` is the
    version that stations speak whose traces do not say, ``dialects`` are the files with log dialects of the user's own.
    ``add_directive`` is given each suppression comment before the facts it covers are judged. Of a trace, only what
    was sent ``until`` a moment is read, in seconds since the epoch.
    """

    def __init__(
        self,
        profiles: Profiles,
        listeners: Sequence[Listener],
        ocpp: str | None = None,
        dialects: tuple[str, ...] = (),
        add_directive: "Callable[[SuppressionDirective], None] | None" = None,
        until: float | None = None,
    ) -> None:
        self._profiles = profiles
        self._until = until
        self._dialects = dialects
        self._ocpp = ocpp
        self._waive = add_directive
        self._listeners = listeners
        self._listeners_by_type = {
            kind: [listener.on_fact for listener in listeners if listener.accepts(kind)]
            for kind in FACT_TYPES.values()
        }
        self._series: TraceTracker | None = None
        self.reports: list[InputReport] = []

    def run(self, sources: Iterable[Source]) -> None:
        """Read the sources, which stand in the order of the documents they make up."""
        for document, parts in groupby(sources, key=lambda source: source.document):
            settings: list[_SourceSettings] = []
            for source in parts:
                settings += self._read(source)
            self._settle(settings)
            self._end_series()
            self._close(document)

    def follow(self, source: Source, pause: "Pause") -> None:
        """Read a trace while it is written, until ``pause`` has ended."""
        from ocpplint.readers.classification import read_growing

        report = self._begin(source)
        source.series = source.path
        try:
            for growth in source.grow(pause):
                messages = read_growing(source.path, growth.lines, report, self._dialects)
                self._track(source, messages, report)
                self._tell_faults(source, growth.account, report)
        except OSError as error:
            self._tell(_counted([_unreadable(source, error)], report))
        self._end_series()
        self._close(source.path)

    def _begin(self, source: Source) -> InputReport:
        report = InputReport(source.path)
        if source.named:
            self.reports.append(report)
        return report

    def _read(self, source: Source) -> "list[_SourceSettings]":
        """Read one source: tell what a trace holds at once, return what a document sets."""
        report = self._begin(source)
        try:
            with source.open() as opened:
                reading = read(source.path, opened.text, report, self._dialects)
                settings = self._understand(source, reading, report, broken=opened.account.broken)
                self._tell_faults(source, opened.account, report)
        except OSError as error:
            self._tell(_counted([_unreadable(source, error)], report))
            return []
        if source.series is None or not settings:
            return settings
        # Parts of a log that are configurations are states of one thing at different times.
        self._settle(settings)
        self._close(source.path)
        return []

    def _understand(
        self, source: Source, reading: Classification, report: InputReport, *, broken: bool
    ) -> "list[_SourceSettings]":
        found: list[_SourceSettings] = []
        if reading.placed is not None:
            if reading.placed.document.comments and self._waive is not None:
                self._heed_comments(source, reading.placed, self._waive)
            settings = self._document_settings(source, reading.placed)
            found = [self._profiled(settings, source, reading.placed)] if settings else []
            report.settings = len(settings)
            report.stations |= {setting.station: None for setting in settings if setting.station is not None}
            if settings:
                report.kind = "settings"
            if source.named and reading.placed.document.problems:
                # The broken JSON of others is none of our business; not having read a document to its end is. Of one
                # that could not be read to its end, the end is no mistake.
                ours = not broken and (bool(settings) or reading.speaks_of_ocpp)
                self._tell(_counted((t for t in reading.troubles() if ours or t.kind != "syntax"), report))
        if reading.messages is not None:
            self._track(source, reading.messages, report)
        return found

    def _heed_comments(
        self, source: Source, placed: PlacedDocument, add_directive: "Callable[[SuppressionDirective], None]"
    ) -> None:
        if "ocpplint:" in placed.document.text:
            from ocpplint.readers.settings.suppression_comments import waivers_of

            for directive in waivers_of(placed, named=source.named):
                add_directive(directive)

    def _track(self, source: Source, messages: Iterable[Message | InputProblem], report: InputReport) -> None:
        """Tell the messages of a trace and what follows from them; the parts of a rotated log are one trace."""
        from ocpplint.facts.station_state import StationState
        from ocpplint.trackers.traces import TraceTracker

        tracker = self._series
        if tracker is None:
            self._listeners_by_type[StationState] = [
                each.on_fact for each in self._listeners if each.accepts(StationState)
            ]
            heard = [kind for kind, accepts in self._listeners_by_type.items() if accepts]
            wants = self._wanted()
            detectors = self._detectors()
            tracker = TraceTracker(self._profiles, source.document, report, self._ocpp, heard, wants, detectors)
        if self._until is not None:
            from ocpplint.readers.traces.time_cutoff import until

            messages = until(messages, self._until)
        if source.series is None:
            self._tell(tracker.track(messages))
        else:
            self._series, tracker.report = tracker, report
            self._tell(tracker.part(messages))
        if report.frames or report.truncated or report.unrecognised or report.troubles:
            report.kind = "trace" if report.dialect in _TRACE_DIALECTS else "log"

    def _detectors(self) -> "Detectors":
        """Ask the listeners which detectors they need, and with which parameters."""
        from ocpplint.facts.detectors import detectors_of

        asking = (listener for listener in self._listeners if isinstance(listener, DetectingListener))
        return detectors_of(named for listener in asking for named in listener.parameters())

    def _wanted(self) -> "Subscriptions":
        """Ask the listeners which messages and exchanges they want."""
        from ocpplint.trackers.subscriptions import Subscriptions

        hearing = [
            listener for listener in self._listeners if listener.accepts(Message) or listener.accepts(Exchange)
        ]
        choosing = tuple(listener.asks for listener in hearing if isinstance(listener, SelectiveListener))
        return Subscriptions(choosing if len(choosing) == len(hearing) else None)

    def _end_series(self) -> None:
        if self._series is not None:
            self._tell(self._series.finish())
            self._series = None

    def _settle(self, sources: "list[_SourceSettings]") -> None:
        """Enrich and tell the settings that are judged together: those of one document, station by station."""
        stations: Stations = {}
        for source in sources:
            for station, parts in source.stations.items():
                stations.setdefault(station, []).extend(parts)
        shared = frozenset[Location]().union(*(source.shared_text for source in sources))
        for parts in stations.values():
            self._tell(enrich(StationSettings(agreed(parts), shared_text=shared)))

    def _tell_faults(self, source: Source, account: "ReadStats", report: InputReport) -> None:
        """Tell what was wrong with the bytes of an input."""
        if source.named and account.faults:
            faults = (
                InputProblem(
                    fault.kind,
                    fault.message,
                    Location(source.path, fault.line, fault.column, fault.line, fault.column),
                )
                for fault in account.faults
            )
            self._tell(_counted(faults, report))

    def _document_settings(self, source: Source, placed: PlacedDocument) -> list[Setting]:
        vocabulary = self._profiles.vocabulary(source.station, source.path)
        return SettingsReader(placed, vocabulary).read(_context(source))

    def _profiled(self, settings: list[Setting], source: Source, placed: PlacedDocument) -> "_SourceSettings":
        """Give the settings of each station in a document the profile they are read by."""
        stations = profiled(settings, source.path, placed, self._profiles)
        return _SourceSettings(stations, shared_places(settings) if _has_aliases(placed) else frozenset())

    def _tell(self, facts: Iterable[Fact]) -> None:
        hearers = self._listeners_by_type
        for fact in facts:
            for on_fact in hearers[type(fact)]:
                on_fact(fact)

    def _close(self, document: str) -> None:
        for listener in self._listeners:
            listener.close(document)


class _SourceSettings(NamedTuple):
    """The settings of one source by station, and the places whose text gives several of them."""

    stations: Stations
    shared_text: frozenset[Location]


def _has_aliases(placed: PlacedDocument) -> bool:
    """Tell whether a document may be YAML that takes in the same text twice."""
    text = placed.document.text
    return "&" in text and "*" in text


def _unreadable(source: Source, error: OSError) -> InputProblem:
    return InputProblem("unreadable", f"this input can't be read: {why(error)}", Location(source.path, 1, 1, 1, 1))


def _counted(troubles: Iterable[InputProblem], report: InputReport) -> Iterator[InputProblem]:
    """Pass facts on and note what was not understood."""
    for problem in troubles:
        report.note(problem)
        yield problem


def _context(source: Source) -> SettingContext:
    evidence: tuple[Evidence, ...] = ()
    if source.connector is not None:
        what = "the layout" if source.configured else "the file name"
        evidence = (Evidence("path", source.connector, what, "high" if source.configured else "medium"),)
    document = source.document if source.series is None else source.path
    from_path = source.station is not None
    return SettingContext(
        station=source.station,
        evidence=evidence,
        document=document,
        station_from_path=from_path,
        editable=True,
        named=source.named,
    )
