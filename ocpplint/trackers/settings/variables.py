"""A variable of OCPP 2.x by the device model: its right name, its level, a suffix it must not have."""

from typing import NamedTuple

from ocpplint.stations.device_model import Name, canonical, device_model
from ocpplint.stations.keyspec import KeySpec


class VariableReading(NamedTuple):
    """A variable as spelled in the device model. ``suffix`` is an invalid suffix of its name."""

    name: Name
    level: str | None
    suffix: str = ""
    spec: KeySpec | None = None


def read_variable(name: Name) -> VariableReading:
    """Look a variable up.

    The device model addresses an EVSE by a field (OCPP 2.0.1 part 1, section 4): no name carries a suffix.
    """
    model = device_model()
    spec = model.find(name)
    if spec is not None:
        return VariableReading(canonical(name, spec), model.level(name.component), spec=spec)
    meant = model.without_suffix(name)
    if meant is None:
        return VariableReading(name, model.level(name.component))
    return VariableReading(meant.name, model.level(meant.name.component), meant.suffix)
