// What a customer does with the demo: look, look closer, bring a wallet of one's own, and get it wrong.

import { load, outlook, schedule } from "predue";
import { expect, NOW, sample, test } from "./page.js";

/** A label in a sentence is isolated from the direction of the words around it. */
const LABELLED = "account 1 (\u2068Phone, 12 instalments\u2069)";

test.describe("the sample", () => {
  test("shows what is due, day by day, to the cent", async ({ demo, page }) => {
    await demo.open();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("What is due");
    await expect(page.locator("#asof")).toHaveText(/^As of Sunday,? 22 November 2026, 09:30$/);

    const days = demo.dues.getByRole("heading", { level: 3 });
    await expect(days.first()).toHaveText("Thursday 19 November");
    await expect(demo.dues.getByRole("link")).toHaveCount(13);
    await expect(demo.dues.getByRole("link").first()).toContainText(/Electricity.*CN¥186\.40.*Overdue/s);
    await expect(demo.dues.getByRole("link", { name: "Everyday card" })).toContainText("CN¥3,824.50");
    await expect(demo.dues.getByRole("link", { name: "Everyday card" })).toContainText("Minimum CN¥382.45");
    await expect(demo.dues.getByRole("link", { name: "أثاث البيت" })).toContainText("149.069");
    await expect(demo.dues.getByRole("link", { name: "ピアノ" })).toContainText("16,628");
    await expect(demo.dues.getByRole("link", { name: "Headphones, pay in 4" }).first()).toContainText("Due today");
    await expect(demo.dues.getByRole("link", { name: "Phone, 12 instalments" }).first()).toContainText(
      "Paid automatically",
    );
  });

  test("shows totals by currency that are those of the engine", async ({ demo }) => {
    await load();
    const { totals } = outlook(sample(), NOW);
    await demo.open();
    const blocks = demo.totals.getByRole("listitem");
    await expect(blocks).toHaveCount(totals.length);
    for (const [index, { currency, within30, all }] of totals.entries()) {
      const digits = { JPY: 0, KWD: 3 }[currency] ?? 2;
      const text = (amount: number) =>
        (amount / 10 ** digits).toLocaleString("en-GB", {
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        });
      await expect(blocks.nth(index)).toContainText(text(within30));
      await expect(blocks.nth(index)).toContainText(text(all));
    }
    await expect(blocks.first()).toContainText(/Plus overdue\s*CN¥186\.40/);
  });

  test("moves with the customer's day", async ({ demo, page }) => {
    await page.clock.setFixedTime(new Date("2027-03-10T23:59:00+08:00"));
    await page.goto("./");
    await expect(demo.dues.getByRole("link", { name: "Headphones, pay in 4" }).first()).toContainText("Due today");
    await expect(page.locator("#asof")).toContainText("10 March 2027");
  });

  test("looks further ahead when asked", async ({ demo, page }) => {
    await demo.open();
    await page.getByLabel("Look ahead").selectOption("365");
    expect(await demo.dues.getByRole("link").count()).toBeGreaterThan(40);
    await page.getByLabel("Look ahead").selectOption("7");
    await expect(demo.dues.getByRole("link")).toHaveCount(6);
    await expect(page.locator("[data-predue-announcer]")).toHaveText("Updated. 6 payments until 29 Nov 2026.");
  });
});

