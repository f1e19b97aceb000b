"""JSON, JSON with comments, and JSON5.

Strict JSON (RFC 8259) is read by the C scanner of the standard library, and positions are computed on
demand. Everything else goes through ``jsonc_recovery``: comments (``//``, ``/* */``, ``#``), trailing
commas and several top-level values are accepted, since vendor documentation uses them; every other deviation
from JSON is a problem, and the parser recovers from it. In a file named ``.json5``, what JSON5 allows is none.
"""

from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING

from ocpplint.documents.limits import MAX_DEPTH
from ocpplint.documents.tree import Document, Node, NodeSpans, Number, Object, Route

if TYPE_CHECKING:
    from ocpplint.documents.jsonc_recovery import JsonParser

_SPACE = " \t\n\r"
_CONTAINERS = frozenset((Object, list))


def parse_json(text: str) -> Document:
    """Parse JSON or JSON with comments. Raises nothing: what is wrong is in the document's ``problems``.

    Text without any value (empty, or only comments) has no roots and no problems. Single or curly quotes,
    keys without quotes and Python's literals are recovered and reported, since no station or CSMS reads them.
    """
    return _parse(text, _parse_tolerant)


def parse_json5(text: str) -> Document:
    """Parse JSON5, as tolerantly as JSON."""
    return _parse(text, _parse_json5)


def _parse(text: str, parse_other: "Callable[[str], JsonParser]") -> Document:
    """Parse strict JSON fast, and any other text by ``parse_other``."""
    try:
        root = _parse_strict(text)
    except (ValueError, RecursionError):
        parser = parse_other(text)
        return Document(text, parser.roots, parser.top.table.spans, parser.comments, parser.problems)
    return Document(text, [root], _late_spans(text))


def _parse_strict(text: str) -> Node:
    """Return the value of strict JSON; raises ``ValueError`` or ``RecursionError`` for any other text."""
    import json

    decoder = json.JSONDecoder(
        object_pairs_hook=Object, parse_int=Number, parse_float=Number, parse_constant=_refuse_constant
    )
    body = text.removeprefix("\ufeff")
    root: Node
    root, end = decoder.raw_decode(body, len(body) - len(body.lstrip(_SPACE)))
    if body[end:].strip(_SPACE) or _is_too_deep(root):
        raise ValueError("more than one value, or too deep")
    return root


def _refuse_constant(name: str) -> Node:
    """Refuse ``NaN`` and the infinities, which Python's scanner takes for JSON."""
    raise ValueError(f"{name} is not JSON")


def _is_too_deep(root: Node) -> bool:
    level = [root]
    for _ in range(MAX_DEPTH):
        members = [child for node in level if type(node) is Object for _, child in node.members]
        items = [child for node in level if type(node) is list for child in node]
        level = [child for child in chain(members, items) if type(child) in _CONTAINERS]
        if not level:
            return False
    return True


def _late_spans(text: str) -> Callable[[Route], NodeSpans]:
    """Return the positions of strict JSON, whose module is imported when the first one is asked for."""
    found: list[Callable[[Route], NodeSpans]] = []

    def spans(route: Route) -> NodeSpans:
        if not found:
            from ocpplint.documents.positions import StrictSpans

            found.append(StrictSpans(text))
        return found[0](route)

    return spans


def _parse_tolerant(text: str) -> "JsonParser":
    from ocpplint.documents.jsonc_recovery import JsonParser

    parser = JsonParser(text)
    parser.parse()
    return parser


def _parse_json5(text: str) -> "JsonParser":
    from ocpplint.documents.json5 import Json5Parser

    parser = Json5Parser(text)
    parser.parse()
    return parser
