"""Action, component, Dockerfile and the snippets of the documentation: of the right shape, and run by the shells that run them."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from ocpplint.cli import ocpplint
from tests.support.command import ENVIRONMENT, ROOT, Outcome, run, write

ACTION = ROOT / "action.yml"
COMPONENT = ROOT / "templates" / "ocpplint.yml"
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")

WRONG = '{"key": "RCMBDelta_2", "value": "30"}\n'
RIGHT = '{"key": "RCMBDelta", "value": "30"}\n'


def blocks(language: str, title: str = "") -> list[str]:
    """Return the snippets of the page in a language whose first line is a comment that begins so."""
    found = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return [text for text in found if text.startswith((f"# {title}", f"// {title}"))]


def accepts(schema: str, path: Path, *options: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *options, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout


BASH = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")
"""How GitHub runs a step with ``shell: bash``."""


def executed(script: str, cwd: Path, env: Mapping[str, str], shell: Sequence[str] = BASH) -> Outcome:
    """Run a script by a shell."""
    path = cwd / ".step.sh"
    path.write_text(script)
    done = subprocess.run(
        [*shell, str(path)],
        cwd=cwd,
        env=dict(env),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    path.unlink()
    return Outcome(done.returncode, done.stdout, done.stderr)


def environment(folder: Path) -> dict[str, str]:
    """What a service gives a step: an `ocpplint` that is found, and an environment that knows of no service.

    The `python` beside it takes `-I` for `-P`, so that it finds the ocpplint of the checkout, and nothing else more.
    """
    python = shlex.quote(sys.executable)
    program = folder / ".bin" / "ocpplint"
    write(
        folder,
        {
            ".bin/ocpplint": f'#!/bin/sh\nexec {python} -P -m ocpplint "$@"\n',
            ".bin/python": f'#!/bin/sh\n[ "$1" = -I ] && shift && set -- -P "$@"\nexec {python} "$@"\n',
        },
    )
    for path in program.parent.iterdir():
        path.chmod(0o755)
    kept = {name: text for name, text in ENVIRONMENT.items() if not name.startswith(("GITHUB_", "CI_"))}
    cache = os.environ["OCPPLINT_CACHE_DIR"]
    return {**kept, "PATH": f"{program.parent}:{kept['PATH']}", "OCPPLINT_CACHE_DIR": cache}


def action() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    return loaded


def step(identity: str) -> dict[str, Any]:
    (found,) = (step for step in action()["runs"]["steps"] if step.get("id") == identity)
    return dict(found)


def filled(text: str, values: Mapping[str, str]) -> str:
    """Put values in the place of GitHub's expressions; one that has none is a mistake of the action."""
    return re.sub(r"\$\{\{ *([^ }]+) *\}\}", lambda match: values[match[1]], text)


