"""Meter values of transactions: decreasing registers, missing values, energy without authorisation.

OCPP 1.6 sections 4.7 (Meter Values) and 7.31 (Measurand): an ``Energy.Active.Import.Register`` is the absolute reading
of a meter, which must only rise within a transaction. Each register is compared with itself alone: of one transaction,
place, context and unit.
"""

from collections.abc import Sequence
from typing import Any, Final

from ocpplint.facts.detectors import MeterValues
from ocpplint.facts.events import Incident
from ocpplint.facts.message import Message
from ocpplint.trackers.behaviour.payload_values import amount, instant, rolled_over, written
from ocpplint.trackers.behaviour.reporting import incident
from ocpplint.trackers.behaviour.station import ChargingSession, StationActivity

_REGISTER: Final = "Energy.Active.Import.Register"
_MOST_REGISTERS: Final = 20
_LONGEST_KEY: Final = 200
SAMPLED_DATA: Final = ("MeterValuesSampledData", "SampledDataCtrlr.TxUpdatedMeasurands")
"""The keys that list the sampled measurands; empty means none."""
SAMPLE_INTERVALS: Final = ("MeterValueSampleInterval", "SampledDataCtrlr.TxUpdatedInterval")

ENERGY_FOR_REFUSED: Final = ("MaxEnergyOnInvalidId", "TxCtrlr.MaxEnergyOnInvalidId")
"""The keys with the energy in Wh that may flow after a refusal (OCPP 1.6, 3.5.4 and 9.1.14; OCPP 2.0.1, E05)."""

_Key = tuple[str, str, str]
"""Context, location, and the unit with its multiplier."""
_Reading = tuple[_Key, float, str]


def called(message: Message, payload: dict[str, Any], life: StationActivity) -> Sequence[Incident]:
    """Process MeterValues of OCPP 1.6; those of OCPP 2.x belong to no transaction."""
    identity = payload.get("transactionId")
    if type(identity) is not int:
        return ()
    name = str(identity)
    session = life.sessions.get(name)
    if session is None:
        if identity <= life.forgotten or name in life.stopped:
            return ()
        from ocpplint.trackers.behaviour.station import begin

        connector = payload.get("connectorId")
        session = ChargingSession(connector if type(connector) is int else None, message.location, life.epoch)
        begin(life, name, session)
    return sampled(message, payload.get("meterValue"), name, session, life)


def sampled(
    message: Message, values: Any, name: str, session: ChargingSession, life: StationActivity
) -> Sequence[Incident]:
    """Process a list of meter values of a transaction."""
    found: Sequence[Incident] = ()
    readings = _readings(values)
    for reading in readings:
        found = _compared(message, reading, name, session) or found
    if readings and session.refused is not None:
        found = (*found, *_delivered(message, readings[-1], name, session, life))
    time, last_time = message.time, session.last_sample
    if time is not None:
        stamp = _stamp_of(values)
        if last_time is not None and session.samples:
            found = (*found, *_paced(message, time - last_time, stamp, name, session, life))
        session.last_sample, session.last_stamp = time, stamp
    session.samples += 1
    return found


def _compared(message: Message, now: _Reading, name: str, session: ChargingSession) -> Sequence[Incident]:
    """Compare a reading with the previous one of its register."""
    key, reading, stamp = now
    before = session.registers.get(key)
    if before is None:
        if len(session.registers) < _MOST_REGISTERS and len("".join(key)) < _LONGEST_KEY:
            session.registers[key] = (reading, stamp, message.location)
        return ()
    if reading < before[0] and not _is_newer(stamp, before[1]):
        return ()
    session.registers[key] = (reading, stamp, message.location)
    return _fallen(message, now, before, name, session) if reading < before[0] else ()


def finished(
    message: Message, payload: dict[str, Any], name: str, session: ChargingSession, life: StationActivity
) -> Sequence[Incident]:
    """Check whether a stopped transaction had any meter values."""
    began, interval = session.began, _interval(life)
    if session.samples or began is None or message.time is None or interval == 0 or payload.get("transactionData"):
        return ()
    seconds = message.time - began
    if life.last_other is None or life.last_other <= began or seconds <= 0:
        return ()
    reason = f"transaction {name} was open for {seconds:.0f} s and had no meter values"
    more = {"connector": session.connector, "transaction": name, "seconds": seconds, "expected": interval}
    place = {"cause": session.place, "cause_is": "it began here"}
    return (incident("missing-meter-values", reason, message, **more, **place),)


def _readings(values: Any) -> list[_Reading]:
    """Return the energy registers of meter values, phases and signed data aside."""
    found: list[_Reading] = []
    for value in values if type(values) is list else ():
        samples = value.get("sampledValue") if type(value) is dict else None
        for sample in samples if type(samples) is list else ():
            if type(sample) is not dict or sample.get("measurand", _REGISTER) != _REGISTER or "phase" in sample:
                continue
            reading = amount(sample.get("value"))
            if reading is not None and sample.get("format") != "SignedData":
                found.append((_key(sample), reading, written(value.get("timestamp"))))
    return found


