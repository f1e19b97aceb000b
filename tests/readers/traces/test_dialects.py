"""Dialects are data: composed from the grammar, plain enough for a cache, refused with a place if wrong."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ocpplint.readers.traces.composing import ComposedDialects, DialectError, compose
from ocpplint.readers.traces.dialect_loader import load_dialects
from ocpplint.readers.traces.dialects import Carrier, Dialect, Dialects, DialectSource, LineContext
from ocpplint.readers.traces.prefixes import Prefixes

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
GRAMMAR_PATH = os.path.join(ROOT, "grammars", "logs.lark")


@pytest.fixture(scope="module")
def composed() -> ComposedDialects:
    with open(GRAMMAR_PATH, encoding="utf-8") as file:
        return compose(file.read())


@pytest.fixture(scope="module")
def dialects(composed: ComposedDialects) -> Dialects:
    return Dialects(tuple(map(Dialect, composed.dialects)), tuple(map(Carrier, composed.carriers)))


def readers(dialects: Dialects, prefix: str) -> list[LineContext]:
    return [found for dialect in dialects.dialects if (found := dialect.read(prefix, 0, len(prefix))) is not None]


HEAD = 1718262703.281  # 2024-06-13 07:11:43.281 UTC

EXAMPLES = [
    (
        "2024-06-13 07:11:43.281 INFO (MainThread) [ocpp] depot_2: send ",
        LineContext("home-assistant", "depot_2", HEAD, "sent"),
    ),
    (
        "2024-06-13 07:11:43.281 INFO (MainThread) [ocpp] 10.1.1.4:9000: receive message ",
        LineContext("home-assistant", "10.1.1.4:9000", HEAD, "received"),
    ),
    (
        "2024-06-13 07:11:43.281 INFO (MainThread) [ocpp] : send ",
        LineContext("home-assistant", None, HEAD, "sent"),
    ),
    ("07:11:43.281 INFO (MainThread) [ocpp] a: send ", LineContext("home-assistant", "a", 25903.281, "sent")),
    (
        "2024-06-13 07:11:43.281 DEBUG (MainThread) [websockets.server] < TEXT '",
        LineContext("websockets", None, HEAD, "received"),
    ),
    ("DEBUG:websockets.client:> TEXT '", LineContext("websockets", None, None, "sent")),
    ("INFO:ocpp:CP-7: receive message ", LineContext("mobilityhouse", "CP-7", None, "received")),
    ("2024-06-13 07:11:43,281 - ocpp - INFO - 7: send ", LineContext("mobilityhouse", "7", HEAD, "sent")),
    ("CP-7: send ", LineContext("mobilityhouse", "CP-7", None, "sent")),
    ("INFO - CP-7: send ", LineContext("mobilityhouse", "CP-7", None, "sent")),
    ("2024-06-13 07:11:43,281 INFO ocpp CP-7: send ", LineContext("mobilityhouse", "CP-7", HEAD, "sent")),
    ("2024-06-13 07:11:43,281 [INFO] ocpp: CP7: send ", LineContext("mobilityhouse", "CP7", HEAD, "sent")),
    ("[2024-06-13 07:11:43,281] INFO [ocpp] CP7: send ", LineContext("mobilityhouse", "CP7", HEAD, "sent")),
    (
        "2024-06-13 07:11:43.281 | INFO     | ocpp.charge_point:route_message:200 - CP_7: receive message ",
        LineContext("mobilityhouse", "CP_7", HEAD, "received"),
    ),
    (
        "2024-06-13 07:11:43,281 - {ocpp:126} - {INFO:OCPP} - CP-7: send ",
        LineContext("openwb", "CP-7", HEAD, "sent"),
    ),
    (
        "2024-06-13 07:11:43.281 DEBUG (MainThread) [websockets.protocol] server < Frame(fin=True, opcode=<Opcode.TEXT: 1>, data=b'",
        LineContext("websockets", None, HEAD, "received"),
    ),
    ("[ocpp  ] TRACE 2024/06/13 07:11:43 recv CP-7: ", LineContext("evcc", "CP-7", HEAD - 0.281, "received")),
    ("[ocpp ] TRACE 2024/06/13 07:11:43 send AB****: ", LineContext("evcc", "AB****", HEAD - 0.281, "sent")),
    (
        "[ocpp  ] TRACE 2024/06/13 07:11:43 sent JSON message to CP-7: ",
        LineContext("ocpp-go", "CP-7", HEAD - 0.281, "sent"),
    ),
    (
        'time="2024-06-13T07:11:43Z" level=debug msg="received JSON message from CP-7: ',
        LineContext("ocpp-go", "CP-7", HEAD - 0.281, "received"),
    ),
    (
        "[INFO ] 2024-06-13 07:11:43,281 a.b.WebSocketLogger - [chargeBoxId=left, sessionId=5-a] Sending: ",
        LineContext("steve", "left", HEAD, "sent"),
    ),
    ("[MO] Recv: ", LineContext("micro-ocpp", None, None, "received")),
    ("[AO] Recv: ", LineContext("micro-ocpp", None, None, "received")),
    ("[MO] Send: ", LineContext("micro-ocpp", None, None, "sent")),
    ("2024-06-13 07:11:43 info: Responding with ➡️  ", LineContext("solidstudio-vcp", None, HEAD - 0.281, "sent")),
    (
        "2024-06-13T07:11:43.281Z: ChargePoint>CentralSystem Heartbeat ",
        LineContext("libocpp", None, HEAD, "station"),
    ),
    ("2024-06-13T07:11:43.281Z: CentralSystem>ChargePoint  Reset ", LineContext("libocpp", None, HEAD, "csms")),
    (
        "2024-06-13T07:11:43.281Z: CSMS>ChargingStation  Reset ",
        LineContext("libocpp", None, HEAD, "csms"),
    ),
    (
        "debug: 13.6.2024, 07:11:43 CS-ABB-00001 | ChargingStation.handleIncomingMessage: << Command 'Reset' received request payload: ",
        LineContext("sap-simulator", "CS-ABB-00001", HEAD - 0.281, "csms"),
    ),
    (
        "6/13/2024, 7:11:43 AM CS-ABB-00001 | >> Command 'Heartbeat' sent request payload: ",
        LineContext("sap-simulator", "CS-ABB-00001", HEAD - 0.281, "station"),
    ),
    (
        "2024-06-13 07:11:43.281\tDEBUG\t/opt/dist/Connection.js:211\tCitrineOS Logger:Router\tReceived message from CP-7: ",
        LineContext("citrineos", "CP-7", HEAD, "received"),
    ),
    (
        "2024-06-13 07:11:43.281\tDEBUG\tCitrineOS Logger:Router\tMessage sent to CP-7: ",
        LineContext("citrineos", "CP-7", HEAD, "sent"),
    ),
    (
        "2024-06-13 07:11:43.281 +00:00 [TRC] OCPPMiddleware.Receive16 => Message from CP-7: ",
        LineContext("ocpp-core", "CP-7", HEAD, "received"),
    ),
    (
        "OCPPMiddleware.SendOcpp16Message => ",
        LineContext("ocpp-core", None, None, "sent"),
    ),
    (
        "3849_2024-06-13T07:11:43.281Z:INFO:ocppj.c:421:Sending: ",
        LineContext("alfen", None, HEAD, "sent"),
    ),
    ("→ CP-7: ", LineContext("arrow-to", "CP-7", None, "sent")),
    ("2024-06-13 07:11:43.281 << [CP-7] ", LineContext("arrow-to", "CP-7", HEAD, "received")),
    ("CP-7 → ", LineContext("arrow-from", "CP-7", None, "sent")),
    ("[CP-7] <- ", LineContext("arrow-from", "CP-7", None, "received")),
    ("< ", LineContext("websocket-client", None, None, "received")),
    ("Received: ", LineContext("labelled", None, None, "received")),
    ("2024-06-13 07:11:43.281 INFO Sending message: ", LineContext("labelled", None, HEAD, "sent")),
]


@pytest.mark.parametrize(("prefix", "said"), EXAMPLES, ids=[said.dialect for _, said in EXAMPLES])
def test_a_prefix_is_read_by_its_dialect(dialects: Dialects, prefix: str, said: LineContext) -> None:
    first = readers(dialects, prefix)[0]
    assert first._replace(time=None) == said._replace(time=None)
    assert first.time == (pytest.approx(said.time, abs=1e-3) if said.time is not None else None)


@pytest.mark.parametrize("prefix", [prefix for prefix, _ in EXAMPLES])
def test_no_other_dialect_claims_a_prefix(dialects: Dialects, prefix: str) -> None:
    assert len(readers(dialects, prefix)) == 1


def test_every_shipped_dialect_has_an_example(composed: ComposedDialects) -> None:
    assert {source.name for source in composed.dialects} == {said.dialect for _, said in EXAMPLES}


CARRIERS = [
    ("coloured", "\x1b[32;1m", None),
    ("docker-compose", "csms-1  | ", None),
    ("docker-compose", "0|csms     | ", None),
    ("kubernetes", "2024-06-13T07:11:43.281456789Z stdout F ", HEAD),
    ("kubectl", "[pod/csms-5d9f/csms] ", None),
    ("syslog", "<134>1 2024-06-13T07:11:43.281Z host csms 123 - - ", HEAD),
    ("journal", "Jun 13 07:11:43 host csms[123]: ", 77267503.0),
    ("journal", "<30>Jun 13 07:11:43 host csms: ", 77267503.0),
    ("journal", "2024-06-13T07:11:43.281000+0000 host csms[123]: ", HEAD),
    ("journal", "[  123.456789] host csms[1]: ", None),
    ("alfen-record", "3849_2024-06-13T07:11:43.281Z:INFO:ocppj.c:421:", HEAD),
    ("ruby-record", "I, [2024-06-13T07:11:43.281000 #77]  INFO -- : ", HEAD),
    ("serial-monitor", "07:11:43.281 -> ", 25903.281),
    ("stamped", "2024-06-13 07:11:43.281 ", HEAD),
    ("stamped", "[2024-06-13 07:11:43,281] DEBUG: ", HEAD),
]


@pytest.mark.parametrize(("name", "head", "time"), CARRIERS, ids=[name for name, _, _ in CARRIERS])
@pytest.mark.parametrize(
    ("prefix", "station"), [("CP-7: send ", "CP-7"), ("[ocpp  ] TRACE 2024/06/13 07:11:43 recv CP-7: ", "CP-7")]
)
def test_a_dialect_is_read_behind_a_carrier(
    dialects: Dialects, name: str, head: str, time: float | None, prefix: str, station: str
) -> None:
    (carrier,) = (carrier for carrier in dialects.carriers if carrier.name == name)
    found = carrier.match(head + prefix)
    assert found is not None
    assert found.end() == len(head)
    said = carrier.time(found)
    assert said == (pytest.approx(time, abs=1e-3) if time is not None else None)
    context = Prefixes(dialects).read(head + prefix, 0, None)
    assert context is not None
    assert context.station == station
    assert (context.time is None) is (time is None and prefix.startswith("CP"))


def test_carriers_are_stacked(dialects: Dialects) -> None:
    line = "csms-1  | Jun 13 07:11:43 host csms[123]: \x1b[32mCP-7: send "
    prefixes = Prefixes(dialects)
    for _ in range(2):
        context = prefixes.read(line, 0, None)
        assert context is not None
        assert (context.dialect, context.station, context.direction) == ("mobilityhouse", "CP-7", "sent")


def test_every_shipped_carrier_has_an_example(composed: ComposedDialects) -> None:
    assert {source.name for source in composed.carriers} == {name for name, _, _ in CARRIERS}


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
def test_other_text_is_no_dialect(dialects: Dialects, prefix: str) -> None:
    assert readers(dialects, prefix) == []


@pytest.mark.parametrize(
    "junk", ["a", " ", "[", ": ", "12:00:00 ", "2024-06-13 07:11:43 ", "| ", "send ", "INFO:"]
)
def test_no_junk_keeps_a_dialect_backtracking(dialects: Dialects, junk: str) -> None:
    """A pattern that backtracks without bound would not come back from this at all."""
    assert readers(dialects, (junk * 1024)[:1023] + "\0") == []


def test_sources_survive_a_json_cache(composed: ComposedDialects) -> None:
    again = [[DialectSource(*item) for item in items] for items in json.loads(json.dumps(composed))]
    assert again == list(composed)


def test_running_dialects_does_not_import_lark(composed: ComposedDialects) -> None:
    code = (
        "import sys; from ocpplint.readers.traces.dialects import Dialect, DialectSource;"
        f"Dialect(DialectSource(*{tuple(composed.dialects[0])!r})).read('x', 0, 1); sys.exit('lark' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


GOOD = 'dialect: MINE\n\nMINE: STATION " <- "\nSTATION: /(?P<station>\\w+)/\n'


def test_a_dialect_of_ones_own() -> None:
    mine = Dialects(tuple(map(Dialect, compose(GOOD).dialects)))
    assert readers(mine, "CP7 <- ") == [LineContext("mine", "CP7")]


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
        compose(grammar)
    assert (caught.value.line, caught.value.column) == (line, column), str(caught.value)


def test_the_dialect_worked_out_in_the_documentation(tmp_path: Path) -> None:
    with open(os.path.join(ROOT, "docs", "dialects.md"), encoding="utf-8") as file:
        found = re.search(r"^```lark\n(.*?)^```", file.read(), re.MULTILINE | re.DOTALL)
    assert found is not None
    path = tmp_path / "gateway.lark"
    path.write_text(found[1], encoding="utf-8")
    gateway = load_dialects((str(path),))
    assert [dialect.name for dialect in gateway.dialects[:2]] == ["gateway", "home-assistant"]
    assert readers(gateway, "1714557600 gw/CP-7 up   ") == [LineContext("gateway", "CP-7", None, "station")]
    assert readers(gateway, "2024-05-01T10:00:00Z gw/CP-7 down ") == [
        LineContext("gateway", "CP-7", 1714557600.0, "csms")
    ]
