// Unpacking: every cell lands under its name, and days survive any year.

import type { Wallet } from "predue";
import { describe, expect, test } from "vitest";
import { isoDate, unpackOffers, unpackOutlook, unpackSchedule } from "../../pkg/dist/rows.js";

const days = (date: string) => Date.parse(date) / 86_400_000;
const parts = (base: number) => ({
  principal: base,
  interest: base + 1,
  fees: base + 2,
  penalty: base + 3,
  total: base + 4,
});
const five = (base: number) => Object.values(parts(base));

describe("schedule", () => {
  test("each cell is found under its name", () => {
    const cells = [
      7,
      days("2026-12-05"),
      ...five(10),
      ...five(20),
      ...five(30),
      40,
      3,
      ...five(50),
      ...five(60),
      ...five(70),
    ];
    const value = unpackSchedule(["x\n", new Float64Array(cells), "CNY"], "a");
    const row = {
      id: "x",
      number: 7,
      date: "2026-12-05",
      due: parts(10),
      paid: parts(20),
      outstanding: parts(30),
      balance: 40,
      status: "overdue",
    };
    const totals = { due: parts(50), paid: parts(60), outstanding: parts(70) };
    expect(JSON.stringify(value)).toBe(JSON.stringify({ account: "a", currency: "CNY", rows: [row], totals }));
  });

  test("no rows", () => {
    const cells = new Float64Array([...five(1), ...five(2), ...five(3)]);
    expect(unpackSchedule(["", cells, "CNY"], "a").totals.outstanding).toEqual(parts(3));
  });
});

describe("offers", () => {
  const row = (number: number) => [number, days("2026-12-05"), ...five(10), ...five(20), ...five(30), 40, 0];

  test("each way out gets as many rows as it counts, in the place of the count", () => {
    const rest = { account: "a", offers: [2, 0, 1].map((rows) => ({ id: "x", rows, events: [] })), refused: [] };
    const cells = new Float64Array([row(1), row(2), row(7)].flat());
    const book = unpackOffers(["one\ntwo\nafter-1\n", cells, JSON.stringify(rest)]);
    expect(book.offers.map(({ rows }) => rows.map(({ id, number }) => [id, number]))).toEqual([
      [
        ["one", 1],
        ["two", 2],
      ],
      [],
      [["after-1", 7]],
    ]);
    expect(Object.keys(book)).toEqual(["account", "offers", "refused"]);
    for (const offer of book.offers) expect(Object.keys(offer)).toEqual(["id", "rows", "events"]);
  });
});

describe("outlook", () => {
  const wallet = {
    accounts: [
      { id: "a", currency: "CNY" },
      { id: "b", currency: "JPY" },
    ],
  } as Wallet;
  const rest = { at: "now", until: "2026-12-22", accounts: [], totals: [], signals: [] };

  test("each cell is found under its name, and a minimum only where there is one", () => {
    const cells = [1, days("2026-12-05"), 13, 0, ...five(10), -1, 1, 0, days("2026-12-06"), 14, 1, ...five(20), 0, 0];
    const value = unpackOutlook(["x\ny\n", new Float64Array(cells), JSON.stringify(rest)], wallet);
    const dues = [
      {
        id: "x",
        account: "b",
        date: "2026-12-05",
        daysUntil: 13,
        status: "upcoming",
        currency: "JPY",
        amount: parts(10),
        autopay: true,
      },
      {
        id: "y",
        account: "a",
        date: "2026-12-06",
        daysUntil: 14,
        status: "due-today",
        currency: "CNY",
        amount: parts(20),
        minimum: 0,
        autopay: false,
      },
    ];
    const { at, until, accounts, totals, signals } = rest;
    expect(JSON.stringify(value)).toBe(JSON.stringify({ at, until, dues, accounts, totals, signals }));
  });

  test("funds are handed on where there are any", () => {
    const funds = { until: "2026-12-22", path: [], safeToSpend: 1, affordablePerMonth: 2 };
    const value = unpackOutlook(["", new Float64Array(), JSON.stringify({ ...rest, funds })], wallet);
    expect(Object.keys(value)).toEqual(["at", "until", "dues", "accounts", "totals", "funds", "signals"]);
  });
});

describe("days", () => {
  test.each(["1900-02-28", "1969-12-31", "1970-01-01", "2000-02-29", "2026-11-22", "2100-03-01", "9999-12-31"])(
    "%s",
    (date) => {
      expect(isoDate(days(date))).toBe(date);
      expect(isoDate(days(date))).toBe(date);
    },
  );

  test("more days than are kept", () => {
    for (let day = 0; day < 70_000; day += 1) isoDate(day);
    expect(isoDate(69_999)).toBe("2161-08-26");
  });
});
