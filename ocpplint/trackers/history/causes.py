"""Causes of a refused write: every cause that the facts support, the likeliest first.

OCPP 1.6 has two words for a refusal (7.22 ConfigurationStatus): NotSupported for a key that the station does not
have, Rejected for a value that it does not take. Stations mix them up, so the status only weighs the causes. Evidence
of the key itself excludes causes: a reported key exists, and an accepted one is writable.
"""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from ocpplint.facts.fact import CONFIDENCES, SHARED_SCOPES, UNKNOWN, Confidence
from ocpplint.facts.setting import Setting
from ocpplint.facts.setting_history import Cause
from ocpplint.schemas.words import quoted
from ocpplint.trackers.history.key_evidence import KeyEvidence
from ocpplint.values.check import LISTS, LONGEST
from ocpplint.values.lists import items_of

_MOST_CAUSES: Final = 5
_LIKELY: Final = 80
_POSSIBLE: Final = 50
_LEFT_TO_STATION: Final = "R|RW"
_NUMBERED: Final = "phase-rotations"
"""The syntax of lists whose items are no words that a station may lack: each is what one connector is wired like."""

WEIGHTS: Final[dict[str, tuple[int, int]]] = {
    "attribute": (97, 40),
    "suffix": (95, 91),
    "no-connector": (93, 70),
    "denied": (92, 78),
    "near-key": (90, 76),
    "case": (86, 58),
    "feature-profile": (85, 74),
    "absent": (83, 62),
    "renamed": (80, 56),
    "left-out": (58, 45),
    "unknown-key": (78, 52),
    "unproven-suffix": (60, 48),
    "optional-key": (55, 0),
    "read-only": (45, 97),
    "documented-read-only": (40, 90),
    "no-value": (40, 93),
    "value": (30, 87),
    "unit": (12, 54),
    "empty": (20, 57),
    "items": (15, 60),
    "other-value": (10, 50),
    "left-to-station": (20, 42),
}
"""The weight of each kind of cause: where the station answers that it has no such key, and where it only refuses.

From 80 a cause is likely (confidence high), from 50 possible (medium).
"""


class _Case(NamedTuple):
    """One refusal: the setting, and the evidence of its key."""

    setting: Setting
    known: KeyEvidence

    @property
    def is_key_there(self) -> bool:
        """Whether the station is known to have exactly this key."""
        return self.known.accepted is not None or self.known.reported is not None


def ranked(setting: Setting, known: KeyEvidence) -> tuple[Cause, ...]:
    """Return the causes of a refusal, the likeliest first; one of kind ``unexplained`` if no known cause applies."""
    case = _Case(setting, known)
    column = 0 if setting.outcome in UNKNOWN else 1
    found = [cause for reason in _REASONS for cause in reason(case)]
    weighed = [(WEIGHTS[cause.kind][column], cause) for cause in found]
    weighed = sorted((pair for pair in weighed if pair[0]), key=lambda pair: -pair[0])
    if not weighed:
        return (_unexplained(setting),)
    return tuple(
        cause._replace(confidence=_confidence(cause, weight, setting)) for weight, cause in weighed[:_MOST_CAUSES]
    )


def _confidence(cause: Cause, weight: int, setting: Setting) -> Confidence:
    found: Confidence = "high" if weight >= _LIKELY else "medium" if weight >= _POSSIBLE else "low"
    if (
        setting.scope_confidence == "low"
        and setting.component is None
        and cause.kind in ("suffix", "no-connector")
    ):
        return "low"
    # A cause based on the scope of a key has the confidence of the scope.
    rests_on_scope = cause.kind == "suffix" and setting.scope in SHARED_SCOPES
    return min(found, setting.scope_confidence, key=CONFIDENCES.index) if rests_on_scope else found


def _cause(kind: str, text: str, remedy: str = "") -> Cause:
    return Cause(kind, text, remedy, "low")


