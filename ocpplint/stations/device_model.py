"""The device model of OCPP 2.0.1 and 2.1: the variables of each component, and their level (station, EVSE, connector).

Loaded when the first variable is looked up, so inputs without OCPP 2.x do not need it.
"""

import os
from functools import cache
from typing import Any, NamedTuple

from ocpplint.resources.cache import compiled
from ocpplint.stations.addressing import Form, variants
from ocpplint.stations.keyspec import KeySpec, key_spec

_PATH = os.path.join(os.path.dirname(__file__), "device-model.yaml")
_SPECIFICATION = "OCPP 2.0.1 edition 3 part 2, referenced components and variables, {}"
_APPENDIX = "OCPP 2.0.1 and 2.1 part 2, appendices, standardized components and variables"


class Name(NamedTuple):
    """A variable's full name: ``OCPPCommCtrlr.MessageTimeout[Default]``. An instance is None where there is none."""

    component: str
    variable: str
    instance: str | None = None

    def __str__(self) -> str:
        suffix = f"[{self.instance}]" if self.instance else ""
        return f"{self.component}.{self.variable}{suffix}"


class Meant(NamedTuple):
    """A name without its suffix."""

    name: Name
    suffix: str


def split_name(text: str) -> Name | None:
    """Take ``Component.Variable`` or ``Component.Variable[instance]`` apart; None if ``text`` is no such name."""
    component, dot, rest = text.partition(".")
    variable, bracket, instance = rest.partition("[")
    if not (component and dot and variable) or (bracket and not instance.endswith("]")):
        return None
    return Name(component, variable, instance[:-1] or None if bracket else None)


def plain_instance(name: Name) -> Name:
    """Read a dotted instance, ``MessageAttempts.TransactionEvent``, as some programs write it."""
    variable, dot, instance = name.variable.partition(".")
    return Name(name.component, variable, instance) if dot else name


class DeviceModel:
    """The components and variables of the specification. ``data`` is the content of ``device-model.yaml``."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._components: dict[str, dict[str, Any]] = data["components"]
        self._generic: dict[str, dict[str, Any]] = data["generic"]
        self._folded = {name.lower(): name for name in self._components}
        self._specs: dict[tuple[str, str], KeySpec] = {}

    def names(self) -> list[str]:
        """Return all variables of those components, ``Component.Variable``, generic ones left out."""
        return [
            f"{component}.{name}" for component, data in self._components.items() for name in data["variables"]
        ]

    def named(self, variable: str) -> list[str]:
        """Return the variables, ``Component.Variable``, that have this name without their component, in any case."""
        wanted = f".{variable.lower()}"
        return [name for name in self.names() if f".{name.partition('.')[2].partition('[')[0].lower()}" == wanted]

    def component(self, name: str) -> str | None:
        """Return the component's name as the specification spells it: it is an identifierString, in any case."""
        return name if name in self._components else self._folded.get(name.lower())

    def level(self, component: str) -> str | None:
        """Return what the component belongs to: ``station``, ``evse`` or ``connector``; None where that is open."""
        known = self.component(component)
        return None if known is None else self._components[known].get("level")

    def find(self, name: Name) -> KeySpec | None:
        """Look a variable up. One whose instance is not listed is looked up without it: instances may be free."""
        component = self.component(name.component)
        if component is None:
            return None
        variables = self._components[component]["variables"]
        for wanted in (f"{name.variable}[{name.instance}]", name.variable):
            for among in (variables, self._generic):
                found = wanted if wanted in among else _folded(among, wanted)
                if found is not None:
                    return self._spec(component, found, among[found])
        return None

    def without_suffix(self, name: Name) -> Meant | None:
        """Find the variable that is meant where a name ends in what would name a connector in OCPP 1.6."""
        for form in _suffixed(name.variable):
            shorter = name._replace(variable=form.base)
            spec = self.find(shorter)
            if spec is not None:
                return Meant(canonical(shorter, spec), form.mark)
        for form in _suffixed(name.component):
            component = self.component(form.base)
            if component is not None:
                return Meant(name._replace(component=component), form.mark)
        return None

    def _spec(self, component: str, name: str, data: dict[str, Any]) -> KeySpec:
        spec = self._specs.get((component, name))
        if spec is None:
            said = dict(data)
            section = said.pop("section", None)
            said["source"] = _APPENDIX if section is None else _SPECIFICATION.format(section)
            said["level"] = self._components[component].get("level")
            said["standard"] = True
            spec = self._specs[component, name] = key_spec(f"{component}.{name}", said)
        return spec


def canonical(name: Name, spec: KeySpec) -> Name:
    """Return the name as the specification spells it; an instance that it leaves free stays as it was written."""
    found = split_name(spec.key) or name
    return found if found.instance else Name(found.component, found.variable, name.instance)


def _suffixed(name: str) -> list[Form]:
    """A vendor's own variable may well end in a number; what is set off from the name is meant as a suffix."""
    return [form for form in variants(name) if form.mark[0] in "_-[(#: "]


def _folded(names: dict[str, Any], wanted: str) -> str | None:
    lower = wanted.lower()
    return next((name for name in names if name.lower() == lower), None)


@cache
def device_model() -> DeviceModel:
    """Return the device model, compiled once and kept."""
    return DeviceModel(compiled("device-model", [_PATH], _build))


def _build() -> Any:
    from ocpplint.resources.datafile import DataFile

    return DataFile(_PATH).data
