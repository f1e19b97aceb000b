"""The fingerprint of a finding: what makes it the same finding in the next run.

It is made of what the input says, and of nothing that says where: no line, no path, no place in a list. So it stays the
same when a file is formatted anew, put in another order, moved or written in another syntax.
"""

import re
from collections.abc import Sequence
from typing import Any

from ocpplint.facts.events import Incident, Transaction
from ocpplint.facts.fact_types import Fact
from ocpplint.facts.inputs import InputProblem
from ocpplint.facts.setting import Setting
from ocpplint.facts.setting_history import KeyReport
from ocpplint.facts.suppression import Suppression
from ocpplint.facts.violation import Violation

_LIST_INDEX = re.compile(r"#\d+")


def fingerprint(code: str, station: str | None, key: str | None, discriminator: str) -> str:
    """Hash what a finding is about into 32 hexadecimal digits.

    ``discriminator`` tells findings of one rule on one key of one station apart (the value, the structure around
    it, the other key).
    """
    from hashlib import blake2b

    digest = blake2b(digest_size=16)
    for part in (code, station, key, discriminator):
        digest.update(_delimited(part))
    return digest.hexdigest()


def fingerprint_of(code: str, fact: Fact, members: Sequence[Any]) -> str:
    """Hash a finding of the rule ``code`` on ``fact``, one of ``members``.

    A station that only the path names does not count: the file may move. Of several members together no one is the
    culprit, so that their order does not count either.
    """
    station = getattr(fact, "station", None)
    if not isinstance(fact, Setting):
        return fingerprint(code, station, None, discriminator(fact))
    key = fact.base_key if len(members) > 1 else fact.key
    among = {discriminator(member) for member in members}
    return fingerprint(code, None if fact.station_from_path else station, key, "\n".join(sorted(among)))


def discriminator(fact: Any) -> str:
    """Say what tells a fact from others with the same station and key. Credentials are redacted."""
    if isinstance(fact, Setting):
        structure = _LIST_INDEX.sub("", fact.group)
        return "|".join((structure, fact.origin, str(fact.connector), fact.key, _value(fact)))
    if isinstance(fact, Violation):
        return "|".join(breach(fact))
    if isinstance(fact, (Incident, Transaction)):
        return "|".join((str(fact.connector), *event(fact)))
    if isinstance(fact, Suppression) or (isinstance(fact, InputProblem) and fact.kind == "syntax"):
        return f"{fact.kind}|{_redacted(fact.message)}"
    if isinstance(fact, KeyReport):
        return "|".join((*fact.unknown, "", *fact.missing))
    telling = ("kind", "action", "other", "serial", "previous_serial")
    return "|".join(str(getattr(fact, name, "")) for name in telling)


def breach(fact: Violation) -> tuple[str, ...]:
    """Name what makes two violations the same mistake: one station's, at one field of one kind of message."""
    return fact.kind, fact.message_type, fact.action or "", fact.field, fact.keyword, fact.error_code or ""


def event(fact: Incident | Transaction) -> tuple[str, ...]:
    """Name what makes two events of one connector the same: their kind, and the word they are about."""
    if isinstance(fact, Incident):
        return fact.kind, fact.action or "", fact.detail
    return fact.event, fact.reason or ""


def _value(setting: Setting) -> str:
    from ocpplint.credentials.names import is_credential
    from ocpplint.credentials.redaction import REDACTED

    if setting.value is None:
        return ""
    return REDACTED if is_credential(setting.key) else _redacted(setting.value)


def _redacted(text: str) -> str:
    """A hash of a short secret can be guessed, so none goes into one."""
    from ocpplint.credentials.redaction import redact

    return redact(text)


def _delimited(part: str | None) -> bytes:
    """Encode one part so that no two different sequences of parts give the same bytes."""
    if part is None:
        return b"-"
    encoded = part.encode("utf-8", "surrogatepass")
    return b"%d:%b" % (len(encoded), encoded)
