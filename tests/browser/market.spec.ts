// Choosing a market, reading its rules, and what they change for an account: every figure is the engine's.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { load, type MarketPack, type Projection, projection } from "predue";
import BR from "predue/markets/BR";
import JP from "predue/markets/JP";
import { faintTexts, SCREENS } from "./looks.js";
import { expect, NOW, sample, test } from "./page.js";

const MARKETS = readdirSync(join(import.meta.dirname, "../../pkg/markets"))
  .filter((file) => /^[A-Z]{2}\.json$/.test(file))
  .map((file) => file.slice(0, 2));
const WIDTHS = { 360: 780, 1280: 900 };
const TARGET_PX_MIN = 24;

const rules = (page: Page) => page.locator("predue-market");
const waiting = (page: Page) => page.locator("predue-waiting");

/** Through the form, as a customer does it. */
async function choose(page: Page, market: string): Promise<void> {
  await page.locator("#open-settings").click();
  await page.locator("#market-choice").selectOption(market);
  await page.locator("#show").click();
  await expect(page.getByRole("dialog")).toBeHidden();
}

/** An element of its own, with properties that no market of the sample gives. */
async function alone(page: Page, tag: string, properties: object): Promise<void> {
  await page.evaluate(
    ([name, values]) => {
      const element = document.createElement(name);
      Object.assign(element, values);
      document.body.replaceChildren(element);
    },
    [tag, properties] as const,
  );
}

test.beforeAll(() => load({ markets: [BR, JP] }));

test("there are all markets and none, by name, and a pack is fetched when it is chosen", async ({ demo, page }) => {
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(request.url()));
  await demo.open();
  expect(fetched.filter((url) => /\/(BR|JP)-/.test(url))).toEqual([]);
  await demo.openSettings();
  const options = page.locator("#market-choice option");
  const values = await options.evaluateAll((all) => all.map((each) => (each as HTMLOptionElement).value));
  expect(values[0]).toBe("none");
  expect(values.slice(1).sort()).toEqual(MARKETS);
  await expect(page.getByLabel("Market")).toHaveValue("none");
  await page.getByLabel("Market").selectOption({ label: "Brazil" });
  expect(JSON.parse(await demo.document.inputValue()).market).toBe("BR");
  await page.locator("#show").click();
  await expect(demo.settings).toBeHidden();
  expect(fetched.filter((url) => /\/BR-/.test(url))).toHaveLength(1);
  expect(fetched.filter((url) => /\/JP-/.test(url))).toEqual([]);
});

