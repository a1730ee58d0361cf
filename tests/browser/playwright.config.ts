// Drives the built demo in the Chromium of this machine, as a customer's browser would meet it.

import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { launchOptions } from "../../tools/chromium.mjs";

const root = join(import.meta.dirname, "../..");
const port = 4319;

export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: join(root, "target/browser"),
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    launchOptions: launchOptions(),
    locale: "en-GB",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 360, height: 780 },
    trace: "retain-on-failure",
  },
  webServer: {
    command: `node_modules/.bin/vite preview www --port ${port} --strictPort`,
    cwd: root,
    url: `http://127.0.0.1:${port}/`,
  },
});
