"""The configuration: ``ocpplint.toml``, or ``[tool.ocpplint]`` in ``pyproject.toml``."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ocpplint.resources.cache import compiled
from ocpplint.resources.datafile import DataFileError, in_words, unknown_names
from ocpplint.resources.quoting import masked, shortened
from ocpplint.resources.regular import Within, leads_out, read_regular, read_text, why
from ocpplint.sources.repository import confines

if TYPE_CHECKING:
    from ocpplint.findings.finding import Severity
    from ocpplint.readers.settings.conventions import Conventions

_SCHEMA = os.path.join(os.path.dirname(__file__), "config.schema.json")
_OWN = "ocpplint.toml"
_SHARED = "pyproject.toml"
_EXTENDS = r"(?m)^[ \t]*extend[ \t]*=[ \t]*[\"']([^\"'\n]+)"
_TABLES = ("severity", "options")
_LISTS = ("stations", "desired", "suppress", "shapes")
_OF_GROUPS = ("extend-select", "ignore", "severity")


class Config:
    """What a configuration file says, with those it extends.

    ``origins`` are the files that the settings come from: by name, and by table and name (``severity.SCP006``).
    ``within`` are the folders that what it names has to stand in; None where the user has named the file.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        path: str | None = None,
        origins: Mapping[str, str] | None = None,
        within: Within | None = None,
    ) -> None:
        data = data or {}
        self.path = path
        self.within = within
        self.origins = origins or {}
        self.profile: str | None = data.get("profile")
        self.layout: str | None = data.get("layout")
        self.rules: list[str] = data.get("rules", [])
        self.select: list[str] = data.get("select", ["ALL"])
        self.extend_select: list[str] = data.get("extend-select", [])
        self.ignore: list[str] = data.get("ignore", [])
        self.severity: dict[str, Severity] = data.get("severity", {})
        self.fail_on: str = data.get("fail-on", "error")
        self.docs_url: str = data.get("docs-url", "")
        self.options: dict[str, dict[str, Any]] = data.get("options", {})
        self.stations: list[dict[str, Any]] = data.get("stations", [])
        self.desired: list[dict[str, Any]] = data.get("desired", [])
        self.suppress: list[dict[str, Any]] = data.get("suppress", [])
        self.shapes: list[dict[str, Any]] = data.get("shapes", [])
        self.connector_suffix: str = data.get("connector-suffix", "written")

    @property
    def folder(self) -> str:
        """The folder that the layout is relative to: the one of the file that states it."""
        path = self.origins.get("layout", self.path)
        return os.path.dirname(path) if path else ""

    def conventions(self) -> "Conventions":
        """Return how the configurations of the repository are meant."""
        from ocpplint.readers.settings.conventions import USUAL, Conventions, declared_shape

        if not (self.shapes or self.desired or self.connector_suffix != "written"):
            return USUAL
        return Conventions(
            tuple(declared_shape(entry, os.path.dirname(entry["in"])) for entry in self.shapes),
            tuple(
                (glob, os.path.dirname(entry["in"])) for entry in self.desired for glob in _listed(entry["path"])
            ),
            suffix_added=self.connector_suffix == "added-by-backend",
        )

    def fault(self, reason: str, *names: str) -> DataFileError:
        """Make the error of a setting that only proved to be wrong in use; ``names`` lead to it, the nearest last."""
        path = self.origin(*names) or _OWN
        return DataFileError(path, reason, self.line_of(path, names))

    def origin(self, *names: str) -> str | None:
        """Return the file that a setting, or the entry of a table, is from; None if it is the default."""
        return self.origins.get(".".join(names[:2])) or self.origins.get(names[0])

    def place_of(self, name: str) -> tuple[str | None, int | None]:
        """Return the file and line of a setting; None for a line that can't be told, and for what is the default."""
        path = self.origin(name)
        return path, None if path is None else self.line_of(path, [name])

    def line_of(self, path: str, names: Sequence[str]) -> int | None:
        """Find the line of a file that states a setting; None if it can't be told."""
        try:
            return _line_of(read_text(path, self.within), names)
        except (OSError, UnicodeDecodeError):
            # The file was there when it was loaded.
            return None

    def setting_with(self, word: str) -> str | None:
        """Return the setting that names a rule by this word."""
        lists = {"select": self.select, "extend-select": self.extend_select, "ignore": self.ignore}
        named = next((name for name, words in {**lists, "severity": self.severity}.items() if word in words), None)
        in_groups = any(word in entry.get(name, ()) for entry in self.stations for name in _OF_GROUPS)
        return "stations" if named is None and in_groups else named


