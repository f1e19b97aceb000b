"""What sequences mean, said once more: naively, over the whole stream at a time, in quadratic time.

A stream is a list of facts, each known by its place in it. The streaming operator must find the same.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

GRACE, TOLERANCE, LINES = 60.0, 5.0, 10


class Step(NamedTuple):
    """A call ``F`` (first), ``T`` (then), ``N`` (never), ``U`` (until) or ``x``, or ``L``: something was lost."""

    kind: str
    station: str
    connector: int | None
    time: float | None


Stream = Sequence[Step]


def loosely(one: Step, two: Step) -> bool:
    return one.station == two.station and (
        one.connector == two.connector or None in (one.connector, two.connector)
    )


def exactly(one: Step, two: Step) -> bool:
    return (one.station, one.connector) == (two.station, two.connector)


def not_before(one: Step, two: Step) -> bool:
    """Whether the times do not say that one is before two."""
    return one.time is None or two.time is None or one.time >= two.time


def passed(stream: Stream, after: int, station: str, moment: float | None) -> int:
    """Return the place at which the clock of a station is past a moment; the end if it never is."""
    times: list[float] = []
    for place, step in enumerate(stream):
        if step.kind != "L" and step.station == station and step.time is not None:
            times.append(step.time)
        if moment is not None and place > after and times and max(times) > moment:
            return place
    return len(stream)


def lost(stream: Stream, first: int, end: int) -> bool:
    return any(step.kind == "L" for step in stream[first + 1 : end])


def places(stream: Stream, kind: str) -> Iterator[int]:
    return (place for place, step in enumerate(stream) if step.kind == kind)


def ended_before(stream: Stream, first: int) -> bool:
    """Whether an ``until`` that stands before the first fact is stamped after it."""
    one = stream[first]
    return any(
        loosely(stream[u], one)
        and stream[u].time is not None
        and one.time is not None
        and not_before(stream[u], one)
        for u in places(stream[:first], "U")
    )


def may_settle(stream: Stream, then: int, first: int, deadline: float | None) -> bool:
    it, one = stream[then], stream[first]
    if not loosely(it, one) or (deadline is not None and it.time is not None and it.time > deadline):
        return False
    if then > first:
        return True
    if it.time is not None and one.time is not None:
        return it.time >= one.time - TOLERANCE
    return first - then <= LINES


def missing_within(stream: Stream, within: float) -> list[int]:
    """The places of first facts that ``then`` does not follow ``within``."""
    found = []
    for first in places(stream, "F"):
        time = stream[first].time
        if time is None:
            continue
        station, deadline = stream[first].station, time + within
        decided = passed(stream, first, station, deadline + GRACE)
        is_past = passed(stream, -1, station, deadline) < len(stream)
        settled = any(may_settle(stream, then, first, deadline) for then in places(stream[:decided], "T"))
        if is_past and not settled and not lost(stream, first, decided):
            found.append(first)
    return found


def missing_until(stream: Stream) -> list[int]:
    """The places of first facts that ``then`` does not follow before ``until`` does."""
    found = []
    for first in places(stream, "F"):
        one = stream[first]
        ends = [
            u for u in places(stream, "U") if u > first and exactly(stream[u], one) and not_before(stream[u], one)
        ]
        if not ends or ended_before(stream, first):
            continue
        end = stream[ends[0]]
        decided = passed(stream, ends[0], end.station, None if end.time is None else end.time + GRACE)
        settled = any(
            may_settle(stream, then, first, None)
            and (
                then < ends[0]
                or (stream[then].time is not None and end.time is not None and not_before(end, stream[then]))
            )
            for then in places(stream[:decided], "T")
        )
        if not settled and not lost(stream, first, decided):
            found.append(first)
    return found


def forbidden(stream: Stream, within: float | None) -> list[int]:
    """The places of ``never`` facts that come after a first fact and before its end."""
    return [
        n
        for n in places(stream, "N")
        if any(_breaks(stream, n, first, within) for first in places(stream[:n], "F"))
    ]


def _breaks(stream: Stream, n: int, first: int, within: float | None) -> bool:
    it, one = stream[n], stream[first]
    if not (exactly(it, one) and not_before(it, one)) or lost(stream, first, n) or ended_before(stream, first):
        return False
    if within is not None:
        if it.time is None or one.time is None or it.time > one.time + within:
            return False
        if passed(stream, first, one.station, one.time + within + GRACE) <= n:
            return False
    ends = [u for u in places(stream, "U") if u > first and loosely(stream[u], one)]
    if not ends:
        return True
    if ends[0] < n:
        return False
    decided = passed(stream, n, it.station, None if it.time is None else it.time + GRACE)
    return ends[0] >= decided or not_before(stream[ends[0]], it)
