# The front door. `make help` lists what there is.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The virtual environment brings Node.js, npm and every tool; nothing else of the machine is used.
export PATH := $(CURDIR)/$(BIN):$(CURDIR)/node_modules/.bin:$(PATH)
# jsii's Node.js process starts in half the time when its byte code is kept.
export NODE_COMPILE_CACHE ?= $(CURDIR)/$(VENV)/node-compile-cache
export CDK_DISABLE_CLI_TELEMETRY ?= true

.PHONY: help setup demo examples synth test lint bench mutation docs requirements clean
.DEFAULT_GOAL := help

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.ready ## Make the virtual environment: Python packages, Node.js, the CDK CLI

$(VENV)/.python: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.12"; exit 1; }
	@echo "[setup] Python packages into $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.package: $(VENV)/.python pyproject.toml
	@echo "[setup] this package, editable"
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.node: $(VENV)/.python package-lock.json
	@echo "[setup] the CDK CLI into node_modules"
	@npm ci --silent --no-audit --no-fund
	@touch $@

$(VENV)/.ready: $(VENV)/.package $(VENV)/.node
	@touch $@

demo: setup ## Deploy dev into a local AWS and invoke it: no account needed
	@$(BIN)/python examples/demo/demo.py

examples: setup ## Synthesize the gallery: an app for each option, into build/examples
	@$(BIN)/python examples/synth.py

synth: setup ## Synthesize all environments into cdk.out
	@cdk synth --quiet "**"

test: setup ## Lint, type-check and run all tests
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal

lint: setup ## ruff, mypy --strict, the import walls
	@ruff check .
	@ruff format --check .
	@mypy
	@lint-imports --no-logo

bench: setup ## Time synthesis, rules and artifacts beside L1, the alpha L2, cfn-lint, tar
	@$(BIN)/python benchmarks/synth.py
	@$(BIN)/python benchmarks/rules.py
	@$(BIN)/python benchmarks/artifact.py

mutation: setup ## Change the rules and see whether their fixtures notice
	@$(BIN)/python benchmarks/mutation.py

docs: setup ## Write the generated pages of the documentation anew
	@$(BIN)/python -m sagemaker_hosting.localaws.coverage > docs/local-aws-coverage.md
	@$(BIN)/python docs/rule_pages.py
	@$(BIN)/python examples/readmes.py

requirements: setup ## Compile requirements.txt anew from pyproject.toml
	@uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-package cdk-sagemaker-hosting \
	  --prerelease if-necessary-or-explicit --custom-compile-command "make requirements" \
	  --all-extras --group app --group demo --group node --group package --group test \
	  --group lint --group bench --group maintain -o requirements.txt

clean: ## Remove everything that was made
	rm -rf $(VENV) node_modules build dist cdk.out .mypy_cache .pytest_cache .ruff_cache
