"""What follows from messages: exchanges, boots, profiles, second connections, settings with outcome."""

from collections.abc import Iterable
from typing import Any

import pytest

from ocpplint.facts.events import Boot, Connection
from ocpplint.facts.fact import Fact, Location
from ocpplint.facts.inputs import InputReport
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.setting import Setting
from ocpplint.stations.registry import Profiles
from ocpplint.trackers.messages.exchanges import Exchanges
from ocpplint.trackers.station.identity import is_serial
from ocpplint.trackers.traces import TraceTracker


def message(kind: int, identity: str, payload: Any = None, action: str | None = None, **fields: Any) -> Message:
    line = fields.pop("line", 1)
    return Message(kind, identity, action, payload or {}, Location("t.log", line, 1, line, 2), **fields)


def boot(station: str, line: int = 1, **payload: str) -> Message:
    return message(2, f"b{line}", payload, "BootNotification", station=station, sender="station", line=line)


def facts_of(messages: Iterable[Message]) -> list[Fact]:
    return list(TraceTracker(Profiles(), "t.log", InputReport("t.log")).track(messages))


def of_type(kind: type, facts: Iterable[Fact]) -> list[Any]:
    return [fact for fact in facts if isinstance(fact, kind)]


def test_an_answer_completes_its_call() -> None:
    exchanges = Exchanges()
    assert list(exchanges.track(message(2, "1", action="Heartbeat", station="A"))) == []
    assert list(exchanges.track(message(3, "1", station="B"))) == []
    ((exchange),) = exchanges.track(message(3, "1", station="A"))
    assert exchange.call.action == "Heartbeat"
    assert exchange.answer is not None
    assert exchange.answer.type == 3
    assert list(exchanges.finish()) == []


def test_a_call_without_answer_is_told_at_the_end() -> None:
    exchanges = Exchanges()
    list(exchanges.track(message(2, "1", action="Heartbeat")))
    assert [exchange.answer for exchange in exchanges.finish()] == [None]


def test_calls_that_wait_are_bounded() -> None:
    exchanges = Exchanges()
    given_up = [e for n in range(10_000) for e in exchanges.track(message(2, str(n), station="A"))]
    assert len(given_up) == 9_800


def test_an_answer_whose_line_names_no_station_finds_its_call() -> None:
    exchanges = Exchanges()
    list(exchanges.track(message(2, "1", station="A")))
    assert len(list(exchanges.track(message(3, "1")))) == 1


def test_a_write_has_the_outcome_the_station_answered() -> None:
    write = {"key": "ConnectorPhaseRotation_2", "value": "RTS"}
    settings = of_type(
        Setting,
        facts_of(
            [
                message(2, "1", write, "ChangeConfiguration", station="A", line=4),
                message(3, "1", {"status": "RebootRequired"}, station="A"),
                message(2, "2", write, "ChangeConfiguration", station="A"),
                message(4, "2", error_code="InternalError", station="A"),
                message(2, "3", write, "ChangeConfiguration", station="A"),
            ]
        ),
    )
    assert [setting.outcome for setting in settings] == ["RebootRequired", "InternalError", None]
    assert (settings[0].scope, settings[0].connector, settings[0].place.locate().line) == ("Individual", 2, 4)


def test_a_report_is_known_by_its_shape() -> None:
    items = [{"key": "NumberOfConnectors", "readonly": True, "value": "1"}, {"key": "ConnectorPhaseRotation_2"}]
    settings = of_type(Setting, facts_of([message(3, "1", {"configurationKey": items}, station="A")]))
    assert [(s.key, s.origin, s.readonly, s.station_connectors) for s in settings] == [
        ("NumberOfConnectors", "reported", True, 1),
        ("ConnectorPhaseRotation_2", "reported", None, 1),
    ]


def test_device_model_variables_of_a_trace() -> None:
    data = {
        "component": {"name": "EVSE", "evse": {"id": 2}},
        "variable": {"name": "Power"},
        "attributeValue": "11",
    }
    other = {**data, "component": {"name": "ClockCtrlr"}}
    settings = of_type(
        Setting,
        facts_of(
            [
                message(2, "1", {"setVariableData": [data, other]}, "SetVariables", station="A", ocpp="2.0.1"),
                message(
                    3,
                    "1",
                    {"setVariableResult": [{"attributeStatus": "Accepted"}, {"attributeStatus": "Rejected"}]},
                    station="A",
                ),
            ]
        ),
    )
    assert [(s.key, s.outcome, s.connector, s.scope) for s in settings] == [
        ("EVSE.Power", "Accepted", 2, None),
        ("ClockCtrlr.Power", "Rejected", None, None),
    ]


def test_a_data_transfer_may_carry_the_connector() -> None:
    data = '{"connectorId": 2, "key": "ConnectorPhaseRotation", "value": "RTS"}'
    call = message(2, "1", {"vendorId": "x", "data": data}, "DataTransfer", station="A", sender="csms", line=7)
    (setting,) = of_type(Setting, facts_of([call, message(3, "1", {"status": "Accepted"}, station="A")]))
    assert (setting.connector_meant, setting.evidence[0].kind, setting.outcome) == (2, "data-transfer", "Accepted")
    assert setting.place.locate().line == 7


