"""Compare desired with known configurations: the common part of ``drift`` and ``plan``."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from ocpplint.analysis.inputs import Text
from ocpplint.analysis.moments import moment_of
from ocpplint.analysis.options import FailOn, ReadingOptions
from ocpplint.analysis.state_inputs import StateInputs
from ocpplint.comparison.drift import StationDrift, compare
from ocpplint.config.configuration import Config
from ocpplint.facts.inputs import InputReport
from ocpplint.findings.finding import at_least


class Compared(NamedTuple):
    """The comparison of each station, and the desired stations of which nothing is known.

    ``inputs`` tells how much was understood, of what is wanted, too.
    """

    drifts: list[StationDrift]
    absent: list[str]
    config: Config
    inputs: list[InputReport]

    def fails(self, fail_on: FailOn | None) -> bool:
        """Return whether the drift reaches the threshold: the one given, else the configuration's.

        A station of which nothing is known may have drifted anywhere.
        """
        least = fail_on or self.config.fail_on
        if least == "never":
            return False
        severities = {each.severity for drift in self.drifts for each in drift.comparisons}
        severities |= {"warning"} if self.absent else set()
        return any(severity is not None and at_least(severity, least) for severity in severities)  # type: ignore[arg-type]  # a choice


def compared(
    desired: Sequence[str | Text],
    against: Sequence[str | Text],
    at: str | float | datetime | None,
    names: Sequence[str],
    options: ReadingOptions,
) -> Compared:
    """Compare known with desired configurations; ``names`` selects stations, all if empty.

    Raises ``UsageError`` for invalid options or configurations, ``NoInputError`` where there is nothing to compare.
    """
    reading = StateInputs(options)
    stations = reading.stations(against, names, moment_of(at))
    shares, absent = reading.desired(desired, stations).share(stations)
    drifts = [compare(station, shares[number]) for number, station in enumerate(stations)]
    # Only stations that are asked for can be absent.
    return Compared(drifts, [] if names else absent, reading.config, reading.inputs)
