"""The steps that enrich a setting: which fields each fills, in which order, and that nothing else is changed."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import ocpplint
from ocpplint.facts.fact import Location, Origin
from ocpplint.facts.setting import Evidence, Setting, WrittenSetting
from ocpplint.facts.setting_history import Past
from ocpplint.stations.profile import Profile
from ocpplint.stations.registry import Profiles
from ocpplint.trackers.settings.enrich import STEPS, Step, enrich, enrich_one
from ocpplint.trackers.settings.key_steps import shared_places
from ocpplint.trackers.settings.station_settings import ProfiledSettings, StationSettings

BENDER = Profiles().load("bender")
GENERIC = Profiles().load("generic")
READ, DERIVED = tuple(WrittenSetting.__annotations__), tuple(Setting.__annotations__)
PACKAGE = Path(ocpplint.__path__[0])


def at(line: int) -> Location:
    return Location("site.json", line, 1, line, 2)


def setting(key: str, value: str | None = "1", origin: Origin = "desired", line: int = 1, **said: Any) -> Setting:
    return Setting(key, value, origin, at(line), **said)


def enriched(*settings: Setting, profile: Profile = BENDER, **known: Any) -> list[Setting]:
    return enrich(StationSettings((ProfiledSettings(list(settings), profile),), **known))


def one(key: str, value: str | None = "1", origin: Origin = "desired", **said: Any) -> Setting:
    return enrich_one(setting(key, value, origin, **said), BENDER)


def test_every_derived_field_is_filled_by_one_step() -> None:
    assert [field for step in STEPS for field in step.fields] == sorted(
        DERIVED, key=[field for step in STEPS for field in step.fields].index
    )
    assert len({step.name for step in STEPS}) == len(STEPS)


def test_no_module_changes_what_a_reader_found() -> None:
    """Type checkers refuse it everywhere (`Final`); this holds for what they can't see, too."""
    assert not [found for found in assignments() if found[1] in READ]


def test_only_the_module_of_a_step_assigns_its_fields() -> None:
    homes = {field: {home(step)} for step in STEPS for field in step.fields}
    found: dict[str, set[str]] = {}
    for module, field in assignments():
        if field in DERIVED:
            found.setdefault(field, set()).add(module)
    assert found == homes


def home(step: Step) -> str:
    # What a trace has shown before, the tracker of histories fills while it takes the setting in.
    return "ocpplint.trackers.history.histories" if step.name == "history" else step.run.__module__


def assignments() -> Iterator[tuple[str, str]]:
    """Yield every module that assigns a field of something called a setting, with the field."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(("ocpplint", *path.relative_to(PACKAGE).with_suffix("").parts))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Attribute) or isinstance(node.ctx, ast.Load):
                continue
            if isinstance(node.value, ast.Name) and node.value.id in ("setting", "placed", "known"):
                yield module, node.attr


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Note every field that is written of any setting, in order."""
    fields: list[str] = []

    def write(self: Setting, name: str, value: Any) -> None:
        fields.append(name)
        object.__setattr__(self, name, value)

    with monkeypatch.context() as patch:
        patch.setattr(Setting, "__setattr__", write, raising=False)
        yield fields


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_writes_its_own_fields_alone(step: Step, written: list[str]) -> None:
    def recall(settings: list[Setting]) -> None:
        for each in settings:
            each.history, each.contradicted, each.causes = Past(), True, ()

    by_bender = [
        setting("NumberOfConnectors", "2"),
        setting("RCMBDelta_2", "abc", evidence=(Evidence("path", 2, "the file name", "medium"),)),
        setting("WeldCheckInType", "1"),
        setting("AuthorizationKey", "[AUTH_KEY_MASKED]", "reported"),
        setting("WeldCheck_2", "2"),
        setting("WeldCheck", "2"),
        setting("heartbeatinterval", "30", line=3),
        setting("HeartbeatIntervall", "x" * 600, line=3),
        setting("HeartbeatIntervall", "1", "commanded", outcome="Rejected"),
        setting("EVSE.Power", component="EVSE", variable="Power", attribute="Actual"),
    ]
    by_another = [
        setting("ConnectorPhaseRotation", "1.RST,3.RTS"),
        setting("MeterValueSampleInterval", "soon"),
        setting("LocalAuthListEnabled", "true"),
        setting("LocalAuthListEnabled", "true"),
        setting("ClockAlignedDataInterval", "never", "reported"),
        setting("SupportedFeatureProfiles", "Core"),
    ]
    taught = GENERIC.taught({"MeterValueSampleInterval": "Individual"})
    station = StationSettings(
        (ProfiledSettings(by_bender, BENDER), ProfiledSettings(by_another, taught)),
        proof=lambda _key: at(7),
        shared_text=shared_places(by_bender),
        recall=recall,
        suffix_added=True,
        bare=by_bender[1:3],
    )
    for earlier in STEPS[: STEPS.index(step)]:
        earlier.run(station)
    written.clear()
    step.run(station)
    assert set(written) == set(step.fields)


@pytest.mark.parametrize(
    ("outcome", "accepted", "refused", "answered"),
    [
        (None, False, False, ""),
        ("Accepted", True, False, " (the station answered Accepted)"),
        ("RebootRequired", True, False, " (the station answered RebootRequired)"),
        ("Rejected", False, True, " (the station answered Rejected)"),
        ("NotSupported", False, True, " (the station answered NotSupported)"),
        ("UnknownVariable", False, True, " (the station answered UnknownVariable)"),
        ("FormationViolation", False, False, " (the station answered FormationViolation)"),
    ],
)
def test_answer(outcome: str | None, accepted: bool, refused: bool, answered: str) -> None:
    told = one("HeartbeatInterval", "30", "commanded", outcome=outcome)
    assert (told.accepted, told.refused, told.answered) == (accepted, refused, answered)


