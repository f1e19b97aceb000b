"""The configuration: ``ocpplint.toml``, or ``[tool.ocpplint]`` in ``pyproject.toml``."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ocpplint.compiled import compiled
from ocpplint.datafiles import DataFileError, in_words, unknown_names

if TYPE_CHECKING:
    from ocpplint.findings.severity import Severity

_SCHEMA = os.path.join(os.path.dirname(__file__), "config.schema.json")
_OWN = "ocpplint.toml"
_SHARED = "pyproject.toml"


class Config:
    """What a configuration file says. Paths in it are relative to ``folder``, the one it stands in."""

    def __init__(self, data: Mapping[str, Any] | None = None, path: str | None = None) -> None:
        data = data or {}
        self.path = path
        self.folder = os.path.dirname(path) if path else ""
        self.profile: str | None = self._profile(data.get("profile"))
        self.layout: str | None = data.get("layout")
        self.rules: list[str] = [os.path.join(self.folder, folder) for folder in data.get("rules", ())]
        self.select: list[str] = data.get("select", ["ALL"])
        self.extend_select: list[str] = data.get("extend-select", [])
        self.ignore: list[str] = data.get("ignore", [])
        self.severity: dict[str, Severity] = data.get("severity", {})
        self.fail_on: str = data.get("fail-on", "error")
        self.options: dict[str, dict[str, Any]] = data.get("options", {})
        self.suppress: list[dict[str, str]] = data.get("suppress", [])

    def _profile(self, chosen: str | None) -> str | None:
        """A profile with a separator or an ending is a path from the configuration's folder."""
        if chosen is not None and ("/" in chosen or chosen.endswith((".yaml", ".yml", ".json"))):
            return os.path.join(self.folder, chosen)
        return chosen


def load_config(path: str | None = None, start: str = "") -> Config:
    """Load the configuration at ``path``, or the nearest one in ``start`` and the folders above it.

    Raises ``DataFileError`` for a file that can't be read or does not fit its schema.
    """
    found = path or _search(os.path.abspath(start))
    if found is None:
        return Config()
    if not os.path.isfile(found):
        raise DataFileError(found, "no such configuration file")
    return Config(compiled("config", [found, _SCHEMA], lambda: _build(found)), found)


def _search(folder: str) -> str | None:
    while True:
        own = os.path.join(folder, _OWN)
        if os.path.isfile(own):
            return own
        shared = os.path.join(folder, _SHARED)
        if os.path.isfile(shared) and _speaks_of_us(shared):
            return shared
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def _speaks_of_us(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return b"[tool.ocpplint" in file.read()
    except OSError:
        return False


def _build(path: str) -> dict[str, Any]:
    import json
    import tomllib

    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        data = tomllib.loads(text)
    except OSError as error:
        raise DataFileError(path, (error.strerror or "can't be read").lower()) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError(path, str(error)) from error
    if os.path.basename(path) == _SHARED:
        data = data.get("tool", {}).get("ocpplint", {})
    _write_out_days(data)
    import jsonschema

    with open(_SCHEMA, encoding="utf-8") as file:
        fault = jsonschema.exceptions.best_match(
            jsonschema.Draft202012Validator(json.load(file)).iter_errors(data)
        )
    if fault is not None:
        raise DataFileError(path, in_words(fault), _line_of(text, fault))
    result: dict[str, Any] = data
    return result


def _write_out_days(data: dict[str, Any]) -> None:
    """TOML has dates of its own; the cache of what was read has none."""
    import datetime

    entries = data.get("suppress")
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("expires"), datetime.date):
            entry["expires"] = entry["expires"].isoformat()[:10]


def _line_of(text: str, fault: Any) -> int | None:
    """Find the line of the setting that does not fit: tomllib gives no positions."""
    import re

    names = [str(step) for step in fault.absolute_path if isinstance(step, str)] + unknown_names(fault)[:1]
    for name in reversed(names):
        match = re.search(rf"^[ \t]*\[?[\w.\"-]*\b{re.escape(name)}\b", text, re.MULTILINE)
        if match:
            return text.count("\n", 0, match.end()) + 1
    return None
