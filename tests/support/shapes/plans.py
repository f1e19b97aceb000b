"""What a generated document says: the stations, their settings, and the one mistake that was planted among them.

A plan is made from one choice on each axis of ``tests/readers/shapes/shapes.toml``. What a linter has to find in any
document that is written from it follows from the plan alone.
"""

from collections.abc import Iterator
from itertools import product
from random import Random
from typing import Final, NamedTuple

Value = str | int | bool

WRAPPERS: Final = ("none", "desired", "spec.ocpp", "data.attributes", "list of one")
STATIONS: Final = ("nobody", "field", "key of a map", "metadata.name", "folder", "file name")
CONNECTORS: Final = ("none", "suffix", "section", "field beside it", "comment")
MISTAKES: Final = (
    "none",
    "suffix on a shared key",
    "no suffix for connector 2",
    "wrong value",
    "misspelt key",
    "master key for connector 2",
)
INSIDE: Final = ("field", "key of a map", "metadata.name")
"""The ways to name a station in the document itself."""

_MEANT: Final = ("section", "field beside it", "comment")
"""The contexts that say which connector a setting is meant for."""

ROTATION: Final = "ConnectorPhaseRotation"
_DISTINCTIVE: Final = ("MeterValueSampleInterval", "RCMBDelta")
"""Keys that hardly occur outside OCPP: one of them is enough."""
_NUMBERS: Final = (
    "WebSocketPingInterval",
    "ConnectionTimeOut",
    "MinimumStatusDuration",
    "TransactionMessageAttempts",
)
_FLAGS: Final = ("LocalPreAuthorize", "StopTransactionOnInvalidId", "AuthorizationCacheEnabled")
_LIST: Final = ("MeterValuesSampledData", "Energy.Active.Import.Register,Voltage")
_MISSPELT: Final = {
    "MeterValueSampleIntervall": "MeterValueSampleInterval",
    "WebSocketPingIntervall": "WebSocketPingInterval",
    "ConnectonTimeOut": "ConnectionTimeOut",
}
"""Keys with one letter too many or too few, and what is meant."""


class Axes(NamedTuple):
    """One choice on each axis."""

    wrapper: str
    station: str
    connector: str
    mistake: str


class Item(NamedTuple):
    """One setting. ``connector`` is the one that the context says it is meant for, None for the station."""

    key: str
    value: Value
    connector: int | None = None

    @property
    def text(self) -> str:
        """The value as the station receives it."""
        return str(self.value).lower() if isinstance(self.value, bool) else str(self.value)


class Charger(NamedTuple):
    """A station with its settings: first its own, then those of connector 1, then those of connector 2."""

    name: str
    items: tuple[Item, ...]

    def of(self, connector: int | None) -> list[Item]:
        """Return the settings that are meant for a connector, or for the station."""
        return [item for item in self.items if item.connector == connector]


class Planted(NamedTuple):
    """A mistake: the code that names it, and the setting of the station that it stands in."""

    code: str
    item: Item
    station: str


class Plan(NamedTuple):
    """What a document says."""

    axes: Axes
    chargers: tuple[Charger, ...]
    planted: Planted | None

    @property
    def names_stations(self) -> bool:
        """Whether the document itself names its stations."""
        return self.axes.station in INSIDE


def is_possible(axes: Axes) -> bool:
    """Tell whether a mistake can be made at all: a suffix is missing only where the connector is said otherwise."""
    return axes.mistake != "no suffix for connector 2" or axes.connector in _MEANT


def all_axes(*axes: tuple[str, ...]) -> Iterator[Axes]:
    """Yield the product of wrappers, ways to name the station, connector contexts and mistakes."""
    return (each for choice in product(*axes) if is_possible(each := Axes(*choice)))


def make_plan(axes: Axes, chance: Random, number: int, *, most_stations: int = 1, fewest_keys: int = 1) -> Plan:
    """Make a plan. ``number`` gives the stations names of their own, in a run of many documents."""
    several = most_stations > 1 and axes.station in ("field", "key of a map") and chance.random() < 0.5
    names = _names(chance, number, most_stations if several else 1)
    small = fewest_keys == 1 and not several and chance.random() < 0.2
    numbers = iter(chance.sample(range(20, 900), 60))
    at_fault = chance.randrange(len(names))
    chargers = []
    planted = None
    for position, name in enumerate(names):
        item = _mistake(axes, chance, numbers) if position == at_fault else None
        charger = _charger(name, axes, chance, numbers, small=small, mistake=item)
        if item is not None:
            planted = Planted(_code(axes), item, name)
        chargers.append(charger)
    return Plan(axes, tuple(chargers), planted)


