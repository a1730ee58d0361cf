// Strictness: what the boundary refuses, with which code, and where it says the fault is.

import { type DueError, isDueError, load, outlook, schedule, type Wallet } from "predue";
import { beforeAll, describe, expect, test } from "vitest";
import { AT, sample, spoilt, thrownBy } from "./wallets.js";

beforeAll(() => load());

const PHONE = "accounts[0]";
const CARD = "accounts[1]";
const BILL = "accounts[2]";
const SAFE_MAX = Number.MAX_SAFE_INTEGER;

/** Name, where in the wallet, what is put there, the code, and the path when it is not that place. */
type Case = [name: string, at: string, value: unknown, code: string, path?: string];

const cases: Case[] = [
  // keys
  ["a key of the wallet that does not exist", "walet", 1, "INPUT"],
  ["a key of an account that does not exist", `${PHONE}.lable`, "x", "INPUT"],
  ["a key of a plan that does not exist", `${PHONE}.plan.annualrate`, "0.1", "INPUT"],
  ["a key of another kind of plan", `${PHONE}.plan.statements`, [], "INPUT"],
  ["a key of an interval that does not exist", `${PHONE}.plan.every.units`, 1, "INPUT"],
  ["a key of a due that does not exist", `${BILL}.plan.dues[1].amount`, 1, "INPUT"],
  ["a key of a statement that does not exist", `${CARD}.plan.statements[0].paid`, 1, "INPUT"],
  ["a key of a creditor that does not exist", `${PHONE}.creditor.phone`, "1", "INPUT"],
  // money
  ["money with a fraction", `${PHONE}.plan.principal`, 5999.5, "INPUT"],
  ["money in a string", `${PHONE}.plan.principal`, "599900", "INPUT"],
  ["money that is not a number", `${PHONE}.plan.principal`, Number.NaN, "INPUT"],
  ["money without end", `${PHONE}.plan.principal`, Number.POSITIVE_INFINITY, "INPUT"],
  ["money beyond the safe integers", `${PHONE}.plan.principal`, SAFE_MAX + 1, "RANGE"],
  ["money that is nothing", `${PHONE}.plan.principal`, null, "INPUT"],
  ["money below zero", `${PHONE}.plan.principal`, -1, "INPUT"],
  ["a due's money with a fraction", `${BILL}.plan.dues[0].principal`, 0.1, "INPUT"],
  ["a balance in a string", `${CARD}.plan.statements[0].balance`, "1", "INPUT"],
  // rates
  ["a rate as a number", `${PHONE}.plan.annualRate`, 0.1, "INPUT"],
  ["a rate in words", `${PHONE}.plan.annualRate`, "ten", "INPUT"],
  ["a rate with a percent sign", `${PHONE}.plan.annualRate`, "18%", "INPUT"],
  ["an empty rate", `${PHONE}.plan.annualRate`, "", "INPUT"],
  ["a rate below zero", `${PHONE}.plan.annualRate`, "-0.1", "INPUT"],
  // days
  ["a day that does not exist", `${PHONE}.plan.start`, "2026-02-30", "INPUT"],
  ["a leap day in a common year", `${PHONE}.plan.start`, "2027-02-29", "INPUT"],
  ["a month that does not exist", `${PHONE}.plan.start`, "2026-13-01", "INPUT"],
  ["a day in another form", `${PHONE}.plan.start`, "22.11.2026", "INPUT"],
  ["a day with a time", `${PHONE}.plan.start`, "2026-11-22T00:00", "INPUT"],
  ["a day as a Date", `${PHONE}.plan.start`, new Date(0), "INPUT"],
  ["a due's day that does not exist", `${BILL}.plan.dues[1].date`, "2026-11-31", "INPUT"],
  ["a holiday that does not exist", "holidays", ["2026-02-30"], "INPUT", "holidays[0]"],
  // other types
  ["accounts that are no list", "accounts", {}, "INPUT"],
  ["an account that is no object", PHONE, 5, "INPUT"],
  ["an account that is nothing", PHONE, null, "INPUT"],
  ["a label that is a number", `${PHONE}.label`, 7, "INPUT"],
  ["an autopay that is a string", `${PHONE}.autopay`, "yes", "INPUT"],
  ["a plan that is a list", `${PHONE}.plan`, [], "INPUT"],
  ["a count with a fraction", `${PHONE}.plan.count`, 1.5, "INPUT"],
  ["a count in a string", `${PHONE}.plan.count`, "12", "INPUT"],
  ["an id that is a number", `${PHONE}.id`, 1, "INPUT"],
  // words of a list
  ["a plan of a kind that does not exist", `${PHONE}.plan.kind`, "lease", "INPUT"],
  ["a method that does not exist", `${PHONE}.plan.method`, "annuity", "INPUT"],
  ["a day count that does not exist", `${PHONE}.plan.dayCount`, "30/365", "INPUT"],
  ["a unit that does not exist", `${PHONE}.plan.every.unit`, "year", "INPUT"],
  ["a product that does not exist", `${PHONE}.product`, "mortgage", "INPUT"],
  ["a hold that does not exist", `${PHONE}.hold`, "later", "INPUT"],
  ["a currency that does not exist", `${PHONE}.currency`, "CNX", "INPUT"],
  ["a currency in small letters", `${PHONE}.currency`, "cny", "INPUT"],
  // what contradicts itself
  ["an id used twice", "accounts[1].id", "phone", "INPUT"],
  ["a due's id used twice", `${BILL}.plan.dues[1].id`, "october", "INPUT"],
  ["an interval of nothing", `${PHONE}.plan.every.n`, 0, "RANGE"],
  // markets
  ["a market that is not loaded", "market", "CN", "MARKET_UNKNOWN"],
];

