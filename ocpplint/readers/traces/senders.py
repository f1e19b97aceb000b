"""Who sent a message: the charging station or the CSMS.

A log says "sent" and "received" from its own side, which it does not name. Some actions are requests
of one side only (OCPP 1.6 sections 4 and 5, security whitepaper section 5; OCPP 2.0.1 and 2.1 part 2): with
such an action the point of view is known, and with that the sender of the answers too.
"""

from collections.abc import Mapping
from typing import Final, Literal

from ocpplint.facts.fact import Sender
from ocpplint.facts.message import Message

Direction = Literal["sent", "received", "station", "csms"]
"""Relative to the writer of the log, or the sender itself where the log names it."""

_STATION_ACTIONS = """
Authorize BatterySwap BootNotification ClearedChargingLimit ClosePeriodicEventStream DiagnosticsStatusNotification
FirmwareStatusNotification Get15118EVCertificate GetCertificateChainStatus GetCertificateStatus Heartbeat
LogStatusNotification MeterValues NotifyChargingLimit NotifyCustomerInformation NotifyDERAlarm NotifyDERStartStop
NotifyDisplayMessages NotifyEVChargingNeeds NotifyEVChargingSchedule NotifyEvent NotifyMonitoringReport
NotifyPeriodicEventStream NotifyPriorityCharging NotifyReport NotifySettlement OpenPeriodicEventStream
PublishFirmwareStatusNotification PullDynamicScheduleUpdate ReportChargingProfiles ReportDERControl
ReservationStatusUpdate SecurityEventNotification SignCertificate SignedFirmwareStatusNotification StartTransaction
StatusNotification StopTransaction TransactionEvent VatNumberValidation
"""
_CSMS_ACTIONS = """
AFRRSignal AdjustPeriodicEventStream CancelReservation CertificateSigned ChangeAvailability ChangeConfiguration
ChangeTransactionTariff ClearCache ClearChargingProfile ClearDERControl ClearDisplayMessage ClearTariffs
ClearVariableMonitoring CostUpdated CustomerInformation DeleteCertificate ExtendedTriggerMessage GetBaseReport
GetChargingProfiles GetCompositeSchedule GetConfiguration GetDERControl GetDiagnostics GetDisplayMessages
GetInstalledCertificateIds GetLocalListVersion GetLog GetMonitoringReport GetPeriodicEventStream GetReport
GetTariffs GetTransactionStatus GetVariables InstallCertificate NotifyAllowedEnergyTransfer NotifyWebPaymentStarted
PublishFirmware RemoteStartTransaction RemoteStopTransaction RequestBatterySwap RequestStartTransaction
RequestStopTransaction ReserveNow Reset SendLocalList SetChargingProfile SetDERControl SetDefaultTariff
SetDisplayMessage SetMonitoringBase SetMonitoringLevel SetNetworkProfile SetVariableMonitoring SetVariables
SignedUpdateFirmware TriggerMessage UnlockConnector UnpublishFirmware UpdateDynamicSchedule UpdateFirmware
UsePriorityCharging
"""
ACTION_SENDERS: Final[dict[str, Sender]] = {
    **dict.fromkeys(_STATION_ACTIONS.split(), "station"),
    **dict.fromkeys(_CSMS_ACTIONS.split(), "csms"),
}
"""The actions only one side may call. ``DataTransfer`` may come from both."""

_OTHER: Final[dict[Sender, Sender]] = {"station": "csms", "csms": "station"}
_CALLS_REMEMBERED = 4096
_VIEWS_REMEMBERED = 4096
_MAJORITY = 3


class Senders:
    """Determines the side of each log writer, and so the sender of each message. Its memory is bounded.

    ``writers`` are the dialects whose point of view is known beforehand; the actions outweigh it.
    """

    __slots__ = ("_calls", "_views", "_writers")

    def __init__(self, writers: Mapping[str, Sender] | None = None) -> None:
        self._writers = writers or {}
        self._views: dict[tuple[str, str | None], View] = {}
        self._calls: dict[str | tuple[str, str], Sender | None] = {}
        """Who made the calls that are open, by their ids, with the station before them where the log names it."""

    def sender(self, message: Message) -> Sender | None:
        """Return who sent ``message``, going by its direction, or None where nothing tells."""
        calls, action, station = self._calls, message.action, message.station
        key = message.id if station is None else (station, message.id)
        if action is not None:
            known = ACTION_SENDERS.get(action)
        else:
            caller = calls.get(key)
            known = _OTHER[caller] if caller is not None else None
        sender = known if message.direction is None else self._told(message, known)
        if message.type != 2:
            calls.pop(key, None)
        elif sender is not None:
            # An id that both sides have open tells nothing.
            calls[key] = sender if calls.get(key, sender) == sender else None
            if len(calls) > _CALLS_REMEMBERED:
                del calls[next(iter(calls))]
        return sender

    def _told(self, message: Message, known: Sender | None) -> Sender | None:
        """Return what the log's word says; ``known`` is the sender that follows from the action, or from the call."""
        direction = message.direction
        if direction == "station":
            return "station"
        if direction == "csms":
            return "csms"
        key = (message.dialect, message.station)
        view = self._views.get(key)
        if view is None:
            view = self._views[key] = View()
            if len(self._views) > _VIEWS_REMEMBERED:
                del self._views[next(iter(self._views))]
        if known is not None and (message.action is not None or not view.votes):
            view.vote(known if direction == "sent" else _OTHER[known])
        writer = view.writer or (self._shared_view(message.dialect) if known is None else None)
        if writer is None:
            return known
        return writer if direction == "sent" else _OTHER[writer]

    def _shared_view(self, dialect: str) -> Sender | None:
        """Return the point of view of a dialect: the one it always has, or that all other stations agree on."""
        if dialect in self._writers:
            return self._writers[dialect]
        writers = {view.writer for (name, _), view in self._views.items() if name == dialect and view.votes}
        return writers.pop() if len(writers) == 1 else None


class View:
    """Whose point of view a log takes, by what each of its actions says of it.

    A single action that speaks against the others is one sent by the wrong side. As many for as against mean that
    the word is no direction at all, such as the ``>`` before a quotation.
    """

    __slots__ = ("_csms", "_station", "votes", "writer")

    def __init__(self) -> None:
        self._station = self._csms = self.votes = 0
        self.writer: Sender | None = None

    def vote(self, writer: Sender) -> None:
        """Count an action by which ``writer`` wrote the log."""
        self.votes += 1
        if writer == "station":
            self._station += 1
        else:
            self._csms += 1
        if self._station > _MAJORITY * self._csms:
            self.writer = "station"
        elif self._csms > _MAJORITY * self._station:
            self.writer = "csms"
        else:
            self.writer = None
