"""An arrow and a word for a direction beside it: which of the two tells the direction shows in the log as a whole."""

import pytest

from ocpplint.facts.inputs import InputReport
from ocpplint.facts.message import Message
from ocpplint.readers.traces.dialect_loader import load_dialects
from ocpplint.readers.traces.envelopes import direction_of
from ocpplint.readers.traces.lines import read_lines

SET = '[2,"c1","ChangeConfiguration",{"key":"HeartbeatInterval","value":"60"}]'
DONE = '[3,"c1",{"status":"Accepted"}]'
BEAT = '[2,"s1","Heartbeat",{}]'
TIME = '[3,"s1",{"currentTime":"2024-05-01T10:00:00Z"}]'
CSMS_SENDS = (SET, TIME)
FRAMES = (SET, DONE, BEAT, TIME)
SENDERS = ["csms", "station", "station", "csms"]
DIRECTIONS = ["sent", "received", "received", "sent"]


def read(lines: list[str]) -> list[Message]:
    facts = read_lines([line + "\n" for line in lines], "a.log", InputReport("a.log"), load_dialects())
    return [fact for fact in facts if isinstance(fact, Message)]


def arrowed(form: str, word: str) -> list[str]:
    """Write the log of a CSMS, in which only the arrow tells the direction."""
    return [form.format("→" if frame in CSMS_SENDS else "←", word, frame) for frame in FRAMES * 2]


@pytest.mark.parametrize("word", ["IN", "OUT", "RX", "TX", "in", "Sent"])
@pytest.mark.parametrize("form", ["{} {}: {}", "2024-05-01 10:00:00 {} [{}] {}", "{1} {0} {2}", "[{1}] {0} {2}"])
def test_a_word_with_either_arrow_is_a_station(form: str, word: str) -> None:
    messages = read(arrowed(form, word))
    # Until the other arrow has been seen the word may be a direction.
    assert [message.station for message in messages] == [None, *[word] * 7]
    assert [message.direction for message in messages[2:]] == ["received", "sent", *DIRECTIONS]
    assert [message.sender for message in messages[2:]] == ["station", "csms", *SENDERS]


@pytest.mark.parametrize("form", ["→ {}: {}", "-> {}: {}", ">> {} {}", "{}: -> {}", "{} => {}", "[{}] -> {}"])
@pytest.mark.parametrize(("sent", "received"), [("OUT", "IN"), ("Sent", "Received"), ("tx", "rx")])
def test_an_arrow_with_either_word_is_a_mark(form: str, sent: str, received: str) -> None:
    lines = [form.format(sent if frame in CSMS_SENDS else received, frame) for frame in FRAMES * 3]
    messages = read(lines)
    assert {message.station for message in messages} == {None}
    assert [message.sender for message in messages] == SENDERS * 3


@pytest.mark.parametrize("form", ["{} {}: {}", "{1} {0} {2}", "{} [{}] {}"])
@pytest.mark.parametrize(("sent", "received"), [("OUT", "IN"), ("IN", "OUT")])
def test_arrows_and_words_that_go_together(form: str, sent: str, received: str) -> None:
    """The word may be that of the CSMS and the arrow that of the station: any of them will do."""
    ways = {True: ("→", sent), False: ("←", received)}
    messages = read([form.format(*ways[frame in CSMS_SENDS], frame) for frame in FRAMES * 2])
    assert {message.station for message in messages} == {None}
    assert [message.sender for message in messages] == SENDERS * 2


@pytest.mark.parametrize("name", ["In-7", "OUT_2", "RX_1", "Server-1", "sent-", "csms*"])
@pytest.mark.parametrize("form", ["{} {}: {}", "{1} {0} {2}"])
def test_a_name_may_begin_like_a_direction(form: str, name: str) -> None:
    assert {message.station for message in read(arrowed(form, name))} == {name}


def test_several_stations_of_which_one_is_called_like_a_direction() -> None:
    others = [line.replace('"c1"', '"c2"').replace('"s1"', '"s2"') for line in arrowed("{} {}: {}", "CP-7")]
    messages = read([line for pair in zip(arrowed("{} {}: {}", "IN"), others, strict=True) for line in pair])
    assert [message.station for message in messages] == [None, "CP-7", *["IN", "CP-7"] * 7]


@pytest.mark.parametrize(
    ("arrow", "direction"), [("->", "sent"), ("→", "sent"), (">", "sent"), ("<-", "received"), ("⬅", "received")]
)
def test_an_arrow_in_a_field_is_a_direction(arrow: str, direction: str) -> None:
    assert direction_of(arrow) == direction


def test_an_arrow_behind_other_words_is_a_colon() -> None:
    received = read([f"ocpp message received => {BEAT}", f"ocpp message sent => {TIME}"])
    assert [message.direction for message in received] == ["received", "sent"]
