// The shapes that cross the API: the wallet that goes in, and the plain objects that come out.
//
// Names and meanings are fixed; optional fields and new union members may be added. Inputs are checked strictly by the
// core: an unknown key, a float where money belongs or an impossible date throws a DueError with the path of the value.

// ---- scalars -------------------------------------------------------------------------------------

/** Money: a whole number of the currency's minor unit (fen, cent, yen), within the safe integers. */
export type Minor = number;
/** An exact decimal in a string: a rate of 18.25 % a year is "0.1825". */
export type Decimal = string;
/** A day in the customer's own calendar: "2026-12-05". */
export type CivilDate = string;
/** A wall-clock time where the customer is, without offset: "2026-12-02T10:00". */
export type CivilTime = string;
/** RFC 3339 with the customer's own offset: "2026-11-22T09:30:00+08:00". Its date and clock are the customer's. */
export type Instant = string;

// ---- loading -------------------------------------------------------------------------------------

/** What to load, and from where. */
export interface LoadOptions {
  /** Where the WebAssembly comes from, when the default location beside the module will not do. */
  wasm?: string | URL | Request | Response | BufferSource | WebAssembly.Module;
  /** Rule packs, from "predue/markets/CN" and its neighbours. The floor pack is always there. */
  markets?: MarketPack[];
  /** Message catalogues, from "predue/locales/zh-CN" and its neighbours. English is always there. */
  locales?: LocalePack[];
  /** What `review` finds, by language: from "predue/lexicons/en" and its neighbours. None is there unless it is loaded. */
  lexicons?: LexiconPack[];
}

/**
 * The rules of one market, with those of its parents: taken from "predue/markets/…" and handed to `load`. What can be shown of
 * them is described here; what else a rule holds is for the engine.
 */
export interface MarketPack {
  /** ISO 3166 code, or "EU". */
  readonly market: string;
  readonly schema: number;
  /** The day on which the rules were read: the earliest, where a parent's were read on another. */
  readonly asOf?: CivilDate;
  /** By when they are to be read again. After that day they still work. */
  readonly reviewBy?: CivilDate;
  /** ISO 4217, of every amount in them. */
  readonly currency?: string;
  readonly sources?: readonly MarketSource[];
  readonly rules?: readonly MarketRule[];
  readonly help?: readonly MarketHelp[];
}
/** Who helps in a market; `free` where the help costs nothing, whatever a call costs. */
export interface MarketHelp {
  readonly kind: "debt-advice" | "complaints" | "support";
  readonly name: string;
  readonly href: string;
  readonly phone?: string;
  readonly free?: boolean;
  readonly src: readonly string[];
  readonly confidence: RuleConfidence;
}
/** Phrases of a language that rules ban: taken from "predue/lexicons/…" and handed to `load`. */
export interface LexiconPack {
  readonly language: string;
  readonly schema: number;
}
/** Where rules can be read. */
export interface MarketSource {
  readonly id: string;
  readonly title: string;
  readonly section?: string;
}
/** One rule of a market, as far as it is shown. */
export interface MarketRule {
  /** It never changes, and is what `cut.by` and `RuleNotice.id` name. */
  readonly id: string;
  /** What it is about: "cap", "window", "quota", "disclosure" and their like. There may be more some day. */
  readonly kind: string;
  /** One plain sentence, in English. */
  readonly summary: string;
  /** The ids of its sources. */
  readonly src: readonly string[];
  readonly confidence: RuleConfidence;
  /** The first and the last day on which it holds; both belong to the time. */
  readonly since?: CivilDate;
  readonly until?: CivilDate;
  /** Which day these are about: that of the charge or contact, or that of the contract. The former where it is left out. */
  readonly dateBasis?: "event" | "contract";
}
/**
 * How a rule was read: in the law itself, in an account of it, or not (`unverified`); `draft` is proposed, `policy` is this
 * project's own. What is unverified or a draft makes things stricter and is never shown as law.
 */
export type RuleConfidence = "primary" | "secondary" | "unverified" | "draft" | "policy";
/** The words of one language. Opaque: taken from "predue/locales/…" and handed to `load`. */
export interface LocalePack {
  readonly locale: string;
  readonly schema: number;
}

