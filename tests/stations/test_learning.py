"""Learning which keys a station has once and which for each connector: what reports prove, and what they do not."""

from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ocpplint.stations.learning import ConfigurationReport, Lessons
from ocpplint.stations.profile import Profile
from ocpplint.stations.registry import Profiles
from tests.support.learning_sample import COUNTS, two_connectors

BENDER = Profiles().load("bender")
OTHERS = {"NumberOfConnectors": "Shared", "GetConfigurationMaxKeys": "Shared"}

# Names as vendors give them; some end like a connector's suffix, which is what makes learning hard.
words = st.from_regex(r"[A-Z][a-z]{1,6}(?:[A-Z][a-z]{1,6}){1,2}(?:[0-9]|_A|_3)?", fullmatch=True)
unknown_keys = words.filter(lambda key: BENDER.read_key(key).spec is None)
key_sets = st.sets(unknown_keys, min_size=1, max_size=12).filter(
    lambda keys: len({k.lower() for k in keys}) == len(keys)
)
quick = settings(max_examples=60, phases=[Phase.explicit, Phase.generate])


def learned(*reports: ConfigurationReport, profile: Profile = BENDER, **options: Any) -> dict[str, str]:
    lessons = Lessons(profile, **options)
    for report in reports:
        lessons.take(report)
    return lessons.scopes()


def whole(values: dict[str, str]) -> ConfigurationReport:
    return ConfigurationReport(values, asked=())


@quick
@given(key_sets, st.data())
def test_a_report_of_all_keys_gives_back_the_scopes_it_was_made_from(keys: set[str], data: st.DataObject) -> None:
    individual = data.draw(st.sets(st.sampled_from(sorted(keys)), min_size=1))
    values = two_connectors(individual, keys - individual)
    shuffled = dict(data.draw(st.permutations(list(values.items()))))
    expected = {key: "Individual" if key in individual else "Shared" for key in keys} | OTHERS
    assert learned(whole(shuffled)) == expected


@quick
@given(key_sets, st.data())
def test_a_part_of_the_keys_proves_no_key_shared(keys: set[str], data: st.DataObject) -> None:
    """What a filtered report shows, and what one shows that was cut, is true of the station it comes from."""
    individual = data.draw(st.sets(st.sampled_from(sorted(keys)), min_size=1))
    values = two_connectors(individual, keys - individual)
    shown = data.draw(st.sets(st.sampled_from(sorted(values)), min_size=1))
    part = {key: value for key, value in values.items() if key in shown} | {"NumberOfConnectors": "2"}
    cut = part | {"GetConfigurationMaxKeys": str(len(part | COUNTS))}
    for report in (
        ConfigurationReport(part | COUNTS, asked=tuple(part)),
        ConfigurationReport(cut, asked=()),
        ConfigurationReport(part | COUNTS),
    ):
        found = learned(report)
        assert set(found.values()) <= {"Individual"}
        assert set(found) <= individual


@quick
@given(key_sets, st.data())
def test_reports_of_parts_prove_together_what_they_show_together(keys: set[str], data: st.DataObject) -> None:
    """Whoever asks for every key and its counterpart, some at a time, learns as much as from one report of all."""
    individual = sorted(data.draw(st.sets(st.sampled_from(sorted(keys)), min_size=1)))
    values = two_connectors(individual, keys - set(individual))
    asked = [name for key in sorted(keys) for name in (key, f"{key}_2")]
    always = [*COUNTS, individual[0], f"{individual[0]}_2"]
    reports = []
    for start in range(0, len(asked), 4):
        names = [*always, *asked[start : start + 4]]
        shown = {name: values[name] for name in names if name in values}
        reports.append(
            ConfigurationReport(shown, tuple(name for name in names if name not in values), tuple(names))
        )
    assert learned(*reports) == {key: "Individual" if key in individual else "Shared" for key in keys}


PAIR = {"ConnectorPhaseRotation": "RST", "ConnectorPhaseRotation_2": "RTS"}


@pytest.mark.parametrize(
    ("reports", "why"),
    [
        ([whole(COUNTS | {"NumberOfConnectors": "1"} | PAIR | {"Foo": "1"})], "one connector"),
        ([whole(COUNTS | {"Foo": "1"})], "no pair: a maker without the suffix, or connector 2 is off"),
        ([whole(PAIR | {"NumberOfConnectors": "2", "Foo": "1"})], "how many keys fit into one answer is not said"),
        (
            [whole({"GetConfigurationMaxKeys": "500", "Foo": "1", "Foo_2": "1", "Bar": "1"})],
            "a pair may be chance",
        ),
        ([ConfigurationReport(COUNTS | PAIR | {"Foo": "1"})], "what was asked for is not known"),
        (
            [ConfigurationReport(COUNTS | PAIR | {"Foo": "1"}, ("Bar",), ())],
            "an answer that denies keys was asked for some",
        ),
        (
            [ConfigurationReport(COUNTS | {"Foo": "1"}, ("Foo_2",), ("Foo", "Foo_2"))],
            "connector 2 took no part in the answer",
        ),
        (
            [whole(COUNTS | {"Foo": "1"}), ConfigurationReport(PAIR, asked=tuple(PAIR))],
            "connector 2 was off when all was asked for",
        ),
    ],
)
def test_what_proves_nothing(reports: list[ConfigurationReport], why: str) -> None:
    assert "Foo" not in learned(*reports), why


