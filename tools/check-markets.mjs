// Checks every pack in pkg/markets as a careful reader would: its shape against schema.json, its ids and sources against
// each other, and its age. Fails on what is wrong, and warns of a pack that should have been read again; `make check`.
//
//   node tools/check-markets.mjs [--today YYYY-MM-DD]
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { argv, exit } from "node:process";
import { fileURLToPath } from "node:url";

const folder = resolve(dirname(fileURLToPath(import.meta.url)), "../pkg/markets");
const read = (file) => JSON.parse(readFileSync(resolve(folder, file), "utf8"));
const schema = read("schema.json");
const today = argv.includes("--today") ? argv[argv.indexOf("--today") + 1] : new Date().toISOString().slice(0, 10);
/** From the most to the least to be trusted. */
const TRUST = ["primary", "secondary", "draft", "unverified"];
const SUMMARY_CHARS_MAX = 240;
const NAME_CHARS_MAX = 60;

const packs = new Map();
for (const file of readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "schema.json")) {
  packs.set(basename(file, ".json"), read(file));
}
const problems = [];
const warnings = [];
for (const [name, pack] of packs) check(name, pack);
for (const warning of warnings) console.warn(`warning: ${warning}`);
for (const problem of problems) console.error(problem);
exit(problems.length > 0 ? 1 : 0);

function check(name, pack) {
  const wrong = (path, problem) => problems.push(`${name}.json ${path}: ${problem}`);
  const before = problems.length;
  validate(schema, pack, "pack", wrong);
  if (problems.length > before) return;
  if (pack.market !== name) wrong("market", `is not the file's name`);
  if (pack.parent !== undefined && !packs.has(pack.parent)) wrong("parent", "there is no such pack");
  if (pack.reviewBy < pack.asOf) wrong("reviewBy", "is before asOf");
  if (pack.reviewBy < today) warnings.push(`${name}.json should have been read again by ${pack.reviewBy}`);
  for (const list of [pack.rules, pack.sources]) {
    const ids = list.map(({ id }) => id);
    for (const id of ids.filter((id, place) => ids.indexOf(id) !== place)) wrong(id, "given twice");
  }
  const sources = new Map(pack.sources.map((source) => [source.id, source]));
  for (const source of pack.sources) {
    // A memory cannot be looked up; everything else can.
    const isFound = source.url ?? source.section ?? source.note;
    if (isFound === undefined && source.confidence !== "unverified") wrong(source.id, "says nowhere to look it up");
  }
  const parents = [...ancestors(pack)];
  for (const help of pack.help ?? []) checkHelp(help, { pack, sources, wrong: (text) => wrong(help.name, text) });
  for (const rule of pack.rules) checkRule(rule, { pack, sources, parents, wrong: (text) => wrong(rule.id, text) });
}

function* ancestors(pack) {
  const met = new Set();
  for (let at = packs.get(pack.parent); at !== undefined && !met.has(at); at = packs.get(at.parent)) {
    met.add(at);
    yield at;
  }
}

/** A wrong number is worse than none, so who helps needs a source that can be opened and that somebody has opened. */
function checkHelp(help, { pack, sources, wrong }) {
  checkSources(help, sources, wrong);
  if (pack.market === "floor" || help.confidence === "policy") wrong("the floor is of no place and names nobody");
  if (help.name.length > NAME_CHARS_MAX) wrong(`a name has at most ${NAME_CHARS_MAX} characters`);
  if (!URL.canParse(help.href)) wrong("href is no address");
  for (const { id, url, checked } of help.src.map((id) => sources.get(id) ?? {})) {
    if (!URL.canParse(url) || checked === undefined) wrong(`source ${id} needs an address and the day it was read`);
  }
}

function checkSources({ src, confidence }, sources, wrong) {
  for (const id of src) if (!sources.has(id)) wrong(`there is no source ${id}`);
  const trust = Math.max(...src.map((id) => TRUST.indexOf(sources.get(id)?.confidence)));
  if (TRUST.includes(confidence) && TRUST.indexOf(confidence) < trust) wrong("is trusted more than its sources");
}

