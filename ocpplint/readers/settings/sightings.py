"""A quick look for known keys of a document that are no settings: nearly every document has none, and is done then.

What it finds may turn out to be spoken of only, which ``unread`` judges. It is a module of its own since every document
is looked at, and few are judged.
"""

import re
from collections.abc import Callable, Iterable

from ocpplint.documents.tree import Node, Object, Route
from ocpplint.facts.fact import KeySighting
from ocpplint.facts.setting import Setting
from ocpplint.readers.settings.node_location import NodePlace, PlacedDocument

MARKS = ("=", ":", ",", "\t", "|", "  ", ">", ";", "set ")
"""One of these stands between a key and its value in a text."""
SHORTEST_TEXT = 8
"""Characters of a key, a separator and a value."""
WORD = r"[A-Za-z][\w.-]{5,}(?:\[\d{1,2}\])?"

Sighting = Callable[[str], KeySighting | None]


def may_hold_unread(source: PlacedDocument, settings: Iterable[Setting], sighting: Sighting) -> bool:
    """Tell, without a false no, whether known keys stand in a document where no setting was read."""
    places = (setting.place for setting in settings)
    read = {place.route for place in places if isinstance(place, NodePlace) and place.source is source}
    nodes: list[tuple[Node, Route]] = [(root, (number,)) for number, root in enumerate(source.document.roots)]
    while nodes:
        node, route = nodes.pop()
        if isinstance(node, Object):
            for number, (name, value) in enumerate(node.members):
                if sighting(name) is not None and (*route, number) not in read:
                    return True
                if type(value) is str:
                    if _mentions(value, sighting) and (*route, number) not in read:
                        return True
                elif isinstance(value, (Object, list)):
                    nodes.append((value, (*route, number)))
        elif isinstance(node, list):
            nodes += [(item, (*route, number)) for number, item in enumerate(node)]
        elif type(node) is str and _mentions(node, sighting) and route not in read:
            return True
    return False


def _mentions(text: str, sighting: Sighting) -> bool:
    """Tell whether a text is a known key, or may give one a value."""
    if sighting(text) is not None:
        return True
    if len(text) < SHORTEST_TEXT or not any(mark in text for mark in MARKS):
        return False
    return any(sighting(word) is not None for word in re.findall(WORD, text))
