"""What is remembered of stations is bounded, however much they send."""

from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.message import Message
from ocpplint.facts.setting import Setting
from ocpplint.trackers.behaviour.activity import Activity
from ocpplint.trackers.messages.exchanges import Exchanges
from ocpplint.trackers.station.stations import Stations

PLACE = Location("csms.log", 1, 1, 1, 2)


def call(number: int, action: str, payload: object, station: str | None = "CP1") -> Message:
    return Message(2, f"m{number}", action, payload, PLACE, station, "station", 10.0 * number)


def answer(to: Message, payload: object) -> Message:
    time = None if to.time is None else to.time + 1
    return Message(3, to.id, None, payload, PLACE, to.station, "csms", time)


def exchanged(lives: Activity, message: Message, payload: object) -> None:
    exchanges = Exchanges()
    exchanges.track(message)
    lives.track(message)
    for exchange in exchanges.track(answer(message, payload)):
        if message.action == "StartTransaction":
            lives.started(exchange)
        lives.answered(exchange)


def size_of(lives: Activity) -> int:
    """Count what is kept of all stations."""
    kept = 0
    for life in lives._known.values():
        kept += len(life.connectors) + len(life.sessions) + len(life.stopped) + len(life.settings)
        kept += len(life.boots) + len(life.lags)
        kept += sum(len(session.registers) for session in life.sessions.values())
    return kept + len(lives._held)


def test_transactions_that_never_end() -> None:
    lives = Activity()
    for number in range(5_000):
        start = {"connectorId": number, "idTag": "A", "meterStart": 0, "timestamp": "2026-03-01T10:00:00Z"}
        exchanged(lives, call(number, "StartTransaction", start), {"transactionId": number})
    assert size_of(lives) < 500


def test_registers_connectors_and_stops_without_end() -> None:
    lives = Activity()
    for number in range(1_000):
        sample = {"value": "1", "context": f"{number}", "measurand": "Energy.Active.Import.Register"}
        values = {"connectorId": 1, "transactionId": 7, "meterValue": [{"sampledValue": [sample]}]}
        exchanged(lives, call(number, "MeterValues", values), {})
        exchanged(lives, call(number, "StatusNotification", {"connectorId": number, "status": "Available"}), {})
        exchanged(lives, call(number, "StopTransaction", {"transactionId": 8 + number, "meterStop": number}), {})
        exchanged(lives, call(number, "BootNotification", {"chargePointVendor": "A"}), {"status": "Accepted"})
        lives.setting(Setting(f"Key{number}", "1", "reported", PLACE, station="CP1"))
    assert size_of(lives) < 500


def test_incidents_that_wait_for_the_end_of_a_log_without_names() -> None:
    stations = Stations()
    lives = Activity(stations)
    boot = {"chargePointVendor": "Acme", "chargePointModel": "Duo", "chargePointSerialNumber": "EX-7741-1"}
    message = call(0, "BootNotification", boot, station=None)
    stations.track(message)
    lives.track(message)
    for number in range(5_000):
        status = "Available" if number % 2 else "Finishing"
        lives.track(call(number, "StatusNotification", {"connectorId": 1, "status": status}, station=None))
    assert 500 < len(list(lives.finish())) <= 1_000
    assert size_of(lives) < 100


def test_a_long_transaction_takes_no_more_than_a_short_one() -> None:
    lives, early = Activity(), 0
    for number in range(20_000):
        values = {"connectorId": 1, "transactionId": 7, "meterValue": [{"sampledValue": [{"value": f"{number}"}]}]}
        lives.track(call(number, "MeterValues", values))
        if number == 100:
            early = size_of(lives)
    assert size_of(lives) == early > 0


def test_a_lost_message_puts_in_doubt_what_any_station_was_like() -> None:
    stations = Stations()
    lives = Activity(stations)
    status = {"connectorId": 1, "status": "Available"}
    for station in ("CP1", "CP2"):
        lives.track(call(1, "StatusNotification", status, station))
    assert lives.track(call(2, "StatusNotification", {**status, "status": "Finishing"}, "CP1")) != ()
    problem = InputProblem("truncated", "cut off", PLACE)
    stations.gaps.take(problem)
    lives.lost(problem)
    assert lives.track(call(3, "StatusNotification", {**status, "status": "Finishing"}, "CP2")) == ()
