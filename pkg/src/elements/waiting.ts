// `<predue-waiting>`: what can still be avoided, what waiting adds day by day, and where each amount comes from.

import { css, html, nothing, type PropertyDeclarations } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Account, Projection, Schedule } from "../types.js";
import { currencyName, formatDay, formatMoney } from "../words/format.js";
import { define, PredueElement } from "./base.js";
import { curveStyle, drawn } from "./curve.js";
import { base, stacked, tables } from "./styles.js";
import { charges, trailStyle, unlessEmpty } from "./trail.js";

type Point = Projection["points"][number];

/**
 * The projection of one account: a sentence, a picture with its table, and the charges one by one.
 *
 * @csspart avoid - What can still be avoided.
 * @csspart figure - The picture with what it is called.
 * @csspart picture - The picture.
 * @csspart table - The table.
 * @csspart row - A day of the table.
 * @csspart trail - The charges, shown on demand.
 * @csspart charge - One charge.
 * @cssproperty --predue-curve - The curve and the marks of charges: the accent unless told.
 * @cssproperty --predue-milestone - The marks of what may happen besides: the text's colour unless told.
 */
export class PredueWaiting extends PredueElement {
  static override properties: PropertyDeclarations = {
    projection: { attribute: false },
    curve: { attribute: false },
    account: { attribute: false },
    schedule: { attribute: false },
  };
  static override styles = [
    base,
    tables,
    stacked(css`26rem`),
    curveStyle,
    trailStyle,
    css`
      :host {
        --curve: var(--predue-curve, var(--accent));
        --milestone: var(--predue-milestone, var(--text));
      }
      [part="base"] > * + * {
        margin-block-start: 1rem;
      }
      .said,
      figure,
      details {
        margin: 0;
        padding: 1.125rem 1rem;
        overflow-wrap: anywhere;
      }
      .said > * + *,
      figcaption {
        margin-block-start: 0.5rem;
      }
      .main {
        font-size: 1.125rem;
        font-weight: 600;
      }
      .said li {
        padding-inline-start: 1rem;
        text-indent: -1rem;
      }
      .said li::before {
        display: inline-block;
        inline-size: 1rem;
        text-indent: 0;
        color: var(--muted);
        content: "–" / "";
      }
      figcaption {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 1.25rem;
      }
      .title {
        font-weight: 600;
      }
      figure > .title {
        margin-block-end: 0.75rem;
      }
      summary {
        min-block-size: 1.5rem;
        color: var(--accent);
        font-weight: 550;
        cursor: pointer;
      }
      details > .title {
        margin-block: 1rem 0.5rem;
      }
      .range {
        display: block;
        color: var(--muted);
        font-weight: inherit;
        white-space: normal;
      }
      .sum {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1rem;
        justify-content: space-between;
        padding-block-start: 0.625rem;
        border-block-start: 1px solid var(--line);
        font-weight: 600;
      }
    `,
  ];

  /** What `projection` returned: its points make the table, its steps and its trail the rest. */
  declare projection: Projection | undefined;
  /** The same with a point for each day, for the picture: a jump is seen on its day. Left out, the table's points serve. */
  declare curve: Projection | undefined;
  /** The account it is of. */
  declare account: Account | undefined;
  /** What `schedule` returned: the days of the payments that charges are for are read from it. */
  declare schedule: Schedule | undefined;

