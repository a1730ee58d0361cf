// From columns of numbers to the rows of the contract. It only copies: no amount is added, compared or rounded here.

import type { CountedOffers, RawOffers, RawOutlook, RawSchedule, UnsaidOffers, UnsaidOutlook } from "./raw.js";
import type { Breakdown, Due, DueStatus, Schedule, Wallet } from "./types.js";

const CELLS_PER_ROW = 19;
const CELLS_OF_TOTALS = 15;
const CELLS_PER_DUE = 11;
const NO_MINIMUM = -1;
const MS_PER_DAY = 86_400_000;
/** Eighty years of days: more than any schedule spans, little enough to keep. */
const DATES_MAX = 30_000;

const STATUSES: readonly DueStatus[] = ["upcoming", "due-today", "in-grace", "overdue", "paid"];

const dates = new Map<number, string>();

/** The ISO date of a day counted from 1970-01-01. Instalments share their days, so each text is made once. */
export function isoDate(day: number): string {
  let date = dates.get(day);
  if (date === undefined) {
    // Emptied rather than aged: it only has to stay bounded, and refilling costs microseconds.
    if (dates.size >= DATES_MAX) dates.clear();
    date = new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
    dates.set(day, date);
  }
  return date;
}

/** Makes the rows of a schedule. */
export function unpackSchedule([ids, cells, currency]: RawSchedule, account: string): Schedule {
  const at = cells.length - CELLS_OF_TOTALS;
  const rows = unpackRows(lines(ids), cells, 0, at / CELLS_PER_ROW);
  const totals = {
    due: breakdown(cells, at),
    paid: breakdown(cells, at + 5),
    outstanding: breakdown(cells, at + 10),
  };
  return { account, currency, rows, totals };
}

/** Makes the rows of ways out. */
export function unpackOffers([ids, cells, rest]: RawOffers): UnsaidOffers {
  const book = JSON.parse(rest) as CountedOffers;
  const given = lines(ids);
  let from = 0;
  const offers = book.offers.map((offer) => {
    const rows = unpackRows(given, cells, from, offer.rows);
    from += offer.rows;
    return { ...offer, rows };
  });
  return { ...book, offers };
}

/** So many rows, from one on. Without ids each is its row's number. */
function unpackRows(ids: readonly string[], cells: Float64Array, from: number, count: number): Schedule["rows"] {
  const rows: Schedule["rows"] = [];
  for (let place = from; place < from + count; place += 1) {
    const at = place * CELLS_PER_ROW;
    const number = cells[at] as number;
    rows.push({
      id: ids[place] ?? String(number),
      number,
      date: isoDate(cells[at + 1] as number),
      due: breakdown(cells, at + 2),
      paid: breakdown(cells, at + 7),
      outstanding: breakdown(cells, at + 12),
      balance: cells[at + 17] as number,
      status: STATUSES[cells[at + 18] as number] as DueStatus,
    });
  }
  return rows;
}

/** Makes the dues of an outlook. `wallet` is the one that was asked about: it holds the ids and currencies. */
export function unpackOutlook([ids, cells, rest]: RawOutlook, wallet: Wallet): UnsaidOutlook {
  const dues: Due[] = [];
  let at = 0;
  for (const id of lines(ids)) {
    const account = wallet.accounts[cells[at] as number] as Wallet["accounts"][number];
    const due: Due = {
      id,
      account: account.id,
      date: isoDate(cells[at + 1] as number),
      daysUntil: cells[at + 2] as number,
      status: STATUSES[cells[at + 3] as number] as DueStatus,
      currency: account.currency,
      amount: breakdown(cells, at + 4),
      autopay: cells[at + 10] === 1,
    };
    const minimum = cells[at + 9] as number;
    dues.push(minimum === NO_MINIMUM ? due : withMinimum(due, minimum));
    at += CELLS_PER_DUE;
  }
  const { at: instant, until, accounts, totals, funds, signals } = JSON.parse(rest) as Omit<UnsaidOutlook, "dues">;
  return funds === undefined
    ? { at: instant, until, dues, accounts, totals, signals }
    : { at: instant, until, dues, accounts, totals, funds, signals };
}

/** Ids as they cross: each is ended by a line feed. */
function lines(ids: string): string[] {
  const split = ids.split("\n");
  split.pop();
  return split;
}

/** The same due with its minimum, in the key order of the contract: outputs are compared as bytes with the native core's. */
function withMinimum(due: Due, minimum: number): Due {
  const { id, account, date, daysUntil, status, currency, amount, autopay } = due;
  return { id, account, date, daysUntil, status, currency, amount, minimum, autopay };
}

/** Five cells from `at` on: principal, interest, fees, penalty, total. */
function breakdown(cells: Float64Array, at: number): Breakdown {
  return {
    principal: cells[at] as number,
    interest: cells[at + 1] as number,
    fees: cells[at + 2] as number,
    penalty: cells[at + 3] as number,
    total: cells[at + 4] as number,
  };
}
