"""Exit codes and error messages."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of every command (stable)."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    NOTHING = 3
    INTERNAL = 4


def complain(message: str) -> None:
    """Print an error on standard error. Control characters of a path or value are made visible."""
    from ocpplint.cli.output import complaints

    complaints().line(f"ocpplint: {message}")
