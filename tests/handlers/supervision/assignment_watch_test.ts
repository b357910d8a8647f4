import assert from "node:assert/strict";
import type { UnixMs } from "../../../devices/time.ts";
import { dayOf } from "../../../devices/assignment.ts";
import { assignmentEnds } from "../../../handlers/registry/assignment_ends.ts";
import { assignDevice, extendDevice } from "../../../handlers/registry/life.ts";
import { AssignmentWatch } from "../../../handlers/supervision/assignment_watch.ts";
import { KeptLog } from "../../support/kept_log.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";
import { TestClock } from "../../support/clocks.ts";
import { program } from "../../support/authors.ts";

const DAY_MS = 86_400_000;

/** A store with one wearable whose assignment lasts six months, and a watch over it. */
function scene() {
  const stack = new DisposableStack();
  const store = stack.use(stack.use(new TemporaryStore()).direct());
  const [clock, log] = [new TestClock(), new KeptLog()];
  const ports = { store, clock };
  const device = { uid: "d-1", kid: 0, rootKey: new Uint8Array(16), epoch: 0, createdAtUnixMs: 1 };
  store.writeNow("issueDevice", { device, by: program("jan") });
  const watch = new AssignmentWatch({ reader: store.read, clock, log });
  /** Moves on to so many days before a moment, and looks; what was told then. */
  const look = (end: UnixMs, daysBefore: number) => {
    clock.advance(end - daysBefore * DAY_MS - clock.unixMs());
    log.lines.length = 0;
    watch.look();
    return log.lines.map(({ level, message, fields: { device, endsInDays } }) =>
      [level, message, device, endsInDays].filter((part) => part !== undefined)
    );
  };
  return { ports, store, clock, log, watch, look, [Symbol.dispose]: () => stack.dispose() };
}

async function assign({ ports }: ReturnType<typeof scene>): Promise<UnixMs> {
  const assigned = await assignDevice(ports, {
    uid: "d-1",
    reference: "2026/1",
    by: program("lies"),
  });
  assert.ok(assigned.ok);
  return assigned.value.expiresAtUnixMs as UnixMs;
}

Deno.test("An assignment lasts six months, and is warned of 30, 7 and 1 day before it ends, once each", async () => {
  using watched = scene();
  const end = await assign(watched);
  assert.equal(dayOf(end), "2027-05-23");
  const soon = (days: number) => [["warn", "an assignment ends soon", "d-1", days]];
  assert.deepEqual(watched.look(end, 31), []);
  assert.deepEqual(watched.look(end, 30), soon(30));
  assert.deepEqual(watched.look(end, 29), [], "once");
  assert.deepEqual(watched.look(end, 7), soon(7));
  assert.deepEqual(watched.look(end, 6), []);
  assert.deepEqual(watched.look(end, 1), soon(1));
  assert.deepEqual(watched.look(end, 0.5), []);
  assert.deepEqual(watched.look(end, 0), [["warn", "an assignment has ended", "d-1"]]);
  assert.deepEqual(watched.look(end, -40), []);
});

Deno.test("A longer assignment is warned of again, and a program that begins late warns at once", async () => {
  using watched = scene();
  const end = await assign(watched);
  assert.equal(watched.look(end, 3).length, 1);
  const extended = await extendDevice(watched.ports, { uid: "d-1", by: program("lies") });
  assert.ok(extended.ok);
  const later = extended.value.expiresAtUnixMs as UnixMs;
  assert.equal(dayOf(later), "2027-11-23", "six months beyond its end");
  assert.deepEqual(watched.look(end, 2), []);
  assert.equal(watched.look(later, 7).length, 1);
  const second = new AssignmentWatch({
    ...watched.ports,
    reader: watched.store.read,
    log: watched.log,
  });
  watched.log.lines.length = 0;
  second.look();
  assert.equal(watched.log.lines.length, 1);
});

Deno.test("The store is looked at once a minute", async () => {
  using watched = scene();
  const end = await assign(watched);
  watched.look(end, 31);
  watched.clock.advance(59_000);
  watched.clock.stepWall(DAY_MS, "ntp");
  watched.watch.look();
  assert.deepEqual(watched.log.lines, []);
  watched.clock.advance(1_000);
  watched.watch.look();
  assert.equal(watched.log.lines.length, 1);
});

Deno.test("A status counts what has ended and what ends, and names what ends first", async () => {
  using watched = scene();
  const { clock, store } = watched;
  const end = await assign(watched);
  const days = [-5, 1, 6, 7, 20, 31];
  for (const [index, after] of days.entries()) {
    const uid = `e-${index}`;
    const device = { uid, kid: 0, rootKey: new Uint8Array(16), epoch: 0, createdAtUnixMs: 1 };
    store.writeNow("issueDevice", { device, by: program("jan") });
    const expiresAtUnixMs = end + after * DAY_MS;
    const change = { what: "assigned", reference: uid, expiresAtUnixMs } as const;
    store.writeNow("changeDevice", { uid, by: program("lies"), atUnixMs: 1, change });
  }
  clock.advance(end - clock.unixMs());
  const { next, ...counts } = assignmentEnds(store.read, clock.expiryUnixMs());
  assert.deepEqual(counts, { ended: 2, within1Day: 1, within7Days: 3, within30Days: 4 });
  assert.deepEqual(next.map(({ device, endsInDays }) => [device, endsInDays]), [
    ["e-1", 1],
    ["e-2", 6],
    ["e-3", 7],
    ["e-4", 20],
  ]);
  assert.equal(next[0]!.expires, "2027-05-24");
});
