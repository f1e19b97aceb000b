"""JSON, JSON with comments and YAML, parsed to one tree with positions."""

from ocpplint.documents.jsonc import parse_json
from ocpplint.documents.positions import LineIndex
from ocpplint.documents.tree import Document

__all__ = ["LineIndex", "parse_json", "parse_yaml"]


def parse_yaml(text: str) -> Document:
    """Parse a YAML stream (see ``yamldoc.parse_yaml``); PyYAML is imported only for what is not plain."""
    from ocpplint.documents.yaml_plain import parse_plain

    document = parse_plain(text)
    if document is None:
        from ocpplint.documents import yamldoc

        document = yamldoc.parse_yaml(text)
    return document
