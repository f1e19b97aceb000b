"""The fingerprint of a finding: what makes it the same finding in the next run."""


def fingerprint(code: str, station: str | None, key: str | None, discriminator: str) -> str:
    """Hash what a finding is about into 32 hexadecimal digits.

    No line number goes in, so a baseline survives edits elsewhere in the file. ``discriminator`` tells findings
    of one rule on one key of one station apart (the path, the value, the other key).
    """
    from hashlib import blake2b

    digest = blake2b(digest_size=16)
    for part in (code, station, key, discriminator):
        digest.update(_delimited(part))
    return digest.hexdigest()


def _delimited(part: str | None) -> bytes:
    """Encode one part so that no two different sequences of parts give the same bytes."""
    if part is None:
        return b"-"
    encoded = part.encode("utf-8", "surrogatepass")
    return b"%d:%b" % (len(encoded), encoded)
