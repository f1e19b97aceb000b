"""Reading what stations have, and what they should have, for the commands that compare the two."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from ocpplint.analysis.pipeline import Linter
from ocpplint.cli.exits import complain
from ocpplint.comparison.desired import Desired
from ocpplint.comparison.gathering import Gathering
from ocpplint.comparison.known import KnownStation
from ocpplint.config.nearest import Configs
from ocpplint.facts.listener import Listener
from ocpplint.resources.datafile import DataFileError
from ocpplint.sources.discover import NoInputError, discover
from ocpplint.sources.layout import Layout, LayoutError
from ocpplint.stations.fleet import fleet_of
from ocpplint.stations.registry import AUTO, DEFAULT, Profiles

if TYPE_CHECKING:
    from ocpplint.facts.inputs import InputReport


class StateInputs:
    """Reads inputs as one configuration has it, that of the current folder or the one chosen.

    ``inputs`` tells how much was understood of all that was read. Raises ``click.UsageError`` for whatever the user has
    to mend first.
    """

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = options
        self.inputs: list[InputReport] = []
        self._gathered: dict[tuple[tuple[str, ...], float | None], Gathering] = {}
        try:
            self._configs = Configs(options["config"], options["outside"])
            self.config = self._configs.here()
            self._profiles = self._profiles_with(self.config.profile or DEFAULT)
        except DataFileError as error:
            raise click.UsageError(str(error)) from error

    def stations(
        self, paths: Sequence[str], only: Sequence[str] = (), at: float | None = None
    ) -> list[KnownStation] | None:
        """Return what inputs tell of stations, or of those asked for; None, after saying so, where that is nothing."""
        asked = (tuple(paths), at)
        gathering = self._gathered.get(asked)
        if gathering is None:
            gathering = Gathering(self._profiles)
            if not self._read(paths, gathering, self._profiles, at):
                return None
            self._gathered[asked] = gathering
        known = gathering.stations()
        stations = [station for station in known if not only or station.label in only]
        if stations:
            return stations
        complain(_nothing_known(paths, only, known))
        return None

    def desired(self, paths: Sequence[str], stations: Sequence[KnownStation]) -> Desired | None:
        """Return what configuration files want of stations; None, after saying so, where that is nothing.

        A file that does not say what kind of station it is for is in the words of the kind that most of them are.
        """
        desired = Desired()
        if not self._read(paths, desired, self._profiles_for(stations), None):
            return None
        if not len(desired):
            complain(f"no setting in {', '.join(paths)}: the desired configuration is one that check reads")
            return None
        return desired

    def _profiles_for(self, stations: Sequence[KnownStation]) -> Profiles:
        """Return the profiles with that of most stations as the default, where nothing else has been chosen."""
        kinds = Counter(station.profile.name for station in stations)
        ((usual, _),) = kinds.most_common(1)
        is_shipped = usual in {profile.name for profile in self._profiles.shipped()}
        return self._profiles_with(usual) if is_shipped and self._profiles.auto else self._profiles

    def _profiles_with(self, default: str) -> Profiles:
        return Profiles(
            self._options["profile"] or AUTO, default, fleet_of(self.config.stations), self.config.within
        )

    def _read(self, paths: Sequence[str], listener: Listener, profiles: Profiles, at: float | None) -> bool:
        """Read inputs; False, after saying so, where there is nothing to read."""
        try:
            sources = discover(paths, self._layout_of, self._options["stdin_filename"], self._options["outside"])
            linter = Linter(profiles, [listener], self._options["ocpp"], self._options["dialects"], until=at)
            linter.run(sources)
        except NoInputError as error:
            complain(str(error))
            return False
        except DataFileError as error:
            raise click.UsageError(str(error)) from error
        if not sources:
            complain(f"nothing to read in {', '.join(paths)}")
        self.inputs += linter.reports
        return bool(sources)

    def _layout_of(self, path: str) -> Layout:
        config = self._configs.of(path)
        try:
            return Layout(config.layout, config.folder)
        except LayoutError as error:
            raise config.fault(str(error), "layout") from error


def _nothing_known(paths: Sequence[str], only: Sequence[str], known: Sequence[KnownStation]) -> str:
    if not only or not known:
        return f"nothing is known of any setting of a station from {', '.join(paths)}"
    named = [station.label for station in known]
    more = f" and {len(named) - 10} more" if len(named) > 10 else ""
    return f"no station {' or '.join(only)} in {', '.join(paths)}; there are {', '.join(named[:10])}{more}"