  protected override content() {
    const { projection, account } = this;
    if (projection === undefined || account === undefined) return nothing;
    const points = [...projection.points].sort((a, b) => a.days - b.days);
    const last = points.at(-1);
    if (last === undefined) return nothing;
    return html`
      ${this.#said(projection, account, last)}
      ${last.extra === 0 && last.range === undefined ? nothing : html`${this.#figure(projection, points, last)} ${this.#table(projection, account, points)}`}
      ${this.#trail(projection, account, last)}
    `;
  }

  /** The day's points, for what is asked of a single day. */
  get #days(): readonly Point[] {
    return this.curve?.points ?? this.projection?.points ?? [];
  }

  // ---- what can be avoided -------------------------------------------------------------------------

  #said({ avoid, currency, steps }: Projection, account: Account, last: Point) {
    const milestones = steps.flatMap(({ date, milestone }) => (milestone === undefined ? [] : [{ date, milestone }]));
    return html`
      <div class="card said" part="avoid">
        ${avoid === undefined ? this.#nothingToAvoid(currency, last) : this.#avoid(avoid, currency)}
        ${last.range === undefined ? nothing : html`<p>${this.#range("range.until", last, currency)}</p>`}
        ${unlessEmpty(
          milestones,
          (list) => html`
            <p class="muted small">${this.say("waiting.unpaid")}</p>
            <ul>
              ${list.map(
                ({ date, milestone }) =>
                  html`<li>${this.say(`milestone.${milestone}`, { date, creditor: account.creditor.name })}</li>`,
              )}
            </ul>
          `,
        )}
      </div>
    `;
  }

  /** By the stricter and by the looser reading. */
  #range(id: string, { date, range: [from, to] = [0, 0] }: Point, currency: string): string {
    return this.words.say(id, { date, from, to, currency });
  }

  #avoid({ payBy, amount, minimum, saves }: NonNullable<Projection["avoid"]>, currency: string) {
    const then = this.#days.find(({ date }) => date === payBy);
    const when = then?.days === 0 ? "today" : "by";
    const params = { date: payBy, amount, saves, currency };
    const added = then?.extra ?? 0;
    return html`
      <p class="main">
        ${saves === 0 ? this.say(`avoid.listed.${when}`, params) : this.say(`avoid.${when}`, params)}
      </p>
      ${added === 0 ? nothing : html`<p>${this.say("avoid.added", { amount: added, currency })}</p>`}
      ${minimum ? this.#minimum(minimum, currency) : nothing}
    `;
  }

  #minimum(amount: number, currency: string) {
    const isLate = (this.#days[0]?.daysPastDue ?? 0) > 0;
    return html`<p>${this.say(isLate ? "avoid.minimum.late" : "avoid.minimum", { amount, currency })}</p>`;
  }

  #nothingToAvoid(currency: string, last: Point) {
    const added = this.#days.find(({ extra }) => extra > 0);
    if (added !== undefined) {
      return html`<p class="main">${this.say("waiting.runs", { date: added.date, amount: added.extra, currency })}</p>`;
    }
    // The range says what there is to say.
    if (last.range !== undefined) return nothing;
    const id = last.pay.total === 0 ? "waiting.settled" : "waiting.nothing";
    return html`<p>${this.words.say(id, { date: last.date })}</p>`;
  }

  // ---- the picture and its table ------------------------------------------------------------------

  #figure({ currency, steps, avoid }: Projection, points: readonly Point[], last: Point) {
    const curve = [...this.#days].sort((a, b) => a.days - b.days);
    const [from, until] = [curve[0], curve.at(-1)];
    // Of other days than the table, or of one only: there is nothing to draw.
    if (from === undefined || until === undefined || from === until || until.extra === 0) return nothing;
    const { locale } = this.words;
    const ahead = steps.filter(({ date }) => date <= until.date);
    const first = ahead.find(({ extra }) => extra > 0);
    const text = [
      this.say("waiting.picture", { from: from.date, until: until.date, amount: until.extra, currency }),
      first && this.say("waiting.picture.step", { date: first.date, amount: first.extra, currency }),
      this.say("waiting.picture.table"),
    ];
    return html`
      <figure class="card" part="figure">
        <p class="title">${this.say("waiting.title", { date: last.date, amount: last.extra, currency })}</p>
        ${drawn({
          curve,
          ticks: points,
          steps: ahead,
          payBy: avoid && { date: avoid.payBy, text: this.say("waiting.pay-by", { date: avoid.payBy }) },
          top: formatMoney(locale, until.extra, currency),
          day: (date) => formatDay(locale, date, "short"),
          text: text.filter(Boolean).join(" "),
        })}
        <figcaption class="muted small">
          ${first ? html`<span><span class="key"></span>${this.say("waiting.key.charge")}</span>` : nothing}
          ${
            ahead.some(({ milestone }) => milestone)
              ? html`<span><span class="key milestone"></span>${this.say("waiting.key.milestone")}</span>`
              : nothing
          }
        </figcaption>
      </figure>
    `;
  }

  #table({ currency, trail }: Projection, account: Account, points: readonly Point[]) {
    const today = this.#today();
    // On dues it is owed at once; on a loan and on a card it comes with later payments.
    const isLater = account.plan.kind !== "dues" && trail.some(({ part, date }) => part === "interest" && date > today);
    return html`
      <div class="card frame">
        <table part="table" role="table">
          <caption>
            <span class="hidden">${this.say("waiting.caption", { label: account.label })}</span>
            ${this.say("schedule.currency", { name: currencyName(this.words.locale, currency), code: currency })}
            ${isLater ? html`<p>${this.say("waiting.later")}</p>` : nothing}
          </caption>
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col">${this.say("waiting.date")}</th>
              <th role="columnheader" scope="col" class="amount">${this.say("waiting.past-due")}</th>
              <th role="columnheader" scope="col" class="amount">${this.say("waiting.pay")}</th>
              <th role="columnheader" scope="col" class="amount">${this.say("waiting.extra")}</th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            ${points.map(
              (point) => html`
                <tr role="row" part="row">
                  <th role="rowheader" scope="row">${this.day(point.date, "medium")}</th>
                  <td role="cell" class="amount rest" data-label=${this.say("waiting.past-due")}>${point.daysPastDue}</td>
                  <td role="cell" class="amount due" data-label=${this.say("waiting.pay")}>
                    ${this.money(point.pay.total, currency, true)}
                  </td>
                  <td role="cell" class="amount rest" data-label=${this.say("waiting.extra")}>
                    ${this.money(point.extra, currency, true)}
                    ${
                      point.range === undefined
                        ? nothing
                        : html`<span class="range small">${this.#range("range.disputed", point, currency)}</span>`
                    }
                  </td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
    `;
  }

  /** The customer's day, which a projection tells by the days its points are ahead. */
  #today(): string {
    const [point] = this.projection?.points ?? [];
    if (point === undefined) return "";
    const day = new Date(point.date);
    day.setUTCDate(day.getUTCDate() - point.days);
    return day.toISOString().slice(0, 10);
  }

  // ---- the charges one by one ---------------------------------------------------------------------

  #trail(projection: Projection, account: Account, last: Point) {
    const { trail, currency } = projection;
    if (trail.length === 0) return nothing;
    const today = this.#today();
    const source = { words: this.words, projection, account, schedule: this.schedule };
    const title = (text: string) => html`<p class="title">${text}</p>`;
    // Of another account it is closed again.
    return keyed(
      account.id,
      html`
      <details class="card" part="trail">
        <summary>${this.say("trail.title")}</summary>
        ${unlessEmpty(
          trail.filter(({ date }) => date <= today),
          (list) => html`${title(this.say("trail.so-far"))} ${charges(source, list)}`,
        )}
        ${unlessEmpty(
          trail.filter(({ date }) => date > today),
          (list) => html`
            ${title(this.say("trail.ahead"))} ${charges(source, list)}
            <p class="sum">
              <span>${this.say("trail.sum", { date: last.date })}</span>
              <span class="amount">${this.money(last.extra, currency)}</span>
            </p>
          `,
        )}
      </details>
    `,
    );
  }
}

define("predue-waiting", PredueWaiting);

declare global {
  interface HTMLElementTagNameMap {
    "predue-waiting": PredueWaiting;
  }
}
