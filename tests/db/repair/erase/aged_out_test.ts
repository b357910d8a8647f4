/** What has aged out is in no file of the store any more, byte by byte. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ErasedLog, eraseOldFreePages } from "../../../../db/writer/erased_traces.ts";
import { ageOutSetAside } from "../../../../db/repair/set_aside/set_aside.ts";
import { replaceStore } from "../../../../db/repair/rebuild/replace.ts";
import { readJob, writeJob } from "../../../../db/repair/set_aside/set_aside.ts";
import type { DirectStore } from "../../../../db/store.ts";
import type { WriteRequest } from "../../../../db/transactions/transactions.ts";
import type { RetentionStep } from "../../../../db/transactions/retention.ts";
import { PRIORITIES } from "../../../../devices/event.ts";
import { laneNumber } from "../../../../db/schema/lane_number.ts";
import { alarmOf, fillWithAlarms } from "../../../support/stored_alarms.ts";
import { settle, TemporaryStore } from "../../../support/temporary_store.ts";
import { boxUser } from "../../../support/authors.ts";

const NOW = 2_000_000_000_000;
const EVENTS = 400;
const DAY_MS = 86_400_000;

/** The middle of each body as it is stored: compressed, so that nobody would find a position as text. */
function bodiesOf(place: TemporaryStore): Uint8Array[] {
  using db = place.connection();
  return db.all("select body from event where device is not null").map(({ body }) => {
    const bytes = body as Uint8Array;
    const middle = Math.floor(bytes.length / 2);
    return bytes.slice(middle - 12, middle + 12);
  });
}

/** How many of these are in any file of the folder. */
function countLeft({ folder }: TemporaryStore, parts: readonly Uint8Array[]): number {
  const texts = [...Deno.readDirSync(folder)].filter(({ isFile }) => isFile)
    .map(({ name }) => textOf(Deno.readFileSync(join(folder, name))));
  return parts.filter((part) => texts.some((text) => text.includes(textOf(part)))).length;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}

/** Dispatch and the broker have everything. */
function confirmAll(store: DirectStore, count: number): void {
  const acknowledgements = Array.from({ length: count }, (_, at) => ({
    id: alarmOf(at + 1).event.id,
  }));
  for (const destination of [1, 2]) {
    store.writeNow("confirm", { destination, acknowledgements, onlyOffered: false });
  }
}

/** A whole round of retention. */
function expire(
  store: DirectStore,
  limits: { telemetry: number; positions: number; events: number },
) {
  for (const priority of PRIORITIES) {
    const lane = laneNumber(priority, false);
    for (let afterOrdinal: number | undefined = 0; afterOrdinal !== undefined;) {
      const step: RetentionStep = { lane, afterOrdinal, count: 50, limits };
      afterOrdinal = store.writeNow("expireEvents", step).nextOrdinal;
    }
  }
}

function emptyLog(place: TemporaryStore): void {
  using db = place.connection();
  assert.equal(db.tryCheckpoint(), true);
}

for (
  const [what, limits] of [
    ["events that are removed", { telemetry: NOW, positions: NOW, events: NOW }],
    ["positions that are taken out of events that stay", {
      telemetry: 0,
      positions: NOW,
      events: 0,
    }],
  ] as const
) {
  Deno.test(`Of ${what} no body is left in the database or its log`, () => {
    using place = new TemporaryStore();
    {
      using store = place.direct();
      fillWithAlarms(store, EVENTS, 0);
    }
    const bodies = bodiesOf(place);
    assert.equal(countLeft(place, bodies), EVENTS, "all are there before");
    {
      using store = place.direct();
      confirmAll(store, EVENTS);
      expire(store, limits);
    }
    emptyLog(place);
    assert.equal(countLeft(place, bodies), 0);
  });
}

Deno.test("Payloads of rejected frames and messages of foreign formats age out of every file", () => {
  using place = new TemporaryStore();
  const payloads = Array.from({ length: 300 }, () => Uint8Array.from(randomBytes(120)));
  using store = place.direct();
  store.writeNow(
    "rejectFrames",
    payloads.map((payload, at) => ({
      atUnixMs: at,
      modem: "sms",
      reason: "unsupported",
      carrier: "text" as const,
      payload,
    })),
  );
  assert.equal(store.writeNow("forgetRejected", { beforeUnixMs: 200 }), 200);
  emptyLog(place);
  assert.equal(countLeft(place, payloads), 100, "those that are young enough");
  assert.equal(store.read.frames.rejected(0, 1_000).length, 100);
  assert.equal(
    store.read.lanes.accounts().counters.get("frames/received"),
    300,
    "all stay counted",
  );
});

