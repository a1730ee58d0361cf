// Turns lexicons/*.txt into dist/lexicons/*.js, without what is for those who read.
//
//   node build-lexicons.mjs

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";

const SCHEMA = 1;

const here = (path) => new URL(path, import.meta.url);
await mkdir(here("dist/lexicons/"), { recursive: true });
for (const file of await readdir(here("lexicons/"))) {
  const language = basename(file, ".txt");
  const text = await readFile(here(`lexicons/${file}`), "utf8");
  const lines = text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .join("\n");
  const pack = { language, schema: SCHEMA, lines };
  await writeFile(here(`dist/lexicons/${language}.js`), `export default ${JSON.stringify(pack)};\n`);
  await writeFile(
    here(`dist/lexicons/${language}.d.ts`),
    'import type { LexiconPack } from "../types.js";\ndeclare const pack: LexiconPack;\nexport default pack;\n',
  );
}
