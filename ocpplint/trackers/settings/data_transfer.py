"""Settings inside a DataTransfer: vendors send what ChangeConfiguration has no field for, such as the connector."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ocpplint.documents.jsonc import parse_json
from ocpplint.facts.message import Message
from ocpplint.facts.setting import Setting, StationEvidence
from ocpplint.readers.settings.context import SettingContext
from ocpplint.readers.settings.node_location import PlacedDocument
from ocpplint.readers.settings.walk import SettingsReader
from ocpplint.stations.profile import Profile


def settings_in(
    data: Any, call: Message, profile: Profile, document: str, outcome: str | None, batch: int
) -> Iterator[Setting]:
    """Yield the settings in the ``data`` of a DataTransfer, JSON as text or as it is, that name their connector."""
    if not isinstance(data, str):
        import json

        data = json.dumps(data)
    if data.lstrip()[:1] not in ("{", "["):
        return
    placed = PlacedDocument(parse_json(data), call.location.path)
    named = StationEvidence("identity", "the identity of its OCPP connection")
    context = SettingContext(
        call.station, origin="commanded", document=document, time=call.time, station_evidence=named
    )
    for setting in SettingsReader(placed, profile, call.location).read(context):
        if setting.evidence:
            found = setting.evidence[0]._replace(
                kind="data-transfer", text="the DataTransfer it is sent in", place=None
            )
            yield replace(setting, evidence=(found,), outcome=outcome, batch=batch)
