#!/usr/bin/env bash
# Installs what a fresh machine lacks, by package name and version: tools/install.sh wasm-target|wasm-pack|wasm-bindgen|cargo-deny|npm|chromium ...
# What is there already is left alone, so a second run costs nothing.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

compiled=
# Installs one program from crates.io into the cache. It is built beside its place and moved there whole:
# an interrupted install leaves nothing that could be taken for a finished one.
crate() {
  local name=$1 version=$2 place=$cache/$1-$2
  shift 2
  [[ -d $place ]] && return
  have cargo || die "cargo is missing: install Rust with rustup"
  mkdir -p "$cache"
  exec 9>"$cache/.lock"
  flock 9 # kept until this script ends, for the clearing away at the end as well
  [[ -d $place ]] && return # another run was first
  say "installing $name $version (some minutes, once)"
  local started=$SECONDS stage=$cache/.stage
  rm -rf "$stage"
  # These tools run for a second at a time, so they are compiled to be ready soon rather than to be fast (three times as
  # soon); what two of them share is compiled once.
  CARGO_TARGET_DIR=$cache/.build CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off \
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256 CARGO_PROFILE_RELEASE_DEBUG=false \
    cargo install --quiet "$name" --version "=$version" --root "$stage" "$@" || die "could not install $name $version"
  mv "$stage" "$place"
  compiled=yes
  say "installed $name $version in $((SECONDS - started)) s"
}

wasm_target() {
  [[ -d $(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown ]] && return
  have rustup || die "the target wasm32-unknown-unknown is missing, and rustup is not there to add it"
  say "adding the target wasm32-unknown-unknown"
  rustup target add wasm32-unknown-unknown
}

# npm empties node_modules first, so a stamp inside it stands only when the install ended well.
npm_packages() {
  local stamp=$root/node_modules/.predue-stamp hash
  hash=$(sha256sum <"$root/package-lock.json")
  [[ $(cat "$stamp" 2>/dev/null || true) == "$hash" ]] && return
  say "installing npm packages"
  (cd "$root" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  printf '%s\n' "$hash" >"$stamp"
}

chromium() {
  node "$root/tools/chromium.mjs" >/dev/null 2>&1 && return
  have apt-get || die "no Chromium found; install one, or name it in PREDUE_CHROMIUM"
  say "installing Chromium"
  local sudo=()
  ((EUID == 0)) || sudo=(sudo)
  "${sudo[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends chromium >/dev/null
  node "$root/tools/chromium.mjs" >/dev/null
}

for tool in "$@"; do
  case $tool in
    wasm-target) wasm_target ;;
    wasm-pack) crate wasm-pack "$wasm_pack_version" --locked ;;
    # Without --locked: its lock file may name a crate that was withdrawn since. What is left out is its test runner.
    wasm-bindgen) crate wasm-bindgen-cli "$wasm_bindgen_version" --no-default-features --bin wasm-bindgen ;;
    cargo-deny) crate cargo-deny "$cargo_deny_version" --locked ;;
    npm) npm_packages ;;
    chromium) chromium ;;
    *) die "unknown tool: $tool" ;;
  esac
done
if [[ -n $compiled ]]; then rm -rf "$cache/.build"; fi
