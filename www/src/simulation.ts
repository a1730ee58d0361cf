// Walks days as a host would live them: wakes up in the morning and when something is planned, asks, and records. Its record is
// its own, and nothing is paid in it.

import { type CivilTime, type History, type Nudge, type NudgePlan, record, type Wallet } from "predue";
import { ask, planned, showing } from "./host.js";

/** When a day begins that is not the first. */
const MORNING = "08:00";
/** How often it wakes up in a day at most: each time something new would have to be said. */
const WAKES_MAX = 24;
/** How far it walks. */
export const DAYS_MAX = 400;

/** One day: what was said when, and at its end what is planned from then on and what is held back. */
export interface Day {
  date: string;
  told: { nudge: Nudge; at: CivilTime }[];
  ahead: Nudge[];
  suppressed: NudgePlan["suppressed"];
}

/** From a wallet and a moment on, one day after the other. */
export class Simulation {
  readonly #wallet: Wallet;
  readonly #offset: string;
  readonly #isSeen: boolean;
  #history: History | undefined;
  /** What the platform's scheduler holds. */
  #pending: Nudge[] = [];
  #next: CivilTime;
  readonly days: Day[] = [];

  /** @param isSeen Whether somebody looks at what is said. */
  constructor(wallet: Wallet, at: string, isSeen: boolean) {
    this.#wallet = wallet;
    this.#history = wallet.history;
    this.#next = at.slice(0, 16);
    this.#offset = at.slice(19).replace(/^\.\d+/, "");
    this.#isSeen = isSeen;
  }

  /** Lives the next day; nothing once it has walked as far as it does. */
  walk(): Day | undefined {
    if (this.days.length >= DAYS_MAX) return undefined;
    const date = this.#next.slice(0, 10);
    const day: Day = { date, told: [], ahead: [], suppressed: [] };
    let now: CivilTime | undefined = this.#next;
    for (let wakes = 0; now !== undefined && wakes < WAKES_MAX; wakes += 1) {
      const { suppressed, nextAt } = this.#wake(now, day);
      day.suppressed = suppressed;
      const times: CivilTime[] = [...this.#pending.map(({ at }) => at), ...(nextAt === undefined ? [] : [nextAt])];
      const after: CivilTime = now;
      now = times.filter((time) => time > after && time.startsWith(date)).sort()[0];
    }
    day.ahead = [...this.#pending].sort((one, other) => (one.at < other.at ? -1 : 1));
    this.#next = `${dayAfter(date)}T${MORNING}`;
    this.days.push(day);
    return day;
  }

  /** What the platform shows by itself, and what is asked then. */
  #wake(now: CivilTime, day: Day): NudgePlan {
    for (const nudge of this.#pending.filter(({ at }) => at <= now)) this.#say(nudge, nudge.at, day);
    this.#pending = this.#pending.filter(({ at }) => at > now);
    const at = this.#instant(now);
    const { locale } = this.#wallet;
    const plan = ask(this.#wallet, this.#history, at);
    for (const event of planned(plan, at, locale)) this.#history = record(this.#history, event);
    this.#pending = [...this.#pending.filter(({ key }) => !plan.cancel.includes(key)), ...plan.add];
    for (const nudge of plan.show) this.#say(nudge, now, day);
    return plan;
  }

  #say(nudge: Nudge, time: CivilTime, day: Day): void {
    const at = this.#instant(time);
    this.#history = record(this.#history, showing(nudge, at, this.#wallet.locale, nudge.channel));
    if (this.#isSeen) this.#history = record(this.#history, { at, kind: "seen", key: nudge.key });
    day.told.push({ nudge, at: time });
  }

  #instant(time: CivilTime): string {
    return `${time}:00${this.#offset}`;
  }
}

function dayAfter(date: string): string {
  const day = new Date(date);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}
