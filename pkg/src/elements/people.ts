// Who helps somebody who cannot pay: what guidance knows of the account's market, as if hardship were told already.

import { guidance } from "../api.js";
import { isDueError } from "../errors.js";
import type { Account, GuidanceCard, Instant, MarketHelp, MarketPack, Wallet } from "../types.js";
import { sayLink } from "../words/guidance.js";
import type { Words } from "./messages.js";

/** Cards that lead to somebody, or to a right. What can be asked for stands beside them already. */
const OF_PEOPLE = /^(debt-advice|support|dispute|rights-|complaints)/;

/** Who helps, the nearest first: advice on debts, then somebody who listens, then rights. */
export function people(
  words: Words,
  wallet: Wallet,
  { id }: Account,
  at: Instant,
  pack: MarketPack | undefined,
): GuidanceCard[] {
  const cards = told(wallet, id, at).filter((card) => OF_PEOPLE.test(card.id));
  const listening = cards.some((card) => card.id === "support") ? [] : support(words, pack);
  const place = cards[0]?.id === "debt-advice" ? 1 : 0;
  return [...cards.slice(0, place), ...listening, ...cards.slice(place)];
}

/** Who helps in a market, as far as somebody has read it in a source. */
export function helpers(pack: MarketPack | undefined): MarketHelp[] {
  return (pack?.help ?? []).filter(({ confidence }) => confidence !== "unverified" && confidence !== "draft");
}

/** Whether somebody is among them. */
export function isSomebody(cards: readonly GuidanceCard[]): boolean {
  return cards.some(({ id }) => id === "debt-advice" || id === "support");
}

/** What guidance says once the account is in hardship: whoever says that paying is not possible is. */
function told(wallet: Wallet, id: string, at: Instant): GuidanceCard[] {
  const accounts = wallet.accounts.map((account) =>
    account.id === id ? { ...account, hold: "hardship" as const } : account,
  );
  try {
    return guidance({ ...wallet, accounts }, at);
  } catch (error) {
    if (!isDueError(error)) throw error;
    return [];
  }
}

/** The core names somebody who listens when arrears are long or many; to who cannot pay, always. */
function support(words: Words, pack: MarketPack | undefined): GuidanceCard[] {
  const listening = helpers(pack).filter(({ kind }) => kind === "support");
  if (listening.length === 0) return [];
  return [
    {
      id: "support",
      title: words.say("guidance.support.title"),
      body: words.say("guidance.support.body"),
      links: listening.flatMap((each) => sayLink(words, each)),
      why: words.say("offers.people.why"),
      rules: [],
    },
  ];
}
