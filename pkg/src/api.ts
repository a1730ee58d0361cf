// The functions of the contract: each calls the core once and unpacks what comes back.

import { dueError, isDueError } from "./errors.js";
import { ask, engine, restorePacks } from "./load.js";
import type { RawOffers, RawOutlook, RawSchedule, UnsaidCard, UnsaidPlan } from "./raw.js";
import { unpackOffers, unpackOutlook, unpackSchedule } from "./rows.js";
import type {
  Finding,
  GuidanceCard,
  Instant,
  Lateness,
  NudgePlan,
  OfferBook,
  Outlook,
  Projection,
  Schedule,
  Situation,
  Wallet,
} from "./types.js";
import { sayLateness, sayOutlook } from "./words/findings.js";
import { sayGuidance } from "./words/guidance.js";
import { sayPlan } from "./words/nudges.js";
import { sayOffers } from "./words/offers.js";

const INSTANT = 'an instant such as "2026-11-22T09:30:00+08:00"';

/**
 * What is loaded: the version of the package, the commit it was built from, the schema of its data, and the engine.
 *
 * @throws {DueError} `NOT_LOADED` before `load` has finished.
 */
export function versions(): { predue: string; commit: string; schema: number; engine: "wasm" | "js" } {
  return { ...JSON.parse(run((core) => core.versions())), engine: "wasm" };
}

/**
 * Every due of one account, from its terms: what each consists of and where it stands on the customer's day.
 *
 * @param account The `id` of an account of the wallet.
 * @param at Now, with the customer's own offset.
 * @throws {DueError} `INPUT` or `RANGE` with the path of a value that will not do, `ACCOUNT_UNKNOWN`, `UNSUPPORTED` for
 *   terms that this version does not know, `NOT_LOADED` before `load` has finished.
 *
 * @example
 * const { rows, totals } = schedule(wallet, "phone", "2026-11-22T09:30:00+08:00");
 * rows[0].due.total; // 49967, in minor units
 *
 * @example An impossible date
 * schedule({ ...wallet, holidays: ["2026-02-30"] }, "phone", at);
 * // DueError, code "INPUT", path "wallet.holidays[0]"
 */
export function schedule(wallet: Wallet, account: string, at: Instant): Schedule {
  text(account, "account", "the id of an account");
  text(at, "at", INSTANT);
  const unpack = (...raw: RawSchedule) => unpackSchedule(raw, account);
  return run((core) => core.schedule(json(wallet, "wallet"), account, at, unpack));
}

/**
 * What is unpaid over all accounts, oldest first, with totals by currency and where each account stands.
 *
 * @param at Now, with the customer's own offset.
 * @param options `days`: how many days ahead to look. What is overdue is always in.
 * @throws {DueError} As `schedule` does.
 *
 * @example
 * const { dues, totals } = outlook(wallet, "2026-11-22T09:30:00+08:00", { days: 30 });
 * dues[0].date; // "2026-11-25"
 */
export function outlook(wallet: Wallet, at: Instant, options?: { days?: number }): Outlook {
  text(at, "at", INSTANT);
  const unpack = (...raw: RawOutlook) => sayOutlook(unpackOutlook(raw, wallet), wallet);
  return run((core) => core.outlook(json(wallet, "wallet"), at, json(options ?? {}, "options"), unpack));
}

/**
 * What waiting costs on one account if nothing more is paid than was told: day by day, with each charge explained, where
 * it jumps, and what can still be avoided. A longer wait never costs less.
 *
 * @param account The `id` of an account of the wallet.
 * @param at Now, with the customer's own offset.
 * @param options `days`: for which days from now there is a point; 0, 1, 3, 7, 14, 30, 60 and 90 unless said otherwise.
 * @throws {DueError} As `schedule` does.
 *
 * @example
 * const { avoid, points } = projection(wallet, "phone", "2026-11-22T09:30:00+08:00");
 * avoid?.payBy; // "2026-11-27": the last day on which paying avoids what comes next
 * points[1].extra; // what waiting until tomorrow adds, in minor units
 */
export function projection(wallet: Wallet, account: string, at: Instant, options?: { days?: number[] }): Projection {
  text(account, "account", "the id of an account");
  text(at, "at", INSTANT);
  return JSON.parse(
    run((core) => core.projection(json(wallet, "wallet"), account, at, json(options ?? {}, "options"))),
  );
}

/**
 * Checks a text of the host's own against the language rules of a market: threats, shame, false urgency and their like, by
 * phrases that are usual for them. It helps whoever writes; finding nothing does not make a text lawful.
 *
 * @param message At most 20,000 characters.
 * @param options `market`: whose rules hold, or "none" for the floor alone. `locale`: what the text is written in; `load` takes
 *   the lexicon of its language, or the English one.
 * @returns What was found, in the order of the text.
 * @throws {DueError} `INPUT` or `RANGE` with the path of a value that will not do; `MARKET_UNKNOWN` at `options.market`;
 *   `NOT_LOADED` at `options.locale` without a lexicon of the language or of English, and before `load` has finished.
 *
 * @example
 * import en from "predue/lexicons/en";
 *
 * await load({ lexicons: [en] });
 * review("If this stays unpaid, we will tell your boss.", { market: "none", locale: "en" });
 * // [{ code: "third_party_exposure", start: 30, end: 44, severity: "block", rule: "_floor.language.third_party_exposure" }]
 */