test("every market can be chosen, and its rules are shown", async ({ demo, page }) => {
  await demo.open("#/market");
  for (const market of MARKETS) {
    await choose(page, market);
    const name = new Intl.DisplayNames("en-GB", { type: "region" }).of(market) as string;
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(new RegExp(`Market rules: .?${name}`));
    const { default: pack } = (await import(`predue/markets/${market}`)) as { default: MarketPack };
    await expect(rules(page).locator("[part=rule]")).toHaveCount(pack.rules?.length as number);
    const text = (await rules(page).locator("[part=base]").textContent()) as string;
    for (const { summary } of pack.rules ?? []) expect(text).toContain(summary);
    for (const { title } of pack.sources ?? []) expect(text).toContain(title);
    const helpers = rules(page).locator("[part=helper]");
    await expect(helpers).toHaveCount(pack.help?.length ?? 0);
    for (const [place, { name, href, phone, free }] of (pack.help ?? []).entries()) {
      const found = helpers.nth(place).locator(`a[href="${href}"]`);
      await expect(found).toContainText(name);
      await expect(found).toContainText(free ? " (free)" : "");
      if (phone !== undefined) await expect(helpers.nth(place).locator("a[href^='tel:']")).toContainText(phone);
    }
    expect(text).not.toMatch(/market\.|undefined|\[object/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  }
});

test("a rule is listed with its source, how it was read, and when it holds", async ({ demo, page }) => {
  await demo.open("#/market");
  await expect(page.getByRole("main")).toContainText("No market is chosen, so every amount is by the contract alone.");
  await page.getByRole("main").getByRole("button", { name: "Wallet and date" }).click();
  await page.getByLabel("Market").selectOption("CN");
  await page.locator("#show").click();
  await expect(rules(page)).toContainText("Read on 22 Nov 2026, to be read again by 28 Feb 2027.");
  const rule = (id: string) =>
    rules(page)
      .locator("[part=rule]")
      .filter({ has: page.getByText(id, { exact: true }) });
  const charges = page.getByRole("region", { name: "What may be charged" });
  await expect(charges).toContainText("The rate for an overdue loan is at most one and a half times the rate");
  await expect(rule("cn-penint-bank")).toContainText("Read in an account of it");
  await expect(rule("cn-585")).toContainText("Read in the law itself");
  await expect(rule("cn-585")).toContainText(/民法典.*section/s);
  await expect(rule("cn-interval-7d")).toContainText("Not verified: it only makes things stricter");
  await expect(rule("cn-interval-7d")).toHaveClass(/cautious/);
  await expect(rule("cn-micro-4lpr")).toContainText("For contracts made from 1 Jan 2028");
  await expect(rule("cn-micro-4lpr")).toContainText("It does not apply yet");
  await expect(rule("cn-card-daily")).toContainText("Until 31 Dec 2020");
  await expect(rule("cn-card-daily")).toContainText("It has ended");
  await expect(page.locator("[part=stale]")).toHaveCount(0);
  await demo.openSettings();
  await page.locator("#clock").fill("2027-03-01T09:00");
  await page.locator("#show").click();
  await expect(page.locator("[part=stale]")).toContainText("were to be read again by 28 Feb 2027");
});

for (const [market, id] of [
  ["BR", "electricity"],
  ["JP", "kitchen"],
] as const) {
  test(`${market}, ${id}: what is cut is said with its rule, and with none chosen nothing is`, async ({
    demo,
    page,
  }) => {
    const [cut, whole] = [market, "none"].map((each) => projection({ ...sample(), market: each }, id, NOW)) as [
      Projection,
      Projection,
    ];
    const { currency } = cut;
    const plain = (amount: number) => (amount / 100).toLocaleString("en-GB", { minimumFractionDigits: 2 });
    const last = (answer: Projection) =>
      `adds ${currency === "EUR" ? "€" : "CN¥"}${plain(answer.points.at(-1)?.extra as number)}`;
    expect(last(cut)).not.toBe(last(whole));

    await demo.open(`#/account/${id}`);
    await expect(waiting(page).locator("figure .title")).toContainText(last(whole));
    await expect(page.locator("#account-market")).toBeHidden();
    await choose(page, market);
    await expect(waiting(page).locator("figure .title")).toContainText(last(cut));

    const charges = cut.trail.filter((charge) => charge.cut);
    const first = charges[0];
    const effect = cut.rules.find((rule) => rule.id === first?.cut?.by)?.effect as string;
    await waiting(page).locator("summary").click();
    const shown = waiting(page).locator("[part=charge]").filter({ hasText: effect });
    await expect(shown.first()).toContainText(
      `would have been ${currency === "EUR" ? "€" : "CN¥"}${plain(first?.cut?.from as number)}`,
    );

    await page.locator("#account-market").click();
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    const changes = page.getByRole("region", { name: "What these rules change for this account" });
    await expect(changes).toContainText(effect);
    await expect(changes).toContainText(first?.cut?.by as string);
    for (const summary of await changes.locator("summary").all()) await summary.click();
    const rows = await changes
      .locator("tbody tr")
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent?.trim())));
    const expected = charges.map(({ date, amount, cut: by }) => [
      new Date(date).toLocaleDateString("en-GB", { dateStyle: "medium", timeZone: "UTC" }),
      plain(by?.from as number),
      plain(amount),
    ]);
    expect(rows.map(([date, , from, to]) => [date, from, to]).sort()).toEqual(expected.sort());
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

    await page.getByRole("link", { name: /^Back to/ }).click();
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    await choose(page, "none");
    await expect(waiting(page).locator("figure .title")).toContainText(last(whole));
    await expect(waiting(page)).not.toContainText(effect);
    await expect(page.locator("#account-market")).toBeHidden();
  });
}

test("of an account that no rule changes it is said", async ({ demo, page }) => {
  await demo.open("#/market/furniture");
  await choose(page, "BR");
  const changes = page.getByRole("region", { name: "What these rules change for this account" });
  await expect(changes).toContainText("These rules change nothing on this account.");
  await page.getByRole("navigation").getByRole("link", { name: "Electricity" }).click();
  await expect(changes).toContainText(/This account is in .?Chinese Yuan.? \(.?CNY.?\)/);
  await expect(page.getByRole("navigation").locator("[aria-current=page]")).toHaveText("Electricity");
});

test("the footer leads there and back, with focus", async ({ demo, page }) => {
  await demo.open();
  const link = page.getByRole("contentinfo").getByRole("link", { name: "Market rules" });
  await link.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Market rules" })).toBeFocused();
  await expect(page).toHaveTitle(/Market rules/);
  await page.getByRole("link", { name: "Back to what is due" }).click();
  await expect(link).toBeFocused();
});

test("a pasted wallet brings its market, and one that is unknown is told", async ({ demo, page }) => {
  await demo.open("#/market");
  await demo.paste(JSON.stringify({ ...sample(), market: "JP" }));
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Japan");
  await demo.openSettings();
  await expect(page.getByLabel("Market")).toHaveValue("JP");
  await demo.document.fill(JSON.stringify({ ...sample(), market: "XX" }));
  await page.locator("#show").click();
  await expect(demo.problem).toContainText("The rules of this market are not loaded.");
  await demo.document.fill("[");
  await page.getByLabel("Market").selectOption("BR");
  await expect(demo.document).toHaveValue("[");
});

