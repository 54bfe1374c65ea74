.DEFAULT_GOAL := help
PORT ?= 8000
export UV_PROJECT_ENVIRONMENT := .venv
READY := .venv/.ready

help:  ## list what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

setup: $(READY)  ## prepare .venv/ with all extras and test tools

$(READY): pyproject.toml uv.lock requirements.lock bin/setup
	@bash bin/setup
	@touch $(READY)

demo: $(READY)  ## run the month of 2/8/2021 and serve it (PORT, default 8000)
	@.venv/bin/ceremony demo --port $(PORT)

test: $(READY)  ## run all tests
	@.venv/bin/pytest

pictures: $(READY)  ## take the pictures of the guide and the README anew
	@PICTURES=1 .venv/bin/pytest -n0 tests/journeys/test_guide.py tests/journeys/test_month.py -k "guide or pointer"

check: $(READY)  ## format, lint, types, floors and rooms, templates
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@.venv/bin/djlint templates --check --lint --quiet

bench: $(READY)  ## measure speed side by side (ONLY=group, JSON=path)
	@.venv/bin/python -m benchmarks --only "$(ONLY)" --json "$(JSON)"

faults: $(READY)  ## kill workers and break mail servers, and print what was lost and doubled
	@.venv/bin/pytest tests/faults -n0 -s

wheel: $(READY)  ## build the wheel into dist/ and play the month from it in an empty environment
	@bash bin/try-wheel

format: $(READY)  ## put code and templates into their form
	@.venv/bin/ruff check --fix -q . ; .venv/bin/ruff format . ; .venv/bin/djlint templates --reformat --quiet || true

lock: $(READY)  ## renew uv.lock and requirements.lock after a change of dependencies
	@.venv/bin/uv lock
	@.venv/bin/uv export --quiet --locked --all-extras --all-groups --no-emit-project -o requirements.lock

words: $(READY)  ## collect the English msgids and compile the Vietnamese ones
	@.venv/bin/pybabel -q extract -F babel.cfg -k msgid -k _l --no-location --sort-output --project ceremony -o /dev/stdout . \
		| .venv/bin/pybabel -q update -i /dev/stdin -d ceremony/translations -l vi --init-missing --no-fuzzy-matching \
			--ignore-obsolete --ignore-pot-creation-date -w 120
	@.venv/bin/pybabel -q compile -d ceremony/translations -l vi

access: $(READY)  ## print who may come to each address into docs/access.md
	@.venv/bin/python -m tests.core.access_table

.PHONY: help access setup demo test pictures check bench faults wheel format lock words
