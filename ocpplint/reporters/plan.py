"""Plans as text, as JSON data (schema ``plan.schema.json``) and as frames."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, TextIO

from ocpplint.comparison.calls import Call, calls, items_per_message, message_id
from ocpplint.comparison.desired import Targets
from ocpplint.comparison.plan import Plan, Skipped, Step
from ocpplint.facts.inputs import InputReport
from ocpplint.reporters.safe_text import redact, safe
from ocpplint.reporters.state_text import (
    aims_data,
    heading,
    input_data,
    key_of,
    known_data,
    place_data,
    setting_data,
    shown_value,
    station_data,
    where,
    write_aims,
)
from ocpplint.reporters.streaming import stream
from ocpplint.reporters.summary_line import counted
from ocpplint.reporters.tables import write_hanging
from ocpplint.reporters.text_output import TextOutput

VERSION: Final = 1
_REBOOT: Final = {True: ", takes effect after a reboot", False: "", None: ""}
_UNKNOWN_REBOOT: Final = (
    "Of some it is not known whether they need a reboot: if the station answers RebootRequired, plan once more."
)


def write_plans(page: TextOutput, plans: list[Plan], targets: Targets) -> None:
    """Write a numbered list for each station, the skipped settings, and a summary."""
    for plan in plans:
        page.line(page.paint(heading(plan.station), "bold"))
        found = calls(plan)
        if not found:
            page.line("  nothing to send")
        for number, call in enumerate(found, 1):
            for line in _lines(call):
                write_hanging(page, f"  {number:>3}  ", line)
        for each in plan.skipped:
            _write_skipped(page, each)
        for note in _notes(plan):
            write_hanging(page, "  note: ", note)
        page.line()
    for name in targets.absent:
        page.line(f"Station {safe(redact(name))} is wanted, and nothing is known of it: there is no plan for it.")
    write_aims(page, targets.aims)
    page.line(_summary(plans))


def write_plans_json(out: TextIO, plans: Iterable[Plan], targets: Targets, inputs: Iterable[InputReport]) -> None:
    """Write plans as JSON. Credentials are redacted."""
    stream(out, {"version": VERSION}, "stations", map(_plan, plans), _tail(targets, inputs))


def plan_data(plans: Iterable[Plan], targets: Targets, inputs: Iterable[InputReport]) -> dict[str, Any]:
    """Return plans as JSON data. Credentials are redacted."""
    return {"version": VERSION, "stations": list(map(_plan, plans)), **_tail(targets, inputs)}


def _tail(targets: Targets, inputs: Iterable[InputReport]) -> dict[str, Any]:
    return {
        "absent": list(map(redact, targets.absent)),
        "aims": aims_data(targets.aims),
        "inputs": list(map(input_data, inputs)),
    }


def frames(plan: Plan) -> Iterator[list[Any]]:
    """Yield the frames of a plan, ready to be sent: credentials are in them."""
    for number, call in enumerate(calls(plan), 1):
        yield call.frame(message_id(plan.station, number, call))


def _summary(plans: list[Plan]) -> str:
    """Return the summary of all plans."""
    writes = sum(len(plan.steps) for plan in plans)
    resets = sum(plan.needs_reset for plan in plans)
    skipped = sum(len(plan.skipped) for plan in plans)
    words = [counted(writes, "write"), counted(resets, "reset"), f"{skipped} left out"]
    return f"Planned for {counted(len(plans), 'station')}: {', '.join(words)}. Nothing was sent."


def _lines(call: Call) -> Iterator[str]:
    if not call.steps:
        yield f"{call.action} ({call.payload['type']})"
    for step in call.steps:
        yield f"{call.action} {key_of(step.setting)} = {_value(step)}{_had(step)}{_REBOOT[step.needs_reboot]}"


def _value(step: Step) -> str:
    shown = shown_value(step.setting, step.setting.value)
    return shown or "(empty)"


def _had(step: Step) -> str:
    known = step.comparison.known
    if known is None or known.standing.held is None:
        return ", not known what it has"
    had = shown_value(known.setting, known.value)
    return f", has {'no value' if had is None else had or 'an empty one'} ({where(known.standing.held.place)})"


def _write_skipped(page: TextOutput, each: Skipped) -> None:
    wanted = each.comparison.wanted
    if wanted is None:
        return
    value = shown_value(wanted.setting, wanted.setting.value)
    text = f"{key_of(wanted.setting)} = {value}: {safe(redact(each.reason))}"
    write_hanging(page, "  left out: ", text)


def _notes(plan: Plan) -> Iterator[str]:
    for known in plan.carried:
        pending = known.standing.pending
        if pending is not None:
            value = shown_value(known.setting, pending.value)
            yield f"The reset also brings {key_of(known.setting)} = {value} into force ({where(pending.place)})."
    if any(step.needs_reboot is None for step in plan.steps):
        yield _UNKNOWN_REBOOT
    modern = sum(step.setting.component is not None for step in plan.steps)
    if modern > 1 and items_per_message(plan.station) is None:
        yield "The station has not reported how many variables it accepts per message, so each is sent separately."


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        **station_data(plan.station),
        "calls": [_call(call) for call in calls(plan)],
        "skipped": [_skipped(each) for each in plan.skipped],
        "reset": plan.needs_reset,
        "carried": [{**setting_data(known.setting), **known_data(known)} for known in plan.carried],
        "whole": plan.is_whole,
    }


def _call(call: Call) -> dict[str, Any]:
    steps = [_step(step) for step in call.steps]
    return {"action": call.action, "writes": steps, "type": call.payload.get("type")}


def _step(step: Step) -> dict[str, Any]:
    known = step.comparison.known
    return {
        **setting_data(step.setting),
        "value": shown_value(step.setting, step.setting.value),
        "before": None if known is None else shown_value(known.setting, known.value),
        "needs_reboot": step.needs_reboot,
        "wanted": place_data(step.setting.place),
    }


def _skipped(each: Skipped) -> dict[str, Any]:
    comparison = each.comparison
    setting = comparison.wanted.setting if comparison.wanted is not None else None
    return {
        **({} if setting is None else setting_data(setting)),
        "status": comparison.status,
        "reason": safe(redact(each.reason)),
        "evidence": place_data(comparison.place),
    }
