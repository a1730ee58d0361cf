// The elements as a page uses them that is not the demo.

import { load, outlook } from "predue";
import { expect, NOW, sample, test } from "./page.js";

type Tags = keyof HTMLElementTagNameMap & `predue-${string}`;

test.beforeEach(async ({ demo, page }) => {
  await demo.open();
  await page.evaluate(() => document.body.replaceChildren());
});

/** Puts an element on the page with these properties. */
function place(page: import("@playwright/test").Page, tag: Tags, properties: object) {
  return page.evaluate(
    ([name, values]) => {
      const element = document.createElement(name);
      Object.assign(element, values);
      document.body.append(element);
    },
    [tag, properties] as const,
  );
}

test("without addresses the entries are buttons that tell what was chosen", async ({ page }) => {
  await load();
  const wallet = sample();
  await place(page, "predue-outlook", { wallet, outlook: outlook(wallet, NOW) });
  const chosen = page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener("predue-select", (event) => resolve((event as CustomEvent).detail));
      }),
  );
  await page.getByRole("button", { name: "Everyday card" }).click();
  expect(await chosen).toEqual({ account: "card", due: "2026-11" });
});

test("without data they show nothing", async ({ page }) => {
  for (const tag of [
    "outlook",
    "totals",
    "accounts",
    "account",
    "schedule",
    "waiting",
    "pay",
    "guidance",
    "inbox",
    "held",
    "error",
  ] as const) {
    await place(page, `predue-${tag}`, {});
    await expect(page.locator(`predue-${tag}`)).toHaveText("");
  }
});

test("an address with ids of any kind leads to the right account", async ({ page }) => {
  await load();
  const [bill] = sample().accounts.filter(({ id }) => id === "electricity");
  const wallet = { ...sample(), accounts: [{ ...(bill as object), id: "a/b $& ü" }] } as ReturnType<typeof sample>;
  const accountHref = "/accounts/{account}#top";
  await place(page, "predue-accounts", { wallet, outlook: outlook(wallet, NOW), accountHref });
  await expect(page.getByRole("link")).toHaveAttribute("href", "/accounts/a%2Fb%20%24%26%20%C3%BC#top");
});

test("amounts keep their order in a page that runs from right to left", async ({ page }) => {
  await load();
  const wallet = sample();
  await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
  await place(page, "predue-totals", { outlook: outlook(wallet, NOW) });
  const amounts = page.locator("predue-totals .amount");
  expect(await amounts.count()).toBeGreaterThan(4);
  for (const amount of await amounts.all()) await expect(amount.locator("bdi")).toHaveCount(1);
});

test("they take the language of the page, and their own before it", async ({ page }) => {
  await load();
  const wallet = sample();
  await page.evaluate(() => document.documentElement.setAttribute("lang", "zh-CN"));
  await place(page, "predue-totals", { outlook: outlook(wallet, NOW) });
  await expect(page.locator("predue-totals")).toContainText("30 天内应付");
  await page.locator("predue-totals").evaluate((element) => element.setAttribute("locale", "en"));
  await expect(page.locator("predue-totals")).toContainText("Next 30 days");
});

test("an error of any kind is shown, a foreign one with its message", async ({ page }) => {
  await place(page, "predue-error", { error: { message: "the disk is full" } });
  await expect(page.locator("predue-error")).toContainText("Something went wrong.");
  await expect(page.locator("predue-error")).toContainText("the disk is full");
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(page.locator("[data-predue-announcer]")).toContainText("the disk is full");
});

test("a page can colour them", async ({ page }) => {
  await load();
  await page.evaluate(() => document.documentElement.style.setProperty("--predue-surface", "rgb(1, 2, 3)"));
  await place(page, "predue-totals", { outlook: outlook(sample(), NOW) });
  const colour = await page.locator("predue-totals section").evaluate((card) => getComputedStyle(card).backgroundColor);
  expect(colour).toBe("rgb(1, 2, 3)");
});
