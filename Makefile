# Needs python3 (3.11 or later, with venv), make and the package index; nothing else.
# PYTHON=python3.12 make test chooses another interpreter.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: data test lint types check docs browser cluster floors bench clean
.DEFAULT_GOAL := data

# The tables of data/raw, into data/out.
data: $(READY)
	$(BIN)/unionstats extract data/raw --out data/out

test: $(READY)
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check src tests benchmarks docs

types: $(READY)
	$(BIN)/mypy

check: lint types test

# The pages of docs/ that are made from the program and its rules, and the chart of the README.
docs: $(READY)
	$(BIN)/python docs/generate.py

# The driver of the browser that the tests of the page want; without it and Chromium they are skipped.
browser: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-browser.lock

# dask.distributed, for the tests of reading on a cluster; without it they are skipped. It takes ten seconds, the rest a minute.
cluster: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dask.lock

# How well the reports are read, below which no change may bring it: raises tests/floors.json to what is reached.
floors: $(READY)
	$(BIN)/python tests/pin_floors.py

# How fast, on this machine.
bench: $(READY)
	$(BIN)/python benchmarks/throughput.py

# The environment, made again only when what it is made from changes. The code itself is installed as a link.
$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

clean:
	rm -rf $(VENV) data/out .pytest_cache .hypothesis .ruff_cache .mypy_cache
