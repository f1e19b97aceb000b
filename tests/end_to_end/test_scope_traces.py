"""How a mistake stands in a log: at its first place, counted, with some of its further places."""

import pytest

from ocpplint.analysis.rule_examples import run_example
from tests.support.scope_keys import rules_of_scope

RULES = rules_of_scope()


@pytest.mark.parametrize("times", [1, 2, 11, 12, 40])
def test_a_repeated_mistake_is_one_finding_with_ten_further_places(times: int) -> None:
    command = '[2,"{0}","ChangeConfiguration",{{"key":"RCMBDelta_2","value":"30"}}]'
    lines = [f"{station}: send {command.format(number)}" for number in range(times) for station in ("CP7", "CP8")]
    found = run_example({"csms.log": "\n".join(lines)}, RULES)
    assert [(f.station, f.location.line, f.count) for f in found] == [("CP7", 1, times), ("CP8", 2, times)]
    for finding in found:
        places = [related.location.line for related in finding.related]
        assert places == [finding.location.line + 2 * number for number in range(1, min(times, 11))]


def test_a_call_without_an_answer_comes_first_if_it_stands_first() -> None:
    lines = [
        'CP7: send [2,"a","ChangeConfiguration",{"key":"RCMBDelta_2","value":"30"}]',
        'CP7: send [2,"b","ChangeConfiguration",{"key":"RCMBDelta_2","value":"30"}]',
        'CP7: receive message [3,"b",{"status":"NotSupported"}]',
    ]
    (finding,) = run_example({"csms.log": "\n".join(lines)}, RULES)
    assert (finding.location.line, [related.location.line for related in finding.related]) == (1, [2])


def test_the_connection_of_connector_2_may_be_the_first_to_boot() -> None:
    boot = '{0}: receive message [2,"{0}","BootNotification",{{"chargePointVendor":"Bender","chargePointModel":"CC612",'
    boot += '"chargePointSerialNumber":"S-4711-0815"}}]'
    command = 'CP7_2: send [2,"c","ChangeConfiguration",{"key":"ConnectorPhaseRotation","value":"RTS"}]'
    lines = [boot.format("CP7_2"), boot.format("CP7"), command]
    found = run_example({"csms.log": "\n".join(lines)}, RULES)
    assert [(f.code, f.location.line) for f in found] == [("SCP008", 1), ("SCP004", 3)]


def test_a_second_connection_stands_where_it_is_first_made() -> None:
    boot = '{0}: receive message [2,"{0}","BootNotification",{{"chargePointVendor":"Bender","chargePointModel":"CC612",'
    boot += '"chargePointSerialNumber":"S-4711-0815"}}]'
    lines = [boot.format("CP7"), boot.format("CP7_2"), boot.format("CP7"), boot.format("CP7_2")]
    (finding,) = run_example({"csms.log": "\n".join(lines)}, RULES)
    assert (finding.code, finding.location.line) == ("SCP008", 2)
