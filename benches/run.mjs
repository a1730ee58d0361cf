// Times predue as a wallet calls it, against what an app would write by hand and against its own core compiled natively.
//
//   make bench                                 builds what is needed and prints a table
//   node benches/run.mjs [--json] [--rounds N]

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { env, exit } from "node:process";
import { parseArgs } from "node:util";
import { load, nudges, offers, outlook, projection, schedule, versions } from "predue";
import CN from "predue/markets/CN";
import { unpackSchedule } from "../pkg/dist/rows.js";
import * as core from "../pkg/wasm/predue.js";
import * as decimal from "./decimal.mjs";
import { AT, household, late, loans, remembering, serviced } from "./inputs.mjs";
import { median, perRound, take } from "./measure.mjs";
import * as plain from "./plain.mjs";
import { print } from "./report.mjs";

const LOANS = 1_000;
const AIMS = { plain: 4, decimal: 20, outlook_ms: 1, projection_ms: 0.3, nudges_ms: 1, offers_ms: 4, growth: 1 };

const { values: options } = parseArgs({
  options: { json: { type: "boolean" }, rounds: { type: "string", default: "11" } },
});
const pace = { warmUps: 4, rounds: Number(options.rounds) };

/** The core without the package around it, which gives it back its memory between calls as the package does. */
const bare = Object.fromEntries(
  Object.entries({ schedule: core.schedule, outlook: core.outlook, nudges: core.nudges, offers: core.offers }).map(
    ([name, ask]) => [
      name,
      (...given) => {
        core.rewind();
        return ask(...given);
      },
    ],
  ),
);
const root = join(import.meta.dirname, "..");
const native = join(env.CARGO_TARGET_DIR ?? join(root, "target"), "release/examples/bench");
if (!existsSync(native)) {
  console.error("the native example is missing: run `make bench`");
  exit(1);
}

/** The core, compiled natively: medians of its own passes, in milliseconds. */
function timeNatively(what, wallets) {
  const input = wallets.map((wallet) => JSON.stringify(wallet)).join("\n");
  const printed = execFileSync(native, [what, AT, String(pace.rounds)], { input, encoding: "utf8" });
  const { compute, decode_compute, decode_compute_cells } = JSON.parse(printed);
  return {
    compute: compute / 1e6,
    decode_compute: decode_compute / 1e6,
    decode_compute_cells: decode_compute_cells / 1e6,
  };
}

/** Loans whose rows are timed, in every way there is to make them. */
function timeSchedules(count) {
  const wallets = loans(LOANS, count);
  const times = take(
    {
      predue: (index) => schedule(wallets[index], "loan", AT),
      plain: (index) => plain.schedule(wallets[index], "loan", AT),
      decimal: (index) => decimal.schedule(wallets[index], "loan", AT),
    },
    LOANS,
    pace,
  );
  const native = timeNatively("schedule", wallets);
  return {
    loans: LOANS,
    count,
    ms: { predue: median(times.predue), plain: median(times.plain), decimal: median(times.decimal), native },
    fastestMs: {
      predue: Math.min(...times.predue),
      plain: Math.min(...times.plain),
      decimal: Math.min(...times.decimal),
    },
    timesAsFastAs: {
      plain: perRound(times, ({ plain, predue }) => plain / predue),
      decimal: perRound(times, ({ decimal, predue }) => decimal / predue),
      native: native.decode_compute / median(times.predue),
    },
    parts: timeParts(wallets, count),
    agreement: compare(count),
  };
}

/**
 * Where the time of predue goes. Only the first and the last part can be timed alone; the others are differences between
 * calls that differ in that part. A bill with one due tells what comes with any call; the rows of a loan given as a list of
 * dues, which need no computing, tell what rows cost to cross.
 */
