// What nudges say: every message in every tone and language, whole, and on a lock screen nothing that a passer-by may know.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load, type NudgePlan, nudges, type Signal, type Wallet } from "predue";
import zhCN from "predue/locales/zh-CN";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { addCatalogue, type Catalogue } from "../../pkg/dist/catalogues.js";
import type { UnsaidNudge, UnsaidPlan } from "../../pkg/dist/raw.js";
import { sayLateness, sayOutlook } from "../../pkg/dist/words/findings.js";
import { wordsIn } from "../../pkg/dist/words/messages.js";
import { sayPlan } from "../../pkg/dist/words/nudges.js";
import english from "../../pkg/locales/en.json" with { type: "json" };
import { AT, sample, small } from "./wallets.js";

const LOCALES = ["en", "zh-CN"];
const TONES = ["neutral", "warm", "supportive"] as const;
const STAGES = ["early", "near", "due", "grace", "overdue", "help"] as const;
const VARIANTS = [
  ...["early.one", "early.many", "near.one", "near.many", "near.autopay", "due.one", "due.many"],
  ...["grace.one", "grace.many", "overdue.one", "overdue.many", "overdue.untold"],
  ...["help.short", "help.overdue", "help.many", "help.minimum"],
];
/** Of several accounts and perhaps currencies: it has their names, and no figure that would be of one or of all of them. */
const WITHOUT_AMOUNT = "help.many";
const PARAMS = {
  label: "Phone, 12 instalments",
  creditor: "Sample Bank",
  amount: 49_967,
  currency: "CNY",
  date: "2026-11-25",
  days: 3,
  count: 2,
  freeUntil: "2026-11-28",
  short: 12_300,
};
const { amount: _amount, currency: _currency, ...FEW_PARAMS } = PARAMS;
const { accounts } = sample();

beforeAll(() => addCatalogue(zhCN as Catalogue));

function raw(id: string, tone: UnsaidNudge["tone"], more: Partial<UnsaidNudge> = {}, params: object = {}): UnsaidNudge {
  return {
    key: "k",
    at: "2026-11-22T10:00",
    expires: "2026-11-23T10:00",
    accounts: id === WITHOUT_AMOUNT ? ["phone", "piano"] : ["phone"],
    dues: ["phone-1"],
    stage: id.split(".")[0] as UnsaidNudge["stage"],
    channel: "in-app",
    tone,
    level: "passive",
    message: { id, params: { ...(id === WITHOUT_AMOUNT ? FEW_PARAMS : PARAMS), ...params } },
    actions: [],
    disclosures: [],
    reasons: [],
    ...more,
  };
}

function plan(...add: UnsaidNudge[]): UnsaidPlan {
  return { show: [], add, cancel: [], suppressed: [] };
}

function said(locale: string, nudge: UnsaidNudge) {
  const [first] = sayPlan(plan(nudge), { locale, accounts }).add;
  if (first === undefined) throw new Error("the plan lost its nudge");
  return first;
}

/** Whole: nothing left to fill in, no id instead of words, no capitals for stress, no exclamation mark. */
function expectWhole(text: string) {
  expect(text.trim()).not.toBe("");
  expect(text).not.toMatch(/[{}$�!！]|undefined|NaN|nudge\.|lateness\.|signal\./);
  expect(text).not.toMatch(/\b(?!CNY)[A-Z]{3,}\b/);
}

describe.each(VARIANTS)("%s", (id) => {
  test.each(TONES)("%s", (tone) => {
    for (const days of [0, 1, 2, 5]) {
      const [inEnglish, inChinese] = LOCALES.map((locale) => said(locale, raw(id, tone, {}, { days })).text);
      for (const { title, body } of [inEnglish, inChinese] as { title: string; body: string }[]) {
        expectWhole(title);
        expectWhole(body);
        if (id === WITHOUT_AMOUNT) expect(body).toMatch(/^[^¥€]*Phone, 12 instalments[^¥€]*ピアノ[^¥€]*$/);
        else expect(body).toMatch(/499\.67|12\.30|123\.00/);
      }
      for (const part of ["title", "body", "public"] as const) expect(inEnglish?.[part]).not.toBe(inChinese?.[part]);
      expect(inChinese?.title).not.toMatch(/tomorrow|days/);
    }
  });

  test("each tone has words of its own", () => {
    for (const locale of LOCALES) {
      const texts = TONES.map((tone) => said(locale, raw(id, tone)).text);
      expect(new Set(texts.map(({ body }) => body)).size).toBe(3);
    }
  });
});

