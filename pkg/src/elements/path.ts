// The path of a value in plain words, for people who did not write the document.

import type { Words } from "./messages.js";

/** What is read of a wallet here: it may be anything, since it is the one that was refused. */
interface Labelled {
  accounts?: { label?: unknown }[];
}

/** "wallet.accounts[0].plan.principal" as its steps: "account 1 (Phone)", "plan", "principal". */
export function stepsOf(words: Words, path: string, wallet?: unknown): string[] {
  const steps: string[] = [];
  for (const [, name = "", index] of path.matchAll(/([^.[\]]+)(?:\[(\d+)\])?/g)) {
    if (index !== undefined) steps.push(itemOf(words, name, Number(index), wallet));
    else steps.push(words.knows(`field.${name}`) ? words.say(`field.${name}`) : name);
  }
  return steps;
}

function itemOf(words: Words, name: string, index: number, wallet: unknown): string {
  const number = index + 1;
  if (name === "accounts") {
    const label = (wallet as Labelled | null | undefined)?.accounts?.[index]?.label;
    if (typeof label === "string" && label !== "") return words.say("item.accounts.labelled", { number, label });
  }
  return words.knows(`item.${name}`) ? words.say(`item.${name}`, { number }) : `${name} ${number}`;
}
