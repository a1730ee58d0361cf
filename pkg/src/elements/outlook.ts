// `<predue-outlook>`: the due list, day by day.

import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from "lit";
import type { Account, Due, Outlook, Wallet } from "../types.js";
import { announce } from "./announce.js";
import { define, PredueElement } from "./base.js";
import { entry, facts } from "./entry.js";
import { base, entries } from "./styles.js";

/**
 * What is unpaid, grouped by the day it is due, with its status in words.
 *
 * @fires predue-select - An entry was chosen, and there is no `account-href`. `detail` has `account` and `due`.
 * @csspart day - The heading of a day.
 * @csspart list - The dues of a day.
 * @csspart entry - One due.
 */
export class PredueOutlook extends PredueElement {
  static override properties: PropertyDeclarations = {
    outlook: { attribute: false },
    wallet: { attribute: false },
    accountHref: { attribute: "account-href" },
    level: { type: Number },
  };
  static override styles = [
    base,
    entries,
    css`
      section + section {
        margin-block-start: 1.25rem;
      }
      .day {
        display: flex;
        flex-wrap: wrap;
        gap: 0 0.625rem;
        align-items: baseline;
        margin-block-end: 0.5rem;
        padding-inline: 0.25rem;
      }
      [role="heading"] {
        font-weight: 600;
      }
    `,
  ];

  /** What `outlook` returned. */
  declare outlook: Outlook | undefined;
  /** The wallet it was asked about: labels and creditors are read from it. */
  declare wallet: Wallet | undefined;
  /** The address of an account, with `{account}` where its id goes. Entries are links then. */
  declare accountHref: string | undefined;
  /** The level of the headings of days: 3 unless told. */
  declare level: number | undefined;

  protected override updated(changed: PropertyValues<this>) {
    if (changed.get("outlook") === undefined || this.outlook === undefined) return;
    const { dues, until } = this.outlook;
    announce(this.say("outlook.updated", { count: dues.length, date: until }));
  }

  protected override content() {
    const { outlook } = this;
    if (outlook === undefined) return nothing;
    if (outlook.dues.length === 0) {
      return html`<p class="muted">${this.say("outlook.empty", { date: outlook.until })}</p>`;
    }
    const accounts = new Map(this.wallet?.accounts.map((account) => [account.id, account]));
    return byDay(outlook.dues).map((dues) => this.#day(dues, accounts));
  }

  #day(dues: Due[], accounts: Map<string, Account>) {
    const [{ date, daysUntil }] = dues as [Due];
    return html`
      <section>
        <div class="day" part="day">
          <span role="heading" aria-level=${this.level ?? 3}>${this.day(date, "heading")}</span>
          <span class="muted small">
            ${daysUntil < 0 ? this.say("when.past", { days: -daysUntil }) : this.say("when.ahead", { days: daysUntil })}
          </span>
        </div>
        <ul class="card" part="list">
          ${dues.map((due) => html`<li>${this.#due(due, accounts.get(due.account))}</li>`)}
        </ul>
      </section>
    `;
  }

  #due(due: Due, account: Account | undefined) {
    const { currency, amount, minimum, status, autopay } = due;
    // A minimum that is paid leaves nothing to say of it.
    const asked = minimum ?? 0;
    return entry(
      this,
      this.accountHref,
      { account: due.account, due: due.id },
      html`
        <span class="label"><bdi>${account?.label ?? due.account}</bdi></span>
        <span class="amount main">${this.money(amount.total, currency)}</span>
        <span class="${asked === 0 ? "wide" : ""} muted small">
          ${facts([
            html`<span class=${status === "overdue" ? "attention" : ""}>${this.say(`status.${status}`)}</span>`,
            autopay && this.say("due.autopay"),
            account && html`<bdi>${account.creditor.name}</bdi>`,
            amount.fees !== 0 && this.say("due.fees", { amount: amount.fees, currency }),
            amount.penalty !== 0 && this.say("due.penalty", { amount: amount.penalty, currency }),
          ])}
        </span>
        ${
          asked === 0
            ? nothing
            : html`<span class="amount muted small">${this.say("due.minimum", { amount: asked, currency })}</span>`
        }
      `,
    );
  }
}

/** Runs of dues of the same day: they come sorted. */
function byDay(dues: readonly Due[]): Due[][] {
  const days: Due[][] = [];
  for (const due of dues) {
    const day = days.at(-1);
    if (day?.[0]?.date === due.date) day.push(due);
    else days.push([due]);
  }
  return days;
}

define("predue-outlook", PredueOutlook);

declare global {
  interface HTMLElementTagNameMap {
    "predue-outlook": PredueOutlook;
  }
}
