/** The story of an incident as its page shows it: in order, with how each fact is known. */
import assert from "node:assert/strict";
import type { IncidentRecord } from "../../../../../db/store.ts";
import { decodeHex } from "../../../../../devices/hex.ts";
import { fullNamesOf } from "../../../../../handlers/http/console/views/audit_view.ts";
import { readLookers } from "../../../../../handlers/http/console/views/incident/lookers.ts";
import {
  NEWEST,
  readTimeLine,
} from "../../../../../handlers/http/console/views/incident/time_line.ts";
import { readPaths } from "../../../../../handlers/http/console/views/incident/paths.ts";
import { person } from "../../../../support/authors.ts";
import { Intake } from "../../../../support/intake.ts";
import { Wearable } from "../../../../support/wearable.ts";

const DESTINATIONS = [{ name: "s", type: "stream" as const, required: true }];

async function alarm(intake: Intake): Promise<{ incident: IncidentRecord; wearable: Wearable }> {
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  const [event] = intake.stored();
  const incident = intake.store.read.incidents.byId(decodeHex(event!.incident!)!)!;
  return { incident, wearable };
}

function timeLine(intake: Intake, incident: IncidentRecord, before = NEWEST, limit = 150) {
  const { read } = intake.store;
  const fullNames = fullNamesOf(read);
  const lookers = readLookers(read, incident.id, fullNames);
  return readTimeLine(read, { ...incident, before, limit, fullNames, lookers });
}

Deno.test("A press, its hearing, its storing, its confirmation and what people did are in one order", async () => {
  await using intake = await Intake.open(DESTINATIONS);
  const { incident } = await alarm(intake);
  const id = decodeHex(incident.id)!;
  const [panic] = intake.store.read.events.after(0, 1);
  intake.clock.advance(200);
  await intake.core.confirmations.confirm({ number: 1, name: "s", onlyOffered: false }, [{
    id: decodeHex(panic!.id)!,
    hash: decodeHex(panic!.hash)!,
    receipt: JSON.stringify({ event: panic!.id, hash: panic!.hash, by: "desk-1" }),
  }]);
  intake.clock.advance(1_000);
  const by = person("lies");
  await intake.core.incidents.move({ incident: id, to: "accepted", by, way: "http", via: "lies" });
  await intake.core.incidents.note({ incident: id, by, text: "She called" });
  await intake.store.write("keepAudit", {
    by,
    atUnixMs: intake.clock.unixMs() + 5,
    what: "incident-viewed",
    subjects: [{ kind: "incident", id: incident.id }],
  });
  const { isNewest, lines, older } = timeLine(intake, incident);
  const kinds = lines.map((line) => line.kind === "group" ? line.kind : `${line.kind} ${line.by}`);
  const order = [
    "event key",
    "heard network",
    "stored gateway",
    "reached person",
    "moved person",
    "moved person",
    "note person",
    "looked gateway",
  ];
  assert.deepEqual(kinds.filter((kind) => order.includes(kind)), order);
  assert.deepEqual([isNewest, older], [true, undefined]);
  const reached = lines.find(({ kind }) => kind === "reached");
  assert.ok(reached?.kind === "reached");
  assert.deepEqual([reached.destination, reached.afterMs, reached.said], ["s", 200, "desk-1"]);
  assert.equal(new Set(lines.map(({ key }) => key)).size, lines.length, "each has its own key");
});

Deno.test("Positions one after another are one line that opens, and older ones are on a page before", async () => {
  await using intake = await Intake.open(DESTINATIONS);
  const { incident, wearable } = await alarm(intake);
  const id = decodeHex(incident.id)!;
  for (let count = 0; count < 9; count++) {
    intake.clock.advance(30_000);
    await intake.hear(wearable.position());
  }
  const whole = timeLine(intake, incident).lines;
  const group = whole.find(({ kind }) => kind === "group");
  assert.ok(group?.kind === "group");
  assert.deepEqual([group.name, group.facts.length], ["position", 9]);

  const newest = timeLine(intake, incident, NEWEST, 4);
  assert.ok(newest.older !== undefined);
  const older = timeLine(intake, incident, newest.older, 150);
  assert.equal(older.isNewest, false);
  const sequences = (lines: typeof whole) =>
    lines.flatMap((line) =>
      line.kind === "group"
        ? line.facts.map(({ sequence }) => sequence)
        : line.kind === "event"
        ? [line.sequence]
        : []
    );
  const pages = [...sequences(older.lines), ...sequences(newest.lines)];
  assert.deepEqual(pages, sequences(whole), "no event is on two pages or on none");
  const by = person("lies");
  await intake.core.incidents.note({ incident: id, by, text: "late" });
  const early = { incident: id, by, text: "early", atUnixMs: incident.openedAtUnixMs + 5 };
  await intake.store.write("addIncidentNote", early);
  const notes = (before: number, limit: number) =>
    timeLine(intake, incident, before, limit).lines.flatMap((line) =>
      line.kind === "note" ? [line.text] : []
    );
  assert.deepEqual([notes(newest.older, 150), notes(NEWEST, 4)], [["early"], ["late"]]);
});

Deno.test("What came after an event is behind it on the line when the clock was set back in between", async () => {
  await using intake = await Intake.open(DESTINATIONS);
  const { incident, wearable } = await alarm(intake);
  intake.clock.advance(10_000);
  intake.clock.stepWall(-3_600_000);
  await intake.hear(wearable.position());
  const { lines } = timeLine(intake, incident);
  const names = lines.map((line) => line.kind === "event" ? line.name : line.kind);
  assert.deepEqual(names.filter((its) => ["panic", "position", "clock-set"].includes(its)), [
    "panic",
    "clock-set",
    "position",
  ]);
  const step = lines.find(({ kind }) => kind === "clock-set");
  assert.ok(step?.kind === "clock-set");
  assert.equal(step.byMs, -3_600_000);
});

Deno.test("The paths of an alarm are the destinations that have it, with how long it took, and those that do not", async () => {
  await using intake = await Intake.open([...DESTINATIONS, { name: "t", type: "stream" }]);
  const { incident } = await alarm(intake);
  const { read } = intake.store;
  const paths = () => readPaths(read, incident, read.events.opening(decodeHex(incident.id)!));
  const open = (destination: string) => ({ destination, isConfirmed: false });
  assert.deepEqual(paths(), [open("s"), open("t")]);
  intake.clock.advance(700);
  const [panic] = read.events.after(0, 1);
  await intake.core.confirmations.confirm({ number: 2, name: "t", onlyOffered: false }, [{
    id: decodeHex(panic!.id)!,
    hash: decodeHex(panic!.hash)!,
  }]);
  assert.deepEqual(paths(), [{ destination: "t", isConfirmed: true, afterMs: 700 }, open("s")]);
  assert.deepEqual(readPaths(read, incident, undefined), []);
});