// ---- the wallet: what the host knows ---------------------------------------------------------------

/** What the customer owes, has and prefers, as the host knows it. It never leaves the device. */
export interface Wallet {
  /** ISO 3166 code of a loaded pack, or "none" for the floor pack alone. */
  market: string;
  /** BCP 47. Falls back along its parents, then to English. */
  locale: string;
  accounts: Account[];
  funds?: Funds;
  preferences?: Preferences;
  history?: History;
  holidays?: CivilDate[];
  /** Published rates that rules of markets refer to, by the names they have there: "CN_LPR_1Y", "DE_BASISZINS". */
  referenceRates?: { id: string; annualRate: Decimal }[];
}

/** One debt or bill, with its terms and what has happened to it. */
export interface Account {
  id: string;
  /** In the customer's words: "Phone, 12 instalments". Never interpreted as markup. */
  label: string;
  creditor: Creditor;
  /** ISO 4217. */
  currency: string;
  product: "loan" | "card" | "bnpl" | "bill";
  plan: LoanPlan | DuesPlan | CardPlan;
  /** What has happened, in any order; same-day events keep the order given. */
  events?: LedgerEvent[];
  late?: LateTerms;
  allocation?: Allocation;
  autopay?: boolean;
  /** No nudge is sent about an account on hold; its figures are still computed. */
  hold?: "disputed" | "hardship" | "paused" | "stopped";
  policy?: OfferPolicy;
  prior?: LatenessPrior;
}
/** Who is owed. */
export interface Creditor {
  name: string;
  kind?: "bank" | "card-issuer" | "finance-company" | "microlender" | "merchant" | "private";
  contact?: string;
  complaints?: string;
}

/** The engine makes the schedule from the contract's terms. */
export interface LoanPlan {
  kind: "loan";
  principal: Minor;
  annualRate: Decimal;
  method: "equal-instalment" | "equal-principal" | "interest-only" | "balloon" | "flat";
  count: number;
  every: { n: number; unit: "day" | "week" | "month" };
  start: CivilDate;
  firstDue?: CivilDate;
  dayCount: "30/360" | "actual/360" | "actual/365" | "actual/actual";
  accrual?: "daily" | "period";
  rounding?: { mode?: "half-even" | "half-up" | "up" | "down"; multiple?: Minor };
  balloon?: Minor;
  grace?: { principal?: number; interest?: number };
  downPayment?: { share: Decimal };
  businessDays?: { roll: "none" | "following" | "modified-following" | "preceding"; weekend?: number[] };
  /** Servicing conventions beyond the usual (recalculation, smoothing, tranches); named, documented, optional. */
  conventions?: Record<string, unknown>;
}
/** The host's server is the source of truth; the engine takes its rows as they are. */
export interface DuesPlan {
  kind: "dues";
  dues: { id: string; date: CivilDate; principal: Minor; interest?: Minor; fees?: Minor; penalty?: Minor }[];
  /** For projections and offers. */
  annualRate?: Decimal;
  dayCount?: LoanPlan["dayCount"];
}
/** A revolving account: statements so far, and the rules for the next ones. */
export interface CardPlan {
  kind: "card";
  limit?: Minor;
  /**
   * Each restates those before it. What happened after the latest closing day is told by events; those on the statement
   * before tell whether it was paid in full by its due day, and so whether interest runs on the latest one whatever is
   * paid. `revolving` says so itself (`true`: it was not paid in full); without it and without such events, it was paid. A
   * balance below zero is money of the customer's.
   */
  statements: {
    id: string;
    closed: CivilDate;
    due: CivilDate;
    balance: Minor;
    minimum: Minor;
    revolving?: boolean;
  }[];
  annualRate: Decimal;
  dayCount?: LoanPlan["dayCount"];
  /** A share of the balance, with the period's interest and its fees and late charges on top; at least the floor. */
  minimum: { share: Decimal; floor: Minor; plusInterest?: boolean; plusFees?: boolean };
}

