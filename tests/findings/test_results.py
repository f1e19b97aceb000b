"""The cache of results: never wrong, whatever is in it, never an error, never too large, and nothing secret in it."""

import os
import random
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ocpplint.findings import results
from ocpplint.findings.results import Results, encoded
from tests.support.command import ENVIRONMENT, Outcome, program, write
from tests.support.in_process import run

MISTAKE = '{"key": "RCMBDelta_2", "value": "30"}\n'
CLEAN = '{"key": "RCMBDelta", "value": "30"}\n'
KEY = "0" * 32
OTHER = "1" * 32
NOW = 1_700_000_000.0
SECRET = b"a key that the user has"


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    write(tmp_path, {"depot/a.json": MISTAKE, "depot/b.json": CLEAN})
    return tmp_path


def check(folder: Path, *arguments: str, cache: str = "cache") -> Outcome:
    return run("check", "--cache-dir", str(folder / cache), *arguments, cwd=folder / "depot")


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "cache").glob("*.results"))


def put(folder: Path, key: str, data: object, now: float = NOW, name: str = "a") -> None:
    made = Results(str(folder), name, SECRET, lambda: now)
    made.put(key, encoded(data))
    made.close()


def get(folder: Path, key: str, now: float = NOW, name: str = "a") -> object:
    return Results(str(folder), name, SECRET, lambda: now).get(key)


def file_of(folder: Path, name: str = "a") -> Path:
    """Return where the results of that name are."""
    return folder / Results(str(folder), name, SECRET)._file


def names(folder: Path, *known: str) -> list[str]:
    """Return which of the known results there are."""
    return [name for name in known if file_of(folder, name).exists()]


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    put(tmp_path, KEY, {"a": [1, "é\udc80"]})
    put(tmp_path, OTHER, 2)
    assert get(tmp_path, KEY) == {"a": [1, "é\udc80"]}
    assert get(tmp_path, OTHER) == 2
    assert get(tmp_path, "2" * 32) is None
    assert get(tmp_path, KEY, name="b") is None


def test_only_the_user_can_read_it(tmp_path: Path) -> None:
    put(tmp_path / "cache", KEY, 1)
    assert stat.S_IMODE(os.stat(kept(tmp_path)[0]).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(tmp_path / "cache").st_mode) == 0o700


def test_a_folder_of_results_is_marked_as_a_cache_and_ignored_by_git(tmp_path: Path) -> None:
    put(tmp_path, KEY, 1)
    assert (tmp_path / ".gitignore").read_text() == "*\n"
    assert (tmp_path / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


def damages(content: bytes) -> Iterator[bytes]:
    generator = random.Random(7)  # noqa: S311  nothing is secret here
    for _ in range(40):
        yield content[: generator.randrange(len(content))]
        place = generator.randrange(len(content))
        yield content[:place] + bytes([content[place] ^ (1 << generator.randrange(8))]) + content[place + 1 :]
        yield content[:place] + generator.randbytes(20) + content[place:]
    yield b""
    yield b"\n" * 1000
    yield generator.randbytes(5000)


def test_what_is_damaged_is_never_taken_for_something_else(tmp_path: Path) -> None:
    put(tmp_path, KEY, {"line": 12})
    put(tmp_path, OTHER, {"line": 13})
    path = file_of(tmp_path)
    whole = path.read_bytes()
    for damaged in damages(whole):
        path.write_bytes(damaged)
        assert get(tmp_path, KEY) in (None, {"line": 12})
        assert get(tmp_path, OTHER) in (None, {"line": 13})


def test_damage_costs_only_what_is_damaged(tmp_path: Path) -> None:
    put(tmp_path, KEY, {"line": 12})
    path = file_of(tmp_path)
    path.write_bytes(path.read_bytes() + b"0123 half a li")
    put(tmp_path, OTHER, {"line": 13})
    assert (get(tmp_path, KEY), get(tmp_path, OTHER)) == ({"line": 12}, {"line": 13})


def test_a_line_under_another_key_is_not_taken(tmp_path: Path) -> None:
    put(tmp_path, KEY, {"line": 12})
    path = file_of(tmp_path)
    path.write_bytes(path.read_bytes().replace(KEY.encode(), OTHER.encode()))
    assert get(tmp_path, OTHER) is None


def test_a_file_that_would_grow_too_large_begins_anew_with_what_was_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, KEY, "used")
    put(tmp_path, OTHER, "unused")
    monkeypatch.setattr(results, "_MOST_IN_FILE", 300)
    last = Results(str(tmp_path), "a", SECRET, lambda: NOW)
    assert last.get(KEY) == "used"
    last.put("2" * 32, encoded("new" * 40))
    last.close()
    assert file_of(tmp_path).stat().st_size < 300
    assert get(tmp_path, KEY) == "used"
    assert get(tmp_path, "2" * 32) == "new" * 40
    assert get(tmp_path, OTHER) is None


def test_what_no_run_has_used_for_a_month_goes(tmp_path: Path) -> None:
    for name, days in (("old", 31), ("young", 29)):
        put(tmp_path, KEY, 1, name=name)
        os.utime(file_of(tmp_path, name), (NOW - days * 86_400,) * 2)
    put(tmp_path, KEY, 1, name="new")
    assert names(tmp_path, "old", "young", "new") == ["young", "new"]


