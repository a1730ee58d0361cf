// The words of reasons: the core names each by a code, the catalogue of the wallet's language says it.

import { findCatalogue } from "./catalogues.js";
import type { RawLateness } from "./raw.js";
import type { Lateness } from "./types.js";

/** Lateness with its reasons in words: those of the nearest loaded catalogue, else English, else the code. */
export function withWords(raw: RawLateness, locale: string): Lateness {
  const messages = (findCatalogue(locale) ?? findCatalogue("en"))?.messages;
  const reasons = raw.reasons.map(({ code, weight }) => {
    const message = messages?.[`lateness.${code}`];
    return { code, weight, text: typeof message === "string" ? message : code };
  });
  return { ...raw, reasons };
}
