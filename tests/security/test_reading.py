"""What a repository can have read: what stands in it, regular files of bounded size, and nothing that errors show."""

import json
import os
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ocpplint.config.configuration import schema_text
from ocpplint.findings import baseline
from ocpplint.resources import regular
from ocpplint.resources.regular import MOST_BYTES, open_regular, read_regular
from ocpplint.sources.repository import repository_of
from tests.support.command import write
from tests.support.in_process import Said, called

STATION = '{"key": "HeartbeatInterval", "value": "30"}\n'
QUIET = '{"key": "HeartbeatInterval", "value": "300"}\n'
RULE = """\
name: {name}
code: {code}
summary: A heartbeat more than once a minute
severity: warning
match:
  fact: setting
  when: base_key == "HeartbeatInterval" && int(value) < 60
message: "every {{value}} s"
label: too often
help: say less
why: It costs.
source: Acme handbook
examples:
  bad:
    - title: Often
      text: |
        {{"key": "HeartbeatInterval", "value": <<"30">>}}
  good:
    - title: Seldom
      text: |
        {{"key": "HeartbeatInterval", "value": "300"}}
"""
ACME = RULE.format(name="short-heartbeat", code="ACM001")
PROFILE = "name: acme\ntitle: Acme wall boxes\nsource: Acme handbook\nextends: {extends}\n"
BASELINE = '{"version": 1, "findings": []}'

