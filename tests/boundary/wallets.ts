// Wallets for the tests: one that has every kind of plan, and ways to spoil it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Wallet } from "predue";

/** A moment for which every figure of the sample is known. */
export const AT = "2026-11-22T09:30:00+08:00";

/** The sample wallet of the demo, as it stands in the file. */
export function sample(): Wallet {
  return JSON.parse(readFileSync(join(import.meta.dirname, "../../www/src/sample-wallet.json"), "utf8"));
}

/** A wallet of one account, small enough to be passed many thousand times. */
export function small(): Wallet {
  const wallet = sample();
  return { ...wallet, accounts: wallet.accounts.filter(({ id }) => id === "headphones") };
}

/** A copy of `wallet` with the value at `path` replaced; without a value the key is removed. */
export function spoilt(wallet: Wallet, path: string, ...value: [unknown?]): Wallet {
  const copy = structuredClone(wallet);
  const steps = [...path.matchAll(/[^.[\]]+/g)].map(([step]) => step);
  const last = steps.pop() as string;
  let place = copy as unknown as Record<string, unknown>;
  for (const step of steps) place = place[step] as Record<string, unknown>;
  if (value.length === 0) delete place[last];
  else place[last] = value[0];
  return copy;
}

/** What `call` throws. */
export function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