test("the catalogue has no message that no test asks for", () => {
  const ids = Object.keys(english).filter((key) => /^nudge\.(early|near|due|grace|overdue|help)\./.test(key));
  const asked = VARIANTS.flatMap((id) =>
    TONES.flatMap((tone) => ["title", "body", "ask"].map((part) => `nudge.${id}.${tone}.${part}`)),
  );
  expect(ids.sort()).toEqual(asked.sort());
});

describe("on a lock screen", () => {
  test.each(STAGES)("%s tells no amount, no creditor, no name and nothing of debts", (stage) => {
    for (const locale of LOCALES) {
      const { text } = said(locale, raw(`${stage}.one`, "neutral", {}, { fee: 500, payBy: "2026-11-27" }));
      expectWhole(text.public);
      expect(text.public).not.toMatch(/\d|[¥€$]|Phone|Bank/);
      expect(text.public).not.toMatch(
        /debt|due|overdue|pay|late|owe|loan|bill|credit|欠|逾期|到期|付|还款|账单|贷|催/i,
      );
    }
  });
});

describe("what is added to the facts", () => {
  const more = { minimum: 38_245, fee: 1_240, payBy: "2026-11-27" };

  test("the minimum, and a cost together with how it is avoided", () => {
    expect(said("en-GB", raw("due.one", "neutral", {}, more)).text.body).toBe(
      "CN¥499.67 to \u2068Sample Bank\u2069 is due today, Wednesday 25 November. The minimum is CN¥382.45. " +
        "Paid by Friday 27 November, CN¥12.40 is not added. You can pay it here.",
    );
    expect(said("zh-CN", raw("due.one", "neutral", {}, more)).text.body).toBe(
      "应付给\u2068Sample Bank\u2069的 ¥499.67 今天（11月25日星期三）到期。最低应付 ¥382.45。" +
        "11月27日星期五及之前付，就不会多出 ¥12.40。可以在这里付。",
    );
  });

  test("nothing where there is none, or where the minimum is paid", () => {
    const { body } = said("en", raw("due.one", "neutral")).text;
    expect(body).not.toMatch(/minimum|added/);
    expect(said("en", raw("due.one", "neutral", {}, { minimum: 0 })).text.body).toBe(body);
  });

  test("help asks one thing and nothing else", () => {
    const { body } = said("en", raw("help.short", "supportive")).text;
    expect(said("en", raw("help.short", "supportive", {}, more)).text.body).toBe(body);
  });

  test("help with several accounts names each of them, whole, and the first day", () => {
    const more = { accounts: ["electricity", "piano", "furniture"] };
    expect(said("en-GB", raw("help.many", "warm", more)).text.body).toBe(
      "\u2068\u2068Electricity\u2069, \u2068ピアノ\u2069 and \u2068أثاث البيت\u2069\u2069: " +
        "the oldest payment has been open since Wednesday 25 November. " +
        "You can look at ways with smaller steps or more time; asking costs nothing and binds you to nothing.",
    );
    expect(said("zh-CN", raw("help.many", "neutral", more)).text.body).toMatch(
      /^\u2068\u2068Electricity\u2069、\u2068ピアノ\u2069和\u2068أثاث البيت\u2069\u2069：最早一笔从11月25日星期三起还没有付清。/,
    );
  });

  test("help and the supportive tone say that asking costs nothing", () => {
    const ids = VARIANTS.filter((id) => !/^(early|near)\./.test(id));
    for (const id of ids) expect(said("en", raw(id, "supportive")).text.body).toMatch(/cost[s]? nothing/);
    for (const id of ids) expect(said("zh-CN", raw(id, "supportive")).text.body).toMatch(/不花钱/);
  });
});

