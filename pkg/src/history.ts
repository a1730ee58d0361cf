// The record of what was said. One entry crosses to the core at a time, so recording costs the same however many there are.

import { json, run } from "./api.js";
import { dueError } from "./errors.js";
import type { ContactEvent, History, HistoryAudit, HistoryEntry, Instant } from "./types.js";

const EMPTY: History = { schema: 1, entries: [], head: "" };

/**
 * The history with one more entry, chained to the one before. The history handed in is not changed. Events are kept in the
 * order of recording, whatever their moments say: a clock may be set back, a record may not.
 *
 * @param history What `record` returned last; `undefined` begins a new one.
 * @throws {DueError} `HISTORY_BROKEN` when the last entry's number or the head is not what was recorded, `INPUT` or `RANGE`
 *   with the path of a value that will not do, `RANGE` after 20,000 entries, `NOT_LOADED` before `load` has finished.
 *
 * @example
 * history = record(history, { at: "2026-11-22T09:30:00+08:00", kind: "shown", account: "phone", text: body });
 *
 * @example The last entry was taken away
 * record({ ...history, entries: history.entries.slice(0, -1) }, event);
 * // DueError, code "HISTORY_BROKEN", path "history.head"
 */
export function record(history: History | undefined, event: ContactEvent): History {
  const { frame, entries, last } = endOf(history === undefined ? EMPTY : history);
  const entry: HistoryEntry = JSON.parse(run((core) => core.record(frame, entries.length, last, json(event, "event"))));
  return { schema: EMPTY.schema, entries: [...entries, entry], head: entry.hash };
}

/**
 * Checks every entry and the head: whether anything was changed, removed, put in or moved since it was recorded.
 *
 * A chain has no secret. Who can write the whole history can also make a new one, chained from its first entry on; that is
 * only seen by comparing the head with one that was kept elsewhere.
 *
 * @throws {DueError} `INPUT` or `RANGE` with the path of a value that no history has, `NOT_LOADED` before `load` has finished.
 *
 * @example
 * const { ok, brokenAt } = audit(history);
 */
export function audit(history: History): HistoryAudit {
  const { frame, entries, last } = endOf(history);
  return run((core) => {
    let previous = "";
    let brokenAt: number | undefined;
    entries.forEach((entry, index) => {
      // Entries after a break are read all the same: what is no entry at all is to be told.
      if (!core.follows(previous, index + 1, json(entry, `history.entries[${index}]`))) brokenAt ??= index + 1;
      previous = entry.hash;
    });
    if (!core.ends(frame, entries.length, last)) brokenAt ??= entries.length + 1;
    return { ok: brokenAt === undefined, entries: entries.length, ...(brokenAt !== undefined && { brokenAt }) };
  });
}

/**
 * A new history that says nothing but that the old one was erased, when, and how many entries it had. A broken one can be
 * erased too.
 *
 * @param at Now, with the customer's own offset.
 * @throws {DueError} `INPUT` with a path, `NOT_LOADED` before `load` has finished.
 *
 * @example
 * erase(history, "2026-11-22T09:30:00+08:00").entries.length; // 1
 */
export function erase(history: History, at: Instant): History {
  return record(undefined, { at, kind: "erased", value: endOf(history).entries.length });
}

/** What the core needs of a history, however long: all but its entries, and the number and hash of the last of these. */
function endOf(history: History): { frame: string; entries: readonly HistoryEntry[]; last: string } {
  if (typeof history !== "object" || history === null) {
    throw dueError("INPUT", "history: expected what record returned", "history");
  }
  const { entries, ...frame } = history;
  if (!Array.isArray(entries)) throw dueError("INPUT", "history.entries: expected a list", "history.entries");
  const last: Partial<HistoryEntry> | null | undefined = entries.at(-1);
  const path = `history.entries[${entries.length - 1}]`;
  return { frame: json(frame, "history"), entries, last: json({ n: last?.n, hash: last?.hash }, path) };
}
