#!/usr/bin/env bash
# CitrineOS base 1.8.2: checking a message of OCPP 2.0.1 removes what the vendor put into customData.
#
# In OCPP 2.0.1 `customData` has the member vendorId and whatever else the vendor needs; its schema leaves the rest open.
# One would expect a check to say yes or no. The check of the message router says yes and edits the message: it deletes
# every member that the schema does not name, so that of customData only vendorId is left, and modules behind the router
# never see the vendor's values. The data of a DataTransfer, for which the schema names no members at all, is left alone.
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @citrineos/base@1.8.2 >npm.log
cat >check.mjs <<'END'
import { AbstractMessageRouter } from '@citrineos/base';

console.warn = () => {};
const silent = new Proxy({}, { get: (_, name) => (name === 'getSubLogger' ? () => silent : () => {}) });
const router = new (class extends AbstractMessageRouter {})({}, {}, {}, {}, async () => {}, silent);
for (const [action, payload] of [
  ['Heartbeat', { customData: { vendorId: 'com.example', temperature: 21, limits: { soft: 16 } } }],
  ['Authorize', { idToken: { idToken: 'A1', type: 'Central', customData: { vendorId: 'com.example', tariff: 'T1' } } }],
  ['DataTransfer', { vendorId: 'com.example', data: { temperature: 21 } }],
]) {
  console.log(action, JSON.stringify(payload));
  const { isValid } = router._validateCall('CS1', [2, '1', action, payload], 'ocpp2.0.1');
  console.log(isValid ? '  valid, and now' : '  not valid, and now', JSON.stringify(payload));
}
END
node check.mjs >seen
echo "Seen:"
cat seen
diff - seen <<'END'
Heartbeat {"customData":{"vendorId":"com.example","temperature":21,"limits":{"soft":16}}}
  valid, and now {"customData":{"vendorId":"com.example"}}
Authorize {"idToken":{"idToken":"A1","type":"Central","customData":{"vendorId":"com.example","tariff":"T1"}}}
  valid, and now {"idToken":{"idToken":"A1","type":"Central","customData":{"vendorId":"com.example"}}}
DataTransfer {"vendorId":"com.example","data":{"temperature":21}}
  valid, and now {"vendorId":"com.example","data":{"temperature":21}}
END
