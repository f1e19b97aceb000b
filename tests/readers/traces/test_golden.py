"""What is read of each real file, frozen: stations (as digests), directions, dialects, what was not understood where.

``UPDATE_GOLDEN=1`` writes the summaries anew; the difference is for a reviewer.
"""

import json
import os
from collections import Counter
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from ocpplint.facts.inputs import InputProblem, InputReport
from ocpplint.facts.message import Message
from ocpplint.readers.classification import read

GOLDEN = Path(__file__).parents[2] / "golden" / "corpus.json"
FOLDERS = ("logs", "traces")

# As the index of the corpus tells of them: how many stations a file names, and whose log it is.
STATIONS = {"L11": 2, "L20": 2, "L26": 2}
NAMELESS = ("L03", "L04", "L21", "L33", "L40", "L50", "T07", "T12", "T10", "T15", "T08", "L10", "L41")


def summary(path: Path) -> dict[str, Any]:
    """Summarise a file in numbers and digests: the files belong to others, and nothing of them is kept here."""
    report = InputReport(path.name)
    with path.open(encoding="utf-8", newline="") as file:
        facts = list(read(str(path), file, report).messages or ())
    messages = [fact for fact in facts if isinstance(fact, Message)]
    return {
        "lines": report.lines,
        "frames": report.frames,
        "dialects": dict(sorted(report.dialects.items())),
        "stations": [digest(station) for station in report.stations],
        "senders": dict(sorted(Counter(message.sender or "unknown" for message in messages).items())),
        "types": {str(kind): count for kind, count in sorted(Counter(m.type for m in messages).items())},
        "timed": sum(message.time is not None for message in messages),
        "span": None
        if report.first_time is None or report.last_time is None
        else round(report.last_time - report.first_time, 3),
        "ocpp": list(report.versions),
        "truncated": report.truncated,
        "elided": report.elided,
        "joined": report.joined,
        "unrecognised": report.unrecognised,
        "troubles": [
            f"{fact.kind} at line {fact.place.locate().line}" for fact in facts if isinstance(fact, InputProblem)
        ],
    }


def digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()


def files(corpus: Path) -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (corpus / folder).iterdir())


def test_every_real_file_is_read_as_it_was(corpus: Path) -> None:
    found = {path.name: summary(path) for path in files(corpus)}
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    assert found == json.loads(GOLDEN.read_text("utf-8"))


def test_stations_are_named_where_the_index_says_so(corpus: Path) -> None:
    for name, found in json.loads(GOLDEN.read_text("utf-8")).items():
        expected = STATIONS.get(name[:3], 0 if name[:3] in NAMELESS else 1)
        assert len(found["stations"]) == expected, name
    assert files(corpus)


def test_the_direction_is_unknown_at_the_beginning_of_one_capture_only() -> None:
    golden = json.loads(GOLDEN.read_text("utf-8"))
    unknown = {
        name[:3]: found["senders"]["unknown"] for name, found in golden.items() if "unknown" in found["senders"]
    }
    assert unknown == {"L50": 1}


@pytest.mark.parametrize("name", ["L01", "L03", "L45", "T01", "T06"])
def test_a_healthy_file_gives_no_trouble(name: str) -> None:
    golden = json.loads(GOLDEN.read_text("utf-8"))
    (found,) = (found for file, found in golden.items() if file.startswith(name))
    assert found["troubles"] == []
