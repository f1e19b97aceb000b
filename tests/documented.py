"""The commands that the documentation shows, and what they print.

A ``console`` block begins with a command after ``$``; the rest is what it prints in the folder ``examples/``. Run as a program this
module writes the output of today into the documentation; a test fails where it has not been run.
"""

import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from command import ROOT, run

from ocpplint.reporters.matcher import matcher_text

BLOCK = re.compile(r"^```console\n\$ ocpplint (?P<arguments>.*)\n(?P<output>(?:(?!```).*\n)*)```$", re.MULTILINE)
EXAMPLE = re.compile(r"The file is\s+`(?P<path>[^`]+)`:\n\n```yaml\n(?P<text>.*?)```\n", re.DOTALL)

MATCHER = ROOT / "ocpplint" / "reporters" / "problem-matcher.json"


def pages() -> Iterator[Path]:
    """Yield the pages of the documentation."""
    yield from (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md")
    yield from sorted((ROOT / "docs").glob("*.md"))


def worked_example(page: str, folder: Path) -> Path:
    """Write the file that a page works out into a folder and return its path there."""
    return worked_examples(page, folder)[0]


def worked_examples(page: str, folder: Path) -> list[Path]:
    """Write the files that a page works out into a folder and return their paths there."""
    paths = []
    for match in EXAMPLE.finditer((ROOT / "docs" / page).read_text(encoding="utf-8")):
        path = folder / match["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(match["text"], encoding="utf-8")
        paths.append(path)
    assert paths, f"docs/{page} has no worked example"
    return paths


def refreshed(text: str) -> str:
    """Return the text of a page with the output of today in its ``console`` blocks."""
    return BLOCK.sub(_with_output, text)


def _with_output(block: re.Match[str]) -> str:
    arguments = shlex.split(block["arguments"])
    with tempfile.TemporaryDirectory() as own:
        # The page on rules shows what becomes of the file it works out.
        folder = Path(own) if "house-rules" in arguments else ROOT / "examples"
        if folder == Path(own):
            worked_example("rules.md", folder)
        outcome = run(*arguments, cwd=folder)
    return f"```console\n$ ocpplint {block['arguments']}\n{outcome.out}{outcome.err}```"


def main() -> None:
    """Bring every page up to date, and the problem matcher that is generated from its module."""
    MATCHER.write_text(matcher_text(), encoding="utf-8")
    for page in pages():
        text = page.read_text(encoding="utf-8")
        if (new := refreshed(text)) != text:
            page.write_text(new, encoding="utf-8")
            sys.stdout.write(f"{page.relative_to(ROOT)} is brought up to date\n")


if __name__ == "__main__":
    import os

    os.environ.setdefault("OCPPLINT_CACHE_DIR", "")
    main()
