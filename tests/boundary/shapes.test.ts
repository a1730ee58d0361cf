// What comes back: plain objects, with exactly the keys of the contract and in its order, and nothing that needs freeing.

import {
  type Lateness,
  lateness,
  load,
  type Outlook,
  outlook,
  type Projection,
  projection,
  type Schedule,
  schedule,
  versions,
} from "predue";
import { beforeAll, describe, expect, test } from "vitest";
import { AT, sample } from "./wallets.js";

beforeAll(() => load());

const BREAKDOWN = ["principal", "interest", "fees", "penalty", "total"];
const STATUSES = ["upcoming", "due-today", "in-grace", "overdue", "paid"];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Keys in the contract's order; `optional` ones may be left out, never undefined. */
function expectKeys(value: object, keys: string[], optional: string[] = []) {
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.keys(value)).toEqual(keys.filter((key) => !optional.includes(key) || key in value));
  for (const inner of Object.values(value)) expect(inner).not.toBeUndefined();
}

function expectMoney(value: number) {
  expect(Number.isSafeInteger(value)).toBe(true);
  expect(Object.is(value, -0)).toBe(false);
}

function expectBreakdown(value: Schedule["totals"]["due"]) {
  expectKeys(value, BREAKDOWN);
  for (const amount of Object.values(value)) expectMoney(amount);
  expect(value.principal + value.interest + value.fees + value.penalty).toBe(value.total);
}

function expectSchedule(value: Schedule) {
  expectKeys(value, ["account", "currency", "rows", "totals"]);
  for (const row of value.rows) {
    expectKeys(row, ["id", "number", "date", "due", "paid", "outstanding", "balance", "status"]);
    expect(row.id).toBeTypeOf("string");
    expect(Number.isInteger(row.number)).toBe(true);
    expect(row.date).toMatch(DAY);
    for (const part of [row.due, row.paid, row.outstanding]) expectBreakdown(part);
    expectMoney(row.balance);
    expect(STATUSES).toContain(row.status);
  }
  expectKeys(value.totals, ["due", "paid", "outstanding"]);
  for (const part of Object.values(value.totals)) expectBreakdown(part);
}

function expectProjection(value: Projection) {
  expectKeys(value, ["account", "currency", "points", "steps", "avoid", "trail", "rules"], ["avoid"]);
  for (const point of value.points) {
    expectKeys(point, ["date", "days", "daysPastDue", "pay", "extra"]);
    expect(point.date).toMatch(DAY);
    expectBreakdown(point.pay);
    expectMoney(point.extra);
  }
  for (const step of value.steps) {
    expectKeys(step, ["date", "extra", "milestone", "why"], ["milestone"]);
    expect(step.why).toBeTypeOf("string");
  }
  if (value.avoid) expectKeys(value.avoid, ["payBy", "amount", "minimum", "saves"], ["minimum"]);
  for (const charge of value.trail) {
    expectKeys(
      charge,
      ["date", "part", "rule", "due", "base", "rate", "days", "amount", "cut"],
      ["rate", "days", "cut"],
    );
    expect(charge.due).toBeTypeOf("string");
    expect(charge.rate ?? "0").toMatch(/^\d+(\.\d+)?$/);
    expectMoney(charge.base);
    expectMoney(charge.amount);
  }
  expect(value.rules).toEqual([]);
}

function expectLateness(value: Lateness) {
  expectKeys(value, ["over0", "over3", "over7", "evidence", "level", "interval", "reasons"]);
  const [from, to] = value.interval;
  expect([from, value.over7, value.over3, value.over0, to].every((chance) => chance >= 0 && chance <= 1)).toBe(true);
  expect(value.reasons.length).toBeLessThanOrEqual(4);
  for (const reason of value.reasons) {
    expectKeys(reason, ["code", "weight", "text"]);
    expect(reason.text).toBeTypeOf("string");
  }
}

function expectOutlook(value: Outlook) {
  expectKeys(value, ["at", "until", "dues", "accounts", "totals", "funds", "signals"], ["funds"]);
  for (const due of value.dues) {
    expectKeys(
      due,
      ["id", "account", "date", "daysUntil", "status", "currency", "amount", "minimum", "autopay"],
      ["minimum"],
    );
    expect(due.date).toMatch(DAY);
    expect(Number.isInteger(due.daysUntil)).toBe(true);
    expectBreakdown(due.amount);
    expect(due.autopay).toBeTypeOf("boolean");
  }
  for (const standing of value.accounts) {
    expectKeys(
      standing,
      [
        "account",
        "standing",
        "daysPastDue",
        "overdue",
        "outstanding",
        "nextDue",
        "payoff",
        "credit",
        "minimumOnly",
        "lateness",
      ],
      ["nextDue", "credit", "minimumOnly"],
    );
    if (standing.minimumOnly) expectKeys(standing.minimumOnly, ["payments", "last", "interest", "total", "ends"]);
    for (const part of [standing.overdue, standing.outstanding, standing.payoff]) expectBreakdown(part);
    expectLateness(standing.lateness);
  }
  for (const total of value.totals) {
    expectKeys(total, ["currency", "overdue", "today", "within7", "within30", "all"]);
    for (const amount of Object.values(total).filter((part) => typeof part === "number")) expectMoney(amount);
  }
  if (value.funds) {
    const { funds } = value;
    expectKeys(funds, ["until", "path", "shortfall", "safeToSpend", "affordablePerMonth"], ["shortfall"]);
    for (const { date, balance } of funds.path) {
      expect(date).toMatch(DAY);
      expectMoney(balance);
    }
    if (funds.shortfall) expectKeys(funds.shortfall, ["date", "amount", "due", "account"]);
    expectMoney(funds.safeToSpend);
    expectMoney(funds.affordablePerMonth);
  }
  for (const signal of value.signals) {
    expectKeys(signal, ["code", "account", "due", "params", "text"], ["account", "due"]);
    expect(signal.text).not.toBe("");
    for (const param of Object.values(signal.params)) expect(["string", "number"]).toContain(typeof param);
  }
}

