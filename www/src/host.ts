// What an app does that says what predue plans: it asks, records what it showed, handed over and took back, and what was answered.

import {
  type ContactEvent,
  type History,
  type Instant,
  type Nudge,
  type NudgePlan,
  nudges,
  outlook,
  versions,
  type Wallet,
} from "predue";
import { type NudgeAct, type NudgeFeedback, wordsFor } from "predue/elements";

import type { Held } from "./store.js";

/** Of a record, what a wallet carries: the recent past is enough to plan by. */
const ENTRIES_MAX = 2_000;
/** As far ahead as nudges speak of dues. */
const HORIZON_DAYS = 35;
/** Answers after which nothing more is said, of all, of an account or of what was answered. */
const CLOSING: readonly ContactEvent["kind"][] = ["stopped", "muted", "disputed", "snoozed"];
const CLOSING_FEEDBACK: readonly string[] = ["wrong", "already paid", "not mine"];

/** What to say, by the wallet and the record. */
export function ask(wallet: Wallet, history: History | undefined, at: Instant): NudgePlan {
  return nudges(withRecord(wallet, history), at);
}

function withRecord(wallet: Wallet, history: History | undefined): Wallet {
  if (history === undefined) return wallet;
  return { ...wallet, history: { ...history, entries: history.entries.slice(-ENTRIES_MAX) } };
}

/** What there is to record of a plan, when nothing but the page shows anything. */
export function planned({ add, cancel }: NudgePlan, at: Instant, locale: string): ContactEvent[] {
  return [
    ...cancel.map((key): ContactEvent => ({ at, kind: "suppressed", key })),
    ...add.map(
      (nudge): ContactEvent => ({ ...told("planned", nudge, at, locale), channel: nudge.channel, value: nudge.at }),
    ),
  ];
}

/** What a page holds after a plan: what it shows, and what is still to come. */
export function follow({ shown, planned }: Held, { show, add, cancel }: NudgePlan, at: Instant): Held {
  const now = at.slice(0, 16);
  const gone = new Set([...cancel, ...show.map(({ key }) => key)]);
  return {
    shown: [...show, ...shown.filter(({ key, expires }) => !gone.has(key) && now <= expires)],
    planned: [...planned.filter((nudge) => !gone.has(nudge.key) && now < nudge.at), ...add],
  };
}

/** That a nudge was shown, with the words as they were. */
export function showing(nudge: Nudge, at: Instant, locale: string, channel: Nudge["channel"]): ContactEvent {
  return { ...told("shown", nudge, at, locale), channel };
}

function told(kind: "planned" | "shown", { key, accounts, text }: Nudge, at: Instant, locale: string): ContactEvent {
  const [account] = accounts;
  return {
    at,
    kind,
    key,
    ...(accounts.length === 1 && account !== undefined && { account }),
    text: `${text.title} – ${text.body}`,
    catalogue: `${wordsFor(locale).language}@${versions().predue}`,
  };
}

/** What there is to record of an answer. */
export function answered(act: NudgeAct, at: Instant): ContactEvent[] {
  const { key, action, accounts, until } = act;
  const of = key === undefined ? {} : { key };
  switch (action) {
    case "seen":
      return [{ at, kind: "seen", ...of }];
    case "why":
      return [{ at, kind: "opened", ...of }];
    case "snooze":
      return [{ at, kind: "snoozed", ...of, ...(until !== undefined && { value: until }) }];
    case "dispute":
      return [{ at, kind: "disputed", ...of }];
    case "stop":
      // With a key it would be about that nudge's accounts alone.
      if (accounts === undefined) return [{ at, kind: "stopped" }];
      return accounts.map((account) => ({ at, kind: "muted", ...of, account }));
    case "start":
      if (accounts === undefined) return [{ at, kind: "stopped", action: "undo" }];
      return accounts.map((account) => ({ at, kind: "muted", account, action: "undo" }));
    default:
      return [{ at, kind: "acted", ...of, action }];
  }
}

export function thought({ key, value }: NudgeFeedback, at: Instant): ContactEvent {
  return { at, kind: "feedback", key, value };
}

/** Whether nothing more is said after an answer, unless it is taken back. */
export function isClosing({ kind, value }: ContactEvent): boolean {
  if (kind === "feedback") return CLOSING_FEEDBACK.includes(String(value));
  return CLOSING.includes(kind);
}

/** Whether an answer closed what was shown. The record alone decides: so it holds in every tab, until it is taken back. */
function isClosed({ key, accounts }: Nudge, { entries }: History): boolean {
  const last = (isMeant: (event: ContactEvent) => boolean) =>
    entries.filter(({ event }) => isMeant(event)).at(-1)?.event;
  const latest = [
    last(({ kind }) => kind === "stopped"),
    ...accounts.map((account) => last((event) => event.kind === "muted" && event.account === account)),
    // A mute carries the key too, but what takes it back does not.
    last((event) => event.key === key && event.kind !== "muted" && (event.kind === "shown" || isClosing(event))),
  ];
  return latest.some((event) => event !== undefined && isClosing(event) && event.action !== "undo");
}

/**
 * Of what a page holds, what is in time, still owed and not answered. Its words are made anew where they can be, so that they are of the
 * page's language and of what is owed now.
 */
export function current(wallet: Wallet, history: History | undefined, held: Held, at: Instant): Held {
  const now = at.slice(0, 16);
  const dues = outlook(wallet, at, { days: HORIZON_DAYS }).dues;
  const owed = new Set(dues.map(({ account, id }) => JSON.stringify([account, id])));
  const isOwed = (nudge: Nudge) =>
    nudge.accounts.some((account) => nudge.dues.some((due) => owed.has(JSON.stringify([account, due]))));
  const isOpen = (nudge: Nudge) => history === undefined || !isClosed(nudge, history);
  const shown = held.shown.filter((nudge) => nudge.at <= now && now <= nudge.expires && isOwed(nudge) && isOpen(nudge));
  const planned = held.planned.filter((nudge) => now < nudge.at && isOwed(nudge));
  if (shown.length + planned.length === 0) return { shown, planned };
  const { show, add } = ask(wallet, without(history, [...shown, ...planned]), at);
  const again = new Map([...show, ...add].map((nudge) => [nudge.key, nudge]));
  const anew = (nudge: Nudge) => ({ ...nudge, ...again.get(nudge.key), at: nudge.at });
  return { shown: shown.map(anew), planned: planned.map(anew) };
}

/** The record as if nothing had been said or planned of these nudges. */
function without(history: History | undefined, nudges: readonly Nudge[]): History | undefined {
  const keys = new Set(nudges.map(({ key }) => key));
  if (history === undefined) return undefined;
  const entries = history.entries.filter(({ event: { key } }) => key === undefined || !keys.has(key));
  return { ...history, entries };
}
