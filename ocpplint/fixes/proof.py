"""The proof that an edited document differs only in the edits."""

import io
import re
from collections.abc import Collection, Iterator, Sequence

from ocpplint.documents.tree import Document, Node, Object
from ocpplint.facts.inputs import InputReport
from ocpplint.readers.classification import read
from ocpplint.readers.settings.values import text_of

_OPEN, _CLOSE = "open", "close"


def says_only(path: str, before: str, after: str, contents: Sequence[str]) -> bool:
    """Return whether two texts of a file differ only in scalars, and these are ``contents`` in the second.

    No bracket, key or scalar may be added or removed, and no syntax error may appear.
    """
    old, new = _document(path, before), _document(path, after)
    if old is None or new is None or len(new.problems) > len(old.problems):
        return False
    new_words = _new_words(old, new, frozenset(contents))
    return new_words is not None and sorted(map(repr, new_words)) == sorted(map(repr, contents))


def _new_words(old: Document, new: Document, contents: Collection[str]) -> list[object] | None:
    """Return the scalars that differ in the second document; None where more than scalars differs.

    Of a key behind a prefix that stays, such as ``OCPP_``, that is what is one of ``contents``.
    """
    said, says = list(_words(old)), list(_words(new))
    if len(said) != len(says):
        return None
    found: list[object] = []
    for was, now in zip(said, says, strict=True):
        if was != now:
            inside = (
                _new_words_inside(was, now, contents) if isinstance(was, str) and isinstance(now, str) else None
            )
            found += [_without_prefix(was, now, contents)] if inside is None else inside
    return found


def _new_words_inside(was: str, now: str, contents: Collection[str]) -> list[object] | None:
    """Return what differs in the documents that two strings are; None where they are none of one format."""
    from ocpplint.readers.settings.embedded import document_in

    old, new = document_in("", was), document_in("", now)
    if old is None or new is None or old.roots == [was]:
        return None
    return _new_words(old, new, contents)


def _without_prefix(was: object, now: object, contents: Collection[str]) -> object:
    """Return what was written behind a prefix that stayed, if that is one of ``contents``."""
    if isinstance(was, str) and isinstance(now, str) and now not in contents:
        for mark in re.finditer("[_.]", now):
            at = mark.end()
            if now[at:] in contents and was.startswith(now[:at]):
                return now[at:]
    return now


def _document(path: str, text: str) -> Document | None:
    placed = read(path, io.StringIO(text, newline=""), InputReport(path)).placed
    return None if placed is None else placed.document


def _words(document: Document) -> Iterator[object]:
    """Yield keys, scalars and brackets in the order of the text; what an alias repeats comes once."""
    seen: set[int] = set()
    pending: list[Iterator[object]] = [_parts(document.roots)]
    while pending:
        for part in pending[-1]:
            if isinstance(part, Object | list) and id(part) not in seen:
                seen.add(id(part))
                yield (_OPEN, type(part).__name__)
                pending.append(_parts(part))
                break
            yield part if isinstance(part, tuple) else _scalar(part)
        else:
            pending.pop()
            yield (_CLOSE,)


def _parts(node: Object | list[Node]) -> Iterator[object]:
    if isinstance(node, list):
        yield from node
        return
    for key, value in node.members:
        yield key
        yield value


def _scalar(part: object) -> object:
    return (_OPEN, "again") if isinstance(part, Object | list) else text_of(part)
