"""Reports in several parts: NotifyReport has a sequence number and a last-part flag (OCPP 2.0.1, B07 and B08)."""

from ocpplint.facts.events import KeyReport
from ocpplint.facts.message import Message
from ocpplint.readers.settings.variables import whole

_MOST_PARTS = 10_000
_OF_ALL = ("FullInventory", "ConfigurationInventory")
"""The reports of every writable variable."""


class BaseReport:
    """The current report of one station: ``seqNo`` counts its parts from 0, ``tbc`` says that more follow.

    ``is_whole`` says whether the last part ends a report of all writable variables, with no part missing.
    """

    __slots__ = ("_asked", "_losses", "_request", "_seen", "_variables", "is_whole")

    def __init__(self) -> None:
        self.is_whole = False
        self._asked: int | None = None
        self._request: int | None = None
        self._seen: set[int] = set()
        self._variables = 0
        self._losses = 0

    def ask(self, call: Message) -> None:
        """Process a GetBaseReport that the station accepted (OCPP 2.0.1, ReportBaseEnumType)."""
        if call.payload.get("reportBase") in _OF_ALL:
            self._asked = whole(call.payload.get("requestId"))

    def take(self, call: Message, losses: int) -> KeyReport | None:
        """Process a part. Return the missing parts of the report after its last part.

        ``losses`` is the number of gaps in the trace so far, which may explain missing parts. A report whose start is
        not in the trace is not checked.
        """
        payload, self.is_whole = call.payload, False
        request, number = whole(payload.get("requestId")), whole(payload.get("seqNo"))
        if request is None or number is None:
            return None
        if number == 0:
            self._request, self._seen, self._variables, self._losses = request, set(), 0, losses
        if request != self._request or len(self._seen) >= _MOST_PARTS:
            return None
        self._seen.add(number)
        rows = payload.get("reportData")
        self._variables += len(rows) if isinstance(rows, list) else 0
        if payload.get("tbc") is True:
            return None
        self._request = None
        lacking = number + 1 - len(self._seen)
        self.is_whole = lacking <= 0 and request == self._asked
        if lacking <= 0 or losses != self._losses:
            return None
        return KeyReport(
            call.station, call.location, call.time, keys=self._variables, parts=number + 1, parts_missing=lacking
        )
