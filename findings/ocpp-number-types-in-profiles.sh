#!/usr/bin/env bash
# Python package ocpp 2.1.0: in three messages of OCPP 1.6 numbers arrive as decimal.Decimal, elsewhere as float.
#
# One would expect a handler to get the same type for every number with a fraction. The package checks the payloads of
# SetChargingProfile, RemoteStartTransaction and the answer to GetCompositeSchedule with Decimal, because their limits
# must be multiples of 0.1, and hands over what it has checked. A limit of 21.4 is then a Decimal and a limit of 16 an
# int; in OCPP 2.0.1 the same limit is a float. A handler that takes ten per cent off works in its tests with 16, and
# with 21.4 it fails: the station receives an InternalError for a valid profile.
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install --quiet --disable-pip-version-check --target lib ocpp==2.1.0 jsonschema==4.26.0
PYTHONPATH=lib python3 - >seen <<'END'
import asyncio, json, logging
from ocpp import v16, v201
from ocpp.routing import on

logging.disable(logging.CRITICAL)

class Line:
    async def send(self, message):
        print("  answer:", json.loads(message)[2])

def handled(period):
    print(" ", repr(period["limit"]))
    period["limit"] * 0.9

class Old(v16.ChargePoint):
    @on("SetChargingProfile")
    def old_profile(self, cs_charging_profiles, **rest):
        handled(cs_charging_profiles["charging_schedule"]["charging_schedule_period"][0])
        return v16.call_result.SetChargingProfile(status="Accepted")

class New(v201.ChargePoint):
    @on("SetChargingProfile")
    def new_profile(self, charging_profile, **rest):
        handled(charging_profile["charging_schedule"][0]["charging_schedule_period"][0])
        return v201.call_result.SetChargingProfile(status="Accepted")

common = {"stackLevel": 0, "chargingProfilePurpose": "TxDefaultProfile", "chargingProfileKind": "Absolute"}
for limit in (16, 21.4):
    schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}]}
    old = {"connectorId": 1, "csChargingProfiles": {"chargingProfileId": 1, "chargingSchedule": schedule, **common}}
    new = {"evseId": 1, "chargingProfile": {"id": 1, "chargingSchedule": [{"id": 1, **schedule}], **common}}
    for station, payload in ((Old("CS1", Line()), old), (New("CS2", Line()), new)):
        print("OCPP", station._ocpp_version, "limit", limit)
        asyncio.run(station.route_message(json.dumps([2, "1", "SetChargingProfile", payload])))
END
echo "Seen:"
cat seen
diff - seen <<'END'
OCPP 1.6 limit 16
  16
  answer: {'status': 'Accepted'}
OCPP 2.0.1 limit 16
  16
  answer: {'status': 'Accepted'}
OCPP 1.6 limit 21.4
  Decimal('21.4')
  answer: InternalError
OCPP 2.0.1 limit 21.4
  21.4
  answer: {'status': 'Accepted'}
END
