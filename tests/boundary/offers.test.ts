// Ways out as a page asks for them: what the core measures, with its events ready to be put into the wallet.

import { isDueError, type LedgerEvent, load, type Offer, offers, schedule, type Wallet } from "predue";
import zhCN from "predue/locales/zh-CN";
import { beforeAll, describe, expect, test } from "vitest";
import { addCatalogue, type Catalogue } from "../../pkg/dist/catalogues.js";
import { formatMoney, formatRate } from "../../pkg/dist/words/format.js";
import { sayOffers } from "../../pkg/dist/words/offers.js";

beforeAll(async () => {
  addCatalogue(zhCN as Catalogue);
  await load();
});

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

// ---- the words -------------------------------------------------------------------------------------

type Params = Record<string, string | number>;
type Book = Parameters<typeof sayOffers>[0];

const LOCALES = ["en", "zh-CN"];
const TRADES = ["costs", "saves", "same"];

/** Params of a new plan. */
const PLAN = { newCount: 24, interestOnly: 0 };
const RATES = { rateFrom: "0.1825", rateTo: "0.136875" };

/** What each message is told beside the figures that all have, and which of it is the relief: each that the words name. */
const MESSAGES: Record<string, { more?: Params; relief: string[]; price?: string[] }> = {
  "move-due-date": { more: { from: "2026-12-05", to: "2026-12-26", days: 21 }, relief: ["to"] },
  defer: { more: { from: "2026-12-05", to: "2027-01-05", periods: 1, fee: 1_300 }, relief: ["to"] },
  "interest-only": { more: { ...PLAN, interestOnly: 3 }, relief: ["soon", "keptSoon"] },
  "extend-term": { more: PLAN, relief: ["perMonth", "keptPerMonth"] },
  "extend-term+rate-cut": { more: { ...PLAN, ...RATES }, relief: ["perMonth", "keptPerMonth"] },
  "lower-instalment": { more: PLAN, relief: ["perMonth", "keptPerMonth"] },
  "re-age": { more: PLAN, relief: ["perMonth", "keptPerMonth"] },
  "re-age+fee-waiver": { more: { ...PLAN, waived: 4_500 }, relief: ["perMonth", "keptPerMonth"] },
  "re-amortise": { relief: ["perMonth", "keptPerMonth"] },
  "rate-cut": { more: RATES, relief: ["rateFrom", "rateTo"] },
  "fee-waiver": { more: { waived: 4_500 }, relief: ["waived"] },
  settlement: {
    more: { settles: 400_000, letOff: 170_000, payBy: "2026-12-22" },
    relief: ["letOff"],
    price: ["settles"],
  },
  "early-payment-reward": {
    more: { saved: 2_700, pay: 52_300, payBy: "2026-11-30", due: "2026-12-05" },
    relief: ["saved"],
    price: ["pay", "payBy"],
  },
};
const IDS = Object.keys(MESSAGES);

/** Figures that differ from each other, so that a sentence shows which of them it names. */
const figures = (id: string, trade: string): Params => ({
  perMonth: 31_700,
  keptPerMonth: 55_100,
  soon: 61_200,
  keptSoon: 165_300,
  total: 640_900,
  keptTotal: 619_400,
  difference: trade === "same" ? 0 : 21_540,
  trade,
  currency: "CNY",
  count: 24,
  first: "2026-12-07",
  last: "2028-11-09",
  keptLast: "2027-10-11",
  ...MESSAGES[id]?.more,
});

/** What the words make of one offer. */
function say(locale: string, id: string, trade: string, more: Partial<Offer> = {}, params: Params = {}): Offer["text"] {
  const offer = { message: { id, params: { ...figures(id, trade), ...params } }, reasons: [], binding: false, ...more };
  const book = { account: "phone", offers: [offer], refused: [] } as unknown as Book;
  const [said] = sayOffers(book, { ...wallet(), locale }).offers;
  return said?.text ?? { title: "", body: "", tradeOff: "" };
}

/** A figure as a sentence shows it. */
function shown(locale: string, id: string, name: string): string {
  const value = figures(id, "costs")[name];
  if (name.startsWith("rate")) return formatRate(locale, String(value));
  if (typeof value === "number") return formatMoney(locale, value, "CNY");
  const date = new Date(`${value}T00:00:00Z`);
  return date.toLocaleDateString(locale, { dateStyle: "medium", timeZone: "UTC" });
}

/** Neither a placeholder that was not filled in nor the id of a message that there is not. */
const LEFT_OVER = /[{}$]|undefined|NaN|Invalid|offer\./;

