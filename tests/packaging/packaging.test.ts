// The package as an app gets it: packed, installed from the tarball, and loaded in each way that apps load it.

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { build, parseSync } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchOptions } from "../../tools/chromium.mjs";
import { reachable } from "../../tools/reachable.mjs";
import { Project, serve, tarball } from "./project.js";

const project = new Project();
const installed = join(project.path, "node_modules/predue");
const VERSIONS = {
  predue: expect.stringMatching(/^\d+\.\d+\.\d+$/),
  commit: expect.stringMatching(/^([0-9a-f]{12}(-dirty)?|unknown)$/),
  schema: expect.any(Number),
  engine: "wasm",
};

let browser: Browser;

beforeAll(async () => {
  await project.install();
  browser = await chromium.launch(launchOptions());
});

afterAll(async () => {
  await browser?.close();
  project.remove();
});

/** Opens a directory's page in the browser and returns what it puts into its title, with what went wrong meanwhile. */
async function open(directory: string) {
  const { address, server } = await serve(directory);
  const page = await browser.newPage();
  const problems: string[] = [];
  const elsewhere: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("request", (request) => request.url().startsWith(address) || elsewhere.push(request.url()));
  try {
    await page.goto(address);
    await page.waitForFunction(() => document.title !== "", undefined, { timeout: 10_000 }).catch(() => undefined);
    const title = await page.title();
    return { said: title === "" ? undefined : JSON.parse(title), problems, elsewhere };
  } finally {
    await page.close();
    server.close();
  }
}

const APP = `
  import { load, versions } from "predue";
  await load();
  document.title = JSON.stringify(versions());
`;
const page = (head: string) => `<!doctype html><html lang="en"><head><title></title>${head}</head></html>`;

