"""Where a log was rotated makes no difference to what is said of its messages."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.messages_sample import findings_in

STATUS = '{"connectorId":1,"errorCode":"NoError","status":"Available"}'


def exchanges(first: int, count: int) -> list[str]:
    lines = []
    for number in range(first, first + count):
        lines.append(f'CP7: receive message [2,"s{number}","StatusNotification",{STATUS}]')
        lines.append(f'CP7: send [3,"s{number}",{{}}]')
        lines.append(f'CP7: send [2,"c{number}","ClearCache",{{}}]')
        lines.append(f'CP7: receive message [3,"c{number}",{{"status":"Accepted"}}]')
    return lines


OPEN = 'CP7: send [2,"open","GetLocalListVersion",{}]'
UNASKED = 'CP7: receive message [3,"unasked",{"status":"Accepted"}]'
CUT = 'CP7: receive message [3,"cut",{"status":"Acc'

LOGS = {
    "an open call at the end": [*exchanges(0, 5), OPEN],
    "an unanswered call in the middle": [*exchanges(0, 3), OPEN, *exchanges(3, 4)],
    "an unanswered call, and calls are missing later": [
        *exchanges(0, 3),
        OPEN,
        *exchanges(3, 3),
        UNASKED,
        *exchanges(6, 3),
    ],
    "calls are missing, and later one is unanswered": [
        *exchanges(0, 2),
        UNASKED,
        *exchanges(2, 3),
        OPEN,
        *exchanges(5, 3),
    ],
    "an answer that may have been cut off": [*exchanges(0, 2), OPEN, CUT, *exchanges(2, 4)],
    "an answer to nothing behind a message cut off": [
        *exchanges(0, 2),
        CUT,
        *exchanges(2, 2),
        UNASKED,
        *exchanges(4, 1),
    ],
}


def said(folder: Path, parts: list[list[str]]) -> list[tuple[str, str]]:
    """Judge a log in parts, the last of which has no number; return each code with the line it stands at."""
    for index, part in enumerate(parts):
        number = len(parts) - 1 - index
        (folder / (f"csms.log.{number}" if number else "csms.log")).write_text(
            "".join(f"{line}\n" for line in part)
        )
    findings = findings_in([str(folder)])
    lines: dict[str, Any] = {str(path): path.read_text().splitlines() for path in folder.iterdir()}
    return sorted((found.code, lines[found.location.path][found.location.line - 1]) for found in findings)


def has_call(lines: list[str]) -> bool:
    return any(" [2," in line for line in lines)


@pytest.mark.parametrize("log", LOGS.values(), ids=LOGS)
def test_a_log_rotated_anywhere(tmp_path: Path, log: list[str]) -> None:
    (tmp_path / "whole").mkdir()
    whole = said(tmp_path / "whole", [log])
    for cut in range(1, len(log)):
        parts = [log[: cut // 2 + 1], log[cut // 2 + 1 : cut + 1], log[cut + 1 :]]
        if any(UNASKED in part and not has_call(part[: part.index(UNASKED)]) for part in parts):
            continue  # Of answers at the very beginning of a file nothing tells who sent them.
        folder = tmp_path / str(cut)
        folder.mkdir()
        assert said(folder, parts) == whole, cut


def test_these_logs_say_something_where_they_should(tmp_path: Path) -> None:
    found = {}
    for name, log in LOGS.items():
        (tmp_path / name).mkdir()
        found[name] = [code for code, _ in said(tmp_path / name, [log])]
    assert list(found.values()) == [[], ["MSG007"], ["MSG006"], ["MSG006", "MSG007"], [], []]