describe("outlook refuses", () => {
  test.each(cases)("%s", (_name, at, value, code, path) => {
    const error = thrownBy(() => outlook(spoilt(sample(), at, value), AT));
    expect(error).toMatchObject({ name: "DueError", code, path: `wallet.${path ?? at}` });
  });

  test.each([
    "market",
    "locale",
    "accounts",
    `${PHONE}.id`,
    `${PHONE}.label`,
    `${PHONE}.creditor`,
    `${PHONE}.creditor.name`,
    `${PHONE}.currency`,
    `${PHONE}.product`,
    `${PHONE}.plan`,
    `${PHONE}.plan.kind`,
    `${PHONE}.plan.principal`,
    `${PHONE}.plan.annualRate`,
    `${PHONE}.plan.count`,
    `${PHONE}.plan.every`,
    `${PHONE}.plan.start`,
    `${PHONE}.plan.dayCount`,
    `${BILL}.plan.dues[0].id`,
    `${BILL}.plan.dues[0].date`,
    `${CARD}.plan.statements[0].minimum`,
  ])("a wallet without %s", (at) => {
    const error = thrownBy(() => outlook(spoilt(sample(), at), AT));
    expect(error).toMatchObject({ code: "INPUT", path: `wallet.${at}` });
  });
});

describe("arguments", () => {
  test.each([
    ["wallet", () => outlook(undefined as never, AT)],
    ["wallet", () => outlook(null as never, AT)],
    ["wallet", () => outlook("{}" as never, AT)],
    ["wallet", () => outlook([] as never, AT)],
    ["at", () => outlook(sample(), "2026-11-22")],
    ["at", () => outlook(sample(), "2026-11-22T09:30:00")],
    ["at", () => outlook(sample(), "2026-11-22T25:30:00+08:00")],
    ["at", () => outlook(sample(), "2026-02-30T09:30:00+08:00")],
    ["at", () => outlook(sample(), "2026-11-22T09:30:00+24:00")],
    ["at", () => outlook(sample(), "")],
    ["at", () => outlook(sample(), new Date() as never)],
    ["at", () => outlook(sample(), undefined as never)],
    ["options", () => outlook(sample(), AT, 30 as never)],
    ["options.day", () => outlook(sample(), AT, { day: 30 } as never)],
    ["options.days", () => outlook(sample(), AT, { days: 1.5 })],
    ["options.days", () => outlook(sample(), AT, { days: "30" as never })],
    ["account", () => schedule(sample(), 5 as never, AT)],
    ["account", () => schedule(sample(), undefined as never, AT)],
  ])("%s", (path, call) => {
    expect(thrownBy(call)).toMatchObject({ code: "INPUT", path });
  });

  test("an account that is not in the wallet", () => {
    const error = thrownBy(() => schedule(sample(), "boat", AT));
    expect(error).toMatchObject({ code: "ACCOUNT_UNKNOWN", path: "account" });
  });

  test.each([-1, 10_000, 100_000])("a horizon of %d days is beyond the limit", (days) => {
    expect(thrownBy(() => outlook(sample(), AT, { days }))).toMatchObject({ code: "RANGE", path: "options.days" });
  });

  test("a horizon of no days, and one that is left out", () => {
    expect(outlook(sample(), AT, { days: 0 }).until).toBe("2026-11-22");
    expect(outlook(sample(), AT, {}).until).toBe(outlook(sample(), AT).until);
  });
});

