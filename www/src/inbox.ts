// The view of reminders: what there is to say, what was held back, and the answers, which are recorded.

import type { ContactEvent, Nudge, Wallet } from "predue";
import { announce, type NudgeAct, type NudgeFeedback, wordsFor } from "predue/elements";
import { answered, ask, current, follow, isClosing, planned, showing, thought } from "./host.js";
import { append, held, history, hold } from "./store.js";
import { AHEAD_MAX, aheadLine, get, made, type Scene } from "./view.js";
import { leadToWays } from "./ways.js";

/** Actions that are done on an account's own page. */
const ELSEWHERE: readonly string[] = ["pay", "pay-minimum", "see-cost"];
/** Actions that lead to ways out. */
const WAYS: readonly string[] = ["see-offers", "cannot-pay"];

const ui = {
  inbox: get<HTMLElementTagNameMap["predue-inbox"]>("inbox-nudges"),
  ahead: get("inbox-ahead"),
  held: get<HTMLElementTagNameMap["predue-held"]>("inbox-held"),
  noted: get("inbox-noted"),
  notedText: get("inbox-noted-text"),
  undo: get("inbox-undo"),
};

let scene: Scene | undefined;
/** What takes the last answer back, where that can be done. */
let undo: ContactEvent | undefined;

/** How many reminders there are, without saying any. */
export function countNudges(scene: Scene): number {
  const record = history();
  const wallet = spoken(scene);
  return current(wallet, record, held(), scene.at).shown.length + ask(wallet, record, scene.at).show.length;
}

/** Draws the view; what is new in it is recorded as shown. */
export function drawInbox(now: Scene): void {
  if (scene?.at !== now.at || scene.wallet !== now.wallet) note(undefined);
  scene = now;
  const wallet = spoken(now);
  const { at, locale, pack } = now;
  const plan = ask(wallet, history(), at);
  const record = append([
    ...planned(plan, at, locale),
    ...plan.show.map((nudge) => showing(nudge, at, locale, "in-app")),
  ]);
  const followed = follow(held(), plan, at);
  hold(followed);
  const { shown, planned: ahead } = current(wallet, record, followed, at);
  Object.assign(ui.inbox, { nudges: shown, plan, wallet, at, locale });
  Object.assign(ui.held, { plan, wallet, pack, locale });
  drawAhead(now, ahead);
}

function drawAhead({ locale }: Scene, planned: readonly Nudge[]): void {
  const lines = [...planned].sort((one, other) => (one.at < other.at ? -1 : 1)).slice(0, AHEAD_MAX);
  const none = made("li", "muted", wordsFor(locale).say("page.machine.ahead.none"));
  ui.ahead.replaceChildren(...(lines.length === 0 ? [none] : lines.map((nudge) => aheadLine(locale, nudge))));
}

/** The wallet, in the language of the page, which can show what it says in itself alone. */
function spoken({ wallet, locale }: Scene): Wallet {
  return { ...wallet, locale, preferences: { channels: ["in-app"], ...wallet.preferences } };
}

function onAct({ detail }: CustomEvent<NudgeAct>): void {
  if (scene === undefined) return;
  const { action, key } = detail;
  const nudge = ui.inbox.nudges?.find((each) => each.key === key);
  const events = answered(detail, scene.at);
  append(events);
  // Nothing on show depends on these.
  if (action === "seen" || action === "why") return;
  const account = nudge?.accounts[0] ?? "";
  if (WAYS.includes(action)) {
    leadToWays(account, action === "cannot-pay");
    return;
  }
  if (ELSEWHERE.includes(action)) {
    location.hash = `#/account/${encodeURIComponent(account)}`;
    return;
  }
  const [event] = events;
  undo = action === "dispute" && event ? { ...event, action: "undo" } : undefined;
  note(action === "snooze" || action === "dispute" ? `page.noted.${action}` : undefined);
  drawInbox(scene);
}

function onFeedback({ detail }: CustomEvent<NudgeFeedback>): void {
  if (scene === undefined) return;
  const event = thought(detail, scene.at);
  append([event]);
  undo = undefined;
  note(isClosing(event) ? "page.noted.closed" : undefined);
  drawInbox(scene);
}

function note(id: string | undefined): void {
  ui.noted.hidden = id === undefined;
  ui.undo.hidden = undo === undefined;
  if (id === undefined || scene === undefined) return;
  ui.notedText.textContent = wordsFor(scene.locale).say(id);
  announce(ui.notedText.textContent);
}

function takeBack(): void {
  if (undo === undefined || scene === undefined) return;
  append([{ ...undo, at: scene.at }]);
  undo = undefined;
  note(undefined);
  drawInbox(scene);
}

ui.inbox.addEventListener("predue-act", onAct);
ui.inbox.addEventListener("predue-feedback", onFeedback);
ui.undo.addEventListener("click", takeBack);
// What was answered in another tab holds in this one.
window.addEventListener("storage", () => {
  if (scene !== undefined && ui.inbox.checkVisibility()) drawInbox(scene);
});