/** Something that happened to an account, on a day. */
export type LedgerEvent =
  /** `due` directs a repayment to one due, as the server booked it; without it the allocation decides. */
  | {
      kind: "disbursement" | "repayment" | "refund" | "payout" | "goodwill";
      date: CivilDate;
      amount: Minor;
      id?: string;
      due?: string;
    }
  /** Money that was paid too much went back to the customer. */
  | { kind: "credit-refund"; date: CivilDate; amount: Minor; id?: string }
  /** `dueOn` is the day it is due, when it is not the day it was booked. */
  | { kind: "charge"; date: CivilDate; amount: Minor; penalty: boolean; id?: string; dueOn?: CivilDate }
  | { kind: "waiver"; date: CivilDate; amount: Minor; of: Part; id?: string }
  | { kind: "reversal"; date: CivilDate; of: string }
  | { kind: "rate-change"; date: CivilDate; annualRate: Decimal }
  | { kind: "interest-pause"; date: CivilDate; until: CivilDate }
  | { kind: "reschedule"; from: CivilDate; to: CivilDate }
  /**
   * All that is unpaid is spread over `count` new instalments; the first `interestOnly` of them ask for no principal.
   * `firstDue` is after `date`.
   */
  | {
      kind: "re-age";
      date: CivilDate;
      firstDue: CivilDate;
      count: number;
      every: LoanPlan["every"];
      interestOnly?: number;
    }
  /** Principal is spread anew over the instalments that are to come. */
  | { kind: "re-amortise"; date: CivilDate };
/** What an amount consists of. */
export type Part = "principal" | "interest" | "fees" | "penalty";

/** What the contract says about lateness. */
export interface LateTerms {
  graceDays?: number;
  fees?: {
    kind: "flat" | "share";
    amount?: Minor;
    share?: Decimal;
    of?: "instalment" | "overdue" | "overdue-principal" | "minimum" | "principal";
    afterDays: number;
    every?: { n: number; unit: "day" | "week" | "month" };
    /** The most that it comes to for one due, all times together. */
    max?: Minor;
    /** The same as a share of what the due asked for. */
    maxShare?: Decimal;
    maxTimes?: number;
  }[];
  interest?: {
    annualRate?: Decimal;
    dailyRate?: Decimal;
    of: "overdue-principal" | "overdue" | "balance";
    compound?: "none" | "daily" | "monthly";
    dayCount?: LoanPlan["dayCount"];
    /** From which day it runs once the grace has passed; the days of grace cost nothing unless "due" is said. */
    from?: "grace-end" | "due";
  };
  /** What else the contract attaches to lateness, and after how many days past due. */
  milestones?: {
    afterDays: number;
    code: "credit-record" | "account-limited" | "handed-over" | "accelerated" | "legal";
  }[];
}
/** How a payment is spread over what is owed. */
export interface Allocation {
  /** Which part is paid first, and whether a whole instalment is cleared before the next. */
  order: Part[];
  across: "instalment" | "part";
  future?: FuturePayment;
  /** Where money of other kinds goes when it comes ahead of time; what is left out goes where `future` says. */
  futureOf?: { refund?: FuturePayment; payout?: FuturePayment; goodwill?: FuturePayment };
}
/** To the next instalment, to the last, or to all to come in equal shares. */
export type FuturePayment = "next" | "last" | "spread";

/** What the customer has and expects. Stays on the device, like everything else. */
export interface Funds {
  currency: string;
  /** What there is now; below zero when overdrawn. */
  balance: Minor;
  /** What comes and goes besides the dues of the accounts. */
  flows?: Flow[];
  /** What must be left for living; the engine never advises paying out of it. */
  reserve?: Minor;
}
/** Money that comes or goes, once or again and again. */
export interface Flow {
  label: string;
  amount: Minor;
  /** The first time; those after it are counted from this day. */
  date: CivilDate;
  every?: LoanPlan["every"];
  kind: "in" | "out";
  /** Only for "in": the last day on which it came in. Without it nothing tells whether an income was missed. */
  received?: CivilDate;
}
/** What the customer has chosen. It comes before everything the engine would choose. */
export interface Preferences {
  channels?: Channel[];
  quiet?: { from: string; to: string; days?: number[] }[];
  leadDays?: number;
  hour?: number;
  payday?: number;
  maxPerWeek?: number;
  mutedAccounts?: string[];
  tone?: Tone;
}
/** Where a nudge appears. */
export type Channel = "in-app" | "push" | "sms" | "email" | "calendar";
/** How a nudge speaks. */
export type Tone = "neutral" | "warm" | "supportive";

