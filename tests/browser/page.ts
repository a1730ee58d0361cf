// The demo as the tests see it. Whatever a test does, a request to another origin, a violation of the policy or an error in
// the console fails it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import type { Wallet } from "predue";

export { expect };

/** The sample was written for this moment, so its figures are those of the file. */
export const NOW = "2026-11-22T09:30:00+08:00";

const FILE = join(import.meta.dirname, "../../www/src/sample-wallet.json");

/** The sample wallet. */
export function sample(): Wallet {
  return JSON.parse(readFileSync(FILE, "utf8"));
}

/** The page, opened. */
export class Demo {
  readonly #page: Page;
  readonly dues: Locator;
  readonly totals: Locator;
  readonly accounts: Locator;
  readonly schedule: Locator;
  readonly settings: Locator;
  readonly document: Locator;
  readonly problem: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.dues = page.locator("predue-outlook");
    this.totals = page.locator("predue-totals");
    this.accounts = page.locator("predue-accounts");
    this.schedule = page.locator("predue-schedule");
    this.settings = page.getByRole("dialog");
    this.document = this.settings.locator("textarea");
    this.problem = this.settings.locator("predue-error");
  }

  /** @param now What the device's clock shows; the sample is moved to that day. */
  async open(address = "", now = NOW): Promise<void> {
    await this.#page.clock.setFixedTime(new Date(now));
    await this.#page.goto(address === "" ? "./" : address);
    await expect(this.#page.locator("#loading")).toBeHidden();
  }

  /** All text on show, in the elements too: `innerText` stops at their shadow trees. */
  text(): Promise<string> {
    return this.#page.evaluate(() => {
      const read = (node: Node): string => {
        if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? "";
        if (node instanceof Element && (node.matches("style, script") || !node.checkVisibility())) return "";
        const children = node instanceof Element ? (node.shadowRoot ?? node).childNodes : node.childNodes;
        return [...children].map(read).join(" ");
      };
      return read(document.body).replace(/\s+/g, " ");
    });
  }

  async openSettings(): Promise<void> {
    await this.#page.locator("#open-settings").click();
    await expect(this.settings).toBeVisible();
  }

  /** Moves the wallet that is on show to another moment. */
  async moveTo(clock: string): Promise<void> {
    await this.openSettings();
    await this.settings.locator("#clock").fill(clock);
    await this.settings.locator("#show").click();
    await expect(this.settings).toBeHidden();
  }

  /** Puts a document into the form and asks for it to be shown. */
  async paste(text: string): Promise<void> {
    await this.openSettings();
    await this.document.fill(text);
    await this.settings.locator("#show").click();
  }
}

export const test = base.extend<{ demo: Demo }>({
  demo: async ({ page, baseURL }, use) => {
    const faults: string[] = [];
    const origin = new URL(baseURL as string).origin;
    page.on("request", (request) => {
      if (new URL(request.url()).origin !== origin) faults.push(`request to ${request.url()}`);
    });
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
    await page.exposeFunction("tellFault", (fault: string) => faults.push(fault));
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        (globalThis as unknown as { tellFault(fault: string): void }).tellFault(
          `policy: ${event.violatedDirective} ${event.blockedURI}`,
        );
      });
    });
    await use(new Demo(page));
    expect(faults).toEqual([]);
  },
});
