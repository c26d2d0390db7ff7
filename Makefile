# Each target makes .venv and installs what it needs the first time, and again only when
# pyproject.toml, constraints.txt or, for its byte code, the code changed.
PYTHON ?= python3
BIN := .venv/bin
CODE := $(shell find analysis -name '*.py')
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: reports test quick check lab app sample fuzz bench bench-flat clean
.DELETE_ON_ERROR:

reports: .venv/.ready-code
	$(BIN)/summit build

# a process for each core, a file's tests in one of them
test: .venv/.ready-test .venv/.ready-code
	$(BIN)/python -m pytest -n auto --dist loadfile

# What an addition still lacks, in seconds.
quick: .venv/.ready-test
	$(BIN)/python -m pytest tests/test_additions.py tests/test_notebooks.py tests/test_layers.py

check: .venv/.ready-lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lab: .venv/.ready-lab
	$(BIN)/jupyter lab notebooks/start.ipynb

# The controls of explore.ipynb as a page of their own, without JupyterLab.
app: .venv/.ready-lab
	$(BIN)/voila notebooks/explore.ipynb

# The built brief that readers of the repository open; tests/test_sample.py holds it against a fresh build.
sample: .venv/.ready-run
	$(BIN)/summit build brief --out reports
	$(BIN)/python -c "from analysis import style, verdicts; print(style.svg(verdicts.distance_from_claims('latest').chart), end='')" > reports/.picture.tmp
	mv reports/.picture.tmp reports/distance-from-claims.svg

# Hostile notebooks through both exporters; the last line counts what ran, escaped or broke.
FUZZ ?= 5000
fuzz: .venv/.ready-test
	$(BIN)/python -m tests.fuzz $(FUZZ)

# One notebook through our exporters and nbconvert's own, then a batch in every way to build one.
SIZE ?= 20
bench: .venv/.ready-test .venv/.ready-code
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.batch --size $(SIZE)

# What a light report costs, and what memory a batch holds, in batches of different sizes.
bench-flat: .venv/.ready-test .venv/.ready-code
	$(BIN)/python -m tests.bench.batch --memory 20,500
	$(BIN)/python -m tests.bench.batch --flat 10,1000

clean:
	rm -rf .venv build dist

.venv/.ready-pip: constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --constraint constraints.txt --upgrade pip
	touch $@

.venv/.ready-run: .venv/.ready-pip pyproject.toml
	$(PIP) install --constraint constraints.txt --editable .
	touch $@

# byte code, which is read even where Python is told to write none: every kernel imports the code
.venv/.ready-code: .venv/.ready-run $(CODE)
	$(BIN)/python -m compileall -q analysis
	touch $@

.venv/.ready-test: .venv/.ready-run
	$(PIP) install --constraint constraints.txt --group test --editable '.[lab,app]'
	touch $@

.venv/.ready-lint: .venv/.ready-run
	$(PIP) install --constraint constraints.txt --group test --group lint
	touch $@

.venv/.ready-lab: .venv/.ready-run
	$(PIP) install --constraint constraints.txt --editable '.[lab,app]'
	touch $@
