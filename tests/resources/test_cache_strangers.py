"""What a repository of strangers can do to the cache, and by it to others: nothing. What has changed is seen by its content."""

import json
import os
import re
from _blake2 import blake2b
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ocpplint import __version__
from ocpplint.analysis import cache_key, precompile
from ocpplint.cli import ocpplint
from ocpplint.engine import packs
from ocpplint.readers.traces.dialect_loader import load_dialects
from ocpplint.resources import bundled, cache
from ocpplint.resources.regular import Within
from ocpplint.resources.signing_key import CHECK_LENGTH, Seal
from ocpplint.stations.device_model import device_model
from ocpplint.values import syntaxes
from tests.support.command import Outcome, write

MISTAKE = '{"key": "RCMBDelta_2", "value": "30"}\n'
PRECIOUS = "# what a shell runs when it starts\n"
THEIR_KEY = b"a key of strangers"

Check = Callable[..., Outcome]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The program's own rules and profiles, compiled once: each test has a cache of its own."""
    folder = tmp_path_factory.mktemp("precompiled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(precompile, "PRECOMPILED", str(folder))
        for name in ("OCPPLINT_CACHE_DIR", "OCPPLINT_CACHE_KEY"):
            patch.setenv(name, os.environ[name])
        for loaded in (load_dialects, device_model, syntaxes._patterns):
            loaded.cache_clear()  # Other tests in this process may have loaded them from their own cache.
        precompile.main()
    return str(folder)


@pytest.fixture
def check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], program: str
) -> Check:
    """Check a repository, with a folder for the user's cache and something precious beside it."""
    monkeypatch.setattr(cache, "PRECOMPILED", program)
    write(tmp_path, {"repository/a.json": MISTAKE, "repository/.git/HEAD": "x", "profile": PRECIOUS})
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    monkeypatch.delenv("OCPPLINT_CACHE_DIR")
    monkeypatch.delenv("OCPPLINT_CACHE_KEY")
    monkeypatch.chdir(tmp_path / "repository")

    def checked(*arguments: str) -> Outcome:
        code = ocpplint.main(
            ["check", "--jobs", "1", "--output-format", "concise", *arguments], standalone_mode=False
        )
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return checked


def has_results(folder: Path) -> bool:
    return len(list(folder.glob("*.results"))) == 1


def results_in(folder: Path) -> Path:
    (path,) = folder.glob("*.results")
    return path


def all_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# What a configuration says.


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ocpplint.toml", "cache-dir = {place}\n"),
        ("pyproject.toml", "[tool.ocpplint]\ncache-dir = {place}\n"),
        ("ocpplint.toml", 'extend = "shared.toml"\n'),
    ],
)
@pytest.mark.parametrize("place", ["../outside", "{outside}", "inside", "."])
def test_a_configuration_does_not_say_where_results_are(
    check: Check, tmp_path: Path, name: str, text: str, place: str
) -> None:
    old = {
        ".gitignore": "secrets\n",
        f"{'0' * 32}.results": "old",
        "CACHEDIR.TAG": "theirs",
        "my.results.csv": "1",
    }
    for folder in ("outside", "repository/inside"):
        write(tmp_path, {f"{folder}/{other}": content for other, content in old.items()})
        for other in old:
            os.utime(tmp_path / folder / other, (1_000_000_000, 1_000_000_000))
    stated = json.dumps(place.format(outside=tmp_path / "outside"))
    write(tmp_path / "repository", {"shared.toml": f"cache-dir = {stated}\n", name: text.format(place=stated)})
    before = (all_in(tmp_path / "outside"), all_in(tmp_path / "repository"))
    outcome = check(".")
    assert outcome.codes == ["SCP001"]
    assert (all_in(tmp_path / "outside"), all_in(tmp_path / "repository")) == before
    assert has_results(tmp_path / "user/ocpplint/results")
    assert "`cache-dir` is ignored" in outcome.err
    assert "--cache-dir" in outcome.err
    assert "OCPPLINT_CACHE_DIR" in outcome.err
    assert outcome.err.count("\n") == 1


def test_the_warning_names_the_line(check: Check) -> None:
    write(Path(), {"ocpplint.toml": '# here\ncache-dir = "inside"\n'})
    assert check(".").err.startswith("ocpplint: ocpplint.toml:2: `cache-dir` is ignored, ")


