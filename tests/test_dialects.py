"""Dialects are data: composed from the grammar, plain enough for a cache, refused with a place if wrong."""

import json
import os
import re
import subprocess
import sys

import pytest

from ocpplint.readers.traces.dialects import Context, Dialect, DialectError, DialectSource, compose_dialects

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GRAMMAR_PATH = os.path.join(ROOT, "grammars", "logs.lark")


@pytest.fixture(scope="module")
def sources() -> list[DialectSource]:
    with open(GRAMMAR_PATH, encoding="utf-8") as file:
        return compose_dialects(file.read())


@pytest.fixture(scope="module")
def dialects(sources: list[DialectSource]) -> list[Dialect]:
    return [Dialect(source) for source in sources]


def readers(dialects: list[Dialect], prefix: str) -> list[Context]:
    return [found for dialect in dialects if (found := dialect.read(prefix, 0, len(prefix))) is not None]


HEAD = 1718262703.281  # 2024-06-13 07:11:43.281 UTC

EXAMPLES = [
    (
        "2024-06-13 07:11:43.281 INFO (MainThread) [ocpp] depot_2: send ",
        Context("home-assistant", "depot_2", HEAD, "sent"),
    ),
    (
        "hass  | 2024-06-13 07:11:43.281 INFO (MainThread) [ocpp] 10.1.1.4:9000: receive message ",
        Context("home-assistant", "10.1.1.4:9000", HEAD, "received"),
    ),
    ("2024-06-13 07:11:43.281 INFO (MainThread) [ocpp] : send ", Context("home-assistant", None, HEAD, "sent")),
    ("07:11:43.281 INFO (MainThread) [ocpp] a: send ", Context("home-assistant", "a", 25903.281, "sent")),
    (
        "2024-06-13 07:11:43.281 DEBUG (MainThread) [websockets.server] < TEXT '",
        Context("websockets", None, HEAD, "received"),
    ),
    ("DEBUG:websockets.client:> TEXT '", Context("websockets", None, None, "sent")),
    ("INFO:ocpp:CP-7: receive message ", Context("mobilityhouse", "CP-7", None, "received")),
    ("2024-06-13 07:11:43,281 - ocpp - INFO - 7: send ", Context("mobilityhouse", "7", HEAD, "sent")),
    ("CP-7: send ", Context("mobilityhouse", "CP-7", None, "sent")),
    ("[ocpp  ] TRACE 2024/06/13 07:11:43 recv CP-7: ", Context("evcc", "CP-7", HEAD - 0.281, "received")),
    ("evcc  | [ocpp ] TRACE 2024/06/13 07:11:43 send AB****: ", Context("evcc", "AB****", HEAD - 0.281, "sent")),
    (
        "[ocpp  ] TRACE 2024/06/13 07:11:43 sent JSON message to CP-7: ",
        Context("ocpp-go", "CP-7", HEAD - 0.281, "sent"),
    ),
    (
        'time="2024-06-13T07:11:43Z" level=debug msg="received JSON message from CP-7: ',
        Context("ocpp-go", "CP-7", HEAD - 0.281, "received"),
    ),
    (
        "[INFO ] 2024-06-13 07:11:43,281 a.b.WebSocketLogger - [chargeBoxId=left, sessionId=5-a] Sending: ",
        Context("steve", "left", HEAD, "sent"),
    ),
    ("07:11:43.281 > [MO] Recv: ", Context("micro-ocpp", None, 25903.281, "received")),
    ("[MO] Send: ", Context("micro-ocpp", None, None, "sent")),
    ("2024-06-13 07:11:43 info: Responding with ➡️  ", Context("solidstudio-vcp", None, HEAD - 0.281, "sent")),
    ("2024-06-13T07:11:43.281Z: ChargePoint>CentralSystem Heartbeat ", Context("libocpp", None, HEAD, "station")),
    ("2024-06-13T07:11:43.281Z: CentralSystem>ChargePoint  Reset ", Context("libocpp", None, HEAD, "csms")),
    ("< ", Context("websocket-client", None, None, "received")),
    ("Received: ", Context("labelled", None, None, "received")),
    ("2024-06-13 07:11:43.281 INFO Sending message: ", Context("labelled", None, HEAD, "sent")),
]


@pytest.mark.parametrize(("prefix", "said"), EXAMPLES, ids=[said.dialect for _, said in EXAMPLES])
def test_a_prefix_is_read_by_its_dialect(dialects: list[Dialect], prefix: str, said: Context) -> None:
    first = readers(dialects, prefix)[0]
    assert first._replace(time=None) == said._replace(time=None)
    assert first.time == (pytest.approx(said.time, abs=1e-3) if said.time is not None else None)


