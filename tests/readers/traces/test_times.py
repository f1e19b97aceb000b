"""Time stamps as logs write them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.readers.traces.times import find_stamp, read_stamp, read_time


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2024-05-01T10:00:00Z", 1714557600.0),
        ("2024-05-01T10:00:00.250Z", 1714557600.25),
        ("2024-05-01T12:00:00+02:00", 1714557600.0),
        ("2024-05-01T05:30:00-0430", 1714557600.0),
        ("2024-05-01 10:00:00,250", 1714557600.25),
        ("2024/05/01 10:00:00", 1714557600.0),
        ("10:00:00.5", 36000.5),
        ("1969-12-31T23:59:59Z", -1.0),
        ("2024-05-01 10:00:00:250", 1714557600.25),
        ("2024-05-01 12:00:00.250 +02:00", 1714557600.25),
        ("2024-05-01 10:00:00 UTC", 1714557600.0),
        ("1.5.2024, 10:00:00", 1714557600.0),
        ("5/1/2024, 10:00:00 AM", 1714557600.0),
        ("5/1/2024, 12:00:00 AM", 1714521600.0),
        ("31/12/2023, 12:00:00", 1704024000.0),
        ("12/31/2023, 12:00:00", 1704024000.0),
        ("01/May/2024:12:00:00 +0200", 1714557600.0),
        ("01-May-2024 10:00:00", 1714557600.0),
        ("May 01 10:00:00 2024", 1714557600.0),
        ("Jan  1 00:00:10", 63072010.0),
        ("02-29 00:00:00.5", 68169600.5),
        ("2024-13-01T10:00:00Z", None),
        ("2024-00-01T10:00:00Z", None),
        ("whatever", None),
    ],
)
def test_a_stamp(text: str, seconds: float | None) -> None:
    assert read_stamp(text) == seconds


def test_a_stamp_within_text() -> None:
    assert find_stamp("<134>1 2024-05-01T10:00:00Z host app: ") == 1714557600.0
    assert find_stamp("[22.7.2024, 20:49:32] debug") == 1721681372.0
    assert find_stamp("Wed May 01 10:00:00 2024 host") == 1714557600.0
    assert find_stamp("10.1.2.3:9000 12:34:567 v1.2024-05-01") is None


@pytest.mark.parametrize("value", [True, None, [], {}, 12, -5.0, "soon", float("nan"), float("inf")])
def test_what_is_no_time(value: object) -> None:
    assert read_time(value) is None


@given(st.datetimes())
def test_any_moment_is_read_as_the_calendar_has_it(moment: datetime.datetime) -> None:
    seconds = moment.replace(tzinfo=datetime.UTC).timestamp()
    for text in (moment.isoformat(" "), moment.isoformat() + "Z"):
        assert read_stamp(text) == pytest.approx(seconds, abs=1e-3)
