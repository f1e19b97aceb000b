"""From the table of keys in the documentation of a station to its profile."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ocpplint.readers.tables.page import Cell, Row
from ocpplint.readers.tables.pages import pages_in
from ocpplint.stations.keyspec import KeySpec, key_spec
from ocpplint.stations.keytable import cells
from ocpplint.stations.keytable.columns import KeyTable, key_tables
from ocpplint.stations.profile import Profile
from ocpplint.stations.profile_check import default_reasons
from ocpplint.stations.registry import DEFAULT, ChosenProfile, Profiles

_KEY = re.compile(r"(?=.*[A-Za-z])[^\s{}]{1,50}")
_NO_PLACE = ("standard", "label")
"""Columns that say what a profile does not hold: whose key it is follows from what the profile extends."""
_OF_VALUES = ("minimum", "maximum", "values", "default")
_FIRMWARE = re.compile(
    r"(?i)(?:(?:firmware|fw|interface)(?: version)?[:\s]{0,3}v?(?P<a>\d+\.\d+[\w.+-]*)"
    r"|(?:version|release|software)[:\s]{0,3}v?(?P<b>\d+\.\d+\.\d+[\w.+-]*))(?P<of>\s*\([^()]{1,40}\))?"
)
_DATE = re.compile(r"(?<!\d)(\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?|\d\d?\.\d\d?\.\d{4})(?!\d)")
_LONGEST_TITLE = 120


class Remark(NamedTuple):
    """A difference between a table and the profile, with its reason."""

    line: int
    column: str
    text: str
    reason: str


@dataclass(slots=True)
class Imported:
    """What was read of a page: its title, firmware and date as it states them, and its keys in their order."""

    title: str | None = None
    firmware: str | None = None
    date: str | None = None
    keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    unread_columns: list[str] = field(default_factory=list)
    has_scopes: bool = False
    """Whether a table has a column of scopes."""
    lines: dict[str, int] = field(default_factory=dict)


def import_keys(text: str, base: Profile) -> Imported | None:
    """Read the key tables of a page for a profile that extends ``base``. None if the page holds no such table."""
    for page in pages_in(text):
        tables = list(key_tables(page))
        if tables:
            imported = Imported()
            for table in tables:
                _take_table(table, base, imported)
            _take_surroundings(page.titles, [*page.prose, *tables[0].prose], imported)
            return imported
    return None


def base_of(text: str, profiles: Profiles) -> Profile:
    """Choose the profile that one of a page extends: by the maker its title names, by its columns, by its keys.

    A column of scopes between master and slave is one of Bender's documentation. Of all other stations only what the
    standard says is known.
    """
    standard = profiles.standard
    imported = import_keys(text, standard)
    if imported is None:
        return standard
    named = profiles.for_station(imported.title, None)
    if named.choice == "said":
        return named.profile
    if imported.has_scopes:
        return profiles.load(DEFAULT)
    shown = profiles.shown_by(ChosenProfile(standard, "assumed"), imported.keys)
    return shown.profile


def entries(imported: Imported, base: Profile, source: str) -> dict[str, dict[str, Any]]:
    """Return the keys as a profile has them, with their source.

    Where the page says nothing of the scope and the registry does, source and confidence remain the registry's.
    """
    found: dict[str, dict[str, Any]] = {}
    for key, said in imported.keys.items():
        known = base.spec(key)
        states_scope = "scope" in said or known is None or known.scope is None
        found[key] = {**said, "source": source, "confidence": "high"} if states_scope else said
    return found


def _take_table(table: KeyTable, base: Profile, imported: Imported) -> None:
    for cell, column in zip(table.header, table.columns, strict=False):
        if (column is None or column in _NO_PLACE) and cell.text and cell.text not in imported.unread_columns:
            imported.unread_columns.append(cell.text)
    imported.has_scopes = imported.has_scopes or "scope" in table.columns
    for row in table.rows:
        _take_row(table, row, base, imported)
    _drop_forms(base, imported)


def _take_row(table: KeyTable, row: Row, base: Profile, imported: Imported) -> None:
    said = {column: cell for column, cell in zip(table.columns, row, strict=False) if column is not None}
    key = said.pop("key", None)
    if key is None or not any(cell.text for cell in row) or _is_heading(row):
        return

    def remark(column: str, text: str, reason: str) -> None:
        imported.remarks.append(Remark(key.line, column, text, reason))

    if not _KEY.fullmatch(key.text) or (
        not any(cell.text for cell in said.values()) and len(row) < len(table.columns)
    ):
        remark(table.name_of("key"), key.text, "no name of a key: this row is left out")
        return
    spec = _read_row(key.text, said, table, base, remark)
    known = next((name for name in imported.keys if name.lower() == key.text.lower()), None)
    if known is None:
        imported.keys[key.text], imported.lines[key.text] = spec, key.line
    elif imported.keys[known] != spec:
        reason = f"this key stands in line {imported.lines[known]}, too, and otherwise: this row is left out"
        remark(table.name_of("key"), key.text, reason)


def _is_heading(row: Row) -> bool:
    """Tell a row that is one cell over all columns: a heading within the table."""
    return any(cell.is_wide for cell in row) and sum(bool(cell.text) for cell in row) == 1


def _read_row(
    key: str, said: dict[str, Cell], table: KeyTable, base: Profile, remark: Callable[[str, str, str], None]
) -> dict[str, Any]:
    spec: dict[str, Any] = {}
    for column, read in _READERS.items():
        cell = said.get(column)
        if cell is None or cells.is_empty(cell.text):
            continue
        try:
            told = read(cell.text)
            # The column of units is surer of the unit than what stands behind a number.
            spec.update({name: value for name, value in told.items() if name != "unit" or name not in spec})
        except cells.CellError as error:
            remark(table.name_of(column), cell.text, str(error))
    if "scope" in spec and not cells.is_scope(said["scope"].text):
        remark(table.name_of("scope"), said["scope"].text, f"read as {spec['scope']}")
    for reason in _reconciled(key, spec, base):
        column = "range" if "range" in said else "default" if "default" in said else "type"
        remark(
            table.name_of(column) if column in said else key, said[column].text if column in said else "", reason
        )
    return {name: spec[name] for name in _ORDER if name in spec}


def _read_range(text: str) -> dict[str, Any]:
    said = cells.said_of_values(text)
    spec: dict[str, Any] = {name: value for name, value in said._asdict().items() if name != "is_cut"}
    if said.is_cut:
        spec["cut"] = True
    return {name: value for name, value in spec.items() if value is not None}


_READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "scope": lambda text: {"scope": cells.scope(text).word},
    "access": lambda text: {"access": cells.access(text)},
    "type": cells.value_type,
    "unit": lambda text: {"unit": text},
    "range": _read_range,
    "default": lambda text: _read_range(f"Def: {text}"),
    "reboot": lambda text: {"reboot": cells.yes_or_no(text)},
    "note": lambda text: {"note": text},
}
_ORDER = ("scope", "access", "type", "unit", *_OF_VALUES, "reboot", "note")


def _reconciled(key: str, spec: dict[str, Any], base: Profile) -> Iterator[str]:
    """Take out of a row what contradicts itself, or the type that the registry knows; yield the reasons."""
    if spec.pop("cut", False):
        yield "the default is cut"
    known = base.spec(key)
    unsigned = spec.pop("unsigned", False)
    if known is not None and known.type is not None and spec.get("type") not in (None, known.type):
        own = spec.pop("type")
        # Documentation calls a string what is one to the firmware, be it a list or a time.
        if own != "string":
            unsigned = False
            for name in _OF_VALUES:
                spec.pop(name, None)
            yield f"{own} here, and {known.type} in profile {base.name}, which stands"
    if unsigned and (known is None or known.minimum is None):
        spec.setdefault("minimum", 0)
    yield from _domain_faults(spec, spec.get("type") or (known.type if known is not None else None))
    yield from _default_faults(key, spec, known)


def _domain_faults(spec: dict[str, Any], kind: str | None) -> Iterator[str]:
    if kind not in ("integer", "decimal", None):
        for name in ("minimum", "maximum"):
            if spec.pop(name, None) is not None:
                yield f"the {name} of a value of type {kind}"
    if kind not in ("enum", None) and spec.pop("values", None):
        yield f"choices for a value of type {kind}"
    if spec.get("minimum", 0) > spec.get("maximum", float("inf")) and "maximum" in spec:
        del spec["minimum"], spec["maximum"]
        yield "the minimum is above the maximum"


def _default_faults(key: str, spec: dict[str, Any], known: KeySpec | None) -> Iterator[str]:
    _drop_unit(spec, known)
    if spec.get("type") == "boolean" and spec.get("default", "").casefold() in ("true", "false"):
        spec["default"] = spec["default"].casefold()
    default = spec.get("default")
    if default is None:
        return
    merged = key_spec(key, {**_given(known), **spec}) if known is not None else key_spec(key, spec)
    for reason in default_reasons(merged, default):
        spec.pop("default", None)
        yield f"the default {default!r} {reason}"


def _drop_unit(spec: dict[str, Any], known: KeySpec | None) -> None:
    """Take the unit off a default such as ``5 s`` of a number: it is the key's unit, or says what that is."""
    kind = spec.get("type") or (known.type if known is not None else None)
    measured = cells.measured(spec.get("default", "")) if kind in ("integer", "decimal") else None
    if measured is None:
        return
    unit = spec.get("unit") or (known.unit if known is not None else None)
    if unit in (None, measured.unit):
        spec["default"] = measured.number
        spec.setdefault("unit", measured.unit)


