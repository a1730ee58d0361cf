// The demo wallet: it holds a document and a moment, asks the engine, and hands the answers to the elements.

import "predue/elements";
import {
  guidance,
  load,
  type MarketPack,
  type Outlook,
  outlook,
  projection,
  schedule,
  versions,
  type Wallet,
} from "predue";
import { type Problem, wordsFor } from "predue/elements";
import zhCN from "predue/locales/zh-CN";
import { instant, type Moment, now, offsets } from "./clock.js";
import { problemOf, readDocument } from "./document.js";
import { countNudges, drawInbox } from "./inbox.js";
import { drawMachine, stopMachine } from "./machine.js";
import { isMarket, loadMarket, marketName, marketsIn, NONE } from "./markets.js";
import { drawRecord } from "./record.js";
import { sampleDocument } from "./sample.js";
import { get, type Scene } from "./view.js";
import { drawWays, waysAddress } from "./ways.js";

const HORIZONS_DAYS = [7, 30, 90, 365];
const DAYS_PER_YEAR = 365;
/** A point for each day of the picture: as far as the table of a projection goes. */
const CURVE_DAYS = Array.from({ length: 91 }, (_, day) => day);
const FILE_MB_MAX = 8;
const BYTES_PER_MB = 1_000_000;
const NEAREST: ScrollIntoViewOptions = { block: "nearest" };
const ROUTE = /^#\/(account|market|inbox|record|time-machine)(?:\/([^/]+)(?:\/(ways|cannot-pay))?)?$/;

type Place = "home" | "account" | "ways" | "market" | "inbox" | "record" | "time-machine";

/** What is on show: always something the engine has accepted. */
interface View extends Omit<Scene, "locale"> {
  days: number;
  outlook: Outlook;
}

type Account = Wallet["accounts"][number];

let view: View | undefined;
/** Counts what was asked for, so that the last of it is what is shown. */
let submission = 0;
let locale = firstLocale();
/** Where the customer came from, to put focus and scroll back. */
let cameFrom: { address: string; link: HTMLElement | undefined; scroll: number } | undefined;

const ui = {
  loading: get("loading"),
  failure: get("failure"),
  failureError: get<HTMLElementTagNameMap["predue-error"]>("failure-error"),
  retry: get("retry"),
  home: get("home"),
  homeHeading: get("home-heading"),
  asof: get("asof"),
  totals: get<HTMLElementTagNameMap["predue-totals"]>("totals"),
  days: get<HTMLSelectElement>("days"),
  outlook: get<HTMLElementTagNameMap["predue-outlook"]>("outlook"),
  guidance: get<HTMLElementTagNameMap["predue-guidance"]>("guidance"),
  guidanceSection: get("guidance-section"),
  accounts: get<HTMLElementTagNameMap["predue-accounts"]>("accounts"),
  account: get("account"),
  accountHeading: get("account-heading"),
  accountLabel: get("account-label"),
  accountFacts: get<HTMLElementTagNameMap["predue-account"]>("account-facts"),
  accountError: get<HTMLElementTagNameMap["predue-error"]>("account-error"),
  ahead: get("ahead"),
  waiting: get<HTMLElementTagNameMap["predue-waiting"]>("account-waiting"),
  waitingError: get<HTMLElementTagNameMap["predue-error"]>("waiting-error"),
  pay: get<HTMLElementTagNameMap["predue-pay"]>("account-pay"),
  accountSchedule: get<HTMLElementTagNameMap["predue-schedule"]>("account-schedule"),
  accountWays: get<HTMLAnchorElement>("account-ways"),
  accountMarket: get<HTMLAnchorElement>("account-market"),
  ways: get("ways"),
  waysHeading: get("ways-heading"),
  waysOffers: get<HTMLElementTagNameMap["predue-offers"]>("ways-offers"),
  market: get("market"),
  marketHeading: get("market-heading"),
  marketBack: get<HTMLAnchorElement>("market-back"),
  marketNone: get("market-none"),
  marketChoose: get("market-choose"),
  marketAccounts: get("market-accounts"),
  marketLinks: get("market-links"),
  marketError: get<HTMLElementTagNameMap["predue-error"]>("market-error"),
  marketRules: get<HTMLElementTagNameMap["predue-market"]>("market-rules"),
  homeInbox: get<HTMLAnchorElement>("home-inbox"),
  inbox: get("inbox"),
  inboxHeading: get("inbox-heading"),
  inboxAll: get("inbox-all"),
  inboxError: get<HTMLElementTagNameMap["predue-error"]>("inbox-error"),
  record: get("record"),
  recordHeading: get("record-heading"),
  recordError: get<HTMLElementTagNameMap["predue-error"]>("record-error"),
  machine: get("machine"),
  machineHeading: get("machine-heading"),
  machineDay: get("machine-day"),
  machineError: get<HTMLElementTagNameMap["predue-error"]>("machine-error"),
  version: get("version"),
  language: get<HTMLSelectElement>("language"),
  openSettings: get("open-settings"),
  settings: get<HTMLDialogElement>("settings"),
  closeSettings: get("close-settings"),
  clock: get<HTMLInputElement>("clock"),
  offset: get<HTMLSelectElement>("offset"),
  now: get("now"),
  marketChoice: get<HTMLSelectElement>("market-choice"),
  document: get<HTMLTextAreaElement>("document"),
  openFile: get("open-file"),
  useSample: get("use-sample"),
  file: get<HTMLInputElement>("file"),
  documentProblem: get("document-problem"),
  documentKept: get("document-kept"),
  documentError: get<HTMLElementTagNameMap["predue-error"]>("document-error"),
  show: get("show"),
};

