"""The error codes of CALLERROR, and their meanings.

OCPP-J 1.6 table 7, OCPP 2.0.1 part 4 table 8 and 2.1 part 4 table 9; 2.1 has the codes of 2.0.1.
"""

from typing import Final

from ocpplint.schemas.words import did_you_mean

_SHARED: Final = {
    "NotImplemented": "the receiver does not know the action",
    "NotSupported": "the receiver knows the action and does not support it",
    "InternalError": "the receiver failed while it processed the action",
    "SecurityError": "a security issue kept the receiver from completing the action",
    "PropertyConstraintViolation": "a field of the payload has a value that is not valid",
    "TypeConstraintViolation": "a field of the payload is of the wrong data type",
    "GenericError": "an error that no other code describes",
}
_OLD: Final = {
    **_SHARED,
    "ProtocolError": "the payload is incomplete",
    "FormationViolation": "the payload is not well-formed, or not as the action wants it",
    "OccurenceConstraintViolation": "a field of the payload occurs too often or not often enough",
    # Table 7 has one r, and the errata (section 5.1) leave it at that. Many libraries write two, as 2.0.1 does.
    "OccurrenceConstraintViolation": "a field of the payload occurs too often or not often enough",
}
_MODERN: Final = {
    **_SHARED,
    "ProtocolError": "the payload is not as the action wants it",
    "FormatViolation": "the payload is not well-formed",
    "OccurrenceConstraintViolation": "a field of the payload occurs too often or not often enough",
    "MessageTypeNotSupported": "the receiver does not support this message type",
    "RpcFrameworkError": "what was sent is no valid message, for example because its id can't be read",
}
_BY_VERSION: Final = {"1.6": _OLD, "2.0.1": _MODERN, "2.1": _MODERN}


def meaning(code: str, versions: tuple[str, ...]) -> tuple[str, bool]:
    """Say what an error code means to peers that speak one of ``versions``, and whether it is a code of theirs."""
    for version in versions:
        if code in _BY_VERSION[version]:
            return _BY_VERSION[version][code], True
    named = " or ".join(versions)
    for version, codes in _BY_VERSION.items():
        if code in codes:
            return f"{codes[code]}; the code is one of OCPP {version}, not of {named}", False
    known = {name for version in versions for name in _BY_VERSION[version]}
    return f"this is no error code of OCPP {named}{did_you_mean(code, known)}", False
