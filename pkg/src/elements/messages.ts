// The words of the elements: those of the languages that were loaded, and all of English.

import type { Catalogue } from "../catalogues.js";
import english from "../locales/en.js";
import { type Words, wordsIn } from "../words/messages.js";

export type { MessageParams, Words } from "../words/messages.js";

/** The words for a BCP 47 tag: those of the nearest loaded catalogue, else English. */
export function wordsFor(locale: string): Words {
  return wordsIn(locale, english as Catalogue);
}
