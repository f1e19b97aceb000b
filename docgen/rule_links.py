"""Links from a rule's code, wherever a page names it, to the page of the rule."""

import re
from collections.abc import Mapping

_NO_PLACE_FOR_LINKS = "|".join(
    (
        r"^(?P<ticks>`{3,})[^\n]*\n(?:[^\n]*\n)*?(?P=ticks)$",  # a block of code
        r"^(?: {4}|#)[^\n]*$",  # what an admonition holds; a heading
        r"`(?![A-Z]{3}\d{3}`)[^`\n]+`",  # code within a sentence that is more than a rule's
        r"\[[^\]\n]*\]\([^)\n]*\)",  # a link
    )
)


def with_rule_links(text: str, page: str, targets: Mapping[str, str]) -> str:
    """Make links of the codes that a page names.

    ``targets`` are the paths of the rules' pages by code, from the top of the site, as ``page`` is that of ``text``. A
    code of no rule stays as it is, and so does a page's own.
    """
    codes = [code for code, path in targets.items() if path != page]
    found = re.compile(rf"{_NO_PLACE_FOR_LINKS}|(?P<code>`?\b(?:{'|'.join(codes)})\b`?)", re.MULTILINE)
    up = "../" * page.count("/")
    return found.sub(lambda match: _linked(match, up, targets), text)


def _linked(match: re.Match[str], up: str, targets: Mapping[str, str]) -> str:
    name = match["code"]
    return match[0] if name is None else f"[{name}]({up}{targets[name.strip('`')]})"
