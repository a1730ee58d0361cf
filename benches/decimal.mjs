// What an app would write that takes care of money: decimal.js wherever a fraction of a cent can arise, dates by date-fns.
// Amounts that are whole are turned into numbers at once, which is kind to decimal.js: it is slower the longer it is used.

import { addMonths, formatISO, parseISO } from "date-fns";
import Decimal from "decimal.js";
import { add, minus, parts, status } from "./plain.mjs";

const Money = Decimal.clone({ precision: 30, rounding: Decimal.ROUND_HALF_EVEN });

/** The schedule of an ordinary monthly loan, in the shape that predue gives it. */
export function schedule(wallet, id, at) {
  const { currency, plan } = wallet.accounts.find((account) => account.id === id);
  const today = parseISO(at.slice(0, 10));
  const start = parseISO(plan.start);
  const rate = new Money(plan.annualRate).div(12);
  const growth = rate.plus(1).pow(plan.count);
  const instalment = rate.times(growth).times(plan.principal).div(growth.minus(1)).round();
  const rows = [];
  const totals = { due: parts(0, 0), paid: parts(0, 0), outstanding: parts(0, 0) };
  let balance = new Money(plan.principal);
  for (let number = 1; number <= plan.count; number += 1) {
    const date = addMonths(start, number);
    const interest = balance.times(rate).round();
    const principal = number === plan.count ? balance : instalment.minus(interest);
    balance = balance.minus(principal);
    const due = parts(principal.toNumber(), interest.toNumber());
    const paid = parts(0, 0);
    const outstanding = minus(due, paid);
    add(totals.due, due);
    add(totals.paid, paid);
    add(totals.outstanding, outstanding);
    rows.push({
      id: String(number),
      number,
      date: formatISO(date, { representation: "date" }),
      due,
      paid,
      outstanding,
      balance: balance.toNumber(),
      status: status(date, today, outstanding.total),
    });
  }
  return { account: id, currency, rows, totals };
}
