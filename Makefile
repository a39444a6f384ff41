# Each command sets up once: .venv, and into it the pinned packages, checked by their hashes. The lists name
# every package, so pip has nothing to work out (--no-deps): an older one would ask for coverage[toml] anew and stop.
# Changed pins change the stamp's name, and so set up again.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PORT ?= 8000
WORKERS ?= 2
ARGS ?=

PY := .venv/bin/python
RUN_STAMP := .venv/.ready-run-$(shell cat requirements.txt | cksum | cut -d' ' -f1)
DEV_STAMP := .venv/.ready-dev-$(shell cat requirements.txt requirements-dev.txt | cksum | cut -d' ' -f1)
# A .venv whose Python has gone (an upgrade, another machine) is made again.
_ := $(shell [ ! -e .venv ] || $(PY) -c '' 2>/dev/null || rm -rf .venv)
TEMPLATES := $(wildcard templates groups/templates agreements/templates outreach/templates)

.PHONY: help run test check bench faults lock
help:
	@echo "make run     everything in one terminal, with demo data (PORT=8000)"
	@echo "make test    every test that this machine can run, on DATABASE_URL (ARGS='-k words' for some)"
	@echo "make check   linters, types, templates, missing migrations, check --deploy"
	@echo "make bench   the benchmarks, into bench/results.md"
	@echo "make faults  the fault tests: kills, stops and races, on DATABASE_URL and BROKER_URL. For now the small"
	@echo "             seeded ones (marked faults), which 'make test' runs too; the big runs are still to come"
	@echo "make lock    requirements*.txt anew from requirements*.in (needs uv)"

run: $(RUN_STAMP)
	@DEBUG=$${DEBUG:-1} SITE_URL=$${SITE_URL:-http://127.0.0.1:$(PORT)} exec $(PY) manage.py runall --port $(PORT)

test: $(DEV_STAMP)
	$(PY) -m pytest -n $(WORKERS) $(ARGS)

faults: $(DEV_STAMP)
	$(PY) -m pytest -m faults $(ARGS)

bench: $(DEV_STAMP)
	$(PY) -m bench $(ARGS)

check: $(DEV_STAMP)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy .
	$(PY) -m djlint --lint --quiet $(TEMPLATES)
	.ci/check-django

lock:
	for set in requirements requirements-dev; do \
		uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
			--no-emit-index-url --no-emit-find-links $$set.in -o $$set.txt || exit 1; \
	done

$(RUN_STAMP): | .venv/bin/pip
	@echo "Setting up, once: installing what requirements.txt pins."
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@rm -f .venv/.ready-run-*; touch $@

$(DEV_STAMP): $(RUN_STAMP)
	@echo "Setting up, once: installing what requirements-dev.txt pins."
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt -r requirements-dev.txt
	@rm -f .venv/.ready-dev-*; touch $@

.venv/bin/pip:
	@python=""; \
	for name in python3 python3.13 python3.12 python3.11 python; do \
		if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "This needs Python 3.11 or newer, and none was found. Please install it and try again." >&2; exit 1; \
	fi; \
	if ! $$python -c 'import venv, ensurepip' 2>/dev/null; then \
		echo "This needs Python's venv module. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; \
	fi; \
	$$python -m venv --clear .venv
