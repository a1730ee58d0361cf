// The view of reminders: what there is to say, what was held back, and the answers, which are recorded.

import type { ContactEvent, Nudge } from "predue";
import { announce, type NudgeAct, type NudgeFeedback, wordsFor } from "predue/elements";
import { answered, ask, holding, isClosedBy, planned, showing, thought } from "./host.js";
import { append, history, keepShown, shown } from "./store.js";
import { get, type Scene } from "./view.js";

/** Actions that are done on an account's own page. */
const ELSEWHERE: readonly string[] = ["pay", "pay-minimum", "see-cost", "see-offers"];

const ui = {
  inbox: get<HTMLElementTagNameMap["predue-inbox"]>("inbox-nudges"),
  held: get<HTMLElementTagNameMap["predue-held"]>("inbox-held"),
  noted: get("inbox-noted"),
  notedText: get("inbox-noted-text"),
  undo: get("inbox-undo"),
};

let scene: Scene | undefined;
/** What takes the last answer back, where that can be done, and what it took from the list. */
let undo: { event: ContactEvent; nudge: Nudge } | undefined;

/** How many reminders there are, without saying any. */
export function countNudges(scene: Scene): number {
  const record = history();
  const wallet = spoken(scene);
  return holding(wallet, record, shown(), scene.at).length + ask(wallet, record, scene.at).show.length;
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
  keepShown([...shown().filter((nudge) => at.slice(0, 16) <= nudge.expires), ...plan.show]);
  const known = new Set(plan.show.map(({ key }) => key));
  const before = holding(
    wallet,
    record,
    shown().filter(({ key }) => !known.has(key)),
    at,
  );
  Object.assign(ui.inbox, { nudges: [...plan.show, ...before], plan, wallet, at, locale });
  Object.assign(ui.held, { plan, wallet, pack, locale });
}

/** The wallet, in the language of the page. */
function spoken({ wallet, locale }: Scene) {
  return { ...wallet, locale };
}

function onAct({ detail }: CustomEvent<NudgeAct>): void {
  if (scene === undefined) return;
  const { action, key } = detail;
  const nudge = ui.inbox.nudges?.find((each) => each.key === key);
  const events = answered(detail, scene.at);
  append(events);
  // Nothing on show depends on these.
  if (action === "seen" || action === "why") return;
  close(detail);
  if (ELSEWHERE.includes(action)) {
    location.hash = `#/account/${encodeURIComponent(nudge?.accounts[0] ?? "")}`;
    return;
  }
  const [event] = events;
  undo = action === "dispute" && event && nudge ? { event: { ...event, action: "undo" }, nudge } : undefined;
  note(action === "snooze" || action === "cannot-pay" || action === "dispute" ? `page.noted.${action}` : undefined);
  drawInbox(scene);
}

function onFeedback({ detail }: CustomEvent<NudgeFeedback>): void {
  if (scene === undefined) return;
  append([thought(detail, scene.at)]);
  const before = shown().length;
  close(detail);
  undo = undefined;
  if (shown().length < before) note("page.noted.closed");
  drawInbox(scene);
}

function close(answer: NudgeAct | NudgeFeedback): void {
  keepShown(shown().filter((nudge) => !isClosedBy(nudge, answer)));
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
  append([{ ...undo.event, at: scene.at }]);
  keepShown([...shown(), undo.nudge]);
  undo = undefined;
  note(undefined);
  drawInbox(scene);
}

ui.inbox.addEventListener("predue-act", onAct);
ui.inbox.addEventListener("predue-feedback", onFeedback);
ui.undo.addEventListener("click", takeBack);
