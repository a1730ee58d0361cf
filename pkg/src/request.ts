// A request to the creditor for a way out: as words for a person, as a document for a machine, and in both nothing but what the
// customer agreed to tell. An entry of its own, because the words weigh more than the core's functions do.

import { type Words, wordsFor } from "./elements/messages.js";
import { dueError } from "./errors.js";
import type {
  Offer,
  OfferBook,
  RequestDocument,
  RequestItem,
  RequestSource,
  Situation,
  WrittenRequest,
} from "./types.js";

export type { RequestAsk, RequestDocument, RequestItem, RequestSource, WrittenRequest } from "./types.js";

/** The version of the document's shape. */
const SCHEMA = 1;

/** The items, in the order in which they are told. */
export const REQUEST_ITEMS: readonly RequestItem[] = [
  "account",
  "plan",
  "instalments",
  "reason",
  "pay-now",
  "pay-per-month",
  "payday",
  "until",
  "funds",
];

/** The items that are a part of the situation, and what they are called there. */
const TOLD = {
  reason: "reason",
  "pay-now": "payNow",
  "pay-per-month": "payPerMonth",
  payday: "payday",
  until: "until",
} as const satisfies Partial<Record<RequestItem, keyof Situation>>;

/**
 * A request that asks a creditor for a way out. It says to whom it goes, the day and what is asked for; whatever else is in it
 * was named in `include`. Nothing is sent.
 *
 * @param source The way out that was chosen, and what the customer said.
 * @param include What the customer agreed to tell. What is named and is not there is left out.
 * @param locale What the text is written in: English where it is left out or no catalogue of it is loaded.
 * @throws {DueError} `INPUT` with the path of an item that there is none of.
 *
 * @example
 * const [offer] = offers(wallet, "phone", at, { payPerMonth: 40000, reason: "illness" }).offers;
 * const { document, text } = composeRequest({ account, at, ask: offer }, ["account", "plan"]);
 * document.situation; // undefined: neither the reason nor the amount was to be told
 */
export function composeRequest(source: RequestSource, include: readonly RequestItem[], locale = "en"): WrittenRequest {
  for (const [place, item] of include.entries()) {
    if (!REQUEST_ITEMS.includes(item)) {
      throw dueError("INPUT", `include[${place}]: expected one of ${REQUEST_ITEMS.join(", ")}`, `include[${place}]`);
    }
  }
  const document = compose(source, new Set(include));
  return { document, text: `${lines(wordsFor(locale), document).join("\n")}\n` };
}

/** The items that there is something to tell of. */
export function itemsOf(source: RequestSource): RequestItem[] {
  const all = compose(source, new Set(REQUEST_ITEMS));
  return REQUEST_ITEMS.filter((item) =>
    item in TOLD ? all.situation?.[TOLD[item as keyof typeof TOLD]] !== undefined : item in all,
  );
}

// ---- the document ----------------------------------------------------------------------------------

function compose(source: RequestSource, include: ReadonlySet<RequestItem>): RequestDocument {
  const { account, at, ask, situation, funds } = source;
  const { id, label, creditor, currency } = account;
  const offer = typeof ask === "string" ? undefined : ask;
  const told = toldOf(situation ?? {}, include);
  return {
    schema: SCHEMA,
    kind: "predue-request",
    date: at.slice(0, 10),
    to: creditor.name,
    ...(include.has("account") && { account: { id, label } }),
    ask: typeof ask === "string" ? { kind: ask, approved: false } : askOf(ask),
    ...(offer && include.has("plan") && { plan: planOf(offer.figures, currency) }),
    ...(offer && include.has("instalments") && { instalments: { currency, rows: rowsOf(offer) } }),
    ...(Object.keys(told).length > 0 && { situation: { currency, ...told } }),
    ...(funds && include.has("funds") && { funds: fundsOf(funds) }),
  };
}

function askOf({ kind, with: besides, binding, expires }: Offer): RequestDocument["ask"] {
  return { kind, ...(besides && { with: besides }), approved: binding, ...(binding && expires && { expires }) };
}

function planOf(figures: OfferBook["keep"], currency: string): NonNullable<RequestDocument["plan"]> {
  const { count, first, last, perMonth, toPay, costMore } = figures;
  return { currency, count, ...(first && { first }), ...(last && { last }), perMonth, total: toPay.total, costMore };
}

