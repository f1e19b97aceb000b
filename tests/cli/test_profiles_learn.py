"""``ocpplint profiles learn``: from a station's reports to a profile in use."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ocpplint.facts.fact import Location
from ocpplint.stations.learned import LearnedProfile
from ocpplint.stations.learning import ConfigurationReport
from ocpplint.stations.profile_check import faults_in
from ocpplint.stations.profile_writing import profile_text
from ocpplint.stations.registry import Profiles
from tests.support.command import write
from tests.support.in_process import run
from tests.support.learning_sample import COUNTS, answer, exchange, two_connectors

PHASES = {"ConnectorPhaseRotation": "RST", "ConnectorPhaseRotation_2": "RTS"}
VALUES = (
    COUNTS | PHASES | {"HeartbeatInterval": "300", "Foo": "16", "Foo_2": "10", "WifiPassword": "hunter2hunter2"}
)
LOG = exchange(answer(VALUES, readonly=["Foo", "Foo_2"])) + exchange(
    answer(VALUES, readonly=["Foo", "Foo_2"]), number=2
)


def test_what_is_learned_is_used(tmp_path: Path) -> None:
    config = {"Foo_3": 5, "HeartbeatInterval_2": 60, "ConnectorPhaseRotation": "RST"}
    write(tmp_path, {"csms.log": LOG, "cp7.json": json.dumps(config)})
    outcome = run("profiles", "learn", "csms.log", "-o", "depot.yaml", cwd=tmp_path)
    assert (outcome.code, outcome.out) == (0, "")
    assert "wrote depot.yaml: 5 keys, 5 with a scope" in outcome.err
    assert run("profiles", "check", "depot.yaml", cwd=tmp_path).code == 0
    checked = run("check", "cp7.json", "--profile", "depot.yaml", "--output-format", "json", cwd=tmp_path)
    found = json.loads(checked.out)["findings"]
    assert {(f["code"], f["key"], f["confidence"]) for f in found} == {
        ("SCP007", "Foo_3", "medium"),
        ("SCP001", "HeartbeatInterval_2", "medium"),
    }
    assert all("learned from 2 reports, the first in csms.log, line 2" in f["message"] for f in found)


def test_the_file_says_what_is_known_and_how(tmp_path: Path) -> None:
    write(tmp_path, {"csms.log": LOG})
    outcome = run("profiles", "learn", "csms.log", cwd=tmp_path)
    data = yaml.safe_load(outcome.out)
    assert (data["name"], data["extends"]) == ("learned", "bender")
    assert data["keys"]["Foo"] == {
        "scope": "Individual",
        "access": "R",
        "type": "integer",
        "learned": True,
        "source": "learned from 2 reports, the first in csms.log, line 2",
        "confidence": "medium",
    }
    assert data["keys"]["HeartbeatInterval"]["scope"] == "Shared"
    assert "ConnectorPhaseRotation" not in data["keys"]
    assert "hunter2" not in outcome.out + outcome.err


def test_a_boot_tells_make_and_firmware(tmp_path: Path) -> None:
    payload = '{"chargePointVendor":"Bender","chargePointModel":"CC613","firmwareVersion":"5.33.5"}'
    write(tmp_path, {"csms.log": f'CP7: receive message [2,"b1","BootNotification",{payload}]\n{LOG}'})
    data = yaml.safe_load(run("profiles", "learn", "csms.log", cwd=tmp_path).out)
    assert (data["title"], data["firmware"]) == ("Keys of Bender CC613, as they are reported", "5.33.5")


def test_a_dump_serves_as_well(tmp_path: Path) -> None:
    bender = Profiles().load("bender")
    standard = {key: "1" for key in bender.key_names() if (spec := bender.spec(key)) is not None and spec.required}
    write(tmp_path, {"dump.json": json.dumps(answer(standard | VALUES))})
    outcome = run("profiles", "learn", "dump.json", cwd=tmp_path)
    assert yaml.safe_load(outcome.out)["keys"]["WifiPassword"]["scope"] == "Shared"
    assert "what was asked for is not known" in outcome.err
    write(tmp_path, {"filtered.json": json.dumps(answer(standard | VALUES, unknown=["Bar"]))})
    filtered = yaml.safe_load(run("profiles", "learn", "filtered.json", cwd=tmp_path).out)
    assert {key: said.get("scope") for key, said in filtered["keys"].items() if said.get("scope")} == {
        "Foo": "Individual"
    }


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (exchange(answer(VALUES)), "there is one report: nothing confirms it"),
        (exchange(answer(VALUES)), "only 6 keys are reported"),
        (exchange(answer(VALUES), asked=["Foo"]), "no report is known to hold all keys"),
        (exchange(answer(VALUES | {"NumberOfConnectors": "1"})), "the station has one connector"),
        (exchange(answer({"Foo": "1", "Bar": "2"})), "it may be a station with one"),
        (exchange(answer({"Foo": "1", "Foo_2": "2"})), "may be chance: Foo"),
        (
            exchange(answer(COUNTS | {"Foo": "1", "Foo_2": "2"})),
            "no key that the registry knows to be there for each",
        ),
        (exchange(answer(VALUES | {"Bar_2": "1"})), "never by the bare key: Bar"),
        (
            LOG + exchange(answer(COUNTS | PHASES | {"Foo": "1"}), number=3),
            "Foo: a report of all keys shows it for one",
        ),
        (LOG + exchange(answer(VALUES), number=3), "Foo: reported as read-only and as writable"),
        (
            LOG + exchange(answer(COUNTS | PHASES | {"Foo": "1"}), station="CP8"),
            "Foo: one station has it once, another",
        ),
        (exchange(answer(VALUES | {"RCMBDelta_2": "1", "RCMBDelta": "1"})), "the registry gives it scope Both"),
    ],
)
def test_thin_and_contradictory_evidence_is_stated_in_the_file_and_beside_it(
    tmp_path: Path, text: str, note: str
) -> None:
    write(tmp_path, {"csms.log": text})
    outcome = run("profiles", "learn", "csms.log", cwd=tmp_path)
    assert outcome.code == 0
    assert note in outcome.err
    comments = " ".join(line.lstrip("# ") for line in outcome.out.splitlines() if line.startswith("#"))
    assert note in comments


def test_stations_that_contradict_each_other_leave_the_scope_open(tmp_path: Path) -> None:
    other = exchange(answer(COUNTS | PHASES | {"Foo": "1"}), station="CP8")
    write(tmp_path, {"csms.log": LOG + other})
    assert "scope" not in yaml.safe_load(run("profiles", "learn", "csms.log", cwd=tmp_path).out)["keys"]["Foo"]
    one = run("profiles", "learn", "csms.log", "--station", "CP8", cwd=tmp_path)
    assert yaml.safe_load(one.out)["keys"]["Foo"]["scope"] == "Shared"


def test_what_goes_wrong_is_said(tmp_path: Path) -> None:
    payload = '{"chargePointVendor":"Wallbox","chargePointModel":"Copper"}'
    other = f'CP8: receive message [2,"b1","BootNotification",{payload}]\n' + LOG.replace("CP7", "CP8")
    write(
        tmp_path, {"csms.log": LOG, "two.log": LOG + other, "empty.log": "nothing\n", "kept.yaml": "name: mine\n"}
    )
    assert run("profiles", "learn", "empty.log", cwd=tmp_path)[::2] == (
        3,
        "ocpplint: no answer to GetConfiguration in empty.log\n",
    )
    assert run("profiles", "learn", "nowhere.log", cwd=tmp_path).code == 3
    assert run("profiles", "learn", "csms.log", "--extends", "nobody", cwd=tmp_path).code == 2
    assert run("profiles", "learn", "csms.log", "-o", "no/such/folder.yaml", cwd=tmp_path).code == 2
    kinds = run("profiles", "learn", "two.log", cwd=tmp_path)
    assert (kinds.code, "bender, wallbox" in kinds.err) == (2, True)
    kept = run("profiles", "learn", "csms.log", "-o", "kept.yaml", cwd=tmp_path)
    assert (kept.code, "kept.yaml exists" in kept.err, (tmp_path / "kept.yaml").read_text()) == (
        2,
        True,
        "name: mine\n",
    )
    assert run("profiles", "learn", "csms.log", "-o", "kept.yaml", "--force", cwd=tmp_path).code == 0


def test_a_key_learned_to_have_one_value_is_misplaced_in_a_connector_s_section(tmp_path: Path) -> None:
    config = {"connectors": {"1": {"Foo": 1}, "2": {"Foo_2": 1, "HeartbeatInterval": 60}}}
    write(tmp_path, {"csms.log": LOG, "cp7.json": json.dumps(config)})
    run("profiles", "learn", "csms.log", "-o", "depot.yaml", cwd=tmp_path)
    of_scope = ("--select", "SCP", "--output-format", "json")
    checked = run("check", "cp7.json", "--profile", "depot.yaml", *of_scope, cwd=tmp_path)
    (found,) = json.loads(checked.out)["findings"]
    assert (found["code"], found["key"], found["confidence"]) == ("SCP006", "HeartbeatInterval", "medium")
    assert found["message"].startswith("`HeartbeatInterval` has one value for the station, and section")


def test_a_report_of_a_key_that_was_learned_not_to_be_there_is_no_mistake(tmp_path: Path) -> None:
    """The report shows what the station has; what was learned from another one is refuted."""
    later = exchange(answer(VALUES | {"HeartbeatInterval_2": "1"}))
    write(tmp_path, {"csms.log": LOG, "later.log": later})
    run("profiles", "learn", "csms.log", "-o", "depot.yaml", cwd=tmp_path)
    checked = run("check", "later.log", "--profile", "depot.yaml", "--output-format", "concise", cwd=tmp_path)
    assert "SCP" not in checked.out


def test_what_is_learned_is_explained(tmp_path: Path) -> None:
    write(tmp_path, {"csms.log": LOG})
    run("profiles", "learn", "csms.log", "-o", "depot.yaml", cwd=tmp_path)
    card = run("explain", "HeartbeatInterval", "--profile", "depot.yaml", cwd=tmp_path).out
    assert "scope        Shared: one value" in card
    assert "source       learned from 2 reports" in card


def test_a_profile_of_ones_own_is_added_to(tmp_path: Path) -> None:
    own = "name: own\ntitle: t\nsource: s\nextends: bender\nkeys:\n  Foo: {scope: Master}\n"
    write(tmp_path, {"own.yaml": own, "csms.log": LOG, "out/.keep": ""})
    outcome = run("profiles", "learn", "csms.log", "--extends", "own.yaml", "-o", "out/more.yaml", cwd=tmp_path)
    assert outcome.code == 0
    assert yaml.safe_load((tmp_path / "out" / "more.yaml").read_text())["extends"] == "../own.yaml"
    assert faults_in(str(tmp_path / "out" / "more.yaml")) == []
    foo = Profiles(str(tmp_path / "out" / "more.yaml")).default.spec("Foo")
    assert foo is not None
    assert foo.scope == "Master"


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60) | st.from_regex(
    r"[A-Z][a-z]{2,9}", fullmatch=True
)


@settings(max_examples=40, phases=[Phase.explicit, Phase.generate])
@given(st.dictionaries(names, st.text(max_size=8), max_size=8))
def test_whatever_a_station_calls_its_keys_the_file_is_a_profile(
    tmp_path_factory: pytest.TempPathFactory, keys: dict[str, str]
) -> None:
    student = LearnedProfile(Profiles().load("bender"))
    where = Location("a.log", 1, 1, 1, 2)
    student.take("CP7", ConfigurationReport(two_connectors(["Foo"], keys), asked=()), {}, where)
    data = {
        "name": "x",
        "title": "t",
        "source": "s",
        "extends": "bender",
        "keys": {e.key: e.said for e in student.entries()},
    }
    path = tmp_path_factory.mktemp("p") / "x.yaml"
    path.write_text(profile_text(data, list(student.notes())), encoding="utf-8")
    assert Profiles(str(path)).default.read_key("Foo_2").connector == 2


def test_many_pairs_show_two_connectors_and_how_they_are_named(tmp_path: Path) -> None:
    """A station of a maker that no profile lists, which does not say how many connectors it has."""
    boot = '{"chargePointVendor":"Acme","chargePointModel":"Duo"}'
    pairs = {f"{name}{suffix}": "1" for name in ("Foo", "Bar", "Baz", "Qux", "Quux") for suffix in ("", "_2")}
    log = f'CP7: receive message [2,"b1","BootNotification",{boot}]\n' + exchange(answer(pairs | {"Ord": "1"}))
    write(tmp_path, {"csms.log": log})
    assert run("profiles", "learn", "csms.log", "-o", "acme.json", cwd=tmp_path).code == 0
    data = json.loads((tmp_path / "acme.json").read_text())
    assert (data["extends"], data["addressing"]) == ("generic", {"1": "{key}", "2": "{key}_2"})
    assert {key for key, said in data["keys"].items() if said.get("scope") == "Individual"} == {
        *("Foo", "Bar", "Baz", "Qux", "Quux")
    }
    assert run("profiles", "check", "acme.json", cwd=tmp_path).out == "1 profile, 0 faults\n"


def test_a_few_pairs_may_be_chance(tmp_path: Path) -> None:
    boot = '{"chargePointVendor":"Acme","chargePointModel":"Duo"}'
    pairs = {f"{name}{suffix}": "1" for name in ("Foo", "Bar") for suffix in ("", "_2")}
    log = f'CP7: receive message [2,"b1","BootNotification",{boot}]\n' + exchange(answer(pairs))
    write(tmp_path, {"csms.log": log})
    data = yaml.safe_load(run("profiles", "learn", "csms.log", cwd=tmp_path).out)
    assert (data["extends"], "addressing" in data) == ("generic", False)
    assert not any("scope" in said for said in data["keys"].values())
