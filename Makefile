# Two commands do all the set-up on a fresh machine: `make run` and `make test`.
# They need python3 with venv, and make; nothing else by hand.
PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help run test check bench lock

help:
	@sed -n 's/^## //p' Makefile

.venv/bin/python:
	python3 -m venv .venv

.venv/core.stamp: requirements/core.txt pyproject.toml hatch_build.py | .venv/bin/python
	@echo "Installing what Simulacro needs (about a minute, once)…"
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/core.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/core.stamp
	@echo "Installing what the tests and checks need…"
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# The compiled translations are not in git.
.venv/translations.stamp: $(shell find src -name '*.po') .venv/core.stamp
	@$(PY) -m checks.translations compile > /dev/null
	@touch $@

## make run     serve Simulacro on this machine with its demo brand
run: .venv/core.stamp .venv/translations.stamp
	SIMULACRO_DATA_DIR=$${SIMULACRO_DATA_DIR:-$(CURDIR)/var} $(PY) -m simulacro demo --serve

# What a second database could break: sealed fields, the log, jobs, live events, services.
WITHOUT_DATABASE := passphrase templates cycle regional document_mistakes errors long_lists
POSTGRES_TESTS := tests/kit tests/apps/people tests/apps/audit/test_*services.py \
	tests/apps/test_foresight.py tests/apps/test_packs.py tests/apps/exercises/test_record.py \
	tests/apps/whatifs/test_brainstorms.py tests/config/test_database.py \
	tests/test_nothing_in_the_clear.py

# One more than two cores: half of a browser's test is waiting.
TEST_PROCESSES ?= 3

## make test    every test, those in a browser and on PostgreSQL included
test: .venv/dev.stamp .venv/translations.stamp
	@$(PY) -m tests.machine
	$(PY) -m pytest -n $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder
	$(PY) -m pytest -n $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder -p tests.postgres_server -m "not browser" $(POSTGRES_TESTS) \
		$(WITHOUT_DATABASE:%=--ignore=tests/kit/test_%.py)

## make check   style, types, imports, translations, documentation, wheel
check: .venv/dev.stamp
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	.venv/bin/djlint --quiet --lint src
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) -m checks.translations check
	$(PY) checks/documentation.py
	$(PY) checks/wheel.py

## make bench   speed beside our peers, measured in the same run
bench: .venv/dev.stamp
	@for file in $(wildcard benchmarks/*.py); do $(PY) -m benchmarks.$$(basename $$file .py) || exit 1; done

## make lock    resolve the requirements again (needs uv)
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra build pyproject.toml -o requirements/core.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra build --extra dev pyproject.toml -o requirements/dev.txt