describe("actions, reasons and what is held back", () => {
  const kinds = [
    "pay",
    "pay-minimum",
    "see-cost",
    "see-offers",
    "cannot-pay",
    "snooze",
    "why",
    "stop",
    "dispute",
  ] as const;

  test.each(LOCALES)("%s: every action has a label, and names what it has", (locale) => {
    const figures = [{}, { amount: 5_000 }, { until: "2026-11-29T09:30" }];
    for (const figure of figures) {
      const actions = kinds.map((kind) => ({ kind, ...figure }));
      const nudge = said(locale, raw("due.one", "warm", { actions }));
      expect(nudge.actions.map(({ kind }) => kind)).toEqual(kinds);
      for (const { label } of nudge.actions) expectWhole(label);
      expect(new Set(nudge.actions.map(({ label }) => label)).size).toBe(kinds.length);
      if ("amount" in figure) expect(nudge.actions[0]?.label).toMatch(/50\.00/);
      if ("until" in figure) expect(nudge.actions[5]?.label).toMatch(/29.*0?9:30/);
    }
  });

  test.each([
    [
      "nudge.reason.",
      (code: string) => said("zh-CN", raw("due.one", "warm", { reasons: [{ code }] })).reasons[0]?.text,
    ],
    [
      "nudge.held.",
      (reason: string) => {
        const held = { ...plan(), suppressed: [{ key: "k", account: "phone", reason, rule: "CN.1" }] };
        return sayPlan(held, { locale: "zh-CN", accounts }).suppressed[0]?.text;
      },
    ],
  ])("%s… is said for every code", (prefix, say) => {
    const codes = Object.keys(english).filter((key) => key.startsWith(prefix));
    expect(codes.length).toBeGreaterThan(10);
    for (const code of codes) {
      const text = say(code.slice(prefix.length)) as string;
      expectWhole(text);
      expect(text).toMatch(/\p{Script=Han}/u);
    }
  });

  test("a plan keeps all that the core told, in the order of the contract", () => {
    const nudge = said("en", raw("near.one", "warm", { disclosures: ["A rule."], reasons: [{ code: "due-near" }] }));
    const keys = ["key", "at", "expires", "accounts", "dues", "stage", "channel", "tone", "level", "message"];
    expect(Object.keys(nudge)).toEqual([...keys, "text", "actions", "disclosures", "reasons"]);
    expect(nudge.disclosures).toEqual(["A rule."]);
    const whole = { ...plan(), cancel: ["a"], suppressed: [], nextAt: "2026-11-23T08:00" };
    expect(sayPlan(whole, { locale: "en", accounts })).toEqual(whole);
  });
});

describe("languages", () => {
  test.each([
    ["zh-SG", /应付/],
    ["de-DE", /is due on/],
    ["no language", /is due on/],
    ["", /is due on/],
    ["en-!!", /is due on/],
    ["zh_CN", /is due on/],
  ])("%s", (locale, words) => {
    expect(said(locale, raw("near.one", "neutral")).text.body).toMatch(words);
  });

  test("where a sentence runs from right to left, amounts and names are kept apart from it", () => {
    const arabic = structuredClone(english) as unknown as Record<string, unknown>;
    const model = (wordsOf: string) => (zhCN as Catalogue).messages[wordsOf];
    arabic["nudge.due.one.warm.body"] = model("nudge.due.one.warm.body");
    addCatalogue({ locale: "ar", schema: 1, messages: arabic });
    const { body } = said("ar", raw("due.one", "warm")).text;
    expect(body).toMatch(/\u2068Sample Bank\u2069/);
    expect(body).toMatch(/\u2067[^\u2069]*[٤4][^\u2069]*\u2069/);
  });
});

describe("lateness", () => {
  const codes = Object.keys(english).flatMap((key) => (key.startsWith("lateness.") ? [key.slice(9)] : []));

  test.each(LOCALES)("%s: each reason is said", (locale) => {
    const lateness = { over0: 0.2, over3: 0.1, over7: 0.1, evidence: 4, level: "low" as const };
    const reasons = codes.map((code) => ({ code, weight: 0.5 }));
    const told = sayLateness({ ...lateness, interval: [0.1, 0.3], reasons }, locale);
    expect(told.reasons.map(({ code, weight }) => ({ code, weight }))).toEqual(reasons);
    for (const { text } of told.reasons) expectWhole(text);
    expect(codes.length).toBeGreaterThan(10);
  });
});

