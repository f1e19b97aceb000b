"""The enrichment of settings: all steps in their order, with the fields they fill.

Documents, commands and reports in traces, and comparisons all call ``enrich``. A new
derived field is a field of ``facts.setting.Setting``, a step here, and a row in ``docs/facts.md``.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from ocpplint.facts.setting import Setting
from ocpplint.stations.profile import Profile
from ocpplint.trackers.settings import key_steps, value_steps
from ocpplint.trackers.settings.station_settings import ProfiledSettings, StationSettings


class Step(NamedTuple):
    """One step: its name, its function, and the fields that only it fills."""

    name: str
    run: Callable[[StationSettings], None]
    fields: tuple[str, ...]


def recall(station: StationSettings) -> None:
    """Fill the history of the settings from the trace."""
    if station.recall is not None:
        station.recall(station.settings)


STEPS: Final = (
    Step("access", value_steps.fill_readonly, ("readonly",)),
    Step("evidence", key_steps.fill_connector_meant, ("connector_meant",)),
    Step(
        "key",
        key_steps.fill_key,
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
    Step("key-shown", key_steps.fill_key_shown, ("key_shown",)),
    Step("scope", key_steps.fill_scope, ("scope", "scope_confidence", "scope_place")),
    Step("connector", key_steps.fill_connector, ("connector",)),
    Step("connectors-in-value", key_steps.fill_connectors_in_value, ("connectors_in_value",)),
    Step("confidence", key_steps.fill_confidence, ("confidence",)),
    Step("station-connectors", key_steps.fill_station_connectors, ("station_connectors",)),
    Step("shared-text", key_steps.fill_shared_text, ("shared_text",)),
    Step("suffix-added", key_steps.fill_suffix_added, ("suffix_added",)),
    Step("repeated", key_steps.fill_repeated, ("repeated",)),
    Step("right-key-set", key_steps.fill_right_key_set, ("right_key_set",)),
    Step("bare-sections", key_steps.fill_bare_sections, ("bare_sections", "first_bare")),
    Step("missing-connector", key_steps.fill_missing_connector, ("missing_for_connector",)),
    Step("description", key_steps.fill_describes_station, ("describes_station",)),
    Step("spelling", key_steps.fill_spelled_key, ("spelled_key", "one_letter_in_case")),
    Step("unknown-key", key_steps.fill_unknown_key, ("near_key", "unknown_key")),
    Step("feature-profile", key_steps.fill_missing_profile, ("missing_profile",)),
    Step("length", value_steps.fill_too_long, ("too_long",)),
    Step("masked", value_steps.fill_masked, ("masked",)),
    Step("value", value_steps.fill_value_fault, ("value_fault", "reported_fault", "value_reason", "right_value")),
    Step("answer", value_steps.fill_answer, ("accepted", "refused", "answered")),
    Step("history", recall, ("history", "contradicted", "causes")),
)
"""The steps in their order: each may use the fields of those before it."""

_RUNS: Final = tuple(step.run for step in STEPS)


def enrich(station: StationSettings) -> list[Setting]:
    """Fill all derived fields of the settings of one station, and return them. Call it once."""
    for run in _RUNS:
        run(station)
    return station.settings


def enrich_one(setting: Setting, profile: Profile) -> Setting:
    """Enrich a single setting by its station's profile."""
    enrich(StationSettings((ProfiledSettings([setting], profile),)))
    return setting
