// The public API of the package.

export { guidance, lateness, nudges, outlook, projection, review, schedule, versions } from "./api.js";
export { isDueError } from "./errors.js";
export { audit, erase, record } from "./history.js";
export { load } from "./load.js";
export type * from "./types.js";