describe.each(LOCALES)("the words of %s", (locale) => {
  test.each(IDS.flatMap((id) => TRADES.map((trade) => [id, trade])))("%s that %s", (id, trade) => {
    for (const [part, text] of Object.entries(say(locale, id, trade))) {
      expect(text, part).not.toMatch(LEFT_OVER);
      expect(text, part).not.toMatch(/^\s*$/);
    }
  });

  test.each(IDS)("%s: one sentence has the relief and what it costs", (id) => {
    const { relief = [], price = [] } = MESSAGES[id] ?? {};
    const sentences = TRADES.map((trade) => say(locale, id, trade).tradeOff);
    expect(new Set(sentences).size).toBe(TRADES.length);
    for (const sentence of sentences) {
      expect(sentence.match(/\.(?!\d)|。/g)).toHaveLength(1);
      for (const name of [...relief, ...price]) expect(sentence).toContain(shown(locale, id, name));
    }
    const difference = formatMoney(locale, 21_540, "CNY");
    expect(sentences.map((sentence) => sentence.includes(difference))).toEqual([true, true, false]);
  });

  test.each([
    ["interest-only", { interestOnly: 1 }],
    ["extend-term", { newCount: 1 }],
    ["extend-term+rate-cut", { newCount: 1 }],
    ["lower-instalment", { newCount: 1 }],
    ["re-age", { newCount: 1 }],
    ["re-age+fee-waiver", { newCount: 1 }],
  ])("%s of one", (id, params) => {
    const { title, body, tradeOff } = say(locale, id, "costs", {}, params);
    expect(title + body).not.toMatch(/\b1 (new )?instalments|first 1 /);
    expect(tradeOff).toContain(formatMoney(locale, 21_540, "CNY"));
    expect(body).not.toMatch(LEFT_OVER);
  });

  test("reasons and refusals", () => {
    const said = { least: 5_000, currency: "CNY", rule: "GB.cap", days: 92, max: 2, payBy: "2026-11-20", count: 60 };
    const offer = {
      message: { id: "defer", params: figures("defer", "costs") },
      reasons: REASONS.map((code) => ({ code, params: { reason: "illness" } })),
      binding: false,
    };
    const refused = REFUSED.map((code) => ({ kind: "defer", code, params: said }));
    const book = sayOffers({ account: "phone", offers: [offer], refused } as unknown as Book, { ...wallet(), locale });
    const texts = [...(book.offers[0]?.reasons ?? []), ...book.refused].map(({ text }) => text);
    expect(texts).toHaveLength(REASONS.length + REFUSED.length);
    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts) expect(text).not.toMatch(LEFT_OVER);
  });
});

const REASONS = [
  "affordable",
  "goes-short",
  "cures-arrears",
  "answers-situation",
  "least-per-month",
  "least-cost",
  "earliest-end",
  "latest-start",
  "least-soon",
];
const REFUSED = [
  "before-due-only",
  "below-minimum",
  "beaten",
  "cost-cap",
  "defer-maximum",
  "deferrals-used",
  "in-arrangement",
  "no-amount",
  "no-payday",
  "no-arrears",
  "no-interest",
  "not-among-best",
  "not-approved",
  "not-computed",
  "not-for-product",
  "not-in-policy",
  "not-started",
  "nothing-changes",
  "nothing-owed",
  "nothing-to-come",
  "nothing-to-waive",
  "once-per-plan",
  "term-maximum",
  "too-late",
  "too-small",
];

test("what the creditor approved is told from what can be asked for", () => {
  const binding = say("en", "extend-term", "costs", { binding: true, expires: "2026-12-06" }).body;
  const asked = say("en", "extend-term", "costs").body;
  expect(binding).toMatch(/has approved this\. It can be taken up until Dec 6, 2026\.$/);
  expect(asked).toMatch(/This is something to ask .*Sample Store.* for, and asking costs nothing\.$/);
  expect(say("zh-CN", "extend-term", "costs", { binding: true }).body).toContain("已经同意");
});

test("what is put off to one day says both days", () => {
  const { tradeOff } = say("en", "extend-term", "costs", {}, { newCount: 1 });
  expect(tradeOff).toBe(
    "CN¥317.00 on Nov 9, 2028 instead of CN¥551.00 on Oct 11, 2027, with CN¥215.40 more to pay in all.",
  );
});

test("how much less a month asks for is said with what it costs in all", () => {
  const less = { less: 23_400 };
  expect(say("en", "extend-term", "costs", {}, less).tradeOff).toBe(
    "CN¥234.00 less a month until Nov 9, 2028, with CN¥215.40 more to pay in all.",
  );
  expect(say("zh-CN", "lower-instalment", "costs", {}, less).tradeOff).toMatch(
    /^每月少付.*234\.00.*，总共多付.*215\.40。$/,
  );
  // One payment is no payment each month.
  expect(say("en", "extend-term", "costs", {}, { ...less, newCount: 1 }).tradeOff).toContain("instead of");
});

test("a fee is named where there is one", () => {
  const fee = formatMoney("en", 1_300, "CNY");
  expect(say("en", "defer", "costs").body).toContain(`A fee of ${fee}`);
  expect(say("en", "extend-term", "costs").body).not.toContain("fee");
});

test.each(LOCALES)("every word of a book of %s is filled in", (locale) => {
  const late: LedgerEvent[] = [{ kind: "charge", date: "2026-11-20", amount: 3_000, penalty: true }];
  for (const events of [[], late]) {
    for (const at of [AT, "2027-02-22T09:30:00+08:00", "2028-02-22T09:30:00+08:00"]) {
      for (const situation of [{}, { payPerMonth: 40_000, payday: 25 }, { payPerMonth: 100 }]) {
        const book = offers({ ...wallet(events), locale }, "phone", at, situation);
        const texts = book.offers.flatMap(({ text, reasons }) => [
          ...Object.values(text),
          ...reasons.map((reason) => reason.text),
        ]);
        for (const text of [...texts, ...book.refused.map((refusal) => refusal.text)]) {
          expect(text).not.toMatch(LEFT_OVER);
        }
      }
    }
  }
});
