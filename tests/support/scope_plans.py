"""What a station's configuration says, before it is known how it is written: settings, and mistakes among them.

A plan begins correct. Each function of ``MISTAKES`` plants one mistake with keys that nothing else uses, so that every
mistake is found by itself: the plan says which rule must fire at which marked setting.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.support import scope_keys as keys
from tests.support.scope_keys import Value
from tests.support.written_documents import Marked

STATION = 0
"""The part of a configuration that names no connector."""

ALL_PARTS = frozenset({STATION, 1, 2})


class Item(NamedTuple):
    """A setting, standing in the part of the configuration that names connector 1, 2 or none."""

    key: str
    value: Value
    part: int = STATION


class Expected(NamedTuple):
    """A finding: ``code`` at the later of the marked settings."""

    code: str
    marks: tuple[str, ...]


@dataclass
class Plan:
    """The settings of one station. ``parts`` are those its shape has: without connectors' parts, keys alone speak."""

    draw: DrawFn
    parts: frozenset[int]
    reported: bool
    both: bool
    items: list[Item] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def one_of(self, options: Sequence[str]) -> str:
        """Draw one of the options."""
        return self.draw(st.sampled_from(options))

    def unused(self, names: Sequence[str]) -> str:
        """Draw a key that nothing in the plan uses so far."""
        left = [name for name in names if name not in self.used]
        assume(left)
        key = self.one_of(left)
        self.used.add(key)
        return key

    def has_unused(self, names: Sequence[str]) -> bool:
        return any(name not in self.used for name in names)

    def flip(self) -> bool:
        return self.draw(st.booleans())

    def part(self, wanted: int) -> int:
        """Return the connector's part, or the station's if there is none or for a change."""
        if STATION not in self.parts:
            return wanted
        return wanted if wanted in self.parts and self.draw(st.integers(0, 3)) else STATION

    @property
    def shared_part(self) -> int:
        """The part for what is the whole station's: where there is none, it stands with connector 1."""
        return STATION if STATION in self.parts else 1

    def add(self, key: str, value: Value, part: int = STATION) -> None:
        self.items.append(Item(key, value, part))

    def value(self, key: str) -> Value:
        return self.draw(keys.values_of(key))

    def two_values(self, key: str) -> tuple[Value, Value]:
        return self.draw(keys.two_values_of(key))

    def plant(self, code: str, key: str, value: Value, part: int = STATION) -> None:
        """Add a setting that ``code`` must report."""
        self.expect(code, self.add_marked(key, value, part))

    def add_marked(self, key: str, value: Value, part: int = STATION) -> str:
        mark = f"{len(self.items)}:{key}"
        self.add(Marked(key, mark), value, part)
        return mark

    def expect(self, code: str, *marks: str) -> None:
        self.expected.append(Expected(code, marks))


def fill(plan: Plan, *, most: int) -> None:
    """Add settings as they should be."""
    for _ in range(plan.draw(st.integers(0, most))):
        kinds = [kind for names, kind in _CORRECT if plan.has_unused(names)]
        plan.draw(st.sampled_from(kinds))(plan)


def add_pair(plan: Plan) -> None:
    """An Individual key for both connectors, or for the one that there is."""
    key = plan.unused(keys.INDIVIDUAL)
    first, second = plan.two_values(key)
    plan.add(key, first, plan.part(1))
    if plan.both:
        same = key not in keys.PER_CONTROLLER and plan.flip()
        plan.add(f"{key}_2", first if same else second, plan.part(2))


def _add_shared(plan: Plan) -> None:
    """A shared key stands at the station, or with connector 1: there it does what it seems to do."""
    key = plan.unused(keys.SHARED)
    value = plan.value(key)
    part = plan.part(1)
    plan.add(key, value, part)
    if part != plan.shared_part and plan.draw(st.integers(0, 5)) == 0:
        plan.add(key, keys.text(value), plan.shared_part)


