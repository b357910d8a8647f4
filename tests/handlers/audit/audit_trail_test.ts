import assert from "node:assert/strict";
import { AuditTrail, type Look, LOOK_WAIT_MS } from "../../../handlers/audit/audit_trail.ts";
import { StoreError, type StoreWriter, type WriteInput } from "../../../db/store.ts";
import type { Timers } from "../../../handlers/tools/timers.ts";
import { TestClock } from "../../support/clocks.ts";
import { KeptLog } from "../../support/kept_log.ts";
import { until } from "../../support/until.ts";
import { program } from "../../support/authors.ts";

type Entry = WriteInput<"keepAudit">;

/** A store that takes entries, hangs or refuses them, as a test says, and timers that a test fires. */
class Disk implements StoreWriter, Timers {
  readonly taken: Entry[] = [];
  attempts = 0;
  state: "takes" | "hangs" | "refuses" = "takes";
  #hanging: (() => void)[] = [];
  #timers = new Map<number, () => void>();
  #next = 1;

  write(_name: never, entry: never): Promise<never> {
    this.attempts++;
    const take = () => void this.taken.push(entry);
    if (this.state === "takes") return Promise.resolve(take() as never);
    if (this.state === "refuses") return Promise.reject(new StoreError("full", undefined));
    return new Promise((resolve) => this.#hanging.push(() => resolve(take() as never)));
  }

  comesBack(): void {
    this.state = "takes";
    for (const resolve of this.#hanging.splice(0)) resolve();
  }

  after(_delayMs: number, run: () => void): () => void {
    const number = this.#next++;
    this.#timers.set(number, run);
    return () => this.#timers.delete(number);
  }

  soon(run: () => void): () => void {
    return this.after(0, run);
  }

  fire(): void {
    const due = [...this.#timers.values()];
    this.#timers.clear();
    for (const run of due) run();
  }
}

const LOOK: Look = {
  by: program("desk"),
  what: "incident-viewed",
  subjects: [{ kind: "incident", id: "1" }],
};

function opened() {
  const disk = new Disk();
  const clock = new TestClock();
  const trail = new AuditTrail({ store: disk, clock, log: new KeptLog(), timers: disk });
  return { clock, disk, trail };
}

Deno.test("A look is on the disk before it is shown", async () => {
  const { clock, disk, trail } = opened();
  await trail.look(LOOK);
  assert.deepEqual(disk.taken, [{ ...LOOK, atUnixMs: clock.unixMs() }]);
  assert.deepEqual(trail.degradations(), []);
});

Deno.test("A look waits a quarter of a second for a disk that hangs, and those after it not at all", async () => {
  const { clock, disk, trail } = opened();
  disk.state = "hangs";
  const first = trail.look(LOOK);
  clock.advance(LOOK_WAIT_MS);
  disk.fire();
  await first;
  await trail.look(LOOK);
  assert.deepEqual(trail.degradations(), [], "a disk may be slow for a moment");
  clock.advance(5_000);
  assert.equal(trail.degradations()[0]!.code, "audit-behind");
  assert.match(trail.degradations()[0]!.message, /^2 entries/);
  disk.comesBack();
  await until("both are stored", () => disk.taken.length === 2);
  assert.deepEqual(trail.degradations(), []);
});

Deno.test("Looks that the disk refused are kept, each with its time, and written when it is back", async () => {
  const { clock, disk, trail } = opened();
  disk.state = "refuses";
  await trail.look(LOOK);
  const atUnixMs = clock.unixMs();
  clock.advance(5_000);
  await trail.look({ ...LOOK, what: "wearable-viewed" });
  disk.fire();
  await until("it is tried again", () => disk.attempts === 2);
  assert.equal(trail.degradations()[0]!.code, "audit-behind");
  disk.state = "takes";
  disk.fire();
  await until("both are stored", () => disk.taken.length === 2);
  assert.deepEqual(
    disk.taken.map(({ atUnixMs, what }) => [what, atUnixMs]).toSorted(),
    [["incident-viewed", atUnixMs], ["wearable-viewed", atUnixMs + 5_000]],
  );
  assert.deepEqual(trail.degradations(), []);
});

Deno.test("Of too many looks the oldest are given up, and that is said for good", async () => {
  const { disk, trail } = opened();
  disk.state = "refuses";
  for (let count = 0; count < 1_002; count++) await trail.look(LOOK);
  disk.state = "takes";
  disk.fire();
  await until("the rest is stored", () => disk.taken.length === 1_000);
  assert.match(trail.degradations()[0]!.message, /2 are lost/);
});

Deno.test("An entry names fifty subjects, and the count of more", async () => {
  const { disk, trail } = opened();
  const subjects = Array.from({ length: 60 }, (_, at) => ({ kind: "event", id: `${at}` }) as const);
  await trail.look({ ...LOOK, subjects });
  assert.equal(disk.taken[0]!.subjects.length, 50);
  assert.deepEqual(disk.taken[0]!.details, { subjects: 60 });
});

Deno.test("What a program was given waits for nothing, and may share a commit", () => {
  const { disk, trail } = opened();
  trail.note(LOOK);
  assert.equal(disk.taken[0]!.mayDefer, true);
});
