"""The station's answer to a command, and the access to a key as reported."""

from ocpplint.facts.vocabulary import REFUSED, TAKEN
from ocpplint.trackers.settings.station_settings import StationSettings


def fill_answer(station: StationSettings) -> None:
    """Fill whether the station accepted or refused the value, and its answer in words."""
    for setting in station.settings:
        outcome = setting.outcome
        if outcome is not None:
            setting.accepted = outcome in TAKEN
            setting.refused = outcome in REFUSED
            setting.answered = f" (the station answered {outcome})"


def fill_readonly(station: StationSettings) -> None:
    """Fill the access as stated by the input; for a command, as its station reported it before."""
    for setting in station.settings:
        if setting.origin == "commanded":
            setting.readonly = station.readonly.get(setting.key)
        else:
            setting.readonly = setting.stated_readonly
