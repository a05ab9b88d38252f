# make run     the app          make test    every check          make bench    speed, beside optax and torch
# make run WORKERS=4  the app, with maps on four processes or, in place of 4, those of a Dask scheduler at an address
# make words  bring the catalogues of languages up to date
# make lstm    train the learned optimizer anew, and compare it
#
# The first `make` in a fresh clone makes .venv with the Python named below and installs what the target needs;
# after that the stamps in .venv say that nothing is to be done, and no network is asked.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# Bytecode is made of what is imported, when it is: of all 9,400 modules it takes 23 s, of those that are used 5 s.
CONNECTION := tests/browser/server/test_connection.py# servers come and go in it: it has the machine to itself
PIP := $(PY) -m pip install --disable-pip-version-check --quiet --no-compile
NODE := $(VENV)/bin/node

MAKEFLAGS += --jobs=2# types take as long as all the other checks of the text

.PHONY: run test lint types style words bench lstm clean

run: $(VENV)/run.stamp $(WORKERS:%=$(VENV)/workers.stamp)
	$(PY) -m streamlit run app.py $(WORKERS:%=-- --workers %)

# A program that several modules of tests compile is compiled once, and not again at the next run.
test: export JAX_COMPILATION_CACHE_DIR := $(CURDIR)/.cache/jax
test: export JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS := 0
test: export JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES := -1
# What tests compile themselves takes two thirds of the time without MLIR's emitters of fusions, and less again in one
# part, as all cores are busy. The servers of the browser tests compile as a visitor's does, with what is usual.
test: export XLA_FLAGS := --xla_cpu_use_fusion_emitters=false --xla_cpu_parallel_codegen_split_count=1
# Both cores are busy with processes of tests: where BLAS divides a product among threads beside them, these wait for each
# other on the processor. 91 tests of random networks took 30 s of it, and take 6 s.
test: export OMP_NUM_THREADS := 1
test: lint
	$(PY) tests/chromium.py
	$(PY) -m pytest -q -n 2 --max-worker-restart 0 --dist loadfile --no-loadscope-reorder --ignore $(CONNECTION)
	$(PY) -m pytest -q $(CONNECTION)

lint: types style

types: $(VENV)/test.stamp
	$(PY) -m mypy

style: $(VENV)/node.stamp
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(NODE) node_modules/.bin/biome check --error-on-warnings
	$(NODE) node_modules/.bin/tsc
	$(NODE) --test "tests/player/*.test.js"

words: $(VENV)/test.stamp
	JAX_PLATFORMS=cpu $(PY) -m tests.catalogue

bench: $(VENV)/bench.stamp
	$(PY) tests/chromium.py
	$(PY) -m benchmarks

lstm: $(VENV)/run.stamp
	JAX_PLATFORMS=cpu $(PY) -m benchmarks.train_lstm

clean:
	rm -rf $(VENV) node_modules

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Making $(VENV) failed; on Debian and Ubuntu, install the package python3-venv."; exit 1; }

$(VENV)/run.stamp: requirements.txt | $(PY)
	@echo "Installing requirements.txt into $(VENV); this takes a minute or two the first time."
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/workers.stamp: requirements-workers.txt $(VENV)/run.stamp
	$(PIP) -r requirements-workers.txt
	@touch $@

$(VENV)/test.stamp: requirements-dev.txt $(VENV)/workers.stamp
	$(PIP) -r requirements-dev.txt
	@touch $@

$(VENV)/node.stamp: package.json package-lock.json $(VENV)/test.stamp
	$(VENV)/bin/npm ci --silent
	@touch $@

$(VENV)/bench.stamp: requirements-oracle.txt $(VENV)/test.stamp
	$(PIP) -r requirements-oracle.txt
	@touch $@
