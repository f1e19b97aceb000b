"""Real logs and traces: what is said of their messages is what was seen in them by hand, and nothing else."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from tests.support.messages_sample import findings_in

GOLDEN = Path(__file__).parents[2] / "golden" / "messages-corpus.json"
"""For each file the number of occurrences by code; files without any are listed, too.

Borne out by the corpus' INDEX or visible in the file itself: a vendor that is an empty string (L01), times without zone
(L20, L47, L54) or with a blank (T12), unanswered heartbeats and a field that the answer does not have (L45), a call
without answer (L19; of the other one the log ends too soon to say so), error answers (L30, L40), an answer without call (T03), a value that is a number (T12). The traces of another analyzer have a
status, a reason and an identifier of 21 characters that the schemas do not allow, and lack time stamps they require.
"""


def summary(corpus: Path) -> dict[str, dict[str, int]]:
    result = {}
    for folder in ("logs", "traces", "vectors/debugkit"):
        for name in sorted(os.listdir(corpus / folder)):
            if not name.endswith(".golden.json"):
                counts: Counter[str] = Counter()
                for finding in findings_in([str(corpus / folder / name)]):
                    counts[finding.code] += finding.count
                result[name] = dict(sorted(counts.items()))
    return result


def test_the_corpus_yields_what_was_seen_by_hand(corpus: Path) -> None:
    with open(GOLDEN, encoding="utf-8") as file:
        assert summary(corpus) == json.load(file)


@pytest.mark.parametrize(
    ("name", "code", "lines"),
    [
        ("logs/L19_evcc_unanswered_calls.log", "MSG007", [6]),
        ("logs/L45_mobilityhouse_v201_asctime.log", "MSG003", [6]),
        ("logs/L45_mobilityhouse_v201_asctime.log", "MSG007", [9]),
        ("logs/L20_ha_wallbox_multiline_json.log", "MSG010", [43]),
        ("logs/L30_steve_websocketlogger.log", "MSG008", [5, 7]),
        ("traces/T12_v201_setvariables_wrong_types.txt", "MSG003", [1]),
        ("traces/T12_v201_setvariables_wrong_types.txt", "MSG010", [3]),
    ],
)
def test_a_finding_stands_at_its_message(corpus: Path, name: str, code: str, lines: list[int]) -> None:
    found = findings_in([str(corpus / name)])
    assert [finding.location.line for finding in found if finding.code == code] == lines
