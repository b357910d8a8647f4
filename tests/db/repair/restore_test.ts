/** What a backup that is put back does not bring back, and what it says it cannot know. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { backupStore, restoreStore } from "../../../db/repair/backup/backup.ts";
import type { DirectStore } from "../../../db/store.ts";
import { isAnswer } from "../../../db/transactions/answers.ts";
import { MAX_ANSWERS } from "../../../devices/frame/vf1.ts";
import { alarmOf, fillWithAlarms, ROOT_KEY } from "../../support/stored_alarms.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";
import { boxUser, program } from "../../support/authors.ts";

const ACTOR = { by: boxUser("jan"), atUnixMs: 7 };
const DAY_MS = 86_400_000;
const OTHERS = ["d-2", "d-3", "d-4", "d-5"];

/** A store with a token, alarms and five wearables, each assigned to a file; and its backup. */
async function backedUp(): Promise<{ place: TemporaryStore; backup: string } & Disposable> {
  const place = new TemporaryStore();
  {
    using store = place.direct();
    fillWithAlarms(store, 10, 10);
    for (const uid of OTHERS) {
      const device = { uid, kid: 1, rootKey: ROOT_KEY, epoch: 0, createdAtUnixMs: 1 };
      store.writeNow("issueDevice", { device, by: program("jan") });
      change(store, uid, {
        what: "assigned",
        reference: `file ${uid}`,
        expiresAtUnixMs: 9 * DAY_MS,
      });
    }
  }
  const backup = join(place.folder, "backup.db");
  assert.deepEqual(await backupStore(place.path, backup), []);
  return { place, backup, [Symbol.dispose]: () => place[Symbol.dispose]() };
}

function change(
  store: DirectStore,
  uid: string,
  change: Parameters<typeof store.writeNow<"changeDevice">>[1]["change"],
): void {
  assert.equal(store.writeNow("changeDevice", { ...ACTOR, uid, change }), "done");
}

Deno.test("A restore brings nothing back that was revoked, retired, suspended or ended on this box", async () => {
  using saved = await backedUp();
  const { backup, place } = saved;
  {
    using store = place.direct();
    assert.equal(store.writeNow("revokeToken", { ...ACTOR, id: "t-1" }), true);
    assert.equal(store.writeNow("retireDevice", { ...ACTOR, uid: "d-2" }).code, "retired");
    change(store, "d-3", { what: "suspended" });
    change(store, "d-4", {
      what: "assigned",
      reference: "another file",
      expiresAtUnixMs: 3 * DAY_MS,
    });
    change(store, "d-5", { what: "extended", expiresAtUnixMs: 2 * DAY_MS });
  }
  const report = await restoreStore(place.path, backup, ACTOR);
  assert.equal(report.isLaterKnown, true);
  assert.deepEqual(report.ended, { accounts: [], tokens: ["dispatch"], wearables: OTHERS });
  assert.deepEqual(report.cameBack, { accounts: [], tokens: [], wearables: [] });

  using store = place.direct();
  const reader = store.read;
  assert.equal(reader.tokens.all()[0]!.revokedAtUnixMs, ACTOR.atUnixMs);
  const [two, three, four, five] = OTHERS.map((uid) => reader.devices.byUid(uid)!);
  assert.equal(two!.assignment, "retired");
  assert.deepEqual(reader.devices.keys(two!.number), []);
  assert.equal(three!.assignment, "suspended");
  assert.deepEqual([four!.reference, four!.expiresAtUnixMs], ["another file", 3 * DAY_MS]);
  assert.equal(five!.expiresAtUnixMs, 2 * DAY_MS);
  const steps = reader.devices.steps(two!.number).map(({ by, what }) => `${what} ${by}`);
  assert.deepEqual(steps, ["issued jan", "assigned jan on the box", "retired jan on the box"]);
});

