"""The location of the built-in rules and grammars."""

import os
from typing import Literal


def path(kind: Literal["rules", "grammars"], *parts: str) -> str:
    """Return the path of a rule or grammar file, or of their folder where no parts are given.

    An installed wheel holds both folders inside the package; in a checkout they stand beside it.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, kind)
    home = inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), kind)
    return os.path.join(home, *parts)