def _unexplained(setting: Setting) -> Cause:
    remedy = f"read `{setting.key}` back, and look it up in the documentation of the station"
    return _cause("unexplained", "nothing known explains it", remedy)


def _suffix(case: _Case) -> Iterator[Cause]:
    """A connector suffix on a key that has none (Bender station model, section 1)."""
    setting = case.setting
    suffix, base = setting.connector_suffix, setting.base_key
    if not suffix or case.is_key_there:
        return
    send = f"send `{setting.right_key or base}`"
    if setting.scope in SHARED_SCOPES:
        text = (
            f"`{base}` has one value for the station (scope {setting.scope}), so there is no key `{setting.key}`"
        )
        yield _cause("suffix", text, send)
    elif setting.component is not None and setting.right_key:
        text = f"a variable names its EVSE in a field, and `{suffix}` is no part of a name"
        yield _cause("suffix", text, f"{send} with `evse`")
    elif setting.spec is not None and not setting.suffix_known:
        yield _cause("suffix", f"`{suffix}` names no connector of this station", send)
    elif setting.station_connectors == 1:
        text = f"the station has one connector, and `{suffix}` names another"
        yield _cause("suffix", text, f"send `{base}`")
    elif setting.scope is None and setting.spec is not None and setting.component is None:
        text = f"`{base}` probably has one value for the station, since no document states one per connector"
        yield _cause("unproven-suffix", text, f"read `{base}` and `{setting.key}`, to see which the station has")


def _no_connector(case: _Case) -> Iterator[Cause]:
    """A missing connector suffix, on stations without a bare form of the key."""
    setting = case.setting
    if setting.scope != "Individual" or setting.connector_from_key is not None or case.is_key_there:
        return
    if not setting.connector_suffix and setting.right_key not in ("", setting.key):
        text = f"`{setting.base_key}` has one value per connector, and the key names none"
        yield _cause("no-connector", text, f"send `{setting.right_key}`")


def _spelling(case: _Case) -> Iterator[Cause]:
    setting, known = case.setting, case.known
    # The cause is likelier if the station has the key in the right spelling.
    if setting.spelled_key is not None and known.accepted is None:
        text = f"the key is written `{setting.spelled_key}`, and the keys of this station are case-sensitive"
        yield _cause("case", text, f"send `{setting.spelled_key}`")
    if case.is_key_there:
        return
    near = setting.near_key and f"{setting.near_key}{setting.connector_suffix}"
    if known.near is not None:
        yield _cause("near-key", f"the station has reported a key `{known.near}`", f"send `{known.near}`")
    elif near is not None:
        yield _cause("near-key", f"no key of this name is known, and `{near}` is similar", f"send `{near}`")


def _missing_key(case: _Case) -> Iterator[Cause]:
    setting, known = case.setting, case.known
    if case.is_key_there:
        return
    if known.denied is not None:
        text = f"the station has answered that it does not have this key (line {known.denied.line})"
        yield _cause("denied", text, "leave it out")
    access = setting.spec.access if setting.spec is not None else None
    if known.absent_from is not None and access != "W":
        text = f"the station's report of all its keys does not list it (line {known.absent_from.line})"
        yield _cause("absent", text, "leave it out")
    elif known.left_out_of is not None and access != "W":
        text = f"the station did not report it when it was asked for all its keys (line {known.left_out_of.line})"
        yield _cause("left-out", text, "leave it out")
    yield from _undocumented(setting)


def _undocumented(setting: Setting) -> Iterator[Cause]:
    spec = setting.spec
    if setting.missing_profile is not None:
        text = f"it belongs to {setting.missing_profile}, which the station does not list in `SupportedFeatureProfiles`"
        yield _cause("feature-profile", text, "leave it out")
    if setting.unknown_key and setting.near_key is None:
        yield _cause("unknown-key", "the documentation of these stations has no such key", "leave it out")
    if spec is None:
        return
    if spec.renamed_to is not None:
        text = f"newer stations use `{spec.renamed_to}` instead"
        yield _cause("renamed", text, f"send `{spec.renamed_to}`")
    if spec.required is False and spec.standard:
        yield _cause("optional-key", "the key is optional in the standard", "leave it out")


