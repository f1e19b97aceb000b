"""What the station answered to a command, and what it has told of the access to a key."""

from ocpplint.facts.vocabulary import REFUSED, TAKEN
from ocpplint.trackers.settings.station_settings import StationSettings


def fill_answer(station: StationSettings) -> None:
    """Say whether the station took the value or refused it, and put its answer in words."""
    for setting in station.settings:
        outcome = setting.outcome
        if outcome is not None:
            setting.accepted = outcome in TAKEN
            setting.refused = outcome in REFUSED
            setting.answered = f" (the station answered {outcome})"


def fill_readonly(station: StationSettings) -> None:
    """Fill what the input says of the access; of a command, what its station has told before."""
    for setting in station.settings:
        if setting.origin == "commanded":
            setting.readonly = station.readonly.get(setting.key)
        else:
            setting.readonly = setting.stated_readonly