describe("shapes", () => {
  test("versions", () => {
    const value = versions();
    expectKeys(value, ["predue", "commit", "schema", "engine"]);
    expect(value).toMatchObject({ predue: expect.stringMatching(/^\d+\.\d+\.\d+/), engine: "wasm" });
    expect(Number.isInteger(value.schema)).toBe(true);
  });

  test.each(sample().accounts.map(({ id }) => id))("schedule of %s", (id) => {
    const value = schedule(sample(), id, AT);
    expect(value.account).toBe(id);
    expect(value.rows.length).toBeGreaterThan(0);
    expectSchedule(value);
  });

  test("outlook", () => {
    const value = outlook(sample(), AT, { days: 365 });
    expect(value.at).toBe(AT);
    expect(value.dues.length).toBeGreaterThan(20);
    expectOutlook(value);
  });

  test("outlook with funds", () => {
    const value = outlook(
      {
        ...sample(),
        funds: {
          currency: "CNY",
          balance: 10_000,
          flows: [{ label: "Salary", amount: 500_000, date: "2026-11-20", kind: "in", received: "2026-10-20" }],
        },
      },
      AT,
    );
    expectOutlook(value);
    expect(value.funds?.path[0]?.date).toBe("2026-11-22");
    expect(value.signals.map(({ code }) => code)).toContain("money-short");
  });

  test("lateness, the same as in the outlook", () => {
    const wallet = sample();
    for (const standing of outlook(wallet, AT).accounts) {
      const value = lateness(wallet, standing.account, AT);
      expectLateness(value);
      expect(value).toEqual(standing.lateness);
    }
    expect(() => lateness(wallet, "nobody", AT)).toThrow(expect.objectContaining({ code: "ACCOUNT_UNKNOWN" }));
  });

  test("projection", () => {
    const wallet = sample();
    for (const { id } of wallet.accounts) {
      const value = projection(wallet, id, AT);
      expectProjection(value);
      expect(value.points.map(({ days }) => days)).toEqual([0, 1, 3, 7, 14, 30, 60, 90]);
    }
    const late = wallet.accounts.map((account) => ({
      ...account,
      late: {
        graceDays: 1,
        fees: [{ kind: "flat" as const, amount: 500, afterDays: 2 }],
        interest: { dailyRate: "0.0005", of: "overdue" as const },
      },
    }));
    for (const { id } of late) {
      const value = projection({ ...wallet, accounts: late }, id, AT, { days: [90, 0] });
      expectProjection(value);
      expect(value.points.map(({ days }) => days)).toEqual([90, 0]);
      expect(value.trail.length).toBeGreaterThan(0);
    }
  });

  test("an empty wallet has an empty outlook", () => {
    const value = outlook({ market: "none", locale: "en", accounts: [] }, AT);
    expectOutlook(value);
    expect(value).toMatchObject({ dues: [], accounts: [], totals: [], signals: [] });
  });

  test("what comes back can be cloned, kept and changed without touching the engine", () => {
    const first = outlook(sample(), AT);
    const copy = structuredClone(first);
    first.dues.length = 0;
    expect(outlook(sample(), AT)).toEqual(copy);
  });
});

describe("figures", () => {
  test("the dues of an outlook are rows of the schedules", () => {
    const wallet = sample();
    for (const due of outlook(wallet, AT, { days: 365 }).dues) {
      const row = schedule(wallet, due.account, AT).rows.find(({ id }) => id === due.id);
      expect(row).toMatchObject({ date: due.date, status: due.status });
    }
  });

  test("dues come oldest first, then in the wallet's order", () => {
    const wallet = sample();
    const order = wallet.accounts.map(({ id }) => id);
    const dues = outlook(wallet, AT, { days: 365 }).dues.map((due) => [due.date, order.indexOf(due.account)] as const);
    const sorted = [...dues].sort(([dayA, a], [dayB, b]) => dayA.localeCompare(dayB) || a - b);
    expect(dues).toEqual(sorted);
  });

  test("the day is the customer's, whatever the zone of this machine", () => {
    const before = process.env.TZ;
    const results = ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"].map((zone) => {
      process.env.TZ = zone;
      return JSON.stringify([outlook(sample(), AT), schedule(sample(), "car", AT)]);
    });
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
    expect(new Set(results).size).toBe(1);
  });

  test("a due is due today all day long where the customer is", () => {
    for (const at of ["2026-11-22T00:00:00+14:00", "2026-11-22T23:59:59-12:00"]) {
      const due = outlook(sample(), at).dues.find(({ account }) => account === "headphones");
      expect(due).toMatchObject({ date: "2026-11-22", daysUntil: 0, status: "due-today" });
    }
  });
});