function timeParts(wallets, count) {
  const keep = (_, cells) => cells.length;
  const bill = account("bill", "bill", dues(1));
  const rows = account("rows", "bill", dues(count));
  const loan = wallets.map((wallet) => ({ ...wallet, accounts: [bill, ...wallet.accounts] }));
  const alone = { ...wallets[0], accounts: [bill] };
  const dued = { ...wallets[0], accounts: [bill, rows] };
  const takeOut = (ids, cells, currency) => [ids, cells.slice(), currency];
  const raw = wallets.map((wallet) => bare.schedule(JSON.stringify(wallet), "loan", AT, takeOut));
  const times = take(
    {
      text: (index) => JSON.stringify(wallets[index]),
      call: (index) => bare.schedule(JSON.stringify(wallets[index]), "loan", AT, keep),
      objects: (index) => unpackSchedule(raw[index], "loan"),
      bill: () => bare.schedule(JSON.stringify(alone), "bill", AT, keep),
      billText: () => JSON.stringify(alone),
      loanRead: (index) => bare.schedule(JSON.stringify(loan[index]), "bill", AT, keep),
      loanMade: (index) => bare.schedule(JSON.stringify(loan[index]), "loan", AT, keep),
      loanText: (index) => JSON.stringify(loan[index]),
      rowsRead: () => bare.schedule(JSON.stringify(dued), "bill", AT, keep),
      rowsMade: () => bare.schedule(JSON.stringify(dued), "rows", AT, keep),
    },
    LOANS,
    pace,
  );
  const decode = (round) => round.loanRead - round.bill - (round.loanText - round.billText);
  const crossing = (round) => round.rowsMade - round.rowsRead;
  const compute = (round) => round.loanMade - round.loanRead - crossing(round);
  return {
    text: median(times.text),
    decode: perRound(times, decode),
    compute: perRound(times, compute),
    crossing: perRound(times, crossing),
    otherwise: perRound(times, (round) => round.call - round.text - decode(round) - compute(round) - crossing(round)),
    objects: median(times.objects),
  };
}

function dues(count) {
  const month = (index) => `${2027 + Math.floor(index / 12)}-${String(1 + (index % 12)).padStart(2, "0")}-05`;
  const due = (_, index) => ({
    id: String(index + 1),
    date: month(index),
    principal: 100_000 - index,
    interest: index,
  });
  return { kind: "dues", dues: Array.from({ length: count }, due) };
}

function account(id, product, plan) {
  return { id, label: "Bill", creditor: { name: "Sample Power", kind: "merchant" }, currency: "CNY", product, plan };
}

/**
 * Whether the three make the same rows. predue also shifts instalments by a cent where that makes the last one more like
 * the others, which code written by hand does not; that convention is switched off here, and its effect counted.
 */
function compare(count) {
  const wallets = loans(LOANS, count, { smoothing: false });
  const smoothed = loans(LOANS, count);
  const agreement = { rows: LOANS * count, plain: { same: 0, cents: 0 }, decimal: { same: 0, cents: 0 }, smoothed: 0 };
  wallets.forEach((wallet, index) => {
    const ours = schedule(wallet, "loan", AT);
    for (const [name, way] of Object.entries({ plain, decimal })) {
      const theirs = way.schedule(wallet, "loan", AT);
      if (shape(ours) !== shape(theirs)) throw new Error(`${name} makes other rows than predue, not only other cents`);
      const apart = ours.rows.map((row, place) => centsApart(row, theirs.rows[place]));
      agreement[name].same += apart.filter((cents) => cents === 0).length;
      agreement[name].cents = Math.max(agreement[name].cents, ...apart);
    }
    const shifted = schedule(smoothed[index], "loan", AT).rows[0].due.total !== ours.rows[0].due.total;
    agreement.smoothed += Number(shifted);
  });
  return agreement;
}

/** Everything of a schedule but its amounts, with the keys in their order. */
function shape(schedule) {
  const keep = ["account", "currency", "id", "number", "date", "status"];
  return JSON.stringify(schedule, (key, value) => (typeof value === "object" || keep.includes(key) ? value : 0));
}

function centsApart(ours, theirs) {
  const amounts = ({ due, paid, outstanding, balance }) => [due, paid, outstanding, { balance }].flatMap(Object.values);
  const other = amounts(theirs);
  return Math.max(...amounts(ours).map((amount, place) => Math.abs(amount - other[place])));
}

/** A wallet of many accounts: its outlook, and the schedule of one of them, for which all are read. */
function timeHousehold(pastDue) {
  const [accounts, count, calls] = [20, 24, 50];
  const wallet = household(accounts, count, pastDue);
  const times = take(
    {
      outlook: () => outlook(wallet, AT),
      schedule: () => schedule(wallet, "loan-7", AT),
      text: () => JSON.stringify(wallet),
    },
    calls,
    pace,
  );
  const a = (name) => median(times[name]) / calls;
  const native = timeNatively("outlook", [wallet]);
  return { accounts, count, pastDue, ms: { outlook: a("outlook"), schedule: a("schedule"), text: a("text"), native } };
}

/** Loans on which much has happened: what one event costs, beside the same loans on which nothing has. */
function timeReplay() {
  const [count, events] = [36, 12];
  const wallets = serviced(LOANS, count, events);
  const untouched = wallets.map(({ accounts: [{ events: _, ...account }], ...rest }) => ({
    ...rest,
    accounts: [account],
  }));
  const times = take(
    {
      replay: (index) => schedule(wallets[index], "loan", AT),
      untouched: (index) => schedule(untouched[index], "loan", AT),
    },
    LOANS,
    pace,
  );
  const native = { replay: timeNatively("schedule", wallets), untouched: timeNatively("schedule", untouched) };
  const each = (ms) => (ms * 1e6) / (LOANS * events);
  return {
    loans: LOANS,
    count,
    events,
    ns: {
      all: each(median(times.replay)),
      more: each(perRound(times, ({ replay, untouched }) => replay - untouched)),
      native: each(native.replay.compute),
      nativeMore: each(native.replay.compute - native.untouched.compute),
    },
  };
}

