"""Frames in whole JSON documents: an array of frames, or a session with its frames as events."""

from collections.abc import Callable, Iterator

from ocpplint.documents.tree import Document, Route, Span
from ocpplint.facts.fact import Location
from ocpplint.facts.inputs import InputProblem, InputReport
from ocpplint.facts.message import Message
from ocpplint.readers.traces.dialects import NO_DIALECTS, Dialects
from ocpplint.readers.traces.frame_sink import FrameSink
from ocpplint.readers.traces.nested import Nested
from ocpplint.readers.traces.prefixes import Prefixes
from ocpplint.readers.traces.wrapped import read_wrapped


def frames_in_document(
    document: Document,
    path: str,
    report: InputReport,
    position: Callable[[int], tuple[int, int]],
    dialects: Dialects = NO_DIALECTS,
) -> Iterator[Message | InputProblem]:
    """Find the OCPP-J frames in a parsed document, each with its exact place.

    ``position`` turns an offset into the document's text into line and column, both 1-based. ``report``
    is filled on the way, but for its ``lines``.
    """
    prefixes = Prefixes(dialects)
    sink = FrameSink(path, report, prefixes)
    nested = Nested(sink, prefixes)
    for index, root in enumerate(document.roots):
        for wrapped in read_wrapped(root, (index,)):
            location = _location(document, wrapped.route, path, position)
            nested.wrapped(wrapped, location, None)
            if sink.released:
                yield from sink.released
                sink.released.clear()
    sink.end()
    yield from sink.released


def _location(document: Document, route: Route, path: str, position: Callable[[int], tuple[int, int]]) -> Location:
    span: Span = document.spans(route).value
    return Location(path, *position(span.start), *position(span.end))