def test_every_shipped_dialect_has_an_example(sources: list[DialectSource]) -> None:
    assert {source.name for source in sources} == {said.dialect for _, said in EXAMPLES}


@pytest.mark.parametrize(
    "prefix",
    [
        "",
        "enqueued CALL ",
        "the station sends ",
        "2024-06-13 07:11:43 INFO nothing ",
        "x" * 5000 + ": send ",
        "key: ",
    ],
)
def test_other_text_is_no_dialect(dialects: list[Dialect], prefix: str) -> None:
    assert readers(dialects, prefix) == []


@pytest.mark.parametrize(
    "junk", ["a", " ", "[", ": ", "12:00:00 ", "2024-06-13 07:11:43 ", "| ", "send ", "INFO:"]
)
def test_no_junk_keeps_a_dialect_backtracking(dialects: list[Dialect], junk: str) -> None:
    """A pattern that backtracks without bound would not come back from this at all."""
    assert readers(dialects, (junk * 1024)[:1023] + "\0") == []


def test_sources_survive_a_json_cache(sources: list[DialectSource]) -> None:
    again = [DialectSource(*item) for item in json.loads(json.dumps(sources))]
    assert again == sources


def test_running_dialects_does_not_import_lark(sources: list[DialectSource]) -> None:
    code = (
        "import sys; from ocpplint.readers.traces.dialects import Dialect, DialectSource;"
        f"Dialect(DialectSource(*{tuple(sources[0])!r})).read('x', 0, 1); sys.exit('lark' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


GOOD = 'dialect: MINE\n\nMINE: STATION " <- "\nSTATION: /(?P<station>\\w+)/\n'


def test_a_dialect_of_ones_own() -> None:
    mine = [Dialect(source) for source in compose_dialects(GOOD)]
    assert readers(mine, "CP7 <- ") == [Context("mine", "CP7")]


@pytest.mark.parametrize(
    ("grammar", "line", "column", "reason"),
    [
        (GOOD.replace('" <- "', '" <- " ('), 3, 23, "expecting a value"),
        (GOOD.replace("MINE: STATION", "MINE: STATON"), 3, 7, "STATON"),
        (GOOD.replace("MINE: STATION", "MINE: STATION STATION"), 3, 1, "redefinition of group name 'station'"),
        (GOOD.replace("<station>", "<sation>"), 4, 12, "unknown capture `sation`"),
        (GOOD.replace("\\w+)/", "\\w+/"), 4, 11, "no regular expression"),
        (GOOD.replace("\\w+)/", "\\w+)|x/"), 4, 10, "alternatives"),
        (GOOD + 'STATION: "x"\n', 5, 1, "more than once"),
        (GOOD.replace("dialect: MINE", "dialect: MINE | HIS"), 1, 17, "HIS"),
        (GOOD.replace("dialect:", "dialects:"), 1, 1, "dialect"),
        (GOOD.replace("dialect: MINE", "dialect: %"), 1, 10, "unexpected input"),
        (GOOD.replace("MINE: STATION", "MINE: MINE STATION"), 3, 1, "ecursion"),
    ],
)
def test_a_bad_dialect_is_an_error_with_its_place(grammar: str, line: int, column: int, reason: str) -> None:
    with pytest.raises(DialectError, match=re.escape(reason)) as caught:
        compose_dialects(grammar)
    assert (caught.value.line, caught.value.column) == (line, column), str(caught.value)


def test_the_dialect_worked_out_in_the_documentation(sources: list[DialectSource]) -> None:
    with open(os.path.join(ROOT, "docs", "dialects.md"), encoding="utf-8") as file:
        terminals = re.findall(r"^   ([A-Z]+: .*)$", file.read(), re.MULTILINE)
    with open(GRAMMAR_PATH, encoding="utf-8") as file:
        grammar = file.read().replace("dialect: ", "dialect: GATEWAY\n       | ")
    composed = compose_dialects(grammar + "\n".join(terminals) + "\n")
    assert [source.name for source in composed] == ["gateway", *(source.name for source in sources)]
    gateway = [Dialect(source) for source in composed]
    assert readers(gateway, "1714557600 gw/CP-7 up   ") == [Context("gateway", "CP-7", None, "station")]
    assert readers(gateway, "2024-05-01T10:00:00Z gw/CP-7 down ") == [
        Context("gateway", "CP-7", 1714557600.0, "csms")
    ]
