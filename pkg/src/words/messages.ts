// Words: a message id and its parameters become a sentence in the customer's language.

import { MessageFormat, type Model } from "messageformat";
import { getLocaleDir, type MessageFunctionContext } from "messageformat/functions";
import { type Catalogue, findCatalogue } from "../catalogues.js";
import { type DayStyle, formatClock, formatDay, formatInteger, formatMoney, kept, pluralForm } from "./format.js";

/** Parameters of a message: amounts in minor units, days as ISO dates, counts as numbers. */
export type MessageParams = Readonly<Record<string, string | number>>;

/** One language, ready to speak. */
export interface Words {
  /** The language of the words, for `lang`. */
  readonly language: string;
  /** What numbers and dates are written in: the locale asked for where the words are of its language. */
  readonly locale: string;
  /** The direction of the words, for `dir`. */
  readonly direction: "ltr" | "rtl";
  /** The message of that id. */
  say(id: string, params?: MessageParams): string;
  /** Whether there is a message of that id. */
  knows(id: string): boolean;
}

/** Sentences that are kept of one language. */
const SENTENCES_MAX = 500;

/** By catalogue, which may be replaced at any time, and by the locale asked for. */
const made = new WeakMap<Catalogue, Map<string, Words>>();

/** The words for a BCP 47 tag: those of the nearest loaded catalogue, else those of `english`. */
export function wordsIn(locale: string, english: Catalogue): Words {
  const catalogue = findCatalogue(locale) ?? english;
  const ofCatalogue = made.get(catalogue) ?? new Map<string, Words>();
  const words = ofCatalogue.get(locale) ?? speak(catalogue, locale);
  made.set(catalogue, ofCatalogue.set(locale, words));
  return words;
}

function speak(catalogue: Catalogue, asked: string): Words {
  const language = catalogue.locale;
  const isOfLanguage = isTag(asked) && asked.split("-")[0]?.toLowerCase() === language.split("-")[0]?.toLowerCase();
  const locale = isOfLanguage ? asked : language;
  const direction = directionOf(language) === "rtl" ? "rtl" : "ltr";
  const dir = directionOf(locale);
  const functions = { money, day, clock, integer };
  const formats = new Map<string, MessageFormat<string>>();
  const sentences = new Map<string, string>();
  const known = (id: string) => Object.hasOwn(catalogue.messages, id);
  return {
    language,
    locale,
    direction,
    knows: known,
    say(id, params) {
      const message = known(id) ? catalogue.messages[id] : id;
      if (typeof message === "string") return message;
      let format = formats.get(id);
      if (format === undefined) {
        format = new MessageFormat<string>(locale, message as Model.Message, { dir, functions });
        formats.set(id, format);
      }
      // While a slider moves, most sentences are said again as they were.
      const key = `${id} ${JSON.stringify(params)}`;
      const sentence = sentences.get(key) ?? format.format(params as Record<string, unknown>);
      if (sentences.size >= SENTENCES_MAX) sentences.clear();
      sentences.set(key, sentence);
      return sentence;
    },
  };
}

function directionOf(locale: string): "ltr" | "rtl" | "auto" {
  return kept(`${locale} direction`, () => getLocaleDir(locale));
}

/** Whether `Intl` takes it. */
function isTag(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length > 0;
  } catch {
    return false;
  }
}

/** `{$amount :money currency=$currency}`: an amount in minor units. */
function money({ locales }: MessageFunctionContext, options: Record<string, unknown>, operand?: unknown) {
  return spoken("money", locales, (locale) => formatMoney(locale, Number(operand), String(options.currency)));
}

/** `{$date :day style=medium}`: an ISO date, or the date of an instant. */
function day({ locales }: MessageFunctionContext, options: Record<string, unknown>, operand?: unknown) {
  const date = String(operand).slice(0, 10);
  return spoken("day", locales, (locale) => formatDay(locale, date, String(options.style) as DayStyle));
}

/** `{$at :clock}`: what the customer's clock shows at an instant. */
function clock({ locales }: MessageFunctionContext, _options: Record<string, unknown>, operand?: unknown) {
  return spoken("clock", locales, (locale) => formatClock(locale, String(operand)));
}

/** `{$count :integer}`: a whole number, which forms are chosen by. The library's own makes its formats anew for each message. */
function integer({ locales }: MessageFunctionContext, _options: Record<string, unknown>, operand?: unknown) {
  const value = Number(operand);
  const form = (keys: Set<string>) =>
    [String(value), pluralForm(locales[0] ?? "en", value)].find((key) => keys.has(key)) ?? null;
  return {
    ...spoken("integer", locales, (locale) => formatInteger(locale, value)),
    selectKey: form,
    valueOf: () => value,
  };
}

function spoken(type: string, locales: string[], format: (locale: string) => string) {
  const locale = locales[0] ?? "en";
  const text = format(locale);
  // The direction is declared, so that MessageFormat isolates the text where the sentence runs the other way.
  return { type, dir: directionOf(locale), toString: () => text, toParts: () => [{ type, locale, value: text }] };
}
