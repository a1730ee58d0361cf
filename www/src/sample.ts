// The sample wallet, moved to the customer's day: a sample from last year would show nothing but old dues.

import sample from "./sample-wallet.json";

/** The day the document was written for. */
const WRITTEN = "2026-11-22";
const MS_PER_DAY = 86_400_000;

/** The sample as a document, with all its dates as many days later as `today` is. */
export function sampleDocument(today: string): string {
  const days = Math.round((Date.parse(today) - Date.parse(WRITTEN)) / MS_PER_DAY);
  return JSON.stringify(sample, (_key, value) => (isDate(value) ? moved(value, days) : value), 2);
}

function isDate(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
}

function moved(date: string, days: number): string {
  return new Date(Date.parse(date) + days * MS_PER_DAY).toISOString().slice(0, 10);
}
