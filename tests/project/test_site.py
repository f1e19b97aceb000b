"""The site of the documentation: built strictly, whole, self-contained, and at the addresses that findings give."""

import json
import os
import re
import sys
from collections.abc import Iterator
from functools import cache, cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
import pytest

from docgen import command_pages, profile_pages, rule_pages
from docgen.markdown import code, fence, prose
from docgen.rule_links import with_rule_links
from docgen.rule_remedies import fix_kind
from ocpplint.analysis.rule_examples import unmark
from ocpplint.config.configuration import load_config
from ocpplint.config.editors import editor_schema
from ocpplint.engine.options import bounds
from ocpplint.engine.options import shown as written
from ocpplint.engine.packs import load_rules
from ocpplint.engine.rule import Rule
from ocpplint.stations.profile import Profile
from ocpplint.stations.registry import Profiles
from tests.support.command import ENVIRONMENT, ROOT
from tests.support.offline import must

pytestmark = pytest.mark.slow

RULES = load_rules()


@cache
def rule_texts() -> dict[str, str]:
    """The pages of the rules, made once: their examples are run for it."""
    return rule_pages.pages()


class Page(HTMLParser):
    """A page as a browser sees it: its anchors, its links, and what it loads."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.anchors: set[str] = {""}
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.anchors |= {value for name in ("id", "name") if (value := given.get(name))}
        if tag == "a" and (target := given.get("href")):
            self.links.append(target)
        elif tag == "link" and given.get("rel") not in ("canonical", "next", "prev"):
            self.loads.append(given.get("href") or "")
        elif source := given.get("src"):
            self.loads.append(source)


class Site:
    """The built site."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def pages(self) -> dict[Path, Page]:
        return {path: Page(path) for path in sorted(self.folder.rglob("*.html")) if path.name != "404.html"}

    def links(self) -> Iterator[tuple[Path, str, str]]:
        """Yield every link within the site: the page it is on, the file it leads to and the anchor there."""
        for path, page in self.pages.items():
            for link in page.links:
                parts = urlsplit(link)
                if not parts.scheme:
                    target = os.path.normpath(path.parent / unquote(parts.path)) if parts.path else str(path)
                    yield path, target, unquote(parts.fragment)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    environment = {**ENVIRONMENT, "NO_MKDOCS_2_WARNING": "1"}
    must(
        *(sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder),
        cwd=ROOT,
        env=environment,
    )
    return Site(folder)


def test_every_finding_s_address_is_a_page_about_its_rule(site: Site) -> None:
    for rule in load_rules(docs_url="https://docs.example.com/ocpplint/"):
        page = site.folder / rule.url.removeprefix("https://docs.example.com/ocpplint/")
        assert "<h1 id=" in (text := page.read_text(encoding="utf-8"))
        assert f"{rule.code} {rule.name}" in text


def test_every_schema_is_published_under_its_name(site: Site) -> None:
    published = {
        path.relative_to(site.folder): json.loads(path.read_text()) for path in site.folder.glob("schemas/*")
    }
    for path, schema in published.items():
        kind, version = path.stem.split("-")
        assert schema["$id"] == f"urn:ocpplint:schema:{kind}:{version}"
    assert len(published) == len(list((ROOT / "ocpplint").rglob("*.schema.json")))
    shipped = editor_schema(RULES, Profiles().shipped())
    assert published[Path("schemas/config-1.json")] == shipped


def test_links_lead_to_pages_and_headings(site: Site) -> None:
    checked = 0
    for path, target, anchor in site.links():
        page = site.pages.get(Path(target))
        assert page is not None, f"{path}: {target}"
        assert anchor in page.anchors, f"{path}: {target}#{anchor}"
        checked += 1
    assert checked > 1000


def test_links_to_elsewhere_are_well_formed(site: Site) -> None:
    outside = {link for page in site.pages.values() for link in page.links if urlsplit(link).scheme}
    assert outside
    for link in outside:
        parts = urlsplit(link)
        assert parts.scheme == "https"
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", parts.netloc), link


def test_nothing_is_loaded_from_elsewhere(site: Site) -> None:
    for path, page in site.pages.items():
        for source in page.loads:
            parts = urlsplit(source)
            assert not parts.netloc, f"{path}: {source}"
            assert not parts.scheme, f"{path}: {source}"
            assert (path.parent / unquote(parts.path)).exists(), f"{path}: {source}"
    styles = "".join(path.read_text(encoding="utf-8") for path in site.folder.rglob("*.css"))
    assert not re.search(r"(@import|url\()\s*[\"']?https?:", styles)


@pytest.fixture(params=RULES, ids=lambda rule: rule.code)
def rule(request: pytest.FixtureRequest) -> Rule:
    chosen: Rule = request.param
    return chosen


def page_of(rule: Rule) -> str:
    return rule_texts()[rule_pages.source_of(rule)]


