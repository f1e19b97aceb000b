"""Writing a profile as the YAML or JSON file that ``--profile`` takes."""

import os
import re
import textwrap
from collections.abc import Iterable
from typing import Any

_WIDTH = 116
_COMMAND = re.compile("::|##")
_UNPRINTED = re.compile("[^\n -~]")


def profile_text(data: dict[str, Any], comments: Iterable[str], path: str | None = None) -> str:
    """Return the text of a profile file, in the format that the ending of ``path`` names; YAML for any other.

    Each of ``comments`` is a paragraph at its top. JSON has no comments, so it goes without.
    """
    ending = os.path.splitext(path or "")[1].lower()
    if ending == ".json":
        return _json(data)
    mark = "//" if ending == ".jsonc" else "#"
    lines = [line for comment in comments for line in _comment(comment, mark)]
    return "".join(f"{line}\n" for line in lines) + (_json(data) if ending == ".jsonc" else _body(data))


def _json(data: dict[str, Any]) -> str:
    """Write data as JSON in ASCII, with escapes for what a build service may take for a command."""
    import json

    text = json.dumps(data, indent=2)
    return text.replace("##", "#\\u0023").replace("::", ":\\u003a") + "\n"


def _body(data: dict[str, Any]) -> str:
    """Write data as YAML: quoted and escaped what has no shape, or what a build service may take for a command."""
    import yaml

    class Dumper(yaml.SafeDumper):
        pass

    def represent(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
        style = '"' if not text.isprintable() or _COMMAND.search(text) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    Dumper.add_representer(str, represent)
    body = str(yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH))
    return _UNPRINTED.sub(_escape, body).replace("##", "#\\x23")


def _escape(found: re.Match[str]) -> str:
    return found[0] if found[0].isprintable() else f"\\U{ord(found[0]):08x}"


def profile_name(path: str | None, otherwise: str) -> str:
    """Return the name of a profile that is written to ``path``: the file's, as far as a name can have it."""
    stem = os.path.basename(path or "").split(".", 1)[0].lower()
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-") or otherwise


def _comment(text: str, mark: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=f"{mark} ", subsequent_indent=f"{mark}   ", break_on_hyphens=False
    )
