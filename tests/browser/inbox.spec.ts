// Reminders as a customer meets them: what is said, why, what can be answered, what is recorded of it, and the time machine.

import { join } from "node:path";
import type { Page } from "@playwright/test";
import { audit, type ContactEvent, type History, load, nudges } from "predue";
import KR from "predue/markets/KR";
import { faintTexts, SCREENS } from "./looks.js";
import { type Demo, expect, sample, test } from "./page.js";

/** A Monday evening: the hour of what is due that day has come. */
const EVENING = "2026-11-23T18:00:00+08:00";
const WIDTHS = { 360: 780, 1280: 900 };
const TARGET_PX_MIN = 24;

const inbox = (page: Page) => page.locator("predue-inbox");
const nudge = (page: Page) => inbox(page).getByRole("article");
const panel = (page: Page, name: string) => inbox(page).locator("summary", { hasText: name });
const button = (page: Page, name: string | RegExp) => inbox(page).getByRole("button", { name });
/** What is offered first, in its order. */
const actions = (page: Page) => nudge(page).locator(".row").first().getByRole("button").allTextContents();
const held = (page: Page) => page.locator("predue-held").filter({ visible: true });

/** The record as the browser keeps it: the longer generation that can be read. */
async function kept(page: Page): Promise<History> {
  const texts = await page.evaluate(() => [0, 1].map((place) => localStorage.getItem(`predue.record.${place}`)));
  const all: History[] = texts.flatMap((text) => (text?.endsWith("}") ? [JSON.parse(text)] : []));
  const [longest] = all.sort((one, other) => other.entries.length - one.entries.length);
  return longest ?? { schema: 1, entries: [], head: "" };
}

async function events(page: Page, kind: ContactEvent["kind"]): Promise<ContactEvent[]> {
  const { entries } = await kept(page);
  return entries.map(({ event }) => event).filter((event) => event.kind === kind);
}

test.beforeAll(() => load());

test.beforeEach(async ({ demo }) => {
  await demo.open("#/inbox", EVENING);
});

