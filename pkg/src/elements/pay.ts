// `<predue-pay>`: what a payment on a day would leave, tried out and not made.

import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from "lit";
import { live } from "lit/directives/live.js";
import { isDueError } from "../errors.js";
import type { Account, CivilDate, Due, Instant, Minor, Wallet } from "../types.js";
import { formatMoney, LONG, readMoney, typedMoney } from "../words/format.js";
import { announce } from "./announce.js";
import { define, PredueElement } from "./base.js";
import { type Day, daysAfter, pay, type Stand, wait } from "./simulate.js";
import { base, fields, stacked, tables } from "./styles.js";

/** As far ahead as a payment may be thought of. */
const DAYS_MAX = 365;

/** What the amount follows until the customer types one. */
type Choice = "due" | "minimum" | "settle";

/**
 * "If I pay this much on that day": what would be left then, beside what would be without the payment. It asks the core, so
 * `load` must have finished.
 *
 * @csspart form - The two fields and the amounts to choose from.
 * @csspart choice - An amount to choose.
 * @csspart result - What would be left.
 * @csspart table - The account without the payment, and with it.
 */
export class PreduePay extends PredueElement {
  static override properties: PropertyDeclarations = {
    wallet: { attribute: false },
    account: { attribute: false },
    at: { attribute: false },
    _typed: { state: true },
    _choice: { state: true },
    _date: { state: true },
    _hasDate: { state: true },
  };
  static override styles = [
    base,
    tables,
    fields,
    css`
      .card {
        padding: 1.125rem 1rem;
        overflow-wrap: anywhere;
      }
      .fields,
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 0.75rem;
      }
      .fields > div {
        flex: 1 1 9.5rem;
        min-inline-size: 0;
      }
      .choices {
        gap: 0.5rem;
        margin-block-start: 0.75rem;
      }
      label {
        display: block;
        margin-block-end: 0.25rem;
        font-weight: 600;
      }
      input {
        inline-size: 100%;
        min-inline-size: 0;
        font-variant-numeric: tabular-nums;
      }
      .choice {
        font-size: 0.875rem;
      }
      .problem {
        margin-block-start: 0.5rem;
      }
      [part="result"] {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.5rem;
        margin-block-start: 1.125rem;
        padding-block-start: 1.125rem;
        border-block-start: 1px solid var(--line);
      }
      .main {
        font-weight: 600;
      }
      table {
        margin-block-start: 0.25rem;
      }
      caption {
        padding: 0;
      }
      th,
      td,
      th:first-child,
      td:last-child {
        padding-inline: 0 0.75rem;
      }
      td:last-child,
      thead th:last-child {
        padding-inline-end: 0;
      }
      tbody th {
        color: var(--muted);
        font-size: 0.875rem;
      }
      td .small {
        display: block;
      }
      tbody tr:last-child :is(th, td) {
        padding-block-end: 0;
      }
      .frame {
        container-type: inline-size;
      }
      /* Long amounts have no room beside each other on a phone. */
      @container (max-width: 26rem) {
        .frame.long {
          inline-size: 15rem;
        }
      }
    `,
    stacked(css`16rem`),
    css`
      @container (max-width: 16rem) {
        tr {
          padding-inline: 0;
        }
      }
    `,
  ];

  /** The wallet: its market and its holidays count. */
  declare wallet: Wallet | undefined;
  /** The account that is paid. */
  declare account: Account | undefined;
  /** Now, with the customer's own offset. */
  declare at: Instant | undefined;

  /** What is typed as an amount; nothing while the amount follows a choice. */
  declare _typed: string | undefined;
  declare _choice: Choice;
  /** The day chosen; nothing while it is the customer's. */
  declare _date: CivilDate | undefined;
  declare _hasDate: boolean;

  /** The day last asked about: it stays the same while an amount is typed. */
  #day: { of: readonly unknown[]; is: Day } | undefined;

