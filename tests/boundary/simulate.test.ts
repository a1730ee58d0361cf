// A payment that is only thought of, put together from projection and outlook: nothing is lost or made up on the way.

import { type Account, load, outlook, projection, type Standing, type Wallet } from "predue";
import { beforeAll, describe, expect, test } from "vitest";
import { pay, wait } from "../../pkg/dist/elements/simulate.js";
import { AT, sample } from "./wallets.js";

beforeAll(() => load());

const DAYS = ["2026-11-22", "2026-11-23", "2026-11-29", "2026-12-06", "2026-12-22", "2027-01-25", "2027-02-20"];

/** A bill that earns interest while it is unpaid, which no outlook of a later day knows of by itself. */
const bill: Account = {
  id: "bill",
  label: "Repair",
  creditor: { name: "Sample Garage" },
  currency: "EUR",
  product: "bill",
  plan: {
    kind: "dues",
    annualRate: "0.09",
    dayCount: "actual/365",
    dues: [
      { id: "first", date: "2026-11-24", principal: 90_000 },
      { id: "second", date: "2026-12-24", principal: 60_000, interest: 500 },
    ],
  },
  late: {
    graceDays: 2,
    interest: { dailyRate: "0.0003", of: "overdue" },
    fees: [{ kind: "share", share: "0.01", of: "overdue", afterDays: 5 }],
  },
};

function standing(wallet: Wallet, account: string, at: string): Standing {
  const found = outlook(wallet, at).accounts.find((each) => each.account === account);
  if (found === undefined) throw new Error(account);
  return found;
}

const accounts = [...sample().accounts, bill];

describe.each(accounts.map((account) => [account.id, account] as const))("%s", (id, account) => {
  const wallet: Wallet = { market: "none", locale: "en", accounts: [account] };

  test.each(DAYS)("on %s", (date) => {
    const day = wait(wallet, account, AT, date);
    const owed = day.stand.standing.payoff.total;
    expect(day.at).toBe(`${date}T09:30:00+08:00`);

    if (account.plan.kind === "dues") {
      // What waiting adds is all that changes on a bill.
      expect(owed - standing(wallet, id, AT).payoff.total).toBe(day.point.extra);
    }
    // Booked or not yet booked, the charges come to the same; what a bill earns is only known of the projection.
    if (id !== "bill") expect(owed).toBe(standing(wallet, id, day.at).payoff.total);

    const due = day.point.pay.total;
    for (const amount of [0, 1, Math.trunc(due / 2), due, due + 1_000]) {
      if (amount > owed) continue;
      const after = pay(wallet, day, amount);
      expect(owed - after.standing.payoff.total).toBe(amount);
      if (amount >= due) expect([after.overdue, after.today]).toEqual([0, 0]);
    }

    expect(pay(wallet, day, owed).standing).toMatchObject({ standing: "settled", payoff: { total: 0 } });
    expect(pay(wallet, day, owed + 1).standing).toMatchObject({ standing: "settled", payoff: { total: 0 } });
  });

  test("the wallet is not changed", () => {
    const before = structuredClone(account);
    pay(wallet, wait(wallet, account, AT, "2027-01-25"), 100);
    expect(account).toEqual(before);
    expect(projection(wallet, id, AT).points[0]?.extra).toBe(0);
  });
});

test("what cannot be computed is refused, not guessed", () => {
  const wallet = sample();
  const piano = wallet.accounts.find(({ id }) => id === "piano") as Account;
  // Its interest would have to be paid before it has run.
  Object.assign(piano.plan, { grace: { interest: 1 } });
  const day = wait(wallet, piano, AT, "2026-12-06");
  expect(() => pay(wallet, day, 100)).toThrow(expect.objectContaining({ code: "UNSUPPORTED" }));
});
