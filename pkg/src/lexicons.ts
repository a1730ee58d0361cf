// The lexicons that `load` was given, as the core reads them. English is in the core.

import { dueError } from "./errors.js";
import type { LexiconPack } from "./types.js";

const lexicons = new Map<string, LexiconPack>();
let json = "[]";

/** Throws when `pack`, which stands at `path`, is no lexicon; what is in it the core checks. */
export function checkLexicon(pack: unknown, path: string): asserts pack is LexiconPack {
  if (typeof (pack as Partial<LexiconPack> | null)?.language !== "string") {
    throw dueError("INPUT", `${path}: not a lexicon; import one from "predue/lexicons/…"`, path);
  }
}

/** Adds a lexicon, or replaces the one of the same language. */
export function addLexicon(pack: LexiconPack): void {
  lexicons.set(pack.language, pack);
  json = JSON.stringify([...lexicons.values()]);
}

/** All of them, as JSON text. */
export function loadedLexicons(): string {
  return json;
}