test("where a rule is disputed, the range is said in the table and among the changes", async ({ demo, page }) => {
  const account = sample().accounts.find(({ id }) => id === "electricity");
  const answer = structuredClone(projection({ ...sample(), market: "BR" }, "electricity", NOW));
  const last = answer.points.at(-1) as Projection["points"][number];
  last.range = [last.extra, last.extra + 123];
  await demo.open();
  await alone(page, "predue-waiting", { account, projection: answer });
  await expect(page.locator("[part=row]").last()).toContainText(
    /between CN¥\d\.\d\d and CN¥\d\.\d\d: the rule is disputed/,
  );
  await expect(page.locator("[part=avoid]")).toContainText("a rule of the market is disputed");
  await expect(page.locator(".range")).toHaveCount(1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await alone(page, "predue-market", { pack: BR, projection: answer });
  await expect(page.locator("[part=changes]")).toContainText("The lower amount is by the stricter reading.");
});

test("what is not verified is not called a rule of the market", async ({ demo, page }) => {
  const account = sample().accounts.find(({ id }) => id === "electricity");
  const answer = structuredClone(projection({ ...sample(), market: "BR" }, "electricity", NOW));
  for (const rule of answer.rules) rule.confidence = "unverified";
  await demo.open();
  await alone(page, "predue-waiting", { account, projection: answer });
  await page.locator("summary").click();
  await expect(page.locator("[part=charge]").first()).toContainText("less by a stricter reading");
  await expect(page.locator("[part=charge]").first()).not.toContainText("rule of the market");
});

test("in Chinese, with the rules in the language they are written in", async ({ demo, page }) => {
  await demo.open("#/market/electricity");
  await choose(page, "BR");
  await page.getByLabel("Language").selectOption("zh-CN");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/当地规定：.?巴西/);
  await expect(rules(page)).toContainText("规定的内容目前只有英文。");
  await expect(rules(page)).toContainText("2026年11月22日查阅，2027年5月22日前会再次核对。");
  await expect(rules(page).locator("[part=rule] p").first()).toHaveAttribute("lang", "en");
  const own = await rules(page).evaluate((element) => {
    const copy = element.shadowRoot?.querySelector("[part=base]")?.cloneNode(true) as Element;
    for (const part of copy.querySelectorAll("[lang=en], cite, code")) part.remove();
    return copy.textContent?.replace(/条款：\S*/g, "") ?? "";
  });
  const names = (BR.help ?? []).map(({ name }) => name);
  const ours = names.reduce((text, name) => text.replaceAll(name, ""), own);
  expect(ours.replace(/CNY|BRL/g, "")).not.toMatch(/[A-Za-z]{3,}/);
});

for (const [width, height] of Object.entries(WIDTHS).map(([width, height]) => [Number(width), height] as const)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${width} px, ${colorScheme}`, () => {
      test.use({ viewport: { width, height }, colorScheme });

      test("the rules fit, read well and are kept as a picture", async ({ demo, page }) => {
        const picture = async (name: string, fullPage = true) => {
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
          expect(await faintTexts(page)).toEqual([]);
          await page.screenshot({ path: join(SCREENS, `${name}-${width}-${colorScheme}.png`), fullPage });
        };
        await demo.open("#/market");
        await picture("market-none");
        await demo.openSettings();
        await page.getByLabel("Market").selectOption("JP");
        await picture("market-choice", false);
        await page.locator("#show").click();
        await picture("market-rules");
        await page.getByRole("navigation").getByRole("link", { name: "Kitchen" }).click();
        await rules(page).locator("summary").first().click();
        await picture("market-account");
        await page.getByRole("link", { name: /^Back to/ }).click();
        await waiting(page).locator("summary").click();
        await picture("market-trail");
        await page.locator("#account-market").click();
        await page.locator("#language").selectOption("zh-CN");
        await picture("market-zh");
      });
    });
  }
}

test("controls have names and are large enough, headings come in order, and text can be twice as large", async ({
  demo,
  page,
}) => {
  await demo.open("#/market/kitchen");
  await choose(page, "JP");
  for (const control of await page.locator("a, button, select, summary").filter({ visible: true }).all()) {
    await expect(control).toHaveAccessibleName(/\S/);
    const box = await control.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(TARGET_PX_MIN);
  }
  const tree = await page.locator("body").ariaSnapshot();
  const levels = [...tree.matchAll(/- '?heading .*\[level=(\d)\]/g)].map(([, level]) => Number(level));
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