def _given(spec: KeySpec) -> dict[str, Any]:
    return {name: value for name, value in spec._asdict().items() if name != "key" and value is not None}


def _drop_forms(base: Profile, imported: Imported) -> None:
    """Leave out rows of the suffixed form of a key: it follows from the scope, and by itself would be another key."""
    scopes = {key.lower(): spec.get("scope") for key, spec in imported.keys.items()}
    for key in list(imported.keys):
        reading = base.read_key(key)
        if reading.suffix and reading.suffix_known and scopes.get(reading.base_key.lower()) == "Individual":
            del imported.keys[key]
            reason = (
                f"the key of connector {reading.connector} follows from `{reading.base_key}`: this row is left out"
            )
            imported.remarks.append(Remark(imported.lines[key], "", key, reason))


def _take_surroundings(titles: list[str], prose: list[str], imported: Imported) -> None:
    """Read what stands around the tables: what the page calls itself, its firmware and its date."""
    lines = list(dict.fromkeys([*titles, *filter(None, (line.lstrip("# ") for line in prose))]))
    imported.title = _title_among(titles or lines)
    imported.firmware = _only(_firmware(found) for line in lines for found in _FIRMWARE.finditer(line))
    beside = [line for line in lines if _FIRMWARE.search(line)]
    imported.date = _only(found[1] for line in beside for found in _DATE.finditer(line)) or _only(
        found[1] for line in lines for found in _DATE.finditer(line)
    )


def _title_among(lines: list[str]) -> str | None:
    """Return the line that is most likely the title of a page about keys: text has no sign of one."""
    short = [line for line in lines if len(line) <= _LONGEST_TITLE and not line.endswith((".", ":", ","))]
    about_keys = (line for line in short if re.search(r"(?i)\bkeys?\b", line))
    return next(about_keys, short[0] if short else None)


def _firmware(found: re.Match[str]) -> str:
    return f"{found['a'] or found['b']}{found['of'] or ''}".rstrip(".-")


def _only(found: Iterable[str]) -> str | None:
    """Return the one thing that is stated; of several, none is known to be meant."""
    different = list(dict.fromkeys(found))
    return different[0] if len(different) == 1 else None
