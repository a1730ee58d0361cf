// Two kinds of tests that run in Node: of the boundary and the package as built here, and of the tarball as an app gets it.

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["pkg/**/*.test.ts", "tests/boundary/**/*.test.ts"] } },
      {
        test: {
          name: "packaging",
          include: ["tests/packaging/**/*.test.ts"],
          // Installing and bundling take a while on a small machine.
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
