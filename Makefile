# The doors of the project. Every recipe first installs what it needs and leaves alone what is up to date.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

bin := node_modules/.bin
stage := tools/stage.sh
stamps := target/stamps

wasm := pkg/wasm/predue_bg.wasm
hooks := target/wasm-hooks/predue_bg.wasm
dist := pkg/dist/index.js
site := www/dist/index.html
native := target/parity.jsonl
wallets := www/src/sample-wallet.json tests/wallets/everything.json
tarball := $(stamps)/pack

rust_sources := $(shell find src -type f) pkg/markets/floor.json pkg/lexicons/en.txt Cargo.toml Cargo.lock
wasm_sources := $(rust_sources) tools/build-wasm.sh tools/common.sh tools/trim.mjs $(stamps)/commit
pkg_sources := $(shell find pkg/src pkg/lexicons pkg/locales pkg/markets -type f) pkg/tsconfig.json tsconfig.base.json tools/trim.mjs tools/inline.mjs $(wildcard pkg/*.mjs)
site_sources := $(shell find www -type f -not -path 'www/dist/*') pkg/package.json

.PHONY: help
help: ## list what make can do here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: demo
demo: $(site) ## build the demo wallet and serve it on this machine
	@$(bin)/vite preview www

.PHONY: build
build: $(wasm) $(dist) ## build the WebAssembly and the npm package

# ---- checking --------------------------------------------------------------------------------------

.PHONY: check check-rust check-wasm check-docs check-deny check-markets check-web check-types
check: check-rust check-wasm check-docs check-deny check-markets check-web check-types ## formatting, lints, documentation, dependencies, types

check-rust:
	@$(stage) "rustfmt" cargo fmt --check
	@$(stage) "clippy" cargo clippy --locked --all-targets --all-features -- -D warnings

check-wasm: | wasm-tools
	@$(stage) "clippy for WebAssembly" cargo clippy --locked --lib --all-features --target wasm32-unknown-unknown -- -D warnings

check-docs:
	@! git grep -nE '^(<{7}|>{7}) ' || { echo "a merge was left unfinished" >&2; exit 1; }
	@RUSTDOCFLAGS="-D warnings" $(stage) "rustdoc" cargo doc --locked --no-deps --quiet

check-deny: | deny-tools
	@$(stage) "cargo deny" tools/deny.sh bans licenses sources

check-markets:
	@$(stage) "rule packs" node tools/check-markets.mjs

check-web: | npm
	@$(stage) "biome" $(bin)/biome check --error-on-warnings

check-types: $(wasm) $(dist) | npm
	@$(stage) "types of the package" $(bin)/tsc -p pkg --noEmit
	@$(stage) "types of the demo and the tests" $(bin)/tsc -p .

.PHONY: format
format: | npm ## put every file into the project's form
	cargo fmt
	$(bin)/biome check --write

.PHONY: audit
audit: | deny-tools ## look for known advisories (needs their database, so it is no part of check)
	@$(stage) "cargo deny advisories" tools/deny.sh advisories
	@$(stage) "npm audit" npm audit --omit=dev

# ---- testing ---------------------------------------------------------------------------------------

.PHONY: test test-rust test-unit test-packaging test-browser
test: test-rust test-unit test-packaging test-browser ## everything: core, boundary, package, browser

test-rust:
	@$(stage) "core" cargo test --locked --quiet

test-unit: $(wasm) $(hooks) $(dist) $(native) | npm
	@$(stage) "boundary and package" $(bin)/vitest run --project unit

# What the core answers natively; the same questions are put to the WebAssembly.
$(native): $(rust_sources) $(shell find examples tests/common -type f) $(wallets) tests/vectors/fineract.json
	@mkdir -p $(@D)
	@cargo run --locked --quiet --example parity -- $(wallets) < tests/vectors/fineract.json > $@

test-packaging: $(tarball) | npm chromium
	@$(stage) "packaging" $(bin)/vitest run --project packaging

test-browser: $(site) | npm chromium
	@$(stage) "browser" $(bin)/playwright test --config tests/browser

# ---- measuring and packing -------------------------------------------------------------------------

.PHONY: bench
bench: $(wasm) $(dist) ## time the core against plain JavaScript and against itself, compiled natively
	@cargo build --locked --quiet --release --examples
	@node benches/run.mjs

.PHONY: simulate
simulate: ## live a year of invented wallets under each policy of nudges
	@cargo run --locked --quiet --release --example simulate -- 200

.PHONY: size
size: $(wasm) $(dist) ## weigh what an app downloads, against the budget
	@node tools/size.mjs

.PHONY: pack
pack: $(tarball) ## make the npm package in target/pack
	@cat $(tarball)

.PHONY: clean
clean: ## remove what was built, but not the installed tools
	rm -rf target pkg/wasm pkg/dist www/dist

# ---- files -----------------------------------------------------------------------------------------

$(wasm): $(wasm_sources) | wasm-tools
	@$(stage) "WebAssembly" tools/build-wasm.sh $(@D)

$(hooks): $(wasm_sources) | wasm-tools
	@$(stage) "WebAssembly with test hooks" tools/build-wasm.sh $(@D) --features test-hooks

# What is no longer a source must not stay in the output, so each build starts from nothing.
$(dist): $(pkg_sources) $(wasm) | npm
	@rm -rf pkg/dist
	@$(stage) "npm package" $(bin)/tsc -p pkg
	@find pkg/dist -name '*.js' -exec node tools/trim.mjs comments {} +
	@$(stage) "libraries" node tools/inline.mjs pkg/dist/words/messages.js
	@$(stage) "message catalogues" node pkg/build-locales.mjs
	@$(stage) "rule packs" node pkg/build-markets.mjs
	@$(stage) "lexicons" node pkg/build-lexicons.mjs

$(site): $(site_sources) $(dist) | npm
	@$(stage) "demo" $(bin)/vite build www

$(tarball): $(dist) pkg/package.json tools/pack.sh $(wildcard LICENSE* pkg/*.md)
	@mkdir -p $(@D) && tools/pack.sh > $@

# Changes only when the commit does, so that a build is not repeated for nothing.
$(stamps)/commit: FORCE
	@mkdir -p $(@D); commit=$$(tools/commit.sh); [[ $$(cat $@ 2>/dev/null) == "$$commit" ]] || echo "$$commit" > $@
FORCE:

.PHONY: npm wasm-tools deny-tools chromium
npm:
	@tools/install.sh npm
wasm-tools: | npm
	@tools/install.sh wasm-target wasm-pack wasm-bindgen
deny-tools:
	@tools/install.sh cargo-deny
chromium: | npm
	@tools/install.sh chromium
