# make run · make test · make check · make bench · make nightly: each sets up whatever it needs; a second start installs nothing.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
APT := $(SUDO) apt-get install -y -qq --no-install-recommends

.PHONY: run test check bench nightly pictures demo clean
.DEFAULT_GOAL := run

run: .venv/run demo
	$(BIN)/streamlit run asgi.py --server.port=$(PORT)

test: .venv/dev .venv/browser .venv/office demo
	$(BIN)/python -m pytest -n 2 --dist loadfile $(TESTS)

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/dev .venv/browser
	$(BIN)/python -m benchmarks

nightly: .venv/dev
	PANEL_LONG=1 $(BIN)/python -m pytest -q -n 2 --dist loadfile tests/test_writing_machine*.py
	PANEL_LONG=1 $(BIN)/python -m pytest -q -n 2 -m hypothesis

pictures: .venv/dev .venv/browser
	$(BIN)/python -m tests.browser.pictures docs/pictures

demo: .venv/run
	@test -n "$$PANEL_WORKBOOK" || test -f data/partnership.xlsx || $(BIN)/python -m demo.make_demo data/partnership.xlsx

clean:
	rm -rf .venv

# Debian keeps venv in a package of its own. uv installs in seconds what pip does in a minute; where it can't, pip does.
.venv/made:
	@$(PYTHON) -c "import ensurepip" 2>/dev/null || { $(SUDO) apt-get update -qq && $(APT) python3-venv; }
	$(PYTHON) -m venv .venv
	-@$(BIN)/pip install -q --disable-pip-version-check uv==0.13.9
	@touch $@

.venv/run: .venv/made requirements.txt
	$(BIN)/uv pip install -q --python $(BIN)/python -r requirements.txt || $(BIN)/pip install -q -r requirements.txt
	@touch $@

.venv/dev: .venv/run requirements-dev.txt
	$(BIN)/uv pip install -q --python $(BIN)/python -r requirements-dev.txt || $(BIN)/pip install -q -r requirements-dev.txt
	@touch $@

.venv/browser: .venv/made
	@command -v chromium >/dev/null || { $(SUDO) apt-get update -qq && $(APT) chromium; }
	@touch $@

.venv/office: .venv/made
	@command -v soffice >/dev/null || { $(SUDO) apt-get update -qq && $(APT) libreoffice-calc-nogui; }
	@touch $@
