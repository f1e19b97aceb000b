"""Checks options and detector of a rule file, with errors at their location in the file."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from ocpplint.conditions.api import Ast
from ocpplint.engine.options import value_of
from ocpplint.engine.rule import STEPS
from ocpplint.engine.rule_check import RuleFile
from ocpplint.facts.detectors import DETECTORS
from ocpplint.facts.events import IncidentKind
from ocpplint.resources.quoting import word

_KINDS = frozenset(get_args(IncidentKind))
_ABOUT = "incident"


def check_options(source: RuleFile, options: Mapping[str, Mapping[str, Any]]) -> None:
    """Check that the defaults and bounds of options are of their types, and that each default is within its bounds."""
    for name, option in options.items():
        for part in ("min", "max", "default"):
            if part in option:
                try:
                    value_of(option, option[part])
                except ValueError as error:
                    raise source.error(["options", name, part], f"in `options.{name}.{part}`: {error}") from error


def check_detector(source: RuleFile, rule: Mapping[str, Any]) -> None:
    """Check that the detector exists, and that the rule declares all its parameters with bounds."""
    name = rule.get("detector")
    if name is None:
        return
    detector = DETECTORS.get(name)
    if detector is None:
        raise source.error(["detector"], f"there is no detector `{word(name)}`{_near(name)}")
    for parameter in detector.takes:
        option = rule.get("options", {}).get(parameter)
        if option is None:
            raise source.error(["detector"], f"`{name}` takes `{parameter}`, which is no option of this rule")
        for part in ("min", "max"):
            if part not in option:
                reason = f"`{parameter}` is a parameter of the detector and has no `{part}`"
                raise source.error(["options", parameter, "default"], reason)


def check_conditions(source: RuleFile, rule: Mapping[str, Any]) -> None:
    """Check that a rule about incidents names their detector, since only that enables it."""
    asked = [kind for check in rule["checks"] for kind in _kinds_asked(check)]
    name = rule.get("detector")
    if name is None and asked:
        owner = next((owner for owner, each in DETECTORS.items() if set(asked) & set(each.kinds)), None)
        named = f": `detector: {owner}`" if owner is not None else ""
        raise source.error(["code"], f"a rule about incidents names the detector that reports them{named}")
    known = () if name is None else DETECTORS[name].kinds
    for kind in asked:
        if kind and kind not in known:
            raise source.error(["detector"], f"`{name}` reports {_listed(known)}, and no {kind}")


def _kinds_asked(check: Mapping[str, Any]) -> Iterator[str]:
    """Yield the kinds of incidents that conditions on incidents name; only ``""`` where they name none."""
    for part in (check.get(operator, {}) for operator in ("match", "group", "sequence")):
        for step in (part, *(part.get(step, {}) for step in STEPS)):
            if step.get("fact") == _ABOUT:
                yield ""
                yield from (text for text in _texts([step.get("when"), step.get("where")]) if text in _KINDS)


def _texts(tree: Ast | Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, list):
        for part in tree:
            yield from _texts(part)


def _listed(kinds: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(kinds[:-1]), kinds[-1])))


def _near(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, DETECTORS, 1)
    return f"; did you mean `{near[0]}`?" if near else f"; there are {', '.join(DETECTORS)}"
