# The commands of the project. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
export CAMPUS_ADDRESS ?= http://localhost:$(PORT)
export CAMPUS_DATA ?= $(CURDIR)/var
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS ?= true

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# Where Python may write no byte code (PYTHONDONTWRITEBYTECODE), a start would take three times as long without it.
.venv/made: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Python has no venv module. On Debian: apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/uv || $(BIN)/python -m pip install -q --disable-pip-version-check uv
	@$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/python -m compileall -q content courses learners cms
	@touch $@

.venv/made-dev: requirements-dev.lock .venv/made
	@$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

run: .venv/made ## start everything on this machine: web server, worker, embedded database, demo cohort
	@$(BIN)/python manage.py serve --port $(PORT)

chromium: ## install the browser that the browser tests drive (Debian as root), or say what to install
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null; \
	  else echo "The browser tests need Chromium on the PATH as 'chromium'. Install it with your system's package manager."; exit 1; fi; }

test: .venv/made-dev chromium ## every test, browser tests included
	@$(BIN)/python -m pytest -n 2 $(ARGS)

check: .venv/made-dev ## lint, types, imports, missing migrations
	@$(BIN)/ruff check . && $(BIN)/ruff format --check -q .
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/bandit -q -c pyproject.toml -r content courses learners cms
	@$(BIN)/mypy
	@DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python manage.py makemigrations --check --dry-run

format: .venv/made-dev ## put code into the house format
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .

bench: .venv/made-dev ## measure the production stack, write bench.json into the data folder
	@$(BIN)/python -m tests.bench

load: .venv/made-dev nginx ## an examination day with 5,000 learners, and how costs grow (ARGS=--short: a minute; --laws: only the second)
	@PATH="$$PATH:/usr/sbin" $(BIN)/python -m tests.load $(ARGS)

faults: .venv/made-dev nginx ## kill, hang and fill up parts of an installation of its own; count what was lost (ARGS=--short: a minute)
	@PATH="$$PATH:/usr/sbin" $(BIN)/python -m tests.faults $(ARGS)

nginx:
	@command -v nginx >/dev/null || test -x /usr/sbin/nginx || { \
	  if [ "$$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light >/dev/null; \
	  else echo "make stack needs nginx. Install it with your system's package manager (Debian: nginx-light)."; exit 1; fi; }

stack: .venv/made-dev nginx ## the production stack on this machine: nginx, two web processes, two workers, clock (ARGS=--check tries it)
	@PATH="$$PATH:/usr/sbin" $(BIN)/python -m tests.stack $(ARGS)

restore-drill: .venv/made-dev ## destroy databases and files of its own, bring them back, to a named second too; ARGS=--short
	@$(BIN)/python -m tests.drill $(ARGS)

licences: .venv/made-dev ## write docs/licences.md
	@$(BIN)/python -m tests.supply.licences

sbom: .venv/made-dev ## write the bill of materials (CycloneDX) into the data folder
	@$(BIN)/python -m tests.supply.sbom

newest: .venv/made-dev ## compare the lock with the package index; fails when a package that guards the site is behind
	@$(BIN)/python -m tests.supply.newest

lock: ## resolve the dependencies anew (after an edit of pyproject.toml); ARGS="--upgrade-package django" takes its newest
	@$(BIN)/uv pip compile -q $(ARGS) --generate-hashes --universal --python-version 3.11 --extra prod pyproject.toml -o requirements.lock --no-emit-index-url --no-annotate --custom-compile-command "make lock"
	@$(BIN)/uv pip compile -q $(ARGS) --generate-hashes --universal --python-version 3.11 --extra prod --extra otel pyproject.toml -o requirements-otel.lock --no-emit-index-url --no-annotate --custom-compile-command "make lock"
	@$(BIN)/uv pip compile -q $(ARGS) --generate-hashes --universal --python-version 3.11 --group dev --extra prod --extra otel pyproject.toml -o requirements-dev.lock --no-emit-index-url --no-annotate --custom-compile-command "make lock"

clean: ## remove the environment and the data of this folder
	@rm -rf .venv var

.PHONY: help run chromium test check format bench load faults nginx stack restore-drill licences sbom newest lock clean
