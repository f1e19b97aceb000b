"""A firmware update that another one has cancelled may end with a failure; any other failure is reported."""

import pytest

from ocpplint.trackers.behaviour.activity import Activity
from tests.trackers.behaviour.test_bounds import call, exchanged


def kinds(answers: list[tuple[int, str]], request: int | None) -> list[str]:
    """Ask for updates, by id and what the station answers, and return what is found when ``request`` fails."""
    activity = Activity()
    for number, (asked, status) in enumerate(answers):
        exchanged(activity, call(number, "UpdateFirmware", {"requestId": asked}), {"status": status})
    about = {"status": "InstallationFailed"} | ({} if request is None else {"requestId": request})
    found = activity.track(call(99, "FirmwareStatusNotification", about))
    return [each.kind for each in found if hasattr(each, "kind")]


def test_the_cancelled_update_may_fail() -> None:
    assert kinds([(1, "Accepted"), (2, "AcceptedCanceled")], request=1) == []


@pytest.mark.parametrize(
    ("answers", "request_id"),
    [
        ([(1, "Accepted")], 1),
        ([(1, "Accepted"), (2, "AcceptedCanceled")], 2),
        ([(1, "Accepted"), (2, "AcceptedCanceled")], None),
        ([(1, "Accepted"), (2, "Rejected")], 1),
        ([(1, "Accepted"), (2, "AcceptedCanceled"), (3, "Accepted")], 3),
    ],
    ids=["the only one", "the one that cancels", "one without id", "nothing was cancelled", "a later one"],
)
def test_any_other_failure_is_reported(answers: list[tuple[int, str]], request_id: int | None) -> None:
    assert kinds(answers, request_id) == ["failed-update"]
