// Finds the Chromium that the browser tests drive. Run as a program, it prints the path, or fails when there is none.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { argv, env, exit } from "node:process";
import { fileURLToPath } from "node:url";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** The browser named in PREDUE_CHROMIUM, or the first known one on the PATH. */
export function chromiumPath() {
  const places = (env.PATH ?? "").split(delimiter).flatMap((place) => names.map((name) => join(place, name)));
  const path = [env.PREDUE_CHROMIUM ?? "", ...places].find(isProgram);
  if (!path) throw new Error("no Chromium found: run `tools/install.sh chromium`, or name one in PREDUE_CHROMIUM");
  return path;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return path !== "";
  } catch {
    return false;
  }
}

/** Playwright's launch options: headless, and never talking to anyone on its own account. */
export function launchOptions() {
  return {
    executablePath: chromiumPath(),
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  };
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(chromiumPath());
  } catch (error) {
    console.error(error.message);
    exit(1);
  }
}
