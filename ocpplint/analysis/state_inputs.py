"""Known and desired configurations, read for the commands that compare them."""

import os
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ocpplint.analysis.inputs import Text, find_sources, names_of
from ocpplint.analysis.options import ReadingOptions
from ocpplint.analysis.pipeline import Linter
from ocpplint.comparison.desired import Desired
from ocpplint.comparison.gathering import Gathering
from ocpplint.comparison.known import KnownStation
from ocpplint.config.nearest import Configs
from ocpplint.facts.listener import Listener
from ocpplint.resources.globs import path_matches
from ocpplint.sources.discover import NoInputError
from ocpplint.sources.layout import Layout, LayoutError
from ocpplint.stations.fleet import fleet_of
from ocpplint.stations.registry import AUTO, Profiles

if TYPE_CHECKING:
    from ocpplint.facts.inputs import InputReport


class StateInputs:
    """Reads inputs under one configuration, that of the current folder or the one chosen.

    ``inputs`` says how much of each input was understood. Raises ``UsageError`` for invalid options or configurations,
    ``NoInputError`` where there is nothing to work on.
    """

    def __init__(self, options: ReadingOptions) -> None:
        self._options = options
        self.inputs: list[InputReport] = []
        self._gathered: dict[tuple[tuple[str | Text, ...], float | None], Gathering] = {}
        self._configs = Configs(options.config, options.outside)
        self.config = self._configs.here()
        self._profiles = self._profiles_with(self.config.profile)

    def stations(
        self, inputs: Sequence[str | Text], only: Sequence[str] = (), at: float | None = None
    ) -> list[KnownStation]:
        """Return the stations in the inputs, all or those asked for; at least one."""
        asked = (tuple(inputs), at)
        gathering = self._gathered.get(asked)
        if gathering is None:
            gathering = Gathering(self._profiles)
            self._read(inputs, gathering, self._profiles, at)
            self._gathered[asked] = gathering
        return chosen(gathering.stations(), inputs, only)

    def desired(self, inputs: Sequence[str | Text], stations: Sequence[KnownStation]) -> Desired:
        """Return the desired settings of configuration files; at least one.

        A file that names no kind of station is read with the profile of most stations.
        """
        desired = Desired()
        self._read(inputs, desired, self._profiles_for(stations), None, all_desired=True)
        if not len(desired):
            reason = f"no setting in {names_of(inputs)}: the desired configuration is one that check reads"
            raise NoInputError(reason)
        return desired

    def meant_for(self, path: str) -> list[str] | None:
        """Return the patterns of stations that the configuration states for a desired file; None if it states none."""
        found: list[str] | None = None
        for entry in self._configs.of(path).desired:
            folder = os.path.dirname(entry["in"])
            if any(path_matches(pattern, path, folder) for pattern in _listed(entry["path"])):
                found = _listed(entry["stations"]) if "stations" in entry else found
        return found

    def _profiles_for(self, stations: Sequence[KnownStation]) -> Profiles:
        """Return the profiles with that of most stations as the default, unless a profile was chosen."""
        kinds = Counter(station.profile.name for station in stations)
        ((usual, _),) = kinds.most_common(1)
        is_shipped = usual in {profile.name for profile in self._profiles.shipped()}
        return self._profiles_with(usual) if is_shipped and self._profiles.auto else self._profiles

    def _profiles_with(self, default: str | None) -> Profiles:
        return Profiles(self._options.profile or AUTO, default, fleet_of(self.config.stations), self.config.within)

    def _read(
        self,
        inputs: Sequence[str | Text],
        listener: Listener,
        profiles: Profiles,
        at: float | None,
        *,
        all_desired: bool = False,
    ) -> None:
        options = self._options
        sources = find_sources(inputs, self._layout_of, options)
        conventions = self.config.conventions()._replace(all_desired=all_desired)
        linter = Linter(profiles, [listener], options.ocpp, options.dialects, until=at, conventions=conventions)
        linter.run(sources)
        if not sources:
            raise NoInputError(f"nothing to read in {names_of(inputs)}")
        self.inputs += linter.reports

    def _layout_of(self, path: str) -> Layout:
        config = self._configs.of(path)
        try:
            return Layout(config.layout, config.folder)
        except LayoutError as error:
            raise config.fault(str(error), "layout") from error


def chosen(known: list[KnownStation], inputs: Sequence[str | Text], only: Sequence[str]) -> list[KnownStation]:
    """Return the stations asked for, all if there are none. Raises ``NoInputError`` where none of them is known."""
    stations = [station for station in known if not only or station.label in only]
    if not stations:
        raise NoInputError(_nothing_known(names_of(inputs), only, known))
    return stations


def _listed(said: str | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else said


def _nothing_known(inputs: str, only: Sequence[str], known: Sequence[KnownStation]) -> str:
    if not only or not known:
        return f"nothing is known of any setting of a station from {inputs}"
    named = [station.label for station in known]
    more = f" and {len(named) - 10} more" if len(named) > 10 else ""
    return f"no station {' or '.join(only)} in {inputs}; there are {', '.join(named[:10])}{more}"
