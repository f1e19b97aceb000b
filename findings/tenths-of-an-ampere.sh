#!/usr/bin/env bash
# CitrineOS base 1.8.2 and ocpp-ts 0.3.0 refuse a third of the valid charging limits of OCPP 1.6.
#
# The limit of a charging schedule has at most one digit after the point; the schemas say `multipleOf: 0.1`. One would
# expect 21.4 A to pass wherever these schemas are used. Binary floating point cannot hold 0.1 exactly, and a plain
# remainder refuses 348 of the 999 limits from 0.1 to 99.9: 21.3 passes and 21.4 does not. ocpp-rpc and typed-ocpp
# allow for a rounding error and refuse none. CitrineOS refuses answers of stations to GetCompositeSchedule, ocpp-ts
# calls of SetChargingProfile.
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @citrineos/base@1.8.2 ocpp-ts@0.3.0 \
    ocpp-rpc@2.2.1 typed-ocpp@1.6.2 >npm.log
cat >rest.mjs <<'END'
import { createRequire } from 'node:module';
import { EventEmitter } from 'node:events';
import { AbstractMessageRouter } from '@citrineos/base';
import { OCPP16 } from 'typed-ocpp';
const require = createRequire(import.meta.url);
const { Protocol } = require('ocpp-ts/dist/src/impl/Protocol.js');
const rpc = require('ocpp-rpc/lib/standard-validators.js')[0];

console.warn = () => {};
const silent = new Proxy({}, { get: (_, name) => (name === 'getSubLogger' ? () => silent : () => {}) });
const router = new (class extends AbstractMessageRouter {})({}, {}, {}, {}, async () => {}, silent);
const action = 'GetCompositeSchedule';
const call = [2, '1', action, { connectorId: 1, duration: 60 }];
const answer = (limit) => ({ status: 'Accepted', chargingSchedule: {
  chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit }] } });
const ocppTs = (limit) => new Promise((resolve) => { // checks calls only
  const socket = Object.assign(new EventEmitter(), { send: (message) => resolve(JSON.parse(message)[0] === 3) });
  new Protocol(new EventEmitter().on('SetChargingProfile', (_, respond) => respond({})), socket);
  const profile = { chargingProfileId: 1, stackLevel: 0, chargingProfilePurpose: 'TxDefaultProfile',
    chargingProfileKind: 'Absolute', chargingSchedule: answer(limit).chargingSchedule };
  socket.emit('message', JSON.stringify([2, '1', 'SetChargingProfile', { connectorId: 1, csChargingProfiles: profile }]));
});
const checks = {
  'ocpp-rpc': (limit) => { try { return rpc.validate(`urn:${action}.conf`, answer(limit)); } catch { return false; } },
  'typed-ocpp': (limit) => OCPP16.checkCallResult([3, '1', answer(limit)], call),
  CitrineOS: (limit) => router._validateCallResult('CS1', action, [3, '1', answer(limit)], 'ocpp1.6').isValid,
  'ocpp-ts': ocppTs,
};
for (const [name, check] of Object.entries(checks)) {
  const refused = [];
  for (let tenths = 1; tenths < 1000; tenths += 1) if (!(await check(tenths / 10))) refused.push(tenths / 10);
  console.log(name, 'refuses', refused.length, 'limits; 21.3:', refused.includes(21.3), '21.4:', refused.includes(21.4));
}
process.exit(); // ocpp-ts keeps a timer for each call
END
node rest.mjs >seen
echo "Seen:"
cat seen
diff - seen <<'END'
ocpp-rpc refuses 0 limits; 21.3: false 21.4: false
typed-ocpp refuses 0 limits; 21.3: false 21.4: false
CitrineOS refuses 348 limits; 21.3: false 21.4: true
ocpp-ts refuses 348 limits; 21.3: false 21.4: true
END
