// `<predue-account>`: one account at a glance, above its schedule.

import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { Account, Standing } from "../types.js";
import { define, PredueElement } from "./base.js";
import { base } from "./styles.js";

/**
 * Who is owed, how the account stands, and what comes next.
 *
 * @csspart facts - The list of facts.
 */
export class PredueAccount extends PredueElement {
  static override properties: PropertyDeclarations = { account: { attribute: false }, standing: { attribute: false } };
  static override styles = [
    base,
    css`
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr));
        gap: 0.875rem 1rem;
        padding: 1.125rem 1rem;
      }
      dt {
        color: var(--muted);
        font-size: 0.875rem;
      }
      dd {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** An account of the wallet. */
  declare account: Account | undefined;
  /** Its standing, from the outlook. */
  declare standing: Standing | undefined;

  protected override content() {
    const { account, standing } = this;
    if (account === undefined) return nothing;
    return html`
      <dl class="card" part="facts">
        ${standing === undefined ? nothing : this.#standing(standing, account.currency)}
        ${this.#fact("account.creditor", html`<bdi>${account.creditor.name}</bdi>`)}
        ${this.#fact("account.product", html`${this.say(`product.${account.product}`)}`)}
        ${account.autopay ? this.#fact("account.autopay", html`${this.say("account.autopay.on")}`) : nothing}
        ${account.hold ? this.#fact("account.reminders", html`${this.say(`hold.${account.hold}`)}`) : nothing}
      </dl>
    `;
  }

  #standing({ standing, daysPastDue, overdue, outstanding, nextDue }: Standing, currency: string) {
    const look = standing === "overdue" ? "attention" : "";
    const words = this.say(`standing.${standing}`, { days: daysPastDue });
    return html`
      ${this.#fact("account.standing", html`<span class=${look}>${words}</span>`)}
      ${this.#fact("account.outstanding", html`<span class="amount">${this.money(outstanding.total, currency)}</span>`)}
      ${
        overdue.total === 0
          ? nothing
          : this.#fact("account.overdue", html`<span class="amount">${this.money(overdue.total, currency)}</span>`)
      }
      ${nextDue === undefined ? nothing : this.#fact("account.next", this.day(nextDue, "medium"))}
    `;
  }

  #fact(id: string, value: TemplateResult) {
    return html`
      <div>
        <dt>${this.words.say(id)}</dt>
        <dd>${value}</dd>
      </div>
    `;
  }
}

define("predue-account", PredueAccount);

declare global {
  interface HTMLElementTagNameMap {
    "predue-account": PredueAccount;
  }
}
