#!/usr/bin/env bash
# One schema keyword, five validators: what `"format": "date-time"` means for the times in OCPP messages.
#
# The schemas of OCPP mark times with this format, and one would expect the validators to agree on the forms in which
# stations send times every day. ocpp (on jsonschema) does not look at the format. The others disagree: a time without
# zone passes with ocpp-rpc alone of them, an offset without colon with all but jsonschema-rs, a space in place of the T
# with both node packages, and these two disagree with each other although both use ajv-formats (majors 2 and 3).
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install --quiet --disable-pip-version-check --target lib \
    ocpp==2.1.0 jsonschema==4.26.0 jsonschema-rs==0.60.3 fastjsonschema==2.22.3
npm install --silent --no-audit --no-fund ocpp-rpc@2.2.1 typed-ocpp@1.6.2 ajv-formats@3.0.1 >npm.log
cat >rest.mjs <<'END'
import { createRequire } from 'node:module';
import { OCPP16 } from 'typed-ocpp';
const rpc = createRequire(import.meta.url)('ocpp-rpc/lib/standard-validators.js')[0];
const call = [2, '1', 'BootNotification', { chargePointVendor: 'V', chargePointModel: 'M' }];
const raises = (check) => { try { check(); return false; } catch { return true; } };
console.log(JSON.stringify(process.argv.slice(2).map((currentTime) => {
  const payload = { status: 'Accepted', currentTime, interval: 300 };
  return { 'ocpp-rpc': !raises(() => rpc.validate('urn:BootNotification.conf', payload)),
    'typed-ocpp': OCPP16.checkCallResult([3, '1', payload], call) };
})));
END
PYTHONPATH=lib python3 - >seen <<'END'
import asyncio, json, subprocess
import fastjsonschema, jsonschema_rs
from ocpp.messages import CallResult, get_validator, validate_payload

schema = get_validator(3, "BootNotification", "1.6").schema
checks = {
    "ocpp": lambda payload: asyncio.run(validate_payload(CallResult("1", payload, "BootNotification"), "1.6")),
    "jsonschema-rs": jsonschema_rs.validator_for(schema).validate,
    "fastjsonschema": fastjsonschema.compile(schema),
}
times = ("2026-03-01T10:00:00Z", "2026-03-01t10:00:00z", "2016-12-31T23:59:60Z", "2026-03-01T10:00:00",
         "2026-03-01T10:00:00+0100", "2026-03-01 10:00:00Z")
rest = json.loads(subprocess.run(["node", "rest.mjs", *times], capture_output=True, check=True).stdout)
for time, others in zip(times, rest):
    passing = []
    for name, check in checks.items():
        try:
            check({"status": "Accepted", "currentTime": time, "interval": 300})
            passing.append(name)
        except Exception:
            pass
    print(time.ljust(25), *passing, *(name for name, passes in others.items() if passes))
END
echo "Seen:"
cat seen
diff - seen <<'END'
2026-03-01T10:00:00Z      ocpp jsonschema-rs fastjsonschema ocpp-rpc typed-ocpp
2026-03-01t10:00:00z      ocpp jsonschema-rs fastjsonschema ocpp-rpc typed-ocpp
2016-12-31T23:59:60Z      ocpp jsonschema-rs fastjsonschema ocpp-rpc typed-ocpp
2026-03-01T10:00:00       ocpp ocpp-rpc
2026-03-01T10:00:00+0100  ocpp fastjsonschema ocpp-rpc typed-ocpp
2026-03-01 10:00:00Z      ocpp ocpp-rpc typed-ocpp
END
