// `<predue-inbox>`: what there is to say now, why, and what the customer can answer.

import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { CivilTime, Instant, Minor, Nudge, NudgeAction, NudgePlan, Wallet } from "../types.js";
import { announce } from "./announce.js";
import { define, PredueElement } from "./base.js";
import { Seen } from "./seen.js";
import { base, fields } from "./styles.js";

/** What a `predue-act` event tells. The host does it, and records it. */
export interface NudgeAct {
  /** The nudge it is about; left out when reminders start again. */
  key?: string;
  /** One of the nudge's actions; `seen`, once it was long enough on the screen to be read; or `start`, after a stop. */
  action: NudgeAction["kind"] | "seen" | "start";
  /** The accounts it is about. Left out of a stop or a start, it is about all. */
  accounts?: string[];
  /** What to pay. */
  amount?: Minor;
  /** Until when it is put off: a time, or the customer's next payday. */
  until?: CivilTime | "payday";
}

/** What the customer can say of a nudge, as `record` takes it. */
export const FEEDBACK = ["useful", "too often", "wrong", "already paid", "not mine"] as const;

/** What a `predue-feedback` event tells. */
export interface NudgeFeedback {
  /** The nudge it is about. */
  key: string;
  value: (typeof FEEDBACK)[number];
}

/** What stands in a row of buttons, in the order of the plan: it puts the most helpful first, which is not always to pay. */
const DIRECT: readonly NudgeAction["kind"][] = ["pay", "pay-minimum", "see-offers", "cannot-pay", "see-cost"];
const SNOOZE_DAYS = 3;

/**
 * Nudges, each with its title, what it says and asks, why it is said, and the answers there are: later, stop, and what the
 * customer thinks of it. It stores nothing; each answer is an event.
 *
 * @fires predue-act - The customer chose an action: a `NudgeAct` in `detail`.
 * @fires predue-feedback - The customer said what they think of a nudge: a `NudgeFeedback` in `detail`.
 * @csspart stopped - That reminders are stopped.
 * @csspart list - The nudges.
 * @csspart nudge - One nudge.
 * @csspart title - Its title.
 * @csspart body - What it says and asks.
 * @csspart actions - What the customer can do.
 * @csspart action - One of these.
 * @csspart more - What is opened on demand: why, later, stop, feedback.
 * @csspart disclosures - What the market's rules ask to be told.
 */
export class PredueInbox extends PredueElement {
  static override properties: PropertyDeclarations = {
    nudges: { attribute: false },
    plan: { attribute: false },
    wallet: { attribute: false },
    at: { attribute: false },
    level: { type: Number },
  };
  static override styles = [
    base,
    fields,
    css`
      .list:focus {
        outline: none;
      }
      .card {
        padding: 1.125rem 1rem;
        overflow-wrap: anywhere;
      }
      .card + .card {
        margin-block-start: 0.75rem;
      }
      .active {
        padding-inline-start: calc(1rem - 3px);
        border-inline-start: 4px solid var(--accent);
      }
      .card > * + *,
      .panel > * + * {
        margin-block-start: 0.625rem;
      }
      .title {
        font-size: 1.125rem;
        font-weight: 600;
        line-height: 1.35;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      .choice {
        text-align: start;
      }
      .first {
        color: var(--surface);
        background: var(--accent);
        border-color: transparent;
        font-weight: 600;
      }
      .more {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1.25rem;
        padding-block-start: 0.25rem;
        border-block-start: 1px solid var(--line);
      }
      .more > [open] {
        flex-basis: 100%;
      }
      summary,
      .quiet {
        display: inline-flex;
        align-items: center;
        min-block-size: 2.75rem;
        padding: 0;
        color: var(--accent);
        background: none;
        border: 0;
        font-size: 0.9375rem;
        font-weight: 550;
        cursor: pointer;
      }
      summary::before {
        margin-inline-end: 0.375rem;
        content: "+" / "";
      }
      [open] > summary::before {
        content: "–" / "";
      }
      summary::-webkit-details-marker {
        display: none;
      }
      .panel {
        padding-block: 0.125rem 0.75rem;
      }
      .panel li + li {
        margin-block-start: 0.25rem;
      }
      .stopped {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem 1rem;
        align-items: center;
        justify-content: space-between;
      }
      .stopped > * + * {
        margin-block-start: 0;
      }
      .stopped + .list {
        margin-block-start: 0.75rem;
      }
      .empty {
        padding: 1.125rem 1rem;
      }
      @media (forced-colors: active) {
        .first {
          border-color: ButtonText;
        }
      }
      @media (prefers-reduced-motion: no-preference) {
        .choice,
        .quiet {
          transition: color 0.15s;
        }
      }
    `,
  ];

