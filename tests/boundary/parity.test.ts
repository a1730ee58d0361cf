// The same bytes natively and in WebAssembly: for every published case, for wallets with every kind of
// account, and for others drawn at random.
// `make test` writes the native answers to target/parity.jsonl before.

import { readFileSync } from "node:fs";
import { isDueError, load, offers, outlook, projection, schedule, type Wallet } from "predue";
import { beforeAll, describe, expect, test } from "vitest";
import * as core from "../../pkg/wasm/predue.js";

interface Answer {
  id: string;
  wallet: Wallet;
  at: string;
  outlook: string;
  nudges: string;
  schedules: [account: string, schedule: string][];
  projections: [account: string, projection: string][];
  situation: string;
  /** The rows of a book's offers stand beside it. */
  offers: [account: string, book: string, rows: string[]][];
}

const answers: Answer[] = readFileSync("target/parity.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

beforeAll(() => load());

/** What is asked for, as text; where it is refused, the code. */
function text(ask: () => unknown): string {
  return rawText(() => JSON.stringify(ask()));
}

/** What the core itself answers, as text; where it refuses, the code. */
function rawText(ask: () => string): string {
  try {
    return ask();
  } catch (error) {
    if (isDueError(error)) return error.code;
    throw error;
  }
}

/** Without the sentences that the package makes of the core's codes. */
function unsaid(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner) => (key === "text" ? undefined : inner));
}

/** A book with its rows where they belong. The package says the reasons of offers and leaves their figures out. */
function unsaidOffers(native: string, rows: string[]): string {
  if (!native.startsWith("{")) return native;
  const book = JSON.parse(native);
  for (const [place, offer] of book.offers.entries()) {
    offer.rows = JSON.parse(rows[place] ?? "");
    for (const reason of offer.reasons) delete reason.params;
  }
  return JSON.stringify(book);
}

describe("native and WebAssembly", () => {
  test("every published case is there, and as many wallets drawn at random as it takes", () => {
    expect(answers.length).toBeGreaterThanOrEqual(456 + 2 + 200);
  });

  test("answer the same schedule, byte for byte", () => {
    for (const { wallet, at, schedules } of answers) {
      for (const [account, native] of schedules) expect(text(() => schedule(wallet, account, at))).toBe(native);
    }
  });

  test("answer the same projection, byte for byte", () => {
    for (const { wallet, at, projections } of answers) {
      for (const [account, native] of projections) expect(text(() => projection(wallet, account, at))).toBe(native);
    }
  });

  test("answer the same offers, byte for byte", () => {
    for (const { wallet, at, situation, offers: books } of answers) {
      for (const [account, native, rows] of books) {
        expect(text(() => unsaid(offers(wallet, account, at, JSON.parse(situation))))).toBe(unsaidOffers(native, rows));
      }
    }
  }, 30_000);

  test("answer the same outlook, byte for byte", () => {
    for (const { wallet, at, outlook: native } of answers) {
      expect(text(() => unsaid(outlook(wallet, at, { days: 400 })))).toBe(native);
    }
  });

  test("answer the same nudges, byte for byte", () => {
    for (const { wallet, at, nudges: native } of answers) {
      // The core itself is asked: what sentences are made of is not all kept beside them.
      expect(rawText(() => core.nudges(JSON.stringify(wallet), at))).toBe(native);
    }
  });
});
