"""The dialects that come with ocpplint, composed once and cached."""

from functools import lru_cache

from ocpplint import data
from ocpplint.compiled import compiled
from ocpplint.readers.traces.dialects import Dialect, DialectSource, compose_dialects


@lru_cache(maxsize=1)
def shipped_dialects() -> tuple[Dialect, ...]:
    """Return the dialects of ``grammars/logs.lark`` in its order."""
    path = data.path("grammars", "logs.lark")
    sources = compiled("dialects", [path], lambda: _compose(path))
    return tuple(Dialect(DialectSource(*source)) for source in sources)


def _compose(path: str) -> list[list[str]]:
    with open(path, encoding="utf-8") as file:
        return [list(source) for source in compose_dialects(file.read())]
