// Turns markets/*.json into dist/markets/*.js: what the core reads and what is shown, without what only reviewers need,
// and with the rules of a parent, so that one import is enough. The floor is in the core and is not among them.
//
//   node build-markets.mjs

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";

/** For reviewers: the core neither decides by it nor shows it. */
const FOR_REVIEW = new Set(["note", "force"]);

const here = (path) => new URL(path, import.meta.url);
const packs = new Map();
for (const file of await readdir(here("markets/"))) {
  if (!file.endsWith(".json") || ["schema.json", "floor.json"].includes(file)) continue;
  const pack = JSON.parse(await readFile(here(`markets/${file}`), "utf8"));
  packs.set(pack.market, pack);
}
await mkdir(here("dist/markets/"), { recursive: true });
for (const pack of packs.values()) {
  const { market } = pack;
  await writeFile(here(`dist/markets/${market}.js`), `export default ${JSON.stringify(compact(pack))};\n`);
  await writeFile(
    here(`dist/markets/${market}.d.ts`),
    'import type { MarketPack } from "../types.js";\ndeclare const pack: MarketPack;\nexport default pack;\n',
  );
}

function compact(pack) {
  const { schema, market, currency } = pack;
  const line = lineage(pack);
  const replaced = new Set(line.flatMap(({ rules }) => rules.map(({ overrides }) => overrides)));
  const rules = line.flatMap((one) => one.rules).filter(({ id }) => !replaced.has(id));
  // As the core does: a child's own helpers replace its parent's of the same kind. What nobody has read is not shipped.
  const help = line
    .flatMap((one, place) => (one.help ?? []).filter(({ kind }) => !names(line.slice(0, place), kind)))
    .filter(({ confidence }) => confidence === "primary" || confidence === "secondary");
  const used = new Set([...rules, ...help].flatMap(({ src }) => src));
  const sources = line.flatMap((one) => one.sources).filter(({ id }) => used.has(id));
  return {
    schema,
    market,
    asOf: line.map((one) => one.asOf).sort()[0],
    reviewBy: line.map((one) => one.reviewBy).sort()[0],
    currency,
    sources: sources.map(({ id, title, section }) => ({ id, title, section })),
    rules: rules.map((rule) => Object.fromEntries(Object.entries(rule).filter(([key]) => !FOR_REVIEW.has(key)))),
    ...(help.length > 0 && { help }),
  };

  function names(children, kind) {
    return children.some((child) => child.help?.some((own) => own.kind === kind));
  }

  function lineage(one) {
    const parent = packs.get(one.parent);
    return parent === undefined ? [one] : [one, ...lineage(parent)];
  }
}
