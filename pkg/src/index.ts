// The public API of the package.

export { outlook, projection, review, schedule, versions } from "./api.js";
export { isDueError } from "./errors.js";
export { load } from "./load.js";
export type * from "./types.js";