Deno.test("Of two states the stricter holds, also where it is that of the backup", async () => {
  using saved = await backedUp();
  const { place } = saved;
  const backup = join(place.folder, "later.db");
  {
    using store = place.direct();
    change(store, "d-3", { what: "suspended" });
    await backupStore(place.path, backup);
    change(store, "d-3", { what: "resumed" });
  }
  await restoreStore(place.path, backup, ACTOR);
  using store = place.direct();
  assert.equal(store.read.devices.byUid("d-3")!.assignment, "suspended");
});

Deno.test("The key of a wearable that was retired is in no file of the store after a restore", async () => {
  using saved = await backedUp();
  const { backup, place } = saved;
  const rootKey = crypto.getRandomValues(new Uint8Array(16));
  const second = join(place.folder, "second.db");
  {
    using store = place.direct();
    const device = { uid: "d-9", kid: 1, rootKey, epoch: 0, createdAtUnixMs: 1 };
    store.writeNow("issueDevice", { device, by: program("jan") });
    await backupStore(place.path, second);
    store.writeNow("retireDevice", { ...ACTOR, uid: "d-9" });
  }
  Deno.removeSync(backup);
  await restoreStore(place.path, second, ACTOR);
  for (const { isFile, name } of Deno.readDirSync(place.folder)) {
    if (!isFile || name === "second.db") continue;
    const text = Deno.readFileSync(join(place.folder, name));
    assert.equal(indexOf(text, rootKey), -1, name);
  }
});

function indexOf(bytes: Uint8Array, part: Uint8Array): number {
  const decoder = new TextDecoder("latin1");
  return decoder.decode(bytes).indexOf(decoder.decode(part));
}

Deno.test("An incident that was closed since the backup is not open again", async () => {
  using saved = await backedUp();
  const { backup, place } = saved;
  const incident = alarmOf(4).opens!.id;
  const fresh = alarmOf(20);
  {
    using store = place.direct();
    const move = { by: program("desk"), way: "http", via: "dispatch", atUnixMs: 1 } as const;
    store.writeNow("moveIncident", { incident, to: "closed", outcome: "real", ...move });
    store.writeNow("acceptFrame", fresh);
  }
  await restoreStore(place.path, backup, ACTOR);
  using store = place.direct();
  assert.equal(store.read.incidents.state(incident), "closed");
  assert.equal(store.read.incidents.transitions(incident).at(-1)!.by, "desk");
  assert.equal(store.read.incidents.state(fresh.opens!.id), "new", "one opened since is known");
});

Deno.test("An answer that was given since the backup keeps its nonce", async () => {
  using saved = await backedUp();
  const { backup, place } = saved;
  const { uplink } = alarmOf(4);
  const received = new Uint8Array(6).fill(9);
  {
    using store = place.direct();
    assert.equal(store.writeNow("storeAnswer", { uplink, index: 1, answer: received }), true);
  }
  await restoreStore(place.path, backup, ACTOR);
  using store = place.direct();
  assert.deepEqual(store.read.frames.answers(uplink)[1], received);
});

/** Puts the backup into a folder where there was no store. */
async function elsewhere(backup: string) {
  const place = new TemporaryStore();
  return { place, report: await restoreStore(place.path, backup, ACTOR) };
}

Deno.test("On another box a restore says what came back and cannot be known", async () => {
  using saved = await backedUp();
  const { place, report } = await elsewhere(saved.backup);
  using _ = place;
  assert.equal(report.isLaterKnown, false);
  assert.deepEqual(report.cameBack, {
    accounts: [],
    tokens: ["dispatch"],
    wearables: ["d-1", ...OTHERS],
  });
  assert.deepEqual(report.unanswered, []);
  assert.match(report.message, /No store here knows what happened since then/);
});

