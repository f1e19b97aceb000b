"""The command ``ocpplint``."""

import gc
import os
import sys


def main() -> None:
    """Run the command line. ``--version`` by itself is answered before anything is imported: CI calls it often."""
    if sys.argv[1:] == ["--version"]:
        from ocpplint.resources.version import __version__

        print(f"ocpplint {__version__}")  # noqa: T201
        return
    # Modules, rules and facts are many and refer to each other in one direction only: to look for cycles early finds
    # next to nothing.
    gc.set_threshold(1_000_000, 20, 100)
    from ocpplint.cli import run

    try:
        run()
    except SystemExit as end:
        _leave(end)


def _leave(end: SystemExit) -> None:
    """End the process at once: to take apart what is in memory, piece by piece, takes longer than a small check."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        raise end from None
    if isinstance(end.code, int):
        os._exit(end.code)
    raise end


if __name__ == "__main__":
    main()
