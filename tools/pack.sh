#!/usr/bin/env bash
# Packs the built npm package into target/pack and lists what is in it. The package is put together apart from its sources,
# so that the licences, which stand at the root of the checkout, come along.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

for file in pkg/wasm/predue_bg.wasm pkg/wasm/predue.js pkg/dist/index.js pkg/dist/index.d.ts; do
  [[ -s $file ]] || die "$file is missing: run \`make build\` first"
done

rm -rf target/pack
mkdir -p target/pack/package
cp -R pkg/package.json pkg/wasm pkg/dist LICENSE LICENSE-* target/pack/package/
[[ ! -f pkg/README.md ]] || cp pkg/README.md target/pack/package/
npm pack ./target/pack/package --pack-destination target/pack --ignore-scripts --json --loglevel=error >target/pack/pack.json
node --input-type=module <<'REPORT'
import { readFileSync } from "node:fs";
const [{ filename, size, unpackedSize, files }] = [JSON.parse(readFileSync("target/pack/pack.json", "utf8"))].flat();
for (const { path, size } of files) console.log(String(size).padStart(9), path);
console.log(`target/pack/${filename}: ${files.length} files, ${size} bytes packed, ${unpackedSize} unpacked`);
REPORT
