// What the core finds out about accounts, in sentences: why one may be paid late, and what a customer would want to know.

import type { RawLateness, UnsaidOutlook } from "../raw.js";
import type { Lateness, Outlook, Signal, Wallet } from "../types.js";
import { apiWords } from "./api.js";

/** The outlook, with its reasons in the words of a BCP 47 tag. */
export function sayOutlook(outlook: UnsaidOutlook, locale: string): Outlook {
  const accounts = outlook.accounts.map((standing) => ({
    ...standing,
    lateness: sayLateness(standing.lateness, locale),
  }));
  return { ...outlook, accounts };
}

/** The chance, with its reasons in the words of a BCP 47 tag. */
export function sayLateness(lateness: RawLateness, locale: string): Lateness {
  const words = apiWords(locale);
  const reasons = lateness.reasons.map((reason) => ({ ...reason, text: words.say(`lateness.${reason.code}`) }));
  return { ...lateness, reasons };
}

/**
 * A signal of the outlook as a sentence, in the language of the wallet.
 *
 * @param signal One of `outlook(wallet, at).signals`.
 * @param wallet The wallet that was asked about: it has the name of the account, and the locale.
 *
 * @example
 * outlook(wallet, at).signals.map((signal) => signalText(signal, wallet));
 */
export function signalText(signal: Signal, wallet: Wallet): string {
  const account = wallet.accounts.find(({ id }) => id === signal.account);
  const names = account && { label: account.label, creditor: account.creditor.name, currency: account.currency };
  return apiWords(wallet.locale).say(`signal.${signal.code}`, { ...names, ...signal.params });
}
