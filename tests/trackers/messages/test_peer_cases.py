"""Messages from the test suites of other implementations: our verdict is theirs, or the schema's where they differ."""

import json
from pathlib import Path
from typing import Any

from ocpplint.schemas.catalogue import catalogue
from ocpplint.schemas.explain import explain
from tests.support.messages_sample import judged

SCHEMA_WINS = {
    "0040": "an empty list of meter values: the schema wants one at least",
}
"""Cases whose `expect` the schema contradicts on a payload, with the reason."""

BEYOND_SCHEMA = {
    "0039": "a message id of 37 characters",
    "0123": "a message id of 37 characters",
    "0179": "an empty message id",
}
"""Cases that the schema accepts and the framing rules do not."""


def cases(corpus: Path) -> list[dict[str, Any]]:
    with open(corpus / "vectors" / "peer_cases.jsonl", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def is_invalid(case: dict[str, Any]) -> bool:
    """Judge the message as the log of a charging station has it, after the call it answers."""
    calls = [case["response_to"]] if case.get("response_to") else []
    lines = [f'CP7: send [2,"{json.loads(case["message"])[1]}","{action}",{{}}]\n' for action in calls]
    lines.append(f"CP7: receive message {case['message']}\n")
    found = judged("".join(lines), ocpp=case["ocpp"])
    return any(f.severity == "error" and f.location.line == len(lines) for f in found)


def test_the_verdict_is_that_of_the_peers(corpus: Path) -> None:
    wrong = {
        case["id"]: case["message"]
        for case in cases(corpus)
        if case["id"] not in SCHEMA_WINS and is_invalid(case) is not (case["expect"] == "invalid")
    }
    assert wrong == {}


def test_where_a_peer_is_laxer_the_schema_wins(corpus: Path) -> None:
    lax = [case for case in cases(corpus) if case["id"] in SCHEMA_WINS]
    assert [(case["expect"], case["schema_ok"], is_invalid(case)) for case in lax] == [("valid", False, True)]


def test_the_lists_of_contradictions_are_complete(corpus: Path) -> None:
    contradicting = {
        case["id"]
        for case in cases(corpus)
        if case["schema_ok"] is not None and case["schema_ok"] is not (case["expect"] == "valid")
    }
    assert contradicting == {*SCHEMA_WINS, *BEYOND_SCHEMA}


def test_the_schemas_say_what_the_corpus_noted(corpus: Path) -> None:
    for case in cases(corpus):
        message = json.loads(case["message"])
        if case["schema_ok"] is None or message[0] not in (2, 3):
            continue
        known = catalogue(case["ocpp"])
        schema = known.call(message[2]) if message[0] == 2 else known.result(case["response_to"])
        assert schema is not None, case["id"]
        by_schema = [fault for fault in explain(schema, message[-1]) if fault.kind != "text"]
        assert (not by_schema) is case["schema_ok"], case["id"]