// ---- 1 · what is due -------------------------------------------------------------------------------

/** An amount by its parts; `total` is their sum. */
export interface Breakdown {
  principal: Minor;
  interest: Minor;
  fees: Minor;
  penalty: Minor;
  total: Minor;
}
/** Every due of one account, paid and unpaid. */
export interface Schedule {
  account: string;
  currency: string;
  rows: {
    id: string;
    number: number;
    date: CivilDate;
    due: Breakdown;
    paid: Breakdown;
    outstanding: Breakdown;
    /** Principal left after this row. */
    balance: Minor;
    status: DueStatus;
  }[];
  totals: { due: Breakdown; paid: Breakdown; outstanding: Breakdown };
}
/** Where a due stands on the customer's day. */
export type DueStatus = "upcoming" | "due-today" | "in-grace" | "overdue" | "paid";
/** What is due, over all accounts. */
export interface Outlook {
  at: Instant;
  until: CivilDate;
  /** Unpaid, oldest first, then by account. */
  dues: Due[];
  accounts: Standing[];
  totals: { currency: string; overdue: Minor; today: Minor; within7: Minor; within30: Minor; all: Minor }[];
  funds?: FundsOutlook;
  signals: Signal[];
}
/** One amount to pay, on one day. */
export interface Due {
  id: string;
  account: string;
  date: CivilDate;
  daysUntil: number;
  status: DueStatus;
  currency: string;
  /** What is left to pay; for a card, of the statement's whole balance. */
  amount: Breakdown;
  /**
   * For a card, what is left of the least that must be paid; 0 when that is done, while paying the rest by the day still
   * avoids interest. After that day a statement with its minimum paid is no due any more.
   */
  minimum?: Minor;
  autopay: boolean;
}
/** Where an account stands. */
export interface Standing {
  account: string;
  standing: "current" | "in-grace" | "overdue" | "settled";
  daysPastDue: number;
  /** For a card, what is missing of the minimum. */
  overdue: Breakdown;
  /** For a card, all that is owed without interest that is not on a statement yet. */
  outstanding: Breakdown;
  nextDue?: CivilDate;
  /** What settles the account today, with the interest that has run. */
  payoff: Breakdown;
  /** What was paid beyond what is owed. */
  credit?: Minor;
  /** For a card that asks for something. */
  minimumOnly?: MinimumOnly;
  lateness: Lateness;
}
/** What a card comes to when only the minimum is paid from now on, each on its due day, and nothing new is bought. */
export interface MinimumOnly {
  /** How many payments, and the day of the last one. */
  payments: number;
  last: CivilDate;
  /** The interest of all statements to come. */
  interest: Minor;
  /** All payments together. */
  total: Minor;
  /** `false` when paying the minimum never ends, or not within 600 statements: the figures are those until then. */
  ends: boolean;
}
/** The cash path of the customer's funds, through the flows and the dues in their currency. */
export interface FundsOutlook {
  /** The last day that was looked at: the outlook's, or that of the next income where it is later and within a year. */
  until: CivilDate;
  /**
   * The balance after each known flow and due: today's, and that of each day on which it changes. What is overdue goes today,
   * and a card's statement as a whole.
   */
  path: { date: CivilDate; balance: Minor }[];
  /** The first due that cannot be paid without touching the reserve, and what is missing; of a card only the minimum must. */
  shortfall?: { date: CivilDate; amount: Minor; due: string; account: string };
  /** The most that can go today so that the path never falls below the reserve; money goes before it comes on one day. */
  safeToSpend: Minor;
  /** For the instalments of all accounts together: a month's recurring income, less what goes out and less the reserve. */
  affordablePerMonth: Minor;
}
/**
 * Something the customer would want to know. By account in the wallet's order, then by code; those of no account last.
 * Nothing is said of an account on hold. `params` has amounts in minor units beside their `currency`.
 */
