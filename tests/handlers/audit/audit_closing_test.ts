import assert from "node:assert/strict";
import { closeAuditDays } from "../../../handlers/audit/audit_closing.ts";
import { dayLine, entryLine, verifyChain, verifyExport } from "../../../handlers/audit/verify.ts";
import { TestClock } from "../../support/clocks.ts";
import { program } from "../../support/authors.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const HOUR_MS = 3_600_000;
const BY = program("desk");

Deno.test("Days of the chain that are over are closed whole, and what is left is still verified", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const clock = new TestClock(); // 2026-11-23, 17:50
  const look = () => {
    const subjects = [{ kind: "wearable", id: "d-1" }] as const;
    store.writeNow("keepAudit", {
      atUnixMs: clock.unixMs(),
      by: BY,
      what: "wearable-viewed",
      subjects,
    });
  };
  for (let hour = 0; hour < 24 * 12; hour++, clock.advance(HOUR_MS)) {
    look();
    if (hour % 10 === 0) look();
  }
  const ports = { store, clock, auditDays: 10 };
  const before = store.read.audit.head();
  assert.equal(
    await closeAuditDays(ports),
    35,
    "7 hours of the 23rd and all of the 24th, 4 of them twice",
  );
  const days = store.read.audit.days();
  assert.deepEqual(days.map(({ day, first, last }) => [day, first, last]), [
    ["2026-11-23", 1, 8],
    ["2026-11-24", 9, 35],
  ]);
  assert.deepEqual(store.read.audit.head(), before);
  const verdict = await verifyChain(store.read, before);
  assert.deepEqual([verdict.ok, verdict.closed, verdict.head], [true, 2, before]);
  assert.equal(await closeAuditDays(ports), 0, "until the next day");

  const lines = [
    ...days.map(dayLine),
    ...store.read.audit.after(0, 10_000).map(entryLine),
  ];
  assert.equal((await verifyExport(ReadableStream.from(lines))).ok, true);
  const without = await verifyExport(ReadableStream.from(lines.slice(1)));
  assert.deepEqual(without.firstBad, { number: 1, reason: "missing" });

  clock.advance(100 * 24 * HOUR_MS);
  await closeAuditDays(ports);
  assert.deepEqual(store.read.audit.head(), before, "the head outlives all its entries");
  assert.equal((await verifyChain(store.read, before)).ok, true);
  look();
  assert.deepEqual((await verifyChain(store.read, before)).head.number, before.number + 1);
});

Deno.test("Entries under a clock that had gone back go with the day before them", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const clock = new TestClock();
  const day = 24 * HOUR_MS;
  for (const ms of [0, day, -20_000 * day, day, 2 * day, 30 * day]) {
    const atUnixMs = clock.unixMs() + ms;
    store.writeNow("keepAudit", { atUnixMs, by: BY, what: "audit-viewed", subjects: [] });
  }
  clock.advance(12 * day);
  await closeAuditDays({ store, clock, auditDays: 10 });
  assert.deepEqual(store.read.audit.days().map(({ day, first, last }) => [day, first, last]), [
    ["2026-11-23", 1, 1],
    ["2026-11-24", 2, 4],
  ]);
  clock.advance(day);
  await closeAuditDays({ store, clock, auditDays: 10 });
  assert.equal(store.read.audit.days().at(-1)!.last, 5);
  assert.equal((await verifyChain(store.read)).ok, true);
});

Deno.test("A long day is closed in steps, and after each the chain is whole", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  for (let at = 1; at <= 450; at++) {
    store.writeNow("keepAudit", { atUnixMs: at, by: BY, what: "audit-viewed", subjects: [] });
  }
  for (const [removed, last] of [[200, 200], [200, 400], [50, 450], [0, 450]]) {
    assert.equal(store.writeNow("closeAuditDays", { keepFrom: "1970-01-02" }), removed);
    assert.deepEqual(store.read.audit.days().map(({ first, last }) => [first, last]), [[1, last]]);
    const { firstBad, head } = await verifyChain(store.read);
    assert.deepEqual([firstBad, head.number], [undefined, 450]);
  }
});