def _add_unknown(plan: Plan) -> None:
    """Nothing is known of the scope: anything goes."""
    key = plan.unused(keys.UNKNOWN_SCOPE)
    first, second = plan.part(2), plan.part(1)
    plan.add(key, plan.value(key), first)
    if plan.both:
        again = [key] if first != second else []
        plan.add(plan.one_of([*again, f"{key}_2", f"{key}_1", f"{key}[2]"]), plan.value(key), second)


def _add_vendors(plan: Plan) -> None:
    plan.add(plan.unused(keys.VENDOR), plan.value("x"), plan.part(2))


def _add_backend(plan: Plan) -> None:
    """One address; an identity would name the station, and is another matter."""
    key = plan.unused(keys.BACKEND_URLS)
    plan.add(key, plan.value(key), plan.shared_part)


_CORRECT: list[tuple[list[str], Callable[[Plan], None]]] = [
    (keys.INDIVIDUAL, add_pair),
    (keys.SHARED, _add_shared),
    (keys.UNKNOWN_SCOPE, _add_unknown),
    (keys.VENDOR, _add_vendors),
    (keys.BACKEND_URLS, _add_backend),
]


def _suffix_on_shared_key(plan: Plan) -> None:
    key = plan.unused(keys.SHARED)
    value = plan.value(key)
    suffix = plan.one_of(["_2", *keys.OTHER_SUFFIXES])
    if key.startswith("INVOKECUSTOMSCRIPT") and suffix == "2":
        suffix = "_2"
    plan.plant("SCP001", key + suffix, value, plan.part(2))
    if plan.flip():
        plan.add(key, value, plan.part(1))


def _master_key_on_connector_2(plan: Plan) -> None:
    key = plan.unused(keys.MASTER)
    plan.plant("SCP002", key, plan.value(key), 2)
    if plan.flip():
        plan.add(key, plan.value(key), plan.part(1))


def _conflicting_both_values(plan: Plan) -> None:
    key = plan.unused(keys.BOTH)
    first, second = plan.two_values(key)
    one = plan.add_marked(key, first, plan.part(1))
    other = f"{key}_2" if plan.reported and plan.flip() else key
    plan.expect("SCP003", one, plan.add_marked(other, second, plan.part(2)))


def _missing_suffix(plan: Plan) -> None:
    key = plan.unused(keys.INDIVIDUAL)
    first, second = plan.two_values(key)
    plan.add(key, first, plan.part(1))
    plan.plant("SCP004", key, second, 2)


def _suffix_on_connector_1(plan: Plan) -> None:
    key = plan.unused(keys.INDIVIDUAL)
    first, second = plan.two_values(key)
    plan.plant("SCP005", f"{key}_2", first, 1)
    plan.add(f"{key}_2", second, plan.part(2))


def _shared_key_in_section(plan: Plan) -> None:
    key = plan.unused([*keys.BOTH, *keys.STATION_WIDE])
    value = plan.value(key)
    plan.plant("SCP006", key, value, 2)
    if plan.flip():
        plan.add(key, value, plan.part(1))


def _unknown_suffix(plan: Plan) -> None:
    key = plan.unused(keys.INDIVIDUAL)
    first, second = plan.two_values(key)
    wrong = key + plan.one_of(keys.OTHER_SUFFIXES)
    if plan.flip():
        plan.add(key, first, plan.part(1))
        plan.plant("SCP007", wrong, second, plan.part(2))
    else:
        plan.plant("SCP007", wrong, first, plan.part(1))
        plan.add(f"{key}_2", second, plan.part(2))


def _backend_with_suffix(plan: Plan) -> None:
    key = plan.unused([*keys.BACKEND_URLS, *keys.IDENTITIES])
    part = plan.part(2)
    plan.plant("SCP008", f"{key}_2", plan.value(key), part)
    _make_plain_what_it_is(plan, part)


