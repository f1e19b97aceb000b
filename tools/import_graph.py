"""The import graph of a version in four numbers: ``python -m tools.import_graph [ROOT]``.

ROOT is the folder that holds ``ocpplint/``; the current folder if none is given. All imports count, those within
functions and those for type checkers only included.

* rooms: the packages and modules directly in ``ocpplint/``, with ``ocpplint`` itself;
* arrows: pairs of rooms of which one imports the other;
* arrows that run back up: the fewest that have to go so that the rooms can be put in layers;
* circles: groups of modules each of which imports every other of its group, directly or through others.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping

import grimp

PACKAGE = "ocpplint"
_MOST_ROOMS = 20
"""Rooms that may hang together in one circle: the search for a best order takes time and memory of 2 to this power."""

Imports = Mapping[str, set[str]]


def imports_below(root: str) -> Imports:
    """Return which modules each module of the version in ``root`` imports."""
    sys.path.insert(0, root)
    try:
        graph = grimp.build_graph(PACKAGE, cache_dir=None)
    finally:
        sys.path.remove(root)
    return {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}


def between_rooms(imports: Imports) -> Imports:
    """Return which rooms each room imports."""
    rooms: dict[str, set[str]] = {_room(module): set() for module in imports}
    for module, imported in imports.items():
        rooms[_room(module)] |= {_room(each) for each in imported} - {_room(module)}
    return rooms


def circles(imports: Imports) -> list[list[str]]:
    """Return the groups that import each other, in the order of their first members."""
    reached = {module: _reached(module, imports) for module in imports}
    groups = {
        tuple(sorted(other for other in reached[module] if module in reached[other]))
        for module in imports
        if module in reached[module]
    }
    return [list(group) for group in sorted(groups)]


def back_up(imports: Imports) -> list[tuple[str, str]]:
    """Return the fewest arrows without which there is no circle. Where several choices are equally few, it is one."""
    return sorted(arrow for circle in circles(imports) for arrow in _back_in(circle, imports))


def _room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def _reached(start: str, imports: Imports) -> set[str]:
    """Return what a module imports, directly or through others."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        new = imports[waiting.pop()] - reached
        reached |= new
        waiting += new
    return reached


def _back_in(circle: list[str], imports: Imports) -> Iterator[tuple[str, str]]:
    order = _best_order(circle, imports)
    ranks = {member: rank for rank, member in enumerate(order)}
    for member in circle:
        yield from ((member, other) for other in imports[member] if ranks.get(other, len(order)) < ranks[member])


def _best_order(circle: list[str], imports: Imports) -> list[str]:
    """Return the order, importers first, in which the fewest arrows point to what came before.

    The sets of those that come first are bit masks; of each set only its best order is kept.
    """
    if len(circle) > _MOST_ROOMS:
        raise ValueError(f"{len(circle)} hang together, and an order is searched for {_MOST_ROOMS} at most")
    leads_to = [_mask(other in imports[member] for other in circle) for member in circle]
    best: list[tuple[int, int]] = [(0, -1)] + [(len(circle) ** 2, -1)] * (2 ** len(circle) - 1)
    for done in range(len(best)):
        for number, targets in enumerate(leads_to):
            cost = best[done][0] + (targets & done).bit_count()
            then = done | 1 << number
            if then != done and cost < best[then][0]:
                best[then] = (cost, number)
    return _walked_back(circle, best)


def _walked_back(circle: list[str], best: list[tuple[int, int]]) -> list[str]:
    order: list[str] = []
    left = len(best) - 1
    while left:
        number = best[left][1]
        order.insert(0, circle[number])
        left &= ~(1 << number)
    return order


def _mask(flags: Iterable[bool]) -> int:
    return sum(1 << number for number, flag in enumerate(flags) if flag)


def main() -> int:
    """Print the numbers, and what the last two consist of."""
    imports = imports_below(sys.argv[1] if len(sys.argv) > 1 else ".")
    rooms = between_rooms(imports)
    back, groups = back_up(rooms), circles(imports)
    arrows = sum(map(len, rooms.values()))
    print(f"rooms {len(rooms)}, arrows {arrows}, arrows that run back up {len(back)}, circles {len(groups)}")
    for source, target in back:
        print(f"  back up: {source} -> {target}")
    for group in groups:
        print(f"  circle: {', '.join(group)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
