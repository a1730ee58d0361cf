// Turns locales/*.json into dist/locales/*.js: each message parsed once here, so that nothing is parsed on a customer's
// device. What the functions of the API say in English stands apart, in dist/words/english.js, as they bring it along.
// Fails when a catalogue lacks a message, has one too many, uses other variables than English, or when a source asks for a
// message that does not exist.
//
//   node build-locales.mjs [--check]     with --check nothing is written

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseMessage, validate } from "messageformat";

const SCHEMA = 1;
const REFERENCE = "en";
const FUNCTIONS = new Set(["money", "day", "clock", "integer", "number", "string"]);
/** What the functions of the API say; all else is for the elements and the demo. */
const API = /^(nudge|lateness|signal|guidance|offer)\./;
/** Where messages are asked for: `say("id")` in scripts, `data-say="id"` in pages. */
const SOURCES = ["src/", "src/elements/", "src/words/", "../www/src/", "../www/"];

const here = (path) => new URL(path, import.meta.url);
const problems = [];

const catalogues = new Map();
const english = JSON.parse(await readFile(here(`locales/${REFERENCE}.json`), "utf8"));
for (const file of (await readdir(here("locales/"))).filter((name) => name.endsWith(".json")).sort()) {
  const locale = basename(file, ".json");
  catalogues.set(locale, read(locale, JSON.parse(await readFile(here(`locales/${file}`), "utf8"))));
}

const reference = catalogues.get(REFERENCE);
for (const [locale, messages] of catalogues) compare(locale, messages);
await checkUses();

if (problems.length > 0) {
  for (const problem of problems) console.error(problem);
  process.exit(1);
}
if (!process.argv.includes("--check")) {
  for (const folder of ["dist/locales/", "dist/words/"]) await mkdir(here(folder), { recursive: true });
  for (const [locale, messages] of catalogues) await write(locale, messages);
}

function read(locale, texts) {
  const messages = new Map();
  for (const [id, text] of Object.entries(texts)) {
    try {
      const model = parseMessage(text);
      const { functions, variables } = validate(model);
      for (const name of functions) if (!FUNCTIONS.has(name)) problems.push(`${locale} ${id}: no function :${name}`);
      messages.set(id, { model, variables });
    } catch (error) {
      problems.push(`${locale} ${id}: ${error.message}`);
    }
  }
  return messages;
}

function compare(locale, messages) {
  for (const [id, { variables }] of reference) {
    const own = messages.get(id)?.variables;
    if (own === undefined) problems.push(`${locale} ${id}: missing`);
    // A plural form may leave its number out; a variable that English has not would never be filled in.
    else if (names(own) !== names(variables))
      problems.push(`${locale} ${id}: {${names(own)}}, not {${names(variables)}}`);
  }
  for (const id of messages.keys()) if (!reference.has(id)) problems.push(`${locale} ${id}: not in ${REFERENCE}`);
}

function names(variables) {
  return [...variables].sort().join(" ");
}

async function checkUses() {
  for (const folder of SOURCES) {
    const files = await readdir(here(folder)).catch(() => []);
    for (const file of files.filter((name) => /\.(ts|html)$/.test(name))) {
      const source = await readFile(here(folder + file), "utf8");
      for (const [, id] of source.matchAll(/(?:\bsay\(|\bdata-say(?:-\w+)?=)\s*"([^"]+)"/g)) {
        if (!reference.has(id)) problems.push(`${file}: there is no message ${id}`);
      }
      for (const [, id, text] of source.matchAll(/\bdata-say="([^"]+)"[^>]*>([^<]*)</g)) {
        // What a page shows until its script runs.
        if (text.trim() !== "" && text.trim() !== english[id]) problems.push(`${file}: ${id} is not "${text.trim()}"`);
      }
      for (const [, start] of source.matchAll(/\bsay\(\s*`([^`$]+)\$\{/g)) {
        if (![...reference.keys()].some((id) => id.startsWith(start))) problems.push(`${file}: no message ${start}…`);
      }
    }
  }
}

async function write(locale, messages) {
  // A message without placeholders is its text: most are, and a model would be four times the bytes.
  const plain = ({ model }) =>
    model.type === "message" &&
    model.declarations.length === 0 &&
    model.pattern.every((part) => typeof part === "string");
  const entries = [...messages].map(([id, message]) => [
    id,
    plain(message) ? message.model.pattern.join("") : message.model,
  ]);
  const script = locale === REFERENCE ? await split(entries) : `export default ${pack(locale, entries)};\n`;
  await writeFile(here(`dist/locales/${locale}.js`), script);
  await writeFile(
    here(`dist/locales/${locale}.d.ts`),
    'import type { LocalePack } from "../types.js";\ndeclare const pack: LocalePack;\nexport default pack;\n',
  );
}

/** Writes the words of the API, and returns the script of the whole catalogue, which takes them from there. */
async function split(entries) {
  const [ofApi, others] = [entries.filter(([id]) => API.test(id)), entries.filter(([id]) => !API.test(id))];
  await writeFile(here("dist/words/english.js"), `export default ${pack(REFERENCE, ofApi)};\n`);
  return `import api from "../words/english.js";
const pack = ${pack(REFERENCE, others)};
export default { ...pack, messages: { ...pack.messages, ...api.messages } };
`;
}

function pack(locale, entries) {
  return JSON.stringify({ locale, schema: SCHEMA, messages: Object.fromEntries(entries) });
}
