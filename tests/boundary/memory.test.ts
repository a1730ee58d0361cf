// Bad input costs nothing: no memory stays behind, however often it comes.

import { guidance, load, nudges, offers, outlook, projection, schedule } from "predue";
import CN from "predue/markets/CN";
import { expect, test } from "vitest";
import init from "../../pkg/wasm/predue.js";
import { AT, sample, small, spoilt } from "./wallets.js";

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

test("answers, and a market that is loaded again, leave it flat too", { timeout: 120_000 }, async () => {
  await load({ markets: [CN] });
  const { memory } = await init({ module_or_path: new Uint8Array() });
  const wallet = { ...sample(), market: "CN" };
  const round = async () => {
    await load({ markets: [structuredClone(CN)] });
    outlook(wallet, AT);
    nudges(wallet, AT);
    guidance(wallet, AT);
    for (const { id } of wallet.accounts) {
      schedule(wallet, id, AT);
      projection(wallet, id, AT);
      offers(wallet, id, AT);
    }
  };
  await round();
  const before = memory.buffer.byteLength;
  for (let index = 0; index < 20; index += 1) await round();
  expect(memory.buffer.byteLength).toBe(before);
});

test("what is asked while an answer is being read does not disturb it", async () => {
  await load();
  const wallet = small();
  const expected = outlook(wallet, AT);
  const [account] = wallet.accounts;
  if (account === undefined) throw new Error("a small wallet has an account");
  let asked = 0;
  const curious = {
    ...wallet,
    accounts: [
      {
        ...account,
        get id() {
          asked += 1;
          if (asked < 20) outlook(small(), AT);
          return account.id;
        },
      },
    ],
  };
  expect(outlook(curious, AT).dues).toEqual(expected.dues);
  expect(asked).toBeGreaterThan(1);
});
