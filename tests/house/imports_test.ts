import assert from "node:assert/strict";
import { findViolations, importsOf } from "./imports.ts";
import { projectSources } from "./sources.ts";

Deno.test("imports run one way, outside things have one importer, and devices/ is pure", async () => {
  const sources = await projectSources();
  assert.ok(sources.length > 20);
  assert.deepEqual(findViolations(sources), []);
});

Deno.test("importsOf reads every form of import, and no comment or text", () => {
  const text = `
import "./a.ts";
import b from "./b.ts";
import type { C } from './c.ts';
import {
  d,
} from "./d.ts";
export * from "./e.ts";
export { type F } from "./f.ts";
const g = await import("./g.ts");
// import "./not.ts";
/* import "./not.ts"; */
const text = 'import "./not.ts"';
export const h = "x";
`;
  assert.deepEqual(importsOf(text), ["a", "b", "c", "d", "e", "f", "g"].map((it) => `./${it}.ts`));
});

/** What is said of one planted file. */
function violationsOf(path: string, text: string): string[] {
  return findViolations([{ path, text }]);
}

Deno.test("an import against the direction is found", () => {
  assert.deepEqual(violationsOf("db/store.ts", `import { x } from "../handlers/ports.ts";`), [
    "db/store.ts imports ../handlers/ports.ts",
  ]);
  assert.deepEqual(
    violationsOf("handlers/http/api/app.ts", `export * from "../../../gateway/log/log.ts";`),
    [
      "handlers/http/api/app.ts imports ../../../gateway/log/log.ts",
    ],
  );
  assert.deepEqual(violationsOf("gateway/main.ts", `import "../handlers/ports.ts";`), []);
});

Deno.test("a second importer of an outside thing is found", () => {
  for (
    const [path, specifier] of [
      ["handlers/ingest/ingest.ts", "node:sqlite"],
      ["handlers/http/api/app.ts", "mqtt"],
      ["gateway/runtime/compose.ts", "hono/jsx"],
      ["gateway/runtime/compose.ts", "@hono/node-server"],
    ] as const
  ) {
    assert.deepEqual(violationsOf(path, `import { x } from "${specifier}";`), [
      `${path} imports ${specifier}`,
    ]);
  }
});

Deno.test("Deno.* outside of gateway/ and FFI outside of its folders are found", () => {
  assert.deepEqual(violationsOf("handlers/a.ts", "Deno.exit(1);"), ["handlers/a.ts uses Deno."]);
  assert.deepEqual(violationsOf("gateway/a.ts", "Deno.dlopen(x);"), [
    "gateway/a.ts uses Deno.dlopen",
  ]);
  assert.deepEqual(violationsOf("handlers/a.ts", "// Deno.exit\n`Deno.exit`"), []);
});

Deno.test("what listens without limits, or reads a body without one, is found", () => {
  for (
    const [text, use] of [
      ["const server = net.createServer(serve);", "createServer"],
      ["await context.req.formData();", "req.formData("],
      ["await context.req.raw.text();", "raw.text("],
      ["return streamSSE(context, run);", "streamSSE"],
    ] as const
  ) {
    assert.deepEqual(violationsOf("handlers/http/a.ts", text), [`handlers/http/a.ts uses ${use}`]);
  }
});

Deno.test("a clock, chance, waiting and I/O in devices/ are found", () => {
  for (const use of ["Date.now", "Math.random", "setTimeout", "await"]) {
    assert.deepEqual(violationsOf("devices/a.ts", `${use} (1);`), [`devices/a.ts uses ${use}`]);
  }
  assert.deepEqual(violationsOf("devices/a.ts", `import fs from "node:fs";`), [
    "devices/a.ts imports node:fs",
  ]);
  assert.deepEqual(violationsOf("devices/a.ts", `import { hkdfSync } from "node:crypto";`), []);
});
