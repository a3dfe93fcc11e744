# `make help` lists what there is. Everything runs inside .venv, which the first command creates.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

VENV := .venv
BIN  := $(VENV)/bin
PY   := $(BIN)/python
# The stamps carry the lock's content: a changed lock installs again, an unchanged one does not.
RUN_STAMP := $(VENV)/.book-ready
DEV_STAMP := $(VENV)/.tools-ready

# Python to make .venv with; override as in `make book PYTHON=python3.12`.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && { echo $$p; break; }; done)

.PHONY: help book test test-site check check-data pair lock bench-build bench-weight bench-tco bench-load \
	clean

help: ## show this list
	@echo "Compute Under Constraint: a book whose chapters run."
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | \
		awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

book: $(RUN_STAMP) ## execute the chapters and build the site into _build/html
	@$(BIN)/book build

test: $(DEV_STAMP) ## run the tests, the linters and the type checks
	@$(BIN)/ruff format --check lib tests benchmarks
	@$(BIN)/ruff check lib tests benchmarks
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy
	@$(BIN)/pytest -n 2 tests --ignore=tests/site

test-site: $(DEV_STAMP) ## look at the built site through Chromium (run `make book` first)
	@$(BIN)/pytest tests/site

check: $(RUN_STAMP) ## check pairs, prose, links, ids and foreign requests
	@$(BIN)/book check

check-data: $(DEV_STAMP) ## the rules that data/ must obey
	@$(PY) -m lib.evidence.check
	@$(BIN)/pytest -q tests/evidence

pair: $(RUN_STAMP) ## write each chapter's .ipynb from its .md
	@$(BIN)/book pair

lock: $(RUN_STAMP) ## requirements.in -> requirements.txt with hashes, for Python 3.11 to 3.13
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PY) -m pip install -q --disable-pip-version-check uv
	@$(PY) -m uv pip compile -q --universal --python-version 3.11 --fork-strategy fewest \
		--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		requirements.in -o requirements.txt
	@$(PY) -m uv pip compile -q --universal --python-version 3.11 --fork-strategy fewest \
		--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		requirements-dev.in -o requirements-dev.txt
	@echo "requirements.txt and requirements-dev.txt are up to date"

bench-build: $(DEV_STAMP) ## time the build beside plain jupyter-book
	@$(PY) benchmarks/build.py

bench-weight: $(DEV_STAMP) ## weigh a chapter's page beside plain jupyter-book (run `make book` first)
	@$(PY) benchmarks/weight.py

bench-tco: $(DEV_STAMP) ## time the cost model over many scenarios
	@$(PY) benchmarks/tco.py

bench-load: $(DEV_STAMP) ## time the loading of all evidence
	@$(PY) benchmarks/load.py

clean: ## remove what was built (neither .venv nor the releases)
	rm -rf .cache
	if [ -d _build ]; then find _build -mindepth 1 -maxdepth 1 ! -name releases -exec rm -rf {} + ; fi

# --- the environment ---------------------------------------------------------------------------

$(PY):
	@if [ -z "$(PYTHON)" ]; then \
		echo "This book needs Python 3.11, 3.12 or 3.13. Found: $$(python3 --version 2>/dev/null || echo no python3)." >&2; \
		echo "Install one of them, or name it: make book PYTHON=/path/to/python3.12" >&2; exit 1; fi
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "This book needs Python 3.11, 3.12 or 3.13; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "Python's venv module is missing. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "[1/3] creating $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# uv installs in seconds what pip needs most of a minute for; pip alone does as well. Compiled once
# here, or every process compiles anew where PYTHONDONTWRITEBYTECODE is set, as in many containers.
$(RUN_STAMP): requirements.txt pyproject.toml | $(PY)
	@if ! cmp -s requirements.txt $@ ; then \
		$(PY) -m uv --version >/dev/null 2>&1 || $(PY) -m pip install -q --disable-pip-version-check uv 2>/dev/null || true; \
		if $(PY) -m uv --version >/dev/null 2>&1; then \
			echo "[2/3] installing the locked packages with uv"; \
			VIRTUAL_ENV=$(CURDIR)/$(VENV) $(PY) -m uv pip install -q --compile-bytecode --require-hashes -r requirements.txt; \
		else \
			echo "[2/3] installing the locked packages with pip (about a minute)"; \
			$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt; \
		fi; fi
	@echo "[3/3] linking lib and the book command"
	@$(PY) -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@cp requirements.txt $@

$(DEV_STAMP): requirements-dev.txt $(RUN_STAMP)
	@if ! cmp -s requirements-dev.txt $@ ; then \
		echo "installing the tools for tests"; \
		if $(PY) -m uv --version >/dev/null 2>&1; then \
			VIRTUAL_ENV=$(CURDIR)/$(VENV) $(PY) -m uv pip install -q --compile-bytecode --require-hashes -r requirements-dev.txt; \
		else \
			$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt; \
		fi; fi
	@cp requirements-dev.txt $@