test.describe("an account", () => {
  test("opens from the list with its full schedule, and back leads where one was", async ({ demo, page }) => {
    await load();
    const { rows, totals } = schedule(sample(), "car", NOW);
    await demo.open();
    await demo.accounts.getByRole("link", { name: "Car loan" }).click();
    await expect(page).toHaveURL(/#\/account\/car$/);
    await expect(page).toHaveTitle(/Car loan/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Car loan");
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();

    const table = demo.schedule.getByRole("table");
    await expect(table.getByRole("row")).toHaveCount(rows.length + 2);
    const first = rows[0] as (typeof rows)[number];
    const second = table.getByRole("row").nth(1);
    await expect(second.getByRole("rowheader")).toHaveText("30 Nov 2026");
    for (const amount of [first.due.principal, first.due.interest, first.due.total, first.balance]) {
      await expect(second).toContainText((amount / 100).toLocaleString("en-GB", { minimumFractionDigits: 2 }));
    }
    const last = table.getByRole("row").last();
    await expect(last).toContainText((totals.due.total / 100).toLocaleString("en-GB", { minimumFractionDigits: 2 }));

    await page.goBack();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("What is due");
    await expect(demo.accounts.getByRole("link", { name: "Car loan" })).toBeFocused();
  });

  test("has an address of its own", async ({ demo, page }) => {
    await demo.open("#/account/furniture");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("أثاث البيت");
    await expect(demo.schedule.locator("caption")).toContainText(/Amounts in \W*Kuwaiti Dinar\W*KWD/);
    await expect(demo.schedule.getByRole("row").nth(1)).toContainText("149.069");
  });

  test("that does not exist leads home", async ({ demo, page }) => {
    await demo.open("#/account/boat");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("What is due");
  });

  test("of a card says what its later rows assume", async ({ demo }) => {
    await demo.open("#/account/card");
    await expect(demo.schedule.locator("caption")).toContainText("if only the minimum is paid");
  });
});

test.describe("a wallet of one's own", () => {
  test("is shown, labels as they are and never as markup", async ({ demo, page }) => {
    const wallet = sample();
    const label = '<img src=x onerror="alert(1)"> & <b>co</b>';
    const [account] = wallet.accounts.filter(({ id }) => id === "electricity");
    await demo.open();
    await demo.paste(JSON.stringify({ ...wallet, accounts: [{ ...account, label }] }));
    await expect(demo.settings).toBeHidden();
    await expect(demo.dues.getByRole("link")).toHaveCount(2);
    await expect(demo.dues.locator(".label").first()).toHaveText(label);
    await expect(demo.dues.locator("img")).toHaveCount(0);
    await demo.dues.getByRole("link").first().click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(label);
  });

  test("comes from a file", async ({ demo, page }) => {
    await demo.open();
    await demo.openSettings();
    const wallet = { ...sample(), accounts: sample().accounts.slice(2, 3) };
    const name = "wallet.json";
    await page
      .locator("#file")
      .setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(JSON.stringify(wallet)) });
    await expect(demo.settings).toBeHidden();
    await expect(demo.accounts.getByRole("link")).toHaveCount(1);
  });

  test("without accounts says that nothing is due", async ({ demo }) => {
    await demo.open();
    await demo.paste(JSON.stringify({ market: "none", locale: "en", accounts: [] }));
    await expect(demo.dues).toContainText("Nothing is due until 22 Dec 2026.");
    await expect(demo.totals).toContainText("Nothing is left to pay.");
  });

  test("is seen from another day and another offset", async ({ demo, page }) => {
    await demo.open();
    await demo.openSettings();
    await page.locator("#clock").fill("2026-11-25T00:10");
    await page.locator("#offset").selectOption("-05:00");
    await demo.settings.locator("#show").click();
    await expect(page.locator("#asof")).toHaveText(/^As of Wednesday,? 25 November 2026, 00:10$/);
    await expect(demo.dues.getByRole("link", { name: "Everyday card" })).toContainText("Due today");
    await expect(demo.dues.getByRole("link").first()).toContainText("Overdue");
  });

  test("is gone when the page is: nothing is stored", async ({ demo, page, context }) => {
    await demo.open();
    await demo.paste(JSON.stringify({ market: "none", locale: "en", accounts: [] }));
    await expect(demo.settings).toBeHidden();
    const stored = await page.evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
    }));
    expect(stored).toEqual({ local: 0, session: 0, databases: 0, caches: 0 });
    expect(await context.cookies()).toEqual([]);
    await page.reload();
    await expect(demo.dues.getByRole("link")).toHaveCount(13);
  });
});

