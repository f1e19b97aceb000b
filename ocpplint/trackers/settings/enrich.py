"""The one place where a setting that was read is enriched: every step, in its order, with the fields it fills.

Whoever reads settings calls ``enrich``: for documents, for commands and reports in traces, and for comparisons. A new
derived field is a field of ``facts.setting.Setting``, a step here, and a row in ``docs/facts.md``.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from ocpplint.facts.setting import Setting
from ocpplint.stations.profile import Profile
from ocpplint.trackers.settings import answer, connector, key, key_faults, neighbours, scope, value_faults
from ocpplint.trackers.settings.station_settings import ProfiledSettings, StationSettings


class Step(NamedTuple):
    """One step: what it is called, what runs it, and the fields it alone fills."""

    name: str
    run: Callable[[StationSettings], None]
    fields: tuple[str, ...]


def recall(station: StationSettings) -> None:
    """Let the tracker of histories fill what the trace has shown of the settings before."""
    if station.recall is not None:
        station.recall(station.settings)


STEPS: Final = (
    Step("access", answer.fill_readonly, ("readonly",)),
    Step("evidence", connector.fill_connector_meant, ("connector_meant",)),
    Step(
        "key",
        key.fill_key,
        (
            *(
                "profile",
                "profile_choice",
                "base_key",
                "connector_from_key",
                "connector_suffix",
                "suffix_known",
                "right_key",
                "level",
            ),
            "spec",
        ),
    ),
    Step("key-shown", key.fill_key_shown, ("key_shown",)),
    Step("scope", scope.fill_scope, ("scope", "scope_confidence", "scope_place")),
    Step("connector", connector.fill_connector, ("connector",)),
    Step("connectors-in-value", connector.fill_connectors_in_value, ("connectors_in_value",)),
    Step("confidence", scope.fill_confidence, ("confidence",)),
    Step("station-connectors", connector.fill_station_connectors, ("station_connectors",)),
    Step("shared-text", neighbours.fill_shared_text, ("shared_text",)),
    Step("repeated", neighbours.fill_repeated, ("repeated",)),
    Step("right-key-set", neighbours.fill_right_key_set, ("right_key_set",)),
    Step("missing-connector", neighbours.fill_missing_connector, ("missing_for_connector",)),
    Step("description", key_faults.fill_describes_station, ("describes_station",)),
    Step("spelling", key_faults.fill_spelled_key, ("spelled_key",)),
    Step("unknown-key", key_faults.fill_unknown_key, ("near_key", "unknown_key")),
    Step("feature-profile", key_faults.fill_missing_profile, ("missing_profile",)),
    Step("length", value_faults.fill_too_long, ("too_long",)),
    Step("value", value_faults.fill_value_fault, ("value_fault", "value_reason", "right_value")),
    Step("answer", answer.fill_answer, ("accepted", "refused", "answered")),
    Step("history", recall, ("history", "contradicted", "causes")),
)
"""The steps in their order: each may use what those before it have filled."""

_RUNS: Final = tuple(step.run for step in STEPS)


def enrich(station: StationSettings) -> list[Setting]:
    """Fill everything that follows for the settings of one station, and return them. To be done once."""
    for run in _RUNS:
        run(station)
    return station.settings


def enrich_one(setting: Setting, profile: Profile) -> Setting:
    """Enrich a setting that stands alone, by its station's profile."""
    enrich(StationSettings((ProfiledSettings([setting], profile),)))
    return setting
