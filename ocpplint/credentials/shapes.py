"""Credentials with a known format, independent of their context."""

import re
from itertools import chain

from ocpplint.credentials.names import is_credential, is_harmless
from ocpplint.documents.tree import Span

_PATTERNS = (
    # userinfo of a URL, RFC 3986 section 3.2.1
    re.compile(r"""://[^\s:/@"'\\]{0,255}:([^\s/"'\\]+)@"""),
    # HTTP authentication, RFC 7235 section 4.2, as server logs and header dumps show it
    re.compile(r"""(?i)authorization.{1,8}?\b(?:basic|bearer)\s+([^\s"',;\\]+)"""),
    # the textual encoding of a private key, RFC 7468 section 10
    re.compile(r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(.*?)(?:-----END|\Z)", re.DOTALL),
)
_ROW = re.compile(
    r"""(?m)^[ \t|]*+["']?([\w.]++)["']?[ ]*+[,;|\t][ \t]*+["']?([^\s,;|"']++(?:[ ]++[^\s,;|"']++)*+)"""
)
_MEMBER = re.compile(r""""([^"\\\n]{1,64})"\s*+:\s*+"((?:[^"\\\n]|\\.)*+)""")


def shaped_secrets(text: str) -> list[Span]:
    """Find the passwords of URLs, HTTP credentials and private keys, and the values of telling names.

    A table row and a member in quotes are found even where brackets and quotes do not match.
    """
    spans = [Span(*match.span(1)) for pattern in _PATTERNS for match in pattern.finditer(text)]
    members = chain(_ROW.finditer(text), _MEMBER.finditer(text))
    spans += (Span(*pair.span(2)) for pair in members if is_credential(pair[1]) and not is_harmless(pair[2]))
    return spans
