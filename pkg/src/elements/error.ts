// `<predue-error>`: what went wrong, where, and what the engine said about it, in place.

import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from "lit";
import { announce } from "./announce.js";
import { define, PredueElement } from "./base.js";
import { stepsOf } from "./path.js";
import { base } from "./styles.js";

/** A `DueError`, or anything else that carries a message. */
export interface Problem {
  readonly message: string;
  readonly code?: string;
  readonly path?: string;
  /** What went wrong in the customer's words, where the page knows better than the code. */
  readonly title?: string;
}

/**
 * An error as a notice: no alarm, the place in plain words and as the path, and the reason.
 *
 * @csspart notice - The notice.
 * @csspart title - What went wrong.
 * @csspart place - Where, in plain words.
 * @csspart message - The reason, as the engine gave it.
 */
export class PredueError extends PredueElement {
  static override properties: PropertyDeclarations = { error: { attribute: false }, wallet: { attribute: false } };
  static override styles = [
    base,
    css`
      .card {
        display: grid;
        gap: 0.375rem;
        padding: 0.875rem 1rem;
        border-inline-start: 4px solid var(--attention);
        overflow-wrap: anywhere;
      }
      code {
        font-family: ui-monospace, monospace;
        font-size: 0.875em;
      }
      .title {
        font-weight: 600;
      }
    `,
  ];

  /** What was thrown. */
  declare error: Problem | undefined;
  /** The document it was about, for the labels of accounts. It may be anything. */
  declare wallet: unknown;

  protected override updated(changed: PropertyValues<this>) {
    if (!changed.has("error") || this.error === undefined) return;
    announce([this.#title(), this.#place(), this.#reason()].filter(Boolean).join(" "));
  }

  protected override content() {
    const { error } = this;
    if (error === undefined) return nothing;
    const place = this.#place();
    const reason = this.#reason();
    // What the engine says is English, whatever the language around it.
    return html`
      <div class="card" part="notice">
        <p class="title" part="title">${this.#title()}</p>
        ${place === "" ? nothing : html`<p part="place">${place}</p>`}
        ${reason === "" ? nothing : html`<p class="muted small" part="message" lang="en" dir="ltr">${reason}</p>`}
        ${error.path ? html`<p class="small" dir="ltr"><code>${error.path}</code></p>` : nothing}
      </div>
    `;
  }

  #title(): string {
    if (this.error?.title !== undefined) return this.error.title;
    const id = `error.${this.error?.code}`;
    return this.words.say(this.words.knows(id) ? id : "error.other");
  }

  #place(): string {
    const { error, wallet } = this;
    if (!error?.path) return "";
    return this.say("error.place", { place: stepsOf(this.words, error.path, wallet).join(" › ") });
  }

  /** The message without the path in front: it is shown on its own. */
  #reason(): string {
    const { message = "", path } = this.error ?? {};
    return path !== undefined && message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
  }
}

define("predue-error", PredueError);

declare global {
  interface HTMLElementTagNameMap {
    "predue-error": PredueError;
  }
}
