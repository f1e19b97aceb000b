"""Learning a profile from what the stations of some inputs report of their configuration."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ocpplint.analysis.pipeline import Linter
from ocpplint.sources.source import Source
from ocpplint.stations.distinctive import paired_keys
from ocpplint.stations.learned import LearnedProfile
from ocpplint.stations.learning import MANY_PAIRS, names_connectors
from ocpplint.stations.profile import Profile
from ocpplint.stations.profile_writing import profile_name
from ocpplint.stations.registry import Profiles
from ocpplint.trackers.settings.reports import Heard, Reports

if TYPE_CHECKING:
    from ocpplint.facts.events import Boot

_MOST_PLACES = 5


def learned_profiles(
    sources: Sequence[Source], profiles: Profiles, station: str | None = None, dialects: tuple[str, ...] = ()
) -> dict[str, LearnedProfile]:
    """Return what is learned of each kind of station, by the name of its profile; of one ``station`` if it is named."""
    learned: dict[str, LearnedProfile] = {}
    boots: list[Boot] = []
    reports = Reports(_taker(learned, profiles, station), boots.append)
    Linter(profiles, [reports], dialects=dialects).run(sources)
    for boot in boots:
        if boot.profile in learned and station in (None, boot.station):
            learned[boot.profile].boot(boot)
    return learned


def _taker(learned: dict[str, LearnedProfile], profiles: Profiles, station: str | None) -> Callable[[Heard], None]:
    def take(heard: Heard) -> None:
        if station is not None and heard.station != station:
            return
        if heard.profile not in learned:
            is_default = heard.profile == profiles.default.name
            learned[heard.profile] = LearnedProfile(
                profiles.default if is_default else profiles.load(heard.profile)
            )
        student = learned[heard.profile]
        if not names_connectors(student.base):
            shown = _addressing_shown(heard, profiles)
            if shown is not None:
                student.address(shown.templates)
        student.take(heard.station, heard.report, heard.readonly, heard.where)

    return take


def _addressing_shown(heard: Heard, profiles: Profiles) -> Profile | None:
    """Return a profile whose way to name connectors a report shows by many pairs of keys; None for any other report."""
    candidates = (profile for profile in profiles.shipped() if names_connectors(profile))
    keys = heard.report.values.keys()
    return next((each for each in candidates if len(paired_keys(each, keys)) >= MANY_PAIRS), None)


def learned_data(learned: LearnedProfile, path: str | None, parent: str) -> dict[str, Any]:
    """Return the content of a profile that extends ``parent``, to be written to ``path``."""
    places = [f"{file}:{line}" for file, line in learned.files.items()]
    count = "1 report" if learned.reports == 1 else f"{learned.reports} reports"
    whose = "a station" if learned.stations == 1 else f"{learned.stations} stations"
    others = " and others" if len(places) > _MOST_PLACES else ""
    data: dict[str, Any] = {
        "name": profile_name(path, "learned"),
        "title": f"Keys of {learned.make or 'stations'}, as they are reported",
        "extends": parent,
        "source": f"{count} of {whose}, in {', '.join(places[:_MOST_PLACES])}{others}",
    }
    if learned.firmware is not None:
        data["firmware"] = learned.firmware
    if learned.addressing:
        data["addressing"] = {str(connector): text for connector, text in learned.addressing.items()}
    keys = {key.key: key.said for key in learned.entries()}
    return {**data, "keys": keys} if keys else data