  /** What to show: `show` of a plan, and what was shown before and still holds. */
  declare nudges: readonly Nudge[] | undefined;
  /** What `nudges` returned: whether reminders are stopped, and when to ask again, are read from it. */
  declare plan: NudgePlan | undefined;
  /** The wallet it was asked about: labels, and whether a payday is known, are read from it. */
  declare wallet: Wallet | undefined;
  /** Now, with the customer's own offset: tomorrow is counted from it. */
  declare at: Instant | undefined;
  /** The level of the titles as headings: 2 unless told. */
  declare level: number | undefined;

  /** What was answered here, by key. It is for showing alone. */
  readonly #answers = new Map<string, NudgeFeedback["value"]>();
  /** Whether the customer has just acted here: what they acted on may be gone by the next drawing. */
  #hasActed = false;
  readonly #seen = new Seen((key) => this.#act({ key, action: "seen" }));

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#seen.stop();
  }

  protected override updated(changed: PropertyValues<this>) {
    this.#seen.watch(this.renderRoot.querySelectorAll<HTMLElement>("[data-key]"));
    if (!changed.has("nudges") || this.nudges === undefined) return;
    announce(this.say("inbox.updated", { count: this.nudges.length }));
    // What had the focus is gone with what was acted on, and whoever uses a keyboard would begin at the top of the page.
    if (this.#hasActed && this.shadowRoot?.activeElement === null) {
      this.renderRoot.querySelector<HTMLElement>(".list")?.focus({ preventScroll: true });
    }
    this.#hasActed = false;
  }

  protected override content() {
    const { nudges } = this;
    if (nudges === undefined) return nothing;
    return html`
      ${this.#stops()}
      <div class="list" part="list" tabindex="-1" role="group" aria-label=${this.say("inbox.label")}>
        ${nudges.length === 0 ? this.#empty() : nothing}
        ${repeat(
          nudges,
          ({ key }) => key,
          (nudge) => this.#nudge(nudge),
        )}
      </div>
    `;
  }

  #empty() {
    const { nextAt } = this.plan ?? {};
    return html`
      <div class="card empty">
        <p>${this.say("inbox.empty")}</p>
        ${nextAt === undefined ? nothing : html`<p class="muted small">${this.say("inbox.next", { at: nextAt })}</p>`}
      </div>
    `;
  }

  // ---- one nudge -----------------------------------------------------------------------------------

  #nudge(nudge: Nudge) {
    const { key, at, level, text, actions, disclosures } = nudge;
    const direct = actions.filter(({ kind }) => DIRECT.includes(kind));
    const dispute = actions.find(({ kind }) => kind === "dispute");
    return html`
      <article class="card ${level}" part="nudge" data-key=${key} aria-labelledby=${key}>
        <p class="title" part="title" role="heading" aria-level=${this.level ?? 2} id=${key}>${text.title}</p>
        <p part="body">${text.body}</p>
        <p class="muted small">
          <time datetime=${at}>${this.say("history.at", { at })}</time>
        </p>
        ${disclosures.length === 0 ? nothing : this.#disclosures(disclosures)}
        ${
          direct.length === 0
            ? nothing
            : html`<div class="row" part="actions">
              ${direct.map((action, place) => this.#button(nudge, action, place === 0 ? "choice first" : "choice"))}
            </div>`
        }
        <div class="more" part="more">
          ${this.#why(nudge)} ${this.#later(nudge)} ${this.#stop(nudge)} ${this.#feedback(nudge)}
          ${dispute === undefined ? nothing : this.#button(nudge, dispute, "quiet")}
        </div>
      </article>
    `;
  }

  #button({ key, accounts }: Nudge, { kind, label, amount }: NudgeAction, look: string) {
    const act = () => this.#act({ key, action: kind, accounts, ...(amount !== undefined && { amount }) });
    return html`<button class=${look} part="action" type="button" @click=${act}>${label}</button>`;
  }

  /** Rules are told in English, whatever the language around them. */
  #disclosures(disclosures: readonly string[]) {
    return html`
      <div class="small" part="disclosures">
        <p class="muted">${this.say("inbox.disclosures")}</p>
        <ul>
          ${disclosures.map((text) => html`<li lang="en" dir="ltr">${text}</li>`)}
        </ul>
      </div>
    `;
  }

  // ---- what is opened on demand --------------------------------------------------------------------

  #opened(nudge: Nudge, name: string, label: string, panel: unknown, onOpen?: () => void) {
    const toggled = (event: Event) => {
      if ((event.currentTarget as HTMLDetailsElement).open) onOpen?.();
    };
    // One at a time, so that what is asked stays near what it is about.
    return html`
      <details name=${nudge.key} data-panel=${name} @toggle=${toggled}>
        <summary>${label}</summary>
        <div class="panel">${panel}</div>
      </details>
    `;
  }

  #why(nudge: Nudge) {
    const { key, reasons, actions } = nudge;
    const list = html`<ul>${reasons.map(({ text }) => html`<li>${text}</li>`)}</ul>`;
    const opened = () => this.#act({ key, action: "why" });
    return this.#opened(nudge, "why", labelOf(actions, "why") ?? this.say("nudge.action.why"), list, opened);
  }

  #later(nudge: Nudge) {
    if (labelOf(nudge.actions, "snooze") === undefined) return nothing;
    const choices = this.#times(nudge).map(
      ({ until, label }) => html`
        <button class="choice" part="action" type="button" @click=${() => this.#snooze(nudge, until)}>${label}</button>
      `,
    );
    return this.#opened(nudge, "snooze", this.say("nudge.action.snooze"), html`<div class="row">${choices}</div>`);
  }

  /** The times to put it off to; what the plan names besides, where no other is of that day. */
  #times({ at: told, actions }: Nudge): { until: CivilTime | "payday"; label: string }[] {
    const at = this.at ?? told;
    const tomorrow = daysLater(at, 1);
    const later = daysLater(at, SNOOZE_DAYS);
    const hasPayday = this.wallet?.preferences?.payday !== undefined;
    const named = actions.find(({ kind }) => kind === "snooze");
    const isOther = ![tomorrow, later].some((until) => until.slice(0, 10) === named?.until?.slice(0, 10));
    return [
      { until: tomorrow, label: this.say("inbox.snooze.tomorrow") },
      { until: later, label: this.say("inbox.snooze.days", { days: SNOOZE_DAYS }) },
      ...(hasPayday ? [{ until: "payday" as const, label: this.say("inbox.snooze.payday") }] : []),
      ...(named?.until && isOther && !hasPayday ? [{ until: named.until, label: named.label }] : []),
    ];
  }

  #snooze({ key, accounts }: Nudge, until: CivilTime | "payday") {
    this.#act({ key, action: "snooze", accounts, until });
  }

  #stop(nudge: Nudge) {
    const { key, accounts, actions } = nudge;
    const label = labelOf(actions, "stop");
    if (label === undefined) return nothing;
    const [first] = accounts;
    const about =
      accounts.length === 1 && first !== undefined
        ? this.say("inbox.stop.account", { label: this.#label(first) })
        : this.say("inbox.stop.accounts");
    const stop = (of: { accounts?: string[] }) => this.#act({ key, action: "stop", ...of });
    return this.#opened(
      nudge,
      "stop",
      label,
      html`
        <p class="small">${this.say("inbox.stop.hint")}</p>
        <div class="row">
          <button class="choice" part="action" type="button" @click=${() => stop({ accounts })}>${about}</button>
          <button class="choice" part="action" type="button" @click=${() => stop({})}>${this.say("inbox.stop.all")}</button>
        </div>
      `,
    );
  }

  #feedback(nudge: Nudge) {
    const { key } = nudge;
    const answer = this.#answers.get(key);
    return this.#opened(
      nudge,
      "feedback",
      this.say("inbox.feedback"),
      html`
        <div class="row">
          ${FEEDBACK.map(
            (value) => html`
              <button
                class="choice"
                part="action"
                type="button"
                aria-pressed=${value === answer}
                @click=${() => this.#answer(key, value)}
              >
                ${this.#feedbackWord(value)}
              </button>
            `,
          )}
        </div>
        ${answer === undefined ? nothing : html`<p class="small">${this.say("inbox.noted", { answer: this.#feedbackWord(answer) })}</p>`}
      `,
    );
  }

  #feedbackWord(value: NudgeFeedback["value"]): string {
    return this.words.say(`history.feedback.${value.replaceAll(" ", "-")}`);
  }

  // ---- what was stopped ----------------------------------------------------------------------------

  /** Read from what the plan holds back, so that it is never said against what the engine does. */
  #stops() {
    const held = this.plan?.suppressed ?? [];
    if (held.some(({ reason }) => reason === "stopped")) return this.#stopped(this.say("inbox.stopped"));
    const muted = new Set(held.filter(({ reason }) => reason === "muted").map(({ account }) => account));
    // What the wallet's own preferences mute is changed there.
    for (const account of this.wallet?.preferences?.mutedAccounts ?? []) muted.delete(account);
    return [...muted].map((account) =>
      this.#stopped(this.say("inbox.muted", { label: this.#label(account) }), account),
    );
  }

  #stopped(text: string, account?: string) {
    const start = () => this.#act({ action: "start", ...(account !== undefined && { accounts: [account] }) });
    return html`
      <div class="card stopped" part="stopped">
        <p>${text}</p>
        <button class="choice" part="action" type="button" @click=${start}>
          ${this.say("inbox.start")}${account === undefined ? nothing : html`<span class="hidden"> ${this.#label(account)}</span>`}
        </button>
      </div>
    `;
  }

  #label(account: string): string {
    return this.wallet?.accounts.find(({ id }) => id === account)?.label ?? account;
  }

  // ---- what is told --------------------------------------------------------------------------------

  #act(detail: NudgeAct) {
    this.#hasActed ||= detail.action !== "seen";
    this.dispatchEvent(new CustomEvent<NudgeAct>("predue-act", { detail, bubbles: true, composed: true }));
  }

  #answer(key: string, value: NudgeFeedback["value"]) {
    this.#answers.set(key, value);
    this.#hasActed = true;
    const detail: NudgeFeedback = { key, value };
    this.dispatchEvent(new CustomEvent<NudgeFeedback>("predue-feedback", { detail, bubbles: true, composed: true }));
    announce(this.say("inbox.noted", { answer: this.#feedbackWord(value) }));
    this.requestUpdate();
  }
}

function labelOf(actions: readonly NudgeAction[], kind: NudgeAction["kind"]): string | undefined {
  return actions.find((action) => action.kind === kind)?.label;
}

/** The same time of day, so many days later, by the customer's own clock. */
function daysLater(at: string, days: number): CivilTime {
  const day = new Date(at.slice(0, 10));
  day.setUTCDate(day.getUTCDate() + days);
  return `${day.toISOString().slice(0, 10)}${at.slice(10, 16)}`;
}

define("predue-inbox", PredueInbox);

declare global {
  interface HTMLElementTagNameMap {
    "predue-inbox": PredueInbox;
  }
  interface HTMLElementEventMap {
    "predue-act": CustomEvent<NudgeAct>;
    "predue-feedback": CustomEvent<NudgeFeedback>;
  }
}
