// The elements, and the words they speak. Importing this registers them all.

export { PredueAccount } from "./account.js";
export { PredueAccounts } from "./accounts.js";
export { announce } from "./announce.js";
export type { Selection } from "./entry.js";
export { PredueError, type Problem } from "./error.js";
export { PredueGuidance } from "./guidance.js";
export { PredueHeld } from "./held.js";
export { FEEDBACK, type NudgeAct, type NudgeFeedback, PredueInbox } from "./inbox.js";
export { PredueMarket } from "./market.js";
export { type MessageParams, type Words, wordsFor } from "./messages.js";
export { PredueOffers } from "./offers.js";
export { PredueOutlook } from "./outlook.js";
export { PreduePay } from "./pay.js";
export { PredueRequest, type RequestTaken } from "./request.js";
export { PredueSchedule } from "./schedule.js";
export { PredueTotals } from "./totals.js";
export { PredueWaiting } from "./waiting.js";
