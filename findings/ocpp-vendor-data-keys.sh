#!/usr/bin/env bash
# Python package ocpp 2.1.0: it rewrites what vendors put into their own data.
#
# The package turns the names of the standard's members from snake_case into camelCase and back. One would expect it to
# leave alone what the standard leaves to the vendor: the content of `customData` and of `data` in DataTransfer. It
# renames the keys there too, in both directions, drops every key and every list element that is null, and takes the
# letters "soc" or "csms" within any word for an abbreviation. No error tells either side that the content has changed.
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install --quiet --disable-pip-version-check --target lib ocpp==2.1.0 jsonschema==4.26.0
PYTHONPATH=lib python3 - >seen <<'END'
import asyncio, json
from ocpp.routing import on
from ocpp.v201 import ChargePoint, call, call_result

class Line:
    """Prints what is sent, and accepts each call."""
    async def send(self, message):
        print("on the wire:", json.dumps(json.loads(message)[-1]))
        identifier = json.loads(message)[1]
        if message.startswith("[2"):
            await station.route_message(json.dumps([3, identifier, {"status": "Accepted"}]))

class Station(ChargePoint):
    @on("DataTransfer")
    def transfer(self, data, **rest):
        print("handler sees:", json.dumps(data))
        return call_result.DataTransfer(status="Accepted", data=data)

async def main():
    given = {"associated_id": 1, "csms_name": "x", "phases": [1, None, 3], "limit": None}
    print("given:", json.dumps(given))
    await station.call(call.DataTransfer(vendor_id="com.example", data=given))
    received = {"HTTPProxy": "p", "siteID": "S1", "phaseL1": 2}
    print("received:", json.dumps(received))
    await station.route_message(json.dumps([2, "1", "DataTransfer", {"vendorId": "com.example", "data": received}]))

station = Station("CS1", Line())
asyncio.run(main())
END
echo "Seen:"
cat seen
diff - seen <<'END'
given: {"associated_id": 1, "csms_name": "x", "phases": [1, null, 3], "limit": null}
on the wire: {"vendorId": "com.example", "data": {"asSoCiatedId": 1, "CSMSName": "x", "phases": [1, 3]}}
received: {"HTTPProxy": "p", "siteID": "S1", "phaseL1": 2}
handler sees: {"http_proxy": "p", "site_id": "S1", "phase_l1": 2}
on the wire: {"status": "Accepted", "data": {"httpProxy": "p", "siteId": "S1", "phaseL1": 2}}
END
