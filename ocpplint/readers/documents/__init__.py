"""JSON, JSON with comments and YAML, parsed to one tree with positions."""

from ocpplint.readers.documents.jsonc import parse_json
from ocpplint.readers.documents.lines import LineIndex
from ocpplint.readers.documents.tree import Document

__all__ = ["LineIndex", "parse_json", "parse_yaml"]


def parse_yaml(text: str) -> Document:
    """Parse a YAML stream (see ``yamldoc.parse_yaml``); PyYAML is imported only for what is not plain."""
    from ocpplint.readers.documents.yaml_plain import parse_plain

    document = parse_plain(text)
    if document is None:
        from ocpplint.readers.documents import yamldoc

        document = yamldoc.parse_yaml(text)
    return document
