// Finding, checking and starting the WebAssembly. Nothing happens at import, so a server may import this too.

import init, * as glue from "../wasm/predue.js";
import { addCatalogue, type Catalogue, checkCatalogue } from "./catalogues.js";
import { dueError, isDueError } from "./errors.js";
import type { RawEngine } from "./raw.js";
import type { LexiconPack, LoadOptions, MarketPack } from "./types.js";

type Source = NonNullable<LoadOptions["wasm"]>;

/** What was found, and where, for the sentence that tells when it will not do. */
interface Found {
  bytes: Uint8Array<ArrayBuffer>;
  where: string;
}

const OPTIONS = ["wasm", "markets", "locales", "lexicons"];
/** The packs that the engine keeps, and how each is handed over. */
const KINDS = {
  markets: { name: "rule pack", hand: (core: RawEngine, json: string) => core.addMarket(json) },
  lexicons: { name: "lexicon", hand: (core: RawEngine, json: string) => core.addLexicon(json) },
};
type Kind = keyof typeof KINDS;
/** The first four bytes of every WebAssembly file: "\0asm". */
const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const PASSED = "what was passed as wasm";
const ADVICE = "Serve predue_bg.wasm there, or pass its address as load({ wasm }).";

let started: RawEngine | undefined;
let starting: Promise<RawEngine> | undefined;
/** How many calls of the engine are under way. */
let running = 0;
/** What was loaded, by market or language: an engine that is started anew after a panic has none, and one that has it keeps it. */
const packs = new Map<string, { json: string; hand: (core: RawEngine, json: string) => void }>();

/**
 * Loads the engine. Call it once, before anything else, and wait for it; later calls only add packs.
 *
 * Calls at the same time share one download. A failed load is forgotten: call again to try again.
 *
 * @throws {DueError} `LOAD_FAILED` when the file is missing, is not WebAssembly, or must not run here; `INPUT` with the
 *   path of an option, or of a rule of a pack, that will not do.
 *
 * @example
 * import { load, outlook } from "predue";
 * import zhCN from "predue/locales/zh-CN";
 *
 * await load({ locales: [zhCN] });
 *
 * @example The rules of a market
 * import CN from "predue/markets/CN";
 *
 * await load({ markets: [CN] });
 *
 * @example Texts to be reviewed in English
 * import en from "predue/lexicons/en";
 *
 * await load({ lexicons: [en] });
 *
 * @example From an address of your own
 * await load({ wasm: "/static/predue_bg.wasm" });
 */
export async function load(options: LoadOptions = {}): Promise<void> {
  // Before the engine, so that even its failure can be told in the customer's language.
  for (const catalogue of check(options)) addCatalogue(catalogue);
  if (started === undefined) {
    // A rejected promise must not be kept, or one lost connection would end the page's chances.
    starting ??= start(options.wasm).finally(() => {
      starting = undefined;
    });
    started = await starting;
  }
  for (const kind of ["markets", "lexicons"] as const) {
    for (const [index, pack] of (options[kind] ?? []).entries()) add(kind, pack, index);
  }
}

/** Hands a pack to the engine, which checks it. */
function add(kind: Kind, pack: MarketPack | LexiconPack, index: number): void {
  const { name, hand } = KINDS[kind];
  const at = `${kind}[${index}]`;
  if (typeof pack !== "object" || pack === null) throw dueError("INPUT", `${at}: expected a ${name}`, at);
  const json = JSON.stringify(pack);
  const id = `${kind} ${"market" in pack ? pack.market : pack.language}`;
  if (packs.get(id)?.json === json) return;
  try {
    ask((core) => hand(core, json));
  } catch (error) {
    if (!isDueError(error)) throw error;
    const below = (text: string) => text.replace(/^(pack|lexicon)\b/, at);
    throw dueError(error.code, below(error.message), below(error.path ?? at), error);
  }
  packs.set(id, { json, hand });
}

/** Gives an engine that is started anew what it had before. */
export function restorePacks(): void {
  for (const { json, hand } of packs.values()) if (started !== undefined) hand(started, json);
}

/** Calls the engine, which gets the memory of earlier calls back first. */
export function ask<T>(call: (core: RawEngine) => T): T {
  const core = engine();
  running += 1;
  try {
    // A getter of the host's may ask something while an answer is being read: that is no time between calls.
    if (running === 1) core.rewind();
    return call(core);
  } finally {
    running -= 1;
  }
}

/** The engine, once it is loaded. */
export function engine(): RawEngine {
  if (started !== undefined) return started;
  throw dueError(
    "NOT_LOADED",
    starting === undefined
      ? "predue was used before it was loaded. Call `await load()` once, before any other function."
      : "predue is still loading. Wait for the promise that load() returned, as in `await load()`.",
  );
}

