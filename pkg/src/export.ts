// The record for the customer to take along: as words for a person, as JSON for a machine. An entry of its own, because the
// words weigh more than the core's functions do.

import { type Words, wordsFor } from "./elements/messages.js";
import { audit } from "./history.js";
import type { ContactEvent, History, HistoryEntry, HistoryExport } from "./types.js";

export type { HistoryExport } from "./types.js";

/**
 * The whole record, in two forms. A broken one is exported too, and its text says where it is broken.
 *
 * @param locale What the text is written in: English where it is left out or no catalogue of it is loaded.
 * @throws {DueError} As `audit` does.
 *
 * @example
 * const { json, text } = exportHistory(history, "zh-CN");
 * audit(JSON.parse(json)).ok; // true
 */
export function exportHistory(history: History, locale = "en"): HistoryExport {
  const { ok, entries, brokenAt } = audit(history);
  const words = wordsFor(locale);
  const lines = [
    words.say("history.title"),
    words.say("history.entries", { count: entries }),
    ok ? words.say("history.intact") : words.say("history.broken", { place: brokenAt as number }),
    words.say("history.head", { head: history.head }),
    "",
    ...history.entries.map((entry) => line(words, entry)),
  ];
  return { json: canonical(history), text: `${lines.join("\n")}\n` };
}

/** RFC 8785: keys in order, everything else as JSON.stringify writes it. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner !== "object" || inner === null || Array.isArray(inner)
      ? inner
      : Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1))),
  );
}

function line(words: Words, { n, event }: HistoryEntry): string {
  const { at, kind, account, channel, action, text, value, key, catalogue } = event;
  const said = (id: string, param: string | number | undefined) =>
    param === undefined ? undefined : words.say(id, { value: oneLine(param) });
  return [
    n,
    `${words.say("history.at", { at })} ${at.endsWith("Z") ? "UTC" : at.slice(-6)}`,
    words.say(`history.kind.${kind}`),
    channel && words.say(`history.channel.${channel}`),
    said("history.account", account),
    action === "undo" ? words.say("history.undone") : said("history.action", action),
    said("history.text", text),
    when(words, event) ?? said("history.value", answer(words, event) ?? value),
    said("history.key", key),
    said("history.catalogue", catalogue),
  ]
    .filter((part) => part !== undefined)
    .join(" · ");
}

/** What the customer said of a message, in words where it is one of the known answers. */
function answer(words: Words, { kind, value }: ContactEvent): string | undefined {
  const id = `history.feedback.${String(value).replaceAll(" ", "-")}`;
  return kind === "feedback" && words.knows(id) ? words.say(id) : undefined;
}

/** For when something is planned, or until when it is put off. */
function when(words: Words, { kind, value }: ContactEvent): string | undefined {
  if (kind !== "planned" && kind !== "snoozed") return undefined;
  if (value === "payday") return words.say("inbox.snooze.payday");
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(String(value));
  return isTime ? words.say("history.for", { at: String(value) }) : undefined;
}

/** Line feeds and their like would make two lines of one entry. */
function oneLine(text: string | number): string {
  return String(text).replace(/[\p{Cc}\s]+/gu, " ");
}
