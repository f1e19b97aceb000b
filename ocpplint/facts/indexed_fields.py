"""The fields of facts that most rules ask for first: with few values each, which repeat from fact to fact.

An index of rules is made over them (``engine.dispatch``), so that most facts cost a look-up.
"""

from collections.abc import Mapping
from typing import Final

SPEC: Final = "spec"
"""The field with what the registry knows of a key. Its members may be asked for, too."""

OPEN: Final = ("base_key", "value")
"""Fields with any number of values, of which only those count that some condition names."""

INDEXED: Final[Mapping[str, tuple[str, ...]]] = {
    "setting": (
        *("scope", "origin", "connector_suffix", "connector_meant", "suffix_known", "connector_from_key"),
        *("station_connectors", "missing_for_connector", "editable", "shared_text", "repeated", "outcome"),
        *(
            "value_fault",
            "reported_fault",
            "too_long",
            "near_key",
            "spelled_key",
            "one_letter_in_case",
            "unknown_key",
            "missing_profile",
            "readonly",
        ),
        *(
            "describes_station",
            "contradicted",
            "accepted",
            "refused",
            "component",
            "level",
            "attribute",
            SPEC,
            *OPEN,
        ),
    ),
    "message": ("action", "type", "sender"),
    "exchange": ("action",),
    "transaction": ("event", "shown_by", "implied", "offline", "reason", "connector"),
    "incident": ("kind",),
    "violation": ("kind",),
    "input": ("kind",),
}
"""The fields by type of fact, under the names that rules use."""
