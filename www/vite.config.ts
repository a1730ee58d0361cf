// Builds the demo wallet into www/dist and serves it. Addresses are relative, so the build can be put anywhere.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vite";

const POLICY = /<meta\s+http-equiv="Content-Security-Policy"\s+content="([^"]+)"\s*\/>/;

const page = readFileSync(join(import.meta.dirname, "index.html"), "utf8");
const policy = POLICY.exec(page)?.[1];
if (policy === undefined) throw new Error("index.html has no Content-Security-Policy");

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [
    {
      name: "predue:policy",
      apply: "serve",
      // The development server puts styles into the page as it is edited, which the policy rightly forbids.
      transformIndexHtml: (html) => html.replace(POLICY, ""),
    },
  ],
  build: {
    target: "es2022",
    // The page's content security policy allows no data: address.
    assetsInlineLimit: 0,
    // Every browser that runs this build knows modulepreload.
    modulePreload: { polyfill: false },
  },
  preview: {
    host: "127.0.0.1",
    port: 4173,
    headers: {
      // Only a header can forbid framing.
      "Content-Security-Policy": `${policy}; frame-ancestors 'none'`,
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
    },
  },
});
