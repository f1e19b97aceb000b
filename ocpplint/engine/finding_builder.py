"""From a check that fired to the finding a person reads."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ocpplint.conditions.durations import in_words
from ocpplint.engine.rule import Check
from ocpplint.facts.events import Incident, Transaction
from ocpplint.facts.fact_types import Fact
from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.location import Location, Place
from ocpplint.facts.message import Exchange, Message
from ocpplint.facts.setting import Evidence, Setting
from ocpplint.facts.setting_history import KeyReport, Past
from ocpplint.facts.suppression import Suppression
from ocpplint.facts.violation import Violation
from ocpplint.facts.vocabulary import CONFIDENCES, Confidence
from ocpplint.findings.finding import Edit, Finding, Fix, Related
from ocpplint.findings.fingerprint import breach, event, fingerprint_of

if TYPE_CHECKING:
    from ocpplint.engine.pending_matches import Verdict

_MOST_RELATED = 10
_CONFIDENCE_FIELDS = {"fact": "confidence", "scope": "scope_confidence"}
_IN_TRACES = frozenset(("framing", "malformed", "truncated", "unrecognised", "clock", "soap"))
"""The kinds of trouble that a log of any length may have any number of."""
_THINGS = {
    "field": "field",
    "structure": "section",
    "path": "name",
    "comment": "comment",
    "connection": "boot",
    "data-transfer": "DataTransfer",
}


def find(check: Check, fact: Fact, members: Sequence[Any]) -> Finding:
    """Make the finding of ``check`` for ``fact``; ``members`` is its group, or just the fact itself."""
    finding = _finding(check, fact, members, fact)
    finding.fix, finding.related = _fix(check, fact, members), _related(check, fact, members)
    return finding


def find_broken(check: Check, verdict: "Verdict") -> Finding:
    """Make the finding of a sequence that was broken. Its texts may name the first fact, and how long it took."""
    fact, first = verdict.fact, verdict.first
    waited = None if verdict.waited is None else in_words(verdict.waited)
    finding = _finding(check, fact, (fact, first), (waited, (first, fact)))
    if check.has_related:
        finding.related = [
            Related(_location(check, other), check.text("related")((waited, (first, other)), ()), "evidence")
            for other in verdict.others[:_MOST_RELATED]
        ]
    return finding


def _finding(check: Check, fact: Any, members: Sequence[Any], scope: Any) -> Finding:
    """Make a finding without fix and related places; ``scope`` is what the texts of the check are about."""
    rule = check.rule
    location = _location(check, fact)
    setting = fact if isinstance(fact, Setting) else None
    station = getattr(fact, "station", None)
    key = setting.key if setting else None
    connector = fact.connector if isinstance(fact, (Incident, Transaction)) else _connector(setting)
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=check.severity,
        confidence=_confidence(check, members),
        message=check.text("message")(scope, members) + _learned(check, setting),
        label=check.text("label")(scope, members),
        help=check.text("help")(scope, members),
        source=rule.source,
        url=rule.url,
        location=location,
        station=station,
        connector=connector,
        key=key,
        fingerprint=fingerprint_of(rule.code, fact, members),
        pointer=getattr(setting.place, "pointer", None) if setting else None,
        message_id=_message_id(fact),
        subject=_subject(fact),
        variant=_variant(check, setting),
        repeatable=_is_repeatable(fact),
        yields_to=check.yields_to,
        in_evidence=setting is not None and not setting.editable and check.fix is not None,
    )


def _learned(check: Check, setting: Setting | None) -> str:
    """Say that a verdict on a scope rests on one that no document states."""
    if setting is None or setting.spec is None or not (setting.spec.learned and check.asks_for("scope")):
        return ""
    return f"; this scope of `{setting.spec.key}` is {setting.spec.source}"


def _variant(check: Check, setting: Setting | None) -> str:
    """Tell refusals of one key apart by their causes; one for the same cause is the same mistake again."""
    if setting is None or not setting.causes or not check.asks_for("causes"):
        return ""
    return f"{setting.outcome}|{setting.causes[0].text}"


def _message_id(fact: Fact) -> str | None:
    message = fact.call if isinstance(fact, Exchange) else fact
    return message.id if isinstance(message, (Message, Violation)) else None


def _location(check: Check, fact: Fact) -> Location:
    from ocpplint.facts.fact_types import fact_place

    if check.at == "value" and isinstance(fact, Setting) and fact.value_place is not None:
        return fact.value_place.locate()
    location: Location = fact_place(fact).locate()
    return location


def _connector(setting: Setting | None) -> int | None:
    if setting is None or setting.connector_suffix:
        return setting.connector_from_key if setting else None
    return setting.connector


def _confidence(check: Check, members: Sequence[Any]) -> Confidence:
    """A rule is as sure as it says, or as the least sure of its facts."""
    field = _CONFIDENCE_FIELDS.get(check.confidence)
    if field is None:
        return check.confidence  # type: ignore[return-value]  # the schema allows no other word
    fields = {field, "scope_confidence"} if check.asks_for("scope") else {field}
    return min(
        (getattr(member, each, "high") for member in members for each in fields),
        key=CONFIDENCES.index,
        default="high",
    )


def _fix(check: Check, fact: Fact, members: Sequence[Any]) -> Fix | None:
    places = _replaced(check, fact)
    if check.fix is None or not places:
        return None
    safe = check.fix.safe is not None and check.fix.safe(fact, members) is True
    content = check.fix.content(fact, members)
    edits = tuple(Edit(place.locate(), content) for place in places)
    return Fix("safe" if safe else "unsafe", check.fix.title(fact, members), edits)


def _replaced(check: Check, fact: Fact) -> tuple[Place, ...]:
    """Return what the fix of a check replaces; nothing, where it can't be mended."""
    if check.fix is None:
        return ()
    if isinstance(fact, Suppression):
        return fact.surplus
    if not isinstance(fact, Setting) or not fact.editable or fact.shared_text:
        return ()
    place = fact.place if check.fix.replace == "key" else fact.value_place
    return () if place is None else (place,)


