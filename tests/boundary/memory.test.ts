// Bad input costs nothing: no memory stays behind, however often it comes.

import { load, outlook, schedule } from "predue";
import { expect, test } from "vitest";
import init from "../../pkg/wasm/predue.js";
import { AT, small, spoilt } from "./wallets.js";

const BAD_INPUTS = 200_000;
const BYTES_PER_PAGE = 65_536;

test(`${BAD_INPUTS} bad inputs leave the linear memory flat`, { timeout: 240_000 }, async () => {
  await load();
  // Already started, the glue only hands out what the module exports.
  const { memory } = await init({ module_or_path: new Uint8Array() });
  const wallet = small();
  const bad = [
    spoilt(wallet, "accounts[0].plan.principal", 1.5),
    spoilt(wallet, "accounts[0].plan.start", "2026-02-30"),
    spoilt(wallet, "accounts[0].product", "x".repeat(2_000)),
    spoilt(wallet, "accounts[0].unknown", { deep: ["x".repeat(1000)] }),
    spoilt(wallet, "accounts", [...wallet.accounts, ...wallet.accounts]),
    spoilt(wallet, "accounts[0].currency", "XXX"),
  ];
  const refused = (round: number) => {
    let count = 0;
    for (let index = 0; index < round; index += 1) {
      const candidate = bad[index % bad.length] as typeof wallet;
      try {
        if (index % 2 === 0) outlook(candidate, AT);
        else schedule(candidate, "nobody", AT);
      } catch {
        count += 1;
      }
    }
    return count;
  };
  expect(refused(1_000)).toBe(1_000);
  const before = memory.buffer.byteLength;
  expect(refused(BAD_INPUTS)).toBe(BAD_INPUTS);
  expect(memory.buffer.byteLength - before).toBeLessThanOrEqual(BYTES_PER_PAGE);
  expect(outlook(wallet, AT).dues.length).toBeGreaterThan(0);
});
