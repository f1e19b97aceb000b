"""The cache key of a document: one hash of everything that its result depends on."""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from typing import Any, NamedTuple

from ocpplint.analysis.document import Document, size_of
from ocpplint.analysis.options import RunOptions
from ocpplint.engine.rule import Rule
from ocpplint.findings.results import digest
from ocpplint.readers.settings.conventions import USUAL
from ocpplint.resources import bundled
from ocpplint.resources.regular import Within, opened_regular, read_regular
from ocpplint.resources.version import __version__
from ocpplint.sources.source import Source
from ocpplint.stations.registry import Profiles

_HELD = 8_388_608
"""Bytes. A document of less is hashed and judged from memory: it is read once, and can't change in between."""
_MOST_BYTES = 268_435_456
"""Bytes. A document of more has no key: to read it twice from a slow disk may cost more than is gained."""
_BLOCK = 1_048_576
_DEPENDENCIES = ("backports", "jsonschema", "lark", "ocpp-", "orjson", "pyyaml")
_CODE = (".py", ".json", ".yaml", ".lark")

_State = tuple[int, int, int, int]
"""Size, time of writing, time of change and number of a file. The second time can't be set back, as the first can."""


class Key(NamedTuple):
    """The key of a document's result, and the states that files which are not held in memory had with it."""

    name: str
    states: Mapping[str, _State]

    def is_still_right(self) -> bool:
        """Return whether the files are unchanged since."""
        return all(_state(path) == state for path, state in self.states.items())


def key_of(document: Document, basis: str) -> Key | None:
    """Hash a document, with ``basis``, the hash of what all documents of the run have in common.

    The content of small files is held in the sources until ``release``. None for what can't be read, or is too large.
    """
    size = size_of(document)
    if size > _MOST_BYTES:
        return None
    states: dict[str, _State] = {}
    parts: list[Any] = [basis]
    try:
        for source in document:
            if size > _HELD:
                states[source.real_path] = _state(source.real_path)
                content = digest(_blocks(source.real_path, source.within))
            else:
                source.content = read_regular(source.real_path, source.within, _HELD)
                content = digest((source.content,))
            parts.append(_said(source, content))
    except (OSError, ValueError):
        release(document)
        return None
    return Key(digest((json.dumps(parts).encode("ascii"),)), states)


def release(document: Document) -> None:
    """Release the content that ``key_of`` keeps in the sources."""
    for source in document:
        source.content = None


def basis_of(plan: RunOptions, rules: Sequence[Rule], profiles: Profiles, today: str) -> str | None:
    """Hash what results depend on besides the documents: program, rules, profiles and options.

    The baseline is not among it: it is applied to results. None where that is not certain, as when rules change while
    they are read. Raises ``OSError`` for a file of dialects.
    """
    if not profiles.signature or not all(rule.pack for rule in rules):
        return None
    config = plan.config
    parts: list[Any] = [
        [__version__, sys.version, *_installed(), *_program()],
        [(path, _content_of(path)) for path in plan.dialects],
        [(rule.code, rule.pack) for rule in rules],
        [plan.select, plan.ignore, plan.says_select, plan.severity, plan.said_severity, plan.strict_input],
        [plan.profile, config.profile, profiles.own, profiles.signature],
        [plan.ocpp, plan.allow_mandatory, config.options, plan.docs_url],
    ]
    if config.conventions() != USUAL:
        parts.append([os.getcwd(), config.conventions()])
    if config.suppress or config.stations:
        # Their patterns start at the folder that they stand in, and which of them have expired depends on the day.
        expired = [entry.get("expires", today) < today for entry in config.suppress]
        parts.append([os.getcwd(), config.stations, config.suppress, expired])
    return digest((json.dumps(parts, sort_keys=True).encode("ascii"),))


def _said(source: Source, content: str) -> list[Any]:
    """Return everything about a source that a result may depend on."""
    placed = (source.station, source.connector, source.document, source.configured)
    return [source.path, source.named, source.series, source.rank, *placed, content]


def _state(path: str) -> _State:
    status = os.stat(path)
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _blocks(path: str, within: Within | None = None) -> Iterator[bytes]:
    with opened_regular(path, within) as file:
        while block := file.read(_BLOCK):
            yield block


def _content_of(path: str) -> str:
    return digest(_blocks(path))


def _installed() -> list[tuple[str, str]]:
    """List the packages that results depend on: their names with versions, and the hash of what they consist of."""
    sites = dict.fromkeys((*_site_of("orjson"), *filter(_is_site, sys.path)))
    return sorted(
        (name.lower(), _record(os.path.join(site, name)))
        for site in sites
        for name in os.listdir(site)
        if name.endswith(".dist-info") and name.lower().startswith(_DEPENDENCIES)
    )


def _site_of(package: str) -> Iterator[str]:
    """Yield the folder that a package is installed in, wherever that is."""
    spec = find_spec(package)
    if spec is not None and spec.origin is not None:
        yield os.path.dirname(os.path.dirname(spec.origin))


def _is_site(folder: str) -> bool:
    return os.path.basename(folder) in ("site-packages", "dist-packages") and os.path.isdir(folder)


def _record(folder: str) -> str:
    """Hash the list, with the hash of each, of an installed package's files; empty where the installer left none."""
    try:
        return _content_of(os.path.join(folder, "RECORD"))
    except OSError:
        return ""


def _program() -> list[Any]:
    """Describe the code, which changes without its version in a checkout and in packages that others have patched."""
    package = os.path.dirname(os.path.dirname(bundled.__file__))
    rules = bundled.path("rules")
    if rules.startswith(os.path.join(package, "")):
        record = _record(os.path.join(os.path.dirname(package), f"ocpplint-{__version__}.dist-info"))
        return [record] if record else sorted(_files_below(package))
    return sorted(state for top in (package, rules, bundled.path("grammars")) for state in _files_below(top))


def _files_below(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield the files of code with their size and the time of their change, which can't be set back."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(_CODE):
                status = entry.stat()
                yield entry.path, status.st_size, status.st_ctime_ns
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _files_below(entry.path)
