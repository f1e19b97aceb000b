"""What an input is told to be: documents one after the other are no log because a value quotes something."""

import io
import json
from pathlib import Path

import pytest

from ocpplint.facts.inputs import InputReport
from ocpplint.facts.message import Message
from ocpplint.readers.classification import Classification, read
from ocpplint.resources import bundled

QUOTING = [
    {"key": "HeartbeatInterval", "value": "30"},
    {"key": "DisplayText", "value": 'press "start"'},
    {"key": "Ports", "value": '["2", "3"]'},
]
FRAME = [2, "a1", "Heartbeat", {}]


def reading(text: str, path: str = "station.json") -> Classification:
    return read(path, io.StringIO(text, newline=""), InputReport(path))


def test_documents_of_a_line_each_are_settings_although_values_hold_quotes() -> None:
    found = reading("\n".join(map(json.dumps, QUOTING)))
    assert found.messages is None
    assert found.placed is not None
    assert len(found.placed.document.roots) == len(QUOTING)


def test_lines_of_json_are_settings_unless_they_hold_frames() -> None:
    lines = "\n".join(map(json.dumps, QUOTING[:2]))
    found = reading(lines, "stations.jsonl")
    assert found.placed is not None
    assert len(found.placed.document.roots) == 2
    traced = reading(f"{lines}\n{json.dumps(FRAME)}\n", "stations.jsonl")
    assert traced.placed is None
    assert traced.messages is not None
    assert len([message for message in traced.messages if isinstance(message, Message)]) == 1


@pytest.mark.parametrize(
    "frame", [json.dumps(FRAME), json.dumps(FRAME, indent=2), json.dumps(json.dumps(FRAME)).strip('"')]
)
def test_documents_with_a_frame_escaped_in_a_string_are_a_trace(frame: str) -> None:
    lines = [json.dumps({"message": frame}) for _ in range(3)]
    found = reading("\n".join(lines))
    assert found.messages is not None
    messages = [message for message in found.messages if isinstance(message, Message)]
    assert [message.action for message in messages] == ["Heartbeat"] * 3


def test_the_examples_of_a_rule_were_never_sent() -> None:
    rules = sorted(Path(bundled.path("rules")).rglob("*.yaml"))
    texts = {path: path.read_text(encoding="utf-8") for path in rules}
    assert any('[2,"' in text for text in texts.values())
    assert {path for path, text in texts.items() if reading(text, str(path)).messages is not None} == set()


def test_a_document_with_a_code_and_examples_is_no_rule_for_that() -> None:
    found = reading(json.dumps({"code": "CP7", "examples": [json.dumps(FRAME)]}))
    assert found.messages is not None
    assert any(isinstance(message, Message) for message in found.messages)
