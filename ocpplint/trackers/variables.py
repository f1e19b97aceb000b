"""What the device model says of a setting of OCPP 2.x: the variable meant, its level, a suffix it must not have."""

from ocpplint.facts import Setting
from ocpplint.readers.settings.variables import VALUE_ATTRIBUTES
from ocpplint.stations.addressing import Form, variants
from ocpplint.stations.device_model import DeviceModel, Name, device_model, split_name
from ocpplint.stations.keyspec import KeySpec


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
    spec = model.find(name)
    if spec is None:
        _read_suffix(setting, name, model)
    else:
        setting.base_key = str(_canonical(name, spec))
        if setting.attribute in VALUE_ATTRIBUTES:
            setting.spec = spec
    return True


def _named_by_key(setting: Setting, model: DeviceModel) -> bool:
    name = split_name(setting.key)
    if name is None or model.component(name.component) != name.component:
        return False
    variable, dot, instance = name.variable.partition(".")
    setting.component, setting.variable, setting.attribute = name.component, variable, "Actual"
    setting.variable_instance = instance if dot else name.instance
    setting.ocpp = setting.ocpp or "2.x"
    return True


def _canonical(name: Name, spec: KeySpec) -> Name:
    found = split_name(spec.key) or name
    return found if found.instance else Name(found.component, found.variable, name.instance)


def _read_suffix(setting: Setting, name: Name, model: DeviceModel) -> None:
    """Find the variable that is meant where a name ends in what would name a connector in OCPP 1.6."""
    for form in _suffixed(name.variable):
        spec = model.find(name._replace(variable=form.base))
        if spec is not None:
            _note_suffix(setting, str(_canonical(name._replace(variable=form.base), spec)), form)
            return
    for form in _suffixed(name.component):
        if model.component(form.base) is not None:
            _note_suffix(setting, str(name._replace(component=model.component(form.base) or form.base)), form)
            return


def _suffixed(name: str) -> list[Form]:
    """A vendor's own variable may well end in a number; what is set off from the name is meant as a suffix."""
    return [form for form in variants(name) if form.mark[0] in "_-[(#: "]


def _note_suffix(setting: Setting, meant: str, form: Form) -> None:
    setting.base_key = setting.right_key = meant
    setting.connector_suffix = form.mark