class Job:
    """A job of GitHub's that runs the action's step in a repository."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = {name: folder.parent / name for name in ("output", "summary")}
        for path in self.files.values():
            path.touch()

    def run(self, **inputs: str) -> Outcome:
        known = {name: str(given.get("default", "")) for name, given in action()["inputs"].items()}
        given = {name.replace("_", "-"): text for name, text in inputs.items()}
        assert set(given) <= set(known)
        values = {f"inputs.{name}": text for name, text in (known | given).items()}
        values["steps.install.outputs.python"] = str(self.folder / ".bin" / "python")
        told = step("run")
        env = {name: filled(text, values) for name, text in told["env"].items()}
        runner = {
            "GITHUB_OUTPUT": str(self.files["output"]),
            "GITHUB_STEP_SUMMARY": str(self.files["summary"]),
            "GITHUB_WORKSPACE": str(self.folder),
            "RUNNER_TEMP": str(self.folder.parent),
        }
        where = self.folder / filled(told["working-directory"], values)
        return executed(told["run"], where, {**environment(self.folder), **runner, **env})

    @property
    def outputs(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self.files["output"].read_text().splitlines())


@pytest.fixture
def job(tmp_path: Path) -> Job:
    write(tmp_path / "work", {"stations/a b.json": WRONG, "stations/right.json": RIGHT})
    return Job(tmp_path / "work")


def test_the_action_has_the_right_shape() -> None:
    accepts("vendor.github-actions", ACTION)


def test_the_action_keeps_inputs_out_of_scripts() -> None:
    """An input is data: as a part of a script it would be run."""
    scripts = [step["run"] for step in action()["runs"]["steps"] if "run" in step]
    assert len(scripts) == 2
    assert not [script for script in scripts if "${{" in script]


def test_all_that_the_action_uses_is_pinned() -> None:
    uses = [step["uses"] for step in action()["runs"]["steps"] if "uses" in step]
    assert uses
    assert all(re.fullmatch(r"[\w-]+/[\w/-]+@v\d+", name) for name in uses)


def test_every_input_of_the_action_is_used_and_described() -> None:
    text = ACTION.read_text(encoding="utf-8")
    for name in action()["inputs"]:
        assert f"inputs.{name} " in text
        assert f"`{name}`" in PAGE


def test_the_action_annotates_and_fails(job: Job) -> None:
    done = job.run(paths="stations")
    assert (done.code, done.err) == (1, "")
    assert "::error file=stations/a b.json,line=1," in done.out
    assert "SCP001" in job.files["summary"].read_text()
    assert job.outputs == {"exit-code": "1"}


def test_the_action_passes_what_is_right(job: Job) -> None:
    done = job.run(paths="stations/right.json\n")
    assert (done.code, done.err) == (0, "")
    assert job.outputs == {"exit-code": "0"}


def test_the_action_in_another_folder(job: Job) -> None:
    done = job.run(working_directory="stations", sarif_file="found.sarif")
    assert "::error file=stations/a b.json,line=1," in done.out
    written = Path(job.outputs["sarif-file"])
    assert written == job.folder / "stations" / "found.sarif"
    (result,) = json.loads(written.read_text())["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "stations/a%20b.json", "uriBaseId": "%SRCROOT%"}


def test_every_input_arrives(job: Job) -> None:
    write(job.folder, {"own.toml": 'ignore = ["SCP001"]\n', "known.json": '{"version": 1, "findings": []}'})
    assert job.run(paths="stations", config="own.toml").code == 0
    assert job.run(paths="stations", fail_on="never").code == 0
    assert job.run(paths="stations", profile="generic").code == 0
    assert job.run(paths="stations", args="--ignore SCP001\n--strict-input").code == 0
    assert job.run(paths="stations/a b.json\nstations/right.json\n").code == 1
    assert job.run(paths="stations", baseline="missing.json").code == 2
    run("baseline", "create", "--baseline", "base.json", "stations", cwd=job.folder)
    assert job.run(paths="stations", baseline="base.json").code == 0


def test_the_action_audits(job: Job) -> None:
    write(job.folder, {"csms.log": '2026-03-02T07:00:00Z CP1 -> [2,"1","Heartbeat",{}]\n'})
    done = job.run(command="audit", paths="csms.log", output_format="full", fail_on="never")
    assert (done.code, done.err) == (0, "")
    assert "Station CP1" in done.out


def test_the_action_with_a_problem_matcher(job: Job) -> None:
    done = job.run(paths="stations", output_format="concise")
    added = re.match(r"::add-matcher::(.*)\n", done.out)
    assert added is not None
    assert json.loads(Path(added[1]).read_text())["problemMatcher"]
    assert "stations/a b.json:1:10: error SCP001" in done.out


@pytest.mark.parametrize(
    "inputs",
    [
        {"paths": "$(touch made)"},
        {"paths": "`touch made`"},
        {"args": "; touch made"},
        {"args": "$(touch made)"},
        {"command": "check; touch made"},
        {"command": "init"},
        {"paths": "--output=json=made"},
    ],
    ids=str,
)
def test_no_input_is_a_command(job: Job, inputs: dict[str, str]) -> None:
    done = job.run(**inputs)
    assert done.code in (2, 3)
    assert not (job.folder / "made").exists()
    assert not (job.folder / "ocpplint.toml").exists()


@pytest.mark.parametrize("output_format", ["github", "concise"])
def test_nothing_of_the_repository_is_run(job: Job, output_format: str) -> None:
    modules = ("click", "yaml", "json", "sitecustomize", "ocpplint")
    write(job.folder, {f"{name}.py": "import os; os.mkdir('made')" for name in modules})
    done = job.run(paths="stations", output_format=output_format)
    assert (done.code, done.err) == (1, "")
    assert not (job.folder / "made").exists()


def component() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the inputs of the component, and its jobs as they stand."""
    head, jobs = yaml.safe_load_all(COMPONENT.read_text(encoding="utf-8"))
    return head["spec"]["inputs"], jobs


def included(**inputs: str) -> dict[str, Any]:
    """Return the jobs of the component, with inputs put in as GitLab does."""
    known, _ = component()
    given = {name.replace("_", "-"): text for name, text in inputs.items()}
    values = {name: said["default"] for name, said in known.items() if "default" in said} | given
    text = COMPONENT.read_text(encoding="utf-8").split("\n---\n")[1]
    filled_in = re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda match: values[match[1]], text)
    jobs: dict[str, Any] = yaml.safe_load(filled_in)
    return jobs


