#!/usr/bin/env bash
# Python package ocpp 2.1.0: in OCPP 2.1 a call without a handler gets no answer at all.
#
# A receiver that cannot carry out a call owes a CALLERROR. One would expect the package to behave alike in all versions
# that it supports. In 1.6 and 2.0.1 it answers NotImplemented; in 2.1 it sends nothing. The other side waits for its
# time-out, may not send its next call until then, and cannot tell a missing feature from a broken connection.
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install --quiet --disable-pip-version-check --target lib ocpp==2.1.0 jsonschema==4.26.0
PYTHONPATH=lib python3 - >seen <<'END'
import asyncio, json, logging
from ocpp import v16, v201, v21

logging.disable(logging.CRITICAL)

class Line:
    sent = 0

    async def send(self, message):
        self.sent += 1
        print(" ", json.loads(message)[:3])

for version in (v16, v201, v21):
    line = Line()
    print(version.__name__, "receives a Heartbeat for which it has no handler")
    asyncio.run(version.ChargePoint("CS1", line).route_message('[2,"1","Heartbeat",{}]'))
    print("  messages sent:", line.sent)
END
echo "Seen:"
cat seen
diff - seen <<'END'
ocpp.v16 receives a Heartbeat for which it has no handler
  [4, '1', 'NotImplemented']
  messages sent: 1
ocpp.v201 receives a Heartbeat for which it has no handler
  [4, '1', 'NotImplemented']
  messages sent: 1
ocpp.v21 receives a Heartbeat for which it has no handler
  messages sent: 0
END
