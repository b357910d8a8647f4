/** A backup that is put back knows of the time since then what keeps promises. */
import assert from "node:assert/strict";
import { carryOn } from "../../../db/repair/backup/carry_on.ts";
import {
  ESSENTIAL_TABLES,
  readEssentialState,
} from "../../../db/repair/essential_state/essential_state.ts";
import { JUMP } from "../../../db/repair/essential_state/numbering.ts";
import { alarmOf, fillWithAlarms, ROOT_KEY } from "../../support/stored_alarms.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const BACKED_UP = 10;
const LATER = 50;
const SENT = { band: "g3", bootId: "boot", uptimeMs: 5_000, us: 70_000 };

/** Brings a backup of 10 alarms up to a store that has 50, and lets a test look at both. */
function withBoth(
  test: (backup: TemporaryStore, later: TemporaryStore) => void,
  prepare: (later: TemporaryStore) => void = () => {},
): void {
  using backup = new TemporaryStore();
  using later = new TemporaryStore();
  {
    using store = backup.direct();
    fillWithAlarms(store, BACKED_UP, 2);
  }
  {
    using store = later.direct();
    fillWithAlarms(store, LATER, 20);
    store.writeNow("recordTransmission", SENT);
  }
  prepare(later);
  {
    using from = later.connection();
    using into = backup.connection();
    into.transaction(() => carryOn(into, [readEssentialState(from, ESSENTIAL_TABLES)], 0, true));
  }
  test(backup, later);
}

Deno.test("A backup that is put back takes no frame again that was heard since", () =>
  withBoth((backup) => {
    using store = backup.direct();
    const [key] = store.read.devices.keys(1);
    assert.deepEqual([key!.newestEpoch, key!.newestCounter], [5, LATER]);
    for (let number = BACKED_UP + 1; number <= LATER; number++) {
      assert.equal(store.read.frames.seen(alarmOf(number).uplink).length, 1, `message ${number}`);
    }
  }));

Deno.test("A backup that is put back gives no number a second time", () =>
  withBoth((backup, later) => {
    using old = later.direct();
    using store = backup.direct();
    const given = old.read.events.newestSequence();
    const { outcome } = store.writeNow("acceptFrame", alarmOf(LATER + 1));
    assert.equal(outcome, "accepted");
    const event = store.read.events.newest(1)[0]!;
    assert.ok(event.sequence > given, `${event.sequence} after ${given}`);
    const newest = old.read.events.byId(alarmOf(LATER).event.id)!;
    const before = old.read.streams.entryOf(1, newest)!.number;
    assert.ok(store.read.streams.entryOf(1, event)!.number > before + JUMP / 2);
  }));

Deno.test("A backup that is put back gives no air time back", () =>
  withBoth((backup) => {
    using store = backup.direct();
    assert.deepEqual(store.read.modems.transmissions(), [SENT]);
  }));

Deno.test("What is known of a wearable that has the same number and is another one is not taken", () =>
  withBoth((backup) => {
    using store = backup.direct();
    assert.equal(store.read.devices.keys(1)[0]!.newestCounter, BACKED_UP);
    assert.equal(store.read.frames.seen(alarmOf(LATER).uplink).length, 0);
  }, (later) => {
    using connection = later.connection();
    connection.run("update device set uid = 'd-other' where number = 1");
  }));

Deno.test("The keys of a backup stay, whatever the later store says of them", () =>
  withBoth((backup) => {
    using store = backup.direct();
    assert.deepEqual(store.read.devices.keys(1)[0]!.rootKey, ROOT_KEY);
  }, (later) => {
    using connection = later.connection();
    connection.run("update device_key set root_key = zeroblob(16)");
  }));
