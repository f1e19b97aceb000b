#!/usr/bin/env bash
# Python package ocpp 2.1.0: a Decimal leaves with one digit after the point, whatever the message is.
#
# Programs keep money and energy in decimal.Decimal so that nothing is rounded. One would expect a Decimal in a payload
# either to be sent as it is or to be refused. The package rounds it to one digit, because limits of charging profiles
# in OCPP 1.6 have no more; but it does so for every member of every message and version. A total cost of 12.34 is sent
# as 12.3, a price of 0.04 as 0.0, and the schema check that runs before sending has seen the exact number. The same
# number as a float is sent whole.
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install --quiet --disable-pip-version-check --target lib ocpp==2.1.0 jsonschema==4.26.0
PYTHONPATH=lib python3 - >seen <<'END'
import asyncio, json
from decimal import Decimal
from ocpp.v201 import ChargePoint, call

class Line:
    async def send(self, message):
        print(json.loads(message)[3]["totalCost"])
        await charge_point.route_message(json.dumps([3, json.loads(message)[1], {}]))

async def main():
    for cost in (12.34, Decimal("12.34"), Decimal("0.04"), Decimal("0.25"), Decimal("0.35")):
        print(repr(cost), end=" is sent as ")
        await charge_point.call(call.CostUpdated(total_cost=cost, transaction_id="T1"))

charge_point = ChargePoint("CS1", Line())
asyncio.run(main())
END
echo "Seen:"
cat seen
diff - seen <<'END'
12.34 is sent as 12.34
Decimal('12.34') is sent as 12.3
Decimal('0.04') is sent as 0.0
Decimal('0.25') is sent as 0.2
Decimal('0.35') is sent as 0.3
END
