// What waiting costs and what a payment would leave, as a customer meets them: every figure is the engine's.

import type { Locator, Page } from "@playwright/test";
import { type Account, load, outlook, projection, schedule, type Wallet } from "predue";
import { pay, wait } from "../../pkg/dist/elements/simulate.js";
import { expect, NOW, sample, test } from "./page.js";

const ACCOUNTS = sample().accounts;
const account = (id: string) => ACCOUNTS.find((each) => each.id === id) as Account;
const CURVE_DAYS = Array.from({ length: 91 }, (_, day) => day);

/** An amount as British English writes it, without its currency. */
function plain(amount: number, currency: string): string {
  const digits = { JPY: 0, KWD: 3 }[currency] ?? 2;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return (amount / 10 ** digits).toLocaleString("en-GB", options);
}

function medium(date: string): string {
  return new Date(date).toLocaleDateString("en-GB", { dateStyle: "medium", timeZone: "UTC" });
}

test.beforeAll(() => load());

test.describe("what waiting costs", () => {
  const waiting = (page: Page) => page.locator("predue-waiting");

  test("begins with what can still be avoided", async ({ demo, page }) => {
    await demo.open("#/account/headphones");
    await expect(waiting(page)).toContainText("Pay €44.99 by Wednesday 25 November, and €2.50 is not added.");
    await expect(waiting(page)).toContainText(/From 7 January, \W*Sample Pay Later\W* may ask another company/);
    await demo.open("#/account/card");
    await expect(waiting(page)).toContainText("Pay CN¥3,824.50 by Wednesday 25 November, and CN¥40.16 is not added.");
    await expect(waiting(page)).toContainText("The least that avoids being late is CN¥382.45.");
    await demo.open("#/account/kitchen");
    const { avoid, points } = projection(sample(), "kitchen", NOW, { days: CURVE_DAYS });
    const added = points.find(({ date }) => date === avoid?.payBy)?.extra as number;
    await expect(waiting(page)).toContainText(`Waiting until that day adds €${plain(added, "EUR")}.`);
  });

  for (const { id, currency } of ACCOUNTS) {
    test(`${id}: the table is what the engine answers`, async ({ demo, page }) => {
      const { points } = projection(sample(), id, NOW);
      await page.setViewportSize({ width: 1280, height: 900 });
      await demo.open(`#/account/${id}`);
      const rows = waiting(page).getByRole("row");
      const cells = await rows.evaluateAll((all) =>
        all.slice(1).map((row) => [...row.children].map((cell) => cell.textContent?.trim())),
      );
      const expected = points.map(({ date, daysPastDue, pay: { total }, extra }) => [
        medium(date),
        String(daysPastDue),
        plain(total, currency),
        plain(extra, currency),
      ]);
      expect(cells).toEqual(expected);
    });
  }

  test("is a picture that says what it shows, and keeps to its card", async ({ demo, page }) => {
    const { points, steps } = projection(sample(), "electricity", NOW, { days: CURVE_DAYS });
    await demo.open("#/account/electricity");
    const picture = waiting(page).getByRole("img");
    await expect(picture).toHaveAccessibleName(
      "A curve of what waiting adds: nothing on 22 November, and CN¥10.00 by 20 February. The first step, CN¥5.00, is on " +
        "27 November. The table that follows has the figures.",
    );
    await expect(picture.locator(".charge")).toHaveCount(steps.filter(({ milestone }) => !milestone).length);
    await expect(picture.locator(".milestone")).toHaveCount(steps.filter(({ milestone }) => milestone).length);
    // One way to the right and up for each day.
    const way = await picture.locator(".curve").getAttribute("d");
    expect(way?.match(/H/g)).toHaveLength(points.length);
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const card = await waiting(page).locator("figure").boundingBox();
      for (const part of await picture.locator("text").all()) {
        const box = await part.boundingBox();
        if (box === null) continue;
        expect(box.x).toBeGreaterThanOrEqual(card?.x ?? 0);
        expect(box.x + box.width).toBeLessThanOrEqual((card?.x ?? 0) + (card?.width ?? 0));
      }
    }
  });

  test("tells each charge on demand, and they come to the sum", async ({ demo, page }) => {
    for (const id of ["kitchen", "card", "headphones"]) {
      const { trail, points } = projection(sample(), id, NOW);
      const { currency } = account(id);
      await demo.open(`#/account/${id}`);
      const details = waiting(page).locator("details");
      await expect(details.getByRole("listitem").first()).toBeHidden();
      await details.locator("summary").focus();
      await page.keyboard.press("Enter");
      await expect(details.getByRole("listitem")).toHaveCount(trail.length);
      const shown = await details.locator("li .amount").allTextContents();
      const cents = (texts: string[]) =>
        texts.reduce((sum, text) => sum + Math.round(Number(text.replace(/[^\d.]/g, "")) * 100), 0);
      const soFar = trail.filter(({ date }) => date <= NOW.slice(0, 10));
      const added = points.at(-1)?.extra as number;
      expect(cents(shown.slice(soFar.length))).toBe(added);
      expect(cents(shown.slice(0, soFar.length))).toBe(soFar.reduce((sum, { amount }) => sum + amount, 0));
      await expect(details.locator(".sum")).toContainText(plain(added, currency));
    }
    await demo.open("#/account/card");
    await waiting(page).locator("summary").click();
    await expect(waiting(page)).toContainText(/5%\W* of CN¥382\.45/);
    await expect(waiting(page)).toContainText(/18\.25%\W* a year on CN¥3,824\.50, since the statement was closed/);
    await demo.open("#/account/phone");
    await waiting(page).locator("summary").click();
    await expect(waiting(page)).toContainText(/0\.05%\W* a day on CN¥599\.90, for 3 days/);
    await expect(waiting(page)).toContainText("For the payment due 22 Nov 2026");
  });

  test("is nothing where nothing is added, and says so", async ({ demo, page }) => {
    const bill = { ...account("electricity"), late: { milestones: [{ afterDays: 30, code: "account-limited" }] } };
    const { late: _, ...free } = account("electricity");
    await demo.open();
    await demo.paste(JSON.stringify({ ...sample(), accounts: [free, { ...bill, id: "limited", label: "Limited" }] }));
    await demo.accounts.getByRole("link", { name: "Electricity" }).click();
    await expect(waiting(page)).toHaveText(/^\s*Waiting adds nothing up to 20 February\.\s*$/);
    await expect(waiting(page).getByRole("img")).toHaveCount(0);
    await expect(waiting(page).getByRole("table")).toHaveCount(0);
    await page.goBack();
    await demo.accounts.getByRole("link", { name: "Limited" }).click();
    await expect(waiting(page)).toContainText("Pay CN¥399.50 by Saturday 19 December, and what is listed here");
    await expect(waiting(page)).toContainText("may limit what the account can be used for");
    await expect(waiting(page).getByRole("img")).toHaveCount(0);
  });
});

