"""XML for any content of the inputs, in ASCII: valid in any encoding, and without control characters."""

from collections.abc import Iterable

from ocpplint.reporters.safe_text import safe

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def element(name: str, attributes: Iterable[tuple[str, str | int]], content: str = "") -> str:
    """Write an element on one line. ``content`` is markup already; the values of the attributes are text."""
    start = opening(name, attributes)
    return f"{start}{content}</{name}>" if content else f"{start[:-1]}/>"


def opening(name: str, attributes: Iterable[tuple[str, str | int]]) -> str:
    """Write the start tag of an element."""
    return f"<{name}" + "".join(f' {key}="{text(str(value))}"' for key, value in attributes) + ">"


def text(value: str) -> str:
    """Escape a text, for an attribute as well as for content.

    What XML 1.0 has no way to write (section 2.2: control characters, half surrogate pairs) ``safe`` makes visible.
    ``##`` is broken up, for Azure Pipelines takes ``##vso[`` anywhere in its log for a command.
    """
    escaped = safe(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return escaped.replace("##", "#&#35;").encode("ascii", "xmlcharrefreplace").decode("ascii")
