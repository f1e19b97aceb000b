"""Payloads made from the schemas: the least and the most that a schema allows."""

from typing import Any

from ocpplint.schemas.catalogue import Schema

_MOST_DEEP = 6


def payload_of(schema: Schema, *, full: bool) -> Any:
    """Make a payload with the required fields alone, or with all fields but those for vendors."""
    return _value(schema.document, schema.document, full=full, depth=0)


def _value(document: dict[str, Any], node: dict[str, Any], *, full: bool, depth: int) -> Any:
    if "$ref" in node:
        node = document["definitions"][node["$ref"].rpartition("/")[2]]
    if "enum" in node:
        return node["enum"][-1 if full else 0]
    kind = node.get("type")
    if kind == "object":
        return _object(document, node, full=full, depth=depth)
    if kind == "array":
        item = _value(document, node["items"], full=full, depth=depth + 1)
        return [item] * (max(2, node.get("minItems", 1)) if full and node.get("maxItems", 2) > 1 else 1)
    if kind == "string":
        return _text(node, full=full)
    least, most = node.get("minimum", 0), node.get("maximum", 100)
    number = min(most, least + 21.4 if full else max(least, 0))
    return {"integer": int(number), "number": number}.get(str(kind), full)


def _object(document: dict[str, Any], node: dict[str, Any], *, full: bool, depth: int) -> dict[str, Any]:
    required = node.get("required", ())
    return {
        name: _value(document, part, full=full, depth=depth + 1)
        for name, part in node.get("properties", {}).items()
        if name in required or (full and depth < _MOST_DEEP and name != "customData")
    }


def _text(node: dict[str, Any], *, full: bool) -> str:
    if node.get("format") == "date-time":
        return "2026-03-01T11:00:00.123456+01:00" if full else "2026-03-01T10:00:00Z"
    longest: int = node.get("maxLength", 60)
    return "x" * (longest if full else 1)