def _backend_for_each_connector(plan: Plan) -> None:
    key = plan.unused(keys.BACKEND_URLS)
    first, second = plan.two_values(key)
    one = plan.add_marked(key, first, 1)
    plan.expect("SCP008", one, plan.add_marked(key, first if plan.flip() else second, 2))
    _make_plain_what_it_is(plan, 1)
    _make_plain_what_it_is(plan, 2)


def _make_plain_what_it_is(plan: Plan, part: int) -> None:
    """An address alone is anybody's: only beside keys of a station is it taken for a setting."""
    for _ in range(2):
        key = plan.unused(keys.UNKNOWN_SCOPE)
        plan.add(key, plan.value(key), part)


def _half_a_pair(plan: Plan) -> None:
    add_pair(plan)
    key = plan.unused(keys.INDIVIDUAL)
    of_second = plan.flip()
    plan.plant("SCP010", f"{key}_2" if of_second else key, plan.value(key), plan.part(2 if of_second else 1))


def _identical_values(plan: Plan) -> None:
    key = plan.unused(keys.PER_CONTROLLER)
    value = plan.value(key)
    one = plan.add_marked(key, value, plan.part(1))
    plan.expect("SCP012", one, plan.add_marked(f"{key}_2", value, plan.part(2)))


class Mistake(NamedTuple):
    """How to plant a mistake, where it can be planted, and the keys it needs one of."""

    plant: Callable[[Plan], None]
    parts: frozenset[int]
    needs: tuple[Sequence[str], ...]
    fewest_needed: int = 1
    in_desired_only: bool = False

    def fits(self, plan: Plan) -> bool:
        """Tell whether the plan has a place and keys left for it."""
        left = [sum(name not in plan.used for name in names) for names in self.needs]
        return (
            self.parts <= plan.parts
            and all(n >= self.fewest_needed for n in left)
            and not (self.in_desired_only and plan.reported)
        )


_ANYWHERE: frozenset[int] = frozenset()

MISTAKES: dict[str, Mistake] = {
    "SCP001": Mistake(_suffix_on_shared_key, _ANYWHERE, (keys.SHARED,)),
    "SCP002": Mistake(_master_key_on_connector_2, frozenset({2}), (keys.MASTER,)),
    "SCP003": Mistake(_conflicting_both_values, _ANYWHERE, (keys.BOTH,)),
    "SCP004": Mistake(_missing_suffix, frozenset({2}), (keys.INDIVIDUAL,)),
    "SCP005": Mistake(_suffix_on_connector_1, frozenset({1}), (keys.INDIVIDUAL,)),
    "SCP006": Mistake(_shared_key_in_section, frozenset({2}), (keys.BOTH, keys.STATION_WIDE)),
    "SCP007": Mistake(_unknown_suffix, _ANYWHERE, (keys.INDIVIDUAL,), in_desired_only=True),
    "SCP008 suffix": Mistake(_backend_with_suffix, _ANYWHERE, (keys.BACKEND_URLS, keys.UNKNOWN_SCOPE)),
    "SCP008 pair": Mistake(
        _backend_for_each_connector, frozenset({1, 2}), (keys.BACKEND_URLS, keys.UNKNOWN_SCOPE)
    ),
    "SCP010": Mistake(_half_a_pair, _ANYWHERE, (keys.INDIVIDUAL,), fewest_needed=2, in_desired_only=True),
    "SCP012": Mistake(_identical_values, _ANYWHERE, (keys.PER_CONTROLLER,)),
}
"""The mistakes in a configuration of both connectors."""


def plant_suffix_without_connector(plan: Plan) -> None:
    """SCP009: the configuration of a station with one connector sets a key for connector 2."""
    plan.add(keys.NUMBER_OF_CONNECTORS, 1 if plan.flip() else "1")
    _make_plain_what_it_is(plan, STATION)
    key = plan.unused([*keys.INDIVIDUAL, *keys.UNKNOWN_SCOPE])
    first, second = plan.two_values(key)
    if plan.flip():
        plan.add(key, first, plan.part(1))
    plan.plant("SCP009", f"{key}_2", second, plan.part(2))