/** The views, each with the heading that is given the focus when it is opened. */
const views: Readonly<Record<Place, { view: HTMLElement; heading: HTMLElement }>> = {
  home: { view: ui.home, heading: ui.homeHeading },
  account: { view: ui.account, heading: ui.accountHeading },
  ways: { view: ui.ways, heading: ui.waysHeading },
  market: { view: ui.market, heading: ui.marketHeading },
  inbox: { view: ui.inbox, heading: ui.inboxHeading },
  record: { view: ui.record, heading: ui.recordHeading },
  "time-machine": { view: ui.machine, heading: ui.machineHeading },
};

// ---- language --------------------------------------------------------------------------------------

/** The first of the customer's languages that there are words for, with its region: it decides how dates look. */
function firstLocale(): string {
  return navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag)) ?? "en";
}

function speak(): void {
  const words = wordsFor(locale);
  document.documentElement.lang = words.language;
  document.documentElement.dir = words.direction;
  ui.language.value = words.language;
  for (const element of document.querySelectorAll<HTMLElement>("[data-say]")) {
    element.textContent = words.say(element.dataset.say as string);
  }
  for (const element of document.querySelectorAll<HTMLElement>("[data-say-label]")) {
    element.setAttribute("aria-label", words.say(element.dataset.sayLabel as string));
  }
  for (const option of ui.days.options) {
    const days = Number(option.value);
    option.textContent =
      days === DAYS_PER_YEAR ? words.say("page.horizon.year") : words.say("page.horizon.days", { days });
  }
  for (const element of [
    ui.failureError,
    ui.totals,
    ui.outlook,
    ui.guidance,
    ui.accounts,
    ui.accountFacts,
    ui.waiting,
    ui.waitingError,
    ui.pay,
    ui.accountError,
    ui.accountSchedule,
    ui.waysOffers,
    ui.marketError,
    ui.marketRules,
    ui.inboxError,
    ui.recordError,
    ui.machineError,
    ui.documentError,
  ]) {
    element.locale = locale;
  }
  nameMarkets();
  draw();
}

function nameMarkets(): void {
  const words = wordsFor(locale);
  const chosen = ui.marketChoice.value;
  ui.marketChoice.replaceChildren(
    new Option(words.say("page.market.none"), NONE),
    ...marketsIn(words.locale).map(({ code, name }) => new Option(name, code)),
  );
  ui.marketChoice.value = chosen || NONE;
}

// ---- what is on show -------------------------------------------------------------------------------

/** Asks the engine and shows the answer, or throws and leaves everything as it was. */
function show(wallet: Wallet, at: string, days: number, pack: MarketPack | undefined): void {
  view = { wallet, at, days, pack, outlook: outlook(wallet, at, { days }) };
  draw();
}

