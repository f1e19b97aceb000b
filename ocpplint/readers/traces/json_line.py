"""The usual JSON line: one object with one frame in a member, and its data in the others.

A fast path of ``wrapped`` for flat objects.
"""

from typing import Any

import orjson

from ocpplint.readers.traces.envelopes import Envelope, tells
from ocpplint.readers.traces.frames import OPENING, is_frame


def read_flat(value: dict[str, Any]) -> tuple[list[Any], Envelope] | None:
    """Return the one frame in a flat object and what the rest says of it.

    None for any other object, which ``read_wrapped`` is for.
    """
    frame, payload = None, None
    told: list[tuple[str, object]] = []
    for name, member in value.items():
        kind = type(member)
        if kind is str and "[" in member and OPENING.search(member) is not None:
            member, kind = _decoded(member), list
        if kind is list and member:
            if not is_frame(member) or (frame is not None and frame != member):
                return None
            frame = member
        elif kind is dict and member:
            if payload is not None:
                return None
            payload = member
        elif tells(name):
            told.append((name, member))
    if frame is None or (payload is not None and frame[-1] != payload):
        return None
    return frame, Envelope().within(told)


def _decoded(text: str) -> object:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
