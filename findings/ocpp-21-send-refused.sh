#!/usr/bin/env bash
# Python package ocpp 2.1.0 and node package typed-ocpp 1.6.2: no SEND of OCPP 2.1, though they ship its schema.
#
# OCPP 2.1 has two more message types: CALLRESULTERROR (5) and SEND (6), the unconfirmed message that carries
# NotifyPeriodicEventStream. Both packages offer OCPP 2.1 and contain the schema of NotifyPeriodicEventStream. One would
# expect a valid stream message to pass. ocpp says that 6 is no message type, has no class for the message and logs the
# frame as broken; typed-ocpp names SEND among its message types and yet finds its type invalid.
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install --quiet --disable-pip-version-check --target lib ocpp==2.1.0 jsonschema==4.26.0
npm install --silent --no-audit --no-fund typed-ocpp@1.6.2 >npm.log
cat >frames.json <<'END'
[[6, "1", "NotifyPeriodicEventStream",
  {"id": 1, "pending": 0, "basetime": "2026-03-01T10:00:00Z", "data": [{"t": 0, "v": "230"}]}],
 [5, "1", "FormatViolation", "", {}]]
END
PYTHONPATH=lib python3 - >seen <<'END'
import json, pathlib
import jsonschema, ocpp
from ocpp.messages import unpack
from ocpp.v21 import call
from ocpp.v21.enums import Action

frames = json.load(open("frames.json"))
file = pathlib.Path(ocpp.__file__).parent / "v21/schemas/NotifyPeriodicEventStream.json"
jsonschema.Draft4Validator(json.loads(file.read_text("utf-8-sig"))).validate(frames[0][3])
print("ocpp: the payload fits the package's schema")
print("ocpp: class", hasattr(call, "NotifyPeriodicEventStream"), "action", "NotifyPeriodicEventStream" in list(Action))
for frame in frames:
    try:
        print("ocpp:", unpack(json.dumps(frame)))
    except Exception as error:
        print("ocpp:", type(error).__name__, error.details["cause"])
END
cat >typed.mjs <<'END'
import { readFileSync } from 'node:fs';
import { OCPP21 } from 'typed-ocpp';
console.log('typed-ocpp:', 'SEND is', OCPP21.MessageType.SEND, 'and CALLRESULTERROR', OCPP21.MessageType.CALLRESULTERROR);
for (const frame of JSON.parse(readFileSync('frames.json', 'utf8')))
  console.log('typed-ocpp:', OCPP21.validate(frame), ...OCPP21.validate.errors);
END
node typed.mjs >>seen
echo "Seen:"
cat seen
diff - seen <<'END'
ocpp: the payload fits the package's schema
ocpp: class False action False
ocpp: PropertyConstraintViolationError MessageTypeId '6' isn't valid
ocpp: PropertyConstraintViolationError MessageTypeId '5' isn't valid
typed-ocpp: SEND is 6 and CALLRESULTERROR 5
typed-ocpp: false Invalid OCPP message: invalid message type
typed-ocpp: false Invalid OCPP message: invalid message type
END
