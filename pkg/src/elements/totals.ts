// `<predue-totals>`: what is to pay, by currency.

import { css, html, nothing, type PropertyDeclarations } from "lit";
import type { Outlook } from "../types.js";
import { currencyName } from "../words/format.js";
import { define, PredueElement } from "./base.js";
import { base } from "./styles.js";

type Total = Outlook["totals"][number];

/** What is shown below the amount of the next thirty days: two parts of it, then what it does not include. */
const PARTS = ["today", "within7", "overdue", "all"] as const;

/**
 * The totals of an outlook, one block for each currency. Currencies are never added together.
 *
 * @csspart title - What the large amounts are.
 * @csspart currency - The block of one currency.
 */
export class PredueTotals extends PredueElement {
  static override properties: PropertyDeclarations = { outlook: { attribute: false }, level: { type: Number } };
  static override styles = [
    base,
    css`
      .card {
        padding: 1.125rem 1rem;
      }
      [role="heading"] {
        margin-block-end: 0.75rem;
        font-weight: 600;
      }
      li + li {
        margin-block-start: 0.875rem;
        padding-block-start: 0.875rem;
        border-block-start: 1px solid var(--line);
      }
      .main {
        font-size: clamp(1rem, 11cqi, 1.75rem);
        font-weight: 650;
        line-height: 1.25;
        letter-spacing: -0.01em;
        overflow-wrap: anywhere;
      }
      li + li .main {
        font-size: clamp(1rem, 11cqi, 1.375rem);
      }
      dl {
        display: grid;
        gap: 0.25rem;
        margin-block-start: 0.375rem;
      }
      dl div {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1rem;
        justify-content: space-between;
      }
      dl div.attention {
        margin-inline: -0.4375rem;
      }
    `,
  ];

  /** What `outlook` returned. */
  declare outlook: Outlook | undefined;
  /** The level of the heading: 2 unless told. */
  declare level: number | undefined;

  protected override content() {
    const { outlook } = this;
    if (outlook === undefined) return nothing;
    const totals = outlook.totals.filter(({ all }) => all !== 0);
    if (totals.length === 0) return html`<p class="card muted">${this.say("totals.none")}</p>`;
    return html`
      <section class="card">
        <div role="heading" aria-level=${this.level ?? 2} part="title">${this.say("totals.within30")}</div>
        <ul>
          ${totals.map((total) => this.#currency(total))}
        </ul>
      </section>
    `;
  }

  #currency(total: Total) {
    const { currency, within30 } = total;
    return html`
      <li part="currency">
        <div class="muted small">${currencyName(this.words.locale, currency)}</div>
        <div class="main amount">${this.money(within30, currency)}</div>
        <dl class="small">
          ${PARTS.map((part) => this.#part(part, total))}
        </dl>
      </li>
    `;
  }

  #part(part: (typeof PARTS)[number], total: Total) {
    const { [part]: amount, currency, today, within30 } = total;
    // A zero would only put the word in front of the customer, and what repeats an amount above it says nothing.
    const repeats = (part !== "overdue" && amount === within30) || (part === "within7" && amount === today);
    if (amount === 0 || repeats) return nothing;
    return html`
      <div class=${part === "overdue" ? "attention" : "muted"}>
        <dt>${this.say(`totals.${part}`)}</dt>
        <dd class="amount">${this.money(amount, currency)}</dd>
      </div>
    `;
  }
}

define("predue-totals", PredueTotals);

declare global {
  interface HTMLElementTagNameMap {
    "predue-totals": PredueTotals;
  }
}
