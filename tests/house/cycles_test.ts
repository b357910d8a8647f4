import assert from "node:assert/strict";
import { findCycles } from "./cycles.ts";
import { projectSources } from "./sources.ts";

/** Rings that are still there. None is added, and whoever opens one takes it out. */
const KNOWN: readonly (readonly string[])[] = [];

const FLOORS = /^(devices|db|handlers|gateway)\//;

Deno.test("No files import each other in a ring, types included", async () => {
  const sources = (await projectSources()).filter(({ path }) => FLOORS.test(path));
  assert.ok(sources.length > 20);
  const rings = findCycles(sources);
  const isKnown = (ring: readonly string[]) =>
    KNOWN.some((known) => ring.every((file) => known.includes(file)));
  assert.deepEqual(rings.filter((ring) => !isKnown(ring)), [], "a new ring: open it");
  const open = KNOWN.filter((known) =>
    !rings.some((ring) => ring.every((it) => known.includes(it)))
  );
  assert.deepEqual(open, [], "a ring is open: take it out of KNOWN");
});

Deno.test("findCycles finds a ring of types, and each ring once", () => {
  const sources = [
    { path: "db/a.ts", text: `import type { B } from "./b.ts";` },
    { path: "db/b.ts", text: `import { c } from "./inner/c.ts";` },
    { path: "db/inner/c.ts", text: `export type { A } from "../a.ts";` },
    { path: "db/d.ts", text: `import "./a.ts"; import "./e.ts"; import "node:fs";` },
    { path: "db/e.ts", text: `import "./f.ts";` },
    { path: "db/f.ts", text: `const e = await import("./e.ts");` },
  ];
  assert.deepEqual(findCycles(sources), [
    ["db/a.ts", "db/b.ts", "db/inner/c.ts"],
    ["db/e.ts", "db/f.ts"],
  ]);
});
