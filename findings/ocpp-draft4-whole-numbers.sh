#!/usr/bin/env bash
# Python package ocpp 2.1.0: schemas that say draft 6 are applied as draft 4, so 300.0 is no whole number.
#
# The schemas of OCPP 2.0.1 and 2.1 declare JSON Schema draft 6, where a number with a zero fraction is an integer. One
# would expect their declaration to count. The package reads all of them as draft 4, where 300.0 is none, and refuses an
# interval that the declared draft, and with it jsonschema-rs, accepts. Writers in languages with one kind of number, or
# that keep intervals as floating point, do write 300.0. In OCPP 1.6 the drafts differ by message: the core messages
# declare draft 4, those of the security extension draft 6.
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install --quiet --disable-pip-version-check --target lib \
    ocpp==2.1.0 jsonschema==4.26.0 jsonschema-rs==0.60.3
PYTHONPATH=lib python3 - >seen <<'END'
import asyncio, json, pathlib
import jsonschema_rs, ocpp
from ocpp.messages import Call, CallResult, validate_payload

boot = {"status": "Accepted", "currentTime": "2026-03-01T10:00:00Z", "interval": 300.0}
log = {"logType": "SecurityLog", "requestId": 7.0, "log": {"remoteLocation": "logs"}}
for version, file, message in (
    ("1.6", "v16/schemas/BootNotificationResponse.json", CallResult("1", boot, "BootNotification")),
    ("1.6", "v16/schemas/GetLog.json", Call("1", "GetLog", log)),
    ("2.0.1", "v201/schemas/BootNotificationResponse.json", CallResult("1", boot, "BootNotification")),
    ("2.1", "v21/schemas/BootNotificationResponse.json", CallResult("1", boot, "BootNotification")),
):
    schema = json.loads((pathlib.Path(ocpp.__file__).parent / file).read_text("utf-8-sig"))
    try:
        asyncio.run(validate_payload(message, version))
        verdict = "accepted"
    except Exception as error:
        verdict = error.details["cause"]
    declared = "accepts" if jsonschema_rs.validator_for(schema).is_valid(message.payload) else "refuses"
    print(version, message.action, "declares", schema["$schema"][23:31], "which", declared, "it; ocpp:", verdict)
END
echo "Seen:"
cat seen
diff - seen <<'END'
1.6 BootNotification declares draft-04 which refuses it; ocpp: 300.0 is not of type 'integer'
1.6 GetLog declares draft-06 which accepts it; ocpp: 7.0 is not of type 'integer'
2.0.1 BootNotification declares draft-06 which accepts it; ocpp: 300.0 is not of type 'integer'
2.1 BootNotification declares draft-06 which accepts it; ocpp: 300.0 is not of type 'integer'
END
