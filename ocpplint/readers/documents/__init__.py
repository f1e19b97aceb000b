"""JSON, JSON with comments and YAML, parsed to one tree with positions."""

from ocpplint.readers.documents.jsonc import parse_json
from ocpplint.readers.documents.lines import LineIndex

__all__ = ["LineIndex", "parse_json"]