export interface Signal {
  code: SignalCode | (string & Record<never, never>);
  account?: string;
  due?: string;
  params: Record<string, string | number>;
  /** In a sentence, in the language of the wallet. */
  text: string;
}
/**
 * - `autopay-will-fail`: a collection is not covered. `amount`, `missing`, `currency`, `date`, `days` until it.
 * - `due-jumped`: the next due asks for 1.3 times what is usual, or more. `amount`, `usual`, `currency`, `date`, `days` until it.
 * - `fee-about-to-start`: a due is past, and waiting begins to cost within three days. `amount` that avoids it, what it
 *   `saves`, `currency`, the last `date` to pay, `days` until it.
 * - `income-missed`: an income has not come. `label`, `amount`, `currency`, `date` it was awaited, `days` since.
 * - `minimum-only-streak`: of that many `statements` of a card only the minimum was paid; `amount` in all, `currency`.
 * - `money-short`: the shortfall of the funds. `amount` that is missing, `currency`, `date`, `days` until it.
 * - `paid-twice`: an `amount` was paid that was not asked for. `currency`, `date`, `days` since.
 */
export type SignalCode =
  | "autopay-will-fail"
  | "due-jumped"
  | "fee-about-to-start"
  | "income-missed"
  | "minimum-only-streak"
  | "money-short"
  | "paid-twice";

// ---- 2 · what waiting costs ------------------------------------------------------------------------

/** What waiting costs, day by day, if nothing more is paid than was told. */
export interface Projection {
  account: string;
  currency: string;
  /**
   * One point for each day asked for (default 0, 1, 3, 7, 14, 30, 60, 90 days from now). `pay` brings the account up to
   * date: all that is due by then, or the next due where nothing is yet, with late charges. `extra` is what waiting from
   * today has added, also where it is due later; it never falls.
   */
  /** `range`: by the stricter and the looser reading, where a market's rule is disputed; `extra` is the stricter. */
  points: {
    date: CivilDate;
    days: number;
    daysPastDue: number;
    pay: Breakdown;
    extra: Minor;
    range?: [Minor, Minor];
  }[];
  /** Days on which the cost jumps or a milestone is reached; `avoid` is the first the customer can still avoid. */
  steps: { date: CivilDate; extra: Minor; milestone?: Milestone; why: ChargeRule | Milestone }[];
  /** `minimum`: for a card, the least that avoids being late. */
  avoid?: { payBy: CivilDate; amount: Minor; minimum?: Minor; saves: Minor };
  /**
   * Each cent explained: rule, base, rate, days, result, and the market rule that cut it, if any. Entries up to today are
   * what the terms have run up and the creditor has not booked; those after it, up to a point's day, come to its `extra`.
   */
  trail: {
    date: CivilDate;
    part: Part;
    rule: ChargeRule;
    /** The id of the due that is late. */
    due: string;
    base: Minor;
    rate?: Decimal;
    days?: number;
    amount: Minor;
    cut?: { by: string; from: Minor };
  }[];
  /** Market rules that mattered, with their source; a disputed one makes `points` carry a range. */
  rules: RuleNotice[];
}
/** Which rule charged. */
export type ChargeRule = "late-fee" | "late-interest" | "past-due-interest" | "revolving-interest";
/** What a contract attaches to lateness besides money. */
export type Milestone = NonNullable<LateTerms["milestones"]>[number]["code"];
/** A market rule that mattered, and where it stands written. */
export interface RuleNotice {
  id: string;
  effect: string;
  source: string;
  confidence: RuleConfidence;
}

// ---- 3 · how likely it is to be late ---------------------------------------------------------------

/** The host's own population figures. `unpaidOnTime[s]`: share of on-time payers who have not paid yet s days before due;
 *  left out, "still unpaid" changes nothing. Without a prior at all, the built-in one (with its curve) serves. */
export interface LatenessPrior {
  over0: number;
  over3?: number;
  over7?: number;
  unpaidOnTime?: number[];
  /** The host's recalibration of what the model makes of a history: log-odds × `scale` + `shift`. `scale` is above zero. */
  shift?: number;
  scale?: number;
}
/** How likely the next due is to be late, and why. */
export interface Lateness {
  /** Chance that the next due is paid more than 0, 3 and 7 days late. */
  over0: number;
  over3: number;
  over7: number;
  evidence: number;
  /** Below three observations, or with too wide an interval: "unknown", and the gentlest default is used. */
  level: "unknown" | "low" | "medium" | "high";
  interval: [number, number];
  /** At most four, largest first; positive raises the chance. */
  reasons: { code: string; weight: number; text: string }[];
}

