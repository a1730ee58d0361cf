// `<predue-request>`: what would be sent to the creditor, word for word, and what the customer agrees to tell of it.

import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from "lit";
import { composeRequest, itemsOf } from "../request.js";
import type {
  Account,
  Funds,
  Instant,
  Offer,
  RequestAsk,
  RequestItem,
  RequestSource,
  Situation,
  WrittenRequest,
} from "../types.js";
import { define, PredueElement } from "./base.js";
import { base, fields } from "./styles.js";

/** Without these a creditor cannot tell what is asked for; everything else is told only when it is ticked. */
const TICKED: readonly RequestItem[] = ["account", "plan"];

/** What the customer wants done with a request. Nothing is done by the element. */
export interface RequestTaken {
  action: "copy" | "save-text" | "save-json";
  request: WrittenRequest;
}

/**
 * A request, as `composeRequest` writes it, with a box for each thing that may be told.
 *
 * @fires predue-request - `RequestTaken`: the customer wants it copied or saved.
 * @fires predue-leave - The customer wants no request after all.
 * @csspart title - Who would read it.
 * @csspart items - What may be told.
 * @csspart text - The text, word for word.
 * @csspart actions - What can be done with it.
 */
export class PredueRequest extends PredueElement {
  static override properties: PropertyDeclarations = {
    account: { attribute: false },
    at: { attribute: false },
    ask: { attribute: false },
    situation: { attribute: false },
    funds: { attribute: false },
    level: { type: Number },
    _told: { state: true },
  };
  static override styles = [
    base,
    fields,
    css`
      .card {
        display: grid;
        gap: 0.875rem;
        padding: 1.125rem 1rem;
        overflow-wrap: anywhere;
      }
      .title {
        font-size: 1.125rem;
        font-weight: 650;
      }
      .title:focus-visible {
        outline: none;
      }
      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0;
        font-weight: 600;
      }
      .items {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr));
        gap: 0 1rem;
      }
      .items label {
        display: flex;
        gap: 0.625rem;
        align-items: center;
        min-block-size: 2.75rem;
        cursor: pointer;
      }
      .items input {
        flex: none;
        inline-size: 1.25rem;
        min-block-size: 1.25rem;
        block-size: 1.25rem;
        margin: 0;
        accent-color: var(--accent);
      }
      .text {
        margin: 0;
        padding: 0.875rem 1rem;
        border: 1px dashed var(--field-line);
        border-radius: 0.625rem;
        font: inherit;
        white-space: pre-wrap;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      .first {
        font-weight: 600;
        border-color: currentcolor;
      }
    `,
  ];

  /** Whom it goes to, and which account it is about. */
  declare account: Account | undefined;
  /** Now, with the customer's own offset. */
  declare at: Instant | undefined;
  /** The way out that was chosen, or what is asked for without one. */
  declare ask: Offer | RequestAsk | undefined;
  /** What the customer said. */
  declare situation: Situation | undefined;
  /** What there is, if it may be asked whether to tell it. */
  declare funds: Funds | undefined;
  /** The level of the title as a heading: 3 unless told. */
  declare level: number | undefined;

  /** What the customer agreed to tell. */
  declare _told: ReadonlySet<RequestItem>;

  constructor() {
    super();
    this._told = new Set(TICKED);
  }

  /** Puts the focus on the title. */
  override focus(options?: FocusOptions) {
    this.renderRoot.querySelector<HTMLElement>(".title")?.focus(options);
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    // Consent is given to one creditor, and for one account.
    if (changed.get("account") !== undefined && changed.get("account")?.id !== this.account?.id) {
      this._told = new Set(TICKED);
    }
  }

  protected override content() {
    const { account, at, ask, situation, funds } = this;
    if (account === undefined || at === undefined || ask === undefined) return nothing;
    const source: RequestSource = { account, at, ask, ...(situation && { situation }), ...(funds && { funds }) };
    const items = itemsOf(source);
    const told = items.filter((item) => this._told.has(item));
    const request = composeRequest(source, told, this.words.locale);
    const creditor = account.creditor.name;
    return html`
      <div class="card">
        <p class="title" part="title" role="heading" aria-level=${this.level ?? 3} tabindex="-1">
          ${this.say("request.title", { creditor })}
        </p>
        <p class="muted small">${this.say("request.about")}</p>
        <fieldset part="items">
          <legend>${this.say("request.include")}</legend>
          <div class="items">${items.map((item) => this.#item(item))}</div>
        </fieldset>
        <p class="text" part="text" tabindex="0" role="region" aria-label=${this.say("request.title", { creditor })}>${request.text.trimEnd()}</p>
        <div class="row" part="actions">
          ${this.#button("copy", request, "choice first", this.say("request.copy"))}
          ${this.#button("save-text", request, "choice", this.say("request.save"))}
          ${this.#button("save-json", request, "choice", this.say("request.save.json"))}
          <button class="choice" type="button" @click=${this.#leave}>${this.say("request.close")}</button>
        </div>
      </div>
    `;
  }

  #item(item: RequestItem) {
    return html`
      <label>
        <input type="checkbox" .checked=${this._told.has(item)} @change=${(event: Event) => this.#tick(item, event)} />
        <span>${this.say(`request.item.${item}`)}</span>
      </label>
    `;
  }

  #tick(item: RequestItem, event: Event) {
    const told = new Set(this._told);
    if ((event.target as HTMLInputElement).checked) told.add(item);
    else told.delete(item);
    this._told = told;
  }

  #button(action: RequestTaken["action"], request: WrittenRequest, look: string, label: string) {
    return html`<button class=${look} type="button" @click=${() => this.#take({ action, request })}>${label}</button>`;
  }

  #take(detail: RequestTaken) {
    this.dispatchEvent(new CustomEvent<RequestTaken>("predue-request", { detail, bubbles: true, composed: true }));
  }

  #leave() {
    this.dispatchEvent(new CustomEvent("predue-leave", { bubbles: true, composed: true }));
  }
}

define("predue-request", PredueRequest);

declare global {
  interface HTMLElementTagNameMap {
    "predue-request": PredueRequest;
  }
  interface HTMLElementEventMap {
    "predue-request": CustomEvent<RequestTaken>;
    "predue-leave": CustomEvent;
  }
}
