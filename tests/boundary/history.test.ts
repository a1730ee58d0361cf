// The record of what was said: the same hashes as natively and as without predue, nothing handed in is changed, and one entry
// crosses however many there are.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { audit, type ContactEvent, type DueError, erase, type History, load, record } from "predue";
import { exportHistory } from "predue/export";
import zhCN from "predue/locales/zh-CN";
import { beforeAll, describe, expect, test, vi } from "vitest";
import * as glue from "../../pkg/wasm/predue.js";
import { AT, thrownBy } from "./wallets.js";

// The core can be watched: a test counts what crosses.
vi.mock("../../pkg/wasm/predue.js", async (original) => ({ ...(await original<typeof glue>()) }));

beforeAll(() => load({ locales: [zhCN] }));

interface Vector {
  event: string;
  canonical: string;
  hash: string;
}
const vectors: Vector[] = JSON.parse(readFileSync("tests/vectors/history.json", "utf8")).entries;

const shown: ContactEvent = { at: AT, kind: "shown", account: "phone", channel: "push", text: "Due on 5 December." };

function recorded(...events: ContactEvent[]): History {
  return events.reduce<History | undefined>(record, undefined) as History;
}

/** A history of so many entries, chained without predue: recording each would take a test too long. */
function chained(count: number): History {
  let head = "";
  const entries = Array.from({ length: count }, (_, index) => {
    const event: ContactEvent = { at: AT, kind: "note", value: index };
    const link = `{"event":${JSON.stringify(event)},"n":${index + 1},"previous":"${head}"}`;
    head = createHash("sha256").update(link).digest("hex");
    return { n: index + 1, event, hash: head };
  });
  return { schema: 1, entries, head };
}

function codeAndPath(call: () => unknown) {
  const { code, path } = thrownBy(call) as DueError;
  return [code, path];
}

