"""Mistakes in odd but sensible places: each is found at its mark, once, and nothing else is."""

import pytest

from ocpplint.analysis.rule_examples import run_example, unmark
from tests.support.scope_keys import rules_of_scope

RULES = rules_of_scope()

PLACES = {
    "a variant on a key that ends like the variant begins": (
        "SCP007",
        "a.json",
        '{"configuration": {"<<RCMBTransactionMaxDC_1>>": "0.1", "RCMBTransactionMaxDC_2": "0.2"}}',
    ),
    "two addresses of the backend, one of them for both connectors": (
        "SCP008",
        "a.yaml",
        """
        connector1: {CentralSystemURI: wss://b, BackendUrl: wss://a, HeartbeatInterval: 300, WeldCheck: 1}
        connector2: {<<CentralSystemURI>>: wss://b, HeartbeatInterval: 300, WeldCheck_2: 1}
        """,
    ),
    "an address written as an object": (
        "SCP008",
        "a.json",
        '{"config": {"HeartbeatInterval": {"value": 300}, "<<BackendUrl_2>>": {"value": "wss://a"}}}',
    ),
    "an address in a section that only a comment names": (
        "SCP008",
        "a.yaml",
        """
        # Connector 1
        left: {BackendUrl: wss://a, HeartbeatInterval: 300}
        # Connector 2
        right: {<<BackendUrl>>: wss://b, HeartbeatInterval: 300}
        """,
    ),
    "the identity among the settings of a station that has another name here": (
        "SCP003",
        "a.yaml",
        """
        stations:
          left hall:
            configuration: {ChargeBoxId: CP7, RCMBDelta: 10}
            connector2: {<<RCMBDelta>>: 30}
        """,
    ),
    "the identity among the settings, and nowhere else": (
        "SCP003",
        "a.json",
        '{"config": {"ChargePointId": "CP7", "RCMBDelta": 10}, "connectors": {"2": {"<<RCMBDelta>>": 30}}}',
    ),
    "one known key in an object that is a station by its connectors": (
        "SCP009",
        "a.json",
        '{"hall": {"NumberOfConnectors": 1, "connectors": {"2": {"<<ConnectorPhaseRotation_2>>": "RTS"}}}}',
    ),
    "one connector: the keys for a second one are the mistake, not those it lacks": (
        "SCP009",
        "a.json",
        '{"NumberOfConnectors": 1, "WeldCheck": 1, "<<WeldCheck_2>>": 1, "ConnectorPhaseRotation": "RST"}',
    ),
    "a station of these makers beside another maker's": (
        "SCP001",
        "a.yaml",
        """
        stations:
          A: {ChargePointVendor: Bender GmbH Co. KG, <<RCMBDelta_2>>: 6}
          B: {ChargePointVendor: ABB, RCMBDelta_2: 6}
        """,
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_mistake_in_an_odd_place(name: str) -> None:
    code, path, text = PLACES[name]
    marked = unmark({"path": path, "text": text})
    found = run_example(marked.files, RULES)
    got = [(f.code, f.location.path, f.location.line, f.location.column) for f in found]
    assert got == [(code, *place) for place in marked.places]
