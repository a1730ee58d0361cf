// Words, money and days: exact to the last digit, whole in both languages, and the same in every time zone.

import zhCN from "predue/locales/zh-CN";
import { beforeAll, describe, expect, test } from "vitest";
import { addCatalogue, type Catalogue } from "../../pkg/dist/catalogues.js";
import { wordsFor } from "../../pkg/dist/elements/messages.js";
import { stepsOf } from "../../pkg/dist/elements/path.js";
import { decimal, formatDay, formatMoney, formatRate, readMoney, typedMoney } from "../../pkg/dist/words/format.js";
import { sample } from "./wallets.js";

beforeAll(() => addCatalogue(zhCN as Catalogue));

describe("money", () => {
  test.each([
    [0, "CNY", "0.00"],
    [5, "CNY", "0.05"],
    [-5, "CNY", "-0.05"],
    [123_456, "CNY", "1234.56"],
    [1_234, "JPY", "1234"],
    [1_234, "KWD", "1.234"],
    [7, "KWD", "0.007"],
    [12_345, "CLF", "1.2345"],
    [Number.MAX_SAFE_INTEGER, "CNY", "90071992547409.91"],
  ])("%d %s is %s", (amount, currency, text) => {
    expect(decimal(amount, currency)).toBe(text);
  });

  test.each([
    ["en", 123_456, "CNY", "CN¥1,234.56"],
    ["zh-CN", 123_456, "CNY", "¥1,234.56"],
    ["en", 16_588, "JPY", "¥16,588"],
    ["en", 149_069, "KWD", "KWD\u00a0149.069"],
    ["en", -50, "EUR", "-€0.50"],
    ["en", Number.MAX_SAFE_INTEGER, "USD", "$90,071,992,547,409.91"],
    ["de-DE", Number.MAX_SAFE_INTEGER, "EUR", "90.071.992.547.409,91\u00a0€"],
  ])("%s: %d %s is %s", (locale, amount, currency, text) => {
    expect(formatMoney(locale, amount, currency)).toBe(text);
  });

  test.each([
    ["en", "500", "CNY", 50_000],
    ["en", " 1,234.5 ", "CNY", 123_450],
    ["en", "1234.", "CNY", 123_400],
    ["en", "0.05", "CNY", 5],
    ["en", "1,234,567.89", "CNY", 123_456_789],
    ["en-IN", "12,34,567", "INR", 123_456_700],
    ["zh-CN", "１２３．５０", "CNY", 12_350],
    ["zh-CN", "12。5", "CNY", 1_250],
    ["en", "1,500", "JPY", 1_500],
    ["en", "1.234", "KWD", 1_234],
    ["de-DE", "1.234,50", "EUR", 123_450],
    ["fr-FR", "1\u202f234,50", "EUR", 123_450],
    ["en", "90071992547409.91", "USD", Number.MAX_SAFE_INTEGER],
  ])("%s: %s %s is read", (locale, text, currency, amount) => {
    expect(readMoney(locale, text, currency)).toBe(amount);
  });

  test.each([
    ["en", "", "CNY"],
    ["en", "-5", "CNY"],
    ["en", "5 yuan", "CNY"],
    ["en", "1e3", "CNY"],
    ["en", "1.234", "CNY"],
    ["en", "1.5", "JPY"],
    ["en", "1,50", "EUR"],
    ["en", "1,2345", "EUR"],
    ["en", "1.2.3", "CNY"],
    ["en", ".5", "CNY"],
    ["de-DE", "12.50", "EUR"],
    ["de-DE", "1,234.50", "EUR"],
    ["en", "90071992547409.92", "USD"],
  ])("%s: %j %s is refused rather than guessed", (locale, text, currency) => {
    expect(readMoney(locale, text, currency)).toBeUndefined();
  });

  test.each(["en", "zh-CN", "de-DE", "fr-FR", "en-IN"])("%s: what is put into a field is read again", (locale) => {
    for (const [amount, currency] of [
      [123_456_789, "EUR"],
      [5, "KWD"],
      [16_628, "JPY"],
    ] as const) {
      expect(readMoney(locale, typedMoney(locale, amount, currency), currency)).toBe(amount);
    }
  });

  test("a rate keeps the digits of the contract", () => {
    expect(formatRate("en", "0.1825")).toBe("18.25%");
    expect(formatRate("en", "0.0005")).toBe("0.05%");
  });

  test("without the currency, for tables", () => {
    expect(formatMoney("en", 1_234_567, "KWD", true)).toBe("1,234.567");
  });
});