def _key(sample: dict[str, Any]) -> _Key:
    """Return the key of comparable readings: location, context and unit."""
    context, location, unit = sample.get("context"), sample.get("location"), sample.get("unit", "Wh")
    if "unitOfMeasure" in sample and type(modern := sample["unitOfMeasure"]) is dict:
        unit = f"{modern.get('unit', 'Wh')} {modern.get('multiplier', 0)}"
    return str(context), str(location), str(unit)


def _is_newer(stamp: str, before: str) -> bool:
    """Return whether a reading was taken after another; by order of arrival, where timestamps are missing."""
    if not stamp and not before:
        return True
    first, second = instant(before), instant(stamp)
    return second > first if first is not None and second is not None else stamp > before


def _in_wh(key: _Key, reading: float) -> float:
    unit, _, power = key[2].partition(" ")
    exponent = int(power) if power.lstrip("-").isdecimal() and len(power) < 3 else 0
    return reading * (1000.0 if unit == "kWh" else 1.0) * float(10.0**exponent)


def _fallen(
    message: Message, now: _Reading, before: tuple[float, str, Any], name: str, session: ChargingSession
) -> Sequence[Incident]:
    key, reading, _ = now
    if rolled_over(before[0], reading):
        return ()
    unit = key[2].partition(" ")[0]
    reason = f"the energy register falls from {before[0]:g} to {reading:g} {unit} within transaction {name}"
    more = {
        "connector": session.connector,
        "transaction": name,
        "cause": before[2],
        "cause_is": f"it was {before[0]:g}",
    }
    return (incident("falling-meter", reason, message, amount=_in_wh(key, before[0] - reading), **more),)


def _delivered(
    message: Message, now: _Reading, name: str, session: ChargingSession, life: StationActivity
) -> Sequence[Incident]:
    """Measure the energy after a refusal, once the energy before it has been reported."""
    parameters = life.detectors.unauthorized_charging
    if parameters is None or session.refused is None or message.time is None:
        return ()
    if message.time - session.refused[0] < parameters.settle:
        return ()
    register = _in_wh(now[0], now[1])
    if session.baseline is None:
        session.baseline = register
        return ()
    energy = register - session.baseline
    if energy <= next((life.settings[key] for key in ENERGY_FOR_REFUSED if key in life.settings), 0.0):
        return ()
    _, status, place = session.refused
    reason = f"transaction {name} goes on charging though the CSMS answered {status}"
    more = {"connector": session.connector, "transaction": name, "detail": status, "amount": energy}
    cause = {"cause": place, "cause_is": f"the identification is answered {status}"}
    return (incident("unauthorized-charging", reason, message, **more, **cause),)


def _paced(
    message: Message, elapsed: float, stamp: str, name: str, session: ChargingSession, life: StationActivity
) -> Sequence[Incident]:
    """Compare the time since the last meter values with the transaction's usual interval."""
    if session.epoch != life.epoch or session.is_paused:
        session.epoch, session.is_paused = life.epoch, False
        return ()
    pace = life.detectors.meter_values
    if pace is not None and session.samples > pace.samples and elapsed > pace.gap * session.longest:
        return _gap(message, elapsed, (session.last_stamp, stamp), name, session, life, pace)
    if elapsed < session.shortest:
        session.shortest = elapsed
    if elapsed > session.longest:
        session.longest = elapsed
    return ()


def _gap(
    message: Message,
    elapsed: float,
    stamps: tuple[str, str],
    name: str,
    session: ChargingSession,
    life: StationActivity,
    pace: MeterValues,
) -> Sequence[Incident]:
    """Report a gap in regular meter values, if the station sent other messages meanwhile."""
    rhythm = session.longest
    if not 0 < rhythm <= pace.steady * session.shortest or life.last_other is None or message.time is None:
        return ()
    if life.last_other < message.time - elapsed + rhythm:
        return ()
    first, second = map(instant, stamps)
    if first is not None and second is not None and second - first <= pace.gap * rhythm:
        return ()
    reason = f"for {elapsed:.0f} s transaction {name} has no meter values, which came every {rhythm:.0f} s before"
    more = {"connector": session.connector, "transaction": name, "seconds": elapsed, "expected": rhythm}
    return (incident("meter-value-gap", reason, message, confidence="medium", **more),)


def _interval(life: StationActivity) -> float | None:
    """Return the expected interval of meter values in seconds; 0 for none, None where it is unknown."""
    if any(life.settings.get(key) == 0 for key in SAMPLED_DATA):
        return 0.0
    return next((life.settings[key] for key in SAMPLE_INTERVALS if key in life.settings), None)


def _stamp_of(values: Any) -> str:
    first = values[0] if isinstance(values, list) and values else None
    return written(first.get("timestamp")) if isinstance(first, dict) else ""
