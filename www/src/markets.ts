// The rule packs there are: each is a file of its own, fetched when its market is chosen.

import { load, type MarketPack } from "predue";

const PACKS: Readonly<Record<string, () => Promise<{ default: MarketPack }>>> = {
  AU: () => import("predue/markets/AU"),
  BR: () => import("predue/markets/BR"),
  CA: () => import("predue/markets/CA"),
  CN: () => import("predue/markets/CN"),
  DE: () => import("predue/markets/DE"),
  ES: () => import("predue/markets/ES"),
  EU: () => import("predue/markets/EU"),
  FR: () => import("predue/markets/FR"),
  GB: () => import("predue/markets/GB"),
  ID: () => import("predue/markets/ID"),
  IN: () => import("predue/markets/IN"),
  IT: () => import("predue/markets/IT"),
  JP: () => import("predue/markets/JP"),
  KE: () => import("predue/markets/KE"),
  KR: () => import("predue/markets/KR"),
  MX: () => import("predue/markets/MX"),
  MY: () => import("predue/markets/MY"),
  NG: () => import("predue/markets/NG"),
  PH: () => import("predue/markets/PH"),
  SG: () => import("predue/markets/SG"),
  US: () => import("predue/markets/US"),
  VN: () => import("predue/markets/VN"),
};

/** In a wallet: the contract alone. */
export const NONE = "none";

/** Whether there is a pack for what a wallet names as its market. */
export function isMarket(market: unknown): market is string {
  return typeof market === "string" && Object.hasOwn(PACKS, market);
}

/** The markets, by their names in a language. */
export function marketsIn(locale: string): { code: string; name: string }[] {
  const names = Object.keys(PACKS).map((code) => ({ code, name: marketName(locale, code) }));
  return names.sort((a, b) => a.name.localeCompare(b.name, locale));
}

/** The name of a market: "Brazil". */
export function marketName(locale: string, code: string): string {
  return new Intl.DisplayNames(locale, { type: "region" }).of(code) ?? code;
}

/** Fetches the rules of a market and hands them to the engine; nothing where the wallet has none. */
export async function loadMarket(market: unknown): Promise<MarketPack | undefined> {
  const fetched = isMarket(market) ? await PACKS[market]?.() : undefined;
  if (fetched === undefined) return undefined;
  await load({ markets: [fetched.default] });
  return fetched.default;
}
