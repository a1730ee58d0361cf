// Plans side by side: keeping what is agreed and paying late first, then each way out, all by the same figures.

import { css, html, nothing, type TemplateResult } from "lit";
import type { Offer, OfferBook, PlanFigures } from "../types.js";
import { formatDay, formatMoney, formatRate } from "../words/format.js";
import type { Words } from "./messages.js";

/** As many decimals of a percent as a year's cost is told with. */
const APR_DIGITS = 2;

/** What a plan does for the customer. By what it is the best besides stands with its details. */
const ANSWERS: readonly string[] = ["affordable", "goes-short", "cures-arrears", "answers-situation"];

/** What the plans are drawn from. */
export interface Plans {
  words: Words;
  book: OfferBook;
  /** The level of the titles as headings. */
  level: number;
  /** The id of the offer that was chosen. */
  chosen: string | undefined;
  onChoose: (offer: Offer) => void;
}

/** What a card shows, whichever plan it is of. */
interface Card {
  mark: string;
  title: string;
  trade: string;
  figures: PlanFigures;
  notes: readonly string[];
  offer?: Offer;
}

/** The list of plans. Each keeps its place while figures change, so that nothing jumps under a finger. */
export function plans(source: Plans): TemplateResult {
  const { words, book } = source;
  const cards = [kept(words, book), waited(words, book), ...book.offers.map((offer) => offered(words, offer))];
  return html`
    <ul class="plans" part="plans" role="list" tabindex="0" aria-label=${words.say("offers.plans")}>
      ${cards.map((card, place) => drawn(source, card, place))}
    </ul>
  `;
}

function kept({ say }: Words, { keep, currency }: OfferBook): Card {
  const { perMonth, last = "", toPay } = keep;
  return {
    mark: say("offers.mark.keep"),
    title: say("offers.keep"),
    trade: say("offers.keep.trade", { perMonth, last, total: toPay.total, currency }),
    figures: keep,
    notes: [],
  };
}

function waited({ say }: Words, { wait, currency }: OfferBook): Card {
  const { first = "", perMonth, costMore } = wait;
  const more = { first, perMonth, difference: costMore, currency };
  return {
    mark: say("offers.mark.wait"),
    title: say("offers.wait"),
    trade: costMore > 0 ? say("offers.wait.trade.more", more) : say("offers.wait.trade.same", more),
    figures: wait,
    notes: [say("offers.wait.note")],
  };
}

function offered({ say }: Words, offer: Offer): Card {
  const { binding, expires, text, figures, reasons, curesArrears } = offer;
  const approved =
    expires === undefined ? say("offers.mark.approved") : say("offers.mark.approved.until", { date: expires });
  const answers = reasons.filter(({ code }) => ANSWERS.includes(code));
  return {
    mark: binding ? approved : say("offers.mark.ask"),
    title: text.title,
    trade: text.tradeOff,
    figures,
    notes: [...(curesArrears ? [] : [say("offers.stays")]), ...answers.map((reason) => reason.text)],
    offer,
  };
}

function drawn({ words, book, level, chosen, onChoose }: Plans, card: Card, place: number): TemplateResult {
  const { mark, title, trade, figures, notes, offer } = card;
  const isChosen = offer !== undefined && offer.id === chosen;
  return html`
    <li class="card plan" part="plan" data-id=${offer?.id ?? nothing} ?data-chosen=${isChosen}>
      <p class="mark small ${offer?.binding ? "approved" : ""}" part="mark">${mark}</p>
      <p class="title" part="title" role="heading" aria-level=${level} id="plan-${place}">${title}</p>
      <p class="trade" part="trade-off">${trade}</p>
      ${measured(words, figures, book.currency)}
      <ul class="notes small" ?hidden=${notes.length === 0}>
        ${notes.map((note) => html`<li>${note}</li>`)}
      </ul>
      ${offer === undefined ? nothing : detailed(words, offer)}
      ${
        offer === undefined
          ? nothing
          : html`
              <button
                class="choice"
                part="choose"
                type="button"
                id="choose-${place}"
                aria-pressed=${isChosen}
                aria-describedby="plan-${place}"
                @click=${() => onChoose(offer)}
              >
                ${words.say(isChosen ? "offers.chosen" : "offers.choose")}
              </button>
            `
      }
    </li>
  `;
}

