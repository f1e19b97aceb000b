"""The configuration keys of all profiles by name alone: which words of a document are keys of some station."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from ocpplint.facts.fact import KeySighting
from ocpplint.stations.addressing import HOLE, KEY
from ocpplint.stations.typo import folded, has_several_words, is_slip

_SUFFIX = r"(?:_\d{1,2}|\[\d{1,2}\])$"
_SHORTEST, _LONGEST = 6, 80
_MOST_REMEMBERED = 50_000


class KnownKeys:
    """The keys of profiles, each with whether it is distinctive: hardly anybody's name outside OCPP.

    ``profiles`` is the content of their files, as validated.
    """

    def __init__(self, profiles: Iterable[Mapping[str, Any]]) -> None:
        self._kinds: dict[str, KeySighting] = {}
        kinds = self._kinds
        for data in profiles:
            for key, spec in data.get("keys", {}).items():
                kind = kind_of(key, spec.get("common", False))
                for written in (key,) if HOLE not in key else _written(key, data.get("addressing", {})):
                    # What one profile says to be common is so, whatever others say of the key.
                    if kind != "distinctive" or written not in kinds:
                        kinds[written] = "common" if kinds.get(written) == "common" else kind
        self._whole: dict[str, KeySighting | None] = {}
        self._seen: dict[str, KeySighting | None] = {}

    def sighting(self, word: str) -> KeySighting | None:
        """Tell whether a word is a known key, and how sure that is by the word alone; None for most words."""
        try:
            return self._seen[word]
        except KeyError:
            if len(self._seen) > _MOST_REMEMBERED:
                self._seen.clear()
            kind = self._seen[word] = self._look_at(word)
            return kind

    def whole(self, word: str) -> KeySighting | None:
        """Tell the same of a word that is nothing but a key: without a prefix of a program's own."""
        try:
            return self._whole[word]
        except KeyError:
            if len(self._whole) > _MOST_REMEMBERED:
                self._whole.clear()
            kind = self._whole[word] = self._look_at_whole(word)
            return kind

    def _look_at(self, word: str) -> KeySighting | None:
        if "." in word or "/" in word:
            return self.whole(re.split(r"[./]", word)[-1])
        kind = self.whole(word)
        if kind is None and "_" in word:
            # A prefix such as `OCPP_`, before a key in its own spelling.
            rest = self.whole(word.partition("_")[2].lstrip("_"))
            kind = rest if rest == "distinctive" else None
        return kind

    def _look_at_whole(self, word: str) -> KeySighting | None:
        if not _SHORTEST <= len(word) <= _LONGEST:
            return None
        base = re.sub(_SUFFIX, "", word) if word[-1:].isdigit() or word.endswith("]") else word
        kind = self._kinds.get(word) or self._kinds.get(base)
        if kind is not None:
            return kind
        alike = (*self._by_head.get(base[:4].lower(), ()), *self._by_tail.get(base[-4:].lower(), ()))
        if any(is_slip(base, key) for key in alike if self._kinds[key] != "common"):
            return "misspelt"
        if alike and any(folded(base) == folded(key) for key in alike):
            return "other-case"
        return None

    @cached_property
    def _by_head(self) -> Mapping[str, list[str]]:
        """The keys by how they begin: a word with one letter wrong begins or ends as the key does."""
        return _grouped(self._kinds, lambda key: key[:4].lower())

    @cached_property
    def _by_tail(self) -> Mapping[str, list[str]]:
        return _grouped(self._kinds, lambda key: key[-4:].lower())


def _grouped(keys: Iterable[str], part: Callable[[str], str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for key in keys:
        groups.setdefault(part(key), []).append(key)
    return groups


def kind_of(key: str, common: object) -> KeySighting:
    """Tell how surely the name of a key tells of OCPP: it is of several words, and not marked as common."""
    if common is True or not has_several_words(key):
        return "common"
    return "in-sections" if common else "distinctive"


def _written(key: str, addressing: Mapping[str, str]) -> Iterator[str]:
    for template in addressing.values() or ("",):
        yield key.replace(HOLE, template.replace(KEY, ""))
