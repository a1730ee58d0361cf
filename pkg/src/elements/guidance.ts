// `<predue-guidance>`: what helps now, in a few cards that each say why they are shown.

import { css, html, nothing, type PropertyDeclarations } from "lit";
import type { GuidanceCard } from "../types.js";
import { define, PredueElement } from "./base.js";
import { links, linksStyle } from "./links.js";
import { base } from "./styles.js";
import { unlessEmpty } from "./trail.js";

/**
 * The cards of `guidance`, the most helpful first. Nothing is shown where there are none.
 *
 * @csspart card - One card.
 * @csspart title - What it is about.
 * @csspart link - Somebody to turn to.
 * @csspart rule - A rule of the market that it rests on.
 * @csspart why - Why it is shown.
 */
export class PredueGuidance extends PredueElement {
  static override properties: PropertyDeclarations = { cards: { attribute: false }, level: { type: Number } };
  static override styles = [
    base,
    linksStyle,
    css`
      .cards {
        display: grid;
        gap: 0.75rem;
      }
      @container (min-width: 40rem) {
        .cards {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
      .card {
        display: flex;
        flex-direction: column;
        gap: 0.5rem;
        padding: 1rem;
        overflow-wrap: anywhere;
      }
      [role="heading"] {
        font-weight: 600;
      }
      .rules {
        padding-inline-start: 0.75rem;
        border-inline-start: 3px solid var(--line);
      }
      .rules li + li {
        margin-block-start: 0.5rem;
      }
      cite {
        font-style: normal;
      }
      .why {
        margin-block-start: auto;
      }
    `,
  ];

  /** What `guidance` returned. */
  declare cards: readonly GuidanceCard[] | undefined;
  /** The level of the headings: 3 unless told. */
  declare level: number | undefined;

  protected override content() {
    return unlessEmpty(
      this.cards ?? [],
      (cards) =>
        html`<ul class="cards">${cards.map((card) => html`<li class="card" part="card">${this.#card(card)}</li>`)}</ul>`,
    );
  }

  /** What a rule says is English, and titles are of any language, whatever the language around them. */
  #card({ title, body, links: found, rules, why }: GuidanceCard) {
    return html`
      <div role="heading" aria-level=${this.level ?? 3} part="title">${title}</div>
      <p>${body}</p>
      ${unlessEmpty(
        rules,
        (list) => html`
          <ul class="rules small">
            ${list.map(
              ({ effect, source }) => html`
                <li part="rule">
                  <p lang="en" dir="ltr">${effect}</p>
                  ${source === "" ? nothing : html`<p class="muted"><cite lang=""><bdi>${source}</bdi></cite></p>`}
                </li>
              `,
            )}
          </ul>
        `,
      )}
      ${links(found)}
      <p class="muted small why" part="why">${this.say("cards.why", { why })}</p>
    `;
  }
}

define("predue-guidance", PredueGuidance);

declare global {
  interface HTMLElementTagNameMap {
    "predue-guidance": PredueGuidance;
  }
}
