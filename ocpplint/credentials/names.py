"""Names of credentials."""

import re

_HINT = re.compile(
    r"(?i)auth(?:ori[sz]ation)?.?key|authorization|pass|secret|token|(?:api|private|access|encryption|shared).?key"
    r"|pin|psk|pwd|://"
)


_CREDENTIAL_END = re.compile(
    r"(?:authori[sz]ationkey|authkey|password|passwd|passphrase|passcode|pwd|secret|(?<!id)token|apikey"
    r"|privatekey|secretkey|accesskey|encryptionkey|presharedkey|psk|cardpin|simpin|userpin)$"
)


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


_APPENDIX = re.compile(r"(?:value|hash|hex|base64|text|conn(?:ector)?|[0-9])+$")


_HARMLESS = frozenset(("", "null", "none", "~", "true", "false", "undefined", "nil"))


def is_credential(name: str) -> bool:
    """Whether a key or variable of that name holds a credential: ``AuthorizationKey``, ``wifi_password``.

    The term must end the name (``AuthorizationCacheEnabled`` and ``passwordMinLength`` are harmless), and an
    ``idToken`` is an identification, not a credential (OCPP 2.0.1 part 2, IdTokenType).
    """
    words = [word.lower() for word in _WORD.findall(name)]
    if _CREDENTIAL_END.search(_APPENDIX.sub("", "".join(words))):
        return True
    return [word for word in words if not word.isdigit()][-1:] == ["pin"]


def is_harmless(value: str) -> bool:
    """Whether the value of a credential shows nothing: it is empty, a null or a switch."""
    return value.strip().lower() in _HARMLESS


def may_hold_credentials(text: str, start: int = 0, end: int | None = None) -> bool:
    """Decide cheaply whether a closer look at a text is worth while."""
    return _HINT.search(text, start, len(text) if end is None else end) is not None
