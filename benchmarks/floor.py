"""The least that judging messages takes: ``python -m benchmarks.floor FILE``.

Every frame is decoded with orjson, every answer matched to its call, every payload checked against its schema with
jsonschema-rs. Nothing is looked for, nothing said.
"""

import json
import os
import sys
from importlib.util import find_spec
from typing import Any

import jsonschema_rs
import orjson


def main(path: str) -> int:
    """Run through a file of bare frames; return 1 if one is not valid."""
    calls, answers = _validators()
    pending: dict[str, str] = {}
    with open(path, "rb") as file:
        for line in file:
            frame = orjson.loads(line)
            if frame[0] == 2:
                pending[frame[1]] = frame[2]
                valid = calls[frame[2]].is_valid(frame[3])
            else:
                valid = answers[pending.pop(frame[1])].is_valid(frame[2])
            if not valid:
                return 1
    return 0


def _validators() -> tuple[dict[str, Any], dict[str, Any]]:
    """Compile the schemas of OCPP 1.6, those of the calls and those of the answers."""
    calls: dict[str, Any] = {}
    answers: dict[str, Any] = {}
    spec = find_spec("ocpp")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("ocpp")
    folder = os.path.join(os.path.dirname(spec.origin), "v16", "schemas")
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), encoding="utf-8-sig") as file:
            validator = jsonschema_rs.validator_for(json.load(file))
        action = name.removesuffix(".json")
        if action.endswith("Response"):
            answers[action.removesuffix("Response")] = validator
        else:
            calls[action] = validator
    return calls, answers


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
