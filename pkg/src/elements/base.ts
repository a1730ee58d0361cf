// What all elements are: words, amounts and days in the customer's language, and nothing that is stored or sent.

import { html, LitElement, type PropertyDeclarations, type TemplateResult } from "lit";
import type { CivilDate, Minor } from "../types.js";
import { type DayStyle, formatDay, formatMoney } from "../words/format.js";
import { type MessageParams, type Words, wordsFor } from "./messages.js";

/**
 * The base of the elements.
 *
 * @csspart base - All that is shown.
 * @cssproperty --predue-text - Text.
 * @cssproperty --predue-muted - Text of lesser weight.
 * @cssproperty --predue-surface - What cards are filled with.
 * @cssproperty --predue-line - Lines and borders.
 * @cssproperty --predue-accent - Links and focus.
 * @cssproperty --predue-field-line - The borders of fields.
 * @cssproperty --predue-attention - Text of what is overdue.
 * @cssproperty --predue-attention-surface - What stands behind that text.
 * @cssproperty --predue-radius - Corners of cards.
 * @cssproperty --predue-font - The font family.
 */
export abstract class PredueElement extends LitElement {
  static override properties: PropertyDeclarations = { locale: { type: String } };

  /** BCP 47. Left out, it is the language of the page. */
  declare locale: string | undefined;

  /** What the element shows, inside an envelope that states its language and direction. */
  protected abstract content(): unknown;

  /** @internal */
  override render(): TemplateResult {
    const { language, direction } = this.words;
    return html`<div part="base" lang=${language} dir=${direction}>${this.content()}</div>`;
  }

  /** The words of this rendering. */
  protected get words(): Words {
    return wordsFor(this.locale || document.documentElement.lang || "en");
  }

  /** The message of that id. */
  protected say(id: string, params?: MessageParams): string {
    return this.words.say(id, params);
  }

  /** An amount, kept apart from the direction of the text around it. */
  protected money(amount: Minor, currency: string, plain = false): TemplateResult {
    return html`<bdi>${formatMoney(this.words.locale, amount, currency, plain)}</bdi>`;
  }

  /** A day, readable by people and by machines. */
  protected day(date: CivilDate, style: DayStyle): TemplateResult {
    return html`<time datetime=${date}>${formatDay(this.words.locale, date, style)}</time>`;
  }
}

/** Registers an element, unless another copy of this package was quicker. */
export function define(name: string, element: CustomElementConstructor): void {
  if (customElements.get(name) === undefined) customElements.define(name, element);
}