Deno.test("Free pages that an earlier version left as they were are given back", () => {
  using place = new TemporaryStore();
  {
    using store = place.direct();
    fillWithAlarms(store, EVENTS, 0);
  }
  const bodies = bodiesOf(place);
  using db = place.connection();
  db.run("delete from reception");
  db.run("delete from event");
  assert.equal(db.tryCheckpoint(), true);
  assert.ok(countLeft(place, bodies) > 0, "deleted the way it was before");
  let calls = 0;
  while (!eraseOldFreePages(db)) calls++;
  assert.ok(calls > 0);
  assert.equal(db.tryCheckpoint(), true);
  assert.equal(countLeft(place, bodies), 0);
  assert.equal(eraseOldFreePages(db), true, "once for all");
});

Deno.test("What a removed destination is owed holds positions until it is forgotten, with a record", () => {
  using place = new TemporaryStore();
  {
    using store = place.direct();
    fillWithAlarms(store, 8, 0);
  }
  const bodies = bodiesOf(place);
  using store = place.direct();
  const limits = { telemetry: NOW, positions: NOW, events: NOW };
  const act = { by: boxUser("jan"), atUnixMs: 5, name: "broker" };
  assert.deepEqual(store.writeNow("forgetDestination", act), { code: "configured" });
  assert.deepEqual(store.writeNow("forgetDestination", { ...act, name: "x" }), { code: "unknown" });
  confirmAll(store, 8);
  settle(store); // nobody is configured any more
  {
    // The broker, number 2, has confirmed nothing of what came meanwhile.
    using db = place.connection();
    db.run("update lane set watermark = 0, delivered = 0 where destination = 2");
  }
  expire(store, limits);
  emptyLog(place);
  assert.ok(countLeft(place, bodies) > 0, "still owed");

  const outcome = store.writeNow("forgetDestination", act);
  assert.deepEqual(outcome, {
    code: "forgotten",
    givenUp: { critical: 2, high: 2, normal: 2, low: 0 },
  });
  expire(store, limits);
  emptyLog(place);
  assert.equal(countLeft(place, bodies), 0);
  const [newest] = store.read.audit.before(0, 1);
  const { by, subjects, what } = JSON.parse(newest!.entry);
  assert.deepEqual([what, by.name, subjects[0].id], ["destination-forgotten", "jan", "broker"]);
  for (const { delivered, owed, pending, shed } of store.read.lanes.all()) {
    assert.equal(owed, delivered + pending + shed);
  }
});

Deno.test("A store that was set aside is erased when it was salvaged and is older than positions may be", () => {
  using place = new TemporaryStore();
  {
    using store = place.direct();
    fillWithAlarms(store, 10, 0);
  }
  const { folder } = replaceStore(place.path, { reason: "damaged", message: "a test" });
  const age = (days: number) => ageOutSetAside(place.path, NOW + days * DAY_MS, 30 * DAY_MS);
  assert.deepEqual(age(1_000), [], "its salvage has not ended");
  writeJob(folder, { ...readJob(folder), state: "ended", lost: 0 });
  assert.deepEqual(age(1_000), [], "its age counts from now on");
  assert.deepEqual(age(1_029), []);
  assert.ok(existsSync(join(folder, "vigil.db")));
  assert.deepEqual(age(1_030), [folder]);
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["salvage.json"]);
  assert.equal(readJob(folder).isErased, true);
  assert.deepEqual(age(2_000), [], "once");
});

Deno.test("The log is emptied a minute after something was erased, then once an hour", () => {
  const log = new ErasedLog();
  const limits = { telemetry: 0, positions: 0, events: 0 };
  const input = { lane: 0, afterOrdinal: 0, count: 1, limits };
  const writes: WriteRequest[] = [{ name: "expireEvents", input }];
  const noted = (removed: number, now: number) =>
    log.note(writes, [{ ok: true, value: { removed, shed: 0, redacted: 0 } }], now);
  noted(0, 0);
  assert.equal(log.isDue(3_600_000), false, "nothing was erased");
  noted(1, 10);
  assert.deepEqual([log.isDue(60_009), log.isDue(60_010)], [false, true]);
  log.emptied(60_010);
  noted(1, 61_000);
  assert.equal(log.isDue(60_009 + 3_600_000), false);
  assert.equal(log.isDue(60_010 + 3_600_000), true);
});
