"""Derives facts from the messages of a trace: exchanges, boots, settings and second connections."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, Required, TypedDict, Unpack

from ocpplint.facts.detectors import NONE, Detectors
from ocpplint.facts.events import Incident, KeyReport, Transaction
from ocpplint.facts.fact import Fact, Origin
from ocpplint.facts.inputs import InputProblem, InputReport
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.setting import Evidence, Setting
from ocpplint.facts.station_state import StationState
from ocpplint.facts.violation import Violation
from ocpplint.readers.settings.values import text_of, type_of
from ocpplint.readers.settings.variables import Variable, named_variable, variable_fields, variables_of
from ocpplint.stations.learning import ConfigurationReport
from ocpplint.stations.profile import variable_in
from ocpplint.stations.registry import Profiles
from ocpplint.trackers.behaviour.activity import NO_LIVES, Activity
from ocpplint.trackers.history.histories import EVERY_VALUE, MOST_VALUES, Histories
from ocpplint.trackers.history.station import ACTIONS as REBOOT_ACTIONS
from ocpplint.trackers.messages.exchanges import Exchanges
from ocpplint.trackers.messages.protocol_checks import ProtocolChecks
from ocpplint.trackers.messages.violations import MAX_KEYS, beyond_keys
from ocpplint.trackers.settings.enrich import enrich
from ocpplint.trackers.settings.key_steps import counted_connectors
from ocpplint.trackers.settings.learning import Learning, report_of
from ocpplint.trackers.settings.station_settings import (
    ProfiledSettings,
    StationSettings,
    StationWord,
    states_limit,
)
from ocpplint.trackers.station.context import StationContext
from ocpplint.trackers.station.stations import Stations
from ocpplint.trackers.subscriptions import Subscriptions
from ocpplint.values.numbers import count_of

_MOST_STATED = 1_000
"""Keys kept of one station: a station has some hundred, malicious input any number."""


class _Said(TypedDict, total=False):
    """The context of a setting in a command or report, besides key and value."""

    origin: Required[Origin]
    batch: Required[int]
    evidence: tuple[Evidence, ...]
    outcome: str | None
    stated_readonly: bool | None
    keys_asked: tuple[str, ...] | None
    keys_unknown: tuple[str, ...]


class TraceTracker:
    """Follows one trace, which may be in several parts. ``report`` counts the settings of the part.

    ``ocpp`` is the version where the log states none, ``heard`` are the fact types with a listener: messages and
    exchanges are too many to emit without one. ``detectors`` are the parameters of the enabled incident detectors.
    """

    def __init__(
        self,
        profiles: Profiles,
        document: str,
        report: InputReport,
        ocpp: str | None = None,
        heard: Collection[type[Fact]] = (Transaction, Incident),
        wanted: Subscriptions | None = None,
        detectors: Detectors = NONE,
    ) -> None:
        self.report = report
        self._wants = Subscriptions() if wanted is None else wanted
        self._document = document
        self._stations = Stations(profiles, document)
        self._exchanges = Exchanges(self._stations)
        self._dialogues = ProtocolChecks(ocpp, self._stations)
        self._learning = Learning()
        self._lives = (
            Activity(self._stations, detectors) if Transaction in heard or Incident in heard else NO_LIVES
        )
        self._histories = Histories(EVERY_VALUE if StationState in heard else MOST_VALUES, self._stations)
        self._tells_standings = StationState in heard
        self._reports_seen = 0

    def track(self, messages: Iterable[Message | InputProblem]) -> Iterator[Fact]:
        """Yield the messages of a whole trace and the facts derived from them, in its order."""
        yield from self.part(messages)
        yield from self.finish()

    # The hot loop: every message passes through it, so that it checks before it calls what mostly has no effect.
    def part(self, messages: Iterable[Message | InputProblem]) -> Iterator[Fact]:  # noqa: C901  calls cost
        """Yield the messages of a part of the trace and the facts derived from them so far."""
        self._stations.gaps.lines.begin(self.report)
        exchanges_with, judged, boots_in = self._exchanges.track, self._dialogues.track, self._stations.track
        wants, wanted_messages, wanted_exchanges = self._wants, self._wants.messages, self._wants.exchanges
        lived, lived_on = self._lives.track, self._lives.answered
        for message in messages:
            if isinstance(message, InputProblem):
                yield self._lost(message)
                continue
            exchanges = exchanges_with(message)
            violations = judged(message, exchanges)
            wanted = wanted_messages.get(message.action or message.type)
            if wants.message(message) if wanted is None else wanted:
                yield message
            if violations:
                yield from violations
            if message.action is not None:
                if boots := boots_in(message):
                    yield from boots
                if lived_through := lived(message):
                    yield from lived_through
            for exchange in exchanges:
                action = exchange.call.action
                wanted = wanted_exchanges.get(action)
                if wants.exchange(exchange) if wanted is None else wanted:
                    yield exchange
                if action in _TELLING:
                    yield from self._told_by(exchange)
                if lived_through := lived_on(exchange):
                    yield from lived_through
            if message.type == 3 and type(message.payload) is dict and "configurationKey" in message.payload:
                yield from self._report_in(message, exchanges[0].call if exchanges else None)

    def _lost(self, problem: InputProblem) -> InputProblem:
        self.report.note(problem)
        if self._stations.gaps.take(problem):
            self._lives.lost(problem)
        return problem

    def finish(self) -> Iterator[Fact]:
        """Yield the facts that follow from the end of the trace."""
        unanswered = list(self._exchanges.finish())
        yield from self._dialogues.unanswered(exchange.call for exchange in unanswered)
        for exchange in unanswered:
            yield exchange
            yield from self._told_by(exchange)
        yield from self._dialogues.finish()
        yield from self._lives.finish()
        yield from self._stations.finish()
        if self._tells_standings:
            from ocpplint.trackers.station.state import standings

            yield from standings(self._histories, self._stations, self._document)

    def _told_by(self, exchange: Exchange) -> Iterator[Setting | KeyReport | Transaction | Incident | Violation]:
        action = exchange.call.action
        if action == "GetConfiguration":
            yield from self._keys_asked(exchange)
        elif action == "StartTransaction":
            yield from self._lives.started(exchange)
        elif action in REBOOT_ACTIONS:
            self._histories.track(exchange)
        elif action == "GetBaseReport":
            self._histories.ask_for_all(exchange)
        else:
            yield from self._settings_in(exchange)

    def _settings_in(self, exchange: Exchange) -> Iterator[Setting | KeyReport]:
        """Settings that a command sets, or that its answer reports."""
        reader = _COMMANDS.get(exchange.call.action or "")
        if reader is not None and isinstance(exchange.call.payload, dict):
            state = self._stations[exchange.call.station]
            moment = self._histories.now(exchange)

            def recall(settings: list[Setting]) -> None:
                if settings[0].origin == "commanded":
                    self._histories.commanded(settings[0], exchange, moment, state.second_of)
                else:
                    open_calls = self._stations[settings[0].station].open_calls.values()
                    self._histories.reported(settings, moment, settings[0].station, open_calls)

            for setting in reader(self, exchange, state):
                if state.profile_choice == "assumed" and setting.component is None:
                    self._stations.see_keys(state, (setting.key,))
                self._learning.weigh(setting, state)
                enrich(_known_of(state, [setting], recall, self._histories.of(state.identity)))
                self.report.settings += 1
                self._lives.setting(setting)
                yield setting
            self._histories.answered(exchange)
            if exchange.call.action == "NotifyReport":
                told = self._histories.part(exchange, moment)
                if told is not None:
                    yield told

    def _keys_asked(self, exchange: Exchange) -> Iterator[Violation]:
        stated = self._stations[exchange.call.station].stated
        beyond = beyond_keys(exchange, stated) if MAX_KEYS in stated else None
        if beyond is not None:
            yield beyond

    def _report_in(self, answer: Message, call: Message | None) -> Iterator[Setting | KeyReport]:
        """Settings that a station reports: an answer to GetConfiguration is recognised without its call."""
        payload = answer.payload
        if not isinstance(payload["configurationKey"], list):
            return
        state = self._stations[answer.station]
        report = report_of(answer, call)
        self._stations.see_keys(state, (), report.values)
        self._learning.take(report, state)
        self._reports_seen += 1
        settings = [
            self._reported(answer, item, report)
            for item in payload["configurationKey"]
            if isinstance(item, dict) and isinstance(item.get("key"), str)
        ]
        moment = self._histories.moment(answer, call)
        open_calls = state.open_calls.values()
        enrich(
            _known_of(
                *(state, settings),
                lambda settings: self._histories.reported(settings, moment, answer.station, open_calls),
                self._histories.of(answer.station),
            )
        )
        _learn_connectors(state, settings)
        _learn_limits(state, settings)
        if not state.is_anonymous and state.connectors is not None:
            state.most_connectors = state.connectors
        for setting in settings:
            self._lives.setting(setting)
        self.report.settings += len(settings)
        yield from settings
        limit = count_of(state.stated.get(MAX_KEYS))
        yield self._histories.report(report, settings, moment, answer, limit)

    def _reported(self, answer: Message, item: dict[str, Any], report: ConfigurationReport) -> Setting:
        """Read one key of an answer to GetConfiguration."""
        readonly = item.get("readonly")
        return self._setting(
            answer,
            item["key"],
            item.get("value"),
            origin="reported",
            batch=self._reports_seen,
            keys_asked=report.asked,
            keys_unknown=report.unknown,
            stated_readonly=readonly if isinstance(readonly, bool) else None,
        )

    def _setting(
        self,
        message: Message,
        key: str,
        value: Any,
        variable: Variable | None = None,
        **said: Unpack[_Said],
    ) -> Setting:
        ocpp = message.ocpp
        if variable is None and (name := variable_in(key)) is not None:
            variable, ocpp = named_variable(name), ocpp or "2.x"
        elif variable is not None:
            ocpp = ocpp or "2.0.1"
            said["stated_readonly"] = variable.readonly
        return Setting(
            key=key,
            value=text_of(value),
            place=message.location,
            value_type=type_of(value),
            station=message.station,
            document=self._document,
            ocpp=ocpp,
            time=message.time,
            **said,
            **variable_fields(variable),
        )

    def change_configuration(self, exchange: Exchange, state: StationContext) -> Iterator[Setting]:
        """Read the setting of a ChangeConfiguration (OCPP 1.6 section 6.9)."""
        payload = exchange.call.payload
        if isinstance(payload.get("key"), str):
            yield self._setting(
                *(exchange.call, payload["key"], payload.get("value")),
                origin="commanded",
                evidence=state.connection_evidence,
                batch=state.batch,
                outcome=_outcome(exchange.answer),
            )

    def set_variables(self, exchange: Exchange, state: StationContext) -> Iterator[Setting]:
        """Read the variables of a SetVariables (OCPP 2.0.1 part 2, use case B05)."""
        results = _results(exchange.answer, "setVariableResult", "attributeStatus")
        yield from self._commanded_variables(exchange, state, "setVariableData", results)

    def set_monitors(self, exchange: Exchange, state: StationContext) -> Iterator[Setting]:
        """Read the monitors of a SetVariableMonitoring (OCPP 2.0.1 part 2, use case N04)."""
        results = _results(exchange.answer, "setMonitoringResult", "status")
        yield from self._commanded_variables(exchange, state, "setMonitoringData", results)

    def set_monitoring(self, exchange: Exchange, state: StationContext) -> Iterator[Setting]:
        """Read SetMonitoringBase and SetMonitoringLevel (use cases N03, N05), which set one variable each."""
        name, field = _MONITORING[exchange.call.action or ""]
        variable = Variable("MonitoringCtrlr", None, name, None, None, None)
        yield self._setting(
            *(exchange.call, variable.key, exchange.call.payload.get(field), variable),
            origin="commanded",
            evidence=state.connection_evidence,
            batch=state.batch,
            outcome=_outcome(exchange.answer),
        )

    def _commanded_variables(
        self, exchange: Exchange, state: StationContext, name: str, results: list[str | None]
    ) -> Iterator[Setting]:
        items = exchange.call.payload.get(name)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            for variable in variables_of(item):
                evidence = state.connection_evidence
                if variable.evse is not None:
                    evidence = (Evidence("field", variable.evse, "`evse` of its component"),)
                yield self._setting(
                    *(exchange.call, variable.key, variable.value, variable),
                    origin="commanded",
                    evidence=evidence,
                    batch=state.batch,
                    outcome=results[index] if index < len(results) else _outcome(exchange.answer),
                )

    def get_variables(self, exchange: Exchange, state: StationContext) -> Iterator[Setting]:
        """Read the variables a station reports in its answer to GetVariables (OCPP 2.0.1 part 2, use case B06)."""
        if exchange.answer is not None and isinstance(exchange.answer.payload, dict):
            yield from self._reported_variables(
                exchange.answer, state, exchange.answer.payload.get("getVariableResult")
            )

    def notify_report(self, exchange: Exchange, state: StationContext) -> Iterator[Setting]:
        """Read the variables a station reports by NotifyReport (OCPP 2.0.1 part 2, use cases B07 and B08)."""
        yield from self._reported_variables(exchange.call, state, exchange.call.payload.get("reportData"))

    def notify_monitoring_report(self, exchange: Exchange, state: StationContext) -> Iterator[Setting]:
        """Read the monitors a station reports by NotifyMonitoringReport (OCPP 2.0.1 part 2, use case N02)."""
        yield from self._reported_variables(exchange.call, state, exchange.call.payload.get("monitor"))

    def data_transfer(self, exchange: Exchange, state: StationContext) -> Iterator[Setting]:
        """Read settings that a DataTransfer carries beside the connector they are for (OCPP 1.6 section 6.15)."""
        data = exchange.call.payload.get("data")
        if exchange.call.sender == "station" or not data:
            return
        from ocpplint.trackers.settings.data_transfer import settings_in

        outcome = _outcome(exchange.answer)
        yield from settings_in(data, exchange.call, state.profile, self._document, outcome, state.batch)

    def _reported_variables(self, message: Message, state: StationContext, items: Any) -> Iterator[Setting]:
        for item in items if isinstance(items, list) else ():
            status = item.get("attributeStatus") if isinstance(item, dict) else None
            for variable in variables_of(item):
                yield self._setting(
                    *(message, variable.key, variable.value, variable),
                    origin="reported",
                    batch=state.batch,
                    outcome=status if isinstance(status, str) else None,
                )


_COMMANDS = {
    "ChangeConfiguration": TraceTracker.change_configuration,
    "SetVariables": TraceTracker.set_variables,
    "GetVariables": TraceTracker.get_variables,
    "NotifyReport": TraceTracker.notify_report,
    "SetVariableMonitoring": TraceTracker.set_monitors,
    "SetMonitoringBase": TraceTracker.set_monitoring,
    "SetMonitoringLevel": TraceTracker.set_monitoring,
    "NotifyMonitoringReport": TraceTracker.notify_monitoring_report,
    "DataTransfer": TraceTracker.data_transfer,
}

_TELLING = frozenset((*_COMMANDS, "GetConfiguration", "GetBaseReport", "StartTransaction", *REBOOT_ACTIONS))
"""The actions whose exchanges concern settings, reboots or transactions, or are checked by settings."""

_MONITORING = {
    "SetMonitoringBase": ("MonitoringBase", "monitoringBase"),
    "SetMonitoringLevel": ("MonitoringLevel", "severity"),
}


def _outcome(answer: Message | None) -> str | None:
    """Return what was answered: the status, or the code of an error answer."""
    if answer is None:
        return None
    if answer.type != 3:
        return answer.error_code
    status = answer.payload.get("status") if isinstance(answer.payload, dict) else None
    return status if isinstance(status, str) else None


def _results(answer: Message | None, name: str, status: str) -> list[str | None]:
    if answer is None or not isinstance(answer.payload, dict) or not isinstance(answer.payload.get(name), list):
        return []
    return [item.get(status) if isinstance(item, dict) else None for item in answer.payload[name]]


def _learn_limits(state: StationContext, settings: Iterable[Setting]) -> None:
    """Keep the limits that a station states and that commands are checked by, in bounded memory."""
    for setting in settings:
        if setting.value is not None and states_limit(setting.base_key) and len(state.stated) < _MOST_STATED:
            state.stated[setting.base_key] = setting.value
        access = setting.spec.access if setting.spec is not None else None
        # Only where the profile says nothing, or otherwise.
        if setting.readonly is not (access != "R"):
            state.readonly.pop(setting.key, None)
        elif len(state.readonly) < _MOST_STATED:
            state.readonly[setting.key] = setting.readonly


def _learn_connectors(state: StationContext, settings: list[Setting]) -> None:
    count = counted_connectors(settings)
    if count is not None:
        state.connectors = count


def _known_of(
    state: StationContext,
    settings: list[Setting],
    recall: Callable[[list[Setting]], None],
    word: StationWord,
) -> StationSettings:
    """Return settings with the context of their station so far."""
    return StationSettings(
        (ProfiledSettings(settings, state.profile, state.profile_choice),),
        state.connectors,
        state.stated,
        state.readonly,
        proof=None if state.lessons is None else state.lessons.proof,
        recall=recall,
        word=word,
    )
