"""The dialects in use: those of the user first, then the built-in ones. Composed once and cached."""

from functools import lru_cache

from ocpplint.readers.traces.dialects import Carrier, Dialect, Dialects, DialectSource
from ocpplint.resources import bundled
from ocpplint.resources.cache import compiled
from ocpplint.resources.datafile import DataFileError
from ocpplint.resources.regular import check_regular, read_text, why

Sources = list[list[list[str]]]
"""As a cache keeps them: the dialects and the carriers, each as name and pattern."""


@lru_cache(maxsize=4)
def load_dialects(files: tuple[str, ...] = ()) -> Dialects:
    """Return the dialects of ``files`` and then those of ``grammars/logs.lark``, each in its file's order.

    A file may use the terminals of ``logs.lark``. Raises ``DataFileError`` with the place of a mistake.
    """
    shipped = bundled.path("grammars", "logs.lark")
    found = [compiled("dialects", [shipped], lambda: _compose(shipped))]
    for path in reversed(files):
        found.insert(0, _own(path, shipped))
    return Dialects(
        tuple(Dialect(DialectSource(*source)) for dialects, _ in found for source in dialects),
        tuple(Carrier(DialectSource(*source)) for _, carriers in found for source in carriers),
    )


def own_dialects(path: str) -> frozenset[str]:
    """Return the names of the dialects that a user's file adds. Raises as ``load_dialects`` does."""
    dialects, _ = _own(path, bundled.path("grammars", "logs.lark"))
    return frozenset(name for name, _ in dialects)


def _own(path: str, shipped: str) -> Sources:
    try:
        check_regular(path)
        return compiled("dialects", [path, shipped], lambda: _compose(path, shipped))  # type: ignore[no-any-return]
    except OSError as error:
        raise DataFileError(path, why(error)) from error
    except UnicodeDecodeError as error:
        raise DataFileError(path, "is not UTF-8 text") from error


def _compose(path: str, shared: str | None = None) -> Sources:
    from ocpplint.readers.traces.composing import DialectError, compose

    try:
        composed = compose(read_text(path), read_text(shared) if shared is not None else "")
    except DialectError as error:
        raise DataFileError(path, error.reason, error.line, error.column) from error
    return [[list(source) for source in sources] for sources in composed]
