// A payment that is only thought of: what the core says of the account with it and without it, on the day it is made.

import { outlook, projection } from "../api.js";
import type { Account, CivilDate, Due, Instant, LedgerEvent, Minor, Projection, Standing, Wallet } from "../types.js";

/** As far as an outlook looks ahead: the next due may be a year away. */
const HORIZON_DAYS = 3_660;
const MS_PER_DAY = 86_400_000;

/** How an account stands on a day. */
export interface Stand {
  standing: Standing;
  /** What is asked for by that day and open: past its grace, and due that day or in grace. */
  overdue: Minor;
  today: Minor;
  /** What is asked for after that day. */
  next: Due | undefined;
  /** For a card, its statement. */
  statement: Due | undefined;
}

/** An account on a day to come, before anything is paid that day. */
export interface Day {
  /** The customer's own clock on that day. */
  at: Instant;
  /** The account with what waiting until then adds. */
  account: Account;
  /** What is due by then, and what waiting has added. */
  point: Projection["points"][number];
  stand: Stand;
}

/** How many days a day is after the day of an instant. */
export function daysAfter(at: Instant, date: CivilDate): number {
  return (Date.parse(date) - Date.parse(at.slice(0, 10))) / MS_PER_DAY;
}

/** The account as it comes to `date` when nothing is paid until then. */
export function wait(wallet: Wallet, account: Account, at: Instant, date: CivilDate): Day {
  const { points, trail } = projection(alone(wallet, account), account.id, at, { days: [daysAfter(at, date)] });
  const then = `${date}${at.slice(10)}`;
  const events = [...(account.events ?? []), ...trail.flatMap((charge) => booked(charge, account, date))];
  const waited = { ...account, events };
  return {
    at: then,
    account: waited,
    point: points[0] as Day["point"],
    stand: stand(wallet, waited, then),
  };
}

/** How the account stands on that day once `amount` is paid. */
export function pay(wallet: Wallet, { at, account, stand: before }: Day, amount: Minor): Stand {
  if (amount === 0) return before;
  const repayment: LedgerEvent = { kind: "repayment", date: at.slice(0, 10), amount };
  return stand(wallet, { ...account, events: [...(account.events ?? []), repayment] }, at);
}

/**
 * A charge of the trail as the creditor would book it. The interest of a loan or a card is left to the core, which adds it by
 * itself; what a due earns is known of the trail alone, and booked on the day that is asked about, so that no charge before
 * it is taken on it.
 */
function booked(charge: Projection["trail"][number], account: Account, date: CivilDate): LedgerEvent[] {
  if (charge.part === "penalty") {
    const { amount } = charge;
    // What a cap takes back of what it allowed before.
    if (amount < 0) return [{ kind: "waiver", date: charge.date, amount: -amount, of: "penalty" }];
    return [{ kind: "charge", date: charge.date, amount, penalty: true }];
  }
  return account.plan.kind === "dues" ? [{ kind: "charge", date, amount: charge.amount, penalty: false }] : [];
}

function stand(wallet: Wallet, account: Account, at: Instant): Stand {
  const { dues, accounts, totals } = outlook(alone(wallet, account), at, { days: HORIZON_DAYS });
  return {
    standing: accounts[0] as Standing,
    overdue: totals[0]?.overdue ?? 0,
    today: totals[0]?.today ?? 0,
    next: dues.find(({ daysUntil }) => daysUntil > 0),
    statement: dues.find(({ minimum }) => minimum !== undefined),
  };
}

/** The wallet with this account only, and nothing that an outlook of it does not need. */
function alone({ market, locale, holidays }: Wallet, account: Account): Wallet {
  return { market, locale, accounts: [account], ...(holidays === undefined ? {} : { holidays }) };
}