function draw(): void {
  if (view === undefined) return;
  const words = wordsFor(locale);
  const { wallet, at, days } = view;
  ui.loading.hidden = true;
  ui.asof.textContent = words.say("page.asof", { at });
  ui.days.value = String(days);
  ui.totals.outlook = view.outlook;
  ui.outlook.wallet = wallet;
  ui.outlook.outlook = view.outlook;
  const cards = guidance({ ...wallet, locale }, at);
  ui.guidance.cards = cards;
  ui.guidanceSection.hidden = cards.length === 0;
  ui.accounts.wallet = wallet;
  ui.accounts.outlook = view.outlook;
  const { predue, commit } = versions();
  ui.version.textContent = words.say("page.version", { version: predue, commit: commit.slice(0, 12) });
  route();
}

/** Which view the address asks for, and for which account of the wallet. */
function destination(): { place: Place; account: Account | undefined; cannotPay: boolean } {
  const [, named, id, within] = ROUTE.exec(location.hash) ?? [];
  const account = view?.wallet.accounts.find((each) => id !== undefined && encodeURIComponent(each.id) === id);
  const cannotPay = within === "cannot-pay";
  if (named !== "account") return { place: (named ?? "home") as Place, account, cannotPay };
  if (account === undefined) return { place: "home", account, cannotPay };
  return { place: within === undefined ? "account" : "ways", account, cannotPay };
}

function route(): void {
  if (view === undefined) return;
  const { place, account, cannotPay } = destination();
  for (const [name, { view: each }] of Object.entries(views)) each.hidden = name !== place;
  const words = wordsFor(locale);
  document.title =
    place === "account" && account !== undefined
      ? words.say("page.title.account", { label: account.label })
      : words.say("page.title");
  if (place !== "time-machine") stopMachine();
  const scene: Scene = { ...view, locale };
  if (place === "home") drawCount(scene);
  if (place === "account" && account !== undefined) drawAccount(account);
  if (place === "ways" && account !== undefined) {
    document.title = words.say("page.title.ways", { label: account.label });
    drawWays(scene, account, cannotPay);
  }
  if (place === "market") drawMarket(account);
  if (place === "inbox") {
    document.title = words.say("page.title.inbox");
    ui.inboxAll.hidden = !attempt(ui.inboxError, () => drawInbox(scene));
  }
  if (place === "record") {
    document.title = words.say("page.record");
    attempt(ui.recordError, () => drawRecord(scene));
  }
  if (place === "time-machine") {
    document.title = words.say("page.machine");
    ui.machineDay.hidden = !attempt(ui.machineError, () => drawMachine(scene));
  }
}

/** How many reminders there are; what cannot be said is told where they are shown. */
function drawCount(scene: Scene): void {
  let count = 0;
  try {
    count = countNudges(scene);
  } catch {
    // The view of reminders says what is wrong.
  }
  ui.homeInbox.textContent = wordsFor(locale).say("page.inbox.count", { count });
}

function drawAccount(account: Account): void {
  if (view === undefined) return;
  const { wallet, at, pack } = view;
  ui.accountWays.href = waysAddress(account.id);
  ui.accountMarket.hidden = pack === undefined;
  ui.accountMarket.href = marketAddress(account);
  ui.accountMarket.textContent = pack === undefined ? "" : rulesOf(pack);
  ui.accountLabel.textContent = account.label;
  ui.accountFacts.account = account;
  ui.accountFacts.standing = view.outlook.accounts.find((standing) => standing.account === account.id);
  // Asked anew: the list on show may not look as far ahead as the account's next due.
  ui.accountFacts.due = outlook(wallet, at, { days: DAYS_PER_YEAR }).dues.find((due) => due.account === account.id);
  ui.accountSchedule.account = account;
  ui.accountSchedule.schedule = undefined;
  attempt(ui.accountError, () => {
    ui.accountSchedule.schedule = schedule(wallet, account.id, at);
  });
  ui.ahead.hidden = !attempt(ui.waitingError, () => {
    Object.assign(ui.waiting, {
      account,
      schedule: ui.accountSchedule.schedule,
      projection: projection(wallet, account.id, at),
      curve: projection(wallet, account.id, at, { days: CURVE_DAYS }),
    });
    Object.assign(ui.pay, { wallet, account, at });
  });
}

function marketAddress(account: Account): string {
  return `#/market/${encodeURIComponent(account.id)}`;
}

function rulesOf({ market }: MarketPack): string {
  const words = wordsFor(locale);
  return words.say("page.market.of", { market: marketName(words.locale, market) });
}

