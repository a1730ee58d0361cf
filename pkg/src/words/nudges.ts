// What nudges say: the core plans with ids and figures, and here they become sentences.

import type { UnsaidNudge, UnsaidPlan } from "../raw.js";
import type { Account, Nudge, NudgeAction, NudgePlan, Wallet } from "../types.js";
import { apiWords } from "./api.js";
import { formatList } from "./format.js";
import type { MessageParams, Words } from "./messages.js";

/** Facts that follow those of the message when the core has a figure of that name. Help goes without them. */
const ADDED = ["minimum", "fee"];

/** The plan in the language of the wallet. The core tells the names of one account alone: those of several are the wallet's. */
export function sayPlan(plan: UnsaidPlan, { locale, accounts }: Pick<Wallet, "locale" | "accounts">): NudgePlan {
  const words = apiWords(locale);
  return {
    ...plan,
    show: plan.show.map((nudge) => sayNudge(words, nudge, accounts)),
    add: plan.add.map((nudge) => sayNudge(words, nudge, accounts)),
    suppressed: plan.suppressed.map((held) => ({ ...held, text: words.say(`nudge.held.${held.reason}`) })),
  };
}

function sayNudge(
  words: Words,
  { actions, disclosures, reasons, ...nudge }: UnsaidNudge,
  accounts: readonly Account[],
): Nudge {
  const { params } = nudge.message;
  const named = nudge.accounts.flatMap((account) => accounts.find(({ id }) => id === account)?.label ?? []);
  return {
    ...nudge,
    text: sayText(words, nudge, { ...params, labels: formatList(words.locale, named) }),
    actions: actions.map((action) => ({ ...action, label: sayAction(words, action, params) })),
    disclosures,
    reasons: reasons.map(({ code, params: more }) => ({
      code,
      text: words.say(`nudge.reason.${code}`, { ...params, ...more }),
    })),
  };
}

function sayText(
  words: Words,
  { message, stage, tone }: Pick<UnsaidNudge, "message" | "stage" | "tone">,
  params: MessageParams,
): Nudge["text"] {
  const added = stage === "help" ? [] : ADDED.filter((name) => params[name]).map((name) => `nudge.add.${name}`);
  const own = (part: string) => `nudge.${message.id}.${tone}.${part}`;
  const sentences = [own("body"), ...added, own("ask")].map((sentence) => words.say(sentence, params));
  return {
    title: words.say(own("title"), params),
    body: sentences.join(words.say("nudge.add.between")),
    public: words.say(`nudge.public.${stage}`),
  };
}

/** An action with a figure names it. */
function sayAction(words: Words, action: Omit<NudgeAction, "label">, params: Nudge["message"]["params"]): string {
  const id = `nudge.action.${action.kind}`;
  const named = (["amount", "until"] as const).find(
    (name) => action[name] !== undefined && words.knows(`${id}.${name}`),
  );
  return words.say(named === undefined ? id : `${id}.${named}`, { ...params, ...action });
}
