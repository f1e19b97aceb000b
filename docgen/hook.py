"""What MkDocs calls: pages that are made of what exists are added to those that are written by hand.

MkDocs takes this file as a hook (``mkdocs.yml``); its events are described at
https://www.mkdocs.org/dev-guide/plugins/#events.
"""

import glob
import json
import os
import re
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from docgen import command_pages, profile_pages, rule_pages
from docgen.repository import with_repository
from docgen.rule_links import with_rule_links
from ocpplint.config.editors import editor_schema
from ocpplint.engine.packs import load_rules
from ocpplint.stations.registry import Profiles

_ESCAPED_BAR = re.compile(r"`[^`\n]*\\\|[^`\n]*`")
_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the generated pages into the navigation."""
    for entry in config.nav or []:
        if "Rules" in entry:
            entry["Rules"] += _rules()
        if "Station profiles" in entry:
            entry["Station profiles"] += [f"profiles/{profile.name}.md" for profile in profile_pages.shipped()]
    return config


def _rules() -> list[dict[str, list[str]]]:
    return [
        {heading: [rule_pages.source_of(rule) for rule in rules]} for heading, rules in rule_pages.by_category()
    ]


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of rules, profiles and commands, and the schemas under the names in their ``$id``."""
    for pages in (rule_pages.pages(), profile_pages.pages(), command_pages.pages()):
        for path, text in pages.items():
            files.append(File.generated(config, path, content=text))
    for path, source in _schemas().items():
        files.append(File.generated(config, path, abs_src_path=source))
    schema = editor_schema(load_rules(), Profiles().shipped())
    files.append(File.generated(config, _place(schema["$id"]), content=json.dumps(schema, indent=2)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """Link the codes of rules, say where the repository is, and write bars in code as Python-Markdown wants them.

    GitHub needs a backslash before these.
    """
    linked = with_rule_links(markdown, page.file.src_uri, rule_pages.sources())
    linked = with_repository(linked, config.extra.get("repository", ""))
    return _ESCAPED_BAR.sub(lambda code: code[0].replace("\\|", "|"), linked)


def _schemas() -> dict[str, str]:
    """Return the files of the published schemas by their places in the site, which their ``$id`` tells.

    That of the configuration is published as editors get it, and made of rules and profiles.
    """
    found = {}
    for path in sorted(glob.glob(os.path.join(_ROOT, "ocpplint", "**", "*.schema.json"), recursive=True)):
        with open(path, encoding="utf-8") as file:
            name: str = json.load(file)["$id"]
        if not path.endswith("config.schema.json"):
            found[_place(name)] = path
    return found


def _place(name: str) -> str:
    """Return the path of a schema in the site: ``urn:ocpplint:schema:output:1`` is ``schemas/output-1.json``."""
    kind, version = name.removeprefix("urn:ocpplint:schema:").split(":")
    return f"schemas/{kind}-{version}.json"
