// Loading: every kind of source, everything that can go wrong with it, and that a failure is never the last word.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { AT, small, thrownBy } from "./wallets.js";

const root = join(import.meta.dirname, "../..");
const file = join(root, "pkg/wasm/predue_bg.wasm");
const bytes = new Uint8Array(readFileSync(file));

let server: Server;
let address: string;
let requests = 0;
let predue: typeof import("predue");

beforeAll(async () => {
  server = createServer((request, response) => {
    requests += 1;
    if (request.url === "/page")
      response.setHeader("Content-Type", "text/html").end("<!doctype html><title>App</title>");
    else if (request.url === "/cut") response.end(bytes.subarray(0, 1000));
    else if (request.url === "/text") response.setHeader("Content-Type", "text/plain").end(bytes);
    else if (request.url === "/module") response.setHeader("Content-Type", "application/wasm").end(bytes);
    else response.writeHead(404).end("not here");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
});

beforeEach(async () => {
  requests = 0;
  // Each test gets the package as if it had just been imported.
  vi.resetModules();
  predue = await import("predue");
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function works() {
  expect(predue.outlook(small(), AT).dues.length).toBeGreaterThan(0);
}

async function refusal(options: unknown) {
  const error = await predue.load(options as never).then(
    () => undefined,
    (reason) => reason,
  );
  expect(predue.isDueError(error)).toBe(true);
  expect(error).toBeInstanceOf(Error);
  return error as import("predue").DueError;
}

describe("sources", () => {
  const sources: Record<string, () => unknown> = {
    "the default": () => undefined,
    "a path": () => file,
    "a file address in a string": () => pathToFileURL(file).href,
    "a file URL": () => pathToFileURL(file),
    "an address in a string": () => `${address}/module`,
    "a URL": () => new URL(`${address}/module`),
    "an address with another content type": () => `${address}/text`,
    "a Request": () => new Request(`${address}/module`),
    "a Response": () => fetch(`${address}/text`),
    "an ArrayBuffer": () => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
    "a Uint8Array inside a larger buffer": () => {
      const larger = new Uint8Array(bytes.length + 8);
      larger.set(bytes, 4);
      return larger.subarray(4, 4 + bytes.length);
    },
    "a DataView": () => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    "a module": () => WebAssembly.compile(bytes),
  };

  test.each(Object.keys(sources))("%s", async (name) => {
    const wasm = await sources[name]?.();
    await predue.load(wasm === undefined ? undefined : { wasm: wasm as URL });
    works();
  });
});

describe("failures", () => {
  test.each([
    ["a missing file", () => join(root, "pkg/wasm/elsewhere.wasm"), /no such file/],
    ["HTTP 404", () => `${address}/elsewhere`, /HTTP 404/],
    ["an HTML page", () => `${address}/page`, /an HTML page/],
    ["a file cut short", () => `${address}/cut`, /could not be started/],
    ["bytes of something else", () => new Uint8Array([1, 2, 3, 4, 5]), /5 bytes of something else/],
    ["no bytes", () => new Uint8Array(), /0 bytes of something else/],
    ["nobody listening", () => "http://127.0.0.1:1/predue_bg.wasm", /could not be fetched/],
  ])("%s is told, and the next try works", async (_name, wasm, message) => {
    const error = await refusal({ wasm: wasm() });
    expect(error.code).toBe("LOAD_FAILED");
    expect(error.message).toMatch(message);
    await predue.load();
    works();
  });

  test("a response that was used before", async () => {
    const response = await fetch(`${address}/module`);
    await response.arrayBuffer();
    const error = await refusal({ wasm: response });
    expect(error).toMatchObject({ code: "LOAD_FAILED", message: expect.stringContaining("used before") });
  });

  test("the cause is kept", async () => {
    expect((await refusal({ wasm: "http://127.0.0.1:1/" })).cause).toBeInstanceOf(Error);
  });

  test("no WebAssembly", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    expect(await refusal({})).toMatchObject({ code: "LOAD_FAILED", message: expect.stringContaining("WebAssembly") });
    vi.unstubAllGlobals();
    await predue.load();
    works();
  });

  test.each([
    ["no object", null, "INPUT", "options"],
    ["an unknown option", { wasmUrl: "/x" }, "INPUT", "wasmUrl"],
    ["a source that is none", { wasm: 7 }, "INPUT", "wasm"],
    ["a market that is no pack", { markets: [{ market: "CN", schema: 1 }] }, "INPUT", "markets[0].asOf"],
    ["markets that are no list", { markets: {} }, "INPUT", "markets"],
    ["a locale that is no pack", { locales: ["zh-CN"] }, "INPUT", "locales[0]"],
    [
      "a pack of another schema",
      { locales: [{ locale: "xx", schema: 2, messages: {} }] },
      "UNSUPPORTED",
      "locales[0].schema",
    ],
  ])("%s", async (_name, options, code, path) => {
    expect(await refusal(options)).toMatchObject({ code, path });
    await predue.load({ markets: [], locales: [] });
    works();
  });
});

describe("once", () => {
  test("calls at the same time share one download", async () => {
    const wasm = `${address}/module`;
    await Promise.all([predue.load({ wasm }), predue.load({ wasm }), predue.load({ wasm })]);
    expect(requests).toBe(1);
    works();
  });

  test("later calls fetch nothing", async () => {
    await predue.load({ wasm: `${address}/module` });
    await predue.load({ wasm: `${address}/elsewhere` });
    expect(requests).toBe(1);
  });

  test("calls at the same time share a failure, and none is stuck with it", async () => {
    const wasm = `${address}/elsewhere`;
    const results = await Promise.allSettled([predue.load({ wasm }), predue.load({ wasm })]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(requests).toBe(1);
    await predue.load();
    works();
  });
});

describe("use before load", () => {
  test.each([
    ["versions", () => predue.versions()],
    ["schedule", () => predue.schedule(small(), "headphones", AT)],
    ["outlook", () => predue.outlook(small(), AT)],
  ])("%s says what to do", (_name, call) => {
    expect(thrownBy(call)).toMatchObject({
      name: "DueError",
      code: "NOT_LOADED",
      message: expect.stringContaining("await load()"),
    });
  });

  test("while loading, it says to wait", async () => {
    const loading = predue.load();
    expect(thrownBy(() => predue.versions())).toMatchObject({
      code: "NOT_LOADED",
      message: expect.stringContaining("still loading"),
    });
    await loading;
    expect(predue.versions().engine).toBe("wasm");
  });
});

describe("import", () => {
  test("on a server, the elements can be imported too", () => {
    const elements = pathToFileURL(join(root, "pkg/dist/elements/index.js")).href;
    const script = `console.log(Object.keys(await import(${JSON.stringify(elements)})).sort().join(" "))`;
    const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
    expect(printed).toContain("PredueOutlook");
  });

  test("on a server, importing fetches, compiles, reads and leaves behind nothing", () => {
    const script = `
      const touched = [];
      globalThis.fetch = () => touched.push("fetch");
      globalThis.WebAssembly = new Proxy({}, { get: (_, key) => touched.push("WebAssembly." + String(key)) });
      const before = Object.getOwnPropertyNames(globalThis).join();
      const predue = await import(${JSON.stringify(pathToFileURL(join(root, "pkg/dist/index.js")).href)});
      if (Object.getOwnPropertyNames(globalThis).join() !== before) touched.push("globals");
      console.log(JSON.stringify({ touched, exports: Object.keys(predue).sort() }));
    `;
    const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
    expect(JSON.parse(printed)).toEqual({
      touched: [],
      exports: "audit erase guidance isDueError lateness load nudges outlook projection record review schedule versions".split(
        " ",
      ),
    });
  });
});