def _access(case: _Case) -> Iterator[Cause]:
    setting, known = case.setting, case.known
    readonly = known.readonly
    access = setting.spec.access if setting.spec is not None else None
    leave = "leave it out: it can't be changed from outside"
    if known.accepted is not None:
        return
    if readonly is True:
        where = f" (line {known.reported.line})" if known.reported is not None else ""
        yield _cause("read-only", f"the station has reported it as read-only{where}", leave)
    elif access == "R" and readonly is None:
        yield _cause("documented-read-only", "it is read-only by its documentation", leave)
    elif access == _LEFT_TO_STATION and readonly is None:
        text = "the standard allows stations to make it read-only"
        yield _cause("left-to-station", text, "read it: the answer says `readonly`")


def _value(case: _Case) -> Iterator[Cause]:
    setting = case.setting
    value = setting.value
    if value is None:
        yield _cause("no-value", "no value was sent", "send one")
    elif len(value) > LONGEST and setting.component is None:
        text = f"the value has {len(value)} characters, and ChangeConfiguration carries {LONGEST}"
        yield _cause("value", text, "shorten it")
    elif setting.value_fault is not None:
        kind = "unit" if setting.value_fault in ("unit", "limit", "sum") else "value"
        text = f"the value {setting.value_reason}" if value.strip() else "the value is empty"
        yield _cause(kind, text, _right_value(setting))
    elif not value.strip():
        yield _cause("empty", "the value is empty", "send a value, or leave it out")


def _right_value(setting: Setting) -> str:
    if setting.right_value is not None:
        return f"send `{setting.right_value}`"
    spec = setting.spec
    if setting.value_fault != "range" or spec is None:
        return f"look up the valid values: `ocpplint explain {setting.base_key}`"
    least = None if spec.minimum is None else f"at least {spec.minimum:g}"
    most = None if spec.maximum is None else f"at most {spec.maximum:g}"
    return "send a number of " + " and ".join(filter(None, (least, most)))


def _untaken_value(case: _Case) -> Iterator[Cause]:
    """A valid value of a key that the station has: the station does not accept this value."""
    setting, known = case.setting, case.known
    spec, value = setting.spec, setting.value
    if not value or setting.value_fault is not None or known.readonly is True:
        return
    if spec is not None and spec.syntax in LISTS and spec.syntax != _NUMBERED and spec.access != "R":
        yield from _items(items_of(value), known)
    accepted = known.accepted
    if accepted is not None and accepted.value != value:
        text = (
            f"the station accepted another value for this key (line {accepted.place.line}), so it refuses this one"
        )
        yield _cause("other-value", text, "look up which values this station accepts")


def _items(items: list[str], known: KeyEvidence) -> Iterator[Cause]:
    """Items of a list that the station has never reported: for one of them it refuses all (OCPP 1.6, 3.16.4)."""
    new = [item for item in items if item.casefold() not in known.items]
    if not new:
        return
    seen = " that it has not reported or accepted before" if known.items else ""
    named = ", ".join(map(quoted, new[:3])) + (f" and {len(new) - 3} more" if len(new) > 3 else "")
    text = f"the station does not support an item of the list{seen}: {named}"
    yield _cause("items", text, "send the items one by one to find the refused one")


def _attribute(case: _Case) -> Iterator[Cause]:
    setting = case.setting
    if setting.outcome == "NotSupportedAttributeType":
        text = f"the variable has no attribute `{setting.attribute or 'Actual'}`"
        yield _cause("attribute", text, "" if setting.attribute == "Actual" else "set its attribute `Actual`")


_REASONS: Final[tuple[Callable[[_Case], Iterator[Cause]], ...]] = (
    *(_attribute, _suffix, _no_connector, _spelling, _missing_key),
    *(_access, _value, _untaken_value),
)
