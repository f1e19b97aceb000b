"""The scope of a setting's key, its confidence, and the report that shows it."""

from ocpplint.facts.setting import Setting
from ocpplint.facts.vocabulary import CONFIDENCES, Confidence
from ocpplint.stations.keyspec import KeySpec
from ocpplint.stations.profile import LEARNED_HERE
from ocpplint.trackers.settings.station_settings import StationSettings


def fill_scope(station: StationSettings) -> None:
    """Fill the scope from the profile; a variable of OCPP 2.x has a level instead."""
    for setting in station.settings:
        spec = setting.spec
        if spec is not None and setting.component is None:
            setting.scope = spec.scope
            setting.scope_confidence = _confidence(spec)
            if station.proof is not None and spec.source == LEARNED_HERE:
                setting.scope_place = station.proof(setting.base_key)


def _confidence(spec: KeySpec) -> Confidence:
    """Return the confidence in a scope: a learned one has less than a documented one."""
    return min(spec.confidence, "medium", key=CONFIDENCES.index) if spec.learned else spec.confidence


def _agreed_confidence(setting: Setting) -> Confidence:
    """Return the confidence of several pieces of evidence: agreeing ones add up, else the strongest alone counts."""
    first = setting.evidence[0]
    agreeing = (item.confidence for item in setting.evidence if item.connector == first.connector)
    return max(agreeing, key=CONFIDENCES.index)


def fill_confidence(station: StationSettings) -> None:
    """Fill the confidence of scope and connector together: the lower of both."""
    for setting in station.settings:
        confidence: Confidence = _agreed_confidence(setting) if setting.evidence else "high"
        spec = setting.spec
        if spec is not None and setting.component is None and spec.confidence != confidence:
            confidence = min(confidence, spec.confidence, key=CONFIDENCES.index)
        if confidence != "high":
            setting.confidence = confidence
