// Weighs what an app downloads to use predue: the module, every script that the main entry can load, its words, each
// market's rules, and the phrases of each language. Over the budget in tools/size-budget.json it fails; `make size`.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { exit } from "node:process";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { reachable } from "./reachable.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const budget = JSON.parse(readFileSync(resolve(root, "tools/size-budget.json"), "utf8"));
const columns = ["raw", "gzip", "brotli"];

function weigh(file) {
  const bytes = readFileSync(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params }).length,
  };
}

const row = (name, weights) => name.padEnd(42) + columns.map((column) => String(weights[column]).padStart(10)).join("");

/** Prints a group of files with its sum and says whether it keeps to its budget. */
function report({ about, brotli_bytes_max }, files) {
  const sum = { raw: 0, gzip: 0, brotli: 0 };
  for (const file of files) {
    const weights = weigh(file);
    for (const column of columns) sum[column] += weights[column];
    console.log(row(`  ${relative(root, file)}`, weights));
  }
  const within = sum.brotli <= brotli_bytes_max;
  const share = ((100 * sum.brotli) / brotli_bytes_max).toFixed(1);
  console.log(row(about, sum));
  console.log(`  ${within ? "within" : "OVER"} the budget: ${sum.brotli} of ${brotli_bytes_max} bytes (${share} %)\n`);
  return within;
}

const module = resolve(root, "pkg/wasm/predue_bg.wasm");
const entry = resolve(root, "pkg/dist/index.js");
for (const file of [module, entry]) {
  if (!existsSync(file)) {
    console.error(`${relative(root, file)} is missing: run \`make build\` first`);
    exit(1);
  }
}

console.log(row("bytes", { raw: "raw", gzip: "gzip", brotli: "brotli" }));
const scripts = [...reachable(entry)].sort();
const isWords = (file) => file.startsWith(resolve(root, "pkg/dist/words/"));
const verdicts = [
  report(budget.module, [module]),
  report(
    budget.script,
    scripts.filter((file) => !isWords(file)),
  ),
  report(budget.words, scripts.filter(isWords)),
];
for (const [kind, folder] of [
  ["market", "pkg/dist/markets"],
  ["lexicon", "pkg/dist/lexicons"],
]) {
  for (const file of readdirSync(resolve(root, folder)).filter((name) => name.endsWith(".js"))) {
    const about = `${budget[kind].about}: ${file.replace(".js", "")}`;
    verdicts.push(report({ ...budget[kind], about }, [resolve(root, folder, file)]));
  }
}
exit(verdicts.every(Boolean) ? 0 : 1);
