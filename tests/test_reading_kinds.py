"""What an input is told to be: documents one after the other are no log because a value quotes something."""

import io
import json

import pytest

from ocpplint.facts import InputReport, Message
from ocpplint.readers.reading import Reading, read

QUOTING = [
    {"key": "HeartbeatInterval", "value": "30"},
    {"key": "DisplayText", "value": 'press "start"'},
    {"key": "Ports", "value": '["2", "3"]'},
]
FRAME = [2, "a1", "Heartbeat", {}]


def reading(text: str, path: str = "station.json") -> Reading:
    return read(path, io.StringIO(text, newline=""), InputReport(path))


def test_documents_of_a_line_each_are_settings_although_values_hold_quotes() -> None:
    found = reading("\n".join(map(json.dumps, QUOTING)))
    assert found.messages is None
    assert found.placed is not None
    assert len(found.placed.document.roots) == len(QUOTING)


@pytest.mark.parametrize(
    "frame", [json.dumps(FRAME), json.dumps(FRAME, indent=2), json.dumps(json.dumps(FRAME)).strip('"')]
)
def test_documents_with_a_frame_escaped_in_a_string_are_a_trace(frame: str) -> None:
    lines = [json.dumps({"message": frame}) for _ in range(3)]
    found = reading("\n".join(lines))
    assert found.messages is not None
    messages = [message for message in found.messages if isinstance(message, Message)]
    assert [message.action for message in messages] == ["Heartbeat"] * 3
