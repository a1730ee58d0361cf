// What an app would write by hand: money as plain JavaScript numbers of minor units, dates by date-fns.

import { addMonths, compareAsc, formatISO, parseISO } from "date-fns";

/** The schedule of an ordinary monthly loan, in the shape that predue gives it. */
export function schedule(wallet, id, at) {
  const { currency, plan } = wallet.accounts.find((account) => account.id === id);
  const today = parseISO(at.slice(0, 10));
  const start = parseISO(plan.start);
  const rate = Number(plan.annualRate) / 12;
  const growth = (1 + rate) ** plan.count;
  const instalment = Math.round((plan.principal * rate * growth) / (growth - 1));
  const rows = [];
  const totals = { due: parts(0, 0), paid: parts(0, 0), outstanding: parts(0, 0) };
  let balance = plan.principal;
  for (let number = 1; number <= plan.count; number += 1) {
    const date = addMonths(start, number);
    const interest = Math.round(balance * rate);
    const principal = number === plan.count ? balance : instalment - interest;
    balance -= principal;
    const due = parts(principal, interest);
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
      balance,
      status: status(date, today, outstanding.total),
    });
  }
  return { account: id, currency, rows, totals };
}

export function parts(principal, interest) {
  return { principal, interest, fees: 0, penalty: 0, total: principal + interest };
}

export function minus(a, b) {
  return {
    principal: a.principal - b.principal,
    interest: a.interest - b.interest,
    fees: a.fees - b.fees,
    penalty: a.penalty - b.penalty,
    total: a.total - b.total,
  };
}

export function add(sum, parts) {
  sum.principal += parts.principal;
  sum.interest += parts.interest;
  sum.fees += parts.fees;
  sum.penalty += parts.penalty;
  sum.total += parts.total;
}

export function status(date, today, outstanding) {
  if (outstanding === 0) return "paid";
  const order = compareAsc(date, today);
  if (order === 0) return "due-today";
  return order < 0 ? "overdue" : "upcoming";
}
