// What guidance says: the core chooses cards, people to turn to and reasons, and here they become sentences and links.

import type { UnsaidCard } from "../raw.js";
import type { GuidanceCard, Wallet } from "../types.js";
import { apiWords } from "./api.js";
import type { MessageParams, Words } from "./messages.js";

/** How somebody is reached, and whether the help is known to cost nothing. */
type Reach = Omit<UnsaidCard["links"][number], "free"> & { free?: boolean };

/** The cards in the language of the wallet. The core tells no names of an account but its id: they are the wallet's. */
export function sayGuidance(cards: readonly UnsaidCard[], wallet: Wallet): GuidanceCard[] {
  const words = apiWords(wallet.locale);
  return cards.map((card) => {
    const account = wallet.accounts.find(({ id }) => id === card.account);
    return sayCard(words, card, account && { label: account.label, creditor: account.creditor.name });
  });
}

function sayCard(words: Words, card: UnsaidCard, names: MessageParams | undefined): GuidanceCard {
  const { id, account, params, links, why, rules } = card;
  const own = (part: string) => words.say(`guidance.${id}.${part}`, { ...names, ...params });
  return {
    id,
    ...(account !== undefined && { account }),
    title: own("title"),
    body: own("body"),
    links: links.flatMap((link) => sayLink(words, link)),
    why: words.say(`guidance.why.${why.code}`, { ...names, ...why.params }),
    rules,
  };
}

/** Where somebody is found, and the number to call. */
export function sayLink(words: Words, { name, href, phone, free }: Reach): GuidanceCard["links"] {
  const links: GuidanceCard["links"] = [];
  if (href !== undefined) links.push({ text: free ? words.say("guidance.link.free", { name }) : name, href });
  if (phone !== undefined) {
    links.push({
      text: words.say("guidance.link.phone", { name, phone }),
      href: `tel:${phone.replaceAll(/[^\d+]/g, "")}`,
    });
  }
  return links;
}