export function review(message: string, options: { market: string; locale: string }): Finding[] {
  text(message, "text", "a text");
  return JSON.parse(run((core) => core.review(message, json(options, "options"))));
}

/**
 * What to say, when, where and in which tone; what to take back; and what is held back, and why. Ask again after each change,
 * when the page is opened, and at `nextAt`. It follows from the wallet alone: what was shown, seen or answered must stand in
 * `wallet.history`, or it is said again.
 *
 * @param at Now, with the customer's own offset.
 * @throws {DueError} As `schedule` does.
 *
 * @example
 * const { show, add, cancel } = nudges(wallet, "2026-11-22T09:30:00+08:00");
 * show[0].text.title; // for the page
 * add[0].text.public; // for a lock screen: no amount, no creditor
 */
export function nudges(wallet: Wallet, at: Instant): NudgePlan {
  text(at, "at", INSTANT);
  return run((core) => sayPlan(JSON.parse(core.nudges(json(wallet, "wallet"), at)) as UnsaidPlan, wallet));
}

/**
 * The ways out of one account, side by side with keeping the plan and with paying it late: each as events that turn it into
 * another plan, and none beaten by another on every measure. With a policy they are what the creditor has approved; without
 * one they show what to ask for.
 *
 * @param account The `id` of an account of the wallet.
 * @param at Now, with the customer's own offset.
 * @param situation What the customer says: why, what can be paid, the day money comes in, and by when things are better.
 * @throws {DueError} As `schedule` does; `INPUT` with a path below `situation`.
 *
 * @example
 * const book = offers(wallet, "phone", "2026-11-22T09:30:00+08:00", { payPerMonth: 40000 });
 * book.offers[0].figures.perMonth; // beside book.keep.perMonth
 * book.offers[0].figures.costMore; // what that costs above keeping the plan
 */
export function offers(wallet: Wallet, account: string, at: Instant, situation?: Situation): OfferBook {
  text(account, "account", "the id of an account");
  text(at, "at", INSTANT);
  const unpack = (...raw: RawOffers) => unpackOffers(raw);
  const said = json(situation ?? {}, "situation");
  const book = run((core) => core.offers(json(wallet, "wallet"), account, at, said, unpack));
  return sayOffers(book, wallet);
}

/**
 * How likely the next due of one account is to be paid late, from how it was paid so far and nothing else. It is there to
 * choose lead, tone and help by, never price or eligibility.
 *
 * @param account The `id` of an account of the wallet.
 * @param at Now, with the customer's own offset.
 * @throws {DueError} As `schedule` does.
 *
 * @example
 * const { over0, level, reasons } = lateness(wallet, "phone", "2026-11-22T09:30:00+08:00");
 * level; // "unknown" below three observations
 * reasons[0]?.code; // "paid-on-time"; its weight is below zero, so it lowers the chance
 */
export function lateness(wallet: Wallet, account: string, at: Instant): Lateness {
  text(account, "account", "the id of an account");
  text(at, "at", INSTANT);
  return run((core) => sayLateness(JSON.parse(core.lateness(json(wallet, "wallet"), account, at)), wallet.locale));
}

/**
 * What helps now, in at most five short cards, the most helpful first: advice on debts and somebody to talk to where paying is
 * hard, rights in the market, how to complain, what a contract says of lateness. Each says why it is shown.
 *
 * @param at Now, with the customer's own offset.
 * @throws {DueError} As `schedule` does.
 *
 * @example
 * const [first] = guidance(wallet, "2026-11-22T09:30:00+08:00");
 * first.title; // "Advice on debts from somebody independent"
 * first.links[0].href; // "https://…", or "tel:…"
 */
export function guidance(wallet: Wallet, at: Instant): GuidanceCard[] {
  text(at, "at", INSTANT);
  return run((core) => sayGuidance(JSON.parse(core.guidance(json(wallet, "wallet"), at)) as UnsaidCard[], wallet));
}

/**
 * What the host hands in, as JSON text: the core reads it strictly. What JSON leaves out (`undefined`) was not there; what it
 * cannot hold is refused here (a bigint, a circle) or there (`NaN` becomes `null`, which no key takes).
 */
export function json(value: unknown, path: string): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch (error) {
    throw dueError("INPUT", `${path}: expected a plain object that JSON can hold`, path, error);
  }
}

/** The core takes text as text: what is none must be told before it gets there. */
function text(value: unknown, path: string, expected: string): void {
  if (typeof value !== "string") throw dueError("INPUT", `${path}: expected ${expected}, in a string`, path);
}

/**
 * Lets the glue replace an instance that panicked. It does so at the next call, but only after it has written that call's
 * arguments into the old one, so the call must be one without any.
 */
function renew(core: ReturnType<typeof engine>): void {
  try {
    core.recover_from_panics();
    restorePacks();
  } catch {
    // What went wrong first is what is to be told.
  }
}

/** Calls the core. What is thrown that is no `DueError` is a defect of the core, such as a trap, and says so. */
export function run<T>(call: (core: ReturnType<typeof engine>) => T): T {
  try {
    return ask(call);
  } catch (error) {
    if (isDueError(error)) throw error;
    renew(engine());
    throw dueError(
      "INTERNAL",
      "predue failed on this input. Nothing was changed and the next call will work; please report this.",
      undefined,
      error,
    );
  }
}
