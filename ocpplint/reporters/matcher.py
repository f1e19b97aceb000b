"""GitHub's problem matcher for the format ``concise``, for runs whose log people also read.

``python -m ocpplint.reporters.matcher`` prints it; ``problem-matcher.json`` beside this module is what it prints.
It is two matchers, since GitHub (actions/runner, ``OutputManager.ConvertToIssue``) knows of no severity ``info``:
the second calls those lines notices.
"""

import json
import sys
from typing import Any, Final

_BEFORE: Final = r"^(.+?):(\d+):(\d+): "
_AFTER: Final = r" ([A-Z]{3}\d{3}) (.+)$"
_PLACE: Final = {"file": 1, "line": 2, "column": 3}


def problem_matcher() -> dict[str, Any]:
    """Return the matcher as JSON data. Its expressions must do in .NET's ECMAScript mode."""
    graver = {**_PLACE, "severity": 4, "code": 5, "message": 6}
    lesser = {**_PLACE, "code": 4, "message": 5}
    return {
        "problemMatcher": [
            {"owner": "ocpplint", "pattern": [{"regexp": f"{_BEFORE}(error|warning){_AFTER}", **graver}]},
            {
                "owner": "ocpplint-info",
                "severity": "notice",
                "pattern": [{"regexp": f"{_BEFORE}info{_AFTER}", **lesser}],
            },
        ]
    }


def matcher_text() -> str:
    """Return the text of ``problem-matcher.json``."""
    return json.dumps(problem_matcher(), indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(matcher_text())
