// The time machine: one day after the other, what would be said, what is planned, and what is held back.

import type { Nudge } from "predue";
import { announce, wordsFor } from "predue/elements";
import { type Day, Simulation } from "./simulation.js";
import { AHEAD_MAX, aheadLine, get, made, type Scene } from "./view.js";

const PLAY_MS = 1_200;
/** How far it looks for a change. */
const LOOK_DAYS = 60;

const ui = {
  date: get("machine-date"),
  day: get("machine-day"),
  previous: get<HTMLButtonElement>("machine-previous"),
  next: get<HTMLButtonElement>("machine-next"),
  change: get<HTMLButtonElement>("machine-change"),
  play: get<HTMLButtonElement>("machine-play"),
  reader: get<HTMLSelectElement>("machine-reader"),
  note: get("machine-note"),
  told: get("machine-told"),
  ahead: get("machine-ahead"),
  held: get<HTMLElementTagNameMap["predue-held"]>("machine-held"),
};

let scene: Scene | undefined;
let simulation: Simulation | undefined;
let place = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** Draws the view; of another wallet, day or language it begins anew. */
export function drawMachine(now: Scene): void {
  const isSame = scene?.wallet === now.wallet && scene.at === now.at && scene.locale === now.locale;
  scene = now;
  if (!isSame || simulation === undefined) begin();
  draw();
}

/** Stops what is playing, when the view is left. */
export function stopMachine(): void {
  clearInterval(timer);
  timer = undefined;
}

function begin(): void {
  if (scene === undefined) return;
  const { wallet, locale, at } = scene;
  simulation = new Simulation({ ...wallet, locale }, at, ui.reader.value === "seen");
  place = 0;
  simulation.walk();
}

function dayAt(index: number): Day | undefined {
  while (simulation !== undefined && simulation.days.length <= index) if (simulation.walk() === undefined) break;
  return simulation?.days[index];
}

function go(to: number): boolean {
  if (to < 0 || dayAt(to) === undefined) return false;
  place = to;
  draw();
  return true;
}

/** The next day on which something is said, something else is planned, or something is held back for another reason. */
function nextChange(): void {
  if (scene === undefined) return;
  const before = stateOf(dayAt(place));
  for (let to = place + 1; to <= place + LOOK_DAYS; to += 1) {
    const day = dayAt(to);
    if (day === undefined) break;
    if (day.told.length === 0 && stateOf(day) === before) continue;
    go(to);
    tell();
    return;
  }
  ui.note.textContent = wordsFor(scene.locale).say("page.machine.same", { days: LOOK_DAYS });
  announce(ui.note.textContent);
}

function stateOf(day: Day | undefined): string {
  const reasons = new Set(day?.suppressed.map(({ reason }) => reason));
  return [...(day?.ahead ?? []).map(planOf), ...[...reasons].sort()].join("\n");
}

/** A planned nudge but for the revision, its key's last part: with a figure that grew by a day it is still the same. */
function planOf({ key }: Nudge): string {
  return key.slice(0, key.lastIndexOf("/"));
}

/** For those who hear the page; while it plays it would never stop speaking. */
function tell(): void {
  if (timer === undefined) announce(summary());
}

function summary(): string {
  const day = dayAt(place);
  if (scene === undefined || day === undefined) return "";
  return wordsFor(scene.locale).say("page.machine.day", { date: day.date, count: day.told.length });
}

function draw(): void {
  const day = dayAt(place);
  if (scene === undefined || day === undefined) return;
  const { wallet, locale, pack } = scene;
  const words = wordsFor(locale);
  ui.date.textContent = words.say("page.machine.date", { date: day.date });
  ui.note.textContent = "";
  // Disabled it would lose the focus of whoever has just reached the first day.
  ui.previous.ariaDisabled = String(place === 0);
  ui.play.textContent = words.say(timer === undefined ? "page.machine.play" : "page.machine.pause");
  ui.told.replaceChildren(
    ...(day.told.length === 0
      ? [made("p", "muted", words.say("page.machine.told.none"))]
      : day.told.map(({ nudge, at }) => toldCard(nudge, at))),
  );
  ui.ahead.replaceChildren(
    ...(day.ahead.length === 0
      ? [made("li", "muted", words.say("page.machine.ahead.none"))]
      : day.ahead.slice(0, AHEAD_MAX).map((nudge) => aheadLine(locale, nudge))),
  );
  const plan = { show: [], add: [], cancel: [], suppressed: day.suppressed };
  Object.assign(ui.held, { plan, wallet, pack, locale });
}

function toldCard({ text, channel, reasons }: Nudge, at: string): HTMLElement {
  const { locale } = scene as Scene;
  const words = wordsFor(locale);
  const clock = at.slice(11, 16);
  return made(
    "article",
    "card told",
    made("p", "muted small", `${clock} · ${words.say(`history.channel.${channel}`)}`),
    made(
      "div",
      "pair",
      made("div", "lock", made("p", "small muted", words.say("page.machine.lock")), made("p", "", text.public)),
      made(
        "div",
        "",
        made("p", "small muted", words.say("page.machine.full")),
        made("h3", "", text.title),
        made("p", "", text.body),
      ),
    ),
    made(
      "details",
      "",
      made("summary", "", words.say("page.machine.why")),
      made("ul", "small", ...reasons.map(({ text: why }) => made("li", "", why))),
    ),
  );
}

function togglePlay(): void {
  if (timer !== undefined) stopMachine();
  else {
    timer = setInterval(() => {
      if (!go(place + 1)) stopMachine();
    }, PLAY_MS);
  }
  draw();
  if (timer === undefined) tell();
}

function step(by: number): void {
  stopMachine();
  const isThere = go(place + by);
  if (!isThere && by > 0 && scene !== undefined) {
    ui.note.textContent = wordsFor(scene.locale).say("page.machine.end");
  }
  tell();
}

ui.previous.addEventListener("click", () => step(-1));
ui.next.addEventListener("click", () => step(1));
ui.change.addEventListener("click", () => {
  stopMachine();
  nextChange();
});
ui.play.addEventListener("click", togglePlay);
ui.reader.addEventListener("change", () => {
  stopMachine();
  begin();
  draw();
  tell();
});
