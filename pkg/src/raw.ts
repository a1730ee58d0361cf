// What the compiled core exports, before it is unpacked: the only place that knows the layout of the cells. The cells are a
// view of the core's own memory, to be read at once and not to be kept.

import type {
  GuidanceCard,
  Lateness,
  Nudge,
  NudgeAction,
  NudgePlan,
  Offer,
  OfferBook,
  Outlook,
  Schedule,
  Signal,
  Standing,
} from "./types.js";

/** The exports of the WebAssembly glue. */
export interface RawEngine {
  /** JSON text. */
  versions(): string;
  /** Gives the memory of the calls so far back; between calls, once their answers were read. */
  rewind(): void;
  /** `pack` is JSON text. */
  addMarket(pack: string): void;
  /** `lexicon` is JSON text. */
  addLexicon(lexicon: string): void;
  /** `wallet` is JSON text. */
  schedule(wallet: string, account: string, at: string, unpack: (...raw: RawSchedule) => Schedule): Schedule;
  /** `wallet` and `options` are JSON text. */
  outlook(wallet: string, at: string, options: string, unpack: (...raw: RawOutlook) => Outlook): Outlook;
  /** `wallet` and `options` are JSON text, and so is what comes back. */
  projection(wallet: string, account: string, at: string, options: string): string;
  /** `options` is JSON text, and so is what comes back: a list of findings. */
  review(text: string, options: string): string;
  /** `wallet` is JSON text, and so is the `UnsaidLateness` that comes back. */
  lateness(wallet: string, account: string, at: string): string;
  /** `wallet` is JSON text, and so is the `UnsaidPlan` that comes back. */
  nudges(wallet: string, at: string): string;
  /** `wallet` and `situation` are JSON text. */
  offers(
    wallet: string,
    account: string,
    at: string,
    situation: string,
    unpack: (...raw: RawOffers) => UnsaidOffers,
  ): UnsaidOffers;
  /** `wallet` is JSON text, and so are the `UnsaidCard`s that come back. */
  guidance(wallet: string, at: string): string;
  /** `frame` is the history without its entries, `last` the number and hash of the last of them; all but the count are JSON text. */
  record(frame: string, entries: number, last: string, event: string): string;
  /** `place` counts from 1; `entry` is JSON text. */
  follows(previous: string, place: number, entry: string): boolean;
  /** As of `record`. */
  ends(frame: string, entries: number, last: string): boolean;
  /** Also run at the start; a panic loses the markets and lexicons. It takes and returns nothing, which makes it the call that can follow a panic; see api.ts. */
  recover_from_panics(): void;
}

/**
 * A schedule: the ids of its rows, each ended by a line feed, or nothing where each is its row's number; its numbers; its
 * currency.
 *
 * 19 numbers a row: number, day, due x5, paid x5, outstanding x5, balance, status. After the last row 15 numbers: totals
 * due x5, paid x5, outstanding x5. x5 is principal, interest, fees, penalty, total; a day counts from 1970-01-01.
 */
export type RawSchedule = [ids: string, cells: Float64Array, currency: string];

/**
 * An outlook: the ids of its dues, each ended by a line feed; their numbers; and everything else, as JSON text.
 *
 * 11 numbers a due: index of the account in the wallet, day, days until, status, amount x5, minimum (-1: none), autopay
 * (0 or 1).
 */
export type RawOutlook = [ids: string, cells: Float64Array, rest: string];

/**
 * Ways out: the ids of their rows, each ended by a line feed; the rows' numbers, as of a schedule and without totals; and
 * everything else, as the JSON text of `CountedOffers`.
 */
export type RawOffers = [ids: string, cells: Float64Array, rest: string];

/** What the core finds out, before it is put into words. */
export interface UnsaidOutlook extends Omit<Outlook, "accounts" | "signals"> {
  accounts: (Omit<Standing, "lateness"> & { lateness: UnsaidLateness })[];
  signals: UnsaidSignal[];
}
export interface UnsaidLateness extends Omit<Lateness, "reasons"> {
  reasons: Omit<Lateness["reasons"][number], "text">[];
}
export type UnsaidSignal = Omit<Signal, "text">;

/** A plan, before it is put into words. */
export interface UnsaidPlan extends Omit<NudgePlan, "show" | "add" | "suppressed"> {
  show: UnsaidNudge[];
  add: UnsaidNudge[];
  suppressed: Omit<NudgePlan["suppressed"][number], "text">[];
}
/** A nudge, before it is put into words. */
export interface UnsaidNudge extends Omit<Nudge, "text" | "actions" | "reasons"> {
  actions: Omit<NudgeAction, "label">[];
  reasons: { code: string; params?: Record<string, string | number> }[];
}

/** Ways out, before they are put into words. */
export interface UnsaidOffers extends Omit<OfferBook, "offers" | "refused"> {
  offers: UnsaidOffer[];
  refused: Omit<OfferBook["refused"][number], "text">[];
}
/** The same as it crosses, with the number of its rows in their place. */
export interface CountedOffers extends Omit<UnsaidOffers, "offers"> {
  offers: (Omit<UnsaidOffer, "rows"> & { rows: number })[];
}
/** A way out, before it is put into words. */
export interface UnsaidOffer extends Omit<Offer, "text" | "reasons"> {
  reasons: { code: string; params?: Record<string, string | number> }[];
}
/** A card of guidance, before it is put into words. */
export interface UnsaidCard extends Pick<GuidanceCard, "id" | "account" | "rules"> {
  params: Record<string, string | number>;
  links: { name: string; href?: string; phone?: string; free: boolean }[];
  why: { code: string; params: Record<string, string | number> };
}