def test_access_of_a_command_is_what_its_station_has_told() -> None:
    (command,) = enriched(setting("HeartbeatInterval", "1", "commanded"), readonly={"HeartbeatInterval": True})
    assert (command.readonly, command.stated_readonly) == (True, None)
    assert one("HeartbeatInterval", "1", "reported", stated_readonly=False).readonly is False


def test_evidence_and_connector() -> None:
    nearer = Evidence("field", 2, "`connectorId` beside it")
    assert (one("RCMBDelta", evidence=(nearer,)).connector_meant, one("RCMBDelta").connector_meant) == (2, None)
    assert one("FreevendIdTag_2").connector == one("FreevendIdTag_2").connector_from_key


def test_key_of_a_variable_comes_from_the_device_model() -> None:
    variable = one("EVSE.Power", component="EVSE", variable="Power", evse=2, attribute="MaxSet")
    assert (variable.base_key, variable.level, variable.connector, variable.scope) == (
        "EVSE.Power",
        "evse",
        2,
        None,
    )


def test_scope_of_a_shared_key() -> None:
    suffixed = one("RCMBDelta_2")
    assert (suffixed.base_key, suffixed.scope, suffixed.right_key) == ("RCMBDelta", "Both", "RCMBDelta")
    assert suffixed.connector_suffix == "_2"


def test_confidence_is_that_of_the_weaker() -> None:
    weak = Evidence("path", 2, "the file name", "medium")
    assert one("RCMBDelta", evidence=(weak,)).confidence == "medium"


def test_connectors_of_the_station_by_configuration_then_trace_then_profile() -> None:
    counted = enriched(setting("NumberOfConnectors", "4"), setting("HeartbeatInterval"), connectors=3)
    assert {each.station_connectors for each in counted} == {4}
    command = enriched(setting("NumberOfConnectors", "4", "commanded"), connectors=3)
    assert command[0].station_connectors == 3
    assert one("HeartbeatInterval").station_connectors == BENDER.connectors


def test_neighbours() -> None:
    twice = enriched(setting("HeartbeatInterval"), setting("HeartbeatInterval"), setting("RCMBDelta_2"))
    assert [each.repeated for each in twice] == [True, True, False]
    both = enriched(setting("RCMBDelta"), setting("RCMBDelta_2"))
    assert [each.right_key_set for each in both] == [False, True]


def test_settings_of_other_groups_are_no_neighbours() -> None:
    apart = enriched(setting("HeartbeatInterval", group="/a"), setting("HeartbeatInterval", group="/b"))
    assert [each.repeated for each in apart] == [False, False]


def test_text_that_gives_several_settings() -> None:
    settings = [setting("HeartbeatInterval", line=1), setting("RCMBDelta", line=2), setting("RCMBDelta", line=2)]
    found = enriched(*settings, shared_text=shared_places(settings))
    assert [each.shared_text for each in found] == [False, True, True]


def test_faults_of_keys() -> None:
    assert one("heartbeatinterval").spelled_key == "HeartbeatInterval"
    assert one("HeartbeatIntervall").near_key == "HeartbeatInterval"
    beside = enriched(setting("HeartbeatIntervall"), setting("HeartbeatInterval"))
    assert beside[0].near_key is None
    assert one("heartbeatinterval", origin="reported").spelled_key is None


def test_a_configuration_that_describes_its_station() -> None:
    described = enriched(setting("NumberOfConnectors", "2"), setting("GetConfigurationMaxKeys", "50"))
    assert [each.describes_station for each in described] == [True, True]
    assert not one("NumberOfConnectors", "2").describes_station


def test_feature_profile_that_the_station_lacks() -> None:
    (command,) = enriched(
        setting("LocalAuthListEnabled", "true", "commanded"), stated={"SupportedFeatureProfiles": "Core"}
    )
    assert command.missing_profile == "LocalAuthListManagement"


def test_length() -> None:
    assert (one("K" * 51).too_long, one("HeartbeatInterval", "1" * 501).too_long) == ("key", "value")
    assert one("HeartbeatInterval", "1" * 500).too_long is None


def test_value_by_the_key_and_by_the_station() -> None:
    assert one("HeartbeatInterval", "soon").value_fault == "type"
    reported = one("HeartbeatInterval", "soon", "reported")
    assert (reported.value_fault, reported.reported_fault) == (None, "type")
    (command,) = enriched(
        setting("ConnectorPhaseRotation", "1.RST,3.RTS", "commanded"), profile=GENERIC, connectors=2
    )
    assert (command.value_fault, command.value_reason) == (
        "item",
        "names connector 3, and the station has 2 connectors",
    )


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("HeartbeatInterval", "300", None),
        ("HeartbeatInterval", "60s", "type"),
        ("LocalPreAuthorize", "False", None),
        ("HeartbeatInterval", "60.0", None),
        ("MeterValuesSampledData", "true", "item"),
        ("ConnectorPhaseRotation", "false", "choice"),
        ("ConnectorPhaseRotation", "1.RST,2.RTS", None),
        ("SupportedFeatureProfiles", "Core, Local Auth List Management", None),
        ("RCMBDelta", "100000", None),
        ("RCMBDelta", "many", "type"),
        ("Vendor", "anything", None),
        ("HeartbeatInterval", "", None),
    ],
)
def test_a_report_is_judged_by_the_standard_only(key: str, value: str, fault: str | None) -> None:
    assert one(key, value, "reported").reported_fault == fault
