// The words of the functions of the API: those of the languages that were loaded, and their own English.

import type { Catalogue } from "../catalogues.js";
import english from "./english.js";
import { type Words, wordsIn } from "./messages.js";

/** The words for a BCP 47 tag: those of the nearest loaded catalogue, else English. */
export function apiWords(locale: string): Words {
  return wordsIn(locale, english as Catalogue);
}
