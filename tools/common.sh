# What every script here shares: where the checkout and the cache are, which tool versions are used, and how to say what happens.
# Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${PREDUE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/predue}

wasm_pack_version=0.15.1
cargo_deny_version=0.20.2
# The command-line tool must be the very version of the library, or its glue does not fit the module: Cargo.lock decides.
wasm_bindgen_version=$(awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/"/, "", $3); print $3 }' "$root/Cargo.lock")

# Each tool has a directory of its own, named by its version: another version never takes the place of this one.
wasm_pack_bin=$cache/wasm-pack-$wasm_pack_version/bin
wasm_bindgen_bin=$cache/wasm-bindgen-cli-$wasm_bindgen_version/bin
cargo_deny_bin=$cache/cargo-deny-$cargo_deny_version/bin

say() { printf '== %s\n' "$*" >&2; }
die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
