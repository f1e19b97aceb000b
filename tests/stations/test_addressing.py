"""How keys name connectors: written and read back, whatever the maker's form."""

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ocpplint.stations.addressing import HOLE, Addressing, Form
from ocpplint.stations.profile import Profile
from ocpplint.stations.registry import Profiles

SHIPPED = {profile.name: profile for profile in Profiles().shipped()}
FORMS = [
    (profile, key, connector)
    for profile in SHIPPED.values()
    for key in profile.key_names()
    for connector in profile.templates
    if (spec := profile.spec(key)) is not None and spec.scope == "Individual"
]


@pytest.mark.parametrize(
    ("profile", "key", "connector"), FORMS, ids=lambda item: item.name if isinstance(item, Profile) else str(item)
)
def test_what_a_profile_writes_for_a_connector_it_reads_back(profile: Profile, key: str, connector: int) -> None:
    written = profile.write_key(key, connector)
    reading = profile.read_key(written)
    assert (reading.base_key, reading.connector, reading.suffix_known) == (key, connector, True)
    assert profile.knows(written)
    assert profile.sighting(written) in ("distinctive", "in-sections", "common")


words = st.text("ABCdefxyz", min_size=1, max_size=6)
marks = st.text("_-LRc12", min_size=1, max_size=4)


@given(base=words, first=marks, second=marks, before=st.booleans())
def test_any_two_marks_that_cannot_be_confused_round_trip(
    base: str, first: str, second: str, before: bool
) -> None:
    assume(not first.startswith(second) and not second.startswith(first))
    assume(not first.endswith(second) and not second.endswith(first))
    templates = {n: f"{mark}{{key}}" if before else f"{{key}}{mark}" for n, mark in ((1, first), (2, second))}
    addressing = Addressing(templates, [base])
    for connector, mark in ((1, first), (2, second)):
        written = addressing.write(base, connector)
        assert Form(base, mark, connector) in list(addressing.stripped(written))
        assert all(form.connector == connector for form in addressing.stripped(written) if form.base == base)


@given(head=words, tail=words, number=st.integers(1, 99))
def test_a_key_with_a_hole_is_read_for_any_number(head: str, tail: str, number: int) -> None:
    addressing = Addressing({1: "1", 2: "2"}, [head + HOLE + tail])
    (form,) = addressing.holes(f"{head}{number}{tail}")
    assert form.base == head + HOLE + tail
    assert (form.connector or form.number) == number
    assert (form.connector is None) == (number > 2)


@pytest.mark.parametrize(
    ("name", "written", "base", "connector", "mark"),
    [
        ("wallbox", "chargingALimitConn1", "chargingALimit", 1, "Conn1"),
        ("wallbox", "chargingALimit", "chargingALimit", None, ""),
        ("wallbox", "chargingALimit_2", "chargingALimit", None, "_2"),
        ("ecotap", "chg_Ch2Options", "chg_Ch{n}Options", 2, "2"),
        ("ecotap", "CHG_CH2OPTIONS", "chg_Ch{n}Options", 2, "2"),
        ("ecotap", "chg_Ch02Options", "chg_Ch{n}Options", None, "02"),
        ("ecotap", "chg_Reader2", "chg_Reader{n}", 2, "2"),
        # The meter of the installation stands in the profile by itself.
        ("ecotap", "chg_KWH2", "chg_KWH{n}", 2, "2"),
        ("ecotap", "chg_KWH3", "chg_KWH3", None, ""),
        ("ecotap", "chg_RatedCurrent", "chg_RatedCurrent", None, ""),
        ("ecotap", "HeartbeatInterval_2", "HeartbeatInterval_2", None, ""),
        ("alfen", "Connector2-MaxCurrent", "Connector{n}-MaxCurrent", 2, "2"),
        ("alfen", "Station-MaxCurrent", "Station-MaxCurrent", None, ""),
        ("alfen", "MaxCurrent", "MaxCurrent", None, ""),
        ("keba", "ConnectorPhaseRotation", "ConnectorPhaseRotation", None, ""),
        ("keba", "ConnectorPhaseRotation_2", "ConnectorPhaseRotation_2", None, ""),
    ],
)
def test_a_makers_key_is_taken_apart(name: str, written: str, base: str, connector: int | None, mark: str) -> None:
    reading = SHIPPED[name].read_key(written)
    assert (reading.base_key, reading.connector, reading.suffix) == (base, connector, mark)


@pytest.mark.parametrize(
    ("vendor", "model", "name"),
    [
        ("Wall Box Chargers", "Pulsar Plus", "wallbox"),
        ("Wallbox", None, "wallbox"),
        ("Alfen BV", "NG920-61031", "alfen"),
        ("ECOTAP", "DUO2", "ecotap"),
        ("Keba AG", "KC-P30-ES2400C2", "keba"),
        ("MENNEKES", "AMTRON 4Business 730", "keba"),
        # Other stations of Mennekes are built on Bender's controllers.
        ("MENNEKES", "AMTRON Professional", "bender"),
        ("Wallboxen GmbH", "X", "generic"),
        ("BTicino", "Green Up", "generic"),
    ],
)
def test_a_boot_picks_the_makers_profile(vendor: str, model: str | None, name: str) -> None:
    assert Profiles().for_station(vendor, model).profile.name == name


def test_the_forms_of_a_key_with_a_hole_are_offered_as_they_are_written() -> None:
    written = list(SHIPPED["ecotap"].written_keys())
    assert {"chg_Ch1Options", "chg_Ch2Options", "chg_KWH3"} <= set(written)
    assert not any(HOLE in key for key in written)


def test_a_profile_of_ones_own_may_mark_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "acme.json"
    data = {"addressing": {"1": "Left", "2": "Right"}, "keys": {"Sock{n}Max": {"scope": "Individual"}}}
    path.write_text(json.dumps({"name": "acme", "title": "t", "source": "s", **data}))
    acme = Profiles(str(path)).default
    assert acme.read_key("SockRightMax").connector == 2
    assert acme.write_key("Sock{n}Max", 1) == "SockLeftMax"
    assert acme.read_key("Sock2Max").number == 2
