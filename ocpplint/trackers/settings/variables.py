"""What the device model says of a setting of OCPP 2.x: the variable meant, its level, a suffix it must not have."""

from ocpplint.facts.setting import Setting
from ocpplint.readers.settings.variables import VALUE_ATTRIBUTES
from ocpplint.stations.device_model import (
    DeviceModel,
    Name,
    canonical,
    device_model,
    plain_instance,
    split_name,
)


def resolve_variable(setting: Setting) -> bool:
    """Fill what the device model says of a setting; False where it is no variable after all.

    A setting without component is one whose key is written ``Component.Variable``, as simulators write them in a
    list of OCPP 1.6: it counts only if the component is known. The device model addresses an EVSE by a field
    (OCPP 2.0.1 part 1, section 4): no name carries a suffix.
    """
    model = device_model()
    if setting.component is None and not _named_by_key(setting, model):
        return False
    name = Name(setting.component or "", setting.variable or "", setting.variable_instance)
    setting.base_key = str(name)
    setting.level = model.level(name.component)
    setting.connector = setting.connector or setting.evse or None
    spec = model.find(name)
    if spec is None:
        meant = model.without_suffix(name)
        if meant is not None:
            setting.base_key = setting.right_key = str(meant.name)
            setting.connector_suffix = meant.suffix
            setting.level = model.level(meant.name.component)
    else:
        setting.base_key = str(canonical(name, spec))
        if setting.attribute in VALUE_ATTRIBUTES:
            setting.spec = spec
    return True


def _named_by_key(setting: Setting, model: DeviceModel) -> bool:
    name = split_name(setting.key)
    if name is None or model.component(name.component) != name.component:
        return False
    name = plain_instance(name)
    setting.component, setting.variable, setting.attribute = name.component, name.variable, "Actual"
    setting.variable_instance = name.instance
    setting.ocpp = setting.ocpp or "2.x"
    return True
