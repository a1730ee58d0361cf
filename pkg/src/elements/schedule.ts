// `<predue-schedule>`: every due of one account, as a table that becomes a list where there is no room for one.

import { css, html, nothing, type PropertyDeclarations } from "lit";
import type { Account, Minor, Schedule } from "../types.js";
import { currencyName } from "../words/format.js";
import { define, PredueElement } from "./base.js";
import { base, stacked, tables } from "./styles.js";

type Row = Schedule["rows"][number];

/** A column of amounts, and where they are found in a row and in the totals. */
interface Column {
  readonly id: string;
  readonly row: (row: Row) => Minor;
  readonly total: (totals: Schedule["totals"]) => Minor | undefined;
}

const PARTS: readonly Column[] = (["principal", "interest", "fees", "penalty"] as const).map((part) => ({
  id: part,
  row: ({ due }) => due[part],
  total: ({ due }) => due[part],
}));
const DUE: Column = { id: "due", row: ({ due }) => due.total, total: ({ due }) => due.total };
const PAID: Column = { id: "paid", row: ({ paid }) => paid.total, total: ({ paid }) => paid.total };
const OUTSTANDING: Column = {
  id: "outstanding",
  row: ({ outstanding }) => outstanding.total,
  total: ({ outstanding }) => outstanding.total,
};
const BALANCE: Column = { id: "balance", row: ({ balance }) => balance, total: () => undefined };

/**
 * The full schedule of an account. Columns that would only hold zeros are left out.
 *
 * @csspart table - The table.
 * @csspart row - A due.
 */
export class PredueSchedule extends PredueElement {
  static override properties: PropertyDeclarations = { schedule: { attribute: false }, account: { attribute: false } };
  static override styles = [
    base,
    tables,
    stacked(css`44rem`),
    css`
      @container (max-width: 44rem) {
        .number {
          min-inline-size: 1.25rem;
        }
        .status {
          order: 3;
          font-size: 0.875rem;
        }
      }
    `,
  ];

  /** What `schedule` returned. */
  declare schedule: Schedule | undefined;
  /** The account it is of: its label is read from it, and whether it is a card. */
  declare account: Account | undefined;

  protected override content() {
    const { schedule } = this;
    if (schedule === undefined) return nothing;
    const { rows, totals, currency, account } = schedule;
    if (rows.length === 0) return html`<p class="muted">${this.say("schedule.empty")}</p>`;
    const columns = columnsOf(rows);
    // Roles are spelt out: some browsers drop those of a table whose rows are laid out as flex.
    return html`
      <div class="card frame">
        <table part="table" role="table">
          <caption>
            <span class="hidden">${this.say("schedule.caption", { label: this.account?.label ?? account })}</span>
            ${this.say("schedule.currency", { name: currencyName(this.words.locale, currency), code: currency })}
            ${this.account?.plan.kind === "card" ? html`<p>${this.say("schedule.card")}</p>` : nothing}
          </caption>
          <thead role="rowgroup">
            <tr role="row">
              ${["number", "date", "status"].map((id) => html`<th role="columnheader" scope="col">${this.#head(id)}</th>`)}
              ${columns.map(({ id }) => html`<th role="columnheader" scope="col" class="amount">${this.#head(id)}</th>`)}
            </tr>
          </thead>
          <tbody role="rowgroup">
            ${rows.map((row) => this.#row(row, columns, currency))}
          </tbody>
          <tfoot role="rowgroup">
            <tr role="row">
              <th role="rowheader" scope="row" colspan="3">${this.say("schedule.total")}</th>
              ${columns.map((column) => this.#amount(column.id, column.total(totals), currency))}
            </tr>
          </tfoot>
        </table>
      </div>
    `;
  }

  #head(id: string): string {
    return this.words.say(`schedule.${id}`);
  }

  #row(row: Row, columns: readonly Column[], currency: string) {
    const look = row.status === "overdue" ? "attention" : "muted";
    return html`
      <tr role="row" part="row">
        <td role="cell" class="number muted">${row.number}</td>
        <th role="rowheader" scope="row">${this.day(row.date, "medium")}</th>
        <td role="cell" class="status"><span class=${look}>${this.say(`status.${row.status}`)}</span></td>
        ${columns.map((column) => this.#amount(column.id, column.row(row), currency))}
      </tr>
    `;
  }

  #amount(id: string, amount: Minor | undefined, currency: string) {
    if (amount === undefined) return html`<td role="cell" class="blank"></td>`;
    const look = id === DUE.id ? "due" : "rest";
    const words = this.money(amount, currency, true);
    return html`<td role="cell" class="amount ${look}" data-label=${this.#head(id)}>${words}</td>`;
  }
}

/** The columns that say something: a part that is the whole amount of every row says nothing beside it. */
function columnsOf(rows: readonly Row[]): Column[] {
  const used = (column: Column) => rows.some((row) => column.row(row) !== 0);
  const parts = PARTS.filter(used);
  return [
    ...(parts.length > 1 ? parts : []),
    DUE,
    ...(used(PAID) ? [PAID, OUTSTANDING] : []),
    ...(used(BALANCE) ? [BALANCE] : []),
  ];
}

define("predue-schedule", PredueSchedule);

declare global {
  interface HTMLElementTagNameMap {
    "predue-schedule": PredueSchedule;
  }
}
