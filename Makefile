# Everything a person or the CI does to this repository. `make` alone lists the targets.
# Needed on the machine: Python 3.11 or later (with venv and pip), git, make. The rest is installed into .venv.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

# The first Python that is new enough; PYTHON=... overrides.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin
STAMP := .venv/.ready
WORKERS ?= auto
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock"
PEER := open-threat-model==7.9.0
OTM := .tools/peers/bin/otm
FUZZER := atheris==3.0.0
ATHERIS := .tools/fuzz/bin/python

.PHONY: help setup demo test check checks bench corpus fuzz guarantees parity format lint types contracts rules workflows docs docs-check site golden noise render lock tools peers \
	smoke clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

setup: $(STAMP)  ## make .venv with the package and every tool, pinned by hash; does nothing when nothing changed

$(STAMP): requirements-dev.lock pyproject.toml
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { rm -rf .venv; \
		test -n "$(PYTHON)" || { \
			echo "Python 3.11 or later is needed and none was found. python3 is: $$(python3 --version 2>&1)."; \
			echo "Install a newer one and say where it is: make setup PYTHON=/path/to/python3.13"; exit 1; }; \
		echo "Making .venv with $$("$(PYTHON)" --version)"; "$(PYTHON)" -m venv .venv || { rm -rf .venv; \
			echo "This Python cannot make virtual environments (Debian and Ubuntu: apt-get install python3-venv)."; \
			exit 1; }; }
	@echo "Installing the pinned packages (a minute or less the first time)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)
	@echo "Ready: $$($(BIN)/threatgate --version)"

demo: setup  ## show the gate at work on a small system, in about a minute
	@$(BIN)/python examples/demo.py

render: setup  ## make the diagrams, reports and pictures of the examples anew, and what the page of frameworks shows
	@$(BIN)/python -m examples.render
	@$(BIN)/python -m examples.frameworks

test: setup  ## run the tests
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

check: checks test  ## all that the CI runs

checks: lint types contracts rules docs-check site workflows smoke  ## all of `check` but the tests

format: setup  ## rewrite the code in the one layout
	@$(BIN)/ruff check --quiet --fix-only
	@$(BIN)/ruff format

lint: setup  ## layout and lint rules
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check

types: setup  ## mypy, strict
	@$(BIN)/mypy

contracts: setup  ## who may import whom
	@$(BIN)/lint-imports --no-logo

rules: setup  ## the examples of every shipped rule, and whether they would notice a rule that is wrong in one place
	@$(BIN)/threatgate test policies --min-score 90 $(ARGS)

workflows: setup  ## the workflows, the action and the hook, by the linters made for them
	@$(BIN)/zizmor --offline --no-progress --quiet $(wildcard .github/workflows action.yml)
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-actions action.yml
	@$(BIN)/actionlint
	@$(BIN)/pre-commit validate-config
	@$(BIN)/pre-commit validate-manifest
	@$(BIN)/prek --quiet validate-config .pre-commit-config.yaml
	@$(BIN)/prek --quiet validate-manifest .pre-commit-hooks.yaml

docs: setup  ## write the generated pages of docs/reference anew
	@$(BIN)/python docs/generate.py

docs-check: setup  ## are the generated pages what the code says, and do all links lead somewhere?
	@$(BIN)/python docs/generate.py --check

site: setup  ## the documentation as a web site in build/site; warnings and dead links are errors
	@PYTHONPATH=. $(BIN)/python docs/site/build.py

golden: setup  ## write the expected outputs anew; the review is the diff
	@$(BIN)/python -m pytest -q --golden $(ARGS)

guarantees: setup  ## run the tests that prove the promises; writes docs/explanation/guarantees.md
	@$(BIN)/python -m pytest -q -n $(WORKERS) -m guarantee --guarantees $(ARGS)

bench: setup  ## measure beside the floors and the peers; writes benchmarks/results.md
	@$(BIN)/python -m benchmarks $(ARGS)

noise: setup  ## what the packs say about collected models (THREATGATE_CORPUS); writes benchmarks/noise.md
	@$(BIN)/python -m benchmarks.noise

corpus: setup  ## what becomes of collected models in every format (THREATGATE_CORPUS); writes benchmarks/corpus.md
	@$(BIN)/python -m benchmarks.corpus

parity: setup  ## hold the rules of the pack threagile against the tool's own output; writes benchmarks/parity.md
	@$(BIN)/python -m benchmarks.parity

lock: setup  ## write the lock files anew, within the ranges of pyproject.toml (ARGS=--upgrade for newer versions)
	@$(COMPILE) pyproject.toml -o requirements.lock $(ARGS)
	@$(COMPILE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock $(ARGS)

tools:  ## Microsoft's SARIF validator, locked by hash (needs npm; about 100 MB); the tests use it if it is there
	@if command -v npm >/dev/null 2>&1; then \
		npm ci --prefix tests/tools --ignore-scripts --no-audit --no-fund --loglevel=error; \
	else \
		echo "**** npm is not on this machine: the SARIF validator is NOT installed and the tests that use it will skip."; \
		echo "**** Install Node.js, then run 'make tools' again. Nothing else needs it."; \
	fi

peers: setup $(OTM)  ## try the same edits in the nearest tool of this kind; writes benchmarks/peers.md (some minutes)
	@$(BIN)/python -m benchmarks.peers

# `make .tools/peers/bin/otm` installs it and does nothing else; without it some rows of `make bench` stay empty.
$(OTM): | setup
	@$(BIN)/python -m venv .tools/peers
	@.tools/peers/bin/python -m pip install -qq --disable-pip-version-check $(PEER)

# A reader alone: make fuzz ONLY=otm SECONDS=60. The fuzzer needs Linux and a Python that its wheels are made for.
fuzz: setup $(ATHERIS)  ## break texts for every reader, ten minutes each; not part of `check`
	@for format in $(or $(ONLY),$$($(BIN)/python -c "from checker.inputs import FORMATS; print(*FORMATS)")); do \
		echo "== $$format"; PYTHONPATH=. $(ATHERIS) -m tests.fuzz $$format --seconds $(or $(SECONDS),600) \
			2>build/fuzz-$$format.log || { tail -40 build/fuzz-$$format.log; exit 1; }; \
		grep "stat::number_of_executed_units\|stat::peak_rss_mb" build/fuzz-$$format.log; done

$(ATHERIS): | setup
	@$(BIN)/python -m venv .tools/fuzz
	@.tools/fuzz/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@.tools/fuzz/bin/python -m pip install -qq --disable-pip-version-check $(FUZZER)

smoke: setup  ## build the wheel, install it alone, and run it from another folder
	@.ci/smoke

clean:  ## remove what these targets make, but .venv, .tools and tests/tools
	@rm -rf build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find checker tests benchmarks docs examples -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
