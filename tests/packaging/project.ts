// An app's project with the packed tarball installed, as npm does it for a stranger, and a server to look at it.

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve, sep } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "../..");

/** The package as `make pack` left it. */
export function tarball(): string {
  const place = join(root, "target/pack");
  const name = readdirSync(place).find((file) => file.endsWith(".tgz"));
  if (!name) throw new Error("target/pack holds no package: run `make pack` first");
  return join(place, name);
}

/** A directory outside the checkout, so that nothing is found here by accident. */
export class Project {
  readonly path = mkdtempSync(join(tmpdir(), "predue-packaging-"));

  async install(): Promise<void> {
    this.write("package.json", JSON.stringify({ name: "app", private: true, type: "module" }));
    await run("npm", ["install", tarball(), "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: this.path,
    });
  }

  write(file: string, text: string): void {
    const path = join(this.path, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Runs a module in Node and returns the JSON that it prints. */
  async node(script: string): Promise<unknown> {
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script], { cwd: this.path });
    return JSON.parse(stdout);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  // Deliberately not application/wasm: web views serve local files like this.
  ".wasm": "application/octet-stream",
};
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'unsafe-inline'; connect-src 'self'";

/** Serves a directory on this machine under a strict content security policy. */
export async function serve(directory: string): Promise<{ address: string; server: Server }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    // Browsers ask for it unbidden.
    if (pathname === "/favicon.ico") return void response.writeHead(204).end();
    const file = resolve(directory, `.${pathname === "/" ? "/index.html" : decodeURIComponent(pathname)}`);
    try {
      if (!file.startsWith(directory + sep)) throw new Error("outside of what is served");
      const body = readFileSync(file);
      response.writeHead(200, {
        "Content-Type": TYPES[extname(file)] ?? "text/plain",
        "Content-Security-Policy": POLICY,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}