def test_command_line_and_environment_say_where(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check("--cache-dir", "kept", ".")
    assert has_results(tmp_path / "repository/kept")
    monkeypatch.setenv("OCPPLINT_CACHE_DIR", "cache")
    check(".")
    assert has_results(tmp_path / "repository/cache/results")
    assert os.listdir(tmp_path / "user/ocpplint").count("key") == 1


@pytest.mark.parametrize("named", ["command line", "environment"])
def test_in_a_folder_that_is_named_nothing_of_others_is_touched(
    check: Check, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if that is the repository itself."""
    others = {".gitignore": "secrets\n", "CACHEDIR.TAG": "x", "old.results": "y", f"{'a' * 32}.results.csv": "1"}
    write(Path(), {f"kept/{place}{name}": text for name, text in others.items() for place in ("", "results/")})
    for path in Path("kept").rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    before = all_in(Path("kept"))
    if named == "environment":
        monkeypatch.setenv("OCPPLINT_CACHE_DIR", "kept")
    check(*(("--cache-dir", "kept") if named == "command line" else ()), ".")
    after = all_in(Path("kept"))
    assert {name: after.get(name) for name in before} == before
    assert len(after) > len(before)


def test_a_folder_with_other_things_in_it_is_not_marked_as_a_cache(check: Check) -> None:
    check("--cache-dir", ".", ".")
    assert not Path(".gitignore").exists()
    assert not Path("CACHEDIR.TAG").exists()


# What a repository brings with it, where its folder is the one that is named.


def kept_by(check: Check, folder: str = "kept") -> Path:
    """Fill a cache, and return the file with results."""
    assert check("--cache-dir", folder, ".").codes == ["SCP001"]
    return results_in(Path(folder))


def emptied(lines: bytes, sign: Callable[[bytes, bytes], bytes]) -> bytes:
    """Take the findings out of all results, as somebody would who wants them silenced."""
    forged = []
    for line in lines.split(b"\n"):
        if len(line) > 2 * CHECK_LENGTH:
            outcome = json.loads(line[2 * CHECK_LENGTH :])
            outcome[0] = []
            text = json.dumps(outcome, separators=(",", ":")).encode()
            forged.append(line[:CHECK_LENGTH] + sign(line[:CHECK_LENGTH], text) + text)
    assert forged
    return b"\n".join(forged) + b"\n"


def without_a_key(name: bytes, text: bytes) -> bytes:
    return blake2b(name + text, digest_size=CHECK_LENGTH // 2).hexdigest().encode()


@pytest.mark.parametrize("sign", [without_a_key, Seal(THEIR_KEY, b"results").check_of], ids=["none", "theirs"])
def test_results_that_others_have_written_silence_nothing(
    check: Check, sign: Callable[[bytes, bytes], bytes]
) -> None:
    path = kept_by(check)
    path.write_bytes(emptied(path.read_bytes(), sign))
    assert check("--cache-dir", "kept", ".").codes == ["SCP001"]


def test_the_forgery_would_silence_with_the_users_key(check: Check, tmp_path: Path) -> None:
    """So it is the key that the test above shows to matter."""
    path = kept_by(check)
    key = bytes.fromhex((tmp_path / "user/ocpplint/key").read_text())
    path.write_bytes(emptied(path.read_bytes(), Seal(key, b"results").check_of))
    assert check("--cache-dir", "kept", ".").codes == []


def test_results_are_not_taken_for_those_of_another_file(check: Check) -> None:
    write(Path(), {"b.json": '{"key": "RCMBDelta", "value": "30"}\n'})
    path = kept_by(check)
    one, other = (line for line in path.read_bytes().split(b"\n") if line)
    path.write_bytes(one[:CHECK_LENGTH] + other[CHECK_LENGTH:] + b"\n" + other[:CHECK_LENGTH] + one[CHECK_LENGTH:])
    assert check("--cache-dir", "kept", ".").codes == ["SCP001"]


def plant_link(path: Path) -> None:
    path.symlink_to(Path("../profile").resolve())


def plant_hard_link(path: Path) -> None:
    path.hardlink_to(Path("../profile"))


@pytest.mark.parametrize(
    "plant",
    [plant_link, plant_hard_link, Path.mkdir, os.mkfifo, lambda path: path.symlink_to("/dev/zero")],
    ids=["link", "hard link", "folder", "pipe", "device"],
)
@pytest.mark.parametrize("kind", ["results", "rules"])
def test_what_stands_in_the_place_of_a_cache_file_is_neither_read_nor_written(
    check: Check, tmp_path: Path, plant: Callable[[Path], Any], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCPPLINT_CACHE_DIR", "kept")
    write(Path(), {"house/ACM001-no-delta.yaml": RULE.format(key="Nothing")})
    check("--rules", "house", ".")
    path = next(Path("kept").rglob("*.results" if kind == "results" else "rules-*.compiled"))
    path.unlink()
    plant(path)
    seen = os.lstat(path)
    write(Path(), {"b.json": MISTAKE})
    assert check("--rules", "house", ".").codes == ["SCP001", "SCP001"]
    assert (tmp_path / "profile").read_text() == PRECIOUS
    assert (os.lstat(path).st_mode, os.lstat(path).st_ino) == (seen.st_mode, seen.st_ino)


@pytest.mark.parametrize("place", ["kept", "kept/results"])
def test_a_folder_for_the_cache_that_is_a_link_is_not_followed(
    check: Check, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "outside").mkdir()
    Path(place).parent.mkdir(exist_ok=True)
    Path(place).symlink_to(tmp_path / "outside")
    monkeypatch.setenv("OCPPLINT_CACHE_DIR", "kept")
    assert check(".").codes == ["SCP001"]
    assert os.listdir(tmp_path / "outside") == []


def test_compiled_rules_that_others_have_written_are_not_read(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their names can be told beforehand: so a folder that a CI service restores could bring them."""
    monkeypatch.setenv("OCPPLINT_CACHE_DIR", "kept")
    write(Path(), {"house/ACM001-no-delta.yaml": RULE.format(key="RCMBDelta")})
    arguments = ("--no-cache", "--rules", "house", "--select", "ACM", "a.json")
    assert check(*arguments).codes == ["ACM001"]
    (path,) = Path("kept").glob("rules-*")
    whole = path.read_bytes()
    text = whole[CHECK_LENGTH:].replace(b"ACM001", b"ACM901")
    for sign in (Seal(THEIR_KEY, b"compiled").check_of(path.name.encode(), text), whole[:CHECK_LENGTH], b"", b"{"):
        path.write_bytes(sign + text)
        assert check(*arguments).codes == ["ACM001"]
        assert path.read_bytes() == whole


def test_one_compiled_file_is_not_taken_for_another(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCPPLINT_CACHE_DIR", "kept")
    write(Path(), {"ocpplint.toml": 'ignore = ["SCP001"]\n'})
    assert check("--no-cache", "a.json").codes == []
    (first,) = Path("kept").glob("config-*")
    lenient = first.read_bytes()
    write(Path(), {"ocpplint.toml": 'ignore = ["SCP002"]\n'})
    check("--no-cache", "a.json")
    (second,) = set(Path("kept").glob("config-*")) - {first}
    second.write_bytes(lenient)
    assert check("--no-cache", "a.json").codes == ["SCP001"]


# The key.


def become_a_link(key: Path) -> None:
    key.rename(key.parent / "other")
    key.symlink_to("other")


def become_a_folder(key: Path) -> None:
    key.unlink()
    key.mkdir()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: key.write_text("0" * 64),
        lambda key: key.write_text("0"),
        Path.unlink,
        lambda key: key.chmod(0o644),
        become_a_link,
        become_a_folder,
    ],
    ids=["another", "half", "missing", "open to others", "link", "folder"],
)
def test_a_wrong_key_costs_time_and_nothing_else(
    check: Check, tmp_path: Path, spoil: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCPPLINT_CACHE_DIR", "kept")
    first = check(".")
    spoil(tmp_path / "user/ocpplint/key")
    assert check(".") == first
    assert check(".") == first


def test_runners_share_a_folder_by_a_key_they_are_given(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCPPLINT_CACHE_KEY", "the key of our runners")
    path = kept_by(check)
    before = path.read_bytes()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another machine"))
    assert kept_by(check) == path
    assert path.read_bytes() == before
    assert not (tmp_path / "user/ocpplint/key").exists()
    monkeypatch.setenv("OCPPLINT_CACHE_KEY", "the key of other runners")
    check("--cache-dir", "kept", ".")
    assert len(list(Path("kept").glob("*.results"))) == 2
    assert path.read_bytes() == before


def test_a_key_that_could_be_guessed_is_said_not_to_be_taken(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCPPLINT_CACHE_KEY", "guess")
    outcome = check("--cache-dir", "kept", ".")
    assert outcome.codes == ["SCP001"]
    assert "OCPPLINT_CACHE_KEY has fewer than 16 characters" in outcome.err
    assert "guess\n" not in outcome.err
    assert not Path("kept").exists()
    assert check("--no-cache", ".").err == ""


# What has changed is told by its content: a file may have been replaced by one of the same size and time.

RULE = """\
code: ACM001
name: no-delta
summary: No delta.
severity: error
match: {{fact: setting, when: base_key == "{key}"}}
message: "no `{{key}}` here"
label: here
help: take it out
why: It says so.
source: Acme handbook
examples:
  bad: [{{title: On, text: '{{"<<{key}>>": "30"}}'}}]
  good: [{{title: Off, text: '{{"Nothing": "1"}}'}}]
"""
PROFILE = (
    'name: "acme"\ntitle: Acme\nsource: Acme handbook\nextends: bender\nkeys: {{RCMBDelta: {{scope: {scope}}}}}\n'
)
DIALECT = """\
dialect: GATEWAY
GATEWAY: TIMESTAMP " gw/" STATION " {word} "
"""
LOG = '2024-05-01T10:00:00Z gw/CP-7 up [2,"17","Heartbeat",{}]\n'


LINE = '{"key": "RCMBDelta", "value": "30"}\n'
CLEAN = '{"key": "RCMBDelta",   "value": "30"}\n'
LAYOUT = 'layout = "{station}/connector-{connector}.json"\n'
PHASES = '{"key": "ConnectorPhaseRotation", "value": "RST"}\n'


def entry(code: str) -> str:
    return f'[[suppress]]\nrule = "{code}"\nreason = "see the report"\n'


Change = tuple[tuple[str, ...], dict[str, str], str, str, str]
"""Arguments, files, and of the file that changes the name and both contents."""

CHANGES: dict[str, Change] = {
    "input": ((), {}, "b.json", CLEAN, MISTAKE),
    "configuration": ((), {}, "ocpplint.toml", 'ignore = ["SCP001"]\n', 'ignore = ["SCP002"]\n'),
    "pyproject": (
        (),
        {},
        "pyproject.toml",
        '[tool.ocpplint]\nignore = ["SCP001"]\n',
        '[tool.ocpplint]\nignore = ["SCP002"]\n',
    ),
    "extended configuration": (
        (),
        {"ocpplint.toml": 'extend = "shared.toml"\n'},
        "shared.toml",
        'ignore = ["SCP001"]\n',
        'ignore = ["SCP002"]\n',
    ),
    **{
        f"configuration extended by {way}": (
            (),
            {"pyproject.toml": text},
            "shared.toml",
            'ignore = ["SCP001"]\n',
            'ignore = ["SCP002"]\n',
        )
        for way, text in (
            ("a quoted name", '[tool.ocpplint]\n"extend" = "shared.toml"\n'),
            ("a dotted name", '[tool]\nocpplint.extend = "shared.toml"  # [tool.ocpplint]\n'),
            ("an escape", '[tool.ocpplint]\nextend = "shared\\u002etoml"\n'),
            ("a text of several lines", '[tool.ocpplint]\nextend = """\nshared.toml"""\n'),
        )
    },
    "suppression": ((), {}, "ocpplint.toml", entry("SCP001"), entry("SCP002")),
    "file of the other connector": (
        (),
        {"ocpplint.toml": LAYOUT, "CP1/connector-1.json": PHASES},
        "CP1/connector-2.json",
        PHASES,
        PHASES.replace("ConnectorPhaseRotation", "MeterValueSampleInt   ".replace(" ", "x")),
    ),
    "dialect": (
        ("--dialect", "own.lark"),
        {"gateway.log": LOG},
        "own.lark",
        DIALECT.format(word="up"),
        DIALECT.format(word="no"),
    ),
    "rules": (
        ("--rules", "house"),
        {"b.json": LINE},
        "house/ACM001-no-delta.yaml",
        RULE.format(key="RCMBDelte"),
        RULE.format(key="RCMBDelta"),
    ),
    "configured rules": (
        (),
        {"b.json": LINE, "ocpplint.toml": 'rules = ["house"]\n'},
        "house/ACM001-no-delta.yaml",
        RULE.format(key="RCMBDelte"),
        RULE.format(key="RCMBDelta"),
    ),
    "profile": (
        ("--profile", "acme.yaml"),
        {},
        "acme.yaml",
        PROFILE.format(scope="Individual"),
        PROFILE.format(scope="Both      "),
    ),
    "extended profile": (
        ("--profile", "own.yaml"),
        {"own.yaml": 'name: "own"\ntitle: Own\nsource: Own handbook\nextends: acme.yaml\nkeys: {}\n'},
        "acme.yaml",
        PROFILE.format(scope="Individual"),
        PROFILE.format(scope="Both      "),
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_content_decides_and_not_size_and_time(check: Check, what: str) -> None:
    arguments, files, name, before, after = CHANGES[what]
    assert len(before) == len(after)
    arguments = ("--cache-dir", "kept", *arguments, ".")
    write(Path(), {**files, name: before})
    os.utime(name, (1, 1))
    first = check(*arguments)
    inode = os.stat(name).st_ino
    write(Path(), {name: after})
    os.utime(name, (1, 1))
    assert os.stat(name).st_ino == inode
    second = check(*arguments)
    assert second.out != first.out
    assert second == check("--no-cache", *arguments)
    write(Path(), {name: before})
    os.utime(name, (1, 1))
    assert check(*arguments) == first


def test_a_baseline_is_read_anew_in_every_run(check: Check) -> None:
    ocpplint.main(["baseline", "create", "."], standalone_mode=False)
    path = Path("ocpplint-baseline.json")
    known = path.read_text()
    arguments = ("--cache-dir", "kept", ".")
    os.utime(path, (1, 1))
    assert check(*arguments).codes == []
    fingerprint = re.findall("[0-9a-f]{16,}", known)[0]
    path.write_text(known.replace(fingerprint, fingerprint[::-1]))
    os.utime(path, (1, 1))
    assert path.stat().st_size == len(known)
    assert check(*arguments).codes == ["SCP001"]


def test_rules_that_are_written_while_they_are_compiled_are_not_kept(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else they would stand under the hash of what was there before, and come back with it."""
    monkeypatch.setenv("OCPPLINT_CACHE_DIR", "kept")
    name = "house/ACM001-no-delta.yaml"
    before, after = (RULE.format(key=key) for key in ("RCMBDelte", "RCMBDelta"))
    write(Path(), {name: before})
    arguments = ("--rules", "house", "--select", "ACM", ".")
    compile_rules = packs._compile

    def written_meanwhile(paths: list[str], within: Within | None) -> Any:
        write(Path(), {name: after})
        return compile_rules(paths, within)

    with monkeypatch.context() as patch:
        patch.setattr(packs, "_compile", written_meanwhile)
        assert check(*arguments).codes == ["ACM001"]
    write(Path(), {name: before})
    assert check(*arguments).codes == []


# What a package or an image brings with it.


def test_who_has_no_cache_uses_what_the_program_has_compiled(
    check: Check, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCPPLINT_CACHE_DIR", "")
    kinds = {"rules", "profiles", "device-model", "values", "dialects"}
    assert {name.rsplit("-", 1)[0] for name in os.listdir(program)} == kinds

    def never(*_arguments: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(packs, "_compile", never)
    assert check("a.json").codes == ["SCP001"]


def test_a_patched_program_of_the_same_version_does_not_use_the_results_of_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Distributions patch packages, and give all files the same time."""
    record = tmp_path / f"ocpplint-{__version__}.dist-info/RECORD"
    write(tmp_path, {"ocpplint/rules/a.yaml": "x", str(record.relative_to(tmp_path)): "a.yaml,sha256=1,1\n"})
    monkeypatch.setattr(bundled, "__file__", str(tmp_path / "ocpplint/resources/bundled.py"))
    monkeypatch.setattr(bundled, "path", lambda kind: str(tmp_path / "ocpplint" / kind))
    first = cache_key._program()
    assert cache_key._program() == first
    record.write_text("a.yaml,sha256=2,1\n")
    second = cache_key._program()
    record.unlink()
    third = cache_key._program()
    assert len({str(each) for each in (first, second, third)}) == 3
    write(tmp_path, {"ocpplint/rules/a.yaml": "y"})
    assert cache_key._program() != third
