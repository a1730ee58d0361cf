// What ways out say: the core measures with ids and figures, and here they become sentences.

import type { UnsaidOffer, UnsaidOffers } from "../raw.js";
import type { Offer, OfferBook, Wallet } from "../types.js";
import { apiWords } from "./api.js";
import type { Words } from "./messages.js";

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
      text: words.say(id("refused", refusal.code), { ...names, ...refusal.params }),
    })),
  };
}

function sayOffer(words: Words, { reasons, events, ...offer }: UnsaidOffer, names?: Record<string, string>): Offer {
  const params = { ...names, ...offer.message.params };
  const own = (part: string) => words.say(id(offer.message.id, part), params);
  return {
    ...offer,
    text: { title: own("title"), body: own("body"), tradeOff: own("tradeOff") },
    reasons: reasons.map(({ code, params: more }) => ({
      code,
      text: words.say(id("reason", code), { ...params, ...more }),
    })),
    events,
  };
}

/** Of a message about ways out. */
function id(...parts: string[]): string {
  return ["offer", ...parts].join(".");
}
