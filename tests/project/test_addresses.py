"""No address in the project is one that somebody else may own, and one place says where the project is published."""

import ipaddress
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import yaml

from docgen.repository import ADDRESS, PATH, with_repository
from tests.support.command import ROOT

FOLDERS = (
    "benchmarks",
    "docgen",
    "docs",
    "examples",
    "findings",
    "grammars",
    "ocpplint",
    "rules",
    "templates",
    "tests",
    "tools",
)
PUBLISHERS = {
    "bford.info",
    "docs.github.com",
    "docs.gitlab.com",
    "docs.oasis-open.org",
    "github.com",
    "json-schema.org",
    "keepachangelog.com",
    "lark-parser.readthedocs.io",
    "no-color.org",
    "pre-commit.com",
    "raw.githubusercontent.com",
    "schema.getpostman.com",
    "semver.org",
    "www.apache.org",
    "www.mkdocs.org",
    "www.w3.org",
}
"""Who publishes the standards and the tools that the project refers to."""
RESERVED = re.compile(r"(^|\.)(example|test|invalid|localhost)$|(^|\.)example\.(com|net|org)$")
"""Names that nobody can own (RFC 2606, RFC 6761)."""
HOST = re.compile(r"(?i)\b(?:https?|wss?|ftps?)://(?:[^\s/@\"'`]*@)?([a-z0-9][a-z0-9.-]*)")


def texts() -> Iterator[tuple[str, str]]:
    """Yield the files of the project as text, by path."""
    listed = [path for path in ROOT.iterdir() if path.is_file()]
    listed += [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    for path in sorted(listed):
        if "__pycache__" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8", errors="replace")


def is_nobodys(host: str) -> bool:
    if "." not in host:
        return True  # a name within a network
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return bool(RESERVED.search(host))


def test_every_address_is_that_of_a_publisher_or_reserved_for_examples() -> None:
    found = {(host.rstrip(".").lower(), path) for path, text in texts() for host in HOST.findall(text)}
    assert {host for host, _ in found} >= PUBLISHERS
    assert [each for each in sorted(found) if each[0] not in PUBLISHERS and not is_nobodys(each[0])] == []


def test_schemas_are_named_and_not_placed() -> None:
    names = {
        path.name: json.loads(path.read_text(encoding="utf-8"))["$id"]
        for path in (ROOT / "ocpplint").rglob("*.schema.json")
    }
    assert len(names) >= 8
    assert names == {name: f"urn:ocpplint:schema:{name.removesuffix('.schema.json')}:1" for name in names}


class _Settings(yaml.SafeLoader):
    """Reads mkdocs.yml, whose values from the environment are kept as they are written."""


_Settings.add_constructor("!ENV", lambda loader, node: loader.construct_sequence(node))  # type: ignore[arg-type]


def test_one_place_says_where_the_repository_is() -> None:
    site = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Settings)  # noqa: S506  # a safe loader
    assert site["extra"]["repository"] == ["OCPPLINT_REPOSITORY", ""]
    assert "repo_url" not in site
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "urls" not in project
    saying = [path for path, text in texts() if "OCPPLINT_REPOSITORY" in text]
    assert saying == ["CONTRIBUTING.md", "mkdocs.yml", Path(__file__).relative_to(ROOT).as_posix()]


def test_pages_explain_the_placeholder_or_lead_to_the_page_that_does() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    named = {path.name: text for path in pages if ADDRESS in (text := path.read_text(encoding="utf-8"))}
    assert f"`{ADDRESS}` stands for" in named.pop("ci.md")
    assert set(named) == {"README.md", "start-repository.md"}
    assert all("ci.md) defines the placeholders of the repository" in text for text in named.values())


def test_a_published_repository_takes_the_place_of_the_placeholder() -> None:
    page = f"repo: {ADDRESS}\nuses: {PATH}@v1\n"
    assert with_repository(page, "") == page
    said = "repo: https://git.example.com/group/ocpplint.git\nuses: group/ocpplint@v1\n"
    assert with_repository(page, "https://git.example.com/group/ocpplint.git") == said
