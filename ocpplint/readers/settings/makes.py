"""What a document says of the make of its stations beside their settings: vendor, model and firmware."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from ocpplint.documents.tree import Node, Object, Route
from ocpplint.facts.setting import Setting
from ocpplint.readers.settings.node_location import NodePlace, PlacedDocument

_HINTS: Final = ("endor", "anufacturer", "odel", "irmware", "ENDOR", "ANUFACTURER", "ODEL", "IRMWARE")
_MEMBER: Final = r"(?i)(?:vendor|manufacturer|model|firmware)[a-z_-]*[\"']?\s*[:=]"
_NAMES: Final = {
    **dict.fromkeys(("vendor", "vendorname", "chargepointvendor", "stationvendor", "manufacturer"), "vendor"),
    **dict.fromkeys(("model", "modelname", "chargepointmodel", "stationmodel"), "model"),
    **dict.fromkeys(("firmware", "firmwareversion"), "firmware"),
}
"""Names of members, in small letters and without what joins their words (OCPP 1.6, 6.3; OCPP 2.0.1, 2.47)."""
_JOINTS: Final = str.maketrans("", "", "_-. ")
_KEYS: Final = {
    **dict.fromkeys(("ChargePointVendor", "ChargingStation.VendorName"), "vendor"),
    **dict.fromkeys(("ChargePointModel", "ChargingStation.Model"), "model"),
    **dict.fromkeys(("FirmwareVersion", "ChargingStation.FirmwareVersion"), "firmware"),
}
"""Keys of OCPP 1.6 as stations have them, and variables of OCPP 2.x."""
_LONGEST: Final = 100
_DEEPEST: Final = 2
"""How many objects around it a block with the make of a station may be about: ``boot: {chargingStation: {…}}``."""


class Make(NamedTuple):
    """What is said of the make of a station."""

    vendor: str | None = None
    model: str | None = None
    firmware: str | None = None


NO_MAKE: Final = Make()


def make_of(settings: Iterable[Setting]) -> Make:
    """Return the make that settings name, as a boot would."""
    said = {_KEYS[setting.key]: setting.value for setting in settings if setting.key in _KEYS and setting.value}
    return Make(**said) if said else NO_MAKE


def makes_beside(settings: Sequence[Setting]) -> list[Make]:
    """Return for each setting the make that its document says beside or around it: the nearest; empty without any."""
    places = [setting.place if isinstance(setting.place, NodePlace) else None for setting in settings]
    routes: dict[PlacedDocument, list[Route]] = {}
    for place in places:
        if place is not None:
            routes.setdefault(place.source, []).append(place.route)
    about = {source: found for source, some in routes.items() if (found := _makes_in(source, some))}
    if not about:
        return []
    return [NO_MAKE if place is None else _nearest(place.route, about.get(place.source, {})) for place in places]


def _makes_in(placed: PlacedDocument, routes: Iterable[Route]) -> dict[Route, Make]:
    """Return the makes that a document says, each by the route of the node that holds the settings it is about."""
    text = placed.document.text
    if not any(hint in text for hint in _HINTS) or re.search(_MEMBER, text) is None:
        return {}
    above = {route[:depth] for route in routes for depth in range(1, len(route))}
    about: dict[Route, Make] = {}
    for root, node in enumerate(placed.document.roots):
        for chain, make in _said_below(node, ((root,),)):
            subject = next((route for route in chain if route in above), None)
            if subject is not None:
                about.setdefault(subject, make)
    return about


def _nearest(route: Route, about: dict[Route, Make]) -> Make:
    for depth in range(len(route), 0, -1):
        if route[:depth] in about:
            return about[route[:depth]]
    return NO_MAKE


def _said_below(node: Node, chain: tuple[Route, ...]) -> Iterator[tuple[tuple[Route, ...], Make]]:
    """Yield what objects say of a make, each with its route and those of the objects it may be about, nearest first.

    A list is a border: what one item says is not about its neighbours.
    """
    if isinstance(node, Object):
        make = _said_in(node)
        if make is not NO_MAKE:
            yield chain, make
        for index, (_, value) in enumerate(node.members):
            yield from _said_below(value, ((*chain[0], index), *chain[:_DEEPEST]))
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _said_below(item, ((*chain[0], index),))


def _said_in(node: Object) -> Make:
    said: dict[str, str] = {}
    for name, value in node.members:
        what = _NAMES.get(name.translate(_JOINTS).lower()) if len(name) < _LONGEST else None
        if what is not None and isinstance(value, str) and 0 < len(value) <= _LONGEST:
            said.setdefault(what, value)
    return Make(**said) if said else NO_MAKE
