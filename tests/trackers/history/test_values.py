"""Whether two values say the same: what was written, and what a station makes of it in its report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpplint.stations.keyspec import KeySpec
from ocpplint.values.sameness import same_value

KEYS = {
    "boolean": KeySpec("K", type="boolean", syntax="boolean"),
    "integer": KeySpec("K", type="integer", syntax="integer"),
    "decimal": KeySpec("K", type="decimal", syntax="decimal"),
    "enum": KeySpec("K", type="enum", syntax="enum", values={"0": "Off", "1": "Always on"}),
    "measurands": KeySpec("K", type="list", syntax="measurands"),
    "rotations": KeySpec("K", syntax="phase-rotations"),
    "url": KeySpec("K", syntax="url"),
    "datetime": KeySpec("K", syntax="datetime"),
    "string": KeySpec("K", type="string", syntax="string"),
    "nothing": None,
}


@pytest.mark.parametrize(
    ("kind", "one", "other", "same"),
    [
        ("boolean", "true", "True", True),
        ("boolean", "true", "1", True),
        ("boolean", "true", "false", False),
        ("boolean", "true", "maybe", None),
        ("integer", "010", "10", True),
        ("integer", "60", "60.0", True),
        ("integer", "60", "300", False),
        ("integer", "60", "60 s", None),
        ("integer", "-5", "5", False),
        ("decimal", "21.4", "21", None),
        ("decimal", "21.4", "16", False),
        ("enum", "1", "always ON", True),
        ("enum", "1", "Off", False),
        ("enum", "1", "7", None),
        ("measurands", "Voltage,SoC", "SoC, voltage", True),
        ("measurands", "Voltage,SoC", "Voltage", False),
        ("rotations", "1.RST,2.RTS", "2.RTS,1.RST", True),
        ("rotations", "RST", "1.RST", None),
        ("rotations", "1.RST", "1.RTS", False),
        ("url", "wss://csms.example/ocpp/", "wss://csms.example/ocpp", True),
        ("url", "wss://csms.example/ocpp", "wss://csms.example/ocpp/CP7", None),
        ("url", "wss://csms.example/ocpp", "wss://other.example/ocpp", False),
        ("datetime", "2026-03-01T10:00:00Z", "2026-03-01T11:00:00+01:00", None),
        ("string", "depot", "Depot", True),
        ("string", "depot", "harbour", False),
        ("string", "Welcome to the harbour", "Welcome to", None),
        ("nothing", "60", "300", False),
        ("nothing", "true", "1", None),
        ("nothing", "60", "often", None),
        ("nothing", "a,b", "b,a", True),
        ("nothing", '{"a": 1}', '{"a":1}', None),
        ("nothing", "secret", "****", None),
        ("string", "secret", "", None),
    ],
)
def test_values_are_compared_as_their_type_has_it(kind: str, one: str, other: str, *, same: bool | None) -> None:
    assert same_value(KEYS[kind], one, other) is same
    assert same_value(KEYS[kind], other, one) is same


@given(kind=st.sampled_from(list(KEYS)), one=st.text(max_size=12), other=st.text(max_size=12))
def test_a_value_is_itself_and_comparing_has_no_order(kind: str, one: str, other: str) -> None:
    assert same_value(KEYS[kind], one, one) is True
    assert same_value(KEYS[kind], one, other) is same_value(KEYS[kind], other, one)
    assert same_value(KEYS[kind], one, None) is None