/** The rules of the wallet's market, and what they change for an account where one is asked about. */
function drawMarket(account: Account | undefined): void {
  if (view === undefined) return;
  const { wallet, at, pack } = view;
  const words = wordsFor(locale);
  const heading = pack === undefined ? words.say("page.market.rules") : rulesOf(pack);
  document.title = words.say("page.title.market", { title: heading });
  ui.marketHeading.textContent = heading;
  ui.marketBack.href = account === undefined ? "#/" : `#/account/${encodeURIComponent(account.id)}`;
  ui.marketBack.textContent =
    account === undefined ? words.say("page.back") : words.say("page.back.account", { label: account.label });
  ui.marketNone.hidden = pack !== undefined;
  ui.marketAccounts.hidden = pack === undefined || wallet.accounts.length === 0;
  ui.marketLinks.replaceChildren(...wallet.accounts.map((each) => marketLink(each, each === account)));
  Object.assign(ui.marketRules, { pack, at, projection: undefined });
  attempt(ui.marketError, () => {
    if (account !== undefined && pack !== undefined) ui.marketRules.projection = projection(wallet, account.id, at);
  });
}

function marketLink(account: Account, isChosen: boolean): HTMLLIElement {
  const link = document.createElement("a");
  link.href = marketAddress(account);
  link.dir = "auto";
  link.textContent = account.label;
  if (isChosen) link.ariaCurrent = "page";
  const item = document.createElement("li");
  item.append(link);
  return item;
}

/** Shows something, or why it cannot be shown, in its place. */
function attempt(place: HTMLElementTagNameMap["predue-error"], show: () => void): boolean {
  place.error = undefined;
  try {
    show();
  } catch (error) {
    place.error = problemOf(error);
  }
  place.hidden = place.error === undefined;
  return place.hidden;
}

function onRoute(): void {
  const wasHome = !ui.home.hidden;
  const scroll = window.scrollY;
  const active = document.activeElement;
  const link = (active?.shadowRoot?.activeElement ?? active) as HTMLElement | null;
  route();
  if (!ui.home.hidden) {
    if (!wasHome) backHome();
    return;
  }
  if (wasHome) cameFrom = { address: location.hash, link: link?.matches("a") ? link : undefined, scroll };
  window.scrollTo(0, 0);
  views[destination().place].heading.focus({ preventScroll: true });
}

/** Puts focus on the link that was followed, and the page where it was. */
function backHome(): void {
  window.scrollTo(0, cameFrom?.scroll ?? 0);
  // Some browsers do not focus a link that is clicked; then the first one to the same account will do.
  const links = [ui.outlook, ui.accounts].flatMap((list) => [
    ...(list.shadowRoot?.querySelectorAll<HTMLElement>("a") ?? []),
  ]);
  const followed = cameFrom?.link?.isConnected ? cameFrom.link : undefined;
  const link = followed ?? links.find((each) => each.getAttribute("href") === cameFrom?.address);
  (link ?? ui.homeHeading).focus({ preventScroll: true });
}

// ---- the document and the moment -------------------------------------------------------------------

function setMoment({ clock, offset }: Moment): void {
  ui.clock.value = clock;
  ui.offset.value = offset;
}

function setProblem(problem: Problem | undefined, wallet?: unknown): void {
  ui.documentProblem.hidden = problem === undefined;
  ui.document.ariaInvalid = problem === undefined ? null : "true";
  ui.documentKept.hidden = view === undefined;
  ui.documentError.wallet = wallet;
  ui.documentError.error = problem;
  // Once it is drawn: before, it has no height to bring into view.
  if (problem !== undefined)
    void ui.documentError.updateComplete.then(() => ui.documentProblem.scrollIntoView(NEAREST));
}

/** Shows what is in the form. Whatever is wrong with it is said beside it, and the view stays as it was. */
async function submit(): Promise<boolean> {
  const words = wordsFor(locale);
  const read = readDocument(ui.document.value);
  if ("problem" in read) {
    const { line, column, reason } = read.problem;
    const title =
      line === undefined || column === undefined ? words.say("page.json") : words.say("page.json.at", { line, column });
    setProblem({ title, message: reason });
    return false;
  }
  const at = instant({ clock: ui.clock.value, offset: ui.offset.value });
  submission += 1;
  const own = submission;
  let pack: MarketPack | undefined;
  try {
    pack = await loadMarket(marketOf(read.wallet));
  } catch (error) {
    if (own === submission) setProblem({ title: words.say("page.market.failed"), message: problemOf(error).message });
    return false;
  }
  // While the rules were fetched, something else was asked for.
  if (own !== submission) return false;
  try {
    show(read.wallet as Wallet, at, Number(ui.days.value), pack);
  } catch (error) {
    setProblem(problemOf(error), read.wallet);
    return false;
  }
  setProblem(undefined);
  return true;
}

