"""The summary line: the inputs, the findings, and the input that is not understood."""

from collections.abc import Iterator, Sequence

from ocpplint.facts.inputs import InputReport
from ocpplint.reporters.report import Report, posix_path
from ocpplint.reporters.safe_text import safe

_MOST_NAMED = 3
_PROBLEMS = {
    "unreadable": ("file that can't be read", "files that can't be read"),
    "syntax": ("file with syntax errors", "files with syntax errors"),
    "encoding": ("file in an unknown encoding", "files in an unknown encoding"),
    "too-deep": ("file nested too deeply", "files nested too deeply"),
    "too-large": ("file too large", "files too large"),
}


def summary_line(report: Report) -> str:
    """Return the summary line.

    ``Checked 3 files (2 stations, 42 settings): 1 error, 1 fixable. Not understood: nothing.`` What rests on an assumed
    profile is counted after it: a gate that errors alone shut lets that through.
    """
    line = f"{_checked(report)}: {_found(report)}. Not understood: {_not_understood(report.inputs)}."
    return line + "".join(_assumed(name, number) for name, number in report.assumed.items())


def _assumed(profile: str, number: int) -> str:
    rest = "finding rests" if number == 1 else "findings rest"
    return (
        f' {number} {rest} on the assumed profile {profile}; say `profile = "{profile}"`, or what the stations are, in'
        " ocpplint.toml or with --profile."
    )


def reading_line(inputs: Sequence[InputReport]) -> str:
    """Return the number of inputs, and the input that is not understood."""
    return f"Read {counted(len(inputs), 'file')}. Not understood: {_not_understood(inputs)}."


def _checked(report: Report) -> str:
    inputs = report.inputs
    stations = {station for entry in inputs for station in entry.stations}
    frames = sum(entry.frames for entry in inputs)
    parts = [
        counted(len(stations), "station"),
        counted(sum(entry.settings for entry in inputs), "setting"),
        *([counted(frames, "frame")] if frames else []),
    ]
    return f"Checked {counted(len(inputs), 'file')} ({', '.join(parts)})"


def _found(report: Report) -> str:
    summary = report.summary
    parts = [
        counted(number, name)
        for number, name in ((summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info"))
        if number
    ] or ["no findings"]
    parts += [f"{summary.fixable} fixable"] if summary.fixable else []
    parts += [f"{summary.suppressed} suppressed"] if summary.suppressed else []
    return ", ".join(parts)


def _not_understood(inputs: Sequence[InputReport]) -> str:
    parts = ", ".join(_gaps(inputs)) or "nothing"
    without = sum(entry.kind == "other" and not entry.problems for entry in inputs)
    return f"{parts}; {counted(without, 'file')} without OCPP content" if without else parts


def _unread(inputs: Sequence[InputReport]) -> str:
    """Name the inputs with settings that were not read: a run that says nothing of them would pass for a clean one."""
    paths = [safe(posix_path(entry.path)) for entry in inputs if entry.unread]
    if not paths:
        return ""
    rest = len(paths) - _MOST_NAMED
    return f"settings in {', '.join(paths[:_MOST_NAMED])}" + (
        f" and {counted(rest, 'more file')}" if rest > 0 else ""
    )


def _gaps(inputs: Sequence[InputReport]) -> Iterator[str]:
    if unread := _unread(inputs):
        yield unread
    for kind, (one, many) in _PROBLEMS.items():
        if files := sum(kind in entry.problems for entry in inputs):
            yield counted(files, one, many)
    if truncated := sum(entry.truncated for entry in inputs):
        yield counted(truncated, "truncated frame")
    if malformed := sum(entry.problems.get("malformed", 0) + entry.problems.get("framing", 0) for entry in inputs):
        yield counted(malformed, "malformed frame")
    if unrecognised := sum(entry.unrecognised for entry in inputs):
        yield counted(unrecognised, "line that looks like OCPP", "lines that look like OCPP")


def counted(number: int, one: str, many: str | None = None) -> str:
    """Count things in words, with the plural where there are several."""
    return f"{number} {one if number == 1 else many or one + 's'}"
