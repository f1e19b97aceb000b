"""The scope of a setting's key, how sure it is, and where a station has shown it."""

from ocpplint.facts.setting import Setting
from ocpplint.facts.vocabulary import CONFIDENCES, Confidence
from ocpplint.stations.keyspec import KeySpec
from ocpplint.stations.profile import LEARNED_HERE
from ocpplint.trackers.settings.station_settings import StationSettings


def fill_scope(station: StationSettings) -> None:
    """Take the scope from what the profile knows of the key; a variable of OCPP 2.x has a level instead."""
    for setting in station.settings:
        spec = setting.spec
        if spec is not None and setting.component is None:
            setting.scope = spec.scope
            setting.scope_confidence = "low" if setting.profile_choice == "assumed" else _confidence(spec)
            if station.proof is not None and spec.source == LEARNED_HERE:
                setting.scope_place = station.proof(setting.base_key)


def _confidence(spec: KeySpec) -> Confidence:
    """What reports show is less sure than what a document states; of the key's type it says nothing."""
    return min(spec.confidence, "medium", key=CONFIDENCES.index) if spec.learned else spec.confidence


def _agreed_confidence(setting: Setting) -> Confidence:
    """Evidence that agrees supports each other; where weaker evidence contradicts, the strongest stands alone."""
    first = setting.evidence[0]
    agreeing = (item.confidence for item in setting.evidence if item.connector == first.connector)
    return max(agreeing, key=CONFIDENCES.index)


def fill_confidence(station: StationSettings) -> None:
    """Work out how sure scope and connector are together: as sure as the weaker of them."""
    for setting in station.settings:
        confidence: Confidence = _agreed_confidence(setting) if setting.evidence else "high"
        spec = setting.spec
        if spec is not None and setting.component is None and spec.confidence != confidence:
            confidence = min(confidence, spec.confidence, key=CONFIDENCES.index)
        if confidence != "high":
            setting.confidence = confidence
