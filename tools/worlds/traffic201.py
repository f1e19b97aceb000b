"""What happens on the connection of a station of OCPP 2.0.1."""

from random import Random
from typing import Any

from tools.worlds.settings import VARIABLES, variables
from tools.worlds.traffic import MAKES, Connection, stamp


class Station201(Connection):
    """A station of OCPP 2.0.1 with two EVSEs."""

    def __init__(self, station: str, random: Random, care: float) -> None:
        super().__init__(station, random, care)
        self._make = random.choice(MAKES)
        self._values = {name: random.choice(values) for name, values in VARIABLES.items()}
        self._reports = self._transactions = 0

    def boot(self) -> None:
        """Boot, be registered, and tell the statuses."""
        vendor, model, firmware = self._make
        station = {"vendorName": vendor, "model": model, "firmwareVersion": firmware}
        reason = "Because" if self.slips(0.1) else "PowerUp"
        answer = {"status": "Accepted", "currentTime": stamp(self.now), "interval": 300}
        self.call("BootNotification", {"reason": reason, "chargingStation": station}, answer, by_station=True)
        for evse in (1, 2):
            self._status(evse, "Available")

    def act(self) -> None:
        """Do one thing of all there are."""
        acts = (self._set, self._set, self._get, self._report, self._charge, self._beat, self._restart)
        self.random.choice(acts)()

    def _set(self) -> None:
        rows = variables(self.random)
        results = [self._result(row) for row in rows]
        data = [{**row, "attributeValue": row["value"]} for row in rows]
        for row in data:
            del row["value"]
        self.call("SetVariables", {"setVariableData": data}, {"setVariableResult": results})

    def _result(self, row: dict[str, Any]) -> dict[str, Any]:
        refusals = (
            "Rejected",
            "UnknownVariable",
            "UnknownComponent",
            "NotSupportedAttributeType",
            "RebootRequired",
        )
        status = self.random.choice(refusals) if self.slips() else "Accepted"
        if status == "Accepted":
            self._values[row["component"]["name"], row["variable"]["name"]] = row["value"]
        return {"attributeStatus": status, "component": row["component"], "variable": row["variable"]}

    def _get(self) -> None:
        asked = self.random.sample(list(self._values), 3)
        names = [{"component": {"name": one}, "variable": {"name": other}} for one, other in asked]
        results = [
            {"attributeStatus": "Accepted", "attributeValue": self._values[key], **name}
            for key, name in zip(asked, names, strict=True)
        ]
        self.call("GetVariables", {"getVariableData": names}, {"getVariableResult": results})

    def _report(self) -> None:
        self._reports += 1
        asked = {"requestId": self._reports, "reportBase": "FullInventory"}
        self.call("GetBaseReport", asked, {"status": "Accepted"})
        rows = [
            {
                "component": {"name": component},
                "variable": {"name": variable},
                "variableAttribute": [{"type": "Actual", "value": value, "mutability": "ReadWrite"}],
            }
            for (component, variable), value in self._values.items()
        ]
        for number, part in enumerate((rows[:9], rows[9:])):
            self.call("NotifyReport", self._notice(number, part), {}, by_station=True)

    def _notice(self, number: int, part: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "requestId": self._reports,
            "generatedAt": stamp(self.now),
            "seqNo": number + int(self.slips(0.2)),
            "tbc": number == 0,
            "reportData": part,
        }

    def _charge(self) -> None:
        self._transactions += 1
        evse, token = self.random.choice((1, 2)), {"idToken": "04E1A7B2", "type": "ISO14443"}
        self._status(evse, "Occupied")
        for number, event in enumerate(("Started", "Updated", "Updated", "Ended")):
            if self.slips(0.1):
                continue
            payload: dict[str, Any] = {
                "eventType": event,
                "timestamp": stamp(self.now),
                "triggerReason": "MeterValuePeriodic",
                "seqNo": number,
                "transactionInfo": {"transactionId": f"{self.station}-t{self._transactions}"},
                "evse": {"id": evse, "connectorId": 1},
            }
            if event == "Started":
                payload["idToken"] = token
            self.call("TransactionEvent", payload, {}, by_station=True)
            self.wait(50, 70)
        self._status(evse, "Available")

    def _beat(self) -> None:
        self.wait(290, 310)
        self.call("Heartbeat", {}, {"currentTime": stamp(self.now)}, by_station=True)

    def _restart(self) -> None:
        self.call("Reset", {"type": "Immediate"}, {"status": "Accepted"})
        self.wait(20, 90)
        self.boot()

    def _status(self, evse: int, status: str) -> None:
        payload = {"timestamp": stamp(self.now), "connectorStatus": status, "evseId": evse, "connectorId": 1}
        self.call("StatusNotification", payload, {}, by_station=True)
