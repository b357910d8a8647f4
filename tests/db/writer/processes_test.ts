import assert from "node:assert/strict";
import type { DirectStore } from "../../../db/store.ts";
import { verifyChain } from "../../../handlers/audit/verify.ts";
import { linesOf } from "../../../gateway/bench/lines.ts";
import { eventOf, standingOf, TemporaryStore } from "../../support/temporary_store.ts";

function start(program: string, ...args: string[]): Deno.ChildProcess {
  const path = new URL(`./programs/${program}`, import.meta.url).pathname;
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", path, ...args],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}

Deno.test("Two processes that write at once both succeed, and nothing of either is lost", async () => {
  using temporary = new TemporaryStore();
  await using store = await temporary.open();
  const command = start("add_devices.ts", temporary.path, "300");
  let isRunning = true;
  const ended = command.output().then((output) => {
    isRunning = false;
    return output;
  });
  let count = 0;
  while (isRunning) {
    const events = Array.from({ length: 10 }, () => eventOf(++count));
    await Promise.all(events.map((event) => store.write("appendEvents", [event])));
  }
  assert.equal((await ended).code, 0);
  assert.equal(store.read.events.sequences().newest, count);
  assert.equal(store.read.devices.all().length, 300);
  assert.equal(store.read.devices.version(), 300);
});

Deno.test("Two processes that write into the audit chain at once leave one chain, and it is whole", async () => {
  using temporary = new TemporaryStore();
  await using store = await temporary.open();
  const command = start("add_looks.ts", temporary.path, "200");
  let isRunning = true;
  const ended = command.output().then((output) => {
    isRunning = false;
    return output;
  });
  let count = 0;
  const by = { kind: "person", name: "an" } as const;
  while (isRunning) {
    const look = { by, atUnixMs: ++count, what: "alarms-viewed", subjects: [] } as const;
    await store.write("keepAudit", look);
  }
  assert.equal((await ended).code, 0);
  const { entries, ok } = await verifyChain(store.read);
  assert.deepEqual([ok, entries], [true, count + 200]);
});

const KILLS = 10;

interface History {
  readonly asked: Set<number>;
  readonly stored: Set<number>;
  readonly confirmed: Set<number>;
}

/** Runs the program, kills it the hard way after so many lines, and adds what it said. */
async function killAfter(lineCount: number, path: string, history: History): Promise<void> {
  const first = Math.max(0, ...history.asked) + 1;
  const program = start("append_for_ever.ts", path, String(first));
  let seenCount = 0;
  for await (const line of linesOf(program.stdout)) {
    const [what, number] = line.split(" ");
    const set = { ask: history.asked, event: history.stored, confirmed: history.confirmed }[what!];
    set!.add(Number(number));
    if (++seenCount === lineCount) program.kill("SIGKILL");
  }
  assert.equal((await program.status).signal, "SIGKILL");
}

/** The four numbers by which a queue is judged, and the accounts beside them. */
function check(store: DirectStore, history: History) {
  const found = store.read.events.after(0, 100_000)
    .map(({ body }) => JSON.parse(body).number as number);
  const set = new Set(found);
  const owed = new Set(
    store.read.lanes.pending(1, 0, 0, 100_000).map(({ body }) => JSON.parse(body).number as number),
  );
  const { owed: owedCount, delivered, pending } = standingOf(store, 1, "critical")!;
  assert.equal(owedCount, found.length);
  assert.equal(delivered + pending, owedCount);
  assert.equal(pending, owed.size);
  return {
    lost: [...history.stored].filter((number) => !set.has(number)).length +
      [...history.confirmed].filter((number) => owed.has(number)).length,
    unexpected: [...set].filter((number) => !history.asked.has(number)).length,
    recovered: [...set].filter((number) => !history.stored.has(number)).length,
    duplicated: found.length - set.size,
  };
}

Deno.test("Killed at any instant, the store has everything that was acknowledged", async () => {
  using temporary = new TemporaryStore();
  const history: History = { asked: new Set(), stored: new Set(), confirmed: new Set() };
  for (let kills = 0; kills < KILLS; kills++) {
    await killAfter(50 + kills * 37, temporary.path, history);
    using store = temporary.direct();
    const { lost, unexpected, duplicated } = check(store, history);
    assert.deepEqual({ lost, unexpected, duplicated }, { lost: 0, unexpected: 0, duplicated: 0 });
  }
  using connection = temporary.connection();
  assert.equal(connection.get("pragma integrity_check")!["integrity_check"], "ok");
  using store = temporary.direct();
  const result = check(store, history);
  const report = { kills: KILLS, acknowledged: history.stored.size, ...result };
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(report)}\n`));
});