describe("record", () => {
  test("makes the hashes that were made without predue", () => {
    const history = recorded(...vectors.map(({ event }) => JSON.parse(event)));
    expect(history.entries.map(({ hash }) => hash)).toEqual(vectors.map(({ hash }) => hash));
    expect(history.entries.map(({ event }) => JSON.stringify(event))).toEqual(
      vectors.map(({ canonical }) => canonical),
    );
    expect(history.head).toBe(vectors.at(-1)?.hash);
    expect(audit(history)).toEqual({ ok: true, entries: vectors.length });
  });

  test("changes nothing that was handed in", () => {
    const before = recorded(shown, { at: AT, kind: "seen" });
    const copy = structuredClone(before);
    const event = { ...shown };
    Object.freeze(event);
    before.entries.forEach(Object.freeze);
    Object.freeze(before.entries);
    Object.freeze(before);
    const after = record(before, event);
    expect(before).toEqual(copy);
    expect(event).toEqual(shown);
    expect(after.entries.slice(0, -1)).toEqual(copy.entries);
    expect(after.entries.at(-1)?.event).toEqual(shown);
    expect(after.entries.at(-1)?.event).not.toBe(event);
  });

  test("hands one entry to the core, however many there are", () => {
    const crossed = (history: History) => {
      const core = vi.spyOn(glue, "record");
      record(history, shown);
      const payloads = core.mock.calls.map((values) => values.map(String).join("").length);
      core.mockRestore();
      return payloads;
    };
    const [few] = crossed(chained(19));
    const [many] = crossed(chained(19_999));
    expect(few).toBeGreaterThan(200);
    // The count and the number are three digits longer each.
    expect(many).toBe((few as number) + 6);
  });

  test("keeps events in the order of recording, whatever their moments say", () => {
    const history = recorded(shown, { ...shown, at: "2020-01-01T00:00:00Z" }, shown);
    expect(history.entries.map(({ event }) => event.at)).toEqual([AT, "2020-01-01T00:00:00Z", AT]);
    expect(audit(history).ok).toBe(true);
  });

  test("takes 20,000 entries and no more", () => {
    const history = record(chained(19_999), shown);
    expect(audit(history)).toEqual({ ok: true, entries: 20_000 });
    expect(codeAndPath(() => record(history, shown))).toEqual(["RANGE", "history.entries"]);
  });

  const history = chained(3);
  const last = { n: 3, event: shown, hash: history.head };
  const entries = (end: unknown) => ({ ...history, entries: [...history.entries.slice(0, 2), end] });
  test.each<[string, unknown, unknown, string, string]>([
    [
      "an entry taken away",
      { ...history, entries: history.entries.slice(0, -1) },
      shown,
      "HISTORY_BROKEN",
      "history.head",
    ],
    ["another head", { ...history, head: "0".repeat(64) }, shown, "HISTORY_BROKEN", "history.head"],
    ["no head", { ...history, head: "" }, shown, "HISTORY_BROKEN", "history.head"],
    ["a head and no entry", { ...history, entries: [] }, shown, "HISTORY_BROKEN", "history.head"],
    ["another number", entries({ ...last, n: 4 }), shown, "HISTORY_BROKEN", "history.entries[2].n"],
    ["a number of text", entries({ ...last, n: "3" }), shown, "INPUT", "history.entries[2].n"],
    ["an entry without a hash", entries({ n: 3, event: shown }), shown, "INPUT", "history.entries[2].hash"],
    ["an entry that is none", entries(null), shown, "INPUT", "history.entries[2].n"],
    ["a history that is none", null, shown, "INPUT", "history"],
    ["a list for a history", [], shown, "INPUT", "history.entries"],
    ["entries that are no list", { ...history, entries: {} }, shown, "INPUT", "history.entries"],
    ["an unknown key", { ...history, tail: 1 }, shown, "INPUT", "history.tail"],
    ["another schema", { ...history, schema: 2 }, shown, "RANGE", "history.schema"],
    ["no event", history, undefined, "INPUT", "event"],
    ["a kind that does not exist", history, { at: AT, kind: "shouted" }, "INPUT", "event.kind"],
    ["an unknown key of an event", history, { ...shown, note: "" }, "INPUT", "event.note"],
    ["a moment without an offset", history, { ...shown, at: "2026-11-22T09:30:00" }, "INPUT", "event.at"],
    ["a number that is none", history, { ...shown, value: Number.NaN }, "INPUT", "event.value"],
    ["more digits than a float keeps", history, { ...shown, value: 0.1 + 0.2 }, "RANGE", "event.value"],
    ["half a character", history, { ...shown, text: "\ud83d" }, "INPUT", "event"],
    ["a text too long", history, { ...shown, text: "語".repeat(4_001) }, "RANGE", "event.text"],
  ])("refuses %s", (_name, spoilt, event, code, path) => {
    expect(codeAndPath(() => record(spoilt as History, event as ContactEvent))).toEqual([code, path]);
  });
});

describe("audit", () => {
  const history = chained(5);
  const [a, b, c, d, e] = history.entries;
  test.each<[string, unknown[], string, number]>([
    ["a changed event", [a, b, { ...c, event: { ...c?.event, value: 7 } }, d, e], history.head, 3],
    ["a changed hash", [a, b, c, { ...d, hash: "" }, e], history.head, 4],
    ["a changed number", [a, { ...b, n: 9 }, c, d, e], history.head, 2],
    ["an entry removed in front", [b, c, d, e], history.head, 1],
    ["an entry removed between", [a, b, d, e], history.head, 3],
    ["an entry removed at the end", [a, b, c, d], history.head, 5],
    ["entries moved", [a, b, d, c, e], history.head, 3],
    ["an entry put in", [a, b, b, c, d, e], history.head, 3],
    ["everything removed", [], history.head, 1],
    ["another head", [a, b, c, d, e], "", 6],
  ])("finds %s", (_name, entries, head, brokenAt) => {
    const tampered = { schema: 1, entries, head } as History;
    expect(audit(tampered)).toEqual({ ok: false, entries: entries.length, brokenAt });
  });

  test("does not mind the order of keys, or a way through JSON", () => {
    const entries = history.entries.map(({ n, event, hash }) => ({ hash, event: { ...event }, n }));
    expect(audit(JSON.parse(JSON.stringify({ head: history.head, entries, schema: 1 })))).toEqual({
      ok: true,
      entries: 5,
    });
  });

  test("tells what is no entry by its path, even after a break", () => {
    const entries = [a, { ...b, n: 9 }, c, { ...d, event: { at: "yesterday", kind: "note" } }];
    const spoilt = { ...history, entries } as History;
    expect(codeAndPath(() => audit(spoilt))).toEqual(["INPUT", "history.entries[3].event.at"]);
  });
});

