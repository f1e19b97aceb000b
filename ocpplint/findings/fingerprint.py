"""The fingerprint of a finding, which identifies it in later runs.

It depends on the content of the input, not on any location: no line, no path, no index in a list. So it stays the same
when a file is reformatted, reordered, moved or converted to another syntax.
"""

from collections.abc import Sequence
from typing import Any

from ocpplint.facts.fact import Fact


def fingerprint(code: str, station: str | None, key: str | None, discriminator: str) -> str:
    """Hash what a finding is about into 32 hexadecimal digits.

    ``discriminator`` distinguishes findings of one rule on one key of one station (the value, the structure around it,
    the other key).
    """
    from hashlib import blake2b

    digest = blake2b(digest_size=16)
    for part in (code, station, key, discriminator):
        digest.update(_delimited(part))
    return digest.hexdigest()


def fingerprint_of(code: str, fact: Fact, members: Sequence[Any]) -> str:
    """Hash a finding of the rule ``code`` on ``fact``, one of ``members``.

    A station that only the path names is left out: the file may move. The order of several members is left out, too,
    since none of them is the cause alone.
    """
    if fact.common_key is None:
        return fingerprint(code, fact.own_station, None, discriminator(fact))
    key = fact.common_key if len(members) > 1 else fact.finding_key
    among = {discriminator(member) for member in members}
    return fingerprint(code, fact.own_station, key, "\n".join(sorted(among)))


def discriminator(fact: Fact) -> str:
    """Return what distinguishes a fact from others with the same station and key. Credentials are redacted."""
    return "|".join(fact.identity(_redacted))


def _redacted(text: str, key: str | None) -> str:
    """Redact text of an input, such as the value of ``key``: a short secret can be guessed from its hash."""
    from ocpplint.credentials.names import is_credential
    from ocpplint.credentials.redaction import REDACTED, redact

    return REDACTED if key is not None and is_credential(key) else redact(text)


def _delimited(part: str | None) -> bytes:
    """Encode one part so that no two different sequences of parts give the same bytes."""
    if part is None:
        return b"-"
    encoded = part.encode("utf-8", "surrogatepass")
    return b"%d:%b" % (len(encoded), encoded)
