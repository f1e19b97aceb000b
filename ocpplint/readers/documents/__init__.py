"""JSON, JSON with comments and YAML, parsed to one tree with positions."""

from ocpplint.readers.documents.jsonc import parse_json
from ocpplint.readers.documents.lines import LineIndex
from ocpplint.readers.documents.tree import Document

__all__ = ["LineIndex", "parse_json", "parse_yaml"]


def parse_yaml(text: str) -> Document:
    """Parse a YAML stream (see ``yamldoc.parse_yaml``, imported when there is YAML to read)."""
    from ocpplint.readers.documents import yamldoc

    return yamldoc.parse_yaml(text)