function checkRule(rule, { pack, sources, parents, wrong }) {
  checkSources(rule, sources, wrong);
  const isFloor = pack.market === "floor";
  if (isFloor !== (rule.confidence === "policy")) wrong("policy is the floor's, and the floor's alone");
  if (isFloor !== rule.id.startsWith("_floor.")) wrong("an id that begins with _floor. is the floor's");
  if (rule.summary.length > SUMMARY_CHARS_MAX) wrong(`a summary has at most ${SUMMARY_CHARS_MAX} characters`);
  if (/[!]|n['’]t\b/.test(rule.summary)) wrong("a summary neither shouts nor contracts a negative");
  if (rule.since > rule.until) wrong("ends before it begins");
  if (rule.from !== undefined && rule.kind === "window" && rule.from >= rule.to) wrong("a window ends after it begins");
  if (rule.kind === "quota" && (rule.window === "rolling") !== (rule.rollingDays !== undefined)) {
    wrong("days belong to a rolling window, and to no other");
  }
  for (const id of rule.disputes ?? []) {
    if (!pack.rules.some((other) => other.id === id)) wrong(`disputes ${id}, which there is not`);
  }
  if (rule.overrides !== undefined && !parents.some((parent) => parent.rules.some(({ id }) => id === rule.overrides))) {
    wrong(`overrides ${rule.overrides}, which no parent has`);
  }
  if (
    (rule.minor !== undefined || rule.tiers?.some(({ minor }) => minor !== undefined)) &&
    pack.currency === undefined
  ) {
    wrong("an amount needs the pack's currency");
  }
}

/** The part of JSON Schema that schema.json uses; returns the keys of an object that were seen. */
function validate(schema, value, path, wrong) {
  const seen = new Set();
  const fail = (problem) => wrong(path, problem);
  if (schema.$ref !== undefined) for (const key of validate(resolved(schema.$ref), value, path, wrong)) seen.add(key);
  if (schema.oneOf !== undefined) {
    // Our alternatives differ by their kind, so that a mistake is told about the one that was meant.
    const meant = schema.oneOf
      .map(({ $ref }) => resolved($ref))
      .find((one) => one.properties.kind.const === value?.kind);
    if (meant === undefined) fail(`there is no kind ${JSON.stringify(value?.kind)}`);
    else validate(meant, value, path, wrong);
  }
  if (schema.type !== undefined && ![schema.type].flat().some((type) => isOf(type, value))) {
    fail(`expected ${[schema.type].flat().join(" or ")}, got ${JSON.stringify(value)}`);
    return seen;
  }
  if (schema.const !== undefined && value !== schema.const) fail(`expected ${JSON.stringify(schema.const)}`);
  if (schema.enum !== undefined && !schema.enum.includes(value)) fail(`expected one of ${schema.enum.join(", ")}`);
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, "u").test(value)) fail(`expected ${schema.pattern}`);
  if (value?.length < (schema.minLength ?? schema.minItems ?? 0)) fail("is empty");
  if (value?.length > schema.maxItems) fail(`has more than ${schema.maxItems} entries`);
  if (value < schema.minimum || value > schema.maximum) fail(`expected from ${schema.minimum} to ${schema.maximum}`);
  if (Array.isArray(value) && schema.items !== undefined) {
    for (const [place, entry] of value.entries()) validate(schema.items, entry, `${path}[${place}]`, wrong);
  }
  if (isOf("object", value)) {
    for (const key of schema.required ?? []) if (!(key in value)) wrong(`${path}.${key}`, "missing");
    if (Object.keys(value).length < schema.minProperties) fail("is empty");
    for (const [key, own] of Object.entries(schema.properties ?? {})) {
      if (key in value) validate(own, value[key], `${path}.${key}`, wrong);
      seen.add(key);
    }
    if (schema.additionalProperties === false || schema.unevaluatedProperties === false) {
      for (const key of Object.keys(value)) if (!seen.has(key)) wrong(`${path}.${key}`, "unknown key");
    }
  }
  return seen;
}

function resolved(ref) {
  return schema.$defs[ref.replace("#/$defs/", "")];
}

function isOf(type, value) {
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return Array.isArray(value);
  if (type === "null") return value === null;
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}
