"""A quick test for traces and logs: most files given to a linter are neither."""

import re

_HINT = r"\[\s*[2-6]\s*,\s*(?:\\*[\"']|\d+\s*,\s*\")|(?i:(?:message|msg)_?type)"


def looks_like_trace(head: str) -> bool:
    """Return whether the beginning of a text (some 64 kB) has an OCPP-J frame in it, bare, wrapped or broken."""
    if re.search(_HINT, head) is None:
        return False
    from ocpplint.facts.inputs import InputReport
    from ocpplint.readers.traces.dialects import NO_DIALECTS
    from ocpplint.readers.traces.lines import read_lines

    return any(True for _ in read_lines(head.splitlines(), "", InputReport(""), NO_DIALECTS))
