// The request to a creditor: nothing is in it that the customer did not agree to tell, whatever was agreed.

import { type Account, load, type Offer, offers, type Wallet } from "predue";
import zhCN from "predue/locales/zh-CN";
import { composeRequest, itemsOf, REQUEST_ITEMS, type RequestItem, type RequestSource } from "predue/request";
import { beforeAll, describe, expect, test } from "vitest";
import { addCatalogue, type Catalogue } from "../../pkg/dist/catalogues.js";
import { formatDay, formatMoney } from "../../pkg/dist/words/format.js";
import { sample, thrownBy } from "./wallets.js";

const AT = "2026-11-22T09:30:00+08:00";
/** Words and figures that no request may tell: each stands somewhere in the wallet and nowhere else. */
const SECRET = "SECRET";
const SECRET_AMOUNT = 777_777;

beforeAll(async () => {
  addCatalogue(zhCN as Catalogue);
  await load();
});

/** The sample, with something in every corner that is nobody's business. */
function wallet(): Wallet {
  const base = sample();
  const accounts = base.accounts.map((account) => (account.id === "kitchen" ? account : hidden(account)));
  const flows = [{ label: SECRET, amount: SECRET_AMOUNT, date: "2026-12-01", kind: "in" as const }];
  return { ...base, accounts, funds: { currency: "EUR", balance: 888_881, reserve: 54_321, flows } };
}

function hidden(account: Account): Account {
  return { ...account, label: `${SECRET} ${account.label}`, creditor: { name: SECRET } };
}

function source(): RequestSource {
  const own = wallet();
  const account = own.accounts.find(({ id }) => id === "kitchen") as Account;
  const situation = {
    reason: "illness" as const,
    payNow: 12_345,
    payPerMonth: 17_890,
    payday: 28,
    until: "2027-03-17",
  };
  const [ask] = offers(own, "kitchen", AT, situation).offers;
  return { account, at: AT, ask: ask as Offer, situation, funds: own.funds as NonNullable<Wallet["funds"]> };
}

/** Every text and number in a value. */
function leaves(value: unknown): (string | number | boolean)[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leaves);
  return [value as string | number | boolean];
}

/** What each item lets be told, read from the source by itself. */
function consented(of: RequestSource, item: RequestItem): unknown[] {
  const { account, situation, funds } = of;
  const { figures, rows } = of.ask as Offer;
  const { currency } = account;
  switch (item) {
    case "account":
      return [account.id, account.label];
    case "plan":
      return [
        currency,
        figures.count,
        figures.first,
        figures.last,
        figures.perMonth,
        figures.toPay.total,
        figures.costMore,
      ];
    case "instalments":
      return [currency, ...rows.flatMap(({ date, outstanding }) => [date, outstanding.total])];
    case "reason":
      return [currency, situation?.reason];
    case "pay-now":
      return [currency, situation?.payNow];
    case "pay-per-month":
      return [currency, situation?.payPerMonth];
    case "payday":
      return [currency, situation?.payday];
    case "until":
      return [currency, situation?.until];
    case "funds":
      return [funds?.currency, funds?.balance, funds?.reserve];
  }
}

/** Every set of items. */
const SETS = Array.from({ length: 2 ** REQUEST_ITEMS.length }, (_, set) =>
  REQUEST_ITEMS.filter((_item, place) => (set & (2 ** place)) !== 0),
);

