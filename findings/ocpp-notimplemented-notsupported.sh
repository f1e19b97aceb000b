#!/usr/bin/env bash
# Python package ocpp 2.1.0: NotImplemented and NotSupported have each other's meaning.
#
# OCPP-J 1.6, table 7: NotImplemented is for an action that the receiver does not know, NotSupported for one that it
# knows and does not support. One would expect the package to answer by that table, as the node package ocpp-rpc does
# with its texts. It answers an action of the version that has no handler with NotImplemented, and an action that the
# version does not have with NotSupported, and its texts are those of the other code. Who reads the codes in a log must
# know which software wrote them.
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install --quiet --disable-pip-version-check --target lib ocpp==2.1.0 jsonschema==4.26.0
npm install --silent --no-audit --no-fund ocpp-rpc@2.2.1 >npm.log
PYTHONPATH=lib python3 - >seen <<'END'
import asyncio, json, logging
from ocpp.v16 import ChargePoint

logging.disable(logging.CRITICAL)

class Line:
    async def send(self, message):
        print("ocpp:", *json.loads(message)[2:4], sep=" | ")

for action in ("ClearCache", "NotifyEvent"):
    print("known to OCPP 1.6, without handler" if action == "ClearCache" else "an action of OCPP 2.0.1 only")
    asyncio.run(ChargePoint("CS1", Line()).route_message(json.dumps([2, "1", action, {}])))
END
node - >>seen <<'END'
const { createRPCError } = require('ocpp-rpc');
for (const code of ['NotSupported', 'NotImplemented'])
  console.log('ocpp-rpc:', '|', code, '|', createRPCError(code).rpcErrorMessage);
END
echo "Seen:"
cat seen
diff - seen <<'END'
known to OCPP 1.6, without handler
ocpp: | NotImplemented | Request Action is recognized but not supported by the receiver
an action of OCPP 2.0.1 only
ocpp: | NotSupported | Requested Action is not known by receiver
ocpp-rpc: | NotSupported | Requested method is recognised but not supported
ocpp-rpc: | NotImplemented | Requested method is not known
END
