"""The fingerprint of a finding: what makes it the same finding in the next run.

It is made of what the input says, and of nothing that says where: no line, no path, no place in a list. So it stays the
same when a file is formatted anew, put in another order, moved or written in another syntax.
"""

from collections.abc import Sequence
from typing import Any

from ocpplint.facts.fact import Fact


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

    A station that the path names, or another name than its identity, does not count: the file may move. Of several
    members together no one is the culprit, so that their order does not count either.
    """
    if fact.common_key is None:
        return fingerprint(code, fact.own_station, None, discriminator(fact))
    key = fact.common_key if len(members) > 1 else fact.finding_key
    among = {discriminator(member) for member in members}
    return fingerprint(code, fact.own_station, key, "\n".join(sorted(among)))


def discriminator(fact: Fact) -> str:
    """Say what tells a fact from others with the same station and key. Credentials are redacted."""
    return "|".join(fact.identity(_redacted))


def _redacted(text: str, key: str | None) -> str:
    """Redact what an input says, such as the value of ``key``: a hash of a short secret can be guessed."""
    from ocpplint.credentials.names import is_credential
    from ocpplint.credentials.redaction import REDACTED, redact

    return REDACTED if key is not None and is_credential(key) else redact(text)


def _delimited(part: str | None) -> bytes:
    """Encode one part so that no two different sequences of parts give the same bytes."""
    if part is None:
        return b"-"
    encoded = part.encode("utf-8", "surrogatepass")
    return b"%d:%b" % (len(encoded), encoded)
