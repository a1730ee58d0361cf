// The types, checked by the compiler alone: what they let through, and what they must not. Nothing here is run.

import {
  type Account,
  type audit,
  type DueError,
  erase,
  type History,
  isDueError,
  type Lateness,
  type LoanPlan,
  type lateness,
  load,
  type Outlook,
  outlook,
  type Projection,
  projection,
  record,
  type Schedule,
  schedule,
  type versions,
  type Wallet,
} from "predue";
import { PredueOutlook, wordsFor } from "predue/elements";
import { exportHistory } from "predue/export";
import zhCN from "predue/locales/zh-CN";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(value: T): T => value;

const plan: LoanPlan = {
  kind: "loan",
  principal: 600_000,
  annualRate: "0.1825",
  method: "equal-instalment",
  count: 12,
  every: { n: 1, unit: "month" },
  start: "2026-11-22",
  dayCount: "30/360",
};
const account: Account = {
  id: "phone",
  label: "Phone",
  creditor: { name: "Sample Store" },
  currency: "CNY",
  product: "bnpl",
  plan,
};
const wallet: Wallet = { market: "none", locale: "en", accounts: [account] };
const at = "2026-11-22T09:30:00+08:00";

export async function accepted(): Promise<void> {
  await load();
  await load({ wasm: "/predue_bg.wasm", locales: [zhCN], markets: [] });
  await load({ wasm: new URL("https://wallet.example/predue_bg.wasm") });
  await load({ wasm: new Uint8Array() });
  holds<Same<ReturnType<typeof outlook>, Outlook>>(true);
  holds<Same<ReturnType<typeof schedule>, Schedule>>(true);
  holds<Same<ReturnType<typeof projection>, Projection>>(true);
  holds<Same<ReturnType<typeof lateness>, Lateness>>(true);
  projection(wallet, "phone", at, { days: [0, 7] }).avoid?.payBy.slice(0, 4);
  holds<Same<ReturnType<typeof versions>["engine"], "wasm" | "js">>(true);
  const history = record(undefined, { at, kind: "feedback", value: "useful" });
  holds<Same<typeof history, History>>(true);
  holds<Same<ReturnType<typeof audit>["brokenAt"], number | undefined>>(true);
  exportHistory(erase(history, at), "zh-CN").text.slice(0, 4);
  const due = outlook(wallet, at, { days: 30 }).dues[0];
  holds<Same<NonNullable<typeof due>["minimum"], number | undefined>>(true);
  new PredueOutlook().outlook = outlook(wallet, at);
  wordsFor("zh-CN").say("when.ahead", { days: 3 });
}

export function guarded(error: unknown): string | undefined {
  // @ts-expect-error nothing is known of what was thrown
  error.code;
  if (!isDueError(error)) return undefined;
  holds<Same<typeof error, DueError>>(true);
  // @ts-expect-error no such code
  if (error.code === "BROKEN") return undefined;
  return error.path;
}

export function refused(): void {
  // @ts-expect-error the clock is an argument
  outlook(wallet);
  // @ts-expect-error a moment is text with an offset, not a Date
  outlook(wallet, new Date());
  // @ts-expect-error no such option
  outlook(wallet, at, { horizon: 30 });
  // @ts-expect-error days are a number
  outlook(wallet, at, { days: "30" });
  // @ts-expect-error the account is missing
  schedule(wallet, at);
  // @ts-expect-error no such kind of contact
  record(undefined, { at, kind: "heard" });
  // @ts-expect-error a history begins as undefined
  record(null, { at, kind: "note" });
  // @ts-expect-error no such option
  void load({ url: "/predue_bg.wasm" });
  // @ts-expect-error a pack, not its name
  void load({ locales: ["zh-CN"] });

  const wallets: Wallet[] = [
    // @ts-expect-error no market
    { locale: "en", accounts: [] },
    // @ts-expect-error no such key
    { market: "none", locale: "en", accounts: [], account: [] },
  ];
  const accounts: Account[] = [
    // @ts-expect-error no plan
    { id: "a", label: "A", creditor: { name: "B" }, currency: "CNY", product: "loan" },
    // @ts-expect-error no such product
    { ...account, product: "mortgage" },
    // @ts-expect-error an absent option is left out, not undefined
    { ...account, autopay: undefined },
  ];
  const plans: LoanPlan[] = [
    // @ts-expect-error money is a number of minor units
    { ...plan, principal: "600000" },
    // @ts-expect-error a rate is a decimal in a string
    { ...plan, annualRate: 0.1825 },
    // @ts-expect-error no such method
    { ...plan, method: "annuity" },
    // @ts-expect-error no such unit
    { ...plan, every: { n: 1, unit: "year" } },
    // @ts-expect-error no such day count
    { ...plan, dayCount: "30/365" },
    // @ts-expect-error the plan says what it is
    { ...plan, kind: "card" },
  ];
  // @ts-expect-error packs are opaque
  zhCN.messages;
  // @ts-expect-error packs are not to be changed
  zhCN.locale = "en";
  void [wallets, accounts, plans];
}