/** What was paid and how late it was is no part of a plan. */
function rowsOf({ rows }: Offer): NonNullable<RequestDocument["instalments"]>["rows"] {
  const open = rows.filter(({ outstanding }) => outstanding.total > 0);
  return open.map(({ date, outstanding }) => ({ date, amount: outstanding.total }));
}

function toldOf(situation: Situation, include: ReadonlySet<RequestItem>): Situation {
  const entries = Object.entries(TOLD).map(([item, name]) => [item as RequestItem, name, situation[name]] as const);
  const told = entries.filter(([item, , value]) => include.has(item) && value !== undefined);
  return Object.fromEntries(told.map(([, name, value]) => [name, value]));
}

function fundsOf({
  currency,
  balance,
  reserve,
}: NonNullable<RequestSource["funds"]>): NonNullable<RequestDocument["funds"]> {
  return { currency, balance, ...(reserve !== undefined && { reserve }) };
}

// ---- the text --------------------------------------------------------------------------------------

function lines(words: Words, document: RequestDocument): string[] {
  const { date, to, account, ask, plan, instalments, situation, funds } = document;
  const say = words.say;
  return [
    say("request.to", { creditor: oneLine(to) }),
    say("request.date", { date }),
    ...(account ? [say("request.account", { label: oneLine(account.label), id: oneLine(account.id) })] : []),
    "",
    ...asked(words, ask),
    ...(plan ? ["", ...planned(words, plan)] : []),
    ...(instalments ? ["", ...listed(words, instalments)] : []),
    ...(situation || funds ? ["", ...told(words, situation, funds)] : []),
    "",
    say("request.closing"),
  ];
}

function asked({ say }: Words, { kind, with: besides, approved, expires }: RequestDocument["ask"]): string[] {
  return [
    say(`request.ask.${kind}`),
    ...(besides ? [say(`request.ask.${besides}`)] : []),
    ...(approved ? [expires ? say("request.approved.until", { date: expires }) : say("request.approved")] : []),
  ];
}

function planned({ say }: Words, plan: NonNullable<RequestDocument["plan"]>): string[] {
  const { currency, count, first, last, perMonth, total, costMore } = plan;
  const more = costMore < 0 ? "less" : "more";
  return [
    say("request.plan"),
    say("request.plan.per-month", { amount: perMonth, currency }),
    ...(first && last ? [say("request.plan.payments", { count, first, last })] : []),
    say("request.plan.total", { amount: total, currency }),
    costMore === 0 ? say("request.plan.same") : say(`request.plan.${more}`, { amount: Math.abs(costMore), currency }),
  ];
}

function listed({ say }: Words, { currency, rows }: NonNullable<RequestDocument["instalments"]>): string[] {
  return [say("request.instalments"), ...rows.map((row) => say("request.instalment", { ...row, currency }))];
}

function told({ say }: Words, situation: RequestDocument["situation"], funds: RequestDocument["funds"]): string[] {
  const { currency = "", reason, payNow, payPerMonth, payday, until } = situation ?? {};
  return [
    say("request.situation"),
    ...(reason ? [say(`request.reason.${reason}`)] : []),
    ...(payNow === undefined ? [] : [payable({ say }, "pay-now", payNow, currency)]),
    ...(payPerMonth === undefined ? [] : [payable({ say }, "pay-per-month", payPerMonth, currency)]),
    ...(payday === undefined ? [] : [say("request.payday", { day: payday })]),
    ...(until === undefined ? [] : [say("request.until", { date: until })]),
    ...(funds ? [say("request.balance", { amount: funds.balance, currency: funds.currency })] : []),
    ...(funds?.reserve ? [say("request.reserve", { amount: funds.reserve, currency: funds.currency })] : []),
  ];
}

function payable(
  { say }: Pick<Words, "say">,
  item: "pay-now" | "pay-per-month",
  amount: number,
  currency: string,
): string {
  return amount === 0 ? say(`request.${item}.nothing`) : say(`request.${item}`, { amount, currency });
}

/** Line feeds and their like in a name would look like lines of the letter. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, " ");
}
