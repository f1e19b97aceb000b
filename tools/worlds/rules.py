"""The examples of the rules as files: they bring the program to each of its rules."""

import glob
import os
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from tools.worlds.settings import save

_RULES: Final = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "rules")
_MARK: Final = re.compile("<<([^\n]*?)>>")


def write(folder: str) -> None:
    """Write each example into a folder of its own. Its station gets a name of its own, so that none meets another."""
    number = 0
    for path in sorted(glob.glob(os.path.join(_RULES, "*", "*.yaml"))):
        with open(path, encoding="utf-8") as file:
            rule = yaml.safe_load(file)
        category = os.path.basename(os.path.dirname(path))
        for name, example in _examples(rule):
            number += 1
            for file_name, text in _files(example).items():
                unmarked = _MARK.sub(r"\1", text).replace("CP7", f"CP7{number:03}")
                save(os.path.join(folder, category, rule["code"], name, file_name), unmarked)


def _examples(rule: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for kind, examples in rule["examples"].items():
        for number, example in enumerate(examples):
            yield f"{kind}-{number}", example


def _files(example: Mapping[str, Any]) -> Mapping[str, str]:
    return example.get("files") or {example.get("path", "example.json"): example["text"]}