def test_a_key_that_the_station_says_it_does_not_have_is_not_there() -> None:
    report = ConfigurationReport(COUNTS | PAIR | {"Foo": "1"}, ("Foo_2",), (*COUNTS, *PAIR, "Foo", "Foo_2"))
    assert learned(report) == {"Foo": "Shared"}


def test_two_reports_that_contradict_each_other_prove_nothing() -> None:
    once, twice = COUNTS | PAIR | {"Foo": "1"}, COUNTS | PAIR | {"Foo": "1", "Foo_2": "1"}
    lessons = Lessons(BENDER)
    lessons.take(whole(once))
    assert lessons.scopes()["Foo"] == "Shared"
    lessons.take(whole(twice))
    assert "Foo" not in lessons.scopes()
    assert [key for key, _ in lessons.contradictions()] == ["Foo"]


def test_the_registry_knows_better() -> None:
    values = COUNTS | PAIR | {"RCMBDelta": "1", "RCMBDelta_2": "1", "WeldCheck": "0"}
    lessons = Lessons(BENDER)
    lessons.take(whole(values))
    assert lessons.scopes() == OTHERS
    assert dict(lessons.contradictions()) == {
        "RCMBDelta": "it is reported for each connector, and the registry gives it scope Both",
        "WeldCheck": "it is reported for one connector, and the registry gives it scope Individual",
    }


def test_keys_do_not_differ_by_case() -> None:
    values = COUNTS | PAIR | {"fooBar": "1", "FooBar_2": "1"}
    assert learned(whole(values)) == OTHERS | {"fooBar": "Individual"}


def test_a_maker_with_forms_for_both_connectors() -> None:
    wallbox = Profiles("wallbox").default
    values = COUNTS | {
        "ledConn1": "1",
        "ledConn2": "1",
        "chargingALimitConn1": "6",
        "chargingALimitConn2": "6",
        "Foo": "1",
    }
    assert learned(whole(values), profile=wallbox) == OTHERS | {"led": "Individual", "Foo": "Shared"}


@pytest.mark.parametrize("name", ["generic", "keba", "alfen", "ecotap"])
def test_makers_that_write_no_connector_into_just_any_key_teach_nothing(name: str) -> None:
    values = COUNTS | PAIR | {"Foo": "1", "Bar": "1", "Bar_2": "2", "chg_Ch1Options": "", "chg_Ch2Options": ""}
    assert learned(whole(values), profile=Profiles(name).default) == {}


def test_a_dump_that_holds_what_the_standard_requires_may_be_trusted() -> None:
    required = {
        key: "1"
        for key in BENDER.key_names()
        if (spec := BENDER.spec(key)) is not None and spec.required and spec.feature_profile == "Core"
    }
    assert len(required) >= 20
    dump = ConfigurationReport(required | COUNTS | PAIR | {"Foo": "1"})
    assert learned(dump, trusts_dumps=True)["Foo"] == "Shared"
    assert "Foo" not in learned(dump)
    few = ConfigurationReport(COUNTS | PAIR | {"Foo": "1"})
    assert "Foo" not in learned(few, trusts_dumps=True)


def test_memory_is_bounded() -> None:
    lessons = Lessons(BENDER)
    for number in range(30):
        lessons.take(whole({f"Key{number}x{index}y": "" for index in range(500)} | COUNTS | PAIR))
    assert len(lessons._spelled) <= 5_000


def test_a_taught_profile_reads_keys_by_what_was_taught_and_by_nothing_else() -> None:
    taught = BENDER.taught(
        {"Foo": "Individual", "Bar": "Shared", "RCMBDelta": "Individual", "HeartbeatInterval": "Shared"}
    )
    assert (taught.read_key("Foo").connector, taught.read_key("foo_2").connector) == (1, 2)
    assert taught.read_key("Foo-2").suffix == "-2"
    assert [taught.read_key(key).base_key for key in ("BAR_2", "Baz_2")] == ["Bar", "Baz"]
    scopes = {
        key: spec.scope for key in ("Bar", "RCMBDelta", "HeartbeatInterval", "Baz") if (spec := taught.spec(key))
    }
    assert scopes == {"Bar": "Shared", "RCMBDelta": "Both", "HeartbeatInterval": "Shared"}
    heartbeat = taught.spec("HeartbeatInterval")
    assert heartbeat is not None
    assert (heartbeat.type, heartbeat.learned, heartbeat.confidence) == ("integer", True, "high")
    foo = taught.spec("Foo")
    assert foo is not None
    assert foo.confidence == "medium"
    assert BENDER.read_key("Foo").connector is None
    assert taught.untaught is BENDER
