// One entry of a list that leads to an account: a link where the page has addresses for accounts, else a button.

import { html, type TemplateResult } from "lit";

/** What a `predue-select` event tells. */
export interface Selection {
  /** The account chosen. */
  account: string;
  /** The due chosen, when the list is one of dues. */
  due?: string;
}

/** The address of an account: `template` with `{account}` filled in. */
export function addressOf(template: string, account: string): string {
  return template.replace("{account}", () => encodeURIComponent(account));
}

/** Puts facts in a line, with a dot between them that is seen and not read out. Absent ones are left out. */
export function facts(all: readonly unknown[]) {
  const present = all.filter((fact) => fact !== undefined && fact !== false);
  return present.map((fact, index) => (index === 0 ? fact : html`<span aria-hidden="true">&nbsp;·</span> ${fact}`));
}

/** Draws an entry around `content`. */
export function entry(host: HTMLElement, href: string | undefined, chosen: Selection, content: TemplateResult) {
  if (href) return html`<a class="entry" part="entry" href=${addressOf(href, chosen.account)}>${content}</a>`;
  const select = () =>
    host.dispatchEvent(new CustomEvent<Selection>("predue-select", { detail: chosen, bubbles: true, composed: true }));
  return html`<button class="entry" part="entry" type="button" @click=${select}>${content}</button>`;
}
