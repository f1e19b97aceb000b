"""The commands that the documentation shows, and what they print.

A page is a session in a copy of ``examples/``. A ``console`` block begins with a command after ``$``; the rest is what
it prints. A block below "The file is `…`:" is written into the folder before the commands that come after it. Run as a
program this module writes the output of today into the documentation; a test fails where it has not been run.
"""

import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ocpplint.integrations.hooks import hooks_text
from ocpplint.reporters.matcher import matcher_text
from tests.support.command import ROOT, run

FILE = r"The\s+file\s+is(?:\s+now)?\s+`(?P<path>[^`]+)`:\n\n```\w+\n(?P<text>(?:(?!```).*\n)*)```$"
COMMAND = r"^```console\n\$ ocpplint (?P<arguments>.*)\n(?P<output>(?:(?!```).*\n)*)```$"
STEP = re.compile(f"{FILE}|{COMMAND}", re.MULTILINE)

GENERATED = {
    ROOT / "ocpplint" / "reporters" / "problem-matcher.json": matcher_text,
    ROOT / ".pre-commit-hooks.yaml": hooks_text,
}
"""The files that are written from a module of the package."""


def pages() -> Iterator[Path]:
    """Yield the pages of the documentation."""
    yield from (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md")
    yield from sorted((ROOT / "docs").glob("*.md"))


def worked_files(page: str, folder: Path) -> list[Path]:
    """Write the files that a page works out into a folder, and return their paths there."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    paths = [_write_file(step, folder) for step in re.finditer(FILE, text, re.MULTILINE)]
    assert paths, f"docs/{page} works out no file"
    return paths


def refreshed(text: str) -> str:
    """Return the text of a page with the output of today in its ``console`` blocks."""
    with tempfile.TemporaryDirectory() as own:
        folder = Path(own) / "examples"
        shutil.copytree(ROOT / "examples", folder)
        return STEP.sub(lambda step: _taken(step, folder), text)


def _taken(step: re.Match[str], folder: Path) -> str:
    """Take a step of a page's session: write the file or run the command. Return its text as of today."""
    if step["path"]:
        _write_file(step, folder)
        return step[0]
    outcome = run(*shlex.split(step["arguments"]), cwd=folder)
    return f"```console\n$ ocpplint {step['arguments']}\n{outcome.out}{outcome.err}```"


def _write_file(step: re.Match[str], folder: Path) -> Path:
    path = folder / step["path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(step["text"], encoding="utf-8")
    return path


def main() -> None:
    """Bring every page up to date, and the files that are generated."""
    for path, text_of in GENERATED.items():
        path.write_text(text_of(), encoding="utf-8")
    for page in pages():
        text = page.read_text(encoding="utf-8")
        if (new := refreshed(text)) != text:
            page.write_text(new, encoding="utf-8")
            sys.stdout.write(f"{page.relative_to(ROOT)} is brought up to date\n")


if __name__ == "__main__":
    import os

    os.environ.setdefault("OCPPLINT_CACHE_DIR", "")
    main()