/** What waiting costs over 90 days, in the points that a projection has by itself and on every day. */
function timeProjection() {
  const [count, calls] = [36, 200];
  const wallet = late(count);
  const daily = { days: Array.from({ length: 91 }, (_, day) => day) };
  const times = take(
    { usual: () => projection(wallet, "loan", AT), daily: () => projection(wallet, "loan", AT, daily) },
    calls,
    pace,
  );
  return { count, ms: { usual: median(times.usual) / calls, daily: median(times.daily) / calls } };
}

/**
 * Ways out of a loan that is late, as a page asks for them while an amount a month is slid: by the core alone, and with the
 * words that the package puts to them.
 */
function timeOffers() {
  const [count, calls] = [36, 20];
  const wallet = late(count);
  const instalment = wallet.accounts[0].plan.principal / count;
  const asked = Array.from({ length: calls }, (_, index) => ({
    reason: "income-loss",
    payPerMonth: Math.round(instalment * (0.6 + index / calls / 2)),
  }));
  const texts = asked.map((situation) => JSON.stringify(situation));
  const keep = (_, cells) => cells.length;
  const times = take(
    {
      usual: () => bare.offers(JSON.stringify(wallet), "loan", AT, "{}", keep),
      slid: (index) => bare.offers(JSON.stringify(wallet), "loan", AT, texts[index], keep),
      said: (index) => offers(wallet, "loan", AT, asked[index]),
    },
    calls,
    pace,
  );
  const a = (name) => median(times[name]) / calls;
  return { count, ms: { usual: a("usual"), slid: a("slid"), said: a("said") } };
}

/** What is said of many accounts with a record of what was said before, and the parts of it that can be timed alone. */
function timeNudges(market) {
  const [accounts, count, entries, calls] = [20, 24, 201, 50];
  const wallet = remembering(accounts, count, entries, market);
  const { history: _, ...forgetful } = wallet;
  const [text, forgetfulText] = [JSON.stringify(wallet), JSON.stringify(forgetful)];
  const keep = (_, cells) => cells.length;
  const times = take(
    {
      nudges: () => nudges(wallet, AT),
      core: () => bare.nudges(text, AT),
      outlook: () => bare.outlook(text, AT, "{}", keep),
      forgetfulOutlook: () => bare.outlook(forgetfulText, AT, "{}", keep),
      text: () => JSON.stringify(wallet),
    },
    calls,
    pace,
  );
  const a = (combine) => perRound(times, combine) / calls;
  return {
    market,
    accounts,
    count,
    entries,
    ms: {
      nudges: a((round) => round.nudges),
      text: a((round) => round.text),
      history: a((round) => round.outlook - round.forgetfulOutlook),
      outlook: a((round) => round.forgetfulOutlook),
      planned: a((round) => round.core - round.outlook),
      words: a((round) => round.nudges - round.core - round.text),
    },
  };
}

/** How the time of one account grows with what has happened on it: the exponent is that of a power of the events. */
function timeGrowth() {
  const [calls, count] = [20, 36];
  const sizes = [10, 30, 100, 300, 1_000];
  const wallets = sizes.map((events) => serviced(1, count, events)[0]);
  const contenders = sizes.map((events, place) => [events, () => schedule(wallets[place], "loan", AT)]);
  const times = take(Object.fromEntries(contenders), calls, pace);
  const us = sizes.map((events) => (median(times[events]) * 1e3) / calls);
  return { sizes, us, exponent: slope(sizes.map(Math.log), us.map(Math.log)) };
}

/** Of the straight line through points, by least squares. */
function slope(xs, ys) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(xs), mean(ys)];
  const products = xs.map((value, place) => (value - x) * (ys[place] - y));
  return mean(products) / mean(xs.map((value) => (value - x) ** 2));
}

await load({ markets: [CN] });
const { predue, commit } = versions();
const report = {
  predue,
  commit,
  node: process.version,
  ...pace,
  aims: AIMS,
  schedules: [12, 36].map(timeSchedules),
  households: [0, 12].map(timeHousehold),
  replay: timeReplay(),
  projection: timeProjection(),
  offers: timeOffers(),
  nudges: ["none", "CN"].map(timeNudges),
  growth: timeGrowth(),
};
if (options.json) console.log(JSON.stringify(report, null, 2));
else print(report);