def _names(chance: Random, number: int, count: int) -> list[str]:
    form = chance.choice(("CP-{:04}", "cp_{:04}", "EVB-P{:05}", "harbour-{:03}", "WB{:04}"))
    return [form.format(10 * number + position + 1) for position in range(count)]


def _charger(
    name: str, axes: Axes, chance: Random, numbers: Iterator[int], *, small: bool, mistake: Item | None
) -> Charger:
    if small:
        alone = [mistake] if mistake is not None else [Item(chance.choice(_DISTINCTIVE), next(numbers))]
        return Charger(name, tuple(alone))
    taken = "" if mistake is None else _MISSPELT.get(mistake.key, mistake.key)
    items = [item for item in _station_wide(chance, numbers) if item.key != taken]
    if axes.connector != "none":
        items += _of_connectors(axes, chance)
    if mistake is not None:
        items = [item for item in items if not _is_replaced(item, mistake)]
        items.insert(chance.randrange(len(items) + 1), mistake)
    return Charger(name, tuple(sorted(items, key=lambda item: item.connector or 0)))


def _station_wide(chance: Random, numbers: Iterator[int]) -> list[Item]:
    numeric = ["HeartbeatInterval", "MeterValueSampleInterval", *chance.sample(_NUMBERS, 2)]
    items = [Item(key, next(numbers)) for key in numeric]
    if chance.random() < 0.5:
        items.append(Item(chance.choice(_FLAGS), chance.random() < 0.5))
    if chance.random() < 0.3:
        items.append(Item(*_LIST))
    items = [item._replace(value=item.text) for item in items] if chance.random() < 0.3 else items
    chance.shuffle(items)
    return items


def _of_connectors(axes: Axes, chance: Random) -> list[Item]:
    first, second = chance.sample(("RST", "RTS", "SRT", "STR", "TRS", "TSR"), 2)
    meant = axes.connector in _MEANT
    return [
        Item(ROTATION, first, 1 if meant else None),
        Item(f"{ROTATION}_2", second, 2 if meant else None),
    ]


def _is_replaced(item: Item, mistake: Item) -> bool:
    """Tell whether a right setting gives way to the mistaken one: a map holds a key once, a connector a setting."""
    return item.key == mistake.key or (mistake.connector == 2 and item.key == f"{mistake.key}_2")


def _mistake(axes: Axes, chance: Random, numbers: Iterator[int]) -> Item | None:
    meant = 2 if axes.connector in _MEANT else None
    if axes.mistake == "suffix on a shared key":
        return Item("RCMBDelta_2", next(numbers))
    if axes.mistake == "no suffix for connector 2":
        return Item(ROTATION, chance.choice(("NotApplicable", "Unknown")), meant)
    if axes.mistake == "wrong value":
        return Item("MeterValueSampleInterval", f"fast{next(numbers)}")
    if axes.mistake == "misspelt key":
        return Item(chance.choice(list(_MISSPELT)), next(numbers))
    if axes.mistake == "master key for connector 2":
        key = "ChargePointSerialNumber" if meant else "ChargePointSerialNumber_2"
        return Item(key, f"S{next(numbers)}", meant)
    return None


def _code(axes: Axes) -> str:
    if axes.mistake == "master key for connector 2":
        return "SCP002" if axes.connector in _MEANT else "SCP001"
    return {
        "suffix on a shared key": "SCP001",
        "no suffix for connector 2": "SCP004",
        "wrong value": "VAL001",
        "misspelt key": "KEY001",
    }[axes.mistake]


def of_report(plan: Plan) -> Plan:
    """Return a plan of what a station reports: a wrong value has another code, for nobody has set it."""
    if plan.planted is None or plan.planted.code != "VAL001":
        return plan
    return plan._replace(planted=plan.planted._replace(code="VAL014"))
