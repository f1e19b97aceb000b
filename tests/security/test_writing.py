"""What is written stays where it belongs: no link, pipe, device or folder of a repository leads a file elsewhere."""

import ast
import json
import os
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from ocpplint.sources import replacing
from ocpplint.sources.replacing import ChangedMeanwhileError, RefusedError, replacing_text, writing_text
from tests.support.command import write
from tests.support.in_process import Said, called

ROOT = Path(__file__).parents[2]
MISTAKE = '[{"key": "heartbeatinterval", "value": "300"}, {"key": "ResetRetries", "value": "3"}]\n'
REPORTED = '[3,"1",{"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"300"}]}]\n'
TABLE = "Key Name\tAccessibility\tType\nLockSocket\tRW\tuint\n"
THEIRS = "# nothing of ours\n"

Call = Callable[..., Said]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository to stand in, with a folder ``outside`` beside it."""
    write(tmp_path, {"repository/.git/config": THEIRS, "repository/station.json": MISTAKE, "outside/rc": THEIRS})
    write(tmp_path, {"repository/dump.json": REPORTED, "repository/table.txt": TABLE})
    monkeypatch.chdir(tmp_path / "repository")
    return tmp_path / "repository"


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    return lambda *arguments: called(arguments, capsys, monkeypatch)


class Writer(NamedTuple):
    """A command that writes a file, and which."""

    arguments: list[str]
    path: str
    code: int = 2


WRITERS = {
    "output": Writer(["check", "station.json", "--output", "json=out.json"], "out.json"),
    "audit": Writer(["audit", "dump.json", "--output", "sarif=out.sarif"], "out.sarif"),
    "create": Writer(["baseline", "create", "--force", "station.json"], "ocpplint-baseline.json"),
    "named": Writer(["baseline", "create", "--force", "--baseline", "known.json", "station.json"], "known.json"),
    "learn": Writer(["profiles", "learn", "dump.json", "-o", "made.yaml", "--force"], "made.yaml"),
    "import": Writer(["profiles", "import", "table.txt", "-o", "made.yaml", "--force"], "made.yaml"),
    "init": Writer(["init", "--force"], "ocpplint.toml"),
}
CHOSEN_BY_A_REPOSITORY = ("create", "init")


def link_out(path: Path) -> None:
    path.symlink_to(path.parent.parent / "outside" / "rc")


def link_to_nothing(path: Path) -> None:
    path.symlink_to("../outside/new")


def link_to_a_link(path: Path) -> None:
    (path.parent / "between").symlink_to("../outside/rc")
    path.symlink_to("between")


def link_into_git(path: Path) -> None:
    path.symlink_to(".git/config")


def link_through_a_folder(path: Path) -> None:
    (path.parent / "folder").symlink_to("../outside")
    path.symlink_to("folder/rc")


def folder_in_its_place(path: Path) -> None:
    path.mkdir()


TRAPS = [link_out, link_to_nothing, link_to_a_link, link_into_git, link_through_a_folder, folder_in_its_place]


def untouched(repository: Path) -> bool:
    """Tell whether nothing has been written outside the repository or into its ``.git``."""
    outside = repository.parent / "outside"
    return (
        os.listdir(outside) == ["rc"]
        and (outside / "rc").read_text() == THEIRS == (repository / ".git" / "config").read_text()
        and os.listdir(repository / ".git") == ["config"]
    )


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("name", WRITERS)
def test_no_command_writes_through_a_link(
    name: str, trap: Callable[[Path], None], repository: Path, call: Call
) -> None:
    writer = WRITERS[name]
    trap(repository / writer.path)
    said = call(*writer.arguments)
    assert said.code == writer.code
    assert f"{writer.path}: " in said.err
    assert any(reason in said.err for reason in (" by a link", "is a folder"))
    assert untouched(repository)


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_with_another_name_outside_keeps_that_one_as_it_is(name: str, repository: Path, call: Call) -> None:
    writer = WRITERS[name]
    os.link(repository.parent / "outside" / "rc", repository / writer.path)
    assert call(*writer.arguments).code < 2
    assert (repository / writer.path).read_text() != THEIRS
    assert untouched(repository)


@pytest.mark.parametrize("name", WRITERS)
def test_a_link_inside_the_repository_stays_one(name: str, repository: Path, call: Call) -> None:
    writer = WRITERS[name]
    write(repository, {"there/real": THEIRS})
    (repository / writer.path).symlink_to("there/real")
    assert call(*writer.arguments).code < 2
    assert (repository / writer.path).is_symlink()
    assert (repository / "there" / "real").read_text() != THEIRS


@pytest.mark.parametrize("name", CHOSEN_BY_A_REPOSITORY)
def test_a_pipe_that_nobody_named_is_not_written_to(name: str, repository: Path, call: Call) -> None:
    writer = WRITERS[name]
    os.mkfifo(repository / writer.path)
    said = call(*writer.arguments)
    assert (said.code, f"{writer.path}: is a pipe, not a regular file" in said.err) == (2, True)


def test_a_baseline_beside_a_configuration_in_a_linked_folder(repository: Path, call: Call) -> None:
    write(repository.parent, {"outside/fleet/ocpplint.toml": "", "outside/fleet/a.json": MISTAKE})
    (repository / "fleet").symlink_to("../outside/fleet")
    said = call("baseline", "create", "fleet/a.json")
    assert said.code == 2
    assert "fleet/ocpplint-baseline.json: leads out of its repository by a link" in said.err
    assert not (repository.parent / "outside" / "fleet" / "ocpplint-baseline.json").exists()


def test_init_does_not_begin_where_a_link_leads_to_nothing(repository: Path, call: Call) -> None:
    link_to_nothing(repository / "ocpplint.toml")
    assert call("init").code == 2
    assert untouched(repository)


class TestFixes:
    @pytest.mark.parametrize("arguments", [["linked.json"], ["depot", "linked.json"]])
    @pytest.mark.parametrize("is_git", [True, False])
    def test_a_link_out_of_the_repository_is_left_alone(
        self, arguments: list[str], is_git: bool, repository: Path, call: Call
    ) -> None:
        write(repository, {"depot/other.json": "{}"})
        target = repository.parent / "outside" / "their.json"
        target.write_text(MISTAKE)
        (repository / "linked.json").symlink_to(target)
        if not is_git:
            os.rename(repository / ".git", repository.parent / "git")
        said = call("check", "--fix", "--output-format", "concise", *arguments)
        if not is_git:
            assert target.read_text() != MISTAKE  # what the user names, where there is no repository
            return
        assert "linked.json leads out of its repository by a link, and is left as it is" in said.err
        assert "linked.json:1:11: info KEY002" in said.out
        assert target.read_text() == MISTAKE

    @pytest.mark.parametrize("path", [".", "*.json"])
    def test_a_link_out_of_the_repository_that_is_found_is_not_even_read(
        self, path: str, repository: Path, call: Call
    ) -> None:
        target = repository.parent / "outside" / "their.json"
        target.write_text(MISTAKE)
        (repository / "linked.json").symlink_to(target)
        said = call("check", "--fix", "--output-format", "concise", path)
        assert "linked.json:1:1: error INP002" in said.out
        assert target.read_text() == MISTAKE

    def test_what_a_diff_shows_is_what_would_be_written(self, repository: Path, call: Call) -> None:
        (repository / "station.json").unlink()
        (repository.parent / "outside" / "their.json").write_text(MISTAKE)
        (repository / "linked.json").symlink_to("../outside/their.json")
        said = call("check", "--diff", "linked.json")
        assert (said.code, said.out) == (0, "")
        assert "leads out of its repository" in said.err

    def test_a_file_in_a_linked_folder_is_left_alone(self, repository: Path, call: Call) -> None:
        (repository.parent / "outside" / "their.json").write_text(MISTAKE)
        (repository / "depot").symlink_to("../outside")
        said = call("check", "--fix", "depot/their.json")
        assert "depot/their.json leads out of its repository by a link" in said.err
        assert (repository.parent / "outside" / "their.json").read_text() == MISTAKE

    def test_a_link_inside_is_followed(self, repository: Path, call: Call) -> None:
        write(repository, {"real/a.json": MISTAKE})
        (repository / "linked.json").symlink_to("real/a.json")
        assert call("check", "--fix", "linked.json").code == 0
        assert (repository / "linked.json").is_symlink()
        assert (repository / "real" / "a.json").read_text() == MISTAKE.replace("heartbeati", "HeartbeatI")

    def test_a_file_swapped_for_a_link_before_it_is_written(
        self, repository: Path, call: Call, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (repository.parent / "outside" / "rc").write_text(MISTAKE)
        real = replacing.place_of
        calls: list[str] = []

        def swapping(path: str, base: str | None = None) -> str:
            place = real(path, base)
            calls.append(path)
            if len(calls) == 2:  # the first look is before the file is read
                os.unlink(path)
                link_out(Path(os.path.abspath(path)))
            return place

        monkeypatch.setattr(replacing, "place_of", swapping)
        monkeypatch.setattr("ocpplint.fixes.repairs.place_of", swapping)
        said = call("check", "--fix", "station.json")
        assert "station.json is a link, not a regular file, and is left as it is" in said.err
        assert (repository.parent / "outside" / "rc").read_text() == MISTAKE


def rewrite(path: Path, meanwhile: Callable[[], object], *, is_new: bool = False) -> None:
    """Write a file, and do something else before it is in its place."""
    with replacing_text(str(path), is_new=is_new) as file:
        file.write("new")
        meanwhile()


class TestReplacing:
    """A file that is swapped for something else between the look at it and the writing of it."""

    @pytest.fixture
    def path(self, repository: Path) -> Path:
        write(repository, {"depot/a.txt": "old"})
        return repository / "depot" / "a.txt"

    def test_a_file_that_becomes_a_link(self, path: Path, repository: Path) -> None:
        def swap() -> None:
            path.unlink()
            path.symlink_to("../../outside/rc")

        with pytest.raises(RefusedError, match="is a link"):
            rewrite(path, swap)
        assert untouched(repository)
        assert os.listdir(path.parent) == ["a.txt"]

    def test_a_file_that_becomes_another_one(self, path: Path) -> None:
        def swap() -> None:
            (path.parent / "b").write_text("theirs")
            os.replace(path.parent / "b", path)

        with pytest.raises(ChangedMeanwhileError):
            rewrite(path, swap)
        assert path.read_text() == "theirs"

    def test_a_file_that_comes_to_be(self, path: Path) -> None:
        fresh = path.parent / "b.txt"
        with pytest.raises(ChangedMeanwhileError):
            rewrite(fresh, lambda: fresh.write_text("theirs"), is_new=True)
        assert fresh.read_text() == "theirs"

    def test_a_folder_that_becomes_a_link_while_it_is_open(self, path: Path, repository: Path) -> None:
        def swap() -> None:
            os.rename(path.parent, repository / "moved")
            path.parent.symlink_to("../outside")

        rewrite(path, swap)
        assert untouched(repository)
        assert (repository / "moved" / "a.txt").read_text() == "new"

    def test_a_folder_that_becomes_a_link_before_it_is_opened(
        self, path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def swapping(folder: str) -> str:
            os.rename(folder, repository / "moved")
            Path(folder).symlink_to("../outside")
            return str(repository)

        monkeypatch.setattr(replacing, "repository_of", lambda folder: swapping(folder))
        with pytest.raises(RefusedError, match="become a link"), replacing_text(str(path)) as file:
            file.write("new")
        assert untouched(repository)

    def test_the_name_of_the_temporary_file_taken_by_a_link(
        self, path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "urandom", bytes)
        (path.parent / f".ocpplint-{'00' * 8}.tmp").symlink_to("../../outside/rc")
        with pytest.raises(FileExistsError), replacing_text(str(path)) as file:
            file.write("new")
        assert untouched(repository)
        assert path.read_text() == "old"

    def test_a_pipe_that_becomes_a_file_is_not_overwritten(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(replacing, "is_stream", lambda _: True)
        with pytest.raises(ChangedMeanwhileError), writing_text(str(path)) as file:
            file.write("new")
        assert path.read_text() == "old"

    def test_no_permission_is_taken_over_that_runs_a_file_as_its_owner(self, path: Path) -> None:
        path.chmod(0o4755)
        with replacing_text(str(path)) as file:
            file.write("new")
        assert path.stat().st_mode & 0o7777 == 0o755


class TestNamedByTheUser:
    """What the command line names, and no repository holds, is written to as it always was."""

    @pytest.mark.usefixtures("repository")
    def test_a_device(self, call: Call) -> None:
        assert call("check", "station.json", "--output", "json=/dev/null").code == 0

    def test_a_link_that_stands_in_no_repository(self, tmp_path: Path, call: Call) -> None:
        write(tmp_path, {"a.json": MISTAKE, "real/report": "old"})
        (tmp_path / "link.json").symlink_to("real/report")
        assert call("check", str(tmp_path / "a.json"), "--output", f"json={tmp_path}/link.json").code == 0
        assert (tmp_path / "link.json").is_symlink()
        assert json.loads((tmp_path / "real" / "report").read_text())["version"] == 1


class TestSummaryOfAJob:
    @pytest.fixture(autouse=True)
    def _summary(self, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(repository / "summary.md"))

    def test_it_is_added_to(self, repository: Path, call: Call) -> None:
        (repository / "summary.md").write_text("before\n")
        call("check", "station.json", "--output-format", "github")
        assert (repository / "summary.md").read_text().startswith("before\n## ocpplint")

    @pytest.mark.parametrize("trap", [link_out, link_to_nothing, link_into_git])
    def test_not_through_a_link(self, trap: Callable[[Path], None], repository: Path, call: Call) -> None:
        trap(repository / "summary.md")
        said = call("check", "station.json", "--output-format", "github")
        assert (said.code, "summary.md: leads " in said.err) == (0, True)
        assert untouched(repository)

    def test_not_into_a_pipe(self, repository: Path, call: Call) -> None:
        os.mkfifo(repository / "summary.md")
        said = call("check", "station.json", "--output-format", "github")
        assert "summary.md: is a pipe, not a regular file" in said.err


EXAMPLES = {"path": "path: {name}\n    text: '{{}}'", "files": "files: {{{name}: '{{}}'}}"}


@pytest.mark.parametrize(
    "name", ["../a.json", "/a.json", "a/../../a.json", "..", '"c:a.json"', '"a\\\\b"', '"a\\0"']
)
@pytest.mark.parametrize("form", EXAMPLES)
def test_an_example_of_a_rule_is_written_nowhere_else(
    name: str, form: str, repository: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCPPLINT_CACHE_DIR", "")
    rule = (ROOT / "rules" / "key" / "KEY002-wrong-case.yaml").read_text("utf-8")
    head, _, _ = rule.replace("KEY002", "ZZZ002").replace("wrong-case", "of-ours").partition("examples:")
    example = EXAMPLES[form].format(name=name)
    write(repository, {"rules/a.yaml": f"{head}examples:\n  bad: []\n  good:\n  - title: t\n    {example}\n"})
    said = call("rules", "test", "rules")
    assert said.code == 2
    assert "rules/a.yaml:" in said.err
    assert "the file of an example has a relative path without `..`" in said.err


def test_names_of_files_do_not_become_settings(repository: Path, call: Call) -> None:
    odd = 'a"\nrules = ["x"]\n#'
    write(repository, {f"{odd}/CP1/connector-{n}.json": MISTAKE for n in (1, 2)})
    write(repository, {f"{odd}/CP2/connector-{n}.json": MISTAKE for n in (1, 2)})
    assert call("init").code == 0
    assert set(tomllib.loads((repository / "ocpplint.toml").read_text())) <= {"profile"}


WRITING = {
    "ocpplint/sources/replacing.py": "the one way in which files are written",
    "ocpplint/analysis/rule_examples.py": "a folder of its own, gone afterwards",
    "ocpplint/findings/results.py": "the cache",
    "ocpplint/resources/cache.py": "the cache",
    "ocpplint/resources/cache_files.py": "the cache",
    "ocpplint/analysis/precompile.py": "data beside the code, when a package or an image is made",
    "ocpplint/cli/output.py": "the null device, when the reader of the output has gone",
}
CHANGING = {"replace", "rename", "renames", "link", "symlink", "unlink", "remove", "rmdir", "mkdir", "makedirs"}
CHANGING |= {
    "truncate",
    "chmod",
    "chown",
    "mkfifo",
    "mknod",
    "rmtree",
    "move",
    "write_text",
    "write_bytes",
    "touch",
}


def writes(tree: ast.AST) -> Iterator[int]:
    """Yield the lines on which files are opened for writing, made, moved or removed."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called_as = ast.unparse(node.func)
        module, _, name = called_as.rpartition(".")
        words = ast.unparse(node)
        if (
            (name in CHANGING and module in ("os", "shutil"))
            or name in ("write_text", "write_bytes", "touch")
            or (
                called_as in ("open", "os.fdopen", "io.open")
                and any(
                    isinstance(each, ast.Constant)
                    and isinstance(each.value, str)
                    and set("wax+") & set(each.value)
                    for each in [*node.args[1:2], *(k.value for k in node.keywords if k.arg == "mode")]
                )
            )
            or "os.O_WRONLY" in words
            or "os.O_RDWR" in words
            or "os.O_CREAT" in words
            or module == "tempfile"
        ):
            yield node.lineno


def test_files_are_written_in_one_place() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "ocpplint").rglob("*.py"))
        if any(writes(ast.parse(path.read_text("utf-8"))))
    }
    assert found <= set(WRITING)
    assert {"ocpplint/sources/replacing.py", "ocpplint/analysis/rule_examples.py"} <= found
