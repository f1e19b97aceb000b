#!/usr/bin/env bash
# Node package typed-ocpp 1.6.2: it has the spelling of two error codes the wrong way round.
#
# OCPP-J 1.6 spells two codes FormationViolation and OccurenceConstraintViolation; OCPP 2.0.1 and 2.1 spell them
# FormatViolation and OccurrenceConstraintViolation. One would expect a package that checks all three versions to take
# each version's own spelling, or both. It takes FormationViolation and OccurrenceConstraintViolation in all three: each
# version has one of its own codes refused.
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund typed-ocpp@1.6.2 >npm.log
cat >check.mjs <<'END'
import { OCPP16, OCPP20, OCPP21 } from 'typed-ocpp';

const own = {
  1.6: [OCPP16, ['FormationViolation', 'OccurenceConstraintViolation', 'TypeConstraintViolation']],
  '2.0.1': [OCPP20, ['FormatViolation', 'OccurrenceConstraintViolation', 'TypeConstraintViolation']],
  2.1: [OCPP21, ['FormatViolation', 'OccurrenceConstraintViolation', 'TypeConstraintViolation']],
};
for (const [version, [check, codes]] of Object.entries(own))
  for (const code of codes)
    console.log('OCPP', version, code, check.validate([4, '1', code, '', {}]) ? 'valid' : check.validate.errors[0]);
END
node check.mjs >seen
echo "Seen:"
cat seen
diff - seen <<'END'
OCPP 1.6 FormationViolation valid
OCPP 1.6 OccurenceConstraintViolation Invalid OCPP call error: /2 must be equal to one of the allowed values
OCPP 1.6 TypeConstraintViolation valid
OCPP 2.0.1 FormatViolation Invalid OCPP call error: /2 must be equal to one of the allowed values
OCPP 2.0.1 OccurrenceConstraintViolation valid
OCPP 2.0.1 TypeConstraintViolation valid
OCPP 2.1 FormatViolation Invalid OCPP call error: /2 must be equal to one of the allowed values
OCPP 2.1 OccurrenceConstraintViolation valid
OCPP 2.1 TypeConstraintViolation valid
END
