"""``ocpplint profiles import``: a profile from the table of keys in a station's documentation."""

import os
from typing import TYPE_CHECKING, Any

import click

from ocpplint.cli.exits import Exit, complain
from ocpplint.cli.profile_out import check_out, force_option, out_option, parent, report_written, write_out
from ocpplint.credentials.names import is_credential
from ocpplint.reporters.gate import unmarked
from ocpplint.reporters.safe_text import redact, safe
from ocpplint.resources.datafile import DataFileError
from ocpplint.stations.profile import Profile
from ocpplint.stations.profile_writing import profile_name, profile_text
from ocpplint.stations.registry import Profiles

if TYPE_CHECKING:
    from ocpplint.stations.keytable.importing import Imported, Remark

_MOST_CHARACTERS = 20_000_000
_LONGEST_SHOWN = 80


@click.command("import")
@click.argument("path", metavar="FILE")
@out_option
@force_option
@click.option(
    "--extends",
    metavar="NAME|FILE",
    help="The profile to extend.  [default: by maker, columns and keys, else generic]",
)
def import_(path: str, out: str | None, force: bool, extends: str | None) -> int:  # noqa: FBT001  click passes by name
    """Create a profile from the table of keys in a station's web page or documentation.

    FILE is the saved HTML page, or the table as text: separated by tabs, commas or bars, or with one cell per line; -
    is standard input. Rows that can't be read are listed and left out.
    """
    check_out(out, force=force)
    text = _read(path)
    if text is None:
        return Exit.NOTHING
    from ocpplint.stations.keytable.importing import base_of, import_keys

    try:
        base = Profiles(extends).default if extends is not None else base_of(text, Profiles())
    except DataFileError as error:
        raise click.UsageError(str(error)) from error
    imported = import_keys(text, base)
    if imported is None:
        complain(f"{path}: no table of configuration keys found")
        return Exit.NOTHING
    notes = [*_without_credentials(imported), *(_shown(path, remark) for remark in imported.remarks)]
    if imported.unread_columns:
        notes.append(f"a profile has no place for: {', '.join(map(_shortened, imported.unread_columns))}")
    data = _profile_data(imported, base, path, out, parent(base, extends, out))
    write_out(profile_text(data, [f"Imported from {unmarked(safe(data['source']))}."], out), out, force=force)
    report_written(out, data, map(redact, notes))
    return Exit.CLEAN


def _read(path: str) -> str | None:
    """Return the text of a file, unpacked and decoded; None, after an error message, where that fails."""
    from ocpplint.sources.source import Source

    source = Source(path, real_path=path)
    try:
        with source.open() as opened:
            text = opened.text.read(_MOST_CHARACTERS + 1)
    except OSError as error:
        complain(f"{path}: {(error.strerror or 'can not be read').lower()}")
        return None
    if opened.account.broken or len(text) > _MOST_CHARACTERS:
        complain(f"{path}: this file can't be read to its end")
        return None
    return text


def _without_credentials(imported: "Imported") -> list[str]:
    """Leave out the defaults of credentials, since profiles are shared."""
    notes = []
    for key, said in imported.keys.items():
        if said.get("default") and is_credential(key):
            del said["default"]
            notes.append(f"the default of `{_shortened(key)}` is left out: it is a credential")
    return notes


def _shown(path: str, remark: "Remark") -> str:
    column = f"{_shortened(remark.column)}: " if remark.column else ""
    return f"{path}:{remark.line}: {column}`{_shortened(remark.text)}`: {remark.reason}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _profile_data(imported: "Imported", base: Profile, path: str, out: str | None, extends: str) -> dict[str, Any]:
    from ocpplint.stations.keytable.importing import entries

    file = os.path.basename(path) if path != "-" else "standard input"
    source = f'{file}, "{imported.title}"' if imported.title else file
    data: dict[str, Any] = {
        "name": profile_name(out, "imported"),
        "title": imported.title or f"Configuration keys of {file}",
        "extends": extends,
        "source": source,
    }
    stated = {"firmware": imported.firmware, "date": imported.date}
    data |= {name: value for name, value in stated.items() if value is not None}
    return {**data, "keys": entries(imported, base, source)}
