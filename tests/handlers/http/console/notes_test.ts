/** Hand-overs of shifts: kept with who wrote them, and what was typed is never lost. */
import assert from "node:assert/strict";
import { visitOf } from "../../../support/visit.ts";
import { ShiftNote } from "../../../../handlers/http/console/pages/notes/shift_note.tsx";
import { readNewestShiftNote } from "../../../../handlers/http/console/views/notes/shift_notes.ts";
import { ConsoleHarness } from "./console_harness.ts";
import { Visitor } from "./visitor.ts";

Deno.test("A hand-over is kept with who wrote it, and stands on the page and on the wall", async () => {
  await using gateway = await ConsoleHarness.start();
  const visitor = new Visitor(gateway, await gateway.session("operator"));
  assert.match((await visitor.open("/handover")).text, /No hand-over yet/);
  const { location, status } = await visitor.post("/handover", { text: "d-7 silent\r\n<b>twice" });
  assert.deepEqual([status, location], [303, "/handover"]);
  const { markup } = await visitor.open("/handover");
  assert.match(markup, /operator Peeters \(operator\)/);
  assert.match(markup, /d-7 silent\n&lt;b&gt;twice/);

  const note = readNewestShiftNote(gateway.store.read);
  const card = String(ShiftNote({ visit: visitOf(), note }));
  assert.match(card, /<details[^>]* id="shift-note">/);
  assert.match(card, /operator Peeters/);
  assert.match(card, /d-7 silent/);
  assert.match(String(ShiftNote({ visit: visitOf(), note: undefined })), /href="\/handover"/);
});

Deno.test("A hand-over that cannot be kept comes back as it was typed, with what is wrong", async () => {
  await using gateway = await ConsoleHarness.start();
  const visitor = new Visitor(gateway, await gateway.session("operator"));
  const empty = await visitor.post("/handover", { text: " " });
  assert.equal(empty.status, 422);
  assert.match(empty.text, /Write the note first/);
  const long = await visitor.post("/handover", { text: "x".repeat(2_001) });
  assert.equal(long.status, 422);
  assert.match(long.text, /more than 2,000 characters/);
  assert.match(long.text, /x{2001}/);
  gateway.isDiskGone = true;
  const lost = await visitor.post("/handover", { text: "All quiet" });
  assert.equal(lost.status, 503);
  assert.match(lost.text, /not certain that the note is kept/);
  assert.match(lost.text, /All quiet/);
});

Deno.test("Older hand-overs are a link away, and one whose retention is over says so", async () => {
  await using gateway = await ConsoleHarness.start();
  const visitor = new Visitor(gateway, await gateway.session("operator"));
  for (let number = 1; number <= 21; number++) {
    const by = { kind: "box", name: "root" } as const;
    const note = { by, text: `shift ${number}.`, atUnixMs: number };
    await gateway.store.write("addShiftNote", note);
  }
  const { markup, text } = await visitor.open("/handover");
  assert.match(text, /shift 21\./);
  assert.doesNotMatch(text, /shift 1\./);
  assert.match(markup, /href="\/handover\?before=2"/);
  await gateway.store.write("eraseNotes", { beforeUnixMs: 2 });
  const older = await visitor.open("/handover?before=2");
  assert.match(older.text, /erased at the end of its retention/);
  assert.doesNotMatch(older.text, /shift 1\./);
});
