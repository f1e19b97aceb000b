#!/usr/bin/env bash
# Four implementations of OCPP 1.6: the units Celsius and Hertz pass in one message and not in the other, or nowhere.
#
# The text of OCPP 1.6 has the unit Celsius; its first JSON schemas misspelt it as Celcius. The errata sheet 4.0 allows
# both and adds Hertz for the measurand Frequency. A sampled value looks the same in MeterValues and in the
# transactionData of StopTransaction, so one would expect each implementation to accept both units in both messages, or
# at least to treat the messages alike. ocpp takes Hertz in MeterValues only, CitrineOS Celsius in MeterValues only, and
# ts-ocpp only the misspelt Celcius.
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install --quiet --disable-pip-version-check --target lib ocpp==2.1.0 jsonschema==4.26.0
npm install --silent --no-audit --no-fund --ignore-scripts @citrineos/base@1.8.2 \
    @voltbras/ts-ocpp@2.7.3 ocpp-rpc@2.2.1 >npm.log
PYTHONPATH=lib python3 - >seen <<'END'
import asyncio, json
from ocpp.messages import Call, validate_payload

cases, verdicts = [], []
for unit in ("Celsius", "Celcius", "Hertz"):
    values = [{"timestamp": "2026-03-01T10:00:00Z", "sampledValue": [{"value": "50", "unit": unit}]}]
    stop = {"transactionId": 1, "meterStop": 1, "timestamp": "2026-03-01T10:00:00Z", "transactionData": values}
    cases += [("MeterValues", {"connectorId": 1, "meterValue": values}), ("StopTransaction", stop)]
json.dump(cases, open("cases.json", "w"))
for action, payload in cases:
    try:
        asyncio.run(validate_payload(Call("1", action, payload), "1.6"))
        verdicts.append("yes")
    except Exception:
        verdicts.append("no")
print("MeterValues and StopTransaction with Celsius, Celcius, Hertz")
print("ocpp:", *verdicts)
END
cat >rest.mjs <<'END'
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AbstractMessageRouter } from '@citrineos/base';
const require = createRequire(import.meta.url);
const { validateMessageRequest } = require('@voltbras/ts-ocpp/dist/messages/validation.js');
const rpc = require('ocpp-rpc/lib/standard-validators.js')[0];

console.warn = () => {};
const silent = new Proxy({}, { get: (_, name) => (name === 'getSubLogger' ? () => silent : () => {}) });
const router = new (class extends AbstractMessageRouter {})({}, {}, {}, {}, async () => {}, silent);
const raises = (check) => { try { check(); return false; } catch { return true; } };
const checks = {
  'ocpp-rpc': (action, payload) => !raises(() => rpc.validate(`urn:${action}.req`, payload)),
  CitrineOS: (action, payload) => router._validateCall('CS1', [2, '1', action, payload], 'ocpp1.6').isValid,
  'ts-ocpp': (action, payload) => validateMessageRequest(action, payload, [action]).isRight(),
};
const cases = JSON.parse(readFileSync('cases.json', 'utf8'));
for (const [name, check] of Object.entries(checks))
  console.log(`${name}:`, ...cases.map(([action, payload]) => (check(action, payload) ? 'yes' : 'no')));
END
node rest.mjs >>seen
echo "Seen:"
cat seen
diff - seen <<'END'
MeterValues and StopTransaction with Celsius, Celcius, Hertz
ocpp: yes yes yes yes yes no
ocpp-rpc: yes yes yes yes no no
CitrineOS: yes no yes yes no no
ts-ocpp: no no yes yes no no
END
