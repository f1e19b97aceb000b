#!/usr/bin/env bash
# Node package ocpp-rpc 2.2.1: strict mode refuses every message of OCPP 2.1.
#
# Strict mode checks payloads against the schemas that the package ships, for the subprotocols ocpp1.6, ocpp2.0.1 and
# ocpp2.1. One would expect a valid BootNotification to pass in all three. The schemas for 2.1 are filed under names such
# as `urn:BootNotificationRequest`, and are looked up as `urn:BootNotification.req`, as those of the older versions are
# named. In 2.1 every call fails with ProtocolError, "payload is incomplete", before it is sent, whatever it holds.
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund ocpp-rpc@2.2.1 >npm.log
node - >seen <<'END'
const { RPCServer, RPCClient } = require('ocpp-rpc');

const old = { chargePointVendor: 'Vendor', chargePointModel: 'Model' };
const modern = { reason: 'PowerUp', chargingStation: { vendorName: 'Vendor', model: 'Model' } };

async function boot(protocol, payload) {
  const server = new RPCServer({ protocols: [protocol], strictMode: true });
  server.auth((accept) => accept());
  server.on('client', (client) => client.handle('BootNotification', () => (
    { status: 'Accepted', currentTime: '2026-03-01T10:00:00Z', interval: 300 })));
  const { port } = (await server.listen(0, '127.0.0.1')).address();
  const client = new RPCClient({
    endpoint: `ws://127.0.0.1:${port}`, identity: 'CS1', protocols: [protocol], strictMode: true });
  await client.connect();
  try {
    console.log(protocol, (await client.call('BootNotification', payload)).status);
  } catch (error) {
    console.log(protocol, error.rpcErrorCode + ':', error.rpcErrorMessage + ':', error.message);
  }
  await client.close();
  await server.close();
}

(async () => {
  await boot('ocpp1.6', old);
  await boot('ocpp2.0.1', modern);
  await boot('ocpp2.1', modern);
})();
END
echo "Seen:"
cat seen
diff - seen <<'END'
ocpp1.6 Accepted
ocpp2.0.1 Accepted
ocpp2.1 ProtocolError: Payload for method is incomplete: Schema 'urn:BootNotification.req' is missing from subprotocol schema 'ocpp2.1'
END
