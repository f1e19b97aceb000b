"""Builds the finding of a check that fired."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ocpplint.conditions.durations import in_words
from ocpplint.engine.rule import Check
from ocpplint.facts.fact import CONFIDENCES, Confidence, Fact, Location, Place
from ocpplint.findings.finding import Edit, Finding, Fix, Related, fingerprint_of

if TYPE_CHECKING:
    from ocpplint.engine.pending_matches import Verdict

_MOST_RELATED = 10
_CONFIDENCE_FIELDS = {"fact": "confidence", "scope": "scope_confidence"}


def find(check: Check, fact: Fact, members: Sequence[Any]) -> Finding:
    """Make the finding of ``check`` for ``fact``; ``members`` is its group, or only the fact itself."""
    finding = _finding(check, fact, members, fact)
    finding.fix, finding.related = _fix(check, fact, members), _related(check, fact, members)
    return finding


def find_broken(check: Check, verdict: "Verdict") -> Finding:
    """Make the finding of a broken sequence. Its texts may name the first fact and the waiting time."""
    fact, first = verdict.fact, verdict.first
    waited = None if verdict.waited is None else in_words(verdict.waited)
    finding = _finding(check, fact, (fact, first), (waited, (first, fact)))
    if check.has_related:
        finding.related = [
            Related(_location(check, other), check.text("related")((waited, (first, other)), ()), "evidence")
            for other in verdict.others[:_MOST_RELATED]
        ]
    return finding


def _finding(check: Check, fact: Fact, members: Sequence[Any], scope: Any) -> Finding:
    """Make a finding without fix and related locations; ``scope`` is the value that the texts are evaluated on."""
    rule = check.rule
    is_doubtful = _is_doubtful(check, members)
    return Finding(
        code=rule.code,
        name=rule.name,
        severity="warning" if is_doubtful and check.severity == "error" else check.severity,
        confidence="low" if is_doubtful else _confidence(check, members),
        message=check.text("message")(scope, members) + fact.reservation(check.asks_for),
        label=check.text("label")(scope, members),
        help=check.text("help")(scope, members),
        source=rule.source,
        url=rule.url,
        location=_location(check, fact),
        station=fact.station,
        connector=fact.finding_connector,
        key=fact.finding_key,
        fingerprint=fingerprint_of(rule.code, fact, members),
        pointer=fact.pointer,
        message_id=fact.message_id,
        subject=fact.subject,
        variant=fact.variant(check.asks_for),
        repeatable=fact.is_repeatable,
        yields_to=check.yields_to,
        in_evidence=fact.is_evidence and check.fix is not None,
        assumed_profile=next(filter(None, (member.assumption(check.asks_for) for member in members)), None),
    )


def _is_doubtful(check: Check, members: Sequence[Any]) -> bool:
    """Tell whether a finding rests on a fact of low confidence, whatever confidence its rule claims."""
    return any(member.is_doubtful(check.asks_for) for member in members)


def _location(check: Check, fact: Fact) -> Location:
    return fact.place_of(check.at).locate()


def _confidence(check: Check, members: Sequence[Any]) -> Confidence:
    """Return the confidence: that of the rule, or the lowest of its facts."""
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
    fix = check.fix
    if fix is None:
        return None
    content = fix.content(fact, members)
    places = fact.replaceable(fix.replace, content)
    if not places:
        return None
    safe = fix.safe is not None and fix.safe(fact, members) is True and not _is_doubtful(check, members)
    edits = tuple(Edit(place.locate(), content) for place in places)
    return Fix("safe" if safe else "unsafe", fix.title(fact, members), edits)


def _related(check: Check, fact: Fact, members: Sequence[Any]) -> list[Related]:
    related = _as_evidence(fact.shown_evidence()) if check.shows_evidence else []
    if check.has_related:
        related += [
            Related(_location(check, member), check.text("related")(member, members), "conflict")
            for member in members
            if member is not fact
        ]
    related += _as_evidence(fact.grounds(check.asks_for))
    return related[:_MOST_RELATED]


def _as_evidence(places: Iterable[tuple[Place, str]]) -> list[Related]:
    return [Related(place.locate(), text, "evidence") for place, text in places]
