"""Files, folders, patterns and standard input: what there is to read, and which files belong together."""

from ocpplint.sources.discover import NoInputError, discover
from ocpplint.sources.layout import Layout
from ocpplint.sources.source import Source

__all__ = ["Layout", "NoInputError", "Source", "discover"]