def _related(check: Check, fact: Fact, members: Sequence[Any]) -> list[Related]:
    related = []
    if check.shows_evidence:
        related = [_shown(item, item.place) for item in _evidence(fact) if item.place is not None]
    if check.has_related:
        for member in members:
            if member is not fact:
                related.append(
                    Related(_location(check, member), check.text("related")(member, members), "conflict")
                )
    if isinstance(fact, Setting) and fact.scope_place is not None and check.asks_for("scope"):
        text = f"the scope of `{fact.base_key}` is learned from this report"
        related.append(Related(fact.scope_place.locate(), text, "evidence"))
    if isinstance(fact, Setting) and fact.history is not None and check.asks_for("history"):
        related += _earlier(fact.history)
    if isinstance(fact, (Violation, Incident)) and fact.cause is not None:
        related.append(Related(fact.cause.locate(), fact.cause_is, "evidence"))
    return related[:_MOST_RELATED]


def _earlier(past: Past) -> Iterator[Related]:
    """Show the writes that a verdict on what happened to a setting rests on."""
    for write, text in ((past.written, "the last write that the station took"), (past.other, "the other value")):
        if write is not None and (write is past.written or write.place != getattr(past.written, "place", None)):
            yield Related(write.place, text, "evidence")


def _evidence(fact: Fact) -> tuple[Evidence, ...]:
    """The strongest evidence is enough for a reader."""
    return fact.evidence[:1] if isinstance(fact, Setting) else ()


def _shown(evidence: Evidence, place: Place) -> Related:
    thing = _THINGS[evidence.kind]
    return Related(place.locate(), f"this {thing} means it for connector {evidence.connector}", "evidence")


def _is_repeatable(fact: Fact) -> bool:
    """Say whether the same mistake elsewhere is counted with this one: in traces, not in configurations."""
    if isinstance(fact, InputProblem):
        return fact.kind in _IN_TRACES
    if isinstance(fact, Suppression):
        return False
    return not (isinstance(fact, Setting) and fact.editable)


def _subject(fact: Fact) -> tuple[Any, ...]:
    if isinstance(fact, Setting):
        return (fact.document, fact.station, fact.group, fact.base_key)
    if isinstance(fact, Violation):
        return ("Violation", fact.station, *breach(fact))
    if isinstance(fact, KeyReport):
        return ("KeyReport", fact.station, fact.unknown, fact.missing)
    if isinstance(fact, (Incident, Transaction)):
        return (type(fact).__name__, fact.station, fact.connector, *event(fact))
    if isinstance(fact, Suppression):
        return ("Suppression", fact.kind, fact.place.locate())
    if isinstance(fact, InputProblem):
        return ("InputProblem", fact.station, fact.kind if fact.kind == "clock" else fact.message)
    return (type(fact).__name__, getattr(fact, "station", None))