// ---- 4 · nudges ------------------------------------------------------------------------------------

/** What to say now and later, what to take back, and what was not said and why. */
export interface NudgePlan {
  /** To render now. */
  show: Nudge[];
  /** To hand to the platform's own scheduler: everything planned from now on, and what to take back. */
  add: Nudge[];
  cancel: string[];
  /** What is held back, each due once: `text` says why, and `rule` names the market's rule where it is one. */
  suppressed: { key: string; account: string; reason: string; text: string; rule?: string }[];
  /** When to ask again, at the latest. */
  nextAt?: CivilTime;
}
/** One message, at one time, through one channel. */
export interface Nudge {
  /** Idempotent: the same due, stage, day and revision give the same key. */
  key: string;
  at: CivilTime;
  expires: CivilTime;
  accounts: string[];
  dues: string[];
  stage: "early" | "near" | "due" | "grace" | "overdue" | "help";
  channel: Channel;
  tone: Tone;
  level: "passive" | "active";
  message: { id: string; params: Record<string, string | number> };
  /** `public` is safe on a lock screen: no amount, no creditor. */
  text: { title: string; body: string; public: string };
  actions: NudgeAction[];
  /** What the rules of the market ask to be told, in English. */
  disclosures: string[];
  /** Why it is said, and why now. */
  reasons: { code: string; text: string }[];
  /** How likely this moment and channel were to be chosen, in parts per million: what an evaluation of the choices needs. */
  propensity?: number;
}
/** What the customer can do about a nudge. The host does it, and records that it was done. */
export interface NudgeAction {
  kind: "pay" | "pay-minimum" | "see-cost" | "see-offers" | "cannot-pay" | "snooze" | "why" | "stop" | "dispute";
  label: string;
  /** What to pay; left out where it is in more than one currency. */
  amount?: Minor;
  /** When it is said again. */
  until?: CivilTime;
}

// ---- 5 · ways out ----------------------------------------------------------------------------------

/** What the customer says about being short. Everything is optional. */
export interface Situation {
  reason?: "income-loss" | "income-late" | "illness" | "emergency" | "too-many-debts" | "other";
  payNow?: Minor;
  payPerMonth?: Minor;
  payday?: number;
  until?: CivilDate;
}
/** What the creditor has approved beforehand. Without it, offers are illustrations to ask for, and say so. */
export interface OfferPolicy {
  kinds: OfferKind[];
  maxCount?: number;
  maxDeferrals?: number;
  maxDeferDays?: number;
  minInstalment?: Minor;
  rateCut?: Decimal;
  feeWaiver?: Decimal;
  settlement?: Decimal;
  earlyPayment?: { share: Decimal; beforeDays: number };
  newPlanFee?: Minor;
  expiresDays?: number;
}
/** The ways out there are. */
export type OfferKind =
  | "move-due-date"
  | "defer"
  | "interest-only"
  | "extend-term"
  | "lower-instalment"
  | "re-age"
  | "re-amortise"
  | "rate-cut"
  | "fee-waiver"
  | "settlement"
  | "early-payment-reward";
/** The ways out of one account, measured side by side. */
export interface OfferBook {
  account: string;
  currency: string;
  /** The plan as agreed, and the same plan paid 30 days late: both measured like the offers. */
  keep: PlanFigures;
  wait: PlanFigures;
  /** None is beaten by another on every measure. Best for the situation first; at most five. */
  offers: Offer[];
  /** The kinds of which there is no offer, and why. */
  refused: { kind: OfferKind; code: string; params?: Record<string, string | number>; text: string }[];
  rules: RuleNotice[];
}
/**
 * The measures that every plan is compared by, from today on. What is past due is counted as paid today, and all that falls on
 * one day as one payment.
 */
