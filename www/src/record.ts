// The view of the record: what was said and answered, for the customer to read, take along and erase.

import { audit } from "predue";
import { wordsFor } from "predue/elements";
import { exportHistory } from "predue/export";
import { eraseAll, history, isKept } from "./store.js";
import { get, made, type Scene } from "./view.js";

/** What an export begins with: its title, how many entries, whether it is whole, its head, and an empty line. */
const HEAD_LINES = 5;

const ui = {
  kept: get("record-kept"),
  about: get("record-about"),
  entries: get<HTMLOListElement>("record-entries"),
  text: get("record-text"),
  json: get("record-json"),
  take: get("record-take"),
  erase: get("record-erase"),
  dialog: get<HTMLDialogElement>("erase"),
  what: get("erase-what"),
  confirm: get("erase-do"),
  keep: get("erase-keep"),
};

let scene: Scene | undefined;

/** Draws the view. */
export function drawRecord(now: Scene): void {
  scene = now;
  const words = wordsFor(now.locale);
  const record = history();
  ui.kept.textContent = words.say(isKept() ? "page.record.kept" : "page.record.not-kept");
  ui.take.hidden = record === undefined;
  if (record === undefined) {
    ui.about.replaceChildren(words.say("page.record.empty"));
    ui.entries.replaceChildren();
    return;
  }
  const { text } = exportHistory(record, now.locale);
  const lines = text.trimEnd().split("\n");
  const [, ...about] = lines.slice(0, HEAD_LINES - 1);
  ui.about.replaceChildren(...about.map((line) => made("p", "", line)));
  // The newest first: each line begins with its number.
  ui.entries.replaceChildren(
    ...lines
      .slice(HEAD_LINES)
      .reverse()
      .map((line) => made("li", "", line)),
  );
}

/** Hands the record over as a file. */
function save(form: "text" | "json", name: string, type: string): void {
  const record = history();
  if (scene === undefined || record === undefined) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([exportHistory(record, scene.locale)[form]], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function askToErase(): void {
  const record = history();
  if (scene === undefined || record === undefined) return;
  ui.what.textContent = wordsFor(scene.locale).say("page.record.erase.what", { count: audit(record).entries });
  ui.dialog.showModal();
}

ui.text.addEventListener("click", () => save("text", "record.txt", "text/plain;charset=utf-8"));
ui.json.addEventListener("click", () => save("json", "record.json", "application/json"));
ui.erase.addEventListener("click", askToErase);
ui.keep.addEventListener("click", () => ui.dialog.close());
ui.confirm.addEventListener("click", () => {
  if (scene === undefined) return;
  eraseAll(scene.at);
  ui.dialog.close();
  drawRecord(scene);
});
