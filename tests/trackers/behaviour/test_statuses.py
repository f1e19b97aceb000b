"""Which changes of a connector's status are taken for impossible: those of OCPP 1.6, 4.9, and what it lets a station omit."""

from itertools import permutations

import pytest

from ocpplint.facts.events import Incident
from ocpplint.facts.fact import Location
from ocpplint.facts.message import Message
from ocpplint.trackers.behaviour.activity import Activity

STATUSES = (
    *("Available", "Preparing", "Charging", "SuspendedEV", "SuspendedEVSE"),
    *("Finishing", "Reserved", "Unavailable", "Faulted"),
)
IMPOSSIBLE = {
    *((before, "Finishing") for before in ("Available", "Reserved", "Unavailable")),
    *((before, "Preparing") for before in ("Charging", "SuspendedEV", "SuspendedEVSE")),
}
"""What a session would have to lie before, and what would begin a second one."""


def incidents(*payloads: object) -> list[str]:
    lives = Activity()
    found: list[str] = []
    for line, payload in enumerate(payloads, 1):
        place = Location("csms.log", line, 1, 1, 2)
        message = Message(2, f"m{line}", "StatusNotification", payload, place, "CP1", "station", 60.0 * line)
        found += [fact.kind for fact in lives.track(message) if isinstance(fact, Incident)]
    return found


@pytest.mark.parametrize(("before", "after"), list(permutations(STATUSES, 2)))
def test_only_what_no_session_explains_is_impossible(before: str, after: str) -> None:
    told = [{"connectorId": 1, "errorCode": "NoError", "status": status} for status in (before, after)]
    assert ("status-transition" in incidents(*told)) == ((before, after) in IMPOSSIBLE)


@pytest.mark.parametrize(
    ("before", "after"), list(permutations(("Available", "Occupied", "Reserved", "Unavailable", "Faulted"), 2))
)
def test_no_change_of_ocpp_2_is_impossible(before: str, after: str) -> None:
    told = [{"evseId": 1, "connectorId": 1, "connectorStatus": status} for status in (before, after)]
    assert "status-transition" not in incidents(*told)