Call = Callable[..., Said]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository to stand in, below it a folder of depots, beside it a folder ``outside``."""
    write(tmp_path, {"repository/.git/HEAD": "", "repository/depot/a.json": STATION, "outside/base.toml": ""})
    write(
        tmp_path,
        {
            "outside/house/x/ACM001.yaml": ACME,
            "outside/acme.yaml": PROFILE.format(extends="generic"),
            "outside/known.json": BASELINE,
            "outside/b.json": STATION,
        },
    )
    monkeypatch.chdir(tmp_path / "repository")
    return tmp_path / "repository"


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    return lambda *arguments: called(arguments, capsys, monkeypatch)


# What a configuration names.

NAMED = {
    "extend": 'extend = "../../outside/base.toml"',
    "rules": 'rules = ["../../outside/house"]',
    "profile": 'profile = "../../outside/acme.yaml"',
    "stations": '[[stations]]\nstation = "*"\nprofile = "../../outside/acme.yaml"',
}
LINKED = {
    "extend": ('extend = "../link"', "base.toml"),
    "rules": ('rules = ["../link"]', "house"),
    "profile": ('profile = "../link"', "acme.yaml"),
    "stations": ('[[stations]]\nstation = "*"\nprofile = "../link"', "acme.yaml"),
}


@pytest.mark.parametrize("setting", NAMED)
def test_what_leads_out_by_its_path_is_refused(repository: Path, call: Call, setting: str) -> None:
    write(repository, {"depot/ocpplint.toml": NAMED[setting]})
    said = call("check", "depot")
    assert (said.code, said.out) == (2, "")
    assert f"in `{setting}`: " in said.err
    assert f"leads out of the repository {repository}; the option `allow-outside` permits it" in said.err
    assert f"{Path('depot', 'ocpplint.toml')}:" in said.err


@pytest.mark.parametrize("setting", LINKED)
def test_what_leads_out_by_a_link_is_refused(repository: Path, call: Call, setting: str) -> None:
    text, target = LINKED[setting]
    write(repository, {"depot/ocpplint.toml": text})
    (repository / "link").symlink_to(repository.parent / "outside" / target)
    said = call("check", "depot")
    assert (said.code, said.out) == (2, "")
    assert f"in `{setting}`: " in said.err
    assert "leads out of the repository" in said.err


@pytest.mark.parametrize("setting", NAMED)
def test_the_command_line_allows_more(repository: Path, call: Call, setting: str) -> None:
    write(repository, {"depot/ocpplint.toml": NAMED[setting]})
    assert call("check", "--allow-outside", "nowhere", "--allow-outside", "../outside", "depot").code < 2


@pytest.mark.parametrize("setting", NAMED)
def test_the_environment_allows_more(
    repository: Path, call: Call, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(repository, {"depot/ocpplint.toml": NAMED[setting]})
    monkeypatch.setenv("OCPPLINT_ALLOW_OUTSIDE", os.pathsep.join(["nowhere", str(repository.parent / "outside")]))
    assert call("check", "depot").code < 2


@pytest.mark.parametrize("setting", NAMED)
def test_a_configuration_of_the_command_line_may_name_anything(repository: Path, call: Call, setting: str) -> None:
    write(repository, {"depot/ocpplint.toml": NAMED[setting]})
    assert call("check", "--config", "depot/ocpplint.toml", "depot").code < 2


def test_what_the_command_line_names_may_stand_anywhere(repository: Path, call: Call) -> None:
    out = "../outside"
    write(repository, {"../outside/own.lark": 'dialect: OWN\nOWN: "own "\n'})
    named = ("--rules", f"{out}/house", "--profile", f"{out}/acme.yaml", "--baseline", f"{out}/known.json")
    said = call("check", *named, "--dialect", f"{out}/own.lark", "--output-format", "concise", "depot")
    assert "ACM001" in said.out
    assert said.err == ""


COMMANDS = [
    ("check",),
    ("audit", "a.json"),
    ("baseline", "create"),
    ("state", "a.json"),
    ("config", "show"),
    ("config", "schema"),
    ("rules",),
    ("explain", "ACM001"),
    ("profiles",),
    ("profiles", "learn", "a.json"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_goes_by_the_same(
    repository: Path, call: Call, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(repository, {"depot/ocpplint.toml": NAMED["rules"]})
    monkeypatch.chdir(repository / "depot")
    said = call(*command)
    assert said.code == 2
    assert "in `rules`: ../../outside/house leads out of the repository" in said.err
    assert "leads out" not in call(*command, "--allow-outside", "../../outside").err


def test_what_stands_in_the_repository_is_read(repository: Path, call: Call) -> None:
    write(
        repository,
        {
            "shared.toml": 'rules = ["house"]',
            "house/x/ACM001.yaml": ACME,
            "depot/north/ocpplint.toml": 'extend = "../../shared.toml"',
            "depot/north/a.json": STATION,
        },
    )
    assert "ACM001" in call("check", "--output-format", "concise", "depot/north").out


def test_a_submodule_is_a_repository_of_its_own(repository: Path, call: Call) -> None:
    write(repository, {"shared.toml": "", "sub/.git": "gitdir: ../.git/modules/sub\n", "sub/a.json": STATION})
    write(repository, {"sub/ocpplint.toml": 'extend = "../shared.toml"'})
    assert repository_of("sub") == str(repository / "sub")
    assert "leads out of the repository" in call("check", "sub").err


def test_without_git_a_configuration_has_its_own_folder(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"shared.toml": "", "depot/ocpplint.toml": 'extend = "../shared.toml"', "depot/a.json": QUIET})
    monkeypatch.chdir(tmp_path)
    said = call("check", "depot")
    assert f"leads out of the repository {tmp_path / 'depot'};" in said.err
    write(tmp_path, {"depot/ocpplint.toml": 'extend = "shared.toml"', "depot/shared.toml": ""})
    assert call("check", "depot").code == 0


def test_a_profile_extends_what_stands_in_the_repository(repository: Path, call: Call) -> None:
    write(repository, {"ocpplint.toml": 'profile = "./own.yaml"', "near.yaml": PROFILE.format(extends="generic")})
    write(repository, {"own.yaml": PROFILE.format(extends="near.yaml")})
    assert call("check", "depot").code < 2
    write(repository, {"own.yaml": PROFILE.format(extends="../outside/acme.yaml")})
    said = call("check", "depot")
    assert said.code == 2
    assert "own.yaml:4:10: in `extends`: " in said.err
    assert "leads out of the repository" in said.err


FOUND = {
    "rule": ("house/x/ACM001.yaml", "house/x/ACM001.yaml", {"ocpplint.toml": 'rules = ["house"]'}),
    "profile": ("own.yaml", "acme.yaml", {"ocpplint.toml": 'profile = "./own.yaml"'}),
    "baseline": ("ocpplint-baseline.json", "known.json", {"ocpplint.toml": ""}),
    "baseline of no configuration": ("ocpplint-baseline.json", "known.json", {}),
    "configuration": ("ocpplint.toml", "base.toml", {}),
}


@pytest.mark.parametrize("what", FOUND)
def test_a_link_out_in_the_place_of_a_file_is_refused(repository: Path, call: Call, what: str) -> None:
    path, target, others = FOUND[what]
    write(repository, {"other/place": "", **others})
    (repository / path).parent.mkdir(parents=True, exist_ok=True)
    (repository / path).symlink_to(repository.parent / "outside" / target)
    said = call("check", ".")
    assert (said.code, said.out) == (2, "")
    assert path in said.err
    assert "out of" in said.err
    assert call("check", "--allow-outside", "../outside", ".").code < 2


def test_a_link_within_the_repository_is_followed(repository: Path, call: Call) -> None:
    write(repository, {"kept/ACM001.yaml": ACME, "ocpplint.toml": 'rules = ["house"]', "house/x/.keep": ""})
    (repository / "house" / "x" / "ACM001.yaml").symlink_to("../../kept/ACM001.yaml")
    assert "ACM001" in call("check", "--output-format", "concise", "depot").out


def test_rules_that_are_known_are_refused_when_they_lead_out(repository: Path, call: Call) -> None:
    """What comes of them is in the cache then, and nobody would open them."""
    write(repository, {"ocpplint.toml": 'rules = ["house"]', "house/x/ACM001.yaml": ACME})
    assert call("check", "depot").code < 2
    (repository / "house" / "x" / "ACM001.yaml").unlink()
    (repository / "house" / "x" / "ACM001.yaml").symlink_to(repository.parent / "outside/house/x/ACM001.yaml")
    assert call("check", "depot").code == 2


SETTINGS = {
    "cache-dir",  # ignored
    "connector-suffix",
    "desired",  # patterns for the paths that are read anyway
    "docs-url",  # shown, and never opened
    "extend",
    "extend-select",
    "fail-on",
    "ignore",
    "layout",  # a pattern for the paths that are read anyway
    "options",
    "profile",
    "rules",
    "select",
    "severity",
    "shapes",  # patterns, and paths inside documents
    "stations",
    "suppress",
}


def test_a_configuration_names_an_address_that_is_shown_and_no_other(repository: Path, call: Call) -> None:
    write(repository, {"ocpplint.toml": 'docs-url = "https://docs.example.com/x"\n'})
    write(repository, {"suffix.json": '{"RCMBDelta_2": "30"}'})
    asked = ("check", "--select", "SCP001", "--profile", "bender", "--output-format", "json", "suffix.json")
    found = json.loads(call(*asked).out)["findings"]
    assert {finding["url"] for finding in found} == {"https://docs.example.com/x/rules/SCP001.html"}
    write(repository, {"ocpplint.toml": 'docs-url = "file:///etc/passwd"\n'})
    assert call("check", "depot").code == 2


def test_no_setting_names_more_than_these() -> None:
    """A new setting is looked at here: does it name a file, a program or an address, or change a limit?"""
    assert set(json.loads(schema_text())["properties"]) == SETTINGS


def test_a_configuration_decides_what_fails_a_run(repository: Path, call: Call) -> None:
    arguments = ("check", "--select", "ACM", "--rules", "../outside/house", "--output-format", "concise", "depot")
    write(repository, {"ocpplint.toml": 'fail-on = "warning"', "strict.toml": "", "mute.toml": 'ignore = ["ACM"]'})
    assert call(*arguments).code == 1
    assert call(*arguments, "--config", "strict.toml").code == 0
    write(repository, {"ocpplint.toml": '[severity]\nACM001 = "info"\n'})
    assert " info ACM001" in call(*arguments).out
    write(repository, {"ocpplint.toml": 'ignore = ["ACM"]'})
    assert call(*arguments).out.count("ACM001") == 0
    write(repository, {"ocpplint.toml": '[[suppress]]\nrule = "ACM001"\nreason = "agreed"\n'})
    assert call(*arguments).out.count("ACM001") == 0


# What is found in folders.


def test_a_link_out_that_is_found_is_reported_and_not_read(repository: Path, call: Call) -> None:
    write(repository, {"../outside/secret.json": '[{"key": "HeartbeatInterval", "value": "hunter2hunter2"}]'})
    (repository / "depot" / "link.json").symlink_to(repository.parent / "outside" / "secret.json")
    for paths in (("depot",), (".",), ("depot/*.json",)):
        said = call("check", *paths)
        assert "INP002" in said.out
        assert "link.json" in said.out
        assert "a link out of its repository, which the option `allow-outside` allows" in said.out
        assert "hunter2" not in said.out + said.err
    assert "hunter2" in call("check", "--allow-outside", "../outside", "depot").out


def test_a_link_that_is_named_is_read(repository: Path, call: Call) -> None:
    (repository / "depot" / "link.json").symlink_to(repository.parent / "outside" / "b.json")
    arguments = ("check", "--rules", "../outside/house", "--output-format", "concise")
    assert "ACM001" in call(*arguments, "depot/link.json").out


def test_links_that_are_found_are_followed_within_the_repository(repository: Path, call: Call) -> None:
    write(repository, {"kept/b.json": STATION, "../outside/sub/c.json": STATION})
    (repository / "depot" / "link.json").symlink_to("../kept/b.json")
    (repository / "depot" / "folder").symlink_to(repository.parent / "outside")
    arguments = ("check", "--rules", "../outside/house", "--output-format", "concise", "--select", "ACM", "depot")
    assert [line.split(":")[0] for line in call(*arguments).out.splitlines()[:2]] == [
        "depot/a.json",
        "depot/link.json",
    ]


def test_without_git_links_are_followed_within_the_folder(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"logs/a.json": QUIET, "logs/kept/b.json": QUIET, "c.json": QUIET})
    (tmp_path / "logs" / "in.json").symlink_to("kept/b.json")
    monkeypatch.chdir(tmp_path)
    assert call("check", "logs").code == 0
    (tmp_path / "logs" / "out.json").symlink_to("../c.json")
    said = call("check", "--output-format", "concise", "logs")
    assert [line.split(":")[0] for line in said.out.splitlines() if "INP002" in line] == ["logs/out.json"]


@pytest.fixture(params=["pipe", "socket", "folder", "device"])
def special(request: pytest.FixtureRequest) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Give a kind of what is no regular file, and how to make one."""
    kind: str = request.param
    sockets: list[socket.socket] = []

    def make(path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if kind == "pipe":
            os.mkfifo(path)
        elif kind == "folder":
            path.mkdir()
        elif kind == "device":
            path.symlink_to("/dev/zero")
        else:
            sockets.append(socket.socket(socket.AF_UNIX))
            here = os.getcwd()
            os.chdir(path.parent)  # Names of sockets are short.
            sockets[0].bind(path.name)
            os.chdir(here)

    yield kind, make
    for each in sockets:
        each.close()


PLACES = {
    "configuration": ("ocpplint.toml", {}, ()),
    "extended": ("base.toml", {"ocpplint.toml": 'extend = "base.toml"'}, ()),
    "rule": ("house/x/ACM001.yaml", {"ocpplint.toml": 'rules = ["house"]', "house/x/ACM002.yaml": ACME}, ()),
    "profile": ("own.yaml", {"ocpplint.toml": 'profile = "./own.yaml"'}, ()),
    "base of a profile": (
        "near.yaml",
        {"ocpplint.toml": 'profile = "./own.yaml"', "own.yaml": PROFILE.format(extends="near.yaml")},
        (),
    ),
    "baseline": ("ocpplint-baseline.json", {}, ()),
    "named configuration": ("own.toml", {}, ("--config", "own.toml")),
    "named rule": ("house/x/ACM001.yaml", {"house/x/ACM002.yaml": ACME}, ("--rules", "house")),
    "named profile": ("own.yaml", {}, ("--profile", "own.yaml")),
    "named dialect": ("own.lark", {}, ("--dialect", "own.lark")),
    "named baseline": ("known.json", {}, ("--baseline", "known.json")),
}


@pytest.mark.parametrize("place", PLACES)
def test_what_is_no_file_is_refused(
    repository: Path, call: Call, place: str, special: tuple[str, Callable[[Path], None]]
) -> None:
    path, others, arguments = PLACES[place]
    kind, make = special
    if kind == "folder" and path.endswith("ACM001.yaml"):
        pytest.skip("a folder of rules may have folders")
    write(repository, dict(others))
    make(repository / path)
    said = call("check", *arguments, "depot")
    assert (said.code, said.out) == (2, "")
    assert path in said.err
    assert "not a regular file" in said.err or (kind == "device" and "out of" in said.err)


@pytest.mark.parametrize("place", PLACES)
def test_what_is_too_large_is_refused(repository: Path, call: Call, place: str) -> None:
    """A file with a hole has the size and no content, so that making it costs nothing."""
    path, others, arguments = PLACES[place]
    write(repository, {**others, path: ""})
    os.truncate(repository / path, 1 + (baseline._MOST_BYTES if path.endswith(".json") else MOST_BYTES))
    said = call("check", *arguments, "depot")
    assert (said.code, said.out) == (2, "")
    assert path in said.err
    assert "larger than" in said.err


def test_a_pyproject_that_is_no_file_is_passed_over(
    repository: Path, call: Call, special: tuple[str, Callable[[Path], None]]
) -> None:
    write(repository, {"depot/a.json": QUIET})
    special[1](repository / "pyproject.toml")
    assert call("check", "depot").code == 0


def test_the_file_of_the_other_connector_that_is_none_is_reported(
    repository: Path, call: Call, special: tuple[str, Callable[[Path], None]]
) -> None:
    write(repository, {"cp7/connector1.json": STATION})
    special[1](repository / "cp7" / "connector2.json")
    said = call("check", "--output-format", "concise", "cp7/connector1.json")
    assert "cp7/connector2.json:1:1: error INP002" in said.out


def test_the_file_of_the_other_connector_that_leads_out_is_reported(repository: Path, call: Call) -> None:
    write(repository, {"cp7/connector1.json": STATION})
    (repository / "cp7" / "connector2.json").symlink_to(repository.parent / "outside" / "b.json")
    said = call("check", "--output-format", "concise", "cp7/connector1.json")
    assert "cp7/connector2.json:1:1: error INP002" in said.out
    assert "INP002" not in call("check", "--allow-outside", "../outside", "cp7/connector1.json").out


def test_what_is_no_file_is_passed_over_in_a_folder(
    repository: Path, call: Call, special: tuple[str, Callable[[Path], None]]
) -> None:
    kind, make = special
    write(repository, {"depot/a.json": QUIET})
    make(repository / "depot" / "b.json")
    said = call("check", "--output-format", "concise", "depot")
    assert said.code == (1 if kind == "device" else 0)  # A link to a device leads out, and that is told.


def test_a_pipe_that_is_named_is_read(repository: Path, call: Call) -> None:
    os.mkfifo(repository / "pipe")
    writer = threading.Thread(target=(repository / "pipe").write_text, args=(STATION,))
    writer.start()
    said = call("check", "--rules", "../outside/house", "--output-format", "concise", "pipe")
    writer.join()
    assert "ACM001" in said.out


# The opening itself.


@pytest.mark.parametrize("replaced_by", ["link", "pipe", "folder"])
def test_a_file_that_is_swapped_before_it_is_opened_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaced_by: str
) -> None:
    path, other = tmp_path / "in" / "a", tmp_path / "out" / "b"
    write(tmp_path, {"in/a": "ours", "out/b": "theirs"})
    look = os.lstat

    def swapped(at: str) -> os.stat_result:
        status = look(at)
        path.unlink()
        if replaced_by == "link":
            path.symlink_to(other)
        elif replaced_by == "pipe":
            os.mkfifo(path)
        else:
            path.mkdir()
        return status

    monkeypatch.setattr(regular, "_look_at_link", swapped)
    with pytest.raises(OSError, match=r"link|symbolic|not a regular file"):
        open_regular(str(path), (str(tmp_path / "in"),))


