// The rules of a market: loaded as packs, checked as they come in, and at work in what waiting costs.

import { load, outlook, projection, type Wallet } from "predue";
import BR from "predue/markets/BR";
import JP from "predue/markets/JP";
import { expect, test } from "vitest";
import { AT, thrownBy } from "./wallets.js";

/** An instalment of 250.00 that fell due twelve days ago, with a fee of 10.00 for that. */
function late(market: string): Wallet {
  return {
    market,
    locale: "en",
    accounts: [
      {
        id: "fridge",
        label: "Fridge",
        creditor: { name: "Sample Store", kind: "merchant" },
        currency: "BRL",
        product: "loan",
        plan: { kind: "dues", dues: [{ id: "november", date: "2026-11-10", principal: 25_000 }] },
        late: { fees: [{ kind: "flat", amount: 1_000, afterDays: 0 }] },
      },
    ],
  };
}

test("a market is known once its rules are loaded", async () => {
  await load();
  expect(thrownBy(() => outlook(late("BR"), AT))).toMatchObject({ code: "MARKET_UNKNOWN", path: "wallet.market" });
  await load({ markets: [BR, JP] });
  expect(outlook(late("BR"), AT).accounts[0]?.overdue.penalty).toBe(500);
  expect(outlook(late("none"), AT).accounts[0]?.overdue.penalty).toBe(1_000);
});

test("what a rule takes off is in the trail, with the rule and where it can be read", async () => {
  await load({ markets: [BR] });
  const { trail, rules } = projection(late("BR"), "fridge", AT);
  expect(trail[0]).toMatchObject({ rule: "late-fee", amount: 500, cut: { by: "br-multa", from: 1_000 } });
  expect(rules.find(({ id }) => id === "br-multa")).toMatchObject({ confidence: "primary" });
  for (const { effect, source } of rules) expect(effect.length * source.length).toBeGreaterThan(0);
});

test("a pack tells when it was read, and every rule where it can be read", () => {
  for (const { asOf, reviewBy, currency, sources = [], rules = [] } of [BR, JP]) {
    expect([asOf, reviewBy]).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d$/), expect.stringMatching(/^\d{4}-/)]);
    expect(currency).toMatch(/^[A-Z]{3}$/);
    expect(rules.length).toBeGreaterThan(0);
    const known = sources.map(({ id }) => id);
    for (const { src } of rules) expect(known).toEqual(expect.arrayContaining([...src]));
  }
});

test("a pack that will not do is refused with the path of the rule", async () => {
  const broken = structuredClone(JP) as unknown as { rules: { src?: string[] }[] };
  broken.rules[0] = { ...broken.rules[0], src: [] };
  const packs = [BR, broken as unknown as typeof JP];
  await expect(load({ markets: packs })).rejects.toMatchObject({ code: "INPUT", path: "markets[1].rules[0].src" });
  await expect(load({ markets: [7 as never] })).rejects.toMatchObject({ code: "INPUT", path: "markets[0]" });
});
