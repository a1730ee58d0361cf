// `<predue-account>`: one account at a glance, above its schedule.

import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { Account, Due, MinimumOnly, Minor, Standing } from "../types.js";
import { formatMoney, LONG } from "../words/format.js";
import { define, PredueElement } from "./base.js";
import { base } from "./styles.js";

/**
 * Who is owed, how the account stands, and what comes next.
 *
 * @csspart facts - The list of facts.
 */
export class PredueAccount extends PredueElement {
  static override properties: PropertyDeclarations = {
    account: { attribute: false },
    standing: { attribute: false },
    due: { attribute: false },
  };
  static override styles = [
    base,
    css`
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(8.25rem, 1fr));
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
      .wide {
        grid-column: 1 / -1;
      }
      .wide dd {
        font-weight: inherit;
      }
      /* Long amounts have no room beside each other on a phone. */
      @container (max-width: 26rem) {
        .long {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  /** An account of the wallet. */
  declare account: Account | undefined;
  /** Its standing, from the outlook. */
  declare standing: Standing | undefined;
  /** Its next due, from the outlook: a card's minimum is read from it. */
  declare due: Due | undefined;

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

  #standing(all: Standing, currency: string) {
    const { standing, daysPastDue, overdue, outstanding, nextDue, minimumOnly } = all;
    const look = standing === "overdue" ? "attention" : "";
    const words = this.say(`standing.${standing}`, { days: daysPastDue });
    return html`
      ${this.#fact("account.standing", html`<span class=${look}>${words}</span>`)}
      ${this.#amount("account.outstanding", outstanding.total, currency)}
      ${overdue.total === 0 ? nothing : this.#amount("account.overdue", overdue.total, currency)}
      ${nextDue === undefined ? nothing : this.#fact("account.next", this.day(nextDue, "medium"))}
      ${this.#card(currency)}
      ${minimumOnly === undefined ? nothing : this.#minimumOnly(minimumOnly, currency)}
    `;
  }

  /** The two amounts that a statement can be paid with. */
  #card(currency: string) {
    const { minimum, amount } = this.due ?? {};
    if (minimum === undefined || amount === undefined) return nothing;
    return html`
      ${minimum === 0 ? nothing : this.#amount("account.minimum", minimum, currency)}
      ${this.#amount("account.full", amount.total, currency)}
    `;
  }

  /** How long minimums take and what they cost, in one sentence: the one is not to be had without the other. */
  #minimumOnly({ payments, last, interest, total, ends }: MinimumOnly, currency: string) {
    const id = ends ? "account.minimum-only.ends" : "account.minimum-only.never";
    return html`
      <div class="wide">
        <dt>${this.say("account.minimum-only")}</dt>
        <dd>${this.words.say(id, { payments, last, interest, total, currency })}</dd>
      </div>
    `;
  }

  #amount(id: string, amount: Minor, currency: string) {
    const isLong = formatMoney(this.words.locale, amount, currency).length > LONG;
    return this.#fact(id, html`<span class="amount">${this.money(amount, currency)}</span>`, isLong ? "long" : "");
  }

  #fact(id: string, value: TemplateResult, look = "") {
    return html`
      <div class=${look}>
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
