# Everything happens in .venv, site/ and mutants/, beside this file; nothing else on the machine is touched.
#
#   make demo        run ocpplint on examples/
#   make test        run the tests that need Python, make, bash and git
#   make test-fast   run those of them that are quick, for daily work
#   make test-world  run the tests that need other programs, a package registry or minutes; what is missing is skipped
#   make mutants     change the code in small ways, and list the changes that no test notices
#   make docs        bring the output shown in the documentation up to date, and build its site into site/
#   make bench       measure start-up, large files, speed and memory beside something else
#   make clean       remove .venv, site/ and mutants/

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
WORKERS ?= 2

.PHONY: help demo test test-fast test-world mutants docs bench clean

help:
	@sed -n 's/^#   //p' Makefile

# The examples hold mistakes on purpose, so that the demo has something to show.
demo: $(VENV)/.runs
	@cd examples && ../$(BIN)/ocpplint check --fail-on never

# A file's tests run in one process, so that what they share (an installed wheel, a hook) is made once.
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

# Many tests start the command; without compiled bytecode each of them would compile it anew.
test test-fast test-world: export PYTHONDONTWRITEBYTECODE =

test: $(VENV)/.tests
	@$(PYTEST) -m 'not (world or exhaustive)'

test-fast: $(VENV)/.tests
	@$(PYTEST) -m 'not (world or exhaustive or slow or hypothesis)'

test-world: $(VENV)/.tests
	@$(PYTEST) -m 'world or exhaustive' -rs

# MUTANTS narrows it down to functions: make mutants MUTANTS='ocpplint.comparison.agreement*'
MUTANTS ?= *

mutants: $(VENV)/.mutation
	@$(BIN)/python -m mutmut run --max-children 1 '$(MUTANTS)'
	@$(BIN)/python -m mutmut results

docs: $(VENV)/.docs
	@$(BIN)/python docgen/shown_output.py
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet
	@echo "The documentation is in site/index.html"

# Compiled bytecode is part of what is measured, so it must be kept.
bench: export PYTHONDONTWRITEBYTECODE =
bench: $(VENV)/.tests
	@failed=0; for what in startup large_file repository speed memory stations; do \
	  $(BIN)/python -m benchmarks.$$what || failed=1; \
	done; exit $$failed

clean:
	rm -rf $(VENV) site mutants

# The file is the last of these to appear, so that an installation that was interrupted is taken up again.
$(VENV)/.runs: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing ocpplint into $(VENV)"
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.docs: $(VENV)/.runs Makefile
	@echo "Installing what the documentation needs into $(VENV)"
	@$(PIP) install -c constraints.txt -e '.[docs]'
	@touch $@

$(VENV)/.mutation: $(VENV)/.tests
	@echo "Installing what mutation testing needs into $(VENV)"
	@$(PIP) install -c constraints.txt -e '.[mutation]'
	@touch $@

# The tests install ocpplint into environments of their own without a network, from the wheelhouse.
$(VENV)/.tests: $(VENV)/.runs Makefile
	@echo "Installing what the tests need into $(VENV)"
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@$(PIP) wheel -c constraints.txt --wheel-dir $(VENV)/wheelhouse . hatchling editables
	@rm -f $(VENV)/wheelhouse/ocpplint-*.whl
	@touch $@

$(BIN)/python:
	@for python in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
	  if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    exec "$$python" -m venv --clear $(VENV); \
	  fi; \
	done; \
	echo "ocpplint needs Python 3.11 or later, with the modules venv and ensurepip. None was found." >&2; \
	echo "Install it, or name it: make PYTHON=/path/to/python3.13 $(MAKECMDGOALS)" >&2; \
	exit 1
