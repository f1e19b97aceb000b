#!/usr/bin/env bash
# Python package ocpp 2.1.0: it calls two error codes of OCPP 2.0.1 "not defined by the OCPP specification".
#
# OCPP 2.0.1 part 4, section 4.3, lists twelve codes. One would expect a package for 2.0.1 and 2.1 to know them all. It
# lacks MessageTypeNotSupported and RpcFrameworkError. A caller that asks for errors (suppress=False) and catches
# OCPPError does not catch these two, since the exception for an unknown code is none.
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install --quiet --disable-pip-version-check --target lib ocpp==2.1.0 jsonschema==4.26.0
PYTHONPATH=lib python3 - >seen <<'END'
import asyncio, json, logging
from ocpp.exceptions import OCPPError
from ocpp.v201 import ChargePoint, call

logging.disable(logging.CRITICAL)
CODES = (
    "FormatViolation GenericError InternalError MessageTypeNotSupported NotImplemented NotSupported "
    "OccurrenceConstraintViolation PropertyConstraintViolation ProtocolError RpcFrameworkError SecurityError "
    "TypeConstraintViolation"
)

class Line:
    async def send(self, message):
        await charge_point.route_message(json.dumps([4, json.loads(message)[1], code, "", {}]))

charge_point = ChargePoint("CS1", Line())
for code in CODES.split():
    try:
        asyncio.run(ChargePoint.call(charge_point, call.Heartbeat(), suppress=False))
    except Exception as error:
        kind = "an OCPPError" if isinstance(error, OCPPError) else "no OCPPError: " + str(error)
        print(f"{code}: {kind}")
END
echo "Seen:"
cat seen
diff - seen <<'END'
FormatViolation: an OCPPError
GenericError: an OCPPError
InternalError: an OCPPError
MessageTypeNotSupported: no OCPPError: Error code 'MessageTypeNotSupported' is not defined by the OCPP specification
NotImplemented: an OCPPError
NotSupported: an OCPPError
OccurrenceConstraintViolation: an OCPPError
PropertyConstraintViolation: an OCPPError
ProtocolError: an OCPPError
RpcFrameworkError: no OCPPError: Error code 'RpcFrameworkError' is not defined by the OCPP specification
SecurityError: an OCPPError
TypeConstraintViolation: an OCPPError
END