def gitlab(folder: Path, **inputs: str) -> Outcome:
    """Run the component's job, by the shell that the least image has: GitLab's runner takes bash only where it is."""
    (job,) = included(requirement="", **inputs).values()
    script = "\n".join([*job["before_script"], *job["script"]])
    project = {"CI_PROJECT_DIR": str(folder)}
    return executed(script, folder, {**environment(folder), **project, **job["variables"]}, ("sh", "-e"))


def test_the_component_has_the_right_shape(tmp_path: Path) -> None:
    path = tmp_path / "jobs.yml"
    for data in ({"spec": {"inputs": component()[0]}}, included(requirement="", paths="stations")):
        path.write_text(yaml.safe_dump(data))
        accepts("vendor.gitlab-ci", path)


def test_every_input_of_the_component_is_used_and_described() -> None:
    text = COMPONENT.read_text(encoding="utf-8")
    for name in component()[0]:
        assert f"$[[ inputs.{name} ]]" in text
        assert f"`{name}`" in PAGE


def test_the_component_reports_and_fails(tmp_path: Path) -> None:
    write(tmp_path, {"stations/a.json": WRONG})
    done = gitlab(tmp_path, paths="stations")
    assert (done.code, done.err) == (1, "")
    assert "stations/a.json:1:10: error SCP001" in done.out
    artifacts = included(requirement="")["ocpplint"]["artifacts"]["reports"].values()
    assert all((tmp_path / name).stat().st_size for name in artifacts)
    (entry,) = json.loads((tmp_path / "gl-code-quality-report.json").read_text())
    assert entry["location"]["path"] == "stations/a.json"


def test_every_input_of_the_component_arrives(tmp_path: Path) -> None:
    write(tmp_path, {"stations/a.json": WRONG, "csms.log": '[2,"1","Heartbeat",{}]\n'})
    assert gitlab(tmp_path, paths="stations", fail_on="never").code == 0
    assert gitlab(tmp_path, paths="stations", profile="generic").code == 0
    assert gitlab(tmp_path, paths="stations", args="--ignore SCP001").code == 0
    assert gitlab(tmp_path, command="audit", paths="csms.log", fail_on="never").code == 0
    assert gitlab(tmp_path, command="audit", paths="stations csms.log").code == 1
    run("baseline", "create", "--baseline", "known.json", "stations", cwd=tmp_path)
    assert gitlab(tmp_path, paths="stations", baseline="known.json").code == 0
    assert list(included(requirement="", job_name="gate")) == ["gate"]


@pytest.mark.parametrize("title", ["stations", "deploy", "audit"])
def test_workflows_have_the_right_shape(title: str, tmp_path: Path) -> None:
    (text,) = blocks("yaml", f".github/workflows/{title}.yml")
    write(tmp_path, {"workflow.yml": text})
    accepts("vendor.github-workflows", tmp_path / "workflow.yml")


def test_workflows_use_the_action_as_it_is() -> None:
    """Inputs and outputs that are named exist."""
    steps = [
        step
        for text in blocks("yaml", ".github/workflows/")
        for job in yaml.safe_load(text)["jobs"].values()
        for step in job["steps"]
    ]
    ours = [step for step in steps if step.get("uses", "").startswith("<path of this repository>")]
    assert len(ours) == 3
    assert {name for step in ours for name in step["with"]} <= set(action()["inputs"])
    assert set(re.findall(r"steps\.ocpplint\.outputs\.([\w-]+)", PAGE)) <= set(action()["outputs"])


def test_gitlab_configurations_have_the_right_shape(tmp_path: Path) -> None:
    texts = blocks("yaml", ".gitlab-ci.yml")
    assert len(texts) == 2
    for text in texts:
        write(tmp_path, {"ci.yml": text.replace("<path of this repository>", "group/ocpplint")})
        accepts("vendor.gitlab-ci", tmp_path / "ci.yml")
        for entry in yaml.safe_load(text)["include"]:
            assert set(entry["inputs"]) <= set(component()[0])
            assert "requirement" in entry["inputs"]


def test_the_azure_pipeline_has_the_right_shape(tmp_path: Path) -> None:
    (text,) = blocks("yaml", "azure-pipelines.yml")
    write(tmp_path, {"azure-pipelines.yml": text})
    accepts(
        "vendor.azure-pipelines",
        tmp_path / "azure-pipelines.yml",
        *("--data-transform", "azure-pipelines"),
        *("--regex-variant", "python"),  # the schema has expressions that ECMAScript does not know
    )