  constructor() {
    super();
    this.#reset();
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    const before = changed.get("account");
    if (before !== undefined && before.id !== this.account?.id) this.#reset();
    if (this._date !== undefined && this.at !== undefined && this._date < this.at.slice(0, 10)) this._date = undefined;
  }

  #reset() {
    this._typed = undefined;
    this._choice = "due";
    this._date = undefined;
    this._hasDate = true;
  }

  protected override content() {
    const { wallet, account, at } = this;
    if (wallet === undefined || account === undefined || at === undefined) return nothing;
    const today = at.slice(0, 10);
    const date = this._date ?? today;
    try {
      const day = this.#on(wallet, account, at, date);
      if (day.stand.standing.standing === "settled") {
        return html`<p class="card" part="result">${this.say("waiting.settled")}</p>`;
      }
      return html`<div class="card">${this.#form(day, account, today, date)}${this.#result(wallet, day, today)}</div>`;
    } catch (error) {
      return html`<p class="card">${this.#reason(error)}</p>`;
    }
  }

  #on(wallet: Wallet, account: Account, at: Instant, date: CivilDate): Day {
    const of = [wallet, account, at, date];
    if (this.#day === undefined || this.#day.of.some((each, index) => each !== of[index])) {
      this.#day = { of, is: wait(wallet, account, at, date) };
    }
    return this.#day.is;
  }

  #reason(error: unknown): string {
    if (!isDueError(error)) throw error;
    if (error.code === "UNSUPPORTED") return this.say("pay.unsupported");
    const id = `error.${error.code}`;
    return this.words.say(this.words.knows(id) ? id : "error.other");
  }

  // ---- the form ------------------------------------------------------------------------------------

  #choices({ point, stand }: Day): Map<Choice, Minor> {
    const all: [Choice, Minor][] = [
      ["due", point.pay.total],
      ["minimum", stand.statement?.minimum ?? 0],
      ["settle", stand.standing.payoff.total],
    ];
    const seen = new Set<Minor>([0]);
    return new Map(all.filter(([, amount]) => !seen.has(amount) && seen.add(amount)));
  }

  /** What is in the field, and the amount it stands for. */
  #amount(day: Day): { text: string; amount: Minor | undefined } {
    const { currency } = day.account;
    const { locale } = this.words;
    if (this._typed !== undefined) return { text: this._typed, amount: readMoney(locale, this._typed, currency) };
    const choices = this.#choices(day);
    const amount = choices.get(this._choice) ?? choices.get("due") ?? 0;
    return { text: typedMoney(locale, amount, currency), amount };
  }

  #form(day: Day, { currency }: Account, today: CivilDate, date: CivilDate) {
    const { text, amount } = this.#amount(day);
    const choices = [...this.#choices(day)];
    const isWrong = amount === undefined;
    return html`
      <div part="form">
        <div class="fields">
          <div>
            <label for="amount">${this.say("pay.amount", { currency })}</label>
            <input
              id="amount"
              inputmode="decimal"
              autocomplete="off"
              .value=${live(text)}
              aria-invalid=${isWrong ? "true" : "false"}
              aria-describedby="amount-problem"
              @input=${this.#onAmount}
              @change=${this.#tell}
            />
          </div>
          <div>
            <label for="date">${this.say("pay.date")}</label>
            <input
              id="date"
              type="date"
              required
              min=${today}
              max=${this.#lastDay(today)}
              .value=${date}
              aria-invalid=${this._hasDate ? "false" : "true"}
              aria-describedby="date-problem"
              @input=${this.#onDate}
              @change=${this.#tell}
            />
          </div>
        </div>
        <p id="amount-problem" class="problem small" ?hidden=${!isWrong}>
          ${isWrong ? this.say("pay.amount.wrong", { example: typedMoney(this.words.locale, day.point.pay.total, currency) }) : ""}
        </p>
        <p id="date-problem" class="problem small" ?hidden=${this._hasDate}>
          ${this._hasDate ? "" : this.say("pay.date.wrong", { from: today, until: this.#lastDay(today) })}
        </p>
        ${
          choices.length === 0
            ? nothing
            : html`
                <div class="choices" role="group" aria-label=${this.say("pay.choices")}>
                  ${choices.map(
                    ([choice, amount]) => html`
                      <button
                        class="choice"
                        part="choice"
                        type="button"
                        aria-pressed=${this._typed === undefined && this._choice === choice}
                        @click=${() => this.#choose(choice)}
                      >
                        ${this.say(`pay.choice.${choice}`, { amount, currency })}
                      </button>
                    `,
                  )}
                </div>
              `
        }
      </div>
    `;
  }

  #lastDay(today: CivilDate): CivilDate {
    const day = new Date(today);
    day.setUTCDate(day.getUTCDate() + DAYS_MAX);
    return day.toISOString().slice(0, 10);
  }

  #onAmount(event: Event) {
    this._typed = (event.target as HTMLInputElement).value;
  }

  #onDate(event: Event) {
    const { value } = event.target as HTMLInputElement;
    const days = value === "" || this.at === undefined ? Number.NaN : daysAfter(this.at, value);
    // What is half typed stays in the field as it is; the result waits for a day that will do.
    this._hasDate = days >= 0 && days <= DAYS_MAX;
    if (this._hasDate) this._date = value;
  }

  #choose(choice: Choice) {
    this._typed = undefined;
    this._choice = choice;
    this.#tell();
  }

  /** Says the result once the customer has settled on an amount or a day, and not while it is typed. */
  async #tell() {
    await this.updateComplete;
    const said = this.renderRoot.querySelectorAll("[part=result] .said, .problem:not([hidden])");
    announce([...said].map((each) => each.textContent?.replace(/\s+/g, " ").trim()).join(" "));
  }

  // ---- the result ----------------------------------------------------------------------------------

  #result(wallet: Wallet, day: Day, today: CivilDate) {
    const { amount } = this.#amount(day);
    if (amount === undefined || !this._hasDate) return nothing;
    const { currency } = day.account;
    const date = day.at.slice(0, 10);
    const { extra } = day.point;
    let after: Stand;
    try {
      after = pay(wallet, day, amount);
    } catch (error) {
      return html`<div part="result"><p class="said">${this.#reason(error)}</p></div>`;
    }
    return html`
      <div part="result">
        ${this.#left(day, after, amount).map((text) => html`<p class="said main">${text}</p>`)}
        ${
          date === today
            ? nothing
            : html`<p class="said">${this.say(extra === 0 ? "pay.waiting.nothing" : "pay.waiting", { date, amount: extra, currency })}</p>`
        }
        ${this.#table(day.stand, after, currency)}
      </div>
    `;
  }

  /** What stays open, or where the rest goes, as far as the core tells. */
  #left({ point, stand: before, account }: Day, after: Stand, paid: Minor): string[] {
    const { currency } = account;
    const { standing, overdue, today, next, statement } = after;
    const payoff = standing.payoff.total;
    if (standing.standing === "settled") {
      const enough = before.standing.payoff.total;
      return paid > enough
        ? [this.say("pay.settled"), this.say("pay.enough", { amount: enough, currency })]
        : [this.say("pay.settled")];
    }
    const minimum = statement?.minimum;
    // A card asks for its minimum; what is left of it is said, and what the rest means.
    if (statement !== undefined && minimum !== undefined) {
      const params = { amount: minimum, currency, date: statement.date };
      if (statement.daysUntil < 0) return [this.say("pay.minimum.late", params)];
      if (minimum > 0) return [this.say("pay.minimum.open", params)];
      // Where interest runs whatever is paid, no day avoids it.
      const id = standing.payoff.interest === 0 ? "pay.minimum.done" : "pay.minimum.paid";
      return [this.words.say(id, { ...params, amount: statement.amount.total })];
    }
    if (overdue > 0 || today > 0) {
      return [
        ...(overdue > 0 ? [this.say("pay.overdue", { amount: overdue, currency })] : []),
        ...(today > 0 ? [this.say("pay.open", { amount: today, currency })] : []),
      ];
    }
    if (next === undefined) {
      return [this.say("pay.nothing-due"), ...(payoff > 0 ? [this.say("pay.rest", { amount: payoff, currency })] : [])];
    }
    const isDue = before.overdue > 0 || before.today > 0;
    const done = isDue && paid >= point.pay.total ? [this.say("pay.done")] : [];
    return [...done, ...this.#rest(next, before, point.pay.total, paid)];
  }

  /** Where what is more than due goes, and what comes next. */
  #rest(next: Due, before: Stand, due: Minor, paid: Minor): string[] {
    const params = { date: next.date, amount: next.amount.total, currency: next.currency };
    const isLess = next.date === before.next?.date && next.amount.total < before.next.amount.total;
    if (paid > due) {
      return isLess
        ? [this.say("pay.rest-to-next", params)]
        : [this.say("pay.rest-to-later"), this.say("pay.next", params)];
    }
    return [this.say(paid < due && isLess ? "pay.part-of-next" : "pay.next", params)];
  }

  #table(before: Stand, after: Stand, currency: string) {
    const rows: [string, (stand: Stand) => unknown, boolean][] = [
      ["account.standing", ({ standing }) => this.#standing(standing), true],
      ["pay.overdue-by-then", ({ overdue }) => this.#money(overdue, currency), before.overdue > 0],
      ["pay.due", ({ today }) => this.#money(today, currency), before.today > 0],
      ["pay.next-due", (stand) => this.#next(stand, currency), before.next !== undefined],
      ["pay.settles", ({ standing }) => this.#money(standing.payoff.total, currency), true],
    ];
    const amounts = [before, after].flatMap(({ next, overdue, today, standing }) => [
      next?.amount.total ?? 0,
      overdue,
      today,
      standing.payoff.total,
    ]);
    const isLong = amounts.some((amount) => formatMoney(this.words.locale, amount, currency).length > LONG);
    return html`
      <div class="frame ${isLong ? "long" : ""}">
      <table part="table" role="table">
        <caption class="hidden">${this.say("pay.caption")}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <td role="cell"></td>
            <th role="columnheader" scope="col">${this.say("pay.without")}</th>
            <th role="columnheader" scope="col">${this.say("pay.with")}</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${rows
            .filter(([, , isShown]) => isShown)
            .map(
              ([id, tell]) => html`
                <tr role="row">
                  <th role="rowheader" scope="row">${this.words.say(id)}</th>
                  <td role="cell" class="rest" data-label=${this.say("pay.without")}>${tell(before)}</td>
                  <td role="cell" class="rest" data-label=${this.say("pay.with")}>${tell(after)}</td>
                </tr>
              `,
            )}
        </tbody>
      </table>
      </div>
    `;
  }

  #standing({ standing, daysPastDue }: Stand["standing"]) {
    return this.say(`standing.${standing}`, { days: daysPastDue });
  }

  #money(amount: Minor, currency: string) {
    return html`<span class="amount">${this.money(amount, currency)}</span>`;
  }

  #next({ next }: Stand, currency: string) {
    if (next === undefined) return this.say("pay.none");
    const { date, amount } = next;
    return html`
      <span class="amount">${this.money(amount.total, currency)}</span>
      <span class="muted small">${this.day(date, "short")}</span>
      ${
        amount.penalty === 0
          ? nothing
          : html`<span class="muted small">${this.say("due.penalty", { amount: amount.penalty, currency })}</span>`
      }
    `;
  }
}

define("predue-pay", PreduePay);

declare global {
  interface HTMLElementTagNameMap {
    "predue-pay": PreduePay;
  }
}
