"""The pipeline: reads sources into facts, enriches them and passes them to listeners."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from ocpplint.analysis.document_profiles import Stations, agreed, is_for_several, profiled
from ocpplint.facts.fact import Fact, Location
from ocpplint.facts.inputs import InputProblem, InputReport
from ocpplint.facts.listener import DetectingListener, Listener, SelectiveListener
from ocpplint.facts.setting import Evidence, Setting, StationEvidence
from ocpplint.readers.classification import Classification, read
from ocpplint.readers.settings.context import KeyVocabulary, SettingContext
from ocpplint.readers.settings.conventions import USUAL, Conventions
from ocpplint.readers.settings.node_location import PlacedDocument
from ocpplint.readers.settings.sightings import may_hold_unread
from ocpplint.readers.settings.walk import SettingsReader
from ocpplint.resources.regular import why
from ocpplint.sources.source import Source
from ocpplint.stations.registry import Profiles
from ocpplint.trackers.settings.enrich import enrich
from ocpplint.trackers.settings.key_steps import bare_in_sections, shared_places
from ocpplint.trackers.settings.station_settings import StationSettings

if TYPE_CHECKING:
    from ocpplint.documents.tree import Span
    from ocpplint.facts.detectors import Detectors
    from ocpplint.facts.message import Message
    from ocpplint.facts.suppression import SuppressionDirective
    from ocpplint.readers.settings.unread import Unread
    from ocpplint.sources.chunks import ReadStats
    from ocpplint.sources.growing import Pause
    from ocpplint.trackers.subscriptions import Subscriptions
    from ocpplint.trackers.traces import TraceTracker

_TRACE_DIALECTS = ("bare", "json", "")
_MOST_CONNECTORS = 8
"""Connectors that the names of files may tell of a station whose profile does not say how many it has."""


class Linter:
    """Reads sources and passes their facts to the listeners.

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
        conventions: Conventions = USUAL,
    ) -> None:
        self._profiles = profiles
        self._until = until
        self._conventions = conventions
        self._dialects = dialects
        self._ocpp = ocpp
        self._add_directive = add_directive
        self._listeners = listeners
        self._listeners_by_type = _ListenersByType(listeners)
        self._series: TraceTracker | None = None
        self.reports: list[InputReport] = []

    def run(self, sources: Iterable[Source]) -> None:
        """Read the sources, which stand in the order of the documents they make up."""
        for document, parts in groupby(sources, key=lambda source: source.document):
            settings: list[_SourceSettings] = []
            for source in self._of_one_station(list(parts)):
                settings += self._read(source)
            if _names_connectors(settings):
                self._enrich_apart(settings)
            else:
                self._enrich(settings)
            self._end_series()
            self._close(document)

    def _of_one_station(self, parts: list[Source]) -> list[Source]:
        """Return the files of a document; those whose names have more numbers than a station has connectors, alone.

        Of these, the ones that nobody asked for belong to no other file.
        """
        by_name = [part.connector for part in parts if part.connector is not None and not part.configured]
        if not by_name:
            return parts
        profile = self._profiles.usual(parts[0].station, parts[0].path).profile
        if max(by_name) <= (profile.connectors or _MOST_CONNECTORS):
            return parts
        for part in parts:
            part.stand_alone()
        return [part for part in parts if part.named]

    def _enrich_apart(self, sources: "list[_SourceSettings]") -> None:
        """Read and judge each file alone: its name does not tell a connector, since it names the connectors itself."""
        for each in sources:
            each.source.stand_alone()
            if each.source.named:
                settings, _ = self._document_settings(each.source, each.placed)
                each.report.stations = _stations_of(settings)
                self._enrich([self._profiled(settings, each.source, each.placed, each.report)])
                self._close(each.source.path)

    def follow(self, source: Source, pause: "Pause") -> None:
        """Read a trace while it is written, until ``pause`` has ended."""
        from ocpplint.readers.classification import read_growing

        report = self._begin(source)
        source.series = source.path
        try:
            for growth in source.grow(pause):
                messages = read_growing(source.path, growth.lines, report, self._dialects)
                self._track(source, messages, report)
                self._emit_faults(source, growth.account, report)
        except OSError as error:
            self._emit(_counted([_unreadable(source, error)], report))
        self._end_series()
        self._close(source.path)

    def _begin(self, source: Source) -> InputReport:
        report = InputReport(source.path)
        if source.named:
            self.reports.append(report)
        return report

    def _read(self, source: Source) -> "list[_SourceSettings]":
        """Read one source: emit the facts of a trace at once, return the settings of a document."""
        report = self._begin(source)
        try:
            with source.open() as opened:
                vocabulary = self._profiles.vocabulary(source.station, source.path)
                reading = read(source.path, opened.text, report, self._dialects, _mentions(vocabulary))
                settings = self._understand(source, reading, report, broken=opened.account.broken)
                self._emit_faults(source, opened.account, report)
        except OSError as error:
            self._emit(_counted([_unreadable(source, error)], report))
            return []
        if source.series is None or not settings:
            return settings
        # Parts of a rotated log that are configurations are snapshots of one configuration at different times.
        self._enrich(settings)
        self._close(source.path)
        return []

    def _understand(
        self, source: Source, reading: Classification, report: InputReport, *, broken: bool
    ) -> "list[_SourceSettings]":
        found: list[_SourceSettings] = []
        told: Sequence[Span] = ()
        if reading.placed is not None:
            if reading.placed.document.comments and self._add_directive is not None:
                self._read_suppressions(source, reading.placed, self._add_directive)
            settings, reader = self._document_settings(source, reading.placed)
            found = [self._profiled(settings, source, reading.placed, report)] if settings else []
            report.settings = len(settings)
            if reading.beginning is None:
                self._emit_unread(source, reader, settings, report)
            else:
                from ocpplint.readers.settings.unread_text import spans_told

                told = spans_told(reader, settings)
            report.stations |= _stations_of(settings)
            if settings:
                report.kind = "settings"
            if source.named and reading.placed.document.problems:
                # A syntax error in JSON that is not about OCPP is not reported; a limit that cut the document off is.
                # In an input that could not be read completely, a missing end is no error.
                ours = not broken and (bool(settings) or reading.speaks_of_ocpp or "unread" in report.problems)
                self._emit(_counted((t for t in reading.problems() if ours or t.kind != "syntax"), report))
            if source.named and reader.broken:
                self._emit(_counted((problem for inner in reader.broken for problem in inner.problems()), report))
        if reading.messages is not None:
            self._track(source, reading.messages, report)
            report.keys_read = report.keys_seen = report.settings
            if reading.beginning is not None and not report.problems and source.series is None:
                self._emit_unread_text(source, reading.beginning.text, told, report)
        return found

    def _emit_unread_text(self, source: Source, text: str, told: "Sequence[Span]", report: InputReport) -> None:
        """Tell which known keys stand in a text in which no message was found, outside what is ``told``."""
        if source.named and text:
            from ocpplint.readers.settings.unread_text import unread_in_text

            known = self._profiles.known_keys
            unread = unread_in_text(source.path, text, known, told, is_read=report.settings > 0)
            self._note_unread(unread, report)

    def _note_unread(self, unread: "Unread | None", report: InputReport) -> None:
        if unread is not None:
            report.keys_seen += len(unread.keys)
            self._emit(_counted([InputProblem("unread", unread.message, unread.place)], report))

    def _emit_unread(
        self, source: Source, reader: SettingsReader, settings: list[Setting], report: InputReport
    ) -> None:
        """Tell which known keys of a document are no settings that were read."""
        if not source.named:
            return
        sighting = self._profiles.known_keys.sighting
        keys = Counter(setting.key for setting in settings)
        report.keys_read = report.keys_seen = sum(
            number for key, number in keys.items() if sighting(key) is not None
        )
        document, by_places = reader.source.document, reader.inside or reader.has_tables
        unread = None
        if by_places or may_hold_unread(document.roots, keys, sighting):
            from ocpplint.readers.settings.unread import unread_keys

            unread = unread_keys(reader, settings, self._profiles.known_keys)
        if unread is None and not settings and document.problems:
            # The tree of a document that is not well-formed lacks what stands behind the mistake.
            from ocpplint.readers.settings.unread_text import unread_in_text

            unread = unread_in_text(source.path, document.text, self._profiles.known_keys)
        self._note_unread(unread, report)

    def _read_suppressions(
        self, source: Source, placed: PlacedDocument, add_directive: "Callable[[SuppressionDirective], None]"
    ) -> None:
        if "ocpplint:" in placed.document.text:
            from ocpplint.readers.settings.suppression_comments import directives_of

            for directive in directives_of(placed, named=source.named):
                add_directive(directive)

    def _track(self, source: Source, messages: "Iterable[Message | InputProblem]", report: InputReport) -> None:
        """Emit the messages of a trace and the facts derived from them; the parts of a rotated log are one trace."""
        from ocpplint.facts.fact_types import FACT_TYPES
        from ocpplint.facts.station_state import StationState
        from ocpplint.trackers.traces import TraceTracker

        tracker = self._series
        if tracker is None:
            accepted = [kind for kind in (*FACT_TYPES.values(), StationState) if self._listeners_by_type[kind]]
            wants = self._wanted()
            detectors = self._detectors()
            tracker = TraceTracker(self._profiles, source.document, report, self._ocpp, accepted, wants, detectors)
        if self._until is not None:
            from ocpplint.readers.traces.growing import until

            messages = until(messages, self._until)
        if source.series is None:
            self._emit(tracker.track(messages))
        else:
            self._series, tracker.report = tracker, report
            self._emit(tracker.part(messages))
        if report.frames or report.truncated or report.unrecognised or (report.problems and not report.settings):
            report.kind = "trace" if report.dialect in _TRACE_DIALECTS else "log"

    def _detectors(self) -> "Detectors":
        """Return the detectors that the listeners need, with their parameters."""
        from ocpplint.facts.detectors import detectors_of

        asking = (listener for listener in self._listeners if isinstance(listener, DetectingListener))
        return detectors_of(named for listener in asking for named in listener.parameters())

    def _wanted(self) -> "Subscriptions":
        """Return the messages and exchanges that the listeners subscribe to."""
        from ocpplint.facts.message import Exchange, Message
        from ocpplint.trackers.subscriptions import Subscriptions

        interested = [
            listener for listener in self._listeners if listener.accepts(Message) or listener.accepts(Exchange)
        ]
        selective = tuple(listener.asks for listener in interested if isinstance(listener, SelectiveListener))
        return Subscriptions(selective if len(selective) == len(interested) else None)

    def _end_series(self) -> None:
        if self._series is not None:
            self._emit(self._series.finish())
            self._series = None

    def _enrich(self, sources: "list[_SourceSettings]") -> None:
        """Enrich and emit the settings that are checked together: those of one document, station by station."""
        stations: Stations = {}
        for source in sources:
            for station, parts in source.stations.items():
                stations.setdefault(station, []).extend(parts)
        shared = frozenset[Location]().union(*(source.shared_text for source in sources))
        suffix_added = self._conventions.suffix_added
        bare = [] if suffix_added else bare_in_sections(part for parts in stations.values() for part in parts)
        for parts in stations.values():
            together = StationSettings(agreed(parts), shared_text=shared, suffix_added=suffix_added, bare=bare)
            self._emit(enrich(together))

    def _emit_faults(self, source: Source, account: "ReadStats", report: InputReport) -> None:
        """Report errors in the bytes of an input."""
        if source.named and account.faults:
            faults = (
                InputProblem(
                    fault.kind,
                    fault.message,
                    Location(source.path, fault.line, fault.column, fault.line, fault.column),
                )
                for fault in account.faults
            )
            self._emit(_counted(faults, report))

    def _document_settings(self, source: Source, placed: PlacedDocument) -> tuple[list[Setting], SettingsReader]:
        """Read the settings of a document; the reader knows what it did with the rest."""
        conventions = self._conventions
        vocabulary = self._profiles.vocabulary(source.station, source.path)
        reader = SettingsReader(placed, vocabulary)
        context = _context(source)._replace(is_desired=conventions.is_desired(source.path))
        settings = reader.read(context)
        if conventions.shapes:
            from ocpplint.readers.settings.declared import read_declared, without

            declared = read_declared(conventions.shapes, placed, vocabulary, context).settings
            settings = [*without(settings, declared), *declared]
        return settings, reader

    def _profiled(
        self, settings: list[Setting], source: Source, placed: PlacedDocument, report: InputReport
    ) -> "_SourceSettings":
        """Choose the profile for the settings of each station in a document."""
        stations = profiled(settings, source.path, self._profiles)
        shared = shared_places(settings) if _may_share_text(placed) else frozenset[Location]()
        return _SourceSettings(stations, shared, source, placed, report)

    def _emit(self, facts: Iterable[Fact]) -> None:
        callbacks = self._listeners_by_type
        for fact in facts:
            for on_fact in callbacks[type(fact)]:
                on_fact(fact)

    def _close(self, document: str) -> None:
        for listener in self._listeners:
            listener.close(document)


