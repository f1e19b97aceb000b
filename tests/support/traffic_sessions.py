"""What a station of OCPP 1.6, one of 2.0.1 and their central system say to each other, as they should and as they shouldn't."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from ocpp.v16 import call as call16
from ocpp.v16 import call_result as result16
from ocpp.v201 import call as call201
from ocpp.v201 import call_result as result201

from ocpplint.facts.fact import Sender
from tests.support.traffic_peers import Answers, Pair, raw

OLD, MODERN = "HARBOUR-16", "DEPOT_201"
"""The identities of the two stations."""
VERSIONS = {OLD: "1.6", MODERN: "2.0.1"}

NOW = "2026-02-25T06:13:20Z"
TAG = {"status": "Accepted"}
CLOCK = {"component": {"name": "ClockCtrlr"}, "variable": {"name": "DateTime"}}
INTERVAL = {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "HeartbeatInterval"}}
SECOND_EVSE = {"component": {"name": "EVSE", "evse": {"id": 2}}, "variable": {"name": "AvailabilityState"}}

CONFIGURATION = [
    {"key": "NumberOfConnectors", "readonly": True, "value": "2"},
    {"key": "HeartbeatInterval", "readonly": False, "value": "300"},
    {"key": "ConnectorPhaseRotation", "readonly": False, "value": "RST"},
    {"key": "ConnectorPhaseRotation_2", "readonly": False, "value": "RTS"},
    {"key": "RCMBDelta", "readonly": False, "value": "30"},
]
LIMITS = {
    "charging_profile_id": 1,
    "stack_level": 0,
    "charging_profile_purpose": "TxDefaultProfile",
    "charging_profile_kind": "Absolute",
    "charging_schedule": {
        "charging_rate_unit": "A",
        "charging_schedule_period": [{"start_period": 0, "limit": 21.4}, {"start_period": 60, "limit": 6.6}],
    },
}

_OLD_CSMS: Answers = {
    "BootNotification": result16.BootNotification(current_time=NOW, interval=300, status="Accepted"),
    "Heartbeat": result16.Heartbeat(current_time=NOW),
    "StatusNotification": result16.StatusNotification(),
    "Authorize": result16.Authorize(id_tag_info=TAG),
    "StartTransaction": result16.StartTransaction(transaction_id=4711, id_tag_info=TAG),
    "MeterValues": result16.MeterValues(),
    "StopTransaction": result16.StopTransaction(id_tag_info=TAG),
    "FirmwareStatusNotification": result16.FirmwareStatusNotification(),
    "SecurityEventNotification": result16.SecurityEventNotification(),
    "DataTransfer": result16.DataTransfer(status="Accepted", data="tariff=7"),
}


def _changed(key: str, **_: str) -> result16.ChangeConfiguration:
    """Take every key but one: this station has no key for connector 2 where both connectors share a value."""
    return result16.ChangeConfiguration(status="NotSupported" if key == "RCMBDelta_2" else "Accepted")


_OLD_STATION: Answers = {
    "ChangeConfiguration": _changed,
    "GetConfiguration": result16.GetConfiguration(configuration_key=CONFIGURATION, unknown_key=["Nonesuch"]),
    "RemoteStartTransaction": result16.RemoteStartTransaction(status="Accepted"),
    "RemoteStopTransaction": result16.RemoteStopTransaction(status="Accepted"),
    "SetChargingProfile": result16.SetChargingProfile(status="Accepted"),
    "TriggerMessage": result16.TriggerMessage(status="Accepted"),
    "GetLocalListVersion": result16.GetLocalListVersion(list_version=0),
    "DataTransfer": result16.DataTransfer(status="UnknownVendorId"),
}
_MODERN_CSMS: Answers = {
    "BootNotification": result201.BootNotification(current_time=NOW, interval=300, status="Accepted"),
    "Heartbeat": result201.Heartbeat(current_time=NOW),
    "StatusNotification": result201.StatusNotification(),
    "Authorize": result201.Authorize(id_token_info=TAG),
    "NotifyReport": result201.NotifyReport(),
    "TransactionEvent": result201.TransactionEvent(id_token_info=TAG),
    "FirmwareStatusNotification": result201.FirmwareStatusNotification(),
    "DataTransfer": result201.DataTransfer(status="Accepted"),
}
_MODERN_STATION: Answers = {
    "GetVariables": result201.GetVariables(
        get_variable_result=[
            {**INTERVAL, "attribute_status": "Accepted", "attribute_value": "300"},
            {**CLOCK, "attribute_status": "Rejected"},
        ]
    ),
    "SetVariables": result201.SetVariables(set_variable_result=[{**INTERVAL, "attribute_status": "Accepted"}]),
    "GetBaseReport": result201.GetBaseReport(status="Accepted"),
    "RequestStartTransaction": result201.RequestStartTransaction(status="Accepted"),
    "TriggerMessage": result201.TriggerMessage(status="Accepted"),
}
KNOWN: dict[str, dict[Sender, Answers]] = {
    "ocpp1.6": {"csms": _OLD_CSMS, "station": _OLD_STATION},
    "ocpp2.0.1": {"csms": _MODERN_CSMS, "station": _MODERN_STATION},
}

Script = Callable[[Pair, Pair], Awaitable[None]]


def sampled(energy: str) -> dict[str, Any]:
    return {
        "timestamp": NOW,
        "sampled_value": [
            {"value": energy, "measurand": "Energy.Active.Import.Register", "unit": "Wh"},
            {"value": "16.1", "measurand": "Current.Import", "phase": "L1", "unit": "A"},
        ],
    }


async def boot(old: Pair, modern: Pair) -> None:
    make = {"charge_point_vendor": "Bender GmbH Co. KG", "charge_point_model": "CC612_2S0R"}
    await old.station.call(call16.BootNotification(**make, firmware_version="5.33.5-21148"))
    await modern.station.call(
        call201.BootNotification(reason="PowerUp", charging_station={"vendor_name": "Acme", "model": "Two"})
    )


async def healthy(old: Pair, modern: Pair) -> None:
    """An ordinary day: everything there is a rule against is done right."""
    await boot(old, modern)
    for connector in (0, 1, 2):
        await old.station.call(call16.StatusNotification(connector, error_code="NoError", status="Available"))
    for evse in (1, 2):
        await modern.station.call(call201.StatusNotification(NOW, "Available", evse_id=evse, connector_id=1))
    await configured(old, modern)
    await charged_old(old)
    await charged_modern(modern)
    await old.csms.call(call16.TriggerMessage("FirmwareStatusNotification"))
    await old.station.call(call16.FirmwareStatusNotification("Idle"))
    await modern.station.call(call201.FirmwareStatusNotification("Installed", request_id=9))
    await old.station.call(call16.DataTransfer("com.example", message_id="tariff", data='{"zone":"Süd → 2"}'))
    await old.csms.call(call16.DataTransfer("com.example"))
    await modern.station.call(call201.DataTransfer("com.example", data={"zone": [1, "zwei"]}))
    # Calls of the two sides, and of different stations, may cross.
    await asyncio.gather(
        old.station.call(call16.Heartbeat()),
        old.csms.call(call16.GetLocalListVersion()),
        modern.station.call(call201.Heartbeat()),
        modern.csms.call(call201.TriggerMessage("Heartbeat")),
    )


async def configured(old: Pair, modern: Pair) -> None:
    for key, value in (
        ("HeartbeatInterval", "300"),
        ("RCMBDelta", "30"),
        ("ConnectorPhaseRotation", "RST"),
        ("ConnectorPhaseRotation_2", "RTS"),
    ):
        await old.csms.call(call16.ChangeConfiguration(key, value))
    await old.csms.call(call16.GetConfiguration())
    await old.csms.call(call16.SetChargingProfile(1, LIMITS))
    await modern.csms.call(call201.SetVariables([{**INTERVAL, "attribute_value": "300"}]))
    await modern.csms.call(call201.GetVariables([INTERVAL, CLOCK]))
    await modern.csms.call(call201.GetBaseReport(7, "FullInventory"))
    reported = [
        {**item, "variable_attribute": [{"value": value, "mutability": "ReadWrite"}]}
        for item, value in ((INTERVAL, "300"), (SECOND_EVSE, "Available"))
    ]
    await modern.station.call(call201.NotifyReport(7, NOW, 0, report_data=reported, tbc=False))


async def charged_old(old: Pair) -> None:
    await old.station.call(call16.Authorize("04A2B3C4"))
    await old.csms.call(call16.RemoteStartTransaction("04A2B3C4", connector_id=2))
    await old.station.call(call16.StatusNotification(2, error_code="NoError", status="Preparing"))
    await old.station.call(call16.StartTransaction(2, "04A2B3C4", meter_start=1000, timestamp=NOW))
    for energy in ("1000", "1450.5"):
        await old.station.call(call16.MeterValues(2, [sampled(energy)], transaction_id=4711))
    await old.csms.call(call16.RemoteStopTransaction(4711))
    await old.station.call(call16.StopTransaction(1451, NOW, 4711, reason="Remote", id_tag="04A2B3C4"))


async def charged_modern(modern: Pair) -> None:
    token = {"id_token": "04A2B3C4", "type": "ISO14443"}
    await modern.station.call(call201.Authorize(token))
    await modern.csms.call(call201.RequestStartTransaction(token, 12, evse_id=1))
    for number, (kind, why) in enumerate(
        (("Started", "RemoteStart"), ("Updated", "MeterValuePeriodic"), ("Ended", "RemoteStop"))
    ):
        await modern.station.call(
            call201.TransactionEvent(
                kind,
                NOW,
                why,
                number,
                {"transaction_id": "tx-1", "charging_state": "Charging"},
                meter_value=[{"timestamp": NOW, "sampled_value": [{"value": 1000.5 + number}]}],
                evse={"id": 1, "connector_id": 1},
                id_token=token,
            )
        )


# What a rule finds: its code, and the type and id of the message it is to be found at.
EXPECTED = [
    (OLD, "MSG002", 2, "unknown-action"),
    (OLD, "MSG008", 4, "unknown-action"),
    (OLD, "MSG003", 2, "no-such-status"),
    (OLD, "MSG008", 4, "no-such-status"),
    (OLD, "MSG004", 2, "wrong-way"),
    (OLD, "MSG008", 4, "wrong-way"),
    (OLD, "MSG005", 2, "twice"),
    (OLD, "MSG008", 4, "not-implemented"),
    (OLD, "SCP001", 2, "suffixed"),
    (OLD, "SEQ001", 2, "suffixed"),
    (OLD, "MSG011", 2, "a-number"),
    (OLD, "MSG008", 4, "a-number"),
    (OLD, "MSG012", 2, "connector-0"),
    (OLD, "MSG006", 3, "unasked"),
    (OLD, "INP004", 2, "no-json"),
    (OLD, "MSG001", 2, "17"),
    (OLD, "MSG001", 3, "17"),
    (MODERN, "MSG002", 2, "of-1.6"),
    (MODERN, "MSG008", 4, "of-1.6"),
    (MODERN, "MSG003", 2, "numeric"),
    (MODERN, "MSG008", 4, "numeric"),
    (MODERN, "MSG010", 2, "no-zone"),
]


async def faulty(old: Pair, modern: Pair) -> None:
    """The same day, with a mistake of nearly every kind in it, and more ordinary traffic around each."""
    await boot(old, modern)
    await configured(old, modern)
    for plant in (_misspelt, _misdirected, _repeated, _misconfigured, _out_of_turn):
        await plant(old)
        await old.station.call(call16.Heartbeat())
        await old.csms.call(call16.GetLocalListVersion())
    await _modern_mistakes(modern)
    await charged_old(old)
    await charged_modern(modern)


async def _misspelt(old: Pair) -> None:
    await raw(old.station, [2, "unknown-action", "HeartBeat", {}])
    status = {"connectorId": 1, "errorCode": "NoError", "status": "Availible"}
    await raw(old.station, [2, "no-such-status", "StatusNotification", status])
    start = {"connectorId": 0, "idTag": "04A2B3C4", "meterStart": 0, "timestamp": NOW}
    await raw(old.station, [2, "connector-0", "StartTransaction", start])


async def _misdirected(old: Pair) -> None:
    status = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
    await raw(old.csms, [2, "wrong-way", "StatusNotification", status])
    await raw(old.csms, [2, "not-implemented", "UnlockConnector", {"connectorId": 1}])


async def _repeated(old: Pair) -> None:
    await raw(old.station, [2, "twice", "Heartbeat", {}])
    await raw(old.station, [2, "twice", "Authorize", {"idTag": "04A2B3C4"}])


async def _misconfigured(old: Pair) -> None:
    await raw(old.csms, [2, "suffixed", "ChangeConfiguration", {"key": "RCMBDelta_2", "value": "30"}])
    await raw(old.csms, [2, "a-number", "ChangeConfiguration", {"key": "HeartbeatInterval", "value": 300}])


async def _out_of_turn(old: Pair) -> None:
    await raw(old.station, [3, "unasked", {"status": "Accepted"}], answered=False)
    await raw(old.station, '[2,"no-json","Heartbeat",{]', answered=False)
    await raw(old.station, [2, 17, "Heartbeat", {}])


async def _modern_mistakes(modern: Pair) -> None:
    await raw(modern.csms, [2, "of-1.6", "GetConfiguration", {}])
    await raw(
        modern.csms, [2, "numeric", "SetVariables", {"setVariableData": [{**INTERVAL, "attributeValue": 300}]}]
    )
    status = {"timestamp": "2026-02-25T06:13:20", "connectorStatus": "Occupied", "evseId": 1, "connectorId": 1}
    await raw(modern.station, [2, "no-zone", "StatusNotification", status])