describe("days", () => {
  test.each(["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])("%s", (zone) => {
    const before = process.env.TZ;
    process.env.TZ = zone;
    expect(formatDay("en-GB", "2026-12-05", "medium")).toBe("5 Dec 2026");
    expect(formatDay("zh-CN", "2026-12-05", "long")).toBe("2026年12月5日星期六");
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });
});

describe("messages", () => {
  test.each([
    ["en", "when.ahead", { days: 0 }, "today"],
    ["en", "when.ahead", { days: 1 }, "tomorrow"],
    ["en", "when.ahead", { days: 13 }, "in 13 days"],
    ["en", "standing.overdue", { days: 1 }, "Overdue by 1 day"],
    ["en", "standing.overdue", { days: 3 }, "Overdue by 3 days"],
    ["en", "due.minimum", { amount: 38_245, currency: "CNY" }, "Minimum CN¥382.45"],
    ["en", "outlook.empty", { date: "2026-12-22" }, "Nothing is due until Dec 22, 2026."],
    ["en-GB", "outlook.empty", { date: "2026-12-22" }, "Nothing is due until 22 Dec 2026."],
    ["zh-CN", "when.past", { days: 3 }, "3 天前"],
    ["zh-CN", "due.minimum", { amount: 38_245, currency: "CNY" }, "最低 ¥382.45"],
  ])("%s %s", (locale, id, params, text) => {
    expect(wordsFor(locale).say(id, params)).toBe(text);
  });

  test.each([
    ["zh-CN", "zh-CN"],
    ["zh-cn", "zh-CN"],
    ["zh", "zh-CN"],
    ["zh-Hans", "zh-CN"],
    ["zh-SG", "zh-CN"],
    // Written in another script: English is the honest answer until there is a catalogue.
    ["zh-TW", "en"],
    ["en-AU", "en"],
    ["de-DE", "en"],
    ["no language", "en"],
  ])("%s speaks %s", (asked, language) => {
    expect(wordsFor(asked).language).toBe(language);
  });

  test("a locale without words gets English dates too", () => {
    expect(wordsFor("de-DE").say("outlook.empty", { date: "2026-12-22" })).toBe("Nothing is due until Dec 22, 2026.");
  });

  test.each([
    [
      "avoid.by",
      { amount: 50_000, saves: 1_240, date: "2026-11-27", currency: "EUR" },
      "Pay €500.00 by Friday, November 27, and €12.40 is not added.",
    ],
    ["waiting.nothing", { date: "2027-02-20" }, "Waiting adds nothing up to February 20."],
    [
      "milestone.credit-record",
      { date: "2026-12-01", creditor: "Sample Bank" },
      "From December 1, \u2068Sample Bank\u2069 may tell a credit bureau.",
    ],
    [
      "trail.daily",
      { rate: "0.05%", amount: 50_000, currency: "EUR", days: 1 },
      "\u20680.05%\u2069 a day on €500.00, for 1 day",
    ],
  ])("%s", (id, params, text) => {
    expect(wordsFor("en").say(id, params)).toBe(text);
  });

  test("English keeps to its tone", async () => {
    const { default: english } = await import("predue/locales/en");
    const texts = JSON.stringify((english as Catalogue).messages);
    expect(texts).not.toMatch(/!|n't\b|n’t\b|\b(immediately|urgent|must|failure to|debt collector)\b/i);
  });
});

describe("paths in plain words", () => {
  test.each([
    [
      "wallet.accounts[0].plan.principal",
      ["wallet", "account 1 (\u2068Phone, 12 instalments\u2069)", "plan", "principal"],
    ],
    ["wallet.accounts[9].plan.dues[2].date", ["wallet", "account 10", "plan", "due 3", "date"]],
    ["wallet.acounts", ["wallet", "acounts"]],
    ["at", ["date and time"]],
    ["options.days", ["options", "days"]],
  ])("%s", (path, steps) => {
    expect(stepsOf(wordsFor("en"), path, sample())).toEqual(steps);
  });

  test("of a wallet that is no wallet", () => {
    for (const wallet of [undefined, null, 5, [], { accounts: 7 }, { accounts: [null] }]) {
      expect(stepsOf(wordsFor("en"), "wallet.accounts[0].id", wallet)[1]).toBe("account 1");
    }
  });
});
