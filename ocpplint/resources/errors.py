"""The exception for what the user has to change."""


class UsageError(Exception):
    """An argument, or a file that an argument or a configuration names, can't be used.

    ``reason`` says why, in one line that shows no credential. ``path``, ``line`` and ``column`` (counted from 1) say
    where; they are None for a mistake that stands in no file, or whose place can't be told. ``str()`` is
    ``path:line:column: reason``, or the reason alone.
    """

    def __init__(
        self, reason: str, path: str | None = None, line: int | None = None, column: int | None = None
    ) -> None:
        self.reason, self.path, self.line, self.column = reason, path, line, column
        place = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(f"{place}: {reason}" if place else reason)