/** The market that something names which may be a wallet. */
function marketOf(wallet: unknown): unknown {
  return (wallet as Partial<Wallet> | null | undefined)?.market;
}

/** Writes the chosen market into the document, which stays the one place that says what is shown. */
function chooseMarket(): void {
  const read = readDocument(ui.document.value);
  if ("problem" in read || typeof read.wallet !== "object" || read.wallet === null) return;
  ui.document.value = JSON.stringify({ ...read.wallet, market: ui.marketChoice.value }, null, 2);
}

/** Shows the market that the document names. */
function followDocument(): void {
  const read = readDocument(ui.document.value);
  if ("problem" in read) return;
  const market = marketOf(read.wallet);
  ui.marketChoice.value = isMarket(market) ? market : NONE;
}

async function readFile(): Promise<void> {
  const file = ui.file.files?.[0];
  if (file === undefined) return;
  const words = wordsFor(locale);
  if (file.size > FILE_MB_MAX * BYTES_PER_MB) {
    setProblem({ title: words.say("page.file.large", { size: FILE_MB_MAX }), message: "" });
  } else {
    try {
      ui.document.value = await file.text();
      followDocument();
      if (await submit()) ui.settings.close();
    } catch (error) {
      setProblem({ title: words.say("page.file.failed"), message: problemOf(error).message });
    }
  }
  // Emptied, so that the same file can be chosen again after it was corrected.
  ui.file.value = "";
}

function useSample(): void {
  const { clock } = now();
  ui.document.value = sampleDocument((ui.clock.value || clock).slice(0, 10));
  followDocument();
  setProblem(undefined);
}

// ---- start -----------------------------------------------------------------------------------------

function prepare(): void {
  for (const days of HORIZONS_DAYS) ui.days.add(new Option("", String(days)));
  ui.days.value = "30";
  const moment = now();
  for (const offset of offsets(moment.offset)) ui.offset.add(new Option(`UTC${offset}`, offset));
  setMoment(moment);
  useSample();
}

async function start(): Promise<void> {
  ui.failure.hidden = true;
  ui.loading.hidden = false;
  // The words are there at once, so that even a failure is told in the customer's language.
  const loading = load({ locales: [zhCN] });
  speak();
  try {
    await loading;
    if (!(await submit())) ui.settings.showModal();
  } catch (error) {
    ui.failureError.error = problemOf(error);
    ui.failure.hidden = false;
  }
  ui.loading.hidden = true;
}

ui.language.addEventListener("change", () => {
  const chosen = ui.language.value;
  locale = navigator.languages.find((tag) => wordsFor(tag).language === chosen && /^(en|zh)\b/i.test(tag)) ?? chosen;
  speak();
});
ui.days.addEventListener("change", () => {
  if (view === undefined) return;
  try {
    show(view.wallet, view.at, Number(ui.days.value), view.pack);
  } catch (error) {
    ui.days.value = String(view.days);
    ui.settings.showModal();
    setProblem(problemOf(error), view.wallet);
  }
});
ui.openSettings.addEventListener("click", () => ui.settings.showModal());
ui.closeSettings.addEventListener("click", () => ui.settings.close());
ui.now.addEventListener("click", () => setMoment(now()));
ui.useSample.addEventListener("click", useSample);
ui.openFile.addEventListener("click", () => ui.file.click());
ui.file.addEventListener("change", readFile);
ui.show.addEventListener("click", async () => {
  if (await submit()) ui.settings.close();
});
ui.marketChoice.addEventListener("change", chooseMarket);
ui.marketChoose.addEventListener("click", () => ui.settings.showModal());
ui.document.addEventListener("input", followDocument);
ui.retry.addEventListener("click", start);
window.addEventListener("hashchange", onRoute);

prepare();
void start();
