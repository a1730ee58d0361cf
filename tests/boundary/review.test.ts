// The review of texts as a caller sees it, and predue's own words, which it lets pass in both languages.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDueError, load, review } from "predue";
import en from "predue/lexicons/en";
import zh from "predue/lexicons/zh";
import US from "predue/markets/US";
import { beforeAll, describe, expect, test } from "vitest";

const floor = { market: "none", locale: "en" };

beforeAll(async () => {
  await load({ lexicons: [zh] });
  // Without a lexicon of its language, or at least the English one, a text must not look as if it were clean.
  withoutEnglish = thrown(() => review("Pay today or we will tell your boss.", floor));
  await load({ lexicons: [en] });
});
let withoutEnglish: unknown;

/** Code and path of what is thrown. */
function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    if (isDueError(error)) return [error.code, error.path];
  }
  return undefined;
}

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

interface Message {
  text: string;
  locale: string;
  codes: string[];
}

describe("messages written for the purpose", () => {
  const file = join(import.meta.dirname, "../vectors/unlawful_messages.json");
  const { unlawful, lawful } = JSON.parse(readFileSync(file, "utf8")) as Record<"unlawful" | "lawful", Message[]>;
  const blocked = ({ text, locale }: Message) =>
    review(text, { market: "none", locale }).filter(({ severity }) => severity === "block");

  test("every unlawful one is found as what it is", () => {
    expect(unlawful.length).toBeGreaterThan(200);
    const missed = unlawful.filter((message) => {
      const found = new Set<string>(blocked(message).map(({ code }) => code));
      return message.codes.some((code) => !found.has(code));
    });
    expect(missed).toEqual([]);
  });

  test("no lawful one is blocked", () => {
    expect(lawful.length).toBeGreaterThan(50);
    expect(lawful.filter((message) => blocked(message).length > 0)).toEqual([]);
  });
});

test("a market's own rule comes before the floor's", async () => {
  await load({ markets: [US] });
  const found = review("You moron.", { market: "US", locale: "en-US" });
  expect(found).toMatchObject([{ code: "obscene", severity: "block", rule: "US.banned_language[2]" }]);
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
  expect(review("打断你的腿", { market: "none", locale: "zh-CN" })[0]?.code).toBe("threat");
});

describe("what will not do", () => {
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
    expect(thrown(() => review("a", { market: "XX", locale: "en" }))).toEqual(["MARKET_UNKNOWN", "options.market"]);
  });

  test("a language without a lexicon, when English is not loaded either", () => {
    expect(withoutEnglish).toEqual(["NOT_LOADED", "options.locale"]);
  });

  test("a lexicon that is none", async () => {
    const broken = { language: "en", schema: 1, lines: ".. dich" };
    await expect(load({ lexicons: [7 as never] })).rejects.toMatchObject({ code: "INPUT", path: "lexicons[0]" });
    const packs = [zh, broken];
    await expect(load({ lexicons: packs })).rejects.toMatchObject({ code: "INPUT", path: "lexicons[1].lines" });
  });
});
