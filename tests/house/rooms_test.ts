import assert from "node:assert/strict";
import {
  FACES,
  filesReachedPastTheFace,
  FLOOR_FILES,
  importsFromAbove,
  listedInVain,
  looseFiles,
} from "./rooms.ts";
import { projectSources } from "./sources.ts";

Deno.test("No file imports an inner file of another room, except those that are listed", async () => {
  const sources = await projectSources();
  assert.deepEqual(filesReachedPastTheFace(sources), []);
  assert.deepEqual(listedInVain(sources), []);
});

Deno.test("Every face is there, and every file of handlers lies in a room", async () => {
  const sources = await projectSources();
  const paths = new Set(sources.map(({ path }) => path));
  const missing = Object.entries(FACES).flatMap(([room, names]) =>
    names.map((name) => `${room}/${name}`)
  ).filter((face) => !paths.has(`${face}.ts`) && !paths.has(`${face}.tsx`));
  assert.deepEqual(missing, []);
  assert.deepEqual(looseFiles(sources), FLOOR_FILES);
});

Deno.test("Delivery and languages know no pages, and the server knows not what it serves", async () => {
  assert.deepEqual(importsFromAbove(await projectSources()), []);
});

Deno.test("an import past a face, and one from above, are found", () => {
  const inner = {
    path: "gateway/x.ts",
    text: `import { judge } from "../handlers/ingest/judge.ts";`,
  };
  assert.deepEqual(filesReachedPastTheFace([inner]), ["handlers/ingest/judge.ts"]);
  const own = { path: "handlers/ingest/x.ts", text: `import { judge } from "./judge.ts";` };
  assert.deepEqual(filesReachedPastTheFace([own]), []);
  const store = { path: "handlers/x.ts", text: `import "../db/transactions/confirm.ts";` };
  assert.deepEqual(filesReachedPastTheFace([store]), ["db/transactions/confirm.ts"]);
  const faces = `import "../db/store.ts"; import "../db/repair/repair.ts";`;
  assert.deepEqual(filesReachedPastTheFace([{ ...store, text: faces }]), []);
  const bench = { path: "gateway/bench/x.ts", text: `import "../../db/queries/lanes.ts";` };
  assert.deepEqual(filesReachedPastTheFace([bench]), ["db/queries/lanes.ts"]);
  const above = {
    path: "handlers/delivery/x.ts",
    text: `import { Route } from "../http/server/route.ts";`,
  };
  assert.deepEqual(importsFromAbove([above]), [
    "handlers/delivery/x.ts imports handlers/http/server/route.ts",
  ]);
});
