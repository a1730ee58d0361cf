#!/usr/bin/env bash
# Builds the WebAssembly module and its glue: tools/build-wasm.sh OUT [cargo arguments, such as --features test-hooks].
# The module uses what every browser of the last five years has: the first version of WebAssembly with sign extension, bulk
# memory and saturating conversions. Without bulk memory every copy would be a loop over bytes.
# The same sources give the same bytes on every machine.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

out=$1
shift
stage=$root/target/wasm-pack/${out//\//-}
export PATH=$wasm_bindgen_bin:$wasm_pack_bin:$root/node_modules/.bin:$PATH
export PREDUE_COMMIT=${PREDUE_COMMIT:-$(tools/commit.sh)}

# Later prefixes win over earlier ones, so the more particular come last.
rust_source=$(rustc --print sysroot)/lib/rustlib/src/rust
rust_commit=$(rustc --version --verbose | sed -n 's/^commit-hash: //p')
flags=(
  -Ctarget-feature=-reference-types,-multivalue
  # Inlining less than the optimiser would by itself, and unrolling no loops: the module is smaller, and no slower for it.
  -Cllvm-args=-inline-threshold=80
  -Cllvm-args=-unroll-threshold=0
  -Cllvm-args=-unroll-partial-threshold=0
  # The rounds of SHA-256 as a loop instead of one after the other: a kilobyte less, brotli.
  '--cfg=sha2_backend="soft"' '--cfg=sha2_backend_soft="compact"'
  "--remap-path-prefix=$HOME=/home"
  "--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo"
  "--remap-path-prefix=$rust_source=/rustc/$rust_commit"
  "--remap-path-prefix=$root=/predue"
)
CARGO_ENCODED_RUSTFLAGS=$(printf '%s\x1f' "${flags[@]}")
export CARGO_ENCODED_RUSTFLAGS=${CARGO_ENCODED_RUSTFLAGS%$'\x1f'}
# The standard library says in a custom section that it was compiled with reference types; with the section gone,
# wasm-bindgen writes glue that does without.
export CARGO_PROFILE_RELEASE_STRIP=true

rm -rf "$stage"
wasm-pack --quiet --log-level warn build --mode no-install --target web --release --no-pack \
  --out-dir "$stage" --out-name predue "$root" -- --locked "$@"

# Naming the features makes this step refuse a module in which anything newer is left. The first kilobyte of memory is the far
# end of the stack, where nothing has an address, so offsets may be folded.
mv "$stage/predue_bg.wasm" "$stage/unoptimised.wasm"
wasm-opt "$stage/unoptimised.wasm" -o "$stage/predue_bg.wasm" \
  --mvp-features --enable-mutable-globals --enable-sign-ext --enable-bulk-memory --enable-nontrapping-float-to-int \
  -O3 -O3 --low-memory-unused --strip-debug --strip-producers

for place in "$HOME" "$root" "${CARGO_HOME:-$HOME/.cargo}"; do
  if grep --quiet --text --fixed-strings "$place/" "$stage/predue_bg.wasm"; then die "the module holds a path of this machine: $place"; fi
done
node tools/trim.mjs minify "$stage/predue.js"

mkdir -p "$out"
cp "$stage"/predue{.js,.d.ts,_bg.wasm} "$out/"