export interface PlanFigures {
  /** Absent when nothing is to be paid. */
  first?: CivilDate;
  last?: CivilDate;
  /** How many payments. */
  count: number;
  /** The largest payment. */
  largest: Minor;
  /** The most that falls into one calendar month. */
  perMonth: Minor;
  /** What is to be paid within the next 92 days. */
  soon: Minor;
  toPay: Breakdown;
  /** Above keeping the plan; below zero where something is let off. */
  costMore: Minor;
  /** A year's cost, set against what settles the account today. */
  apr?: Decimal;
}
/** One way out. */
export interface Offer {
  id: string;
  kind: OfferKind;
  /** What comes with it. */
  with?: OfferKind;
  /** `false`: nobody has approved it, it shows what to ask for. */
  binding: boolean;
  expires?: CivilDate;
  rows: Schedule["rows"];
  figures: PlanFigures;
  curesArrears: boolean;
  /** `null` where it is not known what there is. */
  affordable: boolean | null;
  message: { id: string; params: Record<string, string | number> };
  text: { title: string; body: string; tradeOff: string };
  reasons: { code: string; text: string }[];
  /** The events that turn today's account into this plan; `schedule` on them gives `rows`. */
  events: LedgerEvent[];
}

/** What can be asked for in writing: a way out, a pause of all payments, or whatever help there is for who finds it hard to pay. */
export type RequestAsk = OfferKind | "pause" | "hardship";
/** What may be told in a request. Nothing is told that is not named. */
export type RequestItem =
  /** The id and the label of the account. */
  | "account"
  /** The figures of the plan that is asked for. */
  | "plan"
  /** Its payments to come, one by one. */
  | "instalments"
  | "reason"
  | "pay-now"
  | "pay-per-month"
  | "payday"
  | "until"
  /** What there is today, and what is kept aside to live on. */
  | "funds";
/** What a request is made of. Only what is named as an item is read of it, besides the ask, the creditor's name and the day. */
export interface RequestSource {
  account: Account;
  at: Instant;
  /** The way out that was chosen, as `offers` returned it, or what is asked for without one. */
  ask: Offer | RequestAsk;
  situation?: Situation;
  funds?: Funds;
}
/** A request as a machine reads it. Amounts are in minor units of the currency beside them. */
export interface RequestDocument {
  schema: 1;
  kind: "predue-request";
  /** The customer's day. */
  date: CivilDate;
  /** The name of the creditor. */
  to: string;
  account?: { id: string; label: string };
  /** `approved`: the creditor has approved it beforehand; `expires`: until that day. */
  ask: { kind: RequestAsk; with?: OfferKind; approved: boolean; expires?: CivilDate };
  plan?: {
    currency: string;
    count: number;
    first?: CivilDate;
    last?: CivilDate;
    /** The most that falls into one calendar month. */
    perMonth: Minor;
    total: Minor;
    /** Above keeping the plan; below zero where it is less. */
    costMore: Minor;
  };
  instalments?: { currency: string; rows: { date: CivilDate; amount: Minor }[] };
  situation?: {
    currency: string;
    reason?: NonNullable<Situation["reason"]>;
    payNow?: Minor;
    payPerMonth?: Minor;
    payday?: number;
    until?: CivilDate;
  };
  funds?: { currency: string; balance: Minor; reserve?: Minor };
}
/** A request in two forms. */
export interface WrittenRequest {
  document: RequestDocument;
  /** The same in words, to be sent as a letter. */
  text: string;
}

// ---- 6 · the record --------------------------------------------------------------------------------

