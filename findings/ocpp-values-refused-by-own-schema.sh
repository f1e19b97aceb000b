#!/usr/bin/env bash
# Python package ocpp 2.1.0: enumerations that disagree with the schemas in the same package.
#
# The package has each enumeration twice: as a Python class for programs and in the JSON schemas that check payloads.
# One would expect both to hold the same values. For OCPP 2.0.1 the classes offer values that the schemas refuse, such
# as the connector cChaoJi, and lack one that the schemas have: Unavailable, a state in which a display message is shown.
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install --quiet --disable-pip-version-check --target lib ocpp==2.1.0 jsonschema==4.26.0
PYTHONPATH=lib python3 - >seen <<'END'
import asyncio, json, pathlib
import ocpp
from ocpp.v201 import ChargePoint, call, datatypes, enums

schemas = {}
for file in sorted((pathlib.Path(ocpp.__file__).parent / "v201/schemas").glob("*.json")):
    for name, node in json.loads(file.read_text("utf-8-sig")).get("definitions", {}).items():
        if "enum" in node:
            schemas.setdefault(name, set()).update(node["enum"])
for name, values in sorted(schemas.items()):
    offered = {member.value for member in getattr(enums, name, ())}
    if offered and offered != values:
        print(name, "only in Python:", sorted(offered - values), "only in the schema:", sorted(values - offered))

class Line:
    async def send(self, message):
        raise AssertionError("sent after all")

token = datatypes.IdTokenType(id_token="A1", type=enums.IdTokenEnumType.central)
reservation = call.ReserveNow(
    id=1, expiry_date_time="2026-03-01T10:00:00Z", id_token=token,
    connector_type=enums.ConnectorEnumType.c_chao_ji)
try:
    asyncio.run(ChargePoint("CS1", Line()).call(reservation))
except Exception as error:
    print("ReserveNow with", enums.ConnectorEnumType.c_chao_ji.value, "->", type(error).__name__)
END
echo "Seen:"
cat seen
diff - seen <<'END'
ConnectorEnumType only in Python: ['OppCharge', 'cChaoJi', 'cGBT'] only in the schema: []
DataEnumType only in Python: ['passwordString'] only in the schema: []
MessageStateEnumType only in Python: [] only in the schema: ['Unavailable']
ReserveNow with cChaoJi -> FormatViolationError
END
