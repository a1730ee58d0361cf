// Keeps the record of reminders in this browser, as two generations: a write that is cut short costs one entry, not the record.

import { audit, type ContactEvent, erase, type History, type Nudge, record } from "predue";

const GENERATIONS = ["predue.record.0", "predue.record.1"] as const;
/** What was shown and still holds, and what is planned, with words and actions: the record has the words alone. */
const NUDGES = "predue.nudges";

/** The nudges that a host holds. */
export interface Held {
  shown: Nudge[];
  planned: Nudge[];
}

/** One generation, as it stands in the browser. */
interface Generation {
  place: string;
  history: History | undefined;
  ok: boolean;
}

/** What stands in the browser is only read anew where it changed: auditing a long record takes a while. */
const read = new Map<string, { text: string; generation: Generation }>();
/** Where the browser keeps nothing. */
const memory = new Map<string, string>();
let keeps = true;

/** Whether the browser keeps what it is given. */
export function isKept(): boolean {
  return keeps;
}

/** The record: the longest generation that is what was recorded, else the longest. */
export function history(): History | undefined {
  return best(generations())?.history;
}

/** Adds events to what is kept now, which another tab may have made longer. */
export function append(events: readonly ContactEvent[]): History | undefined {
  const all = generations();
  const before = best(all)?.history;
  if (events.length === 0) return before;
  const after = events.reduce<History | undefined>(record, before) as History;
  // The other generation is what remains when this write is cut short.
  const older = all.find((generation) => generation !== best(all)) ?? all[0];
  write(older?.place ?? GENERATIONS[0], JSON.stringify(after));
  return after;
}

/** Leaves nothing but the fact, in both generations, and nothing of what was shown. */
export function eraseAll(at: string): void {
  const before = history();
  if (before === undefined) return;
  const text = JSON.stringify(erase(before, at));
  for (const place of GENERATIONS) write(place, text);
  write(NUDGES, "{}");
}

/** The nudges as they were kept last. */
export function held(): Held {
  try {
    return { shown: [], planned: [], ...JSON.parse(load(NUDGES) ?? "{}") };
  } catch {
    return { shown: [], planned: [] };
  }
}

export function hold(nudges: Held): void {
  const text = JSON.stringify(nudges);
  if (text !== load(NUDGES)) write(NUDGES, text);
}

function generations(): Generation[] {
  return GENERATIONS.map((place) => {
    const text = load(place) ?? "";
    const known = read.get(place);
    if (known?.text === text) return known.generation;
    const generation = parsed(place, text);
    read.set(place, { text, generation });
    return generation;
  });
}

function parsed(place: string, text: string): Generation {
  try {
    const history: History = JSON.parse(text);
    return { place, history, ok: audit(history).ok };
  } catch {
    // Nothing was written yet, or the write was cut short.
    return { place, history: undefined, ok: false };
  }
}

function best(all: readonly Generation[]): Generation | undefined {
  const length = ({ history }: Generation) => history?.entries.length ?? 0;
  const rank = (one: Generation, other: Generation) => Number(other.ok) - Number(one.ok) || length(other) - length(one);
  return all.filter(({ history }) => history !== undefined).sort(rank)[0];
}

function load(place: string): string | null {
  try {
    return memory.get(place) ?? localStorage.getItem(place);
  } catch {
    keeps = false;
    return memory.get(place) ?? null;
  }
}

function write(place: string, text: string): void {
  try {
    localStorage.setItem(place, text);
    memory.delete(place);
    keeps = true;
  } catch {
    // No room, or no leave to keep anything: it then lasts as long as the page does, and the page says so.
    memory.set(place, text);
    keeps = false;
  }
}
