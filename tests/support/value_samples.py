"""Right and wrong values for a key, made from what is known of it."""

from typing import NamedTuple

from ocpplint.stations.keyspec import KeySpec

_GOOD = {
    "boolean": ["true", "false"],
    "string": ["Harbour 7", "0", "ä", "x" * 20],
    "csl": ["a", "a,b", "a b, c"],
    "measurands": ["Energy.Active.Import.Register", "Voltage.L1,SoC", "Current.Import, Power.Factor", ""],
    "phase-rotation": ["RST", "RTS", "NotApplicable"],
    "phase-rotations": ["1.RST", "0.NotApplicable,1.TRS", "0.RST, 1.RST", "Unknown"],
    "url": ["wss://csms.example.com/ocpp", "ftp://user:password@10.0.0.5:21/logs"],
    "hosts": ["10.0.0.0/8", "csms.example.com:443,[fd00::1]"],
    "hex": ["0123456789abcdefABCD0123456789abcdef0123"],
    "version": ["5.33.5-21148", "1.0"],
    "datetime": ["2026-03-01T10:00:00Z", "2026-03-01T10:00:00.5+01:00"],
    "time-offset": ["+01:00", "-03:30"],
    "language": ["en", "de-CH"],
    "languages": ["en,de", "nl"],
    "json": ["{}", "[0.49]"],
}
_BAD = {
    "boolean": [("yes please", "type"), ("", "type"), ("01", "type")],
    "integer": [("01asdf", "type"), ("", "type"), ("1.5", "type")],
    "decimal": [("1,5", "type"), ("", "type"), ("ten", "type")],
    "measurands": [("Power", "item"), ("Voltage,,SoC", "item"), ("Temperature.Inlet", "item")],
    "phase-rotation": [("RSN", "choice"), ("1.RST", "form"), ("", "choice")],
    "phase-rotations": [("1.RSN", "item"), ("RST", "form"), ("1.RST,1.RTS", "item")],
    "url": [("csms.example.com", "type"), ("wss://a b", "type"), ("http//x", "type")],
    "hosts": [("a b", "type"), ("10.0.0.0/8;10.1.0.0/16", "type"), ("http://x", "type")],
    "hex": [("abc", "encoding"), ("correct horse", "encoding"), ("0x00", "encoding")],
    "version": [("latest", "type"), ("5..3", "type"), ("", "type")],
    "datetime": [("2026-03-01", "type"), ("tomorrow", "type"), ("2026-13-01T10:00:00Z", "type")],
    "time-offset": [("1h", "type"), ("CET", "type"), ("+1:00", "type")],
    "language": [("German language", "type"), ("", "type"), ("1", "type")],
    "languages": [("de;en", "type"), ("de,,en", "type"), ("1,2", "type")],
    "json": [("{", "type"), ("", "type"), ("{'a': 1}", "type")],
}
_NUMBERS = (100, 150, 180, 240, 300)


class Wrong(NamedTuple):
    """A wrong value, and the fault that it has."""

    value: str
    fault: str


def good_values(spec: KeySpec) -> list[str]:
    """Return values that the key takes; every value is one for a key of which nothing is known."""
    syntax = spec.syntax or "string"
    if syntax in ("integer", "decimal"):
        return _numbers(spec)
    if syntax == "enum":
        return list(spec.values or _GOOD["string"])
    if syntax == "csl" and spec.items:
        return [spec.items[0], ",".join(spec.items), ", ".join(spec.items[:2])]
    return [value for value in _GOOD[syntax] if spec.max_length is None or len(value) <= spec.max_length]


def bad_values(spec: KeySpec) -> list[Wrong]:
    """Return three values and more that the key does not take; none where anything goes."""
    syntax = spec.syntax or "string"
    wrong = [Wrong(*pair) for pair in _BAD.get(syntax, ())]
    if syntax == "enum" and spec.values:
        wrong += [Wrong("none of these", "choice"), Wrong("", "choice"), Wrong("?", "choice")]
    if syntax == "csl" and spec.items:
        first = spec.items[0]
        wrong += [Wrong(f"{first},Teleport", "item"), Wrong(f"{first},,{first}", "item"), Wrong(",", "item")]
    if syntax in ("integer", "decimal"):
        wrong += [Wrong(str(int(limit + step)), "range") for limit, step in _beyond(spec)]
    if spec.max_length is not None:
        wrong.append(Wrong("a" * (spec.max_length + 1), "length"))
    return wrong


def _numbers(spec: KeySpec) -> list[str]:
    least = 0 if spec.minimum is None else spec.minimum
    most = least + 1_000 if spec.maximum is None else spec.maximum
    limits = [limit for limit in (spec.minimum, spec.maximum) if limit is not None]
    inner = [max(least, min(most, number)) for number in _NUMBERS]
    return list(dict.fromkeys(str(int(number)) for number in (*limits, *inner)))


def _beyond(spec: KeySpec) -> list[tuple[float, int]]:
    return [(limit, step) for limit, step in ((spec.minimum, -1), (spec.maximum, 1)) if limit is not None]