class _ListenersByType(dict[type[Fact], list[Callable[[Any], None]]]):
    """The callbacks of the listeners that accept a type of fact, worked out at the first fact of the type."""

    def __init__(self, listeners: Sequence[Listener]) -> None:
        super().__init__()
        self._listeners = listeners

    def __missing__(self, kind: type[Fact]) -> list[Callable[[Any], None]]:
        found = self[kind] = [each.on_fact for each in self._listeners if each.accepts(kind)]
        return found


class _SourceSettings(NamedTuple):
    """The settings of one source by station, and the places whose text gives several of them."""

    stations: Stations
    shared_text: frozenset[Location]
    source: Source
    placed: PlacedDocument
    report: InputReport


def _stations_of(settings: Iterable[Setting]) -> dict[str, None]:
    return {setting.station: None for setting in settings if setting.station is not None}


def _names_connectors(sources: "list[_SourceSettings]") -> bool:
    """Tell whether files that go by connector because of their names all name several connectors themselves."""
    by_name = [each for each in sources if each.source.connector is not None and not each.source.configured]
    return bool(by_name) and all(
        any(is_for_several(part) for parts in each.stations.values() for part in parts) for each in by_name
    )


def _may_share_text(placed: PlacedDocument) -> bool:
    """Return whether one text may be that of several settings: by an alias of YAML, or as the heading of a table."""
    text = placed.document.text
    return placed.holds_tables or ("&" in text and "*" in text)