describe("errors", () => {
  test("are real errors, with the path in front of the sentence", () => {
    const error = thrownBy(() => outlook(spoilt(sample(), `${PHONE}.plan.principal`, 1.5), AT)) as Error;
    expect(error).toBeInstanceOf(Error);
    expect(isDueError(error)).toBe(true);
    expect(error.message).toMatch(/^wallet\.accounts\[0\]\.plan\.principal: \S/);
    expect(error.stack).toContain("DueError");
  });

  test("isDueError tells others apart", () => {
    for (const other of [undefined, null, "DueError", new Error("DueError"), { name: "DueError" }, { code: "INPUT" }]) {
      expect(isDueError(other)).toBe(false);
    }
  });

  test("the wallet is not changed, whether it is good or bad", () => {
    const good = Object.freeze(sample());
    const copy = structuredClone(good);
    outlook(good, AT);
    expect(good).toEqual(copy);
    const bad = spoilt(sample(), `${PHONE}.plan.principal`, 1.5);
    const badCopy = structuredClone(bad);
    thrownBy(() => outlook(bad, AT));
    expect(bad).toEqual(badCopy);
  });

  test.each([
    [
      "a circle",
      () => {
        const wallet: Record<string, unknown> = { ...sample() };
        wallet.accounts = [wallet];
        return wallet;
      },
    ],
    ["a depth without end", () => JSON.parse(`${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`)],
    ["a bigint", () => spoilt(sample(), `${PHONE}.plan.principal`, 599900n)],
    ["a function", () => spoilt(sample(), `${PHONE}.label`, () => "Phone")],
    ["a map", () => new Map(Object.entries(sample()))],
    ["a proxy that lies", () => new Proxy({}, { get: () => 1, ownKeys: () => ["market"] })],
  ])("a wallet that is %s is refused and the next call works", (_name, make) => {
    const error = thrownBy(() => outlook(make() as Wallet, AT)) as DueError;
    expect(error).toMatchObject({ name: "DueError", code: "INPUT", path: expect.stringMatching(/^wallet/) });
    expect(outlook(sample(), AT).dues.length).toBeGreaterThan(0);
  });

  test("a wallet with a hostile getter is refused and the next call works", () => {
    const wallet = sample();
    Object.defineProperty(wallet, "market", {
      enumerable: true,
      get: () => {
        throw new TypeError("no");
      },
    });
    expect(isDueError(thrownBy(() => outlook(wallet as Wallet, AT)))).toBe(true);
    expect(outlook(sample(), AT).dues.length).toBeGreaterThan(0);
  });
});