def test_the_azure_pipeline_runs(tmp_path: Path) -> None:
    (text,) = blocks("yaml", "azure-pipelines.yml")
    (script,) = (step["script"] for step in yaml.safe_load(text)["steps"] if step.get("displayName") == "ocpplint")
    env = environment(tmp_path)
    script = script.replace("$(Agent.TempDirectory)/ocpplint/bin/", f"{tmp_path}/.bin/")
    write(tmp_path, {"stations/a.json": WRONG})
    assert executed(script, tmp_path, env).code == 1
    published = re.findall(r"(?:testResultsFiles|PathtoPublish): (\S+)", text)
    assert [(tmp_path / name).is_file() for name in published] == [True, True]


def test_the_jenkins_pipeline_runs(tmp_path: Path) -> None:
    (text,) = blocks("groovy", "Jenkinsfile")
    (script,) = re.findall(r"sh '''(.*?)'''", text, re.DOTALL)
    write(tmp_path, {"stations/a.json": WRONG})
    assert executed(script, tmp_path, environment(tmp_path)).code == 1
    read = re.findall(r"(?:testResults|pattern): '([^']+)'", text)
    assert [(tmp_path / name).is_file() for name in read] == [True, True]
    assert text.count("{") == text.count("}")


def test_the_hooks_that_the_page_names_exist() -> None:
    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    named = [
        hook["id"]
        for text in blocks("yaml", ".pre-commit-config.yaml")
        for repo in yaml.safe_load(text)["repos"]
        for hook in repo["hooks"]
    ]
    assert set(named) == hooks - {"ocpplint-fix"}


def options_of(command: str) -> set[str]:
    found = ocpplint.get_command(None, command)  # type: ignore[arg-type]  # the group asks for no context
    assert found is not None
    return {option for parameter in found.params for option in parameter.opts}


def test_all_options_exist() -> None:
    """Wherever the page or a file runs ocpplint: the command and the options are there."""
    texts = [PAGE, ACTION.read_text(), COMPONENT.read_text(), (ROOT / "Dockerfile").read_text()]
    calls = re.findall(r"ocpplint\"? (check|audit)((?: [^\n`]*\\\n[^\n`]*)|[^\n`]*)", "\n".join(texts))
    assert len(calls) > 8
    for command, rest in calls:
        assert set(re.findall(r"(?<=\s)--[a-z][a-z-]+", rest)) <= options_of(command)
    for text in texts[1:3]:
        assert set(re.findall(r'set -- [^\n]*"\$@" (--[a-z-]+)', text)) <= options_of("check")


DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def instructions() -> list[tuple[str, str]]:
    """Return the Dockerfile's instructions, with continued lines joined."""
    joined = re.sub(r"\\\n\s*", "", re.sub(r"(?m)^#.*\n", "", DOCKERFILE))
    return [(words[0], words[1]) for line in joined.splitlines() if (words := line.split(None, 1))]


def test_what_the_image_copies_is_there_and_not_left_out() -> None:
    sources = [
        source
        for name, rest in instructions()
        if name == "COPY" and "--from" not in rest
        for source in rest.split()[:-1]
    ]
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert set(sources) == kept
    assert all((ROOT / source).exists() for source in sources)


def test_the_image_has_all_that_the_wheel_is_made_of() -> None:
    """What pyproject.toml names is copied."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*wheel["packages"], *wheel["force-include"], project["project"]["readme"], "LICENSE"}
    copied = {source for name, rest in instructions() if name == "COPY" for source in rest.split()[:-1]}
    assert needed <= copied


def test_the_image_runs_as_nobody_in_the_folder_that_is_mounted() -> None:
    last = dict(instructions())
    assert last["ENTRYPOINT"] == '["ocpplint"]'
    assert last["WORKDIR"] == "/work"
    assert int(last["USER"].split(":")[0]) > 1000
    bases = [rest.split()[0] for name, rest in instructions() if name == "FROM"]
    assert len(bases) == 2
    assert all(re.fullmatch(r"python:3\.\d+-slim", base) for base in bases)


@pytest.mark.world
@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
def test_the_scripts_have_no_flaws_that_shellcheck_knows(tmp_path: Path) -> None:
    (gitlab_job,) = component()[1].values()
    scripts = {f"{name}.bash": step(name)["run"] for name in ("install", "run")}
    scripts["gitlab.sh"] = "\n".join([*gitlab_job["before_script"], *gitlab_job["script"]])
    write(tmp_path, scripts)
    for name in scripts:
        # Arguments are split into words on purpose, where file names are not put in their place (`set -f`).
        command = ["shellcheck", "--shell", name.rpartition(".")[2], "--exclude", "SC2086", str(tmp_path / name)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.stdout == ""