def load_config(path: str | None = None, start: str = "", outside: Sequence[str] = ()) -> Config:
    """Load the configuration at ``path``, or the nearest one in ``start`` and the folders above it.

    One that was searched for may name what stands in its repository and in the folders ``outside``, one at ``path``
    anything. Raises ``DataFileError`` for a file that can't be read, does not fit its schema or names something else.
    """
    if path is not None:
        return _load(path, None)
    found = search(os.path.abspath(start), {})
    return Config(within=confines(start, outside)) if found is None else load_found(found, outside)


def load_found(path: str, outside: Sequence[str] = ()) -> Config:
    """Load a configuration that nobody has named. Raises ``DataFileError`` as ``load_config`` does."""
    return _load(path, confines(os.path.dirname(path), outside))


def _load(path: str, within: Within | None) -> Config:
    if not os.path.lexists(path):
        raise DataFileError(path, "no such configuration file")
    chain = _chain(path, within)
    built = compiled("config", [*chain, _SCHEMA], lambda: _build(path, within))
    if not set(built["files"]) <= set(chain):
        # `extend` is written in a way that only a whole parser sees, so the cache does not know what it depends on.
        built = _build(path, within)
    config = Config(built["data"], path, built["origins"], within)
    _check_places(config)
    return config


def _check_places(config: Config) -> None:
    """Raise ``DataFileError`` for what a configuration names that stands where it may not."""
    within = config.within
    for setting, named in _named_paths(config):
        if within is not None and leads_out(named, within):
            raise config.fault(f"in `{setting}`: {_leads_out(os.path.relpath(named), within)}", setting)


def config_files(path: str) -> list[str]:
    """List the files that ``load_config`` reads or would read for this one, whatever is in them."""
    return _chain(path, None)


def _named_paths(config: Config) -> Iterator[tuple[str, str]]:
    """Yield the paths in a configuration, each with its setting. What it extends is looked at while it is read."""
    yield from (("rules", folder) for folder in config.rules)
    profiles = [("profile", config.profile), *(("stations", group.get("profile")) for group in config.stations)]
    yield from (
        (setting, profile) for setting, profile in profiles if profile is not None and os.path.isabs(profile)
    )


def _leads_out(named: str, within: Within) -> str:
    return f"{shortened(named)} leads out of the repository {within[0]}; the option `allow-outside` permits it"


def checked_docs_url(text: str) -> str:
    """Return an address of the documentation that fits the schema. Raises ``ValueError`` for any other text."""
    import json

    if re.search(json.loads(schema_text())["properties"]["docs-url"]["pattern"], text) is None:
        raise ValueError("expected an http or https address without user, query and fragment")
    return text


def schema_text() -> str:
    """Return the JSON Schema of configuration files."""
    with open(_SCHEMA, encoding="utf-8") as file:
        return file.read()


def search(folder: str, known: Mapping[str, str | None]) -> str | None:
    """Return the path of the nearest configuration in ``folder`` or above; ``known`` are those of some folders."""
    while folder not in known:
        own = os.path.join(folder, _OWN)
        if os.path.lexists(own):
            # Whatever it is: not to go by one that can't be read has to be told.
            return own
        shared = os.path.join(folder, _SHARED)
        if os.path.isfile(shared) and _speaks_of_us(shared):
            return shared
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return known[folder]


def _speaks_of_us(path: str) -> bool:
    try:
        return b"[tool.ocpplint" in read_regular(path)
    except OSError:
        return False


def _chain(path: str, within: Within | None) -> list[str]:
    """List the files a configuration consists of, itself first. They decide whether a cached one is still good."""
    chain: list[str] = []
    while path not in chain:
        try:
            text = read_regular(path, within).decode("utf-8", "replace")
        except OSError:
            # Building the configuration shows why.
            break
        chain.append(path)
        named = re.search(_EXTENDS, text)
        if named is None:
            break
        path = _beside(path, named[1])
    return chain