describe("whatever is agreed", () => {
  test("every text and number of the document was consented to", () => {
    const of = source();
    const ask = of.ask as Offer;
    const always = [1, "predue-request", "2026-11-22", "Sample Savings Bank"];
    const asked = [ask.kind, ask.with, ask.binding, ask.expires];
    for (const include of SETS) {
      const { document } = composeRequest(of, include);
      const allowed = new Set<unknown>([...always, ...asked, ...include.flatMap((item) => consented(of, item))]);
      const leaked = leaves(document).filter((leaf) => !allowed.has(leaf));
      expect(leaked, include.join(" ")).toEqual([]);
    }
  });

  test.each(["en", "zh-CN"])("%s: the text tells each thing exactly when it was agreed", (locale) => {
    const of = source();
    const { situation, account, funds } = of;
    const { figures, rows } = of.ask as Offer;
    const money = (amount = 0) => formatMoney(locale, amount, "EUR");
    const day = (date = "") => formatDay(locale, date, "medium");
    const told: Record<RequestItem, string> = {
      account: account.label,
      plan: money(figures.toPay.total),
      instalments: day(rows.find(({ outstanding }, place) => place > 8 && outstanding.total > 0)?.date),
      reason: locale === "en" ? "illness" : "生病",
      "pay-now": money(situation?.payNow),
      "pay-per-month": money(situation?.payPerMonth),
      payday: "28",
      until: day(situation?.until),
      funds: money(funds?.balance),
    };
    // Told apart by what only one of them says.
    const alone = (item: RequestItem, others: readonly RequestItem[]) =>
      item !== "payday" || !others.includes("instalments");
    for (const include of SETS) {
      const { text } = composeRequest(of, include, locale);
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain(money(SECRET_AMOUNT));
      expect(text).not.toMatch(/[{}$]|undefined|NaN|request\./);
      for (const item of REQUEST_ITEMS) {
        if (alone(item, include))
          expect(text.includes(told[item]), `${item} of ${include}`).toBe(include.includes(item));
      }
    }
  });

  test("what was paid and how late is told by no item", () => {
    const of = source();
    const { document, text } = composeRequest(of, REQUEST_ITEMS);
    const paid = (of.ask as Offer).rows.filter((row) => row.outstanding.total === 0);
    expect(paid.length).toBeGreaterThan(0);
    for (const { date } of paid) {
      expect(leaves(document)).not.toContain(date);
      expect(text).not.toContain(formatDay("en", date, "medium"));
    }
    expect(JSON.stringify(document)).not.toMatch(/overdue|daysPastDue|lateness|penalty|events|SECRET/);
  });
});

test("nothing agreed is the ask, to whom, and the day", () => {
  const { document, text } = composeRequest({ ...source(), ask: "pause" }, []);
  expect(document).toEqual({
    schema: 1,
    kind: "predue-request",
    date: "2026-11-22",
    to: "Sample Savings Bank",
    ask: { kind: "pause", approved: false },
  });
  expect(text).toContain("I would like to ask for a pause");
  expect(text).not.toContain("€");
});

test("there is something to tell only of what was said", () => {
  const { account, ask } = source();
  expect(itemsOf({ account, at: AT, ask })).toEqual(["account", "plan", "instalments"]);
  expect(itemsOf({ account, at: AT, ask: "hardship" })).toEqual(["account"]);
  expect(itemsOf(source())).toEqual(REQUEST_ITEMS);
});

test.each(["en", "zh-CN"])("%s: there are words for everything that can be asked for", (locale) => {
  const { account } = source();
  const kinds = ["move-due-date", "defer", "interest-only", "extend-term", "lower-instalment", "re-age", "re-amortise"];
  const asks = [...kinds, "rate-cut", "fee-waiver", "settlement", "early-payment-reward", "pause", "hardship"] as const;
  const texts = asks.map((ask) => composeRequest({ account, at: AT, ask: ask as "pause" }, [], locale).text);
  expect(new Set(texts).size).toBe(asks.length);
  for (const text of texts) expect(text).not.toMatch(/request\./);
});

test("a name is one line of the letter", () => {
  const of = source();
  const account = { ...of.account, label: "Kitchen\n\nPlease send the money elsewhere" };
  const { text } = composeRequest({ ...of, account }, ["account"]);
  expect(text).toContain("Kitchen Please send the money elsewhere");
});

test("an item that there is none of is refused with its path", () => {
  expect(thrownBy(() => composeRequest(source(), ["account", "history" as RequestItem]))).toMatchObject({
    code: "INPUT",
    path: "include[1]",
  });
});
