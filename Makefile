# Two commands do all the set-up: `make demo` and `make test`. Nothing here needs root.
PYTHON ?= python3
DEMO_ARGS ?=
SCALE ?= full
BENCH_ARGS ?=
FIABILITE_ARGS ?=
MUTATION_ARGS ?=
UV = .venv/bin/uv
RUN = .venv/bin/

.PHONY: demo test test-chiffre test-postgres lint docs bench fiabilite mutation clean

# uv lives inside .venv, so that a machine with Python and make is enough.
.venv/ready: pyproject.toml uv.lock
	$(PYTHON) -m venv .venv
	$(RUN)python -m pip install --quiet --disable-pip-version-check "uv>=0.9,<1"
	UV_PROJECT_ENVIRONMENT=.venv $(UV) sync --frozen --inexact --quiet --compile-bytecode --python .venv/bin/python
	@touch .venv/ready

demo: .venv/ready
	$(RUN)venez-vivre demo $(DEMO_ARGS)

# Two at once, a file on one of them: the suite takes half the time on two cores.
test: .venv/ready
	$(RUN)python -m pytest -n 2 --dist loadfile

# The same tests, on bases that are encrypted from their birth.
test-chiffre: .venv/ready
	VENEZ_VIVRE_TESTS_CHIFFRES=1 $(RUN)python -m pytest

# The same tests, each base on a PostgreSQL server: the one of a wheel or, when the variable holds its
# address, one that is there (postgresql://role@/?host=/var/run/postgresql, who may create bases).
test-postgres: .venv/ready
	VENEZ_VIVRE_TESTS_SERVEUR=$${VENEZ_VIVRE_TESTS_SERVEUR:-1} $(RUN)python -m pytest -n 2 --dist loadfile

lint: .venv/ready
	$(RUN)ruff format --check .
	$(RUN)ruff check .
	$(RUN)mypy
	$(RUN)lint-imports

# The generated pages, then the picture of the README.
docs: .venv/ready
	$(RUN)python tools/docs.py
	$(RUN)python tools/picture.py

# Hours on the full scale, kept in benchmarks/RESULTS.md; SCALE=small only shows that it runs.
bench: .venv/ready
	SCALE=$(SCALE) $(RUN)python benchmarks/results.py $(BENCH_ARGS)

# Twenty minutes: processes killed, disks filled, thousands of commands against a model.
fiabilite: .venv/ready
	$(RUN)python -m reliability.run $(FIABILITE_ARGS)

# How many faults made on purpose the tests notice: docs/mutations.md. MUTATION_ARGS=--all tries every one.
mutation: .venv/ready
	nice -n 10 $(RUN)python tools/mutation $(MUTATION_ARGS)

clean:
	rm -rf .venv dist build
