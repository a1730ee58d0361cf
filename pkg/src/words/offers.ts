// What ways out say: the core measures with ids and figures, and here they become sentences.

import type { UnsaidOffer, UnsaidOffers } from "../raw.js";
import type { Offer, OfferBook, Wallet } from "../types.js";
import { apiWords } from "./api.js";
import { formatRate } from "./format.js";
import type { MessageParams, Words } from "./messages.js";

/** Ways out whose relief is a smaller payment each month. */
const SMALLER = ["extend-term", "extend-term+rate-cut", "lower-instalment", "re-amortise"];
/** Parameters that are rates. */
const RATES = ["rateFrom", "rateTo"];

/** The book in the words of the wallet's language. */
export function sayOffers(book: UnsaidOffers, wallet: Wallet): OfferBook {
  const words = apiWords(wallet.locale);
  const account = wallet.accounts.find((known) => known.id === book.account);
  const names = account && { label: account.label, creditor: account.creditor.name };
  return {
    ...book,
    offers: book.offers.map((offer) => sayOffer(words, offer, names)),
    refused: book.refused.map((refusal) => ({
      ...refusal,
      text: words.say(`offer.refused.${refusal.code}`, { ...names, ...refusal.params }),
    })),
  };
}

function sayOffer(words: Words, { reasons, events, ...offer }: UnsaidOffer, names?: MessageParams): Offer {
  const params = { ...names, ...offer.message.params };
  return {
    ...offer,
    text: sayText(words, offer, params),
    reasons: reasons.map(({ code, params: more }) => ({
      code,
      text: words.say(`offer.reason.${code}`, { ...params, ...more }),
    })),
    events,
  };
}

function sayText(words: Words, offer: Omit<UnsaidOffer, "reasons" | "events">, figures: MessageParams): Offer["text"] {
  const { message, binding, expires } = offer;
  const params = { ...figures, ...rates(words, figures), ...(expires && { expires }) };
  const own = (part: string) => words.say(`offer.${message.id}.${part}`, params);
  const added = [figures.fee && "fee", binding ? "binding" : "ask", expires && "expires"].filter(Boolean);
  const sentences = [own("body"), ...added.map((name) => words.say(`offer.add.${name}`, params))];
  // One payment is no payment each month.
  const isLess = figures.less && figures.newCount !== 1 && SMALLER.includes(message.id);
  const relief = isLess ? words.say("offer.add.less", params) : own("tradeOff");
  return {
    title: own("title"),
    body: sentences.join(words.say("offer.add.between")),
    // The relief, and in the same sentence what it comes to in all.
    tradeOff: relief + words.say("offer.add.trade", params),
  };
}

/** The core gives a rate as a decimal; it is read as a share of a hundred. */
function rates(words: Words, figures: MessageParams): MessageParams {
  const given = RATES.filter((name) => figures[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, formatRate(words.locale, String(figures[name]))]));
}
