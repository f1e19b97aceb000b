"""Writers of XML, by ElementTree."""

from collections.abc import Callable, Sequence
from random import Random
from xml.etree import ElementTree as Xml

from tests.support.shapes.plans import Charger, Item, Plan
from tests.support.shapes.trees import Comment, Entry, commented
from tests.support.shapes.writer import Write, Written

OneSetting = Callable[[Xml.Element, Item], Xml.Element]
Style = Callable[[Random], OneSetting]


def attributes(chance: Random) -> OneSetting:
    """``<key name="HeartbeatInterval" value="300"/>``."""
    element, key = chance.choice(
        (("key", "name"), ("parameter", "name"), ("setting", "key"), ("add", "key"), ("entry", "key"))
    )
    return lambda parent, item: Xml.SubElement(parent, element, {key: item.key, "value": item.text})


def attribute_and_text(chance: Random) -> OneSetting:
    """``<property name="HeartbeatInterval">300</property>``."""
    element, key = chance.choice((("property", "name"), ("entry", "key"), ("param", "name")))

    def write(parent: Xml.Element, item: Item) -> Xml.Element:
        child = Xml.SubElement(parent, element, {key: item.key})
        child.text = item.text
        return child

    return write


def elements(_: Random) -> OneSetting:
    """``<HeartbeatInterval>300</HeartbeatInterval>``."""

    def write(parent: Xml.Element, item: Item) -> Xml.Element:
        child = Xml.SubElement(parent, item.key)
        child.text = item.text
        return child

    return write


def child_elements(chance: Random) -> OneSetting:
    """``<entry><key>HeartbeatInterval</key><value>300</value></entry>``."""
    element, key = chance.choice((("entry", "key"), ("parameter", "name"), ("setting", "key")))

    def write(parent: Xml.Element, item: Item) -> Xml.Element:
        child = Xml.SubElement(parent, element)
        Xml.SubElement(child, key).text = item.key
        Xml.SubElement(child, "value").text = item.text
        return child

    return write


def xml_in(style: Style) -> Write:
    """Return what writes XML in this style."""

    def write(plan: Plan, chance: Random) -> Written:
        setting = style(chance)
        root = Xml.Element(chance.choice(("configuration", "stations", "settings")))
        below = root
        if plan.axes.station == "metadata.name":
            Xml.SubElement(Xml.SubElement(root, "metadata"), "name").text = plan.chargers[0].name
        for name in () if plan.axes.wrapper == "none" else plan.axes.wrapper.split("."):
            below = Xml.SubElement(below, name)
        field = chance.choice(("id", "name", "stationId"))
        for charger in plan.chargers:
            _settings(_station(below, charger, plan, field), charger, plan, setting, chance)
        if chance.random() < 0.8:
            Xml.indent(root)
        content = Xml.tostring(root, encoding="utf-8", xml_declaration=chance.random() < 0.7)
        return Written(".xml", content)

    return write


def _station(parent: Xml.Element, charger: Charger, plan: Plan, field: str) -> Xml.Element:
    if plan.axes.station == "key of a map":
        return Xml.SubElement(parent, charger.name)
    if plan.axes.station == "field":
        return Xml.SubElement(parent, "station", {field: charger.name})
    return parent


def _settings(parent: Xml.Element, charger: Charger, plan: Plan, setting: OneSetting, chance: Random) -> None:
    if plan.axes.connector == "section":
        named = chance.random() < 0.5
        _entries(parent, charger.of(None), plan, setting)
        for number in (1, 2):
            if charger.of(number):
                section = (
                    Xml.SubElement(parent, f"connector{number}")
                    if named
                    else Xml.SubElement(parent, "connector", {"id": str(number)})
                )
                _entries(section, charger.of(number), plan, setting)
    else:
        _entries(parent, commented(charger) if plan.axes.connector == "comment" else charger.items, plan, setting)


def _entries(parent: Xml.Element, entries: Sequence[Entry], plan: Plan, setting: OneSetting) -> None:
    for entry in entries:
        if isinstance(entry, Comment):
            parent.append(Xml.Comment(f" {entry.text} "))
            continue
        written = setting(parent, entry)
        if plan.axes.connector == "field beside it" and entry.connector is not None:
            written.set("connectorId", str(entry.connector))