function measured({ say, locale }: Words, figures: PlanFigures, currency: string): TemplateResult {
  const { perMonth, soon, count, last, toPay, costMore } = figures;
  const money = (amount: number) => formatMoney(locale, amount, currency);
  const difference =
    costMore === 0
      ? say("offers.difference.same")
      : say(costMore > 0 ? "offers.difference.more" : "offers.difference.less", {
          amount: Math.abs(costMore),
          currency,
        });
  const rows: [string, string, string][] = [
    ["perMonth", say("offers.figure.perMonth"), money(perMonth)],
    ["soon", say("offers.figure.soon"), money(soon)],
    ["count", say("offers.figure.count"), String(count)],
    ["last", say("offers.figure.last"), last === undefined ? "" : formatDay(locale, last, "medium")],
    ["total", say("offers.figure.total"), money(toPay.total)],
    ["difference", say("offers.figure.difference"), difference],
  ];
  return html`
    <dl class="figures small" part="figures">
      ${rows.map(
        ([name, label, value]) => html`
          <div class=${name}><dt class="muted">${label}</dt><dd class="amount"><bdi>${value}</bdi></dd></div>
        `,
      )}
    </dl>
  `;
}

function detailed({ say, locale }: Words, { text, figures, reasons }: Offer): TemplateResult {
  const best = reasons.filter(({ code }) => !ANSWERS.includes(code));
  return html`
    <details class="small">
      <summary>${say("offers.details")}</summary>
      <p>${text.body}</p>
      ${best.map((reason) => html`<p>${reason.text}</p>`)}
      <p class="muted" ?hidden=${figures.apr === undefined}>
        ${figures.apr === undefined ? "" : say("offers.apr", { rate: formatRate(locale, figures.apr, APR_DIGITS) })}
      </p>
    </details>
  `;
}

/** The look of the plans: a row to swipe on a phone, columns where there is room. The parts of all stand at the same height. */
export const plansStyle = css`
  .plans {
    display: grid;
    grid-template-rows: repeat(7, auto);
    grid-auto-columns: min(15rem, 80cqi);
    grid-auto-flow: column;
    gap: 0 0.75rem;
    margin-inline: calc(-1 * var(--bleed, 0px));
    padding-inline: var(--bleed, 0px);
    padding-block: 0.25rem 0.75rem;
    overflow-x: auto;
    scroll-snap-type: x proximity;
    scroll-padding-inline: var(--bleed, 0px);
  }
  .plan {
    display: grid;
    grid-row: 1 / span 7;
    grid-template-rows: subgrid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.625rem;
    align-content: start;
    padding: 1rem;
    overflow-wrap: anywhere;
    scroll-snap-align: start;
  }
  .plan[data-chosen] {
    border-color: var(--accent);
  }
  .mark {
    justify-self: start;
    color: var(--muted);
  }
  .mark.approved {
    color: var(--accent);
    font-weight: 600;
  }
  .title {
    font-weight: 650;
    line-height: 1.3;
  }
  .trade {
    min-block-size: 7.25em;
  }
  .figures > div {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75rem;
    align-items: baseline;
    justify-content: space-between;
    padding-block: 0.3125rem;
    border-block-start: 1px solid var(--line);
  }
  .figures dd {
    margin-inline-start: auto;
  }
  .figures .perMonth dd,
  .figures .difference dd {
    font-weight: 600;
  }
  .notes {
    display: grid;
    gap: 0.25rem;
    align-content: start;
  }
  .notes li {
    padding-inline-start: 0.75rem;
    border-inline-start: 2px solid var(--line);
  }
  .plan details p {
    margin-block-end: 0.5rem;
  }
  .plan > .choice {
    grid-row: 7;
    inline-size: 100%;
    font-weight: 600;
  }
  @container (min-width: 40rem) {
    .plans {
      grid-template-rows: none;
      grid-template-columns: repeat(auto-fill, minmax(15.5rem, 1fr));
      grid-auto-flow: row;
      gap: 0 0.875rem;
      overflow-x: visible;
    }
    .plan {
      grid-row: span 7;
      margin-block-end: 0.875rem;
    }
  }
  @media (forced-colors: active) {
    .plan[data-chosen] {
      border-color: Highlight;
    }
  }
`;
