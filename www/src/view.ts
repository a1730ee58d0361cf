// What the views of the page share: what is on show, and small helpers to put it there.

import type { MarketPack, Nudge, Wallet } from "predue";
import { wordsFor } from "predue/elements";

/** What a view is drawn from: always something the engine has accepted. */
export interface Scene {
  wallet: Wallet;
  at: string;
  /** The rules of the wallet's market. */
  pack: MarketPack | undefined;
  locale: string;
}

/** The element of that id, which the page has. */
export const get = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;

/** An element with a text or with children. */
export function made<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
  ...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  if (className !== "") element.className = className;
  element.append(...content);
  return element;
}

/** How many of what is planned are named. */
export const AHEAD_MAX = 8;

/** A nudge that is planned: when, and its title. */
export function aheadLine(locale: string, { at, text }: Nudge): HTMLElement {
  const when = made("span", "muted small", wordsFor(locale).say("history.at", { at }));
  return made("li", "", when, made("span", "", text.title));
}