test.describe("what is said", () => {
  test("to who is behind is help with what is past due, and the other ways to pay come first", async ({ page }) => {
    await expect(nudge(page)).toHaveCount(1);
    await expect(nudge(page).getByRole("heading", { level: 2 })).toHaveText("2 payments: you can ask for help");
    // Two currencies are not added up: the accounts have their names, and no figure.
    await expect(nudge(page)).toContainText(/Electricity\W* and \W*Kitchen\W*: the oldest payment/);
    await expect(nudge(page)).toContainText("has been open since Friday 20 November");
    await expect(nudge(page)).not.toContainText(/[¥€]/);
    await expect(nudge(page)).toContainText("asking for it costs nothing");
    expect(await actions(page)).toEqual(["See other ways", "I cannot pay this", "Pay", "See what waiting costs"]);
    expect(await events(page, "shown")).toMatchObject([
      { at: EVENING, key: expect.stringMatching(/^electricity\/october\+kitchen\/4\/help\//) },
    ]);
    await button(page, "See other ways").click();
    await expect(page).toHaveURL(/#\/account\/electricity\/ways$/);
    expect(await events(page, "acted")).toMatchObject([{ action: "see-offers" }]);
  });

  test("is the engine's, and is recorded as shown with its words", async ({ demo, page }) => {
    await openOneAccount(demo, page);
    await expect(nudge(page)).toHaveCount(1);
    await expect(nudge(page).getByRole("heading", { level: 2 })).toHaveText(/Headphones, pay in 4\W*: due today/);
    await expect(nudge(page)).toContainText("€44.99");
    const [shown, ...more] = await events(page, "shown");
    expect(more).toEqual([]);
    expect(shown).toMatchObject({ at: EVENING, account: "headphones", channel: "in-app", catalogue: "en@0.1.0" });
    expect(shown?.text).toContain("€44.99");
    expect(audit(await kept(page)).ok).toBe(true);
  });

  test("is recorded once, however often the page is opened, and stays while it holds", async ({ demo, page }) => {
    const { entries } = await kept(page);
    for (const address of ["#/", "#/inbox", "#/record", "#/inbox"]) {
      await demo.open(address, EVENING);
      await page.reload();
      await expect(page.locator("#loading")).toBeHidden();
    }
    await expect(nudge(page)).toHaveCount(1);
    expect((await kept(page)).entries.filter(({ event }) => event.kind !== "seen")).toEqual(
      entries.filter(({ event }) => event.kind !== "seen"),
    );
  });

  test("is told why on demand, which is recorded as opened", async ({ demo, page }) => {
    await openOneAccount(demo, page);
    const why = nudge(page).getByText("A payment is due today.");
    await expect(why).toBeHidden();
    await panel(page, "Why do I see this?").click();
    await expect(why).toBeVisible();
    await expect.poll(() => events(page, "opened")).toHaveLength(1);
  });

  test("counts as seen once it was long enough on the screen", async ({ page }) => {
    expect(await events(page, "seen")).toEqual([]);
    await expect.poll(() => events(page, "seen")).toHaveLength(1);
  });

  test("is spoken in the language of the page", async ({ demo, page }) => {
    await openOneAccount(demo, page);
    await expect(page.locator("#inbox-ahead")).toContainText("days");
    await page.locator("#language").selectOption("zh-CN");
    await expect(nudge(page)).toContainText("今天");
    await expect(page.locator("#inbox-ahead")).not.toContainText("days");
  });

  test("has the actions of the plan in its order, and a payment leads to the account", async ({ demo, page }) => {
    await openOneAccount(demo, page);
    expect(await actions(page)).toEqual(["Pay €44.99", "See what waiting costs"]);
    await button(page, "Pay €44.99").click();
    await expect(page.getByRole("heading", { level: 1, name: "Headphones, pay in 4" })).toBeVisible();
    expect(await events(page, "acted")).toMatchObject([{ action: "pay" }]);
  });

  test("is counted on the first page, which says nothing by itself", async ({ demo, page }) => {
    await page.evaluate(() => localStorage.clear());
    await demo.open("#/", EVENING);
    await page.reload();
    await expect(page.locator("#home-inbox")).toHaveText("Reminders (1)");
    expect((await kept(page)).entries).toEqual([]);
  });
});

test.describe("answers", () => {
  test("put off, it is gone, and that is recorded with the time", async ({ page }) => {
    await panel(page, "Remind me later").click();
    await expect(button(page, "On my payday")).toHaveCount(0);
    await button(page, "Tomorrow").click();
    await expect(nudge(page)).toHaveCount(0);
    await expect(page.locator("#inbox-noted")).toContainText("Noted. It comes back");
    expect(await events(page, "snoozed")).toMatchObject([{ value: "2026-11-24T18:00" }]);
    await page.reload();
    await expect(inbox(page)).toContainText("There is nothing to say at present.");
  });

  test("where a payday is known, it can be put off to it", async ({ demo, page }) => {
    await demo.paste(JSON.stringify({ ...sampleOn(1), preferences: { payday: 28 } }));
    await panel(page, "Remind me later").click();
    await button(page, "On my payday").click();
    expect(await events(page, "snoozed")).toMatchObject([{ value: "payday" }]);
  });

  test("a stop is final until reminders are started again", async ({ demo, page }) => {
    await openOneAccount(demo, page);
    await panel(page, "Stop these reminders").click();
    await button(page, "All reminders").click();
    await expect(nudge(page)).toHaveCount(0);
    await expect(inbox(page)).toContainText("All reminders are stopped.");
    await demo.moveTo("2026-11-30T10:00");
    await expect(nudge(page)).toHaveCount(0);
    await expect(inbox(page)).toContainText("All reminders are stopped.");
    await button(page, "Start again").click();
    await expect(inbox(page)).not.toContainText("stopped");
    await expect(nudge(page)).toHaveCount(1);
    expect(await events(page, "stopped")).toMatchObject([{ kind: "stopped" }, { action: "undo" }]);
    expect((await events(page, "shown")).map(({ at }) => at)).toEqual([EVENING, "2026-11-30T10:00:00+08:00"]);
  });

  test("started again the same day, what was on show is back, and is not said twice", async ({ demo, page }) => {
    await openOneAccount(demo, page);
    const title = await nudge(page).getByRole("heading").innerText();
    for (const name of ["All reminders", /About \W*Headphones, pay in 4/]) {
      await panel(page, "Stop these reminders").click();
      await button(page, name).click();
      await expect(nudge(page)).toHaveCount(0);
      await button(page, /Start again/).click();
      await expect(nudge(page).getByRole("heading")).toHaveText(title);
    }
    expect(await events(page, "shown")).toHaveLength(1);
  });

  test("a stop in one tab holds in another", async ({ context, page }) => {
    const other = await context.newPage();
    await other.clock.setFixedTime(new Date(EVENING));
    await other.goto("./#/inbox");
    await expect(nudge(other)).toHaveCount(1);
    await panel(page, "Stop these reminders").click();
    await button(page, "All reminders").click();
    await expect(inbox(other)).toContainText("All reminders are stopped.");
    await expect(nudge(other)).toHaveCount(0);
    await button(other, "Start again").click();
    await expect(nudge(other)).toHaveCount(1);
    await expect(nudge(page)).toHaveCount(1);
    await other.close();
    expect(audit(await kept(page)).ok).toBe(true);
  });

  test("one account can be stopped by itself", async ({ demo, page }) => {
    await openOneAccount(demo, page);
    await panel(page, "Stop these reminders").click();
    await button(page, /About \W*Headphones, pay in 4/).click();
    await expect(inbox(page)).toContainText(/Reminders about \W*Headphones, pay in 4\W* are stopped/);
    await button(page, /Start again\W*Headphones, pay in 4/).click();
    await expect(inbox(page)).not.toContainText("are stopped");
    expect(await events(page, "muted")).toMatchObject([
      { account: "headphones" },
      { account: "headphones", action: "undo" },
    ]);
  });

  test("feedback is recorded, and what is settled by it goes away", async ({ page }) => {
    await panel(page, "Is this useful?").click();
    await button(page, "Useful").click();
    await expect(button(page, "Useful")).toHaveAttribute("aria-pressed", "true");
    await expect(nudge(page)).toContainText(/Noted: \W*Useful/);
    await button(page, "Already paid").click();
    await expect(nudge(page)).toHaveCount(0);
    expect((await events(page, "feedback")).map(({ value }) => value)).toEqual(["useful", "already paid"]);
    await expect(held(page)).toContainText("It is paid.");
  });

  test("a dispute stops it, and can be taken back", async ({ page }) => {
    await button(page, "This is not right").click();
    await expect(nudge(page)).toHaveCount(0);
    await expect(held(page)).toContainText("You said that this is not right.");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(nudge(page)).toHaveCount(1);
    expect(await events(page, "disputed")).toMatchObject([{ kind: "disputed" }, { action: "undo" }]);
  });

  test("by keyboard alone, and the focus stays where the reminders are", async ({ page }) => {
    await panel(page, "Remind me later").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await expect(button(page, "Tomorrow")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(nudge(page)).toHaveCount(0);
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe("predue-inbox");
  });
});

test.describe("what is held back", () => {
  test("is said with its reason, account by account, as the engine has it", async ({ page }) => {
    const { suppressed } = nudges(sampleOn(1), EVENING);
    const reasons = held(page).locator("li > p:first-child");
    expect(new Set(await reasons.allTextContents())).toEqual(new Set(suppressed.map(({ text }) => text)));
  });

  test("names the market's rule and what it says", async ({ demo, page }) => {
    await page.evaluate(() => localStorage.clear());
    await demo.open("#/", "2026-11-23T21:30:00+08:00");
    await page.reload();
    await demo.openSettings();
    await demo.settings.locator("#market-choice").selectOption("KR");
    await demo.settings.locator("#show").click();
    await page.locator("#home-inbox").click();
    const told = KR.rules?.find(({ id }) => id === "KR.contact.windows[0]");
    const rule = held(page).locator("[part=rule]").filter({ hasText: "KR.contact" }).first();
    await expect(rule.locator("p[lang=en]")).toHaveText(told?.summary as string);
  });
});

test.describe("the record", () => {
  test("is told entry by entry, and can be taken along", async ({ page }) => {
    await page.getByRole("link", { name: "Record of reminders" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Record of reminders" })).toBeFocused();
    const { entries, head } = await kept(page);
    await expect(page.locator("#record-entries li")).toHaveCount(entries.length);
    await expect(page.locator("#record-about")).toContainText(head);
    await expect(page.locator("#record-about")).toContainText("Nothing was changed");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download as JSON" }).click();
    expect((await download).suggestedFilename()).toBe("record.json");
  });

  test("is erased only when asked twice, and leaves nothing but the fact", async ({ demo, page }) => {
    await demo.open("#/record", EVENING);
    const { entries } = await kept(page);
    await page.locator("#record-erase").click();
    await page.getByRole("button", { name: "Keep it" }).click();
    expect(await kept(page)).toMatchObject({ entries });
    await page.locator("#record-erase").click();
    await page.getByRole("button", { name: "Erase it" }).click();
    await expect(page.locator("#record-entries li")).toHaveCount(1);
    expect((await kept(page)).entries.map(({ event }) => event)).toMatchObject([
      { kind: "erased", value: entries.length },
    ]);
  });

  test("outlives a write that was cut short, and is never replaced by a shorter one", async ({ page }) => {
    await panel(page, "Why do I see this?").click();
    await expect.poll(() => events(page, "opened")).toHaveLength(1);
    const { entries } = await kept(page);
    for (const spoilt of ["", '{"schema":1,"entries":[', '{"schema":1,"entries":[],"head":""}']) {
      await page.evaluate((text) => {
        const places = [0, 1].map((place) => `predue.record.${place}`);
        const length = (place: string) => localStorage.getItem(place)?.length ?? 0;
        const [shorter] = places.sort((one, other) => length(one) - length(other));
        localStorage.setItem(shorter as string, text);
      }, spoilt);
      await page.reload();
      await expect(nudge(page)).toHaveCount(1);
      expect((await kept(page)).entries.length).toBeGreaterThanOrEqual(entries.length);
    }
  });

  test("says so where it is not what was recorded", async ({ demo, page }) => {
    await page.evaluate(() => {
      const [first = ""] = [0, 1].map((place) => localStorage.getItem(`predue.record.${place}`) ?? "").filter(Boolean);
      const changed = first.replace('"shown"', '"note"');
      for (const place of [0, 1]) localStorage.setItem(`predue.record.${place}`, changed);
    });
    await demo.open("#/record", EVENING);
    await page.reload();
    await expect(page.locator("#record-about")).toContainText("This is not what was recorded");
  });
});

test.describe("the time machine", () => {
  const date = (page: Page) => page.locator("#machine-date");
  const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

  test("walks days, and says what is said, planned and held back on each", async ({ demo, page }) => {
    await demo.open("#/time-machine", EVENING);
    await expect(date(page)).toHaveText(/23 November 2026/);
    await expect(page.locator("#machine-told")).toContainText("Electricity");
    await press(page, "Next day");
    await expect(date(page)).toHaveText(/24 November 2026/);
    await expect(page.locator("#machine-told")).toContainText("Nothing is said on this day.");
    await expect(held(page).getByRole("listitem").first()).toBeVisible();
    await press(page, "Previous day");
    await expect(page.getByRole("button", { name: "Previous day" })).toBeDisabled();
    await expect(date(page)).toHaveText(/23 November 2026/);
    for (let day = 0; day < 10; day += 1) {
      await press(page, "Next change");
      if ((await page.locator("#machine-told article").count()) > 0) break;
    }
    await expect(page.locator("#machine-told article").first()).toBeVisible();
  });

  test("lists what is held back on a day once, however often it asks", async ({ demo, page }) => {
    await demo.open("#/time-machine", EVENING);
    for (let change = 0; change < 10; change += 1) {
      await press(page, "Next change");
      const keys = await held(page).evaluate(({ plan }: HTMLElementTagNameMap["predue-held"]) =>
        plan?.suppressed.map(({ key }) => key.split("/").slice(0, 2).join("/")),
      );
      expect(keys).toEqual([...new Set(keys)]);
    }
  });

  test("shows the lock screen beside the whole text, and only the latter has an amount", async ({ demo, page }) => {
    await demo.open("#/time-machine", EVENING);
    const lock = page.locator("#machine-told .lock p").last();
    await expect(lock).not.toContainText(/[\d¥]|Electricity|Sample/);
    await openOneAccount(demo, page);
    await demo.open("#/time-machine", EVENING);
    await expect(lock).not.toContainText(/[\d€]|Headphones|Sample/);
    await expect(page.locator("#machine-told")).toContainText("€44.99");
  });

  test("keeps its own record", async ({ demo, page }) => {
    const before = await kept(page);
    await demo.open("#/time-machine", EVENING);
    for (const name of ["Next day", "Next change", "Next change"]) await press(page, name);
    expect(await kept(page)).toEqual(before);
  });

  test("plays, and is stopped by the same button", async ({ demo, page }) => {
    await demo.open("#/time-machine", EVENING);
    await press(page, "Play");
    await expect(date(page)).toHaveText(/24 November 2026/);
    await press(page, "Pause");
    const stopped = await date(page).textContent();
    await page.waitForTimeout(1500);
    await expect(date(page)).toHaveText(stopped as string);
  });

  test("of somebody who sees nothing, it is another story", async ({ demo, page }) => {
    await demo.paste(JSON.stringify(oneAccount()));
    await demo.open("#/time-machine", EVENING);
    const walk = async () => {
      const told: string[] = [];
      for (let day = 0; day < 8; day += 1) {
        told.push(await page.locator("#machine-told").innerText());
        await press(page, "Next day");
      }
      return told;
    };
    const seen = await walk();
    await page.locator("#machine-reader").selectOption("unseen");
    expect(await walk()).not.toEqual(seen);
  });
});

for (const [width, height] of Object.entries(WIDTHS).map(([width, height]) => [Number(width), height] as const)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${width} px, ${colorScheme}`, () => {
      test.use({ viewport: { width, height }, colorScheme });

      test("every view fits, reads well, has its headings in order and controls that can be hit", async ({
        demo,
        page,
      }) => {
        for (const locale of ["en", "zh-CN"]) {
          for (const view of ["inbox", "record", "time-machine"]) {
            await demo.open(`#/${view}`, EVENING);
            await page.locator("#language").selectOption(locale);
            if (view === "inbox") await inbox(page).locator("summary").last().click();
            await check(page, width);
            const name = `${view}${locale === "en" ? "" : "-zh"}-${width}-${colorScheme}.png`;
            await page.screenshot({ path: join(SCREENS, name), fullPage: true });
          }
        }
        await page.locator("#language").selectOption("en");
        await demo.open("#/record", EVENING);
        await page.locator("#record-erase").click();
        await check(page, width);
      });
    });
  }
}

