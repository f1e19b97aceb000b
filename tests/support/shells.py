"""Shells at a terminal, and an `ocpplint` for them that says what it was given."""

import os
import pty
import select
import shlex
import subprocess
import sys
import time
from pathlib import Path

from tests.support.command import ENVIRONMENT

PROGRAM = """\
#!/bin/sh
case "$1" in
    __complete | completion) exec {python} -m ocpplint "$@" ;;
    *) printf 'GIVEN'; printf ' <%s>' "$@"; printf '\\n' ;;
esac
"""
HANGS = 60


def environment(folder: Path) -> dict[str, str]:
    """Put an `ocpplint` into ``folder`` that completes, and else says its arguments; return how it is found."""
    program = folder / "bin" / "ocpplint"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(PROGRAM.format(python=shlex.quote(sys.executable)))
    program.chmod(0o755)
    return {
        **ENVIRONMENT,
        "OCPPLINT_CACHE_DIR": os.environ["OCPPLINT_CACHE_DIR"],
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "ZDOTDIR": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "TERM": "dumb",
        "PS1": "$ ",
    }


def typed(command: list[str], keys: str, cwd: Path, env: dict[str, str]) -> str:
    """Type ``keys`` at a shell's terminal, and return all that it showed until it ended."""
    main, terminal = pty.openpty()
    process = subprocess.Popen(
        command, cwd=cwd, env=env, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True
    )
    os.close(terminal)
    os.write(main, keys.encode())
    shown = b""
    ends = time.monotonic() + HANGS
    while select.select([main], [], [], max(0.0, ends - time.monotonic()))[0]:
        try:
            piece = os.read(main, 65536)
        except OSError:  # the terminal's other end was closed
            break
        if not piece:
            break
        shown += piece
    os.close(main)
    process.kill()
    process.wait()
    return shown.decode(errors="replace")