Deno.test("On another box no answer goes out under a nonce that may have been used", async () => {
  using saved = await backedUp();
  const { place } = await elsewhere(saved.backup);
  using _ = place;
  using store = place.direct();
  const heard = alarmOf(4);
  const before = store.read.frames.answers(heard.uplink);
  assert.deepEqual(before[0], heard.answer, "what was answered before is answered the same");
  assert.equal(before.length, 8, "the next is beyond any that was given since");
  assert.ok(before.slice(1).every((answer) => !isAnswer(answer)));

  const fresh = alarmOf(20);
  const outcome = store.writeNow("acceptFrame", fresh);
  assert.ok(outcome.outcome === "accepted");
  assert.deepEqual(outcome.answers.map(isAnswer), [...Array(8).fill(false), true]);
  assert.deepEqual(outcome.answers[8], fresh.answer);
});

Deno.test("A wearable that is issued after the restore is answered from the first index on", async () => {
  using saved = await backedUp();
  const { place } = await elsewhere(saved.backup);
  using _ = place;
  using store = place.direct();
  const device = { uid: "d-new", kid: 1, rootKey: ROOT_KEY, epoch: 0, createdAtUnixMs: 1 };
  store.writeNow("issueDevice", { device, by: program("jan") });
  const { number } = store.read.devices.byUid("d-new")!;
  const alarm = alarmOf(30);
  const outcome = store.writeNow("acceptFrame", {
    ...alarm,
    uplink: { ...alarm.uplink, device: number },
  });
  assert.ok(outcome.outcome === "accepted");
  assert.deepEqual(outcome.answers, [alarm.answer]);
});

Deno.test("After two restores that know nothing no nonce is left, and the wearables are named", async () => {
  using saved = await backedUp();
  const first = await elsewhere(saved.backup);
  using _ = first.place;
  const again = join(saved.place.folder, "again.db");
  await backupStore(first.place.path, again);
  const { place, report } = await elsewhere(again);
  using __ = place;
  assert.deepEqual(report.unanswered, ["d-1", ...OTHERS]);
  using store = place.direct();
  const outcome = store.writeNow("acceptFrame", alarmOf(20));
  assert.ok(outcome.outcome === "accepted");
  assert.equal(outcome.answers.length, MAX_ANSWERS);
  assert.ok(!outcome.answers.some(isAnswer), "heard and delivered, and not answered");
  assert.deepEqual(store.read.devices.unanswerable(), report.unanswered);
});

Deno.test("A store that was only begun on a new box does not count as one that knows", async () => {
  using saved = await backedUp();
  using fresh = new TemporaryStore();
  {
    using store = fresh.direct();
    store.writeNow("settleDestinations", { destinations: [], atUnixMs: 0 });
  }
  assert.equal((await restoreStore(fresh.path, saved.backup, ACTOR)).isLaterKnown, false);
});

Deno.test("A store of an older backup does not know what a newer backup has", async () => {
  using saved = await backedUp();
  const newer = join(saved.place.folder, "newer.db");
  {
    using store = saved.place.direct();
    store.writeNow("acceptFrame", alarmOf(15));
    await backupStore(saved.place.path, newer);
  }
  const { place } = await elsewhere(saved.backup);
  using _ = place;
  assert.equal((await restoreStore(place.path, newer, ACTOR)).isLaterKnown, false);
});

Deno.test("Wearables that the backup does not have yet are named, and who restored is kept", async () => {
  using saved = await backedUp();
  const { backup, place } = saved;
  {
    using store = place.direct();
    const device = { uid: "d-new", kid: 1, rootKey: ROOT_KEY, epoch: 0, createdAtUnixMs: 1 };
    store.writeNow("issueDevice", { device, by: program("jan") });
  }
  assert.deepEqual((await restoreStore(place.path, backup, ACTOR)).missing, ["d-new"]);
  using store = place.direct();
  const [newest] = store.read.audit.before(0, 1);
  const { by, subjects, what } = JSON.parse(newest!.entry);
  assert.deepEqual([what, by, subjects], [
    "store-restored",
    { kind: "box", name: "jan" },
    [{ kind: "store", id: backup }],
  ]);
});
