# Needs python3 (3.11 or later, with venv), make and the package index; nothing else.
# PYTHON=python3.12 make test chooses another interpreter.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: data test lint types check clean
.DEFAULT_GOAL := data

# The tables of data/raw, into data/out.
data: $(READY)
	$(BIN)/unionstats extract data/raw --out data/out

test: $(READY)
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check src tests

types: $(READY)
	$(BIN)/mypy

check: lint types test

# The environment, made again only when what it is made from changes. The code itself is installed as a link.
$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

clean:
	rm -rf $(VENV) data/out .pytest_cache .hypothesis .ruff_cache .mypy_cache
