// A panic is a defect, and must stay a small one: the call that hit it fails with INTERNAL, the next one works.

import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { AT, small, thrownBy } from "./wallets.js";

const PANICS = 20_000;

const root = join(import.meta.dirname, "../..");
/** The package around a build that can be made to panic. */
const place = join(root, "target/boundary-hooks");

/** The glue, except that asking for the versions panics when `globalThis.predueTestPanic` says so. */
const GLUE = `
import init, * as core from "./core.js";
export default init;
export * from "./core.js";
export function versions() {
  if (globalThis.predueTestPanic) core.panic_for_test();
  return core.versions();
}
`;

let predue: typeof import("predue");
const panics = globalThis as { predueTestPanic?: boolean };

beforeAll(async () => {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  cpSync(join(root, "pkg/dist"), join(place, "dist"), { recursive: true });
  cpSync(join(root, "target/wasm-hooks"), join(place, "wasm"), { recursive: true });
  cpSync(join(place, "wasm/predue.js"), join(place, "wasm/core.js"));
  writeFileSync(join(place, "wasm/predue.js"), GLUE);
  // Node's own import: the tests' module runner would rewrite what is under test.
  predue = await import(/* @vite-ignore */ pathToFileURL(join(place, "dist/index.js")).href);
  await predue.load();
});

function panic(): unknown {
  panics.predueTestPanic = true;
  try {
    return thrownBy(() => predue.versions());
  } finally {
    panics.predueTestPanic = false;
  }
}

test("a panic is an INTERNAL error that keeps its cause", () => {
  const error = panic();
  expect(error).toMatchObject({ name: "DueError", code: "INTERNAL" });
  expect((error as Error).cause).toBeInstanceOf(WebAssembly.RuntimeError);
});

test(`${PANICS} panics leave every next call correct`, { timeout: 240_000 }, () => {
  const expected = JSON.stringify(predue.outlook(small(), AT));
  let wrong = 0;
  for (let count = 0; count < PANICS; count += 1) {
    const error = panic() as { code?: string };
    if (error.code !== "INTERNAL" || JSON.stringify(predue.outlook(small(), AT)) !== expected) wrong += 1;
  }
  expect(wrong).toBe(0);
});

test("the rules of a market and the phrases of a language are there after a panic", async () => {
  const { default: JP } = await import("predue/markets/JP");
  const { default: en } = await import("predue/lexicons/en");
  await predue.load({ markets: [JP], lexicons: [en] });
  const wallet = { ...small(), market: "JP" };
  const ask = () =>
    JSON.stringify([
      predue.outlook(wallet, AT),
      predue.review("We know where you live.", { market: "JP", locale: "en" }),
    ]);
  const expected = ask();
  panic();
  expect(ask()).toBe(expected);
});
