// The review of texts as a caller sees it, and predue's own words, which it lets pass in both languages.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDueError, load, review } from "predue";
import zh from "predue/lexicons/zh";
import { beforeAll, describe, expect, test } from "vitest";

const floor = { market: "none", locale: "en" };

beforeAll(() => load({ lexicons: [zh] }));

/** What a message says in each of its forms, with a number wherever something is filled in. */
function forms(message: string): string[] {
  const cases = [...message.matchAll(/\{\{((?:\{[^{}]*\}|[^{}])*)\}\}/g)].map(([, form = ""]) => form);
  return (cases.length > 0 ? cases : [message]).map((form) => form.replace(/\{[^{}]*\}/g, "5"));
}

describe("predue's own words", () => {
  test.each(["en", "zh-CN"])("%s", (locale) => {
    const file = join(import.meta.dirname, `../../pkg/locales/${locale}.json`);
    const messages: Record<string, string> = JSON.parse(readFileSync(file, "utf8"));
    const found = Object.entries(messages).flatMap(([id, message]) =>
      forms(message).flatMap((form) =>
        review(form, { market: "none", locale }).map((finding) => ({ id, form, finding })),
      ),
    );
    expect(found).toEqual([]);
  });

  test("summaries of the floor's rules", () => {
    const file = join(import.meta.dirname, "../../pkg/markets/floor.json");
    const { rules } = JSON.parse(readFileSync(file, "utf8")) as { rules: { kind: string; summary: string }[] };
    const blocked = rules
      .filter(({ kind }) => kind !== "language")
      .filter(({ summary }) => review(summary, floor).some(({ severity }) => severity === "block"));
    expect(blocked).toEqual([]);
  });
});

test("what is found says what it is, where it stands and by which rule", () => {
  const text = "😀 If this stays unpaid, we will tell your boss.";
  const found = review(text, floor);
  expect(found).toEqual([
    {
      code: "third_party_exposure",
      start: 33,
      end: 47,
      severity: "block",
      rule: "_floor.language.third_party_exposure",
    },
  ]);
  expect(text.slice(found[0]?.start, found[0]?.end)).toBe("tell your boss");
});

test("a lexicon that was loaded is read", () => {
  const codes = review("再不还钱就打断你的腿", { market: "none", locale: "zh-CN" }).map(({ code }) => code);
  expect(codes).toContain("threat");
});

describe("what will not do", () => {
  const thrown = (call: () => unknown) => {
    try {
      call();
    } catch (error) {
      if (isDueError(error)) return [error.code, error.path];
    }
    return undefined;
  };

  test.each([
    ["no text", undefined, floor, "INPUT", "text"],
    ["no options", "a", undefined, "INPUT", "options"],
    ["no locale", "a", { market: "none" }, "INPUT", "options.locale"],
    ["an unknown key", "a", { ...floor, tone: "warm" }, "INPUT", "options.tone"],
    ["too long a text", "a".repeat(20_001), floor, "RANGE", "text"],
  ])("%s", (_, text, options, code, path) => {
    expect(thrown(() => review(text as string, options as typeof floor))).toEqual([code, path]);
  });

  test("a market that is not loaded", () => {
    expect(thrown(() => review("a", { market: "XX", locale: "en" }))?.[0]).toBe("MARKET_UNKNOWN");
  });

  test("a lexicon that is none", async () => {
    await expect(load({ lexicons: [{} as typeof zh] })).rejects.toMatchObject({ code: "INPUT", path: "lexicons[0]" });
  });
});
