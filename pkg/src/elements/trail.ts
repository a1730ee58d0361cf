// Each charge of a projection in plain words: which rule, on what, at which rate, for how long, and for which payment.

import { css, html, nothing, type TemplateResult } from "lit";
import type { Account, Projection, Schedule } from "../types.js";
import { formatDay, formatMoney, formatRate } from "../words/format.js";
import { facts } from "./entry.js";
import type { Words } from "./messages.js";

type Charge = Projection["trail"][number];

/** What the words are made of. */
export interface TrailSource {
  words: Words;
  projection: Projection;
  account: Account;
  schedule: Schedule | undefined;
}

/** The look of the list. */
export const trailStyle = css`
  .charges li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.125rem 1rem;
    padding-block: 0.625rem;
    border-block-start: 1px solid var(--line);
  }
  .charges .wide {
    grid-column: 1 / -1;
  }
  .group {
    margin-block: 0.75rem 0.375rem;
  }
`;

/** The charges, payment by payment: within one they are by day, as they come. */
export function charges(source: TrailSource, trail: readonly Charge[]): TemplateResult[] {
  const groups = new Map<string, Charge[]>();
  for (const charge of trail) {
    const title = groupOf(source, charge);
    const group = groups.get(title);
    if (group === undefined) groups.set(title, [charge]);
    else group.push(charge);
  }
  return [...groups].map(
    ([title, group]) => html`
      <p class="muted small group">${title}</p>
      <ul class="charges" aria-label=${title}>
        ${group.map((charge) => oneOf(source, charge))}
      </ul>
    `,
  );
}

/** The payment that is late, by the day it was due: its id means nothing to the customer. The account's own interest is not of one. */
function groupOf({ words, schedule }: TrailSource, { due, rule }: Charge): string {
  const row = rule === "late-fee" || rule === "late-interest" ? schedule?.rows.find(({ id }) => id === due) : undefined;
  return row === undefined ? words.say("trail.account") : words.say("trail.due", { date: row.date });
}

function oneOf(source: TrailSource, charge: Charge): TemplateResult {
  const { words, projection } = source;
  const { currency } = projection;
  // What a rule says is English. What nobody has verified is no rule of the market to the customer.
  const { effect, confidence } = projection.rules.find(({ id }) => id === charge.cut?.by) ?? {};
  const isLaw = confidence !== "unverified" && confidence !== "draft";
  return html`
    <li part="charge">
      <time datetime=${charge.date}>${formatDay(words.locale, charge.date, "medium")}</time>
      <span class="amount"><bdi>${formatMoney(words.locale, charge.amount, currency)}</bdi></span>
      <span class="wide muted small">
        ${facts([
          words.say(`rule.${charge.rule}`),
          how(source, charge),
          charge.cut && words.say(isLaw ? "trail.cut" : "trail.cut.cautious", { amount: charge.cut.from, currency }),
        ])}
      </span>
      ${effect === undefined ? nothing : html`<span class="wide muted small" lang="en" dir="ltr">${effect}</span>`}
    </li>
  `;
}

function how({ words, projection, account }: TrailSource, charge: Charge): string | undefined {
  const { base: amount, rate: share, days, rule, date } = charge;
  if (share === undefined) return undefined;
  const params = { amount, currency: projection.currency, rate: formatRate(words.locale, share), days: days ?? 0 };
  if (days === undefined) return words.say("trail.share", params);
  // On the day that a card begins to charge, it charges all that has run since the statement was closed.
  const starts =
    rule === "revolving-interest" && projection.steps.some((step) => step.why === rule && step.date === date);
  if (starts) return words.say("trail.since-closing", params);
  const isDaily = rule === "late-interest" && account.late?.interest?.dailyRate !== undefined;
  return words.say(isDaily ? "trail.daily" : "trail.yearly", params);
}

/** Nothing, or what is shown of a list that is not empty. */
export function unlessEmpty<T>(list: readonly T[], show: (list: readonly T[]) => unknown): unknown {
  return list.length === 0 ? nothing : show(list);
}