@pytest.mark.parametrize("data", ["", "[", "{", '{"a": 1}', "\x00", '{"key": "RCMBDelta", "value": "1"}', 5, None])
def test_other_data_transfers_say_nothing(data: Any) -> None:
    call = message(2, "1", {"vendorId": "x", "data": data}, "DataTransfer", station="A")
    assert of_type(Setting, facts_of([call])) == []


def test_the_profile_is_that_of_the_boot() -> None:
    write = message(2, "1", {"key": "RCMBDelta_2", "value": "1"}, "ChangeConfiguration", station="A")
    (setting,) = of_type(
        Setting, facts_of([boot("A", chargePointVendor="Keba AG", chargePointModel="P30"), write])
    )
    assert (setting.profile, setting.scope) == ("keba", None)


def test_a_boot_begins_a_new_batch() -> None:
    write = message(2, "1", {"key": "RCMBDelta", "value": "1"}, "ChangeConfiguration", station="A")
    batches = [
        s.batch for s in of_type(Setting, facts_of([write, message(3, "1", station="A"), boot("A"), write]))
    ]
    assert batches == [0, 1]


def test_a_changed_serial_number_is_told_at_the_later_boot() -> None:
    boots = of_type(
        Boot,
        facts_of(
            [boot("A", 1, chargeBoxSerialNumber="1019300017"), boot("A", 2, chargeBoxSerialNumber="1019300042")]
        ),
    )
    assert [(b.previous_serial, b.serial) for b in boots] == [(None, None), ("1019300017", "1019300042")]


S1, S2 = "1019300017", "1019300042"
BENDER = {"chargePointVendor": "Bender", "chargePointModel": "CC612", "firmwareVersion": "5.33"}


def connections(*boots: Message) -> list[tuple[str, str, str]]:
    found = of_type(Connection, facts_of([*boots]))
    return [(connection.station, connection.other, connection.confidence) for connection in found]


def test_the_same_serial_number_under_a_suffixed_identity_is_a_second_connection() -> None:
    pair = (
        boot("CP7", 1, **BENDER, chargePointSerialNumber=S1),
        boot("CP7_2", 2, **BENDER, chargePointSerialNumber=S1),
    )
    assert connections(*pair) == [("CP7_2", "CP7", "high")]
    assert connections(*reversed(pair)) == [("CP7_2", "CP7", "high")]


def test_the_same_serial_number_under_another_name_is_less_certain() -> None:
    one, two = (
        boot("CP7", 1, **BENDER, chargeBoxSerialNumber=S1),
        boot("Depot", 2, **BENDER, chargeBoxSerialNumber=S1),
    )
    assert connections(one, two) == [("Depot", "CP7", "low")]
    assert connections(one, two, boot("CP7", 3, **BENDER, chargeBoxSerialNumber=S1)) == [
        ("Depot", "CP7", "medium")
    ]


def test_a_name_alone_needs_overlap_and_the_same_make() -> None:
    one, two = boot("CP7", 1, **BENDER), boot("CP7_2", 2, **BENDER)
    assert connections(one, two) == []
    assert connections(one, two, boot("CP7", 3, **BENDER)) == [("CP7_2", "CP7", "low")]
    other = boot("CP7_2", 2, **{**BENDER, "firmwareVersion": "5.20"})
    assert connections(one, other, boot("CP7", 3, **BENDER)) == []


def test_two_stations_with_serial_numbers_of_their_own_are_two_stations() -> None:
    one, two = (
        boot("CP7", 1, **BENDER, chargePointSerialNumber=S1),
        boot("CP7_2", 2, **BENDER, chargePointSerialNumber=S2),
    )
    assert connections(one, two, boot("CP7", 3, **BENDER, chargePointSerialNumber=S1)) == []


def test_a_serial_number_that_many_share_is_none() -> None:
    boots = [boot(f"CP{n}", n, **BENDER, chargePointSerialNumber=S1) for n in range(1, 5)]
    assert connections(*boots) == []


def test_stations_of_other_makers_are_left_alone() -> None:
    keba = {"chargePointVendor": "Keba AG", "chargePointModel": "P30", "chargePointSerialNumber": S1}
    assert connections(boot("CP7", 1, **keba), boot("CP7_2", 2, **keba)) == []


@pytest.mark.parametrize(
    "text", ["123", "0000000", "12345678", "dummy1", "UNKNOWN", "n/a", "xxxxxxxx", "", "cp001"]
)
def test_placeholders_are_no_serial_numbers(text: str) -> None:
    assert not is_serial(text)


@pytest.mark.parametrize("text", ["1019300017", "S-4711-0815", "SN10052200000063"])
def test_serial_numbers(text: str) -> None:
    assert is_serial(text)


@pytest.mark.parametrize(
    "payload", [None, [], "x", 5, {"configurationKey": [None, 5, {"key": 3}]}, {"setVariableData": 3}]
)
@pytest.mark.parametrize(
    "action", ["ChangeConfiguration", "SetVariables", "NotifyReport", "DataTransfer", "BootNotification"]
)
def test_nonsense_in_a_payload_is_survived(action: str, payload: Any) -> None:
    call = message(2, "1", action=action, station="A")
    call.payload = payload
    answer = message(3, "1", station="A")
    answer.payload = payload
    assert len(of_type(Exchange, facts_of([call, answer]))) == 1