def _build(path: str, within: Within | None, below: tuple[str, ...] = ()) -> dict[str, Any]:
    """Read a configuration and those it extends. What it says itself wins; tables are put together name by name."""
    text, data = _read(path, within)
    parent = data.pop("extend", None)
    _place(data, path)
    origins = dict.fromkeys(data, path) | {
        f"{table}.{name}": path for table in _TABLES for name in data.get(table, {})
    }
    if parent is None:
        return {"data": data, "origins": origins, "files": [path]}
    base_path = _beside(path, parent)
    if reason := _why_not_extended(parent, base_path, within, (path, *below)):
        raise DataFileError(path, reason, _line_of(text, ["extend"]))
    base = _build(base_path, within, (path, *below))
    return {
        "data": _extended(base["data"], data),
        "origins": {**base["origins"], **origins},
        "files": [path, *base["files"]],
    }


def _why_not_extended(name: str, path: str, within: Within | None, below: tuple[str, ...]) -> str | None:
    if path in below:
        return f"`extend` goes in a circle through {shortened(name)!r}"
    if within is not None and leads_out(path, within):
        return f"in `extend`: {_leads_out(name, within)}"
    return None if os.path.lexists(path) else f"in `extend`: no such file {shortened(name)!r}"


def _extended(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Put what a configuration says itself over what it extends: its tables by name, its lists at the end."""
    tables = {table: {**base[table], **own.get(table, {})} for table in _TABLES if table in base}
    lists = {name: [*base[name], *own.get(name, ())] for name in _LISTS if name in base}
    return {**base, **own, **tables, **lists}


def _place(data: dict[str, Any], path: str) -> None:
    """Write down where the paths in a configuration start, and where the entries of its lists stand."""
    if "rules" in data:
        data["rules"] = [_beside(path, folder) for folder in data["rules"]]
    for name in _LISTS:
        if name in data:
            data[name] = _marked(data[name], path)
    for said in (data, *data.get("stations", ())):
        profile = said.get("profile", "")
        # A profile with a separator or an ending is a path.
        if "/" in profile or profile.endswith((".yaml", ".yml", ".json")):
            said["profile"] = _beside(path, profile)


def _beside(path: str, name: str) -> str:
    """Return the path of what a file names, from the folder the file stands in."""
    return os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(path)), name))


def _read(path: str, within: Within | None) -> tuple[str, dict[str, Any]]:
    """Return the text of a configuration file, and its settings, which fit the schema."""
    import json
    import tomllib

    try:
        text = read_text(path, within)
        data = tomllib.loads(text)
    except OSError as error:
        raise DataFileError(path, why(error)) from error
    except UnicodeDecodeError as error:
        raise DataFileError(path, "is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise _toml_fault(path, str(error)) from error
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits, or lists in lists in lists.
        raise DataFileError(path, "is not TOML that can be read") from error
    if os.path.basename(path) == _SHARED:
        data = data.get("tool", {}).get("ocpplint", {})
    _write_out_days(data)
    import jsonschema

    with open(_SCHEMA, encoding="utf-8") as file:
        fault = jsonschema.exceptions.best_match(
            jsonschema.Draft202012Validator(json.load(file)).iter_errors(data)
        )
    if fault is not None:
        steps = [str(step) for step in fault.absolute_path if isinstance(step, str)]
        raise DataFileError(path, in_words(fault), _line_of(text, [*steps, *unknown_names(fault)[:1]]))
    return text, data


def _toml_fault(path: str, said: str) -> DataFileError:
    """Make the error of text that is no TOML; the message may quote a name of it."""
    reason, *place = re.split(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", said)
    numbers = [int(number) for number in place if number]
    return DataFileError(path, masked(reason), *numbers)


def _marked(entries: list[dict[str, Any]], path: str) -> list[dict[str, Any]]:
    """Return the entries of a list, each with the file it stands ``in`` and its ``number`` there ``of`` all."""
    stands = os.path.abspath(path)
    return [{**entry, "in": stands, "number": number, "of": len(entries)} for number, entry in enumerate(entries)]


def _write_out_days(data: dict[str, Any]) -> None:
    """TOML has dates of its own; the cache of what was read has none."""
    import datetime

    entries = data.get("suppress")
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("expires"), datetime.date):
            entry["expires"] = entry["expires"].isoformat()[:10]


def _line_of(text: str, names: Sequence[str]) -> int | None:
    """Find the line of the setting that the names lead to: tomllib gives no positions."""
    for name in reversed(names):
        match = re.search(rf"^[^#\n]*?(?<![\w-]){re.escape(name)}(?![\w-])", text, re.MULTILINE)
        if match:
            return text.count("\n", 0, match.end()) + 1
    return None


def _listed(patterns: str | list[str]) -> list[str]:
    return [patterns] if isinstance(patterns, str) else patterns
