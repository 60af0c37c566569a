# First Million in two commands: make run, make test. No variable has to be set; .env.example lists those that may.

.DEFAULT_GOAL := help
.PHONY: help run test check bench chaos fmt words lock shell manage install-run install-dev
MAKEFLAGS += --no-print-directory

PYTHON := .venv/bin/python
SANDBOX := $(PYTHON) -m program.local.sandbox -- $(PYTHON)
LOCK := .venv/bin/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: install-run ## First Million on this machine, with its demo; Ctrl-C stops it
	@$(PYTHON) -m program.local

test: install-dev ## everything a change has to pass; ARGS="tests/members -k code" for some of the tests
	@$(PYTHON) -m program.local.check $(ARGS)

check: install-dev ## the same without the tests
	@$(PYTHON) -m program.local.check --no-tests

bench: install-dev ## requests and seats per second, side by side; ARGS="--only seats" for one part
	@$(SANDBOX) manage.py bench $(ARGS)

chaos: install-dev ## crowds and failing parts, 25 minutes of it; ARGS="--only reminders" for one scenario
	@$(PYTHON) -m program.local.chaos $(ARGS)

fmt: install-dev ## formats code and templates
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .
	@.venv/bin/djlint templates --reformat --quiet || true

words: install-dev ## collects the strings to translate in locale/, and compiles what is translated
	@$(SANDBOX) manage.py makemessages --all --extension html,txt,mjml,py --no-wrap --no-obsolete --add-location file --ignore ".venv/*" --ignore "var/*"
	@$(PYTHON) -m program.local.words

lock: install-dev ## resolves pyproject.toml anew into the three hash-locked files
	@$(LOCK) --output-file requirements.txt
	@$(LOCK) --group run --output-file requirements-run.txt
	@$(LOCK) --group dev --output-file requirements-dev.txt

shell: install-run ## Python on the data of make run
	@$(PYTHON) -m program.local.manage shell

manage: install-run ## a command of Django's on the data of make run: make manage ARGS="create_program --help"
	@$(PYTHON) -m program.local.manage $(ARGS)

install-run install-dev: install-%:
	@program/local/install.sh $*
