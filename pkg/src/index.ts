// The public API of the package.

export { guidance, nudges, outlook, projection, schedule, versions } from "./api.js";
export { isDueError } from "./errors.js";
export { load } from "./load.js";
export type * from "./types.js";
