// What guidance says: every card and every reason in each language, whole, calm, and with links that a page can open.

import zhCN from "predue/locales/zh-CN";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { addCatalogue, type Catalogue } from "../../pkg/dist/catalogues.js";
import type { UnsaidCard } from "../../pkg/dist/raw.js";
import { sayGuidance } from "../../pkg/dist/words/guidance.js";
import english from "../../pkg/locales/en.json" with { type: "json" };
import { sample } from "./wallets.js";

const LOCALES = ["en", "zh-CN"];
const PARAMS = {
  amount: 49_967,
  saves: 1_240,
  interest: 88_000,
  currency: "CNY",
  date: "2026-12-05",
  last: "2031-04-20",
  statements: 4,
  count: 2,
};
const named = (pattern: RegExp) => Object.keys(english).flatMap((key) => pattern.exec(key)?.[1] ?? []);
const CARDS = named(/^guidance\.(.+)\.title$/);
const REASONS = named(/^guidance\.why\.(.+)$/);

beforeAll(() => addCatalogue(zhCN as Catalogue));

function card(id: string, more: Partial<UnsaidCard> = {}): UnsaidCard {
  const why = { code: "basics", params: {} };
  return { id, account: "headphones", params: PARAMS, links: [], why, rules: [], ...more };
}

function said(locale: string, card: UnsaidCard) {
  const [first] = sayGuidance([card], { ...sample(), locale });
  if (first === undefined) throw new Error("the card is lost");
  return first;
}

/** Whole: nothing left to fill in, no id instead of words; calm: no stress, no contracted negative, no shame. */
function expectWhole(text: string) {
  expect(text.trim()).not.toBe("");
  expect(text).not.toMatch(/[{}$!！]|undefined|NaN|guidance\./);
  expect(text).not.toMatch(/n['’]t\b|\b(must|failed|immediately|urgent|shame|fault)\b|必须|立即|马上|失信|老赖/i);
}

describe.each(LOCALES)("%s", (locale) => {
  test.each(CARDS)("%s", (id) => {
    const warned = vi.spyOn(process, "emitWarning");
    const { title, body } = said(locale, card(id));
    for (const text of [title, body]) expectWhole(text);
    expect(title.length).toBeLessThan(80);
    expect(body.length).toBeLessThan(240);
    expect(/\p{Script=Han}/u.test(title)).toBe(locale === "zh-CN");
    expect(warned).not.toHaveBeenCalled();
  });

  test.each(REASONS)("because of %s", (code) => {
    for (const count of [1, 2, 5]) {
      const params = { ...PARAMS, count, ...(code === "income-missed" && { label: "Salary" }) };
      expectWhole(said(locale, card("late-costs", { why: { code, params } })).why);
    }
  });
});

test("each card has a title and a body, and each language its own", () => {
  expect(CARDS.length).toBeGreaterThan(12);
  expect(REASONS.length).toBeGreaterThan(12);
  for (const id of CARDS) expect(english).toHaveProperty([`guidance.${id}.body`]);
  for (const id of CARDS) expect(said("en", card(id)).body).not.toBe(said("zh-CN", card(id)).body);
});

test("who helps is linked to, and what costs nothing says so", () => {
  const links = [
    { name: "StepChange", href: "https://www.stepchange.org/", phone: "0800 138 1111", free: true },
    { name: "Sample Store", href: "mailto:help@store.example", free: false },
    { name: "NFCC", phone: "+1 800-388-2227", free: false },
  ];
  const plain = (texts: { text: string; href: string }[]) =>
    texts.map(({ text, href }) => [text.replaceAll(/[\u2066-\u2069]/g, ""), href]);
  expect(plain(said("en", card("debt-advice", { links })).links)).toEqual([
    ["StepChange (free)", "https://www.stepchange.org/"],
    ["StepChange: 0800 138 1111", "tel:08001381111"],
    ["Sample Store", "mailto:help@store.example"],
    ["NFCC: +1 800-388-2227", "tel:+18003882227"],
  ]);
  expect(plain(said("zh-CN", card("debt-advice", { links })).links)[0]?.[0]).toBe("StepChange（免费）");
});

test("a card without an account names none, and keeps the rules it rests on", () => {
  const rules = [{ id: "GB.1", effect: "A rule.", source: "A law", confidence: "primary" as const }];
  const { account: _, ...without } = card("support", { rules });
  const told = said("en", without);
  expect(told).not.toHaveProperty("account");
  expect(told.rules).toEqual(rules);
  expect(Object.keys(said("en", card("support")))).toEqual(["id", "account", "title", "body", "links", "why", "rules"]);
});
