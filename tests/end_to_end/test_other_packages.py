"""Nothing is found in what comes with packages that have nothing to do with stations: Python's here, and Node's."""

import shutil
import subprocess
import tarfile
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

import pytest

import ocpplint

ENDINGS = frozenset(
    (
        *(".json", ".jsonc", ".json5", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".properties", ".env"),
        *(".csv", ".tsv", ".xml", ".md", ".rst", ".html", ".htm", ".txt"),
    )
)
NPM = (
    *("ws@8.23.0", "socket.io@4.8.4", "engine.io@6.6.13", "reconnecting-websocket@4.4.0", "mqtt@5.16.0"),
    *("amqplib@2.3.1", "kafkajs@2.2.4", "i18next@26.7.2", "@formatjs/intl@6.1.4", "ajv@8.20.0", "eslint@10.15.0"),
    *("prettier@3.10.1", "vite@8.4.0", "express@5.3.0", "swagger-ui-dist@5.35.0", "ocpp-rpc@2.2.1"),
    *("helm-ts@0.1.5", "node-red@4.1.15", "chart.js@4.6.1", "schema-utils@4.8.5"),
)
"""Packages that keep sockets, translations, schemas, charts and pages; one speaks OCPP itself."""


def found_in(files: Iterable[Path]) -> list[tuple[str, str]]:
    """Return the findings in files that nobody meant for a station, and the files that were taken for configurations."""
    result = ocpplint.check([str(file) for file in files])
    taken = [entry for entry in result.inputs if entry.kind == "settings" or entry.unread]
    found = [(finding.location.path, finding.code) for finding in result.findings]
    return [*found, *((entry.path, entry.kind) for entry in taken)]


@pytest.mark.slow
def test_nothing_is_found_in_the_packages_installed_here() -> None:
    files = {
        Path(str(file.locate()))
        for package in distributions()
        if package.name != "ocpplint"
        for file in package.files or ()
        if file.suffix.lower() in ENDINGS
    }
    there = sorted(file for file in files if file.is_file())
    assert len(there) > 300
    assert found_in(there) == []


@pytest.mark.world
def test_nothing_is_found_in_twenty_packages_of_npm(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("there is no npm")
    command = [npm, "pack", "--silent", "--pack-destination", str(tmp_path), *NPM]
    subprocess.run(command, check=True, cwd=tmp_path, capture_output=True, timeout=300)
    for packed in tmp_path.glob("*.tgz"):
        with tarfile.open(packed) as archive:
            archive.extractall(tmp_path / packed.stem, filter="data")
    files = sorted(file for file in tmp_path.rglob("*") if file.suffix.lower() in ENDINGS and file.is_file())
    assert len(files) > 100
    assert found_in(files) == []
