"""Text in no known dialect still tells the station, the direction and the time, where it is plain enough."""

import pytest

from ocpplint.readers.traces.dialects import NO_DIALECTS, TEXT
from ocpplint.readers.traces.prefixes import Prefixes

TEN = 1714557600.0
FRAME = '[2,"1","Heartbeat",{}]'


@pytest.mark.parametrize(
    ("prefix", "station", "time", "direction"),
    [
        (
            'time=2024-05-01T10:00:00Z level=INFO msg="received message" chargeStationId=cs001 frame=',
            "cs001",
            TEN,
            "received",
        ),
        (
            "2024-05-01 10:00:00  INFO 1 --- [nio-8080-exec-1] c.e.Handler : Received message from CP_001: ",
            "CP_001",
            TEN,
            "received",
        ),
        ("2024-05-01 10:00:00  INFO 1 --- [nio-8080-exec-1] c.e.Handler : [CP001] Sent: ", "CP001", TEN, "sent"),
        ("[2024-05-01 10:00:00] [INFO] [CP-7] OUT ", "CP-7", TEN, "sent"),
        ('2024-05-01T10:00:00Z,CP1,IN,"', None, TEN, "received"),
        ("ws://csms.example:9000/ocpp/CP-7 ", "CP-7", None, None),
        ("2024-05-01 10:00:00 [WS] /ocpp/1.6/CP007 RX: ", "CP007", TEN, "received"),
        ("charger-7 --> csms ", "charger-7", None, "station"),
        ("[CP-7] <- CSMS: ", "CP-7", None, "csms"),
        ("CSMS → CP-7 ", "CP-7", None, "csms"),
        ("CP->CSMS ", None, None, "station"),
        ("📤 Sending: ", None, None, "sent"),
        ("| 10:00 | CP1 | ", "CP1", None, None),
    ],
)
def test_what_a_prefix_says(prefix: str, station: str | None, time: float | None, direction: str | None) -> None:
    said = Prefixes(NO_DIALECTS).context(prefix + FRAME, 0, len(prefix), None, "")
    assert (said.dialect, said.station, said.time, said.direction) == (TEXT, station, time, direction)


@pytest.mark.parametrize(
    "prefix",
    [
        "2024-05-01T10:00:00Z|node-3|ws[12]>> ",
        "2024-05-01 10:00:00 [ocpp16] ",
        "2024-05-01 10:00:00 10.0.0.1:9000: ",
        "connection.py:211: ",
        "[thread-12] ",
        "onMessage ",
        "took 12 ms: ",
        "v1.6: ",
    ],
)
def test_no_station_is_better_than_a_wrong_one(prefix: str) -> None:
    assert Prefixes(NO_DIALECTS).context(prefix + FRAME, 0, len(prefix), None, "").station is None


def test_pairs_behind_the_frame_count_too() -> None:
    prefix = 'level=info msg="'
    said = Prefixes(NO_DIALECTS).context(f'{prefix}{FRAME}" direction=in station=CP9', 0, len(prefix), None, "")
    assert (said.station, said.direction) == ("CP9", "received")


def test_what_was_inferred_once_is_right_for_the_next_line() -> None:
    prefixes = Prefixes(NO_DIALECTS)
    for second, station in enumerate(("CP1", "CP2", "CP1")):
        prefix = f"2024-05-01 10:00:0{second} [x] to {station}: "
        said = prefixes.context(prefix + FRAME, 0, len(prefix), None, "")
        assert (said.station, said.time) == (station, TEN + second)
