"""How the keys of a profile name a connector: ``Key_2``, ``Connector2-Key``, ``chg_Ch2Options``."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

HOLE = "{n}"
"""Stands in the name of a key for what names the connector: ``chg_Ch{n}Options``."""

KEY = "{key}"
"""Stands in a template for the key."""

# What people write after a key when they mean a connector. It is read as such only if the rest is a known key.
# Compiled when the first unknown key comes, for start-up's sake.
_VARIANT = (
    r"(?i)[_\-.:#/ ]*(?:connector|conn|con|c)?[_\-. ]?0*(?P<a>\d{1,2})"
    r"|\s*[\[(]\s*0*(?P<b>\d{1,2})\s*[\])]"
)
_NUMBER = r"([1-9][0-9]?|\[[1-9][0-9]?\])"
_VARIANT_ENDS = (*"0123456789", "]", ")")
_LONGEST_VARIANT = 24


class Form(NamedTuple):
    """One way to split a written key: ``mark`` is the part that names the connector, ``base`` the key without it.

    ``connector`` is None where these stations do not write ``mark``; ``number`` is what it seems to say.
    """

    base: str
    mark: str
    connector: int | None
    number: int | None = None


class Addressing:
    """The ways of one profile.

    ``templates`` says for each connector how a key for it is written (``{key}_2``), or only what stands in the
    hole of the keys that have one (``2``). ``keys`` are all keys of the profile; in the hole of those that are
    ``numbered`` stands the connector's number on every station, bare or in brackets.
    """

    def __init__(self, templates: dict[int, str], keys: Iterable[str], numbered: Collection[str] = ()) -> None:
        self.templates = templates
        self.numbered = numbered
        self._keys = keys

    @cached_property
    def bare_connector(self) -> int | None:
        """The connector that the key as it stands is for, if there is one."""
        return next((number for number, template in self.templates.items() if template == KEY), None)

    def write(self, base: str, connector: int) -> str:
        """Return the key that addresses ``connector``; ``base`` itself where there is no form for it."""
        if base in self.numbered:
            return base.replace(HOLE, str(connector))
        template = self.templates.get(connector)
        if template is None:
            return base
        if HOLE in base:
            return base.replace(HOLE, template.replace(KEY, ""))
        return template.replace(KEY, base) if KEY in template else base

    def holes(self, key: str) -> Iterator[Form]:
        """Yield the keys with a hole that ``key`` fills, by a mark of the profile or by another number."""
        for base, pattern in self._patterns:
            match = pattern.fullmatch(key)
            if match is not None:
                mark = match[1]
                is_numbered = base in self.numbered
                connector = int(mark.strip("[]")) if is_numbered else self._connectors.get(mark)
                number = int(mark) if connector is None and mark.isdecimal() else None
                yield Form(base, mark, connector, number)

    def stripped(self, key: str) -> Iterator[Form]:
        """Yield what ``key`` may be taken apart into by the templates; the rest need not be a known key."""
        for connector, template in self.templates.items():
            before, found, after = template.partition(KEY)
            if not found or template == KEY or len(key) <= len(before) + len(after):
                continue
            if key.startswith(before) and key.endswith(after):
                yield Form(key[len(before) : len(key) - len(after)], before + after, connector)

    def variants(self, key: str) -> Iterator[Form]:
        """Yield what ``key`` may be if its end is another way to write a connector, such as ``-2`` or ``[2]``."""
        if not key.endswith(_VARIANT_ENDS) or not any(KEY in template for template in self.templates.values()):
            return
        yield from variants(key)

    @cached_property
    def _connectors(self) -> dict[str, int]:
        return {template.replace(KEY, ""): number for number, template in self.templates.items()}

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        marks = "|".join(map(re.escape, sorted(filter(None, self._connectors), key=len, reverse=True)))
        mark = f"({marks}|[0-9]{{1,2}})" if marks else "([0-9]{1,2})"
        return [
            (
                key,
                re.compile(
                    (_NUMBER if key in self.numbered else mark).join(map(re.escape, key.split(HOLE))),
                    re.IGNORECASE,
                ),
            )
            for key in self._keys
            if HOLE in key
        ]


def variants(key: str) -> Iterator[Form]:
    """Yield the ways to read the end of ``key`` as a connector's number, the longest end first."""
    pattern = re.compile(_VARIANT)
    # A base may end like the beginning of a variant (`RCMBTransactionMaxDC_1`): every cut is tried.
    for cut in range(max(1, len(key) - _LONGEST_VARIANT), len(key)):
        variant = pattern.fullmatch(key, cut)
        if variant is not None:
            yield Form(key[:cut], key[cut:], None, int(variant["a"] or variant["b"]))
