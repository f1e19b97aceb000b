"""Configuration reports of stations, collected from the facts: the input of ``profiles learn``."""

from collections.abc import Callable
from typing import Any, NamedTuple

from ocpplint.facts.events import Boot
from ocpplint.facts.fact import Fact, Location
from ocpplint.facts.setting import Setting
from ocpplint.stations.learning import ConfigurationReport


class Heard(NamedTuple):
    """One report with its station. ``readonly`` is the access by key, as reported."""

    station: str | None
    profile: str
    report: ConfigurationReport
    readonly: dict[str, bool | None]
    where: Location


class Reports:
    """Collects facts and passes on each complete answer to GetConfiguration of OCPP 1.6."""

    def __init__(self, take: Callable[[Heard], None], boot: Callable[[Boot], None]) -> None:
        self._take = take
        self._boot = boot
        self._settings: list[Setting] = []
        self._name: tuple[Any, ...] = ()

    def accepts(self, kind: type[Fact]) -> bool:
        """Return whether this is a setting, or a boot, which names the kind of station."""
        return kind in (Setting, Boot)

    def on_fact(self, fact: Fact) -> None:
        """Process a fact."""
        if isinstance(fact, Boot):
            self._boot(fact)
        elif isinstance(fact, Setting) and fact.origin == "reported" and fact.component is None:
            # The settings of one report follow each other.
            name = fact.document, fact.station, fact.group, fact.batch
            if name != self._name:
                self.close()
                self._name = name
            self._settings.append(fact)

    def close(self, document: str | None = None) -> None:  # noqa: ARG002  a report never goes beyond a document
        """Pass on the last report."""
        if self._settings:
            self._take(_heard(self._settings))
        self._settings, self._name = [], ()


def _heard(settings: list[Setting]) -> Heard:
    first = settings[0]
    where = first.place.locate()
    values = {setting.key: setting.value for setting in settings}
    return Heard(
        station=first.station,
        profile=first.profile or "",
        report=ConfigurationReport(values, first.keys_unknown, first.keys_asked, where),
        readonly={setting.key: setting.readonly for setting in settings},
        where=where,
    )
