// The wallets that are timed: ordinary monthly loans, every one different, and the same ones in every run.

import { record, schedule } from "predue";

/** Small, fast and seeded (mulberry32): the same seed gives the same numbers on every machine. */
function random(seed) {
  let state = seed;
  return (from, to) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return from + (((mixed ^ (mixed >>> 14)) >>> 0) % (to - from + 1));
  };
}

const MS_PER_DAY = 86_400_000;
const plusDays = (date, days) => new Date(Date.parse(date) + days * MS_PER_DAY).toISOString().slice(0, 10);

/** Before the first due date of every loan that starts on it or later: nothing is past due. */
export const AT = "2026-11-22T09:30:00+08:00";
const TODAY = AT.slice(0, 10);

function loan(pick, id, count, start, conventions) {
  return {
    id,
    label: `Loan over ${count} months`,
    creditor: { name: "Sample Bank", kind: "bank" },
    currency: "CNY",
    product: "loan",
    plan: {
      kind: "loan",
      principal: pick(50_000, 20_000_000),
      annualRate: `0.${String(pick(300, 3_600)).padStart(4, "0")}`,
      method: "equal-instalment",
      count,
      every: { n: 1, unit: "month" },
      start,
      dayCount: "30/360",
      ...(conventions && { conventions }),
    },
  };
}

const wallet = (accounts) => ({ market: "none", locale: "en", accounts });

/** `loans` wallets of one loan each, whose principal, rate and start vary. */
export function loans(loans, count, conventions) {
  const pick = random(count);
  return Array.from({ length: loans }, () =>
    wallet([loan(pick, "loan", count, plusDays(TODAY, pick(0, 1_000)), conventions)]),
  );
}

/** One wallet of many loans. With `pastDue`, the first so many instalments of each were due before today. */
export function household(accounts, count, pastDue = 0) {
  const pick = random(accounts + pastDue);
  const start = () => plusDays(TODAY, -30 * pastDue - pick(2, 27));
  return wallet(Array.from({ length: accounts }, (_, index) => loan(pick, `loan-${index}`, count, start())));
}

/**
 * Wallets of one loan each on which `events` things have happened since its start, spread over all but its last months: mostly
 * payments of an instalment or a part of one, with a fee and a waiver among them.
 */
export function serviced(loans, count, events) {
  const pick = random(loans + events);
  const days = 30 * (count - 2);
  const start = plusDays(TODAY, -days - 5);
  return Array.from({ length: loans }, () => {
    const account = loan(pick, "loan", count, start);
    const share = Math.floor((account.plan.principal * 3) / (4 * events));
    const event = (_, index) => {
      const date = plusDays(start, 1 + Math.floor((index * days) / events) + pick(0, 2));
      if (index % 6 === 4) return { kind: "charge", date, amount: 500, penalty: index % 12 === 4 };
      if (index % 12 === 11) return { kind: "waiver", date, amount: 200, of: "penalty" };
      return { kind: "repayment", date, amount: pick(Math.ceil(share / 2), share) };
    };
    return wallet([{ ...account, events: Array.from({ length: events }, event) }]);
  });
}

/** One wallet of one loan, two instalments late, whose terms charge for that in every way there is. */
export function late(count) {
  const pick = random(count);
  const account = loan(pick, "loan", count, plusDays(TODAY, -75));
  account.late = {
    graceDays: 3,
    fees: [
      { kind: "flat", amount: 1_500, afterDays: 5 },
      { kind: "share", share: "0.01", of: "overdue", afterDays: 10, every: { n: 1, unit: "month" }, maxTimes: 3 },
    ],
    interest: { annualRate: "0.18", of: "overdue-principal" },
    milestones: [{ afterDays: 90, code: "credit-record" }],
  };
  return wallet([account]);
}

/**
 * One wallet of many loans, paid on time for half a year, with a record of so many entries: words near due days of the last
 * hundred days, planned, shown, and seen or dismissed.
 */
export function remembering(accounts, count, entries, market) {
  const known = household(accounts, count, 6);
  for (const account of known.accounts) {
    const past = schedule(known, account.id, AT).rows.filter(({ date }) => date < TODAY);
    account.events = past.map(({ date, due }) => ({ kind: "repayment", date, amount: due.total }));
  }
  const pick = random(entries);
  let history;
  for (let entry = 0; entry < entries; entry += 3) {
    const day = plusDays(TODAY, Math.floor((100 * (entry - entries)) / entries) - 1);
    const [account, due] = [`loan-${pick(0, accounts - 1)}`, pick(1, 6)];
    const key = `${account}/${due}/near/${day}/${pick(1, 1_000_000)}`;
    const told = { account, key, channel: "push" };
    const at = (clock) => `${day}T${clock}:00+08:00`;
    history = record(history, { ...told, at: at("09:00"), kind: "planned", value: `${day}T10:00` });
    history = record(history, { ...told, at: at("10:00"), kind: "shown" });
    history = record(history, { ...told, at: at("10:05"), kind: entry % 2 === 0 ? "seen" : "dismissed" });
  }
  return { ...known, market, history };
}
