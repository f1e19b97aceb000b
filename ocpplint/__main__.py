"""The command ``ocpplint``."""

import sys


def main() -> None:
    """Run the command line. ``--version`` by itself is answered before anything is imported: CI calls it often."""
    if sys.argv[1:] == ["--version"]:
        from ocpplint import __version__

        print(f"ocpplint {__version__}")  # noqa: T201
        return
    from ocpplint.cli import run

    run()


if __name__ == "__main__":
    main()