test.describe("a mistake", () => {
  const good = () => JSON.stringify(sample(), null, 2);
  const cases: [name: string, text: () => string, says: (string | RegExp)[]][] = [
    ["JSON that breaks off", () => good().slice(0, -20), ["This is not valid JSON", /line \d+, column \d+/]],
    ["a comma too many", () => good().replace('"none",', '"none",,'), [/line 2, column 20/]],
    ["no JSON at all", () => "what do I owe?", ["This is not valid JSON"]],
    ["JSON that is no wallet", () => "[]", ["wallet"]],
    [
      "money with a fraction",
      () => good().replace("599900", "5999.5"),
      ["One value needs a correction.", LABELLED, "principal", "wallet.accounts[0].plan.principal"],
    ],
    [
      "a key that does not exist",
      () => good().replace('"autopay"', '"autopya"'),
      [LABELLED, "wallet.accounts[0].autopya"],
    ],
    [
      "a day that does not exist",
      () => good().replace("2026-12-05", "2026-11-31"),
      ["first due date", "wallet.accounts[0].plan.firstDue"],
    ],
    [
      "an account that is there twice",
      () => good().replace('"id": "card"', '"id": "phone"'),
      ["wallet.accounts[1].id"],
    ],
    [
      "a market without its rules",
      () => good().replace('"none"', '"XX"'),
      ["The rules of this market are not loaded."],
    ],
  ];

  for (const [name, text, says] of cases) {
    test(`${name} is told in place, and the last good view stays`, async ({ demo, page }) => {
      await demo.open();
      const dues = await demo.dues.getByRole("link").allInnerTexts();
      expect(dues).toHaveLength(13);
      await demo.paste(text());
      await expect(demo.settings).toBeVisible();
      await expect(demo.problem).toBeInViewport();
      for (const part of says) await expect(demo.problem).toContainText(part);
      await expect(demo.document).toHaveAttribute("aria-invalid", "true");
      await expect(demo.settings).toContainText("The last wallet that could be read is still on show.");
      await expect(demo.settings.locator("[data-predue-announcer]")).not.toBeEmpty();
      expect(await page.getByRole("alert").count()).toBe(0);
      // Behind the dialog it is inert, so it is not found by its role until then.
      expect(await demo.dues.locator("a").allInnerTexts()).toEqual(dues);

      await demo.document.fill(good());
      await demo.settings.locator("#show").click();
      await expect(demo.settings).toBeHidden();
      await demo.openSettings();
      await expect(demo.problem).toBeHidden();
    });
  }

  test("a file that is no wallet is told in place", async ({ demo, page }) => {
    await demo.open();
    await demo.openSettings();
    await page
      .locator("#file")
      .setInputFiles({ name: "a.json", mimeType: "application/json", buffer: Buffer.from("{}") });
    await expect(demo.problem).toContainText("wallet");
    await expect(demo.settings).toBeVisible();
  });

  test("a clock without a time is told in place", async ({ demo, page }) => {
    await demo.open();
    await demo.openSettings();
    await page.locator("#clock").fill("");
    await demo.settings.locator("#show").click();
    await expect(demo.problem).toContainText("date and time");
  });
});

test.describe("languages", () => {
  test("everything changes over, and back", async ({ demo, page }) => {
    await demo.open();
    await page.getByLabel("Language").selectOption("zh-CN");
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("近期应付");
    await expect(page.locator("#asof")).toHaveText("截至2026年11月22日星期日 09:30");
    await expect(demo.dues.getByRole("heading", { level: 3 }).first()).toHaveText("11月19日星期四");
    await expect(demo.dues.getByRole("link").first()).toContainText(/¥186\.40.*已逾期/s);
    await expect(demo.totals).toContainText("30 天内应付");
    const words = (await demo.text()).replace(/predue|English|KWD|JP/g, "");
    expect(words).toContain("30 天内应付");
    const labels = sample().accounts.flatMap(({ label, creditor }) => [label, creditor.name]);
    const rest = labels.reduce((text, label) => text.replaceAll(label, ""), words);
    expect(rest.replace(/[\da-f-]{8,}(-dirty)?/g, "")).not.toMatch(/[A-Za-z]{3,}/);
    await page.getByLabel("语言").selectOption("en");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("What is due");
  });

  test.describe("of the device", () => {
    test.use({ locale: "zh-CN" });
    test("decide at first", async ({ demo, page }) => {
      await demo.open();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("近期应付");
      await demo.paste("{}");
      await expect(demo.problem).toContainText("有一处内容需要改一下。");
    });
  });
});

test.describe("loading", () => {
  test("a page instead of the engine is explained, and can be tried again", async ({ page }) => {
    // Without the fixture: an answer with an error status is an error in the console.
    await page.clock.setFixedTime(new Date(NOW));
    await page.route("**/*.wasm", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
    await page.goto("./");
    await expect(page.locator("#failure")).toContainText("The calculator could not be loaded.");
    await expect(page.locator("#failure")).toContainText("an HTML page");
    await page.unroute("**/*.wasm");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.locator("predue-outlook").getByRole("link")).toHaveCount(13);
  });

  test("the engine is fetched once, whatever its content type", async ({ demo, page }) => {
    let fetched = 0;
    await page.route("**/*.wasm", async (route) => {
      fetched += 1;
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), "content-type": "text/plain" } });
    });
    await demo.open();
    await expect(demo.dues.getByRole("link")).toHaveCount(13);
    expect(fetched).toBe(1);
  });
});
