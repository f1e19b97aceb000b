"""The reports that stations give of their configuration, gathered from the facts: what a profile is learned from."""

from collections.abc import Callable
from typing import Any, NamedTuple

from ocpplint.facts.events import Boot
from ocpplint.facts.fact import Fact, Location
from ocpplint.facts.setting import Setting
from ocpplint.stations.learning import ConfigurationReport


class Heard(NamedTuple):
    """One report with whose it is. ``readonly`` says of each key what the station said beside it."""

    station: str | None
    profile: str
    report: ConfigurationReport
    readonly: dict[str, bool | None]
    where: Location


class Reports:
    """Listens to the facts and hands on every answer to GetConfiguration of OCPP 1.6 as soon as it is at its end."""

    def __init__(self, take: Callable[[Heard], None], boot: Callable[[Boot], None]) -> None:
        self._take = take
        self._boot = boot
        self._settings: list[Setting] = []
        self._name: tuple[Any, ...] = ()

    def accepts(self, kind: type[Fact]) -> bool:
        """Reports are told as settings; a boot names the kind of station."""
        return kind in (Setting, Boot)

    def on_fact(self, fact: Fact) -> None:
        """Take in a fact."""
        if isinstance(fact, Boot):
            self._boot(fact)
        elif isinstance(fact, Setting) and fact.origin == "reported" and fact.component is None:
            # The settings of one report are told one after the other.
            name = fact.document, fact.station, fact.group, fact.batch
            if name != self._name:
                self.close()
                self._name = name
            self._settings.append(fact)

    def close(self, document: str | None = None) -> None:  # noqa: ARG002  a report never goes beyond a document
        """Hand on the report that has come to its end."""
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
