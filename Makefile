# Two commands matter: `make run` (the chat on this machine) and `make test` (everything checked).
# Both prepare what they need; a second run rebuilds nothing that has not changed.

PYTHON ?= python3.11
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
PACKAGES := ingest index assistant evals ui

export HF_HUB_OFFLINE = 1
export TRANSFORMERS_OFFLINE = 1
export ANONYMIZED_TELEMETRY = False
export LANGSMITH_TRACING = false
export TOKENIZERS_PARALLELISM = false

.PHONY: help run setup index test lint types check bench eval train lock browser clean

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

$(VENV)/.ready: requirements.lock pyproject.toml
	@echo "Preparing the environment (about three minutes the first time) …"
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) was not found: install Python 3.11, or name it: make PYTHON=…"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: $(VENV)/.ready  ## the environment, from the lock file

index: setup  ## sources into passages, passages into the index (only what changed)
	@$(BIN)/python -m ingest
	@$(BIN)/python -m index

run: index  ## the chat at http://localhost:8501 (PORT= changes it)
	$(BIN)/streamlit run ui/app.py --server.port $(PORT)

browser: setup  ## Chromium for the browser tests, where it can be had
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	  { echo "No Chromium found: trying to install it …"; \
	    (apt-get update -qq && apt-get install -y -qq chromium) >/dev/null 2>&1 || \
	    echo "Chromium could not be installed here: the browser tests will say that they were left out."; }

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

test: lint types index browser  ## lint, types and every test, the browser tests included
	$(BIN)/python -m pytest

bench: index  ## speed and memory, measured and printed with the baseline beside it
	$(BIN)/python -m evals bench

eval: index  ## the whole evaluation with baselines; writes runs/<time>/report.html
	$(BIN)/python -m evals run --baselines

train: setup index  ## the encoder's adapter, the vectors it makes, and the weights of ranker and assistant, again from their data
	$(BIN)/python -m index.training
	$(BIN)/python -m evals.calibration
	$(BIN)/python -m assistant embed
	$(BIN)/python -m assistant calibrate

lock: setup  ## write requirements.lock from the environment
	@{ echo "# Every package this project installs, at the version it was tested with. Written by 'make lock'."; \
	  $(BIN)/pip freeze --exclude-editable | sed 's/+cpu//'; } > requirements.lock

clean:  ## what was built; never the corpus
	rm -rf data runs .mypy_cache .ruff_cache .pytest_cache