describe("erase", () => {
  test("leaves nothing but the fact", () => {
    const erased = erase(recorded(shown, shown, shown), AT);
    expect(erased.entries).toEqual([
      { n: 1, event: { at: AT, kind: "erased", value: 3 }, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(audit(erased)).toEqual({ ok: true, entries: 1 });
    expect(audit(record(erased, shown))).toEqual({ ok: true, entries: 2 });
  });

  test("takes a broken history too", () => {
    expect(erase({ ...recorded(shown), head: "lost" }, AT).entries[0]?.event.value).toBe(1);
  });
});

describe("exportHistory", () => {
  const history = () =>
    recorded(
      { ...shown, key: "phone/1", catalogue: "en@0.1.0", text: "Due on 5 December.\n55,053 in all." },
      { at: "2026-11-22T09:31:00Z", kind: "feedback", value: "too often" },
      { at: AT, kind: "stopped", action: "undo" },
      { at: AT, kind: "promise", value: 599_900 },
    );

  test("as JSON it is the history, in canonical form", () => {
    const { json } = exportHistory(history());
    expect(JSON.parse(json)).toEqual(history());
    expect(json).toMatch(/^\{"entries":\[\{"event":\{"account":"phone",/);
    expect(json).toMatch(/"head":"[0-9a-f]{64}","schema":1\}$/);
  });

  test("as text it has a line for each entry, in words", () => {
    const lines = exportHistory(history())
      .text.replace(/[\u2068\u2069]/g, "")
      .split("\n");
    expect(lines.slice(0, 2)).toEqual(["Record of what was said, when and by whom", "4 entries"]);
    expect(lines[3]).toBe(`Head: ${history().head}`);
    expect(lines.slice(5)).toEqual([
      "1 · Nov 22, 2026, 09:30 AM +08:00 · Shown · Push notification · Account phone · Words: Due on 5 December. 55,053 in all. · Message phone/1 · Words from en@0.1.0",
      "2 · Nov 22, 2026, 09:31 AM UTC · Feedback · Value: Too often",
      "3 · Nov 22, 2026, 09:30 AM +08:00 · All reminders stopped · Undone",
      "4 · Nov 22, 2026, 09:30 AM +08:00 · Promise to pay · Value: 599900",
      "",
    ]);
  });

  test("says for when something is planned, and until when it is put off", () => {
    const planned = recorded(
      { ...shown, kind: "planned", value: "2026-12-02T10:00" },
      { at: AT, kind: "snoozed", value: "payday" },
      { at: AT, kind: "snoozed", value: "some day" },
    );
    const lines = exportHistory(planned).text.split("\n").slice(5);
    expect(lines[0]).toContain("For Dec 2, 2026, 10:00 AM");
    expect(lines[1]).toContain("On my payday");
    expect(lines[2]).toContain("some day");
  });

  test("in another language", () => {
    const { text } = exportHistory(history(), "zh-CN");
    expect(text).toContain("反馈 · 内容：\u2068太频繁\u2069");
    expect(text).toContain("共 4 条");
  });

  test("a broken one says where", () => {
    const whole = history();
    const broken = { ...whole, entries: whole.entries.slice(1) };
    expect(exportHistory(broken).text).toContain("the chain breaks at entry 1.");
  });
});