def _mentions(vocabulary: KeyVocabulary) -> Callable[[str], bool]:
    """Return what tells whether a word of a text may be a key: in any case, or a letter off."""
    return lambda word: vocabulary.sighting(word) is not None or vocabulary.knows(word)


def _unreadable(source: Source, error: OSError) -> InputProblem:
    return InputProblem("unreadable", f"this input can't be read: {why(error)}", Location(source.path, 1, 1, 1, 1))


def _counted(problems: Iterable[InputProblem], report: InputReport) -> Iterator[InputProblem]:
    """Pass problems on and count them in the report."""
    for problem in problems:
        report.note(problem)
        yield problem


def _context(source: Source) -> SettingContext:
    evidence: tuple[Evidence, ...] = ()
    if source.connector is not None:
        what = "the layout" if source.configured else "the file name"
        evidence = (Evidence("path", source.connector, what, "high" if source.configured else "medium"),)
    document = source.document if source.series is None else source.path
    return SettingContext(
        station=source.station,
        station_evidence=_station_evidence(source),
        evidence=evidence,
        document=document,
        editable=True,
        named=source.named,
    )


def _station_evidence(source: Source) -> StationEvidence | None:
    if source.station is None:
        return None
    if source.configured:
        return StationEvidence("layout", "the layout", "high")
    return StationEvidence("path", "the file name", "medium")
