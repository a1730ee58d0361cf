// `<predue-held>`: what was held back, and why.

import { css, html, nothing, type PropertyDeclarations } from "lit";
import type { Account, MarketPack, NudgePlan, Wallet } from "../types.js";
import { define, PredueElement } from "./base.js";
import { base } from "./styles.js";

/** Before the ids of the rules that are kept to whatever the market. */
const FLOOR = "_floor.";

type Held = NudgePlan["suppressed"][number];

/** What was held back for one reason, by one rule or by none. */
interface Group {
  held: Held;
  accounts: Set<string>;
}

/**
 * The reasons for which nothing was said, each with the accounts that it is about and, where it is a rule of the market, the rule.
 *
 * @csspart list - The reasons.
 * @csspart reason - One reason.
 * @csspart accounts - The accounts it is about.
 * @csspart rule - The rule of the market.
 */
export class PredueHeld extends PredueElement {
  static override properties: PropertyDeclarations = {
    plan: { attribute: false },
    wallet: { attribute: false },
    pack: { attribute: false },
  };
  static override styles = [
    base,
    css`
      li {
        padding: 0.8125rem 1rem;
        overflow-wrap: anywhere;
      }
      li + li {
        border-block-start: 1px solid var(--line);
      }
      li > * + * {
        margin-block-start: 0.125rem;
      }
      code {
        font-family: ui-monospace, monospace;
        font-size: 0.875em;
      }
    `,
  ];

  /** What `nudges` returned. */
  declare plan: NudgePlan | undefined;
  /** The wallet it was asked about: the labels of accounts are read from it. */
  declare wallet: Wallet | undefined;
  /** The rules of the market, for what they say. Left out, a rule is named by its id. */
  declare pack: MarketPack | undefined;

  protected override content() {
    const { plan } = this;
    if (plan === undefined) return nothing;
    if (plan.suppressed.length === 0) return html`<p class="muted">${this.say("held.none")}</p>`;
    const accounts = new Map(this.wallet?.accounts.map((account) => [account.id, account]));
    return html`<ul class="card" part="list">${byReason(plan.suppressed).map((group) => this.#reason(group, accounts))}</ul>`;
  }

  #reason({ held, accounts }: Group, known: ReadonlyMap<string, Account>) {
    return html`
      <li part="reason">
        <p>${held.text}</p>
        <p class="muted small" part="accounts">
          ${[...accounts].map((id, place) => html`${place === 0 ? nothing : this.say("held.between")}<bdi>${known.get(id)?.label ?? id}</bdi>`)}
        </p>
        ${held.rule === undefined ? nothing : this.#rule(held.rule)}
      </li>
    `;
  }

  /** Summaries are English, whatever the language around them. The floor is no market, and its rules are no law. */
  #rule(id: string) {
    if (id.startsWith(FLOOR))
      return html`<p class="muted small" part="rule">${this.say("market.confidence.policy")}</p>`;
    const rule = this.pack?.rules?.find((each) => each.id === id);
    return html`
      <div class="small" part="rule">
        ${rule === undefined ? nothing : html`<p lang="en" dir="ltr">${rule.summary}</p>`}
        ${rule === undefined ? nothing : html`<p class="muted">${this.say(`market.confidence.${rule.confidence}`)}</p>`}
        <p class="muted" dir="ltr"><code>${id}</code></p>
      </div>
    `;
  }
}

/** In the order of the plan, which puts the nearest first. */
function byReason(all: readonly Held[]): Group[] {
  const groups = new Map<string, Group>();
  for (const held of all) {
    const key = `${held.reason} ${held.rule}`;
    const group = groups.get(key) ?? { held, accounts: new Set() };
    group.accounts.add(held.account);
    groups.set(key, group);
  }
  return [...groups.values()];
}

define("predue-held", PredueHeld);

declare global {
  interface HTMLElementTagNameMap {
    "predue-held": PredueHeld;
  }
}
