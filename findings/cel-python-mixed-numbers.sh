#!/usr/bin/env bash
# Python package cel-python 0.5.0: 21.4 can be compared with 32, and 16 cannot be compared with 32.5.
#
# The language definition of CEL compares int, uint and double with each other by value, so one would expect
# `payload.limit <= 32.5` to hold for a limit of 16 as for one of 21.4. cel-python makes the first an int and the second
# a double, and compares a double with an int, but not an int with a double: the condition fails for the whole number
# alone, and works when the sides are exchanged. `true == 1` is true and `1 == true` an error; an index may count from
# the end; and a negative number divided by zero is plus infinity.
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install --quiet --disable-pip-version-check --target lib cel-python==0.5.0
PYTHONPATH=lib python3 - >seen <<'END'
import json
import celpy

environment = celpy.Environment()

def result(condition, payload="{}"):
    values = celpy.json_to_cel(json.loads(payload))
    try:
        return environment.program(environment.compile(condition)).evaluate({"payload": values})
    except celpy.CELEvalError:
        return "error"

for payload in ('{"limit": 16}', '{"limit": 16.0}', '{"limit": 21.4}'):
    for condition in ("payload.limit <= 32", "payload.limit <= 32.5", "32.5 >= payload.limit"):
        print(payload, condition, "->", result(condition, payload))
for condition in ("1 == 1.0", "true == 1", "1 == true", "[1, 2, 3][-1]", "-1.0 / 0.0"):
    print(condition, "->", result(condition))
END
echo "Seen:"
cat seen
diff - seen <<'END'
{"limit": 16} payload.limit <= 32 -> True
{"limit": 16} payload.limit <= 32.5 -> error
{"limit": 16} 32.5 >= payload.limit -> True
{"limit": 16.0} payload.limit <= 32 -> True
{"limit": 16.0} payload.limit <= 32.5 -> True
{"limit": 16.0} 32.5 >= payload.limit -> True
{"limit": 21.4} payload.limit <= 32 -> True
{"limit": 21.4} payload.limit <= 32.5 -> True
{"limit": 21.4} 32.5 >= payload.limit -> True
1 == 1.0 -> error
true == 1 -> True
1 == true -> error
[1, 2, 3][-1] -> 3
-1.0 / 0.0 -> inf
END
