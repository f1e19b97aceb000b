"""Connected components of documents linked by cross-document rules."""

from collections.abc import Iterable, Sequence

from ocpplint.findings.outcome import Outcome

Tie = tuple[str, str | None]


def islands(outcomes: Sequence[Outcome]) -> list[list[int]]:
    """Return the numbers of the outcomes of each component of several documents, in order."""
    whole = {whose for outcome in outcomes for whose, what in outcome.ties if what is None}
    islands = _Islands(len(outcomes))
    owners: dict[Tie, int] = {}
    for number, outcome in enumerate(outcomes):
        for whose, what in outcome.ties:
            tie = (whose, None if whose in whole else what)
            islands.join(owners.setdefault(tie, number), number)
    return islands.listed()


def count_ties(outcomes: Iterable[Outcome]) -> int:
    """Count the groups that may be open at a time if all documents are read one after the other."""
    return len({tie for outcome in outcomes for tie in outcome.ties})


class _Islands:
    """Disjoint sets of numbers, each represented by its least."""

    def __init__(self, size: int) -> None:
        self._leads = list(range(size))

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self._lead(one), self._lead(other)))
        self._leads[high] = low

    def listed(self) -> list[list[int]]:
        members: dict[int, list[int]] = {}
        for number in range(len(self._leads)):
            members.setdefault(self._lead(number), []).append(number)
        return list(members.values())

    def _lead(self, number: int) -> int:
        while self._leads[number] != number:
            self._leads[number] = self._leads[self._leads[number]]
            number = self._leads[number]
        return number
