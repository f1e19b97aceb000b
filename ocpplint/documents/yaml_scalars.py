"""The values of YAML scalars.

A station receives text, so a scalar keeps its text unless every version of YAML reads it alike:

* ``true`` and ``false`` (also ``True``, ``TRUE``, ...) are booleans, ``null``, ``~`` and nothing are null;
* decimal integers and fractions are numbers, kept as written;
* ``yes``, ``no``, ``on`` and ``off`` are text: YAML 1.1 (type "bool") and 1.2.2 (section 10.3.2) disagree, and
  ``Off`` is a legal value of enumerated settings;
* so are ``0123`` and ``0o17`` (octal), ``0x1F``, ``1_000``, ``12:30`` (base 60), dates, ``.inf`` and ``.nan``:
  a loader changes their text.

A tag of YAML's own (``!!str 1``, ``!!bool yes``) decides instead; others (``!``, ``!Ref``) leave the text.
"""

import re

from ocpplint.documents.tree import Node, Number

_STANDARD_TAG = "tag:yaml.org,2002:"

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_YES = frozenset({"y", "yes", "on", "true"})
_NO = frozenset({"n", "no", "off", "false"})

_NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*+)(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][-+]?[0-9]++)?")


def plain_scalar(text: str) -> Node:
    """Return what a scalar without quotes and tag says."""
    if text in _WORDS:
        return _WORDS[text]
    return Number(text) if text[0] in "+-.0123456789" and _NUMBER.fullmatch(text) else text


def tagged_scalar(text: str, tag: str) -> Node:
    """Return what a scalar says under its tag. A text that does not fit the tag stays text."""
    match tag.removeprefix(_STANDARD_TAG):
        case "bool" if text.lower() in _YES | _NO:
            return text.lower() in _YES
        case "int" | "float" if _NUMBER.fullmatch(text):
            return Number(text)
        case "null" if text in _WORDS and _WORDS[text] is None:
            return None
    return text
