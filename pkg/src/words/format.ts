// Money and days as people read them, through the browser's Intl. Amounts stay digits in a string from end to end:
// a division would lose cents above 2^53 / 100, and KWD and JPY do not have two digits.

import type { CivilDate, Decimal, Instant, Minor } from "../types.js";

/** How a day is written. */
export type DayStyle = "long" | "medium" | "short" | "heading" | "plain";

/** ISO 4217 minor units other than 2. Intl has its own opinion of some currencies, so it is not asked. */
const DIGITS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
  }).flatMap(([digits, codes]) => codes.split(" ").map((code) => [code, Number(digits)] as const)),
);

const DAY_STYLES: Readonly<Record<DayStyle, Intl.DateTimeFormatOptions>> = {
  long: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  medium: { day: "numeric", month: "short", year: "numeric" },
  short: { day: "numeric", month: "short" },
  heading: { weekday: "long", day: "numeric", month: "long" },
  plain: { day: "numeric", month: "long" },
};

/** Characters of an amount for which two columns of a phone have room. */
export const LONG = 11;

const formats = new Map<string, unknown>();

/** What was made for a key before, since Intl objects take a hundred times longer to make than to use. */
export function kept<T>(key: string, make: () => T): T {
  if (!formats.has(key)) formats.set(key, make());
  return formats.get(key) as T;
}

/** The amount as a plain decimal: 123456 fen is "1234.56". */
export function decimal(amount: Minor, currency: string): string {
  const digits = DIGITS.get(currency) ?? 2;
  const text = String(Math.abs(amount)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  return `${amount < 0 ? "-" : ""}${whole}${digits === 0 ? "" : `.${text.slice(-digits)}`}`;
}

/** The amount with its currency: "CN¥1,234.56". With `plain`, for a table that names the currency once, without. */
export function formatMoney(locale: string, amount: Minor, currency: string, plain = false): string {
  const digits = DIGITS.get(currency) ?? 2;
  const format = kept(`${locale} ${currency} ${plain}`, () => {
    const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return new Intl.NumberFormat(locale, plain ? fraction : { style: "currency", currency, ...fraction });
  });
  // Intl takes a decimal in a string as it stands; the ES2022 declarations do not know it yet.
  return format.format(decimal(amount, currency) as unknown as bigint);
}

/** The amount as it is typed: digits, and the locale's own decimal separator between them. */
export function typedMoney(locale: string, amount: Minor, currency: string): string {
  return decimal(amount, currency).replace(".", separators(locale).decimal);
}

/**
 * What was typed, in minor units; nothing where it is no amount of that currency. Digits of any width are taken, groups only
 * as the locale separates them, and no more decimals than the currency has: a guess would be another amount.
 */
export function readMoney(locale: string, text: string, currency: string): Minor | undefined {
  const { decimal, group } = separators(locale);
  // Narrow and wide spaces, digits and points become plain ones.
  const plain = text.normalize("NFKC").trim().replaceAll("。", ".");
  const [whole = "", fraction = "", ...more] = plain.split(decimal);
  const digits = DIGITS.get(currency) ?? 2;
  // Some write groups of two: 12,34,567.
  const isWhole = /^(\d+|\d{1,3}(,\d{2,3})*,\d{3})$/.test(whole.replaceAll(group, ","));
  if (more.length > 0 || !isWhole || !/^\d*$/.test(fraction) || fraction.length > digits) return undefined;
  const amount = Number(whole.replaceAll(group, "") + fraction.padEnd(digits, "0"));
  return Number.isSafeInteger(amount) ? amount : undefined;
}

/** Spaces that group digits come out as plain ones, as they do of what is typed. */
function separators(locale: string): { decimal: string; group: string } {
  return kept(`${locale} separators`, () => {
    const parts = new Intl.NumberFormat(locale).formatToParts(123_456.7);
    const of = (type: string) => parts.find((part) => part.type === type)?.value.normalize("NFKC");
    return { decimal: of("decimal") ?? ".", group: of("group") ?? "," };
  });
}

/** A rate as a share of a hundred: "0.1825" is "18.25%". Its digits are those of the contract, unless fewer are asked for. */
export function formatRate(locale: string, rate: Decimal, maximumFractionDigits = 10): string {
  const format = kept(
    `${locale} rate ${maximumFractionDigits}`,
    () => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits }),
  );
  return format.format(rate as unknown as bigint);
}

/** A whole number, such as a count. */
export function formatInteger(locale: string, value: number): string {
  const format = kept(`${locale} integer`, () => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));
  return format.format(value);
}

/** Which plural form a whole number takes: "one" of 1 in English, "other" of any in Chinese. */
export function pluralForm(locale: string, value: number): Intl.LDMLPluralRule {
  return kept(`${locale} plural`, () => new Intl.PluralRules(locale)).select(value);
}

/** Names in a row: "Phone, Rent and Car". Each is kept whole where the text around it runs the other way. */
export function formatList(locale: string, names: readonly string[]): string {
  const list = kept(`${locale} list`, () => new Intl.ListFormat(locale));
  return list.format(names.map((name) => `\u2068${name}\u2069`));
}

/** The name of a currency: "Chinese Yuan". */
export function currencyName(locale: string, currency: string): string {
  const names = kept(`${locale} names`, () => new Intl.DisplayNames(locale, { type: "currency" }));
  return names.of(currency) ?? currency;
}

/** A civil day. It is put through UTC on both ways, so that no time zone can move it. */
export function formatDay(locale: string, date: CivilDate, style: DayStyle): string {
  const format = kept(
    `${locale} ${style}`,
    () => new Intl.DateTimeFormat(locale, { ...DAY_STYLES[style], timeZone: "UTC" }),
  );
  return format.format(new Date(date));
}

/** The customer's own clock at an instant, whatever clock this device has. */
export function formatClock(locale: string, at: Instant): string {
  const format = kept(
    `${locale} clock`,
    () => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: "UTC" }),
  );
  return format.format(new Date(`${at.slice(0, 16)}Z`));
}