def test_a_folder_that_is_swapped_for_a_link_leads_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"in/sub/a": "ours", "out/a": "theirs"})
    look = os.lstat

    def swapped(at: str) -> os.stat_result:
        status = look(at)
        (tmp_path / "in" / "sub").rename(tmp_path / "in" / "was")
        (tmp_path / "in" / "sub").symlink_to(tmp_path / "out")
        return status

    monkeypatch.setattr(regular, "_look_at_link", swapped)
    with pytest.raises(OSError, match="a link out of its repository"):
        open_regular(str(tmp_path / "in" / "sub" / "a"), (str(tmp_path / "in"),))


def test_where_a_file_stands_is_known_without_proc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"in/a": "ours", "out/b": "theirs"})
    monkeypatch.setattr(regular, "_DESCRIPTORS", str(tmp_path / "none" / "x"))
    assert read_regular(str(tmp_path / "in" / "a"), (str(tmp_path / "in"),)) == b"ours"
    with pytest.raises(OSError, match="a link out of its repository"):
        read_regular(str(tmp_path / "out" / "b"), (str(tmp_path / "in"),))


def test_a_file_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 100_000)
    assert len(read_regular(str(path), most=100_000)) == 100_000
    with pytest.raises(OSError, match="larger than 99999 bytes"):
        read_regular(str(path), most=99_999)


