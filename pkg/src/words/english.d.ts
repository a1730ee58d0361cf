// What build-locales.mjs makes from locales/en.json: the messages that the functions of the API speak in. Declared here, so
// that the sources can be checked before it ran.

import type { LocalePack } from "../types.js";

declare const pack: LocalePack;
export default pack;