def test_a_result_that_is_used_stays_young(tmp_path: Path) -> None:
    put(tmp_path, KEY, 1)
    path = file_of(tmp_path)
    os.utime(path, (NOW - 2 * 86_400,) * 2)
    used = Results(str(tmp_path), "a", SECRET, lambda: NOW)
    used.get(KEY)
    used.close()
    assert path.stat().st_mtime != NOW - 2 * 86_400


def test_of_too_much_the_oldest_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        put(tmp_path, KEY, "x" * 1000, name=f"n{number}")
        os.utime(file_of(tmp_path, f"n{number}"), (NOW - number,) * 2)
    monkeypatch.setattr(results, "_MOST_BYTES", 3500)
    put(tmp_path, KEY, "x" * 1000, now=NOW, name="new")
    assert names(tmp_path, "n0", "n1", "n2", "n3", "new") == ["n0", "n1", "new"]


def test_of_too_many_the_oldest_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "_MOST_FILES", 2)
    for number in range(3):
        put(tmp_path, KEY, 1, name=f"n{number}")
        os.utime(file_of(tmp_path, f"n{number}"), (NOW + number,) * 2)
    assert names(tmp_path, "n0", "n1", "n2") == ["n1", "n2"]


def test_the_second_run_says_the_same_from_the_cache(depot: Path) -> None:
    first = check(depot)
    content = kept(depot)[0].read_bytes()
    assert first.code == 1
    assert check(depot) == first
    assert kept(depot)[0].read_bytes() == content


@pytest.mark.parametrize(
    "arguments",
    [("--select", "KEY"), ("--severity", "SCP001=info"), ("--profile", "generic"), ("--ocpp", "2.0.1")],
)
def test_what_decides_the_result_is_part_of_its_key(depot: Path, arguments: tuple[str, ...]) -> None:
    check(depot)
    assert check(depot, *arguments) == run("check", "--no-cache", *arguments, cwd=depot / "depot")


def test_a_change_is_seen_whatever_the_time_of_the_file_says(depot: Path) -> None:
    path = depot / "depot/b.json"
    status = path.stat()
    check(depot)
    path.write_text(CLEAN.replace('Delta"', 'Delta_2"')[:-1])
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert check(depot).out.count("SCP001") == 2


def test_a_renamed_file_is_reported_by_its_new_name(depot: Path) -> None:
    check(depot)
    (depot / "depot/a.json").rename(depot / "depot/c.json")
    assert check(depot).out.startswith("c.json:")


def test_a_damaged_cache_is_no_error(depot: Path) -> None:
    first = check(depot)
    for damaged in (b"", os.urandom(3000), b"{" * 3000, kept(depot)[0].read_bytes()[:-30]):
        kept(depot)[0].write_bytes(damaged)
        assert check(depot) == first


def test_a_folder_that_cannot_be_written_is_no_error(depot: Path) -> None:
    write(depot, {"file": "in the way"})
    assert check(depot, cache="file/below") == run("check", "--no-cache", cwd=depot / "depot")


def test_without_a_cache_nothing_is_written(depot: Path) -> None:
    run("check", "--no-cache", "--cache-dir", str(depot / "cache"), cwd=depot / "depot")
    run("check", cwd=depot / "depot", env={"OCPPLINT_CACHE_DIR": ""})
    assert [path.name for path in depot.iterdir()] == ["depot"]


def test_standard_input_is_not_kept(depot: Path) -> None:
    outcome = run("check", "--cache-dir", str(depot / "cache"), "-", cwd=depot, stdin=MISTAKE)
    assert outcome.code == 1
    assert not (depot / "cache").exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '{"key": "AuthorizationKey_2", "value": "hunter2hunter2hunter2"}'),
        (
            "a.json",
            '{"AuthorizationKey": "hunter2hunter2", "connectors": {"2": {"AuthorizationKey": "hunter2hunt3"}}}',
        ),
        ("a.log", 'CP1: send [2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"hunter2hunter2"'),
        ("a.log", 'CP1: something [2,"1","DataTransfer" password=hunter2hunter2'),
        ("a.log", 'CP1: receive message [2,"1","Heartbeat",{"password":"hunter2hunter2"}]'),
    ],
)
def test_no_secret_is_kept(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, {f"depot/{name}": text})
    check(tmp_path)
    assert not any(b"hunter2" in path.read_bytes() for path in (tmp_path / "cache").rglob("*") if path.is_file())


def test_processes_may_race(depot: Path) -> None:
    write(depot, {f"depot/s{number}.json": MISTAKE for number in range(40)})
    expected = run("check", "--no-cache", cwd=depot / "depot").out
    command = [*program(), "check", "--cache-dir", str(depot / "cache")]
    for _ in range(3):
        racing = [
            subprocess.Popen(command, cwd=depot / "depot", stdout=subprocess.PIPE, env=ENVIRONMENT)
            for _ in range(4)
        ]
        assert {process.communicate()[0].decode() for process in racing} == {expected}
    assert check(depot).out == expected


def test_fixes_are_judged_by_what_the_files_say_now(depot: Path) -> None:
    check(depot)
    assert "Fixed 1 finding" in check(depot, "--fix").out
    assert check(depot).code == 0
    write(depot, {"depot/a.json": MISTAKE})
    assert check(depot).code == 1
