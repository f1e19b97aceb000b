"""What is wrong with a payload, in words; which times are right; which version a station speaks."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocpplint.schemas.catalogue import MODERN, OLD, VERSIONS, Schema, catalogue, versions_with
from ocpplint.schemas.errorcodes import meaning
from ocpplint.schemas.explain import explain
from ocpplint.trackers.messages.versions import SpokenVersion

RIGHT_TIMES = [
    "2026-03-01T10:00:00Z",
    "2026-03-01t10:00:00z",
    "2026-03-01T10:00:00.5Z",
    "2026-03-01T10:00:00.123456789Z",
    "2026-03-01T10:00:00+01:00",
    "2026-03-01T10:00:00-00:00",
    "2026-12-31T23:59:60Z",
]
WRONG_TIMES = {
    "2026-03-01T10:00:00": "it has no time zone",
    "2026-03-01 10:00:00Z": "a blank stands where `T` belongs",
    "2026-03-01T9:00:00Z": "the hour has one digit",
    "2026-03-01T10:00:00+03": "the offset has no minutes",
    "2026-03-01T10:00:00+0300": "the offset has no colon",
    "2026-03-01T10:00Z": "it has no seconds",
    "2026-03-01T10:00:00,5Z": "a comma stands",
    "2026-03-01": "it has no time of day",
    "2026-02-30T10:00:00Z": "there is no such day or time",
    "2026-03-01T24:00:00Z": "there is no such day or time",
    " 2026-03-01T10:00:00Z": "blanks stand around it",
    "": "it is empty",
    "1772359200": "it is not a date and a time",
    "yesterday": "it is not a date and a time",
}


def schema(action: str, version: str = "1.6") -> Schema:
    found = catalogue(version).call(action)
    assert found is not None
    return found


def profile(limit: float) -> dict[str, Any]:
    period = {"startPeriod": 0, "limit": limit}
    return {
        "connectorId": 1,
        "csChargingProfiles": {
            "chargingProfileId": 1,
            "stackLevel": 0,
            "chargingProfilePurpose": "TxDefaultProfile",
            "chargingProfileKind": "Absolute",
            "chargingSchedule": {"chargingRateUnit": "A", "chargingSchedulePeriod": [period]},
        },
    }


def test_every_limit_with_one_decimal_is_accepted() -> None:
    accepts = schema("SetChargingProfile").accepts
    assert [tenths / 10 for tenths in range(10_000) if not accepts(profile(tenths / 10))] == []
    assert [limit for limit in (21.4, 6.6, 0.3, 32, 22_000.1) if not accepts(profile(limit))] == []
    assert [limit for limit in (6.66, 0.05, 21.45) if accepts(profile(limit))] == []


@pytest.mark.parametrize("text", RIGHT_TIMES)
def test_a_time_that_is_right(text: str) -> None:
    status = {"connectorId": 1, "errorCode": "NoError", "status": "Available", "timestamp": text}
    assert schema("StatusNotification").accepts(status)


@pytest.mark.parametrize(("text", "words"), WRONG_TIMES.items())
def test_a_time_that_is_wrong_is_told_why(text: str, words: str) -> None:
    status = {"connectorId": 1, "errorCode": "NoError", "status": "Available", "timestamp": text}
    assert not schema("StatusNotification").accepts(status)
    (fault,) = explain(schema("StatusNotification"), status)
    assert (fault.kind, fault.field) == ("timestamp", "timestamp")
    assert words in fault.reason


@pytest.mark.parametrize(
    ("action", "payload", "field", "reason"),
    [
        ("Authorize", {}, "idTag", "the required field `idTag` is missing"),
        ("Authorize", {"idTag": "x" * 21}, "idTag", "`idTag` has 21 characters and may have 20"),
        ("Authorize", {"idTag": 5}, "idTag", "`idTag` is a whole number and must be a string"),
        ("Authorize", {"idTag": "A", "tag": "B"}, "tag", "there is no field `tag`; did you mean `idTag`?"),
        ("Authorize", {"idTag": "A", "token": "B"}, "token", "there is no field `token`"),
        ("Authorize", {"id_tag": "A"}, "id_tag", "there is no field `id_tag`: write `idTag`, which is required"),
        ("Reset", {"type": "soft"}, "type", '`type` can\'t be "soft"; did you mean `Soft`?'),
        ("Reset", {"type": "Now"}, "type", '`type` can\'t be "Now"; allowed: Hard, Soft'),
        ("Reset", {"type": None}, "type", "`type` is null and must be one of Hard, Soft"),
        ("UnlockConnector", {"connectorId": 1.0}, "connectorId", "is a number written with a decimal point"),
        (
            "UnlockConnector",
            {"connectorId": -1},
            "connectorId",
            "is -1 and must be at least 1 (OCPP 1.6, section 6.53)",
        ),
        ("Authorize", {"idTag": ""}, "idTag", "`idTag` is empty, and it is required (OCPP 1.6, section 6.1)"),
        (
            "MeterValues",
            {"connectorId": 1, "meterValue": []},
            "meterValue",
            "has 0 items and must have at least 1",
        ),
        (
            "SetChargingProfile",
            profile(6.66),
            "",
            "`csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].limit`",
        ),
    ],
)
def test_a_rejected_payload_is_explained(action: str, payload: Any, field: str, reason: str) -> None:
    faults = explain(schema(action), payload)
    assert any(reason in fault.reason and field in fault.field for fault in faults)
    if action != "Reset" or payload["type"] is not None:
        assert len(faults) == 1


def test_a_long_value_is_not_repeated_in_full() -> None:
    (fault,) = explain(schema("Reset"), {"type": "y" * 500})
    assert len(fault.reason) < 120


def test_a_secret_that_is_too_long_is_not_repeated() -> None:
    (fault,) = explain(schema("ChangeConfiguration"), {"key": "AuthorizationKey", "value": "Winter7413" * 60})
    assert "Winter" not in fault.reason


@pytest.mark.parametrize("value", ["**Available**", "2026-**-**T10:00:00Z", "********"])
def test_what_people_did_to_the_log_is_not_the_stations_fault(value: str) -> None:
    status = {"connectorId": 1, "errorCode": "NoError", "status": value, "timestamp": value}
    assert explain(schema("StatusNotification"), status) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.sampled_from(VERSIONS), st.sampled_from(["BootNotification", "MeterValues", "SendLocalList"]), JSON)
def test_whatever_is_sent_is_accepted_or_explained(version: str, action: str, payload: Any) -> None:
    known = schema(action, version)
    faults = explain(known, payload)
    assert bool(faults) is not known.accepts(payload) or "**" in repr(payload)
    assert len(faults) <= 5


def test_a_payload_that_nests_beyond_reason_is_explained() -> None:
    value: Any = []
    for _ in range(900):
        value = [value]
    assert [fault.kind for fault in explain(schema("ChangeConfiguration"), {"key": "a", "value": value})] == [
        "payload"
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_schema_compiles_and_takes_its_clauses(version: str) -> None:
    known = catalogue(version)
    for action in known.actions:
        assert known.call(action) is not None
        known.result(action)
    assert len(known.actions) == {"1.6": 39, "2.0.1": 64, "2.1": 91}[version]


def test_actions_and_the_versions_that_have_them() -> None:
    assert versions_with("ChangeConfiguration") == ("1.6",)
    assert versions_with("SetVariables") == ("2.0.1", "2.1")
    assert versions_with("NotifyPeriodicEventStream") == ("2.1",)
    assert versions_with("Heartbeat") == VERSIONS
    assert versions_with("BootNotificationRequest") == ()


@pytest.mark.parametrize(
    ("code", "versions", "known"),
    [
        ("FormationViolation", OLD, True),
        ("OccurenceConstraintViolation", OLD, True),
        ("OccurrenceConstraintViolation", OLD, True),
        ("FormatViolation", OLD, False),
        ("MessageTypeNotSupported", MODERN, True),
        ("FormationViolation", MODERN, False),
        ("FormationViolation", VERSIONS, True),
        ("", VERSIONS, False),
    ],
)
def test_an_error_code_is_one_of_the_version(code: str, versions: tuple[str, ...], known: bool) -> None:
    assert meaning(code, versions)[1] is known


def test_a_boot_shows_the_version_by_its_shape() -> None:
    spoken = SpokenVersion()
    spoken.boot({"chargePointVendor": "Acme"})
    assert spoken.candidates == OLD
    spoken.boot({"chargingStation": {}})
    assert spoken.candidates == MODERN
    spoken.boot({"vendor": "Acme"})
    assert spoken.candidates == MODERN


def test_one_message_alone_settles_no_version() -> None:
    spoken = SpokenVersion()
    assert [spoken.vote(old=False, modern=True) for _ in range(2)] == [False, False]
    assert spoken.candidates == VERSIONS
    assert not spoken.vote(old=True, modern=True)
    assert spoken.vote(old=False, modern=True)
    assert spoken.candidates == MODERN


def test_the_logs_word_counts() -> None:
    spoken = SpokenVersion()
    spoken.state("2.0.1")
    assert (spoken.candidates, spoken.is_settled, spoken.is_shown) == (("2.0.1",), True, True)