def test_a_file_that_hides_its_size_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files in /proc say that they have none, and others grow while they are read."""
    path = tmp_path / "a"
    path.write_bytes(b"x" * 1000)
    honest = os.fstat

    def hidden(handle: int) -> os.stat_result:
        return os.stat_result((*honest(handle)[: stat.ST_SIZE], 0, *honest(handle)[stat.ST_SIZE + 1 :]))

    monkeypatch.setattr(os, "fstat", hidden)
    assert len(read_regular(str(path), most=1000)) == 1000
    with pytest.raises(OSError, match="larger than 999 bytes"):
        read_regular(str(path), most=999)


# What errors quote.

_LINES = ["b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ", "QyNTUxOQAAACDmVhcnlTZWNyZXRLZXlNYXRlcmlhbA"]
SECRETS = {
    "key": "-----BEGIN OPENSSH PRIVATE KEY-----\n" + "\n".join(_LINES) + "\n-----END OPENSSH PRIVATE KEY-----\n",
    "key with a header": f"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,{_LINES[0]}\n\n{_LINES[1]}\n",
    "env": f"DB_URL=postgres://ann:{_LINES[0]}@db/x\nexport TOKEN='{_LINES[1]}'\n",
    "env with quotes": f'TOKEN="{_LINES[0]}"\nOTHER = "{_LINES[1]}"\n',
    "passwd": f"root:{_LINES[0]}:0:0:root:/root:/bin/bash\nann:{_LINES[1]}:1000:1000::/home/ann:/bin/sh\n",
    "netrc": f"machine db login ann password {_LINES[0]}\n",
    "json": json.dumps({"name": _LINES[0], "private_key": _LINES[1], _LINES[0]: 1}),
    "names": f"name: {_LINES[0]}\ntitle: [{_LINES[1]}]\nextends: {_LINES[1]}\nprofile: {_LINES[0]}\n",
    "toml": f'extend = ["{_LINES[0]}"]\nfail-on = "{_LINES[1]}"\n',
    "toml name": f'"{_LINES[0]}" = 1\n"{_LINES[0]}" = 2\n',
    "yaml tag": f"name: !{_LINES[0]} x\nother: *{_LINES[1]}\n",
    "lark": f'dialect: X\nX: /(?P<{_LINES[1]}>/ "{_LINES[0]}"\n',
    "lark with a name": f'dialect: X\nX: "a" {"X" + _LINES[0].upper().translate(str.maketrans("0123456789", "ABCDEFGHIJ"))}\n',
    "list": f"- {_LINES[0]}\n- {_LINES[1]}: {_LINES[0]}\n",
}
ROLES = {
    "configuration": ("ocpplint.toml", {}, ("check", "depot")),
    "extended": ("base.toml", {"ocpplint.toml": 'extend = "base.toml"'}, ("check", "depot")),
    "rule": ("house/x/a.yaml", {"ocpplint.toml": 'rules = ["house"]'}, ("check", "depot")),
    "profile": ("own.yaml", {"ocpplint.toml": 'profile = "./own.yaml"'}, ("check", "depot")),
    "profile as JSON": ("own.json", {"ocpplint.toml": 'profile = "./own.json"'}, ("check", "depot")),
    "profile of a group": (
        "own.yaml",
        {"ocpplint.toml": '[[stations]]\nstation = "*"\nprofile = "./own.yaml"'},
        ("check", "depot"),
    ),
    "base of a profile": (
        "near.yaml",
        {"ocpplint.toml": 'profile = "./own.yaml"', "own.yaml": PROFILE.format(extends="near.yaml")},
        ("check", "depot"),
    ),
    "baseline": ("ocpplint-baseline.json", {}, ("check", "depot")),
    "dialect": ("own.lark", {}, ("check", "--dialect", "own.lark", "depot")),
    "tried dialect": ("own.lark", {}, ("dialects", "test", "own.lark", "depot/a.json")),
    "tested rule": ("house/x/a.yaml", {}, ("rules", "test", "house")),
    "checked profile": ("own.yaml", {}, ("profiles", "check", "own.yaml")),
    "shown profile": ("own.yaml", {}, ("profiles", "show", "own.yaml")),
    "table": ("table.txt", {}, ("profiles", "import", "table.txt")),
    "dump": ("dump.json", {}, ("profiles", "learn", "dump.json")),
    "compared": ("dump.json", {}, ("diff", "dump.json", "depot/a.json")),
}


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("role", ROLES)
def test_a_secret_in_the_place_of_a_file_is_not_shown(
    repository: Path, call: Call, role: str, secret: str
) -> None:
    path, others, arguments = ROLES[role]
    write(repository, {**others, path: SECRETS[secret]})
    said = call(*arguments)
    shown = (said.out + said.err).lower()
    assert not [
        line for line in _LINES for start in range(len(line) - 7) if line[start : start + 8].lower() in shown
    ]


@pytest.mark.parametrize("role", ["configuration", "rule", "profile", "dialect", "baseline"])
def test_what_is_wrong_is_told_by_its_place(repository: Path, call: Call, role: str) -> None:
    path, others, arguments = ROLES[role]
    write(repository, {**others, path: SECRETS["key"]})
    said = call(*arguments)
    assert said.code == 2
    assert f"{path}:1:" in said.err.replace(f"{repository}/", "")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("servere", "'servere'"),
        ("x" * 41, "'xxx•••••••••…'"),
        ("pass-12345", "'pas•••••••'"),
        ("two words", "'two••••••'"),
        ("a+b/c==", "'a+b••••'"),
    ],
)
def test_a_word_is_shown_if_it_may_be_a_name(repository: Path, call: Call, written: str, shown: str) -> None:
    write(repository, {"ocpplint.toml": f'fail-on = "{written}"'})
    assert f"in `fail-on`: {shown} is not allowed; expected one of" in call("check", "depot").err


def test_what_is_no_mapping_is_not_quoted(repository: Path, call: Call) -> None:
    write(repository, {"ocpplint.toml": 'profile = "./own.yaml"', "own.yaml": "hunter\n"})
    said = call("check", "depot")
    assert "own.yaml:1:1: expected a mapping, found text" in said.err
    assert "hunter" not in said.err