/** Every contact, shown or suppressed, by this module or by the creditor; each entry is chained to the one before. */
export interface History {
  schema: number;
  /** In the order of recording; at most 20,000. */
  entries: HistoryEntry[];
  /** The hash of the last entry; empty where there is none. Kept elsewhere as well, it proves that no later chain took this one's place. */
  head: string;
}
/** One contact, chained to the one before. */
export interface HistoryEntry {
  /** From 1, without a gap. */
  n: number;
  event: ContactEvent;
  /** SHA-256 in 64 hexadecimal digits, over the event, `n` and the hash of the entry before: docs/DESIGN.md says of which bytes. */
  hash: string;
}
/** Whether a history is what was recorded. */
export interface HistoryAudit {
  ok: boolean;
  /** How many were looked at. */
  entries: number;
  /** The place, from 1, of the first entry that does not follow from those before it; one more than there are entries where only the head does not fit. */
  brokenAt?: number;
}
/** A history to take along. */
export interface HistoryExport {
  /** The history itself, in canonical JSON (RFC 8785): what `audit` takes once it is parsed. */
  json: string;
  /** For a person: what was found of the chain, then a line for each entry. */
  text: string;
}
/** What was said or done, when, and where. A text has at most 4,000 characters. */
export type ContactEvent = {
  at: Instant;
  /**
   * `muted` (one account) and `stopped` (all) are lifted by an entry of the same kind whose `action` is "undo". `erased` is
   * what `erase` records.
   */
  kind:
    | "planned"
    | "shown"
    | "seen"
    | "opened"
    | "acted"
    | "dismissed"
    | "snoozed"
    | "muted"
    | "stopped"
    | "suppressed"
    | "feedback"
    | "promise"
    | "paid"
    | "disputed"
    | "contacted-by-creditor"
    | "note"
    | "erased";
  key?: string;
  account?: string;
  channel?: Channel;
  action?: string;
  /** The words as they were shown. */
  text?: string;
  /** The catalogue that the words came from, with its version. */
  catalogue?: string;
  /**
   * What the kind asks for: of `planned` the time, of `snoozed` until when (a civil time, or "payday"), of `feedback` "useful",
   * "too often", "wrong", "already paid" or "not mine", of `erased` how many entries. Other texts are kept as they are. A number is whole and safe, or has at most 15 digits and no exponent.
   */
  value?: string | number;
};

// ---- the review of texts ---------------------------------------------------------------------------

/** Words of a text that a market's rules ban. */
export interface Finding {
  code: LanguageCode;
  /** Where they begin and where what follows begins, in UTF-16 code units: `text.slice(start, end)`. */
  start: number;
  end: number;
  /** `block`: must not be sent. `review`: a person is to read it again. */
  severity: "block" | "review";
  /** The id of the rule that bans them: the market's own where it has one, else the floor's. */
  rule: string;
}
/** What words can be that language rules ban. */
export type LanguageCode =
  | "threat"
  | "unlawful_action"
  | "criminal_threat"
  | "impersonate_authority"
  | "court_lookalike"
  | "shame"
  | "obscene"
  | "false_urgency"
  | "false_amount"
  | "third_party_exposure"
  | "borrow_to_repay"
  | "sell_or_lump_sum_pressure"
  | "time_barred_suit"
  | "hidden_identity"
  | "misleading_consequence";

// ---- 7 · the rest ----------------------------------------------------------------------------------

/**
 * Something that helps now. `id` is what it is about, and there may be more some day:
 *
 * - `debt-advice`: who advises on debts in the market, where paying is hard.
 * - `support`: who listens, when arrears are long or many.
 * - `dispute`, `complaints`: what to do about what is disputed, or looks wrong, and who takes complaints.
 * - `ways-out`: what can be asked for, and what it trades off.
 * - `rights-ask`, `rights-offer`, `rights-agree`: what the market's law gives, asks of a lender, or lets a lender do.
 * - `late-fee`: a cost that begins in a few days. `minimum-only`, `minimum-only-open`: what the minimum alone comes to.
 * - `credit-record`, `credit-record-reached`, `credit-record-rules`: how late payment reaches a credit record.
 * - `late-costs`: how lateness costs.
 */
export interface GuidanceCard {
  id: string;
  /** The account that it is about, if it is about one. */
  account?: string;
  title: string;
  body: string;
  /** Whom it leads to: addresses (`https:`, `mailto:`) and telephone numbers (`tel:`). */
  links: { text: string; href: string }[];
  /** Why it is shown. */
  why: string;
  /** The market's rules that it rests on, with their sources; what a rule says is English. */
  rules: RuleNotice[];
}

// ---- errors ----------------------------------------------------------------------------------------

/** What went wrong, for programs. */
export type DueErrorCode =
  | "NOT_LOADED"
  | "LOAD_FAILED"
  | "INPUT"
  | "MARKET_UNKNOWN"
  | "ACCOUNT_UNKNOWN"
  | "RANGE"
  | "UNSUPPORTED"
  | "HISTORY_BROKEN"
  | "INTERNAL";
/** What every function throws: a real `Error` with a code and, where there is one, the path of the value at fault. */
export interface DueError extends Error {
  name: "DueError";
  code: DueErrorCode;
  path?: string;
}
