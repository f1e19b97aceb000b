"""Errors in a configuration that occur only when it is applied, with their locations."""

import os
from collections.abc import Mapping, Sequence

from ocpplint.config.configuration import Config
from ocpplint.engine.rule import Rule
from ocpplint.engine.selection import UnknownRuleError
from ocpplint.resources.datafile import DataFileError
from ocpplint.resources.quoting import UsageError, shown_value, word


def placed(error: UsageError, config: Config) -> UsageError:
    """Add the location in the configuration to an error that comes from it."""
    if isinstance(error, UnknownRuleError) and (setting := config.setting_with(error.word)) is not None:
        return config.fault(str(error), setting, error.word)
    if isinstance(error, DataFileError) and error.line is None:
        if error.path == config.profile:
            return config.fault(f"in `profile`: {error}", "profile")
        if any(error.path == entry.get("profile") for entry in config.stations):
            return config.fault(f"in `stations`: {error}", "stations", os.path.basename(error.path))
    return error


def check_options(config: Config, rules: Sequence[Rule]) -> None:
    """Raise ``DataFileError`` for an option that a rule does not have, or a value that it can't have."""
    from ocpplint.engine.options import value_of

    known = {rule.code: rule.options for rule in rules}
    for code, chosen in config.options.items():
        for name, value in chosen.items():
            if name not in known.get(code, {}):
                reason = f"in `options.{code}`: {_no_option(name, known.get(code))}"
                raise config.fault(reason, "options", code, name)
            try:
                value_of(known[code][name], value)
            except ValueError as error:
                reason = f"in `options.{code}.{word(name)}`: {error}"
                raise config.fault(reason, "options", code, name) from error


def _no_option(name: str, options: Mapping[str, object] | None) -> str:
    if options is None:
        return "no rule has this code"
    has = f"it has {', '.join(map(repr, options))}" if options else "it has none"
    return f"the rule has no option {shown_value(name)}; {has}"