describe("signals", () => {
  const codes = Object.keys(english).flatMap((key) => (key.startsWith("signal.") ? [key.slice(7)] : []));
  const params = {
    amount: 5_000,
    missing: 900,
    usual: 4_000,
    saves: 500,
    statements: 3,
    date: "2026-11-25",
    currency: "EUR",
  };

  function texts(wallet: Wallet, ...signals: Omit<Signal, "text">[]) {
    const outlook = { at: AT, until: "2026-12-22", dues: [], accounts: [], totals: [], signals };
    return sayOutlook(outlook, wallet).signals.map(({ text }) => text);
  }

  test.each(LOCALES)("%s: each is said with the names of its account", (locale) => {
    const warned = vi.spyOn(process, "emitWarning");
    const wallet = { ...sample(), locale };
    const { label } = small().accounts[0] as Wallet["accounts"][number];
    const ofAccount = codes.map((code) => ({ code, account: "headphones", params }));
    for (const text of texts(wallet, ...ofAccount)) {
      expectWhole(text);
      expect(text).toContain(label);
    }
    const [income = ""] = texts(wallet, { code: "income-missed", params: { ...params, label: "Salary" } });
    expect(income).toMatch(/Salary.*€50\.00/);
    expectWhole(income);
    expect(codes.length).toBeGreaterThan(5);
    expect(warned).not.toHaveBeenCalled();
  });
});

describe("plans of whole wallets", () => {
  const DAYS = 45;
  const file = (name: string): Wallet => JSON.parse(readFileSync(join(import.meta.dirname, "../..", name), "utf8"));

  beforeAll(() => load({ locales: [zhCN] }));

  /** The plans of so many days, each as if nothing had been recorded since. */
  function* plans(wallet: Wallet, ...clocks: string[]): Generator<NudgePlan> {
    for (let day = 0; day < DAYS; day += 1) {
      const date = new Date(Date.parse(AT.slice(0, 10)) + day * 86_400_000).toISOString().slice(0, 10);
      for (const clock of clocks) yield nudges(wallet, `${date}T${clock}:00+08:00`);
    }
  }

  /** Those of each account alone and without funds: to who cannot pay all of them, little is said of each. */
  function* apart({ funds: _, ...wallet }: Wallet): Generator<NudgePlan> {
    for (const account of wallet.accounts) yield* plans({ ...wallet, accounts: [account] }, "08:00", "18:00");
  }

  function* texts({ show, add, suppressed }: NudgePlan): Generator<string> {
    for (const { text, actions, reasons } of [...show, ...add]) {
      yield* [text.title, text.body, text.public];
      for (const { label } of actions) yield label;
      for (const reason of reasons) yield reason.text;
    }
    for (const { text } of suppressed) yield text;
  }

  const files = ["www/src/sample-wallet.json", "tests/wallets/everything.json"];
  const asked = {
    together: (wallet: Wallet) => plans(wallet, "08:00", "18:00", "21:30"),
    apart,
  };
  const cases = LOCALES.flatMap((locale) =>
    files.flatMap((name) => (["together", "apart"] as const).map((way) => [locale, name, way] as const)),
  );

  test.each(cases)("%s, %s, %s: every sentence is whole", (locale, name, way) => {
    const all = [...asked[way]({ ...file(name), locale })].flatMap((plan) => [...texts(plan)]);
    expect(all.length).toBeGreaterThan(1_000);
    for (const text of new Set(all)) {
      expect(text.trim()).not.toBe("");
      expect(text).not.toMatch(/[{}�!！]|\$[a-z]|undefined|NaN|null|nudge\./);
      // Names may be in any script; the words around them are of the language.
      const words = text.replace(/\u2068[^\u2069]*\u2069/g, "");
      if (locale === "zh-CN") expect(words).toMatch(/\p{Script=Han}/u);
      else expect(words).not.toMatch(/\p{Script=Han}/u);
    }
  });

  test.each(files)("%s: what is held back of a due is said once", (name) => {
    for (const { suppressed } of plans(file(name), "08:00", "18:00", "21:30")) {
      const dues = suppressed.map(({ key }) => key.split("/").slice(0, 2).join("/"));
      expect(dues).toEqual([...new Set(dues)]);
    }
  });

  test("every stage comes up", () => {
    const all = files.flatMap((name) => [...apart(file(name))]).flatMap(({ show, add }) => [...show, ...add]);
    expect([...new Set(all.map(({ stage }) => stage))].sort()).toEqual([...STAGES].sort());
  });
});

test("the words of an account are never a pattern", () => {
  const label = "{$amount :money} {{x}} \\ <b>";
  expect(said("en", raw("near.one", "neutral", {}, { label })).text.title).toContain(label);
  expect(wordsIn("en", { locale: "en", schema: 1, messages: {} }).say("missing")).toBe("missing");
});
