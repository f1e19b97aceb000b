"""Writing a profile as the YAML file that ``--profile`` takes."""

import os
import re
import textwrap
from collections.abc import Iterable
from typing import Any

_WIDTH = 116


def profile_text(data: dict[str, Any], comments: Iterable[str]) -> str:
    """Return the text of a profile file. Each of ``comments`` is a paragraph at its top."""
    import yaml

    lines = [line for comment in comments for line in _comment(comment)]
    body = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return "".join(f"{line}\n" for line in lines) + str(body)


def profile_name(path: str | None, otherwise: str) -> str:
    """Return the name of a profile that is written to ``path``: the file's, as far as a name can have it."""
    stem = os.path.basename(path or "").split(".", 1)[0].lower()
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-") or otherwise


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="#   ", break_on_hyphens=False)
