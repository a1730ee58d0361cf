// Ways out as a page asks for them: what the core measures, with its events ready to be put into the wallet.

import { isDueError, type LedgerEvent, load, offers, schedule, type Wallet } from "predue";
import { beforeAll, expect, test } from "vitest";

beforeAll(() => load());

const AT = "2026-11-22T09:30:00+08:00";

const wallet = (events: LedgerEvent[] = []): Wallet => ({
  market: "none",
  locale: "en",
  accounts: [
    {
      id: "phone",
      label: "Phone",
      creditor: { name: "Sample Store" },
      currency: "CNY",
      product: "loan",
      plan: {
        kind: "loan",
        principal: 600_000,
        annualRate: "0.1825",
        method: "equal-instalment",
        count: 12,
        every: { n: 1, unit: "month" },
        start: "2026-10-05",
        dayCount: "30/360",
      },
      events,
    },
  ],
});

test("the events of an offer give its rows", () => {
  const book = offers(wallet(), "phone", AT, { reason: "illness", payPerMonth: 40_000, payday: 25 });
  expect(book.offers.length).toBeGreaterThan(1);
  for (const { events, rows } of book.offers) expect(schedule(wallet(events), "phone", AT).rows).toEqual(rows);
});

test("what is compared is there for keeping, waiting and each offer", () => {
  const { keep, wait, offers: found } = offers(wallet(), "phone", AT);
  for (const figures of [keep, wait, ...found.map((offer) => offer.figures)]) {
    expect(Object.keys(figures)).toEqual([
      "first",
      "last",
      "count",
      "largest",
      "perMonth",
      "soon",
      "toPay",
      "costMore",
      "apr",
    ]);
  }
  expect(found.every((offer) => offer.affordable === null && !offer.binding)).toBe(true);
});

test("a situation is read strictly", () => {
  const asked = () => offers(wallet(), "phone", AT, { payPerMonth: 400.5 });
  let path: string | undefined;
  try {
    asked();
  } catch (error) {
    path = isDueError(error) ? error.path : undefined;
  }
  expect(path).toBe("situation.payPerMonth");
});