/** Checks the options before anything is fetched, and returns the catalogues among them. */
function check(options: LoadOptions): Catalogue[] {
  if (typeof options !== "object" || options === null) {
    throw dueError("INPUT", "options: expected an object such as { wasm, locales }", "options");
  }
  for (const key of Object.keys(options)) {
    if (!OPTIONS.includes(key)) throw dueError("INPUT", `${key}: no such option; there are ${OPTIONS.join(", ")}`, key);
  }
  for (const key of ["markets", "locales", "lexicons"] as const) {
    if (options[key] !== undefined && !Array.isArray(options[key])) {
      throw dueError("INPUT", `${key}: expected a list of packs`, key);
    }
  }
  return (options.locales ?? []).map((pack, index) => {
    checkCatalogue(pack, `locales[${index}]`);
    return pack;
  });
}

async function start(source: Source | undefined): Promise<RawEngine> {
  if (typeof WebAssembly === "undefined") {
    // The engine in plain JavaScript, for browsers such as Safari in Lockdown Mode, is to be chosen here.
    throw dueError("LOAD_FAILED", "This browser does not offer WebAssembly, which predue needs.");
  }
  try {
    await init({ module_or_path: await toModule(source) });
  } catch (error) {
    if (isDueError(error)) throw error;
    throw failed(`could not be started: ${text(error)}`, error);
  }
  return glue as unknown as RawEngine;
}

/** Never compiles on the main thread, never streams: a WebView that serves the wrong content type must work too. */
async function toModule(source: Source | undefined): Promise<WebAssembly.Module> {
  if (tag(source) === "WebAssembly.Module") return source as WebAssembly.Module;
  const { bytes, where } = await toBytes(source);
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) {
    const what = bytes[0] === 0x3c ? "an HTML page" : `${bytes.length} bytes of something else`;
    throw failed(`is not WebAssembly: ${where} is ${what}. ${ADVICE}`);
  }
  return WebAssembly.compile(bytes);
}

async function toBytes(source: Source | undefined): Promise<Found> {
  if (ArrayBuffer.isView(source)) {
    // Not every engine compiles every kind of view.
    return { bytes: new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength), where: PASSED };
  }
  if (tag(source) === "ArrayBuffer") return { bytes: new Uint8Array(source as ArrayBuffer), where: PASSED };
  if (tag(source) === "Response") return fromResponse(source as Response, (source as Response).url || "the response");
  if (tag(source) === "Request") return fetched(source as Request, (source as Request).url);
  // Bundlers read this expression, exactly as it stands, to take the file along as one asset.
  const address = source ?? new URL("../wasm/predue_bg.wasm", import.meta.url);
  if (typeof address !== "string" && tag(address) !== "URL") {
    throw dueError("INPUT", "wasm: expected an address, a Request, a Response, bytes or a WebAssembly.Module", "wasm");
  }
  const where = String(address);
  return isFile(where) ? fromFile(where) : fetched(where, where);
}

async function fetched(request: string | Request, where: string): Promise<Found> {
  let response: Response;
  try {
    response = await fetch(request);
  } catch (error) {
    throw failed(`could not be fetched from ${where}: ${text(error)}. ${ADVICE}`, error);
  }
  return fromResponse(response, where);
}

async function fromResponse(response: Response, where: string): Promise<Found> {
  if (!response.ok) throw failed(`could not be fetched: ${where} answered HTTP ${response.status}. ${ADVICE}`);
  if (response.bodyUsed) throw failed("could not be read: the response was used before. Pass a fresh one.");
  return { bytes: new Uint8Array(await response.arrayBuffer()), where };
}

/** Only Node reads files; there, an address without a scheme is a path. */
function isFile(address: string): boolean {
  if (typeof process === "undefined" || !process.versions?.node) return false;
  return address.startsWith("file:") || !/^[a-z][a-z\d+.-]+:/i.test(address);
}

async function fromFile(address: string): Promise<Found> {
  // A name that bundlers cannot read off, so that they do not look for Node's modules in a browser.
  const name = "node:fs/promises";
  const { readFile } = (await import(
    /* @vite-ignore */ /* webpackIgnore: true */ name
  )) as typeof import("node:fs/promises");
  try {
    return { bytes: await readFile(address.startsWith("file:") ? new URL(address) : address), where: address };
  } catch (error) {
    throw failed(`could not be read: ${text(error)}. ${ADVICE}`, error);
  }
}

function failed(what: string, cause?: unknown): Error {
  return dueError("LOAD_FAILED", `The WebAssembly of predue ${what}`, undefined, cause);
}

/** The kind of an object, also of one that comes from another frame, where `instanceof` does not hold. */
function tag(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
