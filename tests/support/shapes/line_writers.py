"""Writers of lines of assignments: INI, ``.env``, ``.properties``, and what programs print."""

import configparser
import io
import os
import tempfile
from collections.abc import Callable, Sequence
from random import Random

import dotenv
import javaproperties

from tests.support.shapes.plans import Charger, Item, Plan
from tests.support.shapes.trees import Comment, Entry, commented
from tests.support.shapes.writer import Written, text


def entries_of(charger: Charger, plan: Plan) -> Sequence[Entry]:
    """Return the settings of a station, under comments if the connectors are told by those."""
    return commented(charger) if plan.axes.connector == "comment" else charger.items


# INI


def ini_sections(plan: Plan, chance: Random) -> Written:
    """Write sections as configparser does."""
    parser = configparser.ConfigParser(interpolation=None, allow_no_value=True, comment_prefixes=())
    parser.optionxform = str  # type: ignore[method-assign,assignment]
    for charger in plan.chargers:
        _ini_station(parser, charger, plan, chance)
    out = io.StringIO()
    parser.write(out, space_around_delimiters=chance.random() < 0.7)
    return text(chance.choice((".ini", ".ini", ".conf", ".cfg")), out.getvalue())


def _ini_station(parser: configparser.ConfigParser, charger: Charger, plan: Plan, chance: Random) -> None:
    by_name = plan.axes.station == "key of a map"
    name = charger.name if by_name else chance.choice(("ocpp", "settings", "OCPP", "configuration"))
    if not by_name and len(plan.chargers) > 1:
        name = f"station {charger.name[-3:]}"
    parser.add_section(name)
    if plan.axes.station == "field":
        parser.set(name, chance.choice(("station", "stationId", "chargePointId", "id")), charger.name)
    if plan.axes.connector != "section":
        _ini_entries(parser, name, entries_of(charger, plan))
        return
    _ini_entries(parser, name, charger.of(None))
    alone = () if by_name or len(plan.chargers) > 1 else ("connector{}", "connector_{}")
    inner = chance.choice((*alone, "{name}.connector{}"))
    for number in (1, 2):
        if charger.of(number):
            section = inner.format(number, name=name)
            parser.add_section(section)
            _ini_entries(parser, section, charger.of(number))


def _ini_entries(parser: configparser.ConfigParser, section: str, entries: Sequence[Entry]) -> None:
    for entry in entries:
        if isinstance(entry, Comment):
            parser.set(section, f"; {entry.text}", None)
        else:
            parser.set(section, entry.key, entry.text)


def ini_colon(plan: Plan, chance: Random) -> Written:
    """Write sections with colons and comments beside the values, as people do."""
    lines = ["; settings of the depot"]
    for charger in plan.chargers:
        lines.append(f"[{charger.name if plan.axes.station == 'key of a map' else 'ocpp'}]")
        for entry in entries_of(charger, plan):
            if isinstance(entry, Comment):
                lines.append(f"# {entry.text}")
            else:
                lines.append(f"{entry.key}: {entry.text}" + chance.choice(("", " ; as agreed")))
        lines.append("")
    return text(".ini", "\n".join(lines))


# .env


def env(plan: Plan, chance: Random) -> Written:
    """Write variables as python-dotenv's ``set_key`` does."""
    return _env(plan, chance, "")


def env_prefixed(plan: Plan, chance: Random) -> Written:
    """Write variables with a prefix."""
    return _env(plan, chance, "OCPP_")


def _env(plan: Plan, chance: Random, prefix: str) -> Written:
    charger = plan.chargers[0]
    mode = chance.choice(("always", "never", "auto"))
    export = chance.random() < 0.3
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, ".env")
        if plan.axes.station == "field":
            name = chance.choice(("STATION_ID", "CHARGE_POINT_ID", "CHARGEBOX_ID"))
            dotenv.set_key(path, name, charger.name, quote_mode=mode, export=export)
        for entry in entries_of(charger, plan):
            if isinstance(entry, Comment):
                with open(path, "a", encoding="utf-8") as file:
                    file.write(f"# {entry.text}\n")
            else:
                dotenv.set_key(path, prefix + entry.key, entry.text, quote_mode=mode, export=export)
        with open(path, encoding="utf-8") as file:
            content = file.read()
    folder = f"{charger.name}/" if plan.axes.station == "folder" else ""
    path = (
        "" if plan.axes.station == "file name" else folder + chance.choice((".env", ".env.local", "station.env"))
    )
    return Written(".env", content.encode(), path=path)


# .properties


def properties(plan: Plan, chance: Random) -> Written:
    """Write properties as javaproperties does."""
    charger = plan.chargers[0]
    lines = []
    if plan.axes.station == "field":
        lines.append(javaproperties.to_comment("the north quay"))
        lines.append(_property(chance.choice(("station", "stationId", "chargePointId")), charger.name, chance))
    for entry in entries_of(charger, plan):
        if isinstance(entry, Comment):
            lines.append(javaproperties.to_comment(entry.text))
        else:
            lines.append(_property(entry.key, entry.text, chance))
    return text(".properties", "\n".join(lines) + "\n")


def properties_dotted(plan: Plan, chance: Random) -> Written:
    """Write names with dots: ``CP-1.ocpp.HeartbeatInterval=300``."""
    lines = []
    below = chance.choice(("ocpp.", "config.", ""))
    for charger in plan.chargers:
        start = f"{charger.name}." if plan.axes.station == "key of a map" else ""
        start += below or ("ocpp." if not start else "")
        for item in charger.items:
            section = f"connector{item.connector}." if plan.axes.connector == "section" and item.connector else ""
            lines.append(javaproperties.join_key_value(f"{start}{section}{item.key}", item.text, separator="="))
    return text(".properties", "\n".join(lines) + "\n")


def _property(key: str, value: str, chance: Random) -> str:
    return javaproperties.join_key_value(key, value, separator=chance.choice(("=", " = ", ": ", " ")))


# What programs print


def lines_access(plan: Plan, chance: Random) -> Written:
    """``HeartbeatInterval (rw): 300``."""
    said = chance.choice(("rw", "RW", "r/w", "read-write"))
    return _printed(plan, lambda item: f"{item.key} ({said}): {item.text}")


def lines_readonly(plan: Plan, _: Random) -> Written:
    """``HeartbeatInterval = 300 (readonly=false)``."""
    return _printed(plan, lambda item: f"{item.key} = {item.text} (readonly=false)")


def lines_aligned(plan: Plan, chance: Random) -> Written:
    """``HeartbeatInterval      300``."""
    gap = chance.randrange(2, 8)
    widest = max(len(item.key) for each in plan.chargers for item in each.items)
    return _printed(plan, lambda item: f"{item.key:{widest + gap}}{item.text}")


def _printed(plan: Plan, line_of: Callable[[Item], str]) -> Written:
    charger = plan.chargers[0]
    lines = [f"Station: {charger.name}", ""] if plan.axes.station == "field" else []
    for entry in entries_of(charger, plan):
        lines.append(f"# {entry.text}" if isinstance(entry, Comment) else line_of(entry))
    return text(".txt", "\n".join(lines) + "\n")
