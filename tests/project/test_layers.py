"""The order of the packages is in ``pyproject.toml``, and ``lint-imports`` checks it; modules import in no circle."""

from tests.support.command import ROOT
from tools.import_graph import circles, imports_below


def test_no_modules_import_each_other() -> None:
    """Imports within functions and those for type checkers count, too."""
    assert circles(imports_below(str(ROOT))) == []
