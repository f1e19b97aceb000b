"""Compare desired with known configurations: the common part of ``drift`` and ``plan``."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from ocpplint.analysis.inputs import Text
from ocpplint.analysis.moments import moment_of
from ocpplint.analysis.options import FailOn, ReadingOptions
from ocpplint.analysis.state_inputs import StateInputs, chosen
from ocpplint.comparison.desired import Targets
from ocpplint.comparison.drift import StationDrift, compare
from ocpplint.config.configuration import Config
from ocpplint.facts.inputs import InputReport
from ocpplint.findings.finding import at_least
from ocpplint.resources.quoting import UsageError

_MOST_SHOWN: Final = 8
"""Stations that an error names."""


class Compared(NamedTuple):
    """The comparison of each station, and which stations the desired configurations are for.

    ``inputs`` tells how much was understood, of what is wanted, too.
    """

    drifts: list[StationDrift]
    targets: Targets
    config: Config
    inputs: list[InputReport]

    @property
    def absent(self) -> list[str]:
        """The stations that are wanted by name, and of which nothing is known."""
        return self.targets.absent

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
    *,
    all_stations: bool = False,
) -> Compared:
    """Compare known with desired configurations; ``names`` selects stations, all if empty.

    ``all_stations`` says that settings that name no station are for all. Raises ``UsageError`` for invalid options or
    configurations, ``NoInputError`` where there is nothing to compare.
    """
    reading = StateInputs(options)
    stations = reading.stations(against, at=moment_of(at))
    asked = chosen(stations, against, names)
    shares = reading.desired(desired, asked).share(stations, reading.meant_for)
    drifts = [compare(each, wishes) for each, wishes in zip(stations, shares.wishes, strict=True) if each in asked]
    # Only stations that are asked for can be absent, and whoever asks for some has chosen them.
    targets = shares.targets._replace(absent=[], unaimed=[]) if names else shares.targets
    if all_stations:
        targets = targets._replace(unaimed=[])
    return Compared(drifts, targets, reading.config, reading.inputs)


def refuse_unaimed(found: Compared) -> None:
    """Raise ``UsageError`` if something would be written to stations that nobody named."""
    for each in found.targets.unaimed:
        shown = ", ".join(each.stations[:_MOST_SHOWN])
        rest = len(each.stations) - _MOST_SHOWN
        stations = f"{shown} and {rest} more" if rest > 0 else shown
        place = each.place.locate()
        settings = "1 setting here names" if each.settings == 1 else f"{each.settings} settings here name"
        reason = (
            f"{settings} no station, and there are several it may be for: {stations}; choose by --station S or "
            "--all-stations, or let [[desired]] in the configuration say `stations` for this `path`"
        )
        raise UsageError(reason, place.path, place.line)
