// `<predue-accounts>`: the accounts, and where each stands.

import { html, nothing, type PropertyDeclarations } from "lit";
import type { Account, Outlook, Standing, Wallet } from "../types.js";
import { define, PredueElement } from "./base.js";
import { entry, facts } from "./entry.js";
import { base, entries } from "./styles.js";

/**
 * The accounts of a wallet with the standing of each in words.
 *
 * @fires predue-select - An entry was chosen, and there is no `account-href`. `detail` has `account`.
 * @csspart list - The accounts.
 * @csspart entry - One account.
 */
export class PredueAccounts extends PredueElement {
  static override properties: PropertyDeclarations = {
    outlook: { attribute: false },
    wallet: { attribute: false },
    accountHref: { attribute: "account-href" },
  };
  static override styles = [base, entries];

  /** What `outlook` returned: the standings are read from it. */
  declare outlook: Outlook | undefined;
  /** The wallet it was asked about. */
  declare wallet: Wallet | undefined;
  /** The address of an account, with `{account}` where its id goes. Entries are links then. */
  declare accountHref: string | undefined;

  protected override content() {
    const { outlook, wallet } = this;
    if (outlook === undefined || wallet === undefined) return nothing;
    const standings = new Map(outlook.accounts.map((standing) => [standing.account, standing]));
    return html`
      <ul class="card" part="list">
        ${wallet.accounts.map((account) => html`<li>${this.#account(account, standings.get(account.id))}</li>`)}
      </ul>
    `;
  }

  #account({ id, label, creditor, currency }: Account, standing: Standing | undefined) {
    return entry(
      this,
      this.accountHref,
      { account: id },
      html`
        <span class="label"><bdi>${label}</bdi></span>
        ${standing === undefined ? html`<span></span>` : this.#outstanding(standing, currency)}
        <span class="wide muted small">
          ${facts([standing && this.#standing(standing), html`<bdi>${creditor.name}</bdi>`])}
        </span>
      `,
    );
  }

  #outstanding({ outstanding, standing }: Standing, currency: string) {
    if (standing === "settled") return html`<span></span>`;
    return html`<span class="amount main">${this.money(outstanding.total, currency)}</span>`;
  }

  #standing({ standing, daysPastDue }: Standing) {
    const words = this.say(`standing.${standing}`, { days: daysPastDue });
    return html`<span class=${standing === "overdue" ? "attention" : ""}>${words}</span>`;
  }
}

define("predue-accounts", PredueAccounts);

declare global {
  interface HTMLElementTagNameMap {
    "predue-accounts": PredueAccounts;
  }
}
