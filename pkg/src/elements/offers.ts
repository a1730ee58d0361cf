// `<predue-offers>`: ways out side by side, as the customer says what would be bearable, and help where nothing is.

import { css, html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { live } from "lit/directives/live.js";
import { offers, projection } from "../api.js";
import { isDueError } from "../errors.js";
import type {
  Account,
  GuidanceCard,
  Instant,
  MarketPack,
  Minor,
  Offer,
  OfferBook,
  RequestAsk,
  Situation,
  Wallet,
} from "../types.js";
import { announce } from "./announce.js";
import { define, PredueElement } from "./base.js";
import "./guidance.js";
import { isSomebody, people } from "./people.js";
import { plans, plansStyle } from "./plans.js";
import "./request.js";
import { monthsFrom, slider, sliderStyle, stopsUpTo } from "./slider.js";
import { base, fields } from "./styles.js";

/** How long a slider rests before the new first way is said: each step of it would be too much to hear. */
const SETTLE_MS = 700;
const DAYS_OF_MONTH = Array.from({ length: 31 }, (_, day) => day + 1);
const REASONS = ["income-loss", "income-late", "illness", "emergency", "too-many-debts", "other"] as const;
/** What can be asked for whatever the account is. */
const ASKS = ["pause", "defer", "hardship"] as const satisfies readonly RequestAsk[];
/** What changes no answer of the core. */
const ONLY_DRAWN: readonly PropertyKey[] = ["_asked", "_shown"];
const NOTHING: Said = { payPerMonth: 0, payNow: 0 };

/** What the customer says; undefined is what was taken back. */
type Said = { [Name in keyof Situation]?: Situation[Name] | undefined };

/** What the answers rest on besides what the customer says. */
interface Ground {
  of: readonly unknown[];
  wallet: Wallet;
  /** What is due by now. */
  dueNow: Minor;
  people: readonly GuidanceCard[];
}

/**
 * The ways out of one account, recomputed as the customer moves a slider, with the request that asks for one of them. It asks the
 * core, so `load` must have finished. Nothing is kept or sent.
 *
 * @fires predue-request - The customer wants a request copied or saved.
 * @csspart form - What the customer says.
 * @csspart slider - One slider.
 * @csspart first - The way that comes first.
 * @csspart plans - The plans side by side.
 * @csspart plan - One plan.
 * @csspart mark - Whether it is agreed, approved or to be asked for.
 * @csspart title - What it is.
 * @csspart trade-off - What it eases, and what that costs.
 * @csspart figures - Its figures.
 * @csspart choose - Chooses it.
 * @csspart refused - What is not among them, and why.
 * @csspart help - What there is when nothing can be paid.
 * @csspart ask - Something to ask for then.
 */
export class PredueOffers extends PredueElement {
  static override properties: PropertyDeclarations = {
    wallet: { attribute: false },
    account: { attribute: false },
    at: { attribute: false },
    pack: { attribute: false },
    cannotPay: { type: Boolean, attribute: "cannot-pay" },
    level: { type: Number },
    _said: { state: true },
    _asked: { state: true },
    _shown: { state: true },
  };
  static override styles = [
    base,
    fields,
    sliderStyle,
    plansStyle,
    css`
      [part="base"] > * + * {
        margin-block-start: 1.5rem;
      }
      /* Each is painted for itself: while a slider moves, texts change in some of them, and the others stay as they are. */
      .card {
        isolation: isolate;
      }
      .form,
      .help,
      .refused {
        padding: 1.125rem 1rem;
        overflow-wrap: anywhere;
      }
      .form,
      .help {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.75rem;
      }
      .sliders {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr));
        gap: 0.25rem 2rem;
        align-items: end;
      }
      .heading {
        font-size: 1.125rem;
        font-weight: 650;
      }
      .heading:focus-visible {
        outline: none;
      }
      .first {
        min-block-size: 8.25em;
        padding-block-start: 0.75rem;
        border-block-start: 1px solid var(--line);
      }
      .first strong:not([hidden]) {
        display: block;
        font-weight: 650;
      }
      @container (min-width: 40rem) {
        .first {
          min-block-size: 4em;
        }
      }
      .more {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr));
        gap: 0.75rem 2rem;
        padding-block-start: 0.5rem;
      }
      .more p {
        grid-column: 1 / -1;
      }
      .more label {
        display: block;
        margin-block-end: 0.25rem;
        font-weight: 600;
      }
      select {
        inline-size: 100%;
        min-block-size: 2.75rem;
        padding-inline: 0.75rem;
        color: inherit;
        background: var(--surface);
        border: 1px solid var(--field-line);
        border-radius: 0.625rem;
        font: inherit;
      }
      summary {
        display: flex;
        gap: 0.5rem;
        align-items: center;
        min-block-size: 2.75rem;
        color: var(--accent);
        cursor: pointer;
        list-style: none;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary::before {
        flex: none;
        inline-size: 0.5em;
        block-size: 0.5em;
        border: solid currentcolor;
        border-width: 0 2px 2px 0;
        transform: rotate(-45deg);
        content: "";
      }
      [dir="rtl"] summary::before {
        transform: rotate(135deg);
      }
      details[open] > summary::before {
        transform: rotate(45deg);
      }
      .cannot {
        justify-self: start;
      }
      .about {
        margin-block: 0.25rem 0.75rem;
      }
      .refused {
        padding-block: 0.25rem;
      }
      .refused dl {
        padding-block-end: 0.75rem;
      }
      .refused dt {
        margin-block-start: 0.625rem;
        font-weight: 600;
      }
      .asks {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr));
        gap: 0.75rem;
      }
      .asks li {
        display: grid;
        grid-template-rows: auto 1fr auto;
        gap: 0.375rem;
        padding: 0.875rem;
        border: 1px solid var(--line);
        border-radius: 0.625rem;
      }
      .asks .choice {
        font-weight: 600;
      }
    `,
  ];

  /** The wallet: its market, its money and its other accounts count. */
  declare wallet: Wallet | undefined;
  /** The account to find a way out of. */
  declare account: Account | undefined;
  /** Now, with the customer's own offset. */
  declare at: Instant | undefined;
  /** The rules of the market, for who helps. */
  declare pack: MarketPack | undefined;
  /** Whether the customer said that nothing can be paid: then help comes first. */
  declare cannotPay: boolean;
  /** The level of the headings: 2 unless told. */
  declare level: number | undefined;

  /** What the customer said. */
  declare _said: Said;
  /** What a request is written for: the id of an offer, or what is asked for without one. */
  declare _asked: { offer: string } | { ask: RequestAsk } | undefined;

  /** The book that the plans are drawn from: while a slider moves, a frame behind. */
  declare _shown: OfferBook | undefined;

  #ground: Ground | undefined;
  /** What the core answered last. */
  #book: OfferBook | undefined;
  #error: unknown;
  /** What was said since the last frame. */
  #pending: Said | undefined;
  #frame: number | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.cannotPay = false;
    this._said = {};
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    this._shown = this.#book;
    clearTimeout(this.#settling);
  }

  // ---- asking the core -----------------------------------------------------------------------------

  protected override willUpdate(changed: PropertyValues<this>) {
    const { wallet, account, at } = this;
    const isOther = changed.has("account") && changed.get("account")?.id !== account?.id;
    if (isOther) this.#reset();
    else if (changed.has("cannotPay"))
      this._said = { ...this._said, ...(this.cannotPay ? NOTHING : unsaid(this._said)) };
    if (wallet === undefined || account === undefined || at === undefined) return;
    const names = [...changed.keys()];
    if (names.length === 0 || names.some((name) => !ONLY_DRAWN.includes(name))) {
      this.#compute(wallet, account, at);
      const isSliding = names.length === 1 && changed.has("_said");
      if (isSliding) this.#follow();
      else this._shown = this.#book;
    }
    this.#keepChoice();
  }

  #compute(wallet: Wallet, account: Account, at: Instant) {
    try {
      const ground = this.#stand(wallet, account, at);
      this.#book = offers(ground.wallet, account.id, at, said(this._said));
      this.#error = undefined;
    } catch (error) {
      this.#error = error;
    }
  }

  #reset() {
    const payday = this.wallet?.preferences?.payday;
    this._said = { ...(payday !== undefined && { payday }), ...(this.cannotPay && NOTHING) };
    this._asked = undefined;
  }

  /** What stays as it is while a slider moves, made once. */
  #stand(wallet: Wallet, account: Account, at: Instant): Ground {
    const { locale } = this.words;
    const of = [wallet, account, at, this.pack, locale];
    if (this.#ground?.of.every((each, index) => each === of[index])) return this.#ground;
    // What was said and how it was answered changes no way out, and it is long.
    const { history: _history, preferences: _preferences, ...rest } = wallet;
    const others = wallet.accounts.map((each) => (each.id === account.id ? account : each));
    const spoken = { ...rest, locale, accounts: others };
    // The other accounts count where it is known what there is to pay them from.
    const asked = wallet.funds === undefined ? { ...spoken, accounts: [account] } : spoken;
    const { points } = projection(asked, account.id, at, { days: [0] });
    this.#ground = {
      of,
      wallet: asked,
      dueNow: points[0]?.pay.total ?? 0,
      people: people(this.words, spoken, account, at, this.pack),
    };
    return this.#ground;
  }

  /** An offer that was chosen may be gone once something else was said. */
  #keepChoice() {
    if (this._asked === undefined || !("offer" in this._asked)) return;
    const { offer } = this._asked;
    if (this.#book?.offers.some(({ id }) => id === offer)) return;
    this._asked = undefined;
    announce(this.say("offers.gone"));
  }

  // ---- what the customer says ----------------------------------------------------------------------

  /** A slider says more than a screen can show, so the last of it is taken. */
  #say(more: Said) {
    this.#pending = { ...(this.#pending ?? this._said), ...more };
    this.#follow();
  }

  /** Halves the work, for a slow phone: in one frame the core is asked, and what comes first is shown; in the next, all plans. */
  #follow() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      if (this._shown !== this.#book) {
        this._shown = this.#book;
        if (this.#pending !== undefined) this.#follow();
      } else {
        this._said = this.#pending ?? this._said;
        this.#pending = undefined;
      }
    });
  }

  readonly #settle = () => {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#tell(), SETTLE_MS);
  };

  #tell() {
    const found = this.#book?.offers ?? [];
    const { title = "", tradeOff = "" } = found[0]?.text ?? {};
    announce(this.say("offers.count", { count: found.length, title, tradeOff }));
  }

  async #toggleCannotPay() {
    this.cannotPay = !this.cannotPay;
    await this.updateComplete;
    const target = this.cannotPay ? ".help .heading" : ".form .heading";
    this.renderRoot.querySelector<HTMLElement>(target)?.focus();
  }

  // ---- what is shown -------------------------------------------------------------------------------

  protected override content() {
    const { account } = this;
    if (account === undefined || this.at === undefined || this.wallet === undefined) return nothing;
    const book = this.#book;
    const shown = this._shown;
    if (this.#error !== undefined || book === undefined || shown === undefined) {
      return html`<p class="card form">${this.#reason(this.#error)}</p>${this.#help(account)}`;
    }
    if (book.keep.count === 0) return html`<p class="card form">${this.say("offers.settled")}</p>`;
    return html`
      ${this.cannotPay ? this.#help(account) : nothing}
      ${this.#form(book)} ${this.#plans(shown, account)}
      ${guard([shown, this.words], () => this.#refused(shown))}
      ${this.cannotPay ? nothing : this.#help(account)}
    `;
  }

  #reason(error: unknown): string {
    if (!isDueError(error)) throw error;
    const id = `error.${error.code}`;
    return this.words.say(this.words.knows(id) ? id : "error.other");
  }

  #heading(text: string, id: string) {
    return html`<p class="heading" role="heading" aria-level=${this.level ?? 2} tabindex="-1" id=${id}>${text}</p>`;
  }

  #form(book: OfferBook) {
    const today = this.at?.slice(0, 10) ?? "";
    // Where nothing is asked for today, there is nothing to say about today.
    const dueNow = book.keep.first === today ? (this.#ground?.dueNow ?? 0) : 0;
    return html`
      <div class="card form" part="form" role="group" aria-labelledby="form-heading">
        ${this.#heading(this.say("offers.form"), "form-heading")}
        <p class="muted small">${this.say("offers.form.about")}</p>
        <div class="sliders">
          ${this.#amount("payPerMonth", this.say("offers.per-month"), book.keep.perMonth, book.currency)}
          ${dueNow === 0 ? nothing : this.#amount("payNow", this.say("offers.pay-now"), dueNow, book.currency)}
          ${this.#until(today)}
        </div>
        ${this.#first(book)} ${guard([this.words, this._said.reason, this._said.payday], () => this.#more())}
        <button class="choice cannot" type="button" @click=${this.#toggleCannotPay}>
          ${this.say(this.cannotPay ? "offers.can-pay" : "offers.cannot-pay")}
        </button>
      </div>
    `;
  }

  /** A slider from nothing to what is agreed, which is where it stands while nothing is said. */
  #amount(name: "payPerMonth" | "payNow", label: string, most: Minor, currency: string): TemplateResult {
    const stops = stopsUpTo(most);
    const last = stops.length - 1;
    const amount = this._said[name];
    const place = amount === undefined ? last : nearest(stops, amount);
    const id = place === last ? "offers.amount.agreed" : "offers.amount";
    return slider({
      id: name,
      label,
      value:
        place === 0 ? this.say("offers.amount.nothing") : this.words.say(id, { amount: stops[place] ?? 0, currency }),
      place,
      last,
      onInput: (to) => this.#say({ [name]: to === last ? undefined : stops[to] }),
      onChange: this.#settle,
    });
  }

  #until(today: string): TemplateResult {
    const months = monthsFrom(today);
    const { until } = this._said;
    return slider({
      id: "until",
      label: this.say("offers.until"),
      value: until === undefined ? this.say("offers.until.unknown") : this.say("offers.until.date", { date: until }),
      place: until === undefined ? 0 : months.indexOf(until) + 1,
      last: months.length,
      onInput: (to) => this.#say({ until: months[to - 1] }),
      onChange: this.#settle,
    });
  }

  /** What comes first stands beside the sliders, so that what they do is seen without scrolling. If it is too much, all are. */
  #first({ offers: [first] }: OfferBook) {
    const isTooMuch = first?.affordable === false && this._said.payPerMonth !== undefined;
    const title = isTooMuch ? "" : (first?.text.title ?? "");
    const text = first === undefined ? this.say("offers.none") : first.text.tradeOff;
    return html`
      <p class="first" part="first">
        <strong ?hidden=${title === ""}>${title}</strong>
        <span>${isTooMuch ? this.say("offers.too-much") : text}</span>
      </p>
    `;
  }

  #more() {
    const { reason, payday } = this._said;
    const choose = (name: "reason" | "payday") => (event: Event) => {
      const { value } = event.target as HTMLSelectElement;
      const chosen = value === "" ? undefined : name === "payday" ? Number(value) : value;
      this.#say({ [name]: chosen });
      this.#settle();
    };
    return html`
      <details>
        <summary>${this.say("offers.more")}</summary>
        <div class="more">
          <p class="muted small">${this.say("offers.more.about")}</p>
          <div>
            <label for="reason">${this.say("offers.reason")}</label>
            <select id="reason" .value=${live(reason ?? "")} @change=${choose("reason")}>
              <option value="" ?selected=${reason === undefined}>${this.say("offers.reason.none")}</option>
              ${REASONS.map(
                (each) =>
                  html`<option value=${each} ?selected=${reason === each}>${this.say(`offers.reason.${each}`)}</option>`,
              )}
            </select>
          </div>
          <div>
            <label for="payday">${this.say("offers.payday")}</label>
            <select id="payday" .value=${live(String(payday ?? ""))} @change=${choose("payday")}>
              <option value="" ?selected=${payday === undefined}>${this.say("offers.payday.none")}</option>
              ${DAYS_OF_MONTH.map((day) => html`<option value=${day} ?selected=${payday === day}>${day}</option>`)}
            </select>
          </div>
        </div>
      </details>
    `;
  }

  #plans(book: OfferBook, account: Account) {
    const { words, _asked: asked } = this;
    const level = (this.level ?? 2) + 1;
    const chosen = asked && "offer" in asked ? book.offers.find(({ id }) => id === asked.offer) : undefined;
    const isUnknown = book.offers.length > 0 && book.offers.every(({ affordable }) => affordable === null);
    return html`
      <div>
        ${this.#heading(this.say("offers.plans"), "plans-heading")}
        <p class="muted small about">
          ${this.say("offers.order")} ${isUnknown ? this.say("offers.unknown") : nothing}
          ${book.offers.length === 0 ? this.say("offers.none") : nothing}
        </p>
        ${guard([book, words, level, chosen?.id], () => {
          return plans({ words, book, level, chosen: chosen?.id, onChoose: ({ id }) => this.#choose({ offer: id }) });
        })}
        ${chosen === undefined ? nothing : this.#request(account, chosen)}
      </div>
    `;
  }

  #refused({ refused }: OfferBook) {
    if (refused.length === 0) return nothing;
    return html`
      <details class="card refused" part="refused">
        <summary>${this.say("offers.refused", { count: refused.length })}</summary>
        <dl class="small">
          ${refused.map(
            ({ kind, text }) =>
              html`<div><dt>${this.say(`offers.kind.${kind}`)}</dt><dd class="muted">${text}</dd></div>`,
          )}
        </dl>
      </details>
    `;
  }

  // ---- where nothing can be paid -------------------------------------------------------------------

  #help(account: Account) {
    const cards = this.#ground?.people ?? [];
    const level = (this.level ?? 2) + 1;
    const ask = this._asked && "ask" in this._asked ? this._asked.ask : undefined;
    return html`
      <div class="card help" part="help" role="group" aria-labelledby="help-heading">
        ${this.#heading(this.say("offers.help"), "help-heading")}
        <p>${this.say("offers.help.about", { creditor: account.creditor.name })}</p>
        <ul class="asks">
          ${ASKS.map((each) => this.#ask(each, level, each === ask))}
        </ul>
        ${ask === undefined ? nothing : this.#request(account, ask)}
        <p class="heading" role="heading" aria-level=${level}>${this.say("offers.people")}</p>
        ${isSomebody(cards) ? nothing : html`<p>${this.say("offers.people.nobody")}</p>`}
        <predue-guidance .cards=${cards} .level=${level + 1} .locale=${this.locale}></predue-guidance>
      </div>
    `;
  }

  #ask(ask: (typeof ASKS)[number], level: number, isChosen: boolean) {
    return html`
      <li part="ask">
        <p class="title" role="heading" aria-level=${level} id="ask-${ask}">${this.say(`offers.ask.${ask}`)}</p>
        <p class="small">${this.say(`offers.ask.${ask}.about`)}</p>
        <button
          class="choice"
          type="button"
          id="write-${ask}"
          aria-pressed=${isChosen}
          aria-describedby="ask-${ask}"
          @click=${() => this.#choose({ ask })}
        >
          ${this.say("offers.ask.write")}
        </button>
      </li>
    `;
  }

  // ---- the request ---------------------------------------------------------------------------------

  #request(account: Account, ask: Offer | RequestAsk) {
    return html`
      <predue-request
        .account=${account}
        .at=${this.at}
        .ask=${ask}
        .situation=${said(this._said)}
        .funds=${this.wallet?.funds}
        .level=${(this.level ?? 2) + 1}
        .locale=${this.locale}
        @predue-leave=${this.#leave}
      ></predue-request>
    `;
  }

  async #choose(asked: NonNullable<typeof this._asked>) {
    this._asked = asked;
    await this.updateComplete;
    const request = this.renderRoot.querySelector("predue-request");
    await request?.updateComplete;
    request?.focus();
  }

  async #leave() {
    const asked = this._asked;
    this._asked = undefined;
    await this.updateComplete;
    if (asked === undefined) return;
    const plan = "offer" in asked ? `[data-id="${CSS.escape(asked.offer)}"] .choice` : `#write-${asked.ask}`;
    this.renderRoot.querySelector<HTMLElement>(plan)?.focus();
  }
}

/** What was said, without what was taken back. */
function said(all: Said): Situation {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** That nothing can be paid, taken back. */
function unsaid({ payPerMonth, payNow }: Said): Said {
  return { payPerMonth: payPerMonth || undefined, payNow: payNow || undefined };
}

/** The place of the last stop that is not above the amount. */
function nearest(stops: readonly Minor[], amount: Minor): number {
  const above = stops.findIndex((stop) => stop > amount);
  return above === -1 ? stops.length - 1 : Math.max(0, above - 1);
}

define("predue-offers", PredueOffers);

declare global {
  interface HTMLElementTagNameMap {
    "predue-offers": PredueOffers;
  }
}
