"""ocpplint: a static analyzer and linter for the configuration of EV charging stations that speak OCPP.

What is listed in ``__all__`` is the library: the commands ``check``, ``audit``, ``state``, ``drift`` and ``plan`` as
functions, the results they return and the exceptions they raise. It is loaded when it is asked for. All else may change
with every release.
"""

from ocpplint.resources.version import __version__

TYPE_CHECKING = False
"""Type checkers take it for true (PEP 484). The module ``typing`` would take longer to load than ``--version`` does."""

if TYPE_CHECKING:
    from ocpplint.analysis.inputs import Text
    from ocpplint.analysis.library import audit, check, drift, plan, state
    from ocpplint.analysis.results import (
        AuditedSetting,
        AuditedStation,
        AuditResult,
        CheckResult,
        ComparedSetting,
        ComparedStation,
        DriftResult,
        PlannedCall,
        PlannedStation,
        PlannedWrite,
        PlanResult,
        SkippedSetting,
        SourceLine,
        StateResult,
        StationAim,
        StationSetting,
        StationValues,
        UnaimedSettings,
        ValueEvidence,
    )
    from ocpplint.facts.fact import Location
    from ocpplint.facts.inputs import InputReport
    from ocpplint.findings.finding import Edit, Finding, Fix, Related
    from ocpplint.resources.quoting import UsageError
    from ocpplint.sources.discover import NoInputError


__all__ = [
    "AuditResult",
    "AuditedSetting",
    "AuditedStation",
    "CheckResult",
    "ComparedSetting",
    "ComparedStation",
    "DriftResult",
    "Edit",
    "Finding",
    "Fix",
    "InputReport",
    "Location",
    "NoInputError",
    "PlanResult",
    "PlannedCall",
    "PlannedStation",
    "PlannedWrite",
    "Related",
    "SkippedSetting",
    "SourceLine",
    "StateResult",
    "StationAim",
    "StationSetting",
    "StationValues",
    "Text",
    "UnaimedSettings",
    "UsageError",
    "ValueEvidence",
    "__version__",
    "audit",
    "check",
    "drift",
    "plan",
    "state",
]

_RESULTS = "ocpplint.analysis.results"
_ELSEWHERE = {
    "Text": "ocpplint.analysis.inputs",
    "InputReport": "ocpplint.facts.inputs",
    "Location": "ocpplint.facts.fact",
    **dict.fromkeys(("Edit", "Finding", "Fix", "Related"), "ocpplint.findings.finding"),
    "UsageError": "ocpplint.resources.quoting",
    "NoInputError": "ocpplint.sources.discover",
    **dict.fromkeys(("audit", "check", "drift", "plan", "state"), "ocpplint.analysis.library"),
}
"""The modules of what is not a result."""


if not TYPE_CHECKING:  # A type checker sees the names above, and no others.

    def __getattr__(name: str) -> object:
        """Load a part of the library. The commands need none of it to start."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(_ELSEWHERE.get(name, _RESULTS)), name)
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