describe("the tarball", () => {
  test("is in order, as publint sees it", async () => {
    const bytes = new Uint8Array(readFileSync(tarball()));
    const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  test("carries what it names, the licences, and no sources, tests or maps", () => {
    for (const file of ["LICENSE", "LICENSE-MIT", "LICENSE-APACHE", "wasm/predue_bg.wasm", "dist/index.d.ts"]) {
      expect(existsSync(join(installed, file)), file).toBe(true);
    }
    const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => /\.map$|\.test\.|(?<!\.d)\.ts$|^src|node_modules|\.gitignore$/.test(file))).toEqual(
      [],
    );
  });

  test("names no place of the machine it was built on, and exports no test hook", () => {
    for (const file of readdirSync(installed, { recursive: true, encoding: "utf8" })) {
      const path = join(installed, file);
      if (statSync(path).isDirectory()) continue;
      const text = readFileSync(path, "latin1");
      for (const place of [homedir(), process.cwd()])
        expect(text.includes(`${place}/`), `${place} in ${file}`).toBe(false);
      expect(text.includes("panic_for_test"), file).toBe(false);
    }
  });

  test("keeps the elements and Lit out of the main entry", () => {
    const files = [...reachable(join(installed, "dist/index.js"))];
    expect(files.filter((file) => file.includes("elements"))).toEqual([]);
    for (const file of files) expect(readFileSync(file, "utf8"), file).not.toMatch(/\bfrom\s*["']lit/);
  });

  test("asks for no other package from its main entry, so that a page needs no bundler", () => {
    for (const file of reachable(join(installed, "dist/index.js"))) {
      const { module } = parseSync(file, readFileSync(file, "utf8"));
      for (const { moduleRequest } of module.staticImports) expect(moduleRequest.value, file).toMatch(/^\./);
    }
  });

  test("has types for every entry, by the rules of bundlers and of Node", () => {
    project.write(
      "types.ts",
      `import { isDueError, load, type Outlook, versions, type Wallet } from "predue";
       import { exportHistory } from "predue/export";
       import { composeRequest } from "predue/request";
       import en from "predue/locales/en";
       import "predue/elements";
       const wallet: Wallet = { market: "none", locale: "en", accounts: [] };
       const loading: Promise<void> = load({ locales: [en] });
       const engine: "wasm" | "js" = versions().engine;
       // @ts-expect-error: there is no such entry
       import "predue/dist/load.js";
       // @ts-expect-error: money is a number
       const dues: Outlook["dues"][number]["amount"]["total"] = "1";
       export { composeRequest, dues, engine, exportHistory, isDueError, loading, wallet };`,
    );
    const tsc = join(createRequire(import.meta.url).resolve("typescript/package.json"), "../bin/tsc");
    for (const [module, resolution] of [
      ["esnext", "bundler"],
      ["nodenext", "nodenext"],
    ]) {
      const options = `--noEmit --strict --target es2022 --lib es2022,dom --types --module ${module} --moduleResolution ${resolution}`;
      const check = () =>
        execFileSync(process.execPath, [tsc, ...options.split(" "), "types.ts"], {
          cwd: project.path,
          encoding: "utf8",
        });
      expect(output(check), resolution).toBe("");
    }
  });
});

/** What a program printed, whether it went well or not. */
function output(program: () => string): string {
  try {
    return program();
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

describe("in Node", () => {
  test("loads without a bundler", async () => {
    const said = await project.node(`
      import { load, versions } from "predue";
      await load();
      console.log(JSON.stringify(versions()));
    `);
    expect(said).toEqual(VERSIONS);
  });

  test("does nothing when a server only imports it", async () => {
    const said = await project.node(`
      const calls = [];
      for (const name of ["fetch", "setTimeout", "setInterval", "queueMicrotask"]) {
        globalThis[name] = () => calls.push(name);
      }
      for (const name of ["compile", "instantiate", "Module", "Instance"]) {
        WebAssembly[name] = () => calls.push("WebAssembly." + name);
      }
      const before = Reflect.ownKeys(globalThis);
      const { versions } = await import("predue");
      await import("predue/locales/en");
      const added = Reflect.ownKeys(globalThis).filter((key) => !before.includes(key)).map(String);
      let code;
      try { versions(); } catch (error) { code = error.code; }
      console.log(JSON.stringify({ calls, added, code }));
    `);
    expect(said).toEqual({ calls: [], added: [], code: "NOT_LOADED" });
  });

  test("finds the WebAssembly and the package file by name", async () => {
    const said = await project.node(`
      import { readFileSync } from "node:fs";
      const wasm = readFileSync(new URL(import.meta.resolve("predue/predue_bg.wasm")));
      const pkg = JSON.parse(readFileSync(new URL(import.meta.resolve("predue/package.json"))));
      console.log(JSON.stringify({ magic: wasm.subarray(0, 4).toString("latin1"), name: pkg.name }));
    `);
    expect(said).toEqual({ magic: "\0asm", name: "predue" });
  });
});

describe("in a browser", () => {
  test("bundled by Vite, with exactly one copy of the WebAssembly", async () => {
    project.write("vite/main.js", APP);
    project.write("vite/index.html", page(`<script type="module" src="./main.js"></script>`));
    const root = join(project.path, "vite");
    await build({ root, base: "./", configFile: false, logLevel: "warn", build: { target: "es2022" } });
    const files = readdirSync(join(root, "dist"), { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => file.endsWith(".wasm"))).toHaveLength(1);
    expect(await open(join(root, "dist"))).toEqual({ said: VERSIONS, problems: [], elsewhere: [] });
  });

  test("as plain modules through an import map", async () => {
    const map = { imports: { predue: "./node_modules/predue/dist/index.js" } };
    project.write(
      "index.html",
      page(`<script type="importmap">${JSON.stringify(map)}</script><script type="module">${APP}</script>`),
    );
    expect(await open(project.path)).toEqual({ said: VERSIONS, problems: [], elsewhere: [] });
  });
});
