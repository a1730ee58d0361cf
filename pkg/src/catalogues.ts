// The catalogues that `load` was given. Kept apart from the words themselves, so that the core API carries none.

import { dueError } from "./errors.js";
import type { LocalePack } from "./types.js";

/** The layout of catalogues this version reads. */
const SCHEMA = 1;

/** A catalogue as it is built: a message is its text, or its MessageFormat 2 data model when it has parameters. */
export interface Catalogue extends LocalePack {
  readonly messages: Readonly<Record<string, unknown>>;
}

const catalogues = new Map<string, Catalogue>();
/** What was found for a tag since a catalogue was last added: words are asked for many times in a frame. */
const found = new Map<string, Catalogue | undefined>();

/** Throws when `pack`, which stands at `path`, is no catalogue that this version reads. */
export function checkCatalogue(pack: unknown, path: string): asserts pack is Catalogue {
  const { locale, schema, messages } = (pack ?? {}) as Partial<Catalogue>;
  if (typeof locale !== "string" || typeof messages !== "object") {
    throw dueError("INPUT", `${path}: not a catalogue; import one from "predue/locales/…"`, path);
  }
  if (schema !== SCHEMA) {
    throw dueError(
      "UNSUPPORTED",
      `${path}.schema: this version reads catalogues of schema ${SCHEMA}`,
      `${path}.schema`,
    );
  }
}

/** Adds a catalogue, or replaces the one of the same locale. */
export function addCatalogue(pack: Catalogue): void {
  catalogues.set(pack.locale.toLowerCase(), pack);
  found.clear();
}

/**
 * The catalogue for a BCP 47 tag: its own, else that of the nearest parent ("zh-Hans-CN", "zh-Hans", "zh"), else one of
 * the same language and script ("zh-SG" is written like "zh-CN", "zh-TW" is not).
 */
export function findCatalogue(locale: string): Catalogue | undefined {
  if (!found.has(locale)) found.set(locale, nearest(locale));
  return found.get(locale);
}

function nearest(locale: string): Catalogue | undefined {
  for (let tag = locale.toLowerCase(); tag !== ""; tag = tag.slice(0, Math.max(0, tag.lastIndexOf("-")))) {
    const catalogue = catalogues.get(tag);
    if (catalogue !== undefined) return catalogue;
  }
  const wanted = languageAndScript(locale);
  if (wanted === undefined) return undefined;
  for (const catalogue of catalogues.values()) {
    if (languageAndScript(catalogue.locale) === wanted) return catalogue;
  }
  return undefined;
}

function languageAndScript(locale: string): string | undefined {
  try {
    const { language, script } = new Intl.Locale(locale).maximize();
    return `${language}-${script}`;
  } catch {
    // Not a language tag: nothing is like it.
    return undefined;
  }
}