test.describe("trying out a payment", () => {
  const form = (page: Page) => page.locator("predue-pay");
  const field = (page: Page) => form(page).getByLabel("If I pay");

  /** The two columns of the result, by row. */
  async function result(element: Locator): Promise<Record<string, string[]>> {
    const rows = await element
      .locator("tbody tr")
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent?.replace(/\s+/g, " "))));
    return Object.fromEntries(
      rows.map(([name = "", ...cells]) => [name.trim(), cells.map((each) => (each ?? "").trim())]),
    );
  }

  for (const id of ACCOUNTS.map((each) => each.id)) {
    test(`${id}: less, exactly, more and all, today and later, to the cent`, async ({ demo, page }) => {
      const { currency } = account(id);
      await demo.open(`#/account/${id}`);
      for (const date of ["2026-11-22", "2026-12-06", "2027-01-25"]) {
        await form(page).getByLabel("On").fill(date);
        const day = wait(sample(), account(id), NOW, date);
        const [due, all] = [day.point.pay.total, day.stand.standing.payoff.total];
        for (const amount of [Math.trunc(due / 2), due, Math.min(due + 1_000, all), all]) {
          await field(page).fill(plain(amount, currency));
          const after = pay(sample(), day, amount);
          const shown = await result(form(page));
          expect(shown["Settles it"]?.[0]).toContain(plain(all, currency));
          expect(shown["Settles it"]?.[1]).toContain(plain(after.standing.payoff.total, currency));
          if (day.stand.overdue > 0) expect(shown.Overdue?.[1]).toContain(plain(after.overdue, currency));
          if (after.next) expect(shown["Next payment"]?.[1]).toContain(plain(after.next.amount.total, currency));
        }
        if (date > NOW.slice(0, 10) && day.point.extra > 0) {
          await expect(form(page)).toContainText(`${plain(day.point.extra, currency)}, which is included`);
        }
      }
    });
  }

  test("begins with what is due, and follows the day until an amount is typed", async ({ demo, page }) => {
    await demo.open("#/account/electricity");
    await expect(field(page)).toHaveValue("186.40");
    await expect(form(page)).toContainText("This pays what is due.");
    await expect(form(page)).toContainText("The next payment is CN¥213.10 on 19 December.");
    await form(page).getByLabel("On").fill("2026-12-22");
    await expect(field(page)).toHaveValue("404.50");
    await form(page).getByRole("button", { name: "What is due" }).click();
    await field(page).fill("100");
    await form(page).getByLabel("On").fill("2026-12-02");
    await expect(field(page)).toHaveValue("100");
    await expect(form(page)).toContainText("CN¥86.40 stays overdue.");
    await expect(form(page)).toContainText("Waiting until 2 December adds CN¥5.00, which is included.");
    await field(page).fill("250");
    await expect(form(page)).toContainText(
      "The rest goes to the next payment: CN¥154.50 is left of it, due 19 December.",
    );
    await form(page).getByRole("button", { name: "All of it" }).click();
    await expect(field(page)).toHaveValue("404.50");
    await expect(form(page)).toContainText("This pays everything off.");
    await field(page).fill("500");
    await expect(form(page)).toContainText("CN¥404.50 is enough for that.");
  });

  test("of a card says what the minimum does, and what only minimums come to", async ({ demo, page }) => {
    const standing = outlook(sample(), NOW).accounts.find((each) => each.account === "card");
    const { payments, interest, total } = standing?.minimumOnly ?? { payments: 0, interest: 0, total: 0 };
    await demo.open("#/account/card");
    await expect(page.locator("predue-account")).toContainText(/Minimum\s*CN¥382\.45\s*In full\s*CN¥3,824\.50/);
    await expect(page.locator("predue-account")).toContainText(
      new RegExp(
        `${payments} payments, the last on .*CN¥${plain(total, "CNY")} together.*CN¥${plain(interest, "CNY")} is`,
      ),
    );
    await form(page).getByRole("button", { name: "The minimum" }).click();
    await expect(field(page)).toHaveValue("382.45");
    await expect(form(page)).toContainText("The minimum is paid. Paying the other CN¥3,442.05 by 25 November too");
    await field(page).fill("82.45");
    await expect(form(page)).toContainText("CN¥300.00 of the minimum stays open until 25 November.");
    await form(page).getByLabel("On").fill("2026-12-05");
    await expect(form(page)).toContainText("CN¥300.00 of the minimum stays overdue.");
  });

  test("of a card that carries interest promises no day without it", async ({ demo, page }) => {
    const card = account("card");
    if (card.plan.kind !== "card") throw new Error("a card is needed");
    const statements = card.plan.statements.map((statement) => ({ ...statement, revolving: true }));
    await demo.open();
    await demo.paste(JSON.stringify({ ...sample(), accounts: [{ ...card, plan: { ...card.plan, statements } }] }));
    await demo.accounts.getByRole("link").click();
    await form(page).getByRole("button", { name: "The minimum" }).click();
    await expect(form(page)).toContainText(
      "The minimum is paid. CN¥3,442.05 is left of the statement, due 25 November.",
    );
  });

  test("says what is wrong with an amount or a day, in place and without alarm", async ({ demo, page }) => {
    await demo.open("#/account/electricity");
    for (const text of ["", "12,5", "5 yuan", "1.234", "-1"]) {
      await field(page).fill(text);
      await expect(field(page)).toHaveAttribute("aria-invalid", "true");
      await expect(field(page)).toHaveAccessibleDescription(/^Please write an amount such as \W*186\.40\W*\.$/);
      await expect(form(page).getByRole("table")).toHaveCount(0);
    }
    await field(page).fill("1,234.50");
    await expect(field(page)).toHaveAttribute("aria-invalid", "false");
    const day = form(page).getByLabel("On");
    for (const date of ["2026-11-21", "2027-11-23", ""]) {
      await day.fill(date);
      await expect(day).toHaveAccessibleDescription("Please choose a day from 22 Nov 2026 to 22 Nov 2027.");
      await expect(form(page).getByRole("table")).toHaveCount(0);
    }
    await day.fill("2026-11-30");
    await expect(form(page).getByRole("table")).toBeVisible();
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  test("tells the result once it is settled on, not while it is typed", async ({ demo, page }) => {
    await demo.open("#/account/electricity");
    await field(page).click();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("100");
    await expect(form(page)).toContainText("CN¥86.40 stays overdue.");
    await expect(page.locator("[data-predue-announcer]")).toHaveCount(0);
    await page.keyboard.press("Tab");
    await expect(page.locator("[data-predue-announcer]")).toHaveText("CN¥86.40 stays overdue.");
  });

  test("of terms it cannot compute says so, and the rest stays", async ({ demo, page }) => {
    await demo.open("#/account/piano");
    // Interest that is put off would have to be paid before it has run.
    await form(page).evaluate((element) => {
      const pay = element as HTMLElementTagNameMap["predue-pay"];
      const wallet = structuredClone(pay.wallet);
      pay.account = wallet?.accounts.find(({ id }) => id === "piano");
      Object.assign(pay.account?.plan ?? {}, { grace: { interest: 1 } });
      pay.wallet = wallet;
    });
    await expect(form(page)).toContainText("What a payment would change on this account is not worked out here yet.");
    await expect(page.locator("predue-waiting").getByRole("table")).toBeVisible();
  });

  test("keeps up with typing", async ({ demo, page }) => {
    await demo.open("#/account/kitchen");
    await form(page).getByLabel("On").fill("2027-01-25");
    const took = await form(page).evaluate(async (element) => {
      const input = element.shadowRoot?.querySelector("#amount") as HTMLInputElement;
      const times: number[] = [];
      for (let amount = 100; amount < 160; amount += 1) {
        input.value = String(amount);
        const start = performance.now();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        await (element as HTMLElementTagNameMap["predue-pay"]).updateComplete;
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[30] as number;
    });
    test.info().annotations.push({ type: "milliseconds a keystroke", description: took.toFixed(2) });
    expect(took).toBeLessThan(16);
  });
});

test("in Chinese, in the words of a Chinese speaker", async ({ demo, page }) => {
  await demo.open("#/account/card");
  await page.getByLabel("Language").selectOption("zh-CN");
  const waiting = page.locator("predue-waiting");
  await expect(waiting).toContainText("11月25日星期三及之前付 ¥3,824.50，就不会多出 ¥40.16。");
  await expect(waiting).toContainText("至少付 ¥382.45 就不算逾期。");
  await expect(waiting.getByRole("img")).toHaveAccessibleName(/^曲线图：晚付会多出多少。/);
  await waiting.locator("summary").click();
  await page.locator("predue-pay").getByRole("button", { name: "最低" }).click();
  await expect(page.locator("predue-pay")).toContainText("最低应付额已付够。其余 ¥3,442.05 也在11月25日及之前付");
  const words = (await demo.text()).replace(/predue|English|CNY|Everyday card|Sample Bank/g, "");
  expect(words.replace(/[\da-f-]{8,}(-dirty)?/g, "")).not.toMatch(/[A-Za-z]{3,}/);
});

test("amounts of any length fit a phone", async ({ demo, page }) => {
  const kitchen = account("kitchen");
  if (kitchen.plan.kind !== "loan") throw new Error("a loan is needed");
  const plan = { ...kitchen.plan, principal: 900_000_000_000_000 };
  const { events: _, ...rest } = { ...kitchen, currency: "IDR", plan };
  await demo.open();
  await demo.paste(JSON.stringify({ ...sample(), accounts: [rest] }));
  await demo.accounts.getByRole("link").click();
  await page.locator("predue-waiting summary").click();
  await expect(page.locator("predue-pay").getByRole("table")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  // Nothing is cut off inside its card either.
  const cut = await page.evaluate(
    () =>
      ["predue-account", "predue-waiting", "predue-pay"].flatMap((tag) =>
        [...(document.querySelector(tag)?.shadowRoot?.querySelectorAll(".amount") ?? [])].filter((each) => {
          const card = each.closest(".card")?.getBoundingClientRect();
          return each.checkVisibility() && each.getBoundingClientRect().right > (card?.right ?? 0);
        }),
      ).length,
  );
  expect(cut).toBe(0);
});

test("in forced colours the curve and its marks are drawn in the text's colour", async ({ browser, baseURL }) => {
  const page = await browser.newPage({ forcedColors: "active", ...(baseURL === undefined ? {} : { baseURL }) });
  await page.clock.setFixedTime(new Date(NOW));
  await page.goto("./#/account/electricity");
  const colours = await page
    .locator("predue-waiting svg")
    .first()
    .evaluate((picture) => [
      getComputedStyle(picture.querySelector(".curve") as Element).stroke,
      getComputedStyle(picture.querySelector(".milestone") as Element).stroke,
      getComputedStyle(picture.querySelector("text") as Element).fill,
    ]);
  expect(new Set(colours).size).toBe(1);
  await page.close();
});

test("a page can colour the curve", async ({ demo, page }) => {
  await demo.open("#/account/electricity");
  await page.evaluate(() => document.documentElement.style.setProperty("--predue-curve", "rgb(1, 2, 3)"));
  const stroke = await page.locator("predue-waiting .curve").evaluate((curve) => getComputedStyle(curve).stroke);
  expect(stroke).toBe("rgb(1, 2, 3)");
});

test("without the daily points and the schedule the table's own points serve", async ({ demo, page }) => {
  const wallet: Wallet = sample();
  await demo.open();
  await page.evaluate(
    ([account, projection]) => {
      const element = document.createElement("predue-waiting");
      Object.assign(element, { account, projection });
      document.body.replaceChildren(element);
    },
    [account("headphones"), projection(wallet, "headphones", NOW)] as const,
  );
  await expect(page.getByRole("img")).toBeVisible();
  expect(schedule(wallet, "headphones", NOW).rows).toHaveLength(4);
  await page.locator("summary").click();
  await expect(page.locator("predue-waiting")).toContainText("On the account");
});