test("text can be twice as large without loss", async ({ demo, page }) => {
  for (const view of ["inbox", "record", "time-machine"]) {
    await demo.open(`#/${view}`, EVENING);
    await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  }
});

async function check(page: Page, width: number): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  expect(await faintTexts(page)).toEqual([]);
  const tree = await page.locator("body").ariaSnapshot();
  const levels = [...tree.matchAll(/- heading .*\[level=(\d)\]/g)].map(([, level]) => Number(level));
  for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 1)).toBeLessThanOrEqual(1);
  const controls = page.locator("a, button, select, summary").filter({ visible: true });
  for (const control of await controls.all()) {
    await expect(control).toHaveAccessibleName(/\S/);
    const box = await control.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(TARGET_PX_MIN);
  }
}

/** The inbox of who has one account and is not behind, with nothing recorded before. */
async function openOneAccount(demo: Demo, page: Page): Promise<void> {
  await page.evaluate(() => localStorage.clear());
  await demo.open("#/", EVENING);
  await page.reload();
  await demo.paste(JSON.stringify(oneAccount()));
  await page.locator("#home-inbox").click();
}

/** The sample of the evening with nothing overdue in it: who cannot pay hears nothing more for four weeks. */
function oneAccount(): ReturnType<typeof sample> {
  const wallet = sampleOn(1);
  return { ...wallet, accounts: wallet.accounts.filter(({ id }) => id === "headphones") };
}

/** The sample, so many days later. */
function sampleOn(days: number): ReturnType<typeof sample> {
  const text = JSON.stringify(sample()).replace(/"(\d{4}-\d{2}-\d{2})"/g, (_whole, date) => {
    const day = new Date(date);
    day.setUTCDate(day.getUTCDate() + days);
    return `"${day.toISOString().slice(0, 10)}"`;
  });
  return JSON.parse(text);
}
