// The view of ways out: it shows them, and copies or saves what the customer asks for. Nothing is sent.

import type { Wallet } from "predue";
import { announce, type RequestTaken, wordsFor } from "predue/elements";
import { get, type Scene } from "./view.js";

const ui = {
  back: get<HTMLAnchorElement>("ways-back"),
  label: get("ways-label"),
  offers: get<HTMLElementTagNameMap["predue-offers"]>("ways-offers"),
  noted: get("ways-noted"),
  notedText: get("ways-noted-text"),
};

let scene: Scene | undefined;
/** Whether the customer has just come here, and what there is to tell then. */
let arrival: { note?: string } | undefined = {};
let noted: string | undefined;

/** Where the ways out of an account are shown; with help first for who cannot pay. */
export function waysAddress(account: string, cannotPay = false): string {
  return `#/account/${encodeURIComponent(account)}/${cannotPay ? "cannot-pay" : "ways"}`;
}

/** Leads there from a reminder, where saying that paying is not possible was recorded. */
export function leadToWays(account: string, cannotPay: boolean): void {
  location.hash = waysAddress(account, cannotPay);
  arrival = cannotPay ? { note: "page.noted.cannot-pay" } : {};
}

/** Draws the view. */
export function drawWays(now: Scene, account: Wallet["accounts"][number], cannotPay: boolean): void {
  scene = now;
  const { wallet, at, pack, locale } = now;
  ui.back.href = `#/account/${encodeURIComponent(account.id)}`;
  ui.back.textContent = wordsFor(locale).say("page.back.account", { label: account.label });
  ui.label.textContent = account.label;
  Object.assign(ui.offers, { wallet, account, at, pack, locale });
  if (arrival !== undefined) {
    ui.offers.cannotPay = cannotPay;
    noted = arrival.note;
    arrival = undefined;
  }
  showNote();
}

async function take({ detail: { action, request } }: CustomEvent<RequestTaken>): Promise<void> {
  if (action === "save-text") save(request.text, "request.txt", "text/plain;charset=utf-8");
  if (action === "save-json") save(JSON.stringify(request.document, null, 2), "request.json", "application/json");
  if (action === "copy") note((await copied(request.text)) ? "page.ways.copied" : "page.ways.copy-failed");
  else note("page.ways.saved");
}

/** Browsers may forbid it, and the text is there to be copied by hand. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function save(text: string, name: string, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function note(id: string): void {
  noted = id;
  showNote();
  announce(ui.notedText.textContent ?? "");
}

function showNote(): void {
  ui.noted.hidden = noted === undefined;
  if (noted !== undefined && scene !== undefined) ui.notedText.textContent = wordsFor(scene.locale).say(noted);
}

ui.offers.addEventListener("predue-request", take);
window.addEventListener("hashchange", () => {
  arrival ??= {};
});
