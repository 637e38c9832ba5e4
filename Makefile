# Two commands matter on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
PORT ?= 8080
VENV := .venv
BIN := $(VENV)/bin
TIERS := $(wildcard tests/unit tests/integration tests/architecture tests/journeys)
TEMPLATES := $(wildcard idp/templates courts/templates shared/web/templates)

# Compiled modules make every start several times quicker; some machines forbid them by default.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help env runtime browser postgres demo test lint types contracts check journeys exercises clients conformance external fuzz axe evidence lock docs format clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

env: ## make .venv with everything in requirements.lock (nothing happens when it is up to date)
	@$(PYTHON) -m deploy.tools.env tools

runtime:
	@$(PYTHON) -m deploy.tools.env runtime

browser: env
	@deploy/tools/browser.sh $(BIN)/python

postgres:
	@deploy/tools/postgres.sh install

demo: runtime ## serve the training federation on SQLite and print addresses and personas
	@$(BIN)/moot up --port $(PORT)

test: env browser ## unit, integration, architecture and journeys, in one process on SQLite
	$(BIN)/pytest $(TIERS) -n 2 --durations=25 --durations-min=2

lint: env ## ruff, its format, and the templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(if $(TEMPLATES),$(BIN)/djlint $(TEMPLATES) --lint --quiet)

types: env ## mypy --strict
	$(BIN)/mypy $(wildcard idp courts shared tests deploy/tools)

contracts: env ## the import contracts
	$(BIN)/lint-imports

check: lint types contracts ## lint, types and contracts

journeys: env browser postgres ## the journeys with each member a process, on PostgreSQL
	deploy/tools/postgres.sh with $(BIN)/pytest tests/journeys --topology=processes --database=postgresql -n 2 --dist loadgroup
	deploy/tools/postgres.sh with $(BIN)/pytest tests/walks --topology=processes --database=postgresql

exercises: env browser ## every exercise, walked rightly and wrongly in a browser
	$(BIN)/pytest tests/exercises -n 2

clients: env ## client programs, unmodified, against the federation
	$(BIN)/pytest tests/clients

conformance: env ## the black-box suite of the identity provider; writes the table of docs/conformance.md
	$(BIN)/pytest tests/integration/idp/conformance -q -n 2 --conformance-results=deploy/conformance/results.json
	@$(BIN)/python -m deploy.tools.docs

external: env browser ## Apache with mod_auth_openidc and npm's openid-client, unmodified, against PACER
	tests/external/prepare.sh
	$(BIN)/pytest tests/external

fuzz: env ## whatever is typed into every form: no 500, nothing lost
	$(BIN)/pytest tests/fuzz -n 2

axe: env browser ## every page, for each role, under axe
	$(BIN)/pytest tests/axe -n 2

evidence: env browser postgres ## everything long; writes docs/evidence.md
	$(BIN)/python bench/evidence.py

lock: env ## make requirements.lock again from pyproject.toml (UPGRADE=--upgrade for newer versions)
	$(BIN)/uv pip compile pyproject.toml --extra tools --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url --quiet $(UPGRADE) -o requirements.lock

docs: env ## write the pages of docs/ that follow from data
	@$(BIN)/python -m deploy.tools.docs

format: env ## let ruff write the format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove the environments and what tools left behind
	rm -rf .venv .venv-3.13 build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
