// What the core finds out about accounts, in sentences: why one may be paid late, and what a customer would want to know.

import type { UnsaidLateness, UnsaidOutlook, UnsaidSignal } from "../raw.js";
import type { Lateness, Outlook, Signal, Wallet } from "../types.js";
import { apiWords } from "./api.js";

/** The outlook with its reasons and its signals in words, in the language of the wallet. */
export function sayOutlook(outlook: UnsaidOutlook, wallet: Wallet): Outlook {
  const accounts = outlook.accounts.map((standing) => ({
    ...standing,
    lateness: sayLateness(standing.lateness, wallet.locale),
  }));
  return { ...outlook, accounts, signals: outlook.signals.map((signal) => saySignal(signal, wallet)) };
}

/** The chance, with its reasons in the words of a BCP 47 tag. */
export function sayLateness(lateness: UnsaidLateness, locale: string): Lateness {
  const words = apiWords(locale);
  const reasons = lateness.reasons.map((reason) => ({ ...reason, text: words.say(`lateness.${reason.code}`) }));
  return { ...lateness, reasons };
}

/** The core tells no names of an account but its id: they are the wallet's. */
function saySignal(signal: UnsaidSignal, wallet: Wallet): Signal {
  const account = wallet.accounts.find(({ id }) => id === signal.account);
  const names = account && { label: account.label, creditor: account.creditor.name };
  return { ...signal, text: apiWords(wallet.locale).say(`signal.${signal.code}`, { ...names, ...signal.params }) };
}
