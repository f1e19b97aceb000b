"""What all tests share: a cache of their own, so that they neither use nor fill the user's."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run: a failure that comes and goes with the seed says nothing about a change.
settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=40)
settings.load_profile("repeatable")
# Each mutant runs its tests anew, so each gets fewer examples.
settings.register_profile("mutants", settings.get_profile("repeatable"), max_examples=10)

ROOT = Path(__file__).parent.parent
os.environ["OCPPLINT_CACHE_KEY"] = "the key of the tests"
os.environ["OCPPLINT_CACHE_DIR"] = os.path.join(tempfile.gettempdir(), f"ocpplint-tests-{os.getuid()}")


@pytest.fixture
def corpus() -> Path:
    """The folder of real inputs; tests that need it are skipped, visibly, where it is not."""
    folder = Path(os.environ.get("OCPPLINT_CORPUS") or ROOT / ".." / "shared" / "corpus").resolve()
    if not folder.is_dir():
        pytest.skip(f"no corpus of real inputs at {folder}; set OCPPLINT_CORPUS")
    return folder
