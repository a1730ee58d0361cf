// Whether everyone can use the demo: by keyboard, by ear, on a small screen, in the dark.

import { join } from "node:path";
import { faintTexts, SCREENS } from "./looks.js";
import { expect, test } from "./page.js";

const WIDTHS = { 360: 780, 1280: 900 };
const TARGET_PX_MIN = 24;

for (const [width, height] of Object.entries(WIDTHS).map(([width, height]) => [Number(width), height] as const)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${width} px, ${colorScheme}`, () => {
      test.use({ viewport: { width, height }, colorScheme });

      test("every view fits, reads well and is kept as a picture", async ({ demo, page }) => {
        const picture = async (name: string, fullPage = true) => {
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
          expect(await faintTexts(page)).toEqual([]);
          await page.screenshot({ path: join(SCREENS, `${name}-${width}-${colorScheme}.png`), fullPage });
        };
        await demo.open();
        await picture("home");
        await demo.openSettings();
        await demo.document.fill("{}");
        await demo.settings.locator("#show").click();
        await expect(demo.problem).toBeInViewport();
        await picture("mistake", false);
        await page.keyboard.press("Escape");
        await demo.accounts.getByRole("link", { name: "Car loan" }).click();
        await picture("account");
        for (const name of ["Everyday card", "Kitchen", "Headphones, pay in 4", "Electricity"]) {
          await page.goBack();
          await demo.accounts.getByRole("link", { name }).click();
          await picture(`account-${name.split(/\W/)[0]?.toLowerCase()}`);
        }
        await page.locator("predue-waiting summary").click();
        await page.locator("predue-pay #amount").fill("10,0");
        await picture("account-open");
        await page.goBack();
        await page.locator("#language").selectOption("zh-CN");
        await picture("home-zh");
        await demo.accounts.getByRole("link", { name: "Everyday card" }).click();
        await picture("card-zh");
      });
    });
  }
}

test("by keyboard alone: skip, open an account, come back, open and leave the settings", async ({ demo, page }) => {
  await demo.open();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();

  await page.keyboard.press("Tab");
  await expect(page.locator("#home-inbox")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Look ahead")).toBeFocused();
  await page.keyboard.press("Tab");
  const first = demo.dues.getByRole("link").first();
  await expect(first).toBeFocused();
  expect(await first.evaluate((link) => getComputedStyle(link).outlineStyle)).not.toBe("none");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Electricity" })).toBeFocused();

  await page.keyboard.press("Shift+Tab");
  await expect(page.getByRole("link", { name: "Back to what is due" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(first).toBeFocused();

  const opener = page.getByRole("button", { name: "Wallet and date" });
  await opener.focus();
  await page.keyboard.press("Enter");
  await expect(demo.settings).toBeVisible();
  expect(await demo.settings.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
  await page.keyboard.press("Escape");
  await expect(demo.settings).toBeHidden();
  await expect(opener).toBeFocused();
});

test("every control has a name and is large enough to hit", async ({ demo, page }) => {
  await demo.open();
  const check = async () => {
    const controls = page.locator("a, button, select, textarea, input:not([hidden])").filter({ visible: true });
    for (const control of await controls.all()) {
      await expect(control).toHaveAccessibleName(/\S/);
      const box = await control.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(TARGET_PX_MIN);
    }
  };
  await check();
  await demo.accounts.getByRole("link").first().click();
  await check();
  await demo.openSettings();
  await check();
});

test("headings come in order, one of the first level, in every view", async ({ demo, page }) => {
  const levels = async () => {
    const tree = await page.locator("body").ariaSnapshot();
    return [...tree.matchAll(/- heading .*\[level=(\d)\]/g)].map(([, level]) => Number(level));
  };
  const check = (found: number[]) => {
    expect(found.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of found.entries()) expect(level - (found[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  };
  await demo.open();
  check(await levels());
  await demo.accounts.getByRole("link").first().click();
  check(await levels());
});

test("the page has its landmarks, and the schedule is a table with headers to those who hear it", async ({
  demo,
  page,
}) => {
  await demo.open("#/account/car");
  for (const landmark of ["banner", "main", "contentinfo"] as const)
    await expect(page.getByRole(landmark)).toHaveCount(1);
  const table = demo.schedule.getByRole("table", { name: /Car loan/ });
  const heads = await table.getByRole("columnheader").allTextContents();
  expect(heads.map((head) => head.trim())).toEqual([
    "No.",
    "Due date",
    "Status",
    "Principal",
    "Interest",
    "Payment",
    "Balance after",
  ]);
  const cells = table.getByRole("row").nth(1).locator("td, th");
  await expect(cells).toHaveCount(heads.length);
  await expect(table.locator("time").first()).toHaveAttribute("datetime", "2026-11-30");
});

test("text can be twice as large without loss", async ({ demo, page }) => {
  await demo.open();
  // Through the object model: the policy forbids added styles.
  await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await demo.accounts.getByRole("link", { name: "Car loan" }).click();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test.describe("forced colours", () => {
  test.use({ forcedColors: "active" });
  test("what is overdue is still told apart", async ({ demo, page }) => {
    await demo.open();
    const border = await demo.dues
      .locator(".attention")
      .first()
      .evaluate((mark) => getComputedStyle(mark).borderTopStyle);
    expect(border).toBe("solid");
    await page.screenshot({ path: join(SCREENS, "home-forced-colours.png"), fullPage: true });
  });
});