def test_a_rule_s_page_has_all_there_is_to_say(rule: Rule) -> None:
    page = page_of(rule)
    for text in (rule.summary, rule.source, *rule.why.strip().split("\n\n")):
        assert prose(text) in page
    for example in (*rule.examples["bad"], *rule.examples["good"]):
        assert f"**{prose(example['title'])}**" in page
        for text in unmark(example).files.values():
            assert text.rstrip("\n") in page
    for option, said in rule.options.items():
        assert f"| {code(option)} | {code(written(said, said['default']))} | {bounds(said)} |" in page


def test_a_rule_s_page_shows_what_ocpplint_says(rule: Rule) -> None:
    shown = re.findall(rf"^.+:\d+:\d+: (error|warning|info) {rule.code} {rule.name}$", page_of(rule), re.MULTILINE)
    assert bool(shown) == bool(rule.examples["bad"])


def test_a_rule_s_page_shows_configurations_that_load(rule: Rule, tmp_path: Path) -> None:
    found = re.findall(r"^```toml[^\n]*\n(.*?)^```$", page_of(rule), re.MULTILINE | re.DOTALL)
    for text in found:
        (tmp_path / "ocpplint.toml").write_text(text)
        load_config(str(tmp_path / "ocpplint.toml"))
    assert found


def test_no_mark_of_an_example_is_left(rule: Rule) -> None:
    before, _, _ = page_of(rule).partition('??? note "The rule itself"')
    assert not re.search(r"<<[^\n]+>>", before)


def test_the_list_of_rules_has_each_once_below_a_category_with_words() -> None:
    index = rule_texts()["rules/index.md"]
    for rule in RULES:
        assert index.count(f"[{rule.code}]({rule.code}.md) {rule.name} |") == 1
    assert {rule.category for rule in RULES} <= set(rule_pages.CATEGORIES)


def test_the_fix_that_a_page_promises_is_that_of_its_examples() -> None:
    kinds = {rule.code: fix_kind(rule) for rule in RULES}
    for rule in RULES:
        if any("fixed" in example for example in rule.examples["bad"]):
            assert kinds[rule.code] != "none"
    assert set(kinds.values()) == {"none", "safe", "unsafe", "safe or unsafe"}


def test_every_command_and_option_is_listed() -> None:
    page = command_pages.pages()["commands.md"]
    listed = dict(command_pages.commands())
    assert {"check", "audit", "baseline create", "profiles learn", "rules test"} <= set(listed)
    for name, command in listed.items():
        section = re.search(rf"^#+ {name}\n(.*?)(?=^#|\Z)", page, re.MULTILINE | re.DOTALL)
        assert section is not None
        for option in command.params:
            if isinstance(option, click.Option):
                assert all(f"`{flag}" in section[1] for flag in option.opts)


@pytest.mark.parametrize("profile", profile_pages.shipped(), ids=lambda profile: profile.name)
def test_every_key_of_a_profile_is_listed_once(profile: Profile) -> None:
    page = profile_pages.pages()[f"profiles/{profile.name}.md"]
    for key in profile.key_names():
        assert page.count(f"\n| {code(key)} | ") == 1


def test_text_becomes_no_markup() -> None:
    assert prose("the suffix _2 of *x* <b>, `a_b*`") == r"the suffix \_2 of \*x\* \<b\>, `a_b*`"
    assert code("a|b") == r"`a\|b`"
    assert code("a`b") == "`` a`b ``"
    assert fence("x ``` y\n", "yaml", [1])[0] == '````yaml hl_lines="1"'


def test_rules_of_one_s_own_have_the_address_they_give(tmp_path: Path) -> None:
    shipped = (
        Path(RULES[0].path)
        .read_text(encoding="utf-8")
        .replace(RULES[0].code, "ACM001")
        .replace(RULES[0].name, "acme")
    )
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "ACM001.yaml").write_text(shipped, encoding="utf-8")
    (tmp_path / "acme" / "ACM002.yaml").write_text(
        shipped.replace("ACM001", "ACM002").replace("acme", "acme-2") + "url: https://handbook.example/ACM002\n",
        encoding="utf-8",
    )
    own = {rule.code: rule.url for rule in load_rules([str(tmp_path)]) if rule.code.startswith("ACM")}
    assert own == {"ACM001": "", "ACM002": "https://handbook.example/ACM002"}


LINKED = """# SCP001 in a heading

SCP001 and `SCP002`, in [SCP001](a.md), `ignore[SCP001]`, SCP999, XSCP001

```yaml
SCP001: in code
```

    SCP001 in a note
"""


def test_codes_in_sentences_are_links() -> None:
    targets = {"SCP001": "rules/SCP001.md", "SCP002": "rules/SCP002.md"}
    made = with_rule_links(LINKED, "deep/page.md", targets)
    first, second = "[SCP001](../rules/SCP001.md)", "[`SCP002`](../rules/SCP002.md)"
    expected = LINKED.replace("\nSCP001 and `SCP002`", f"\n{first} and {second}")
    assert made == expected
    assert with_rule_links("SCP001", "rules/SCP001.md", targets) == "SCP001"


def test_pages_written_by_hand_lead_to_the_rules_they_name(site: Site) -> None:
    linked = {os.path.basename(target) for path, target, _ in site.links() if path.name == "station-model.html"}
    assert {"SCP001.html", "SCP004.html", "SCP013.html"} <= linked
