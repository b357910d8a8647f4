/** The daily report over a real store. */
import assert from "node:assert/strict";
import type { DirectStore } from "../../../db/store.ts";
import type { UnixMs } from "../../../devices/time.ts";
import { newEvent } from "../../../handlers/events/new_event.ts";
import { readDayReport, readWearableDays } from "../../../handlers/reports/day_report.ts";
import { ReportDays } from "../../../handlers/reports/report_days.ts";
import { reportFile } from "../../../handlers/reports/report_file.ts";
import { boxUser } from "../../support/authors.ts";
import { alarmOf } from "../../support/stored_alarms.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

/** The day of `alarmOf`, in the zone in which the tests run, and another one. */
const ALARM = alarmOf(1);
const DAY_MS = 86_400_000;
const NOON = 1_700_000_000_000 + 12 * 3_600_000;
const PRESSED = new Date(1_700_000_000_001);
const DAY = PRESSED.toLocaleDateString("sv");
const clock = (unixMs: number) => ({ unixMs: () => unixMs as UnixMs });

function add(store: DirectStore, uid: string, kid = 1): void {
  const key = { kid, rootKey: new Uint8Array(16).fill(kid), epoch: 0 };
  store.writeNow("addDevice", { uid, ...key, createdAtUnixMs: 1 });
  const change = { what: "assigned", reference: `2026/${uid}` } as const;
  store.writeNow("changeDevice", { uid, change, by: boxUser("root"), atUnixMs: 1 });
}

/** Stores a message of a wearable. */
function hear(store: DirectStore, uid: string, atUnixMs: number, batteryPercent = 50): void {
  const data = {
    device: uid,
    authenticity: "verified",
    batteryPercent,
    clock: { quality: "ntp", bootId: "boot", monotonicMs: 1 },
  } as const;
  const id = crypto.randomUUID().replaceAll("-", "");
  const facts = {
    id,
    name: "test",
    priority: "low",
    subject: `device/${uid}`,
    at: atUnixMs as UnixMs,
  };
  store.writeNow("appendEvents", [
    newEvent({ zone: "5415", name: "gw-1" }, { ...facts, data } as never),
  ]);
}

async function fold(store: DirectStore, nowUnixMs = NOON, keptDays = 365): Promise<void> {
  await new ReportDays({ store, clock: clock(nowUnixMs), keptDays }).catchUp();
}

Deno.test("The report of a day names what was heard of each wearable, and what its alarms became", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  for (const uid of ["d-1", "d-2"]) add(store, uid);
  store.writeNow("acceptFrame", ALARM);
  hear(store, "d-1", 1_700_000_050_000);
  store.writeNow("moveIncident", {
    incident: ALARM.opens!.id,
    to: "closed",
    outcome: "real",
    by: boxUser("root"),
    way: "http",
    via: "test",
    atUnixMs: 1_700_000_060_000,
  });
  await fold(store);
  const report = readDayReport(store.read, DAY, NOON + 2 * DAY_MS)!;
  assert.equal(report.isPreliminary, false);
  assert.deepEqual(report.counts, {
    wearables: 2,
    heard: 1,
    tested: 1,
    charged: 0,
    silences: 0,
    notCharged: 0,
    drills: 0,
  });
  assert.deepEqual(report.alarms, { real: 1, false: 0, test: 0, drill: 0, open: 0 });
  assert.deepEqual(
    report.wearables.map((
      { heard, reference, tests, wearable },
    ) => [wearable, reference, heard, tests]),
    [["d-1", "2026/d-1", 2, 1], ["d-2", "2026/d-2", 0, 0]],
  );
  const days = readWearableDays(store.read, "d-1", NOON)!;
  assert.equal(days.find(({ day }) => day === DAY)!.report.heard, 2);
});

Deno.test("An alarm that is in no row yet is in the report already, which says that it is not whole", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  add(store, "d-1");
  store.writeNow("acceptFrame", ALARM);
  const report = readDayReport(store.read, DAY, NOON + 2 * DAY_MS)!;
  assert.deepEqual([report.alarms.open, report.isPreliminary], [1, true]);
});

Deno.test("Each event is counted once, however often and by however many the rows are made", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  add(store, "d-1");
  for (let n = 0; n < 60; n++) hear(store, "d-1", 1_700_000_000_000 + n);
  const [one, other] = [0, 1].map(() =>
    new ReportDays({ store, clock: clock(NOON), keptDays: 365 })
  );
  await one!.work();
  await other!.catchUp();
  await one!.catchUp();
  await fold(store);
  assert.equal(store.read.wearableDays.ofDevice(1, DAY)!.heard, 60);
  assert.equal(store.read.wearableDays.foldedThrough(), 60);
});

Deno.test("A wearable that serves another file since is named without one", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  add(store, "d-1");
  hear(store, "d-1", PRESSED.valueOf());
  await fold(store);
  const change = { what: "assigned", reference: "2026/OTHER" } as const;
  store.writeNow("changeDevice", {
    uid: "d-1",
    change,
    by: boxUser("root"),
    atUnixMs: NOON + DAY_MS,
  });
  const [its] = readDayReport(store.read, DAY, NOON + 2 * DAY_MS)!.wearables;
  assert.equal(its!.reference, undefined);
});

Deno.test("Days are kept as long as events are", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  add(store, "d-1");
  hear(store, "d-1", PRESSED.valueOf());
  hear(store, "d-1", PRESSED.valueOf() + 10 * DAY_MS);
  await fold(store, PRESSED.valueOf() + 10 * DAY_MS, 5);
  assert.equal(store.read.wearableDays.ofDevice(1, DAY), undefined);
  assert.notEqual(store.read.wearableDays.oldest(), DAY);
});

Deno.test("A report of more wearables than a part has goes on where the part ends", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  for (let n = 0; n < 5; n++) add(store, `d-${n}`, n + 1);
  await fold(store);
  const first = readDayReport(store.read, DAY, NOON, "", 3)!;
  const rest = readDayReport(store.read, DAY, NOON, first.next, 3)!;
  assert.deepEqual([first.wearables.length, first.next, rest.wearables.length], [3, "d-2", 2]);
  assert.equal(rest.next, undefined);
});

Deno.test("The file for mail names all, loads nothing from elsewhere, and takes no markup from names", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  add(store, "d-1");
  const change = { what: "assigned", reference: "<b>2026</b>" } as const;
  store.writeNow("changeDevice", { uid: "d-1", change, by: boxUser("root"), atUnixMs: 2 });
  hear(store, "d-1", PRESSED.valueOf());
  await fold(store);
  for (const language of ["nl", "fr", "de", "en"] as const) {
    const facts = { zone: "5415", gateway: "gw-1", nowUnixMs: NOON, language };
    const { html, wearables } = reportFile(store.read, DAY, facts)!;
    assert.deepEqual(wearables, ["d-1"]);
    assert.match(html, new RegExp(`<html lang="${language}">`));
    assert.match(html, /&lt;b&gt;2026&lt;\/b&gt;/);
    assert.doesNotMatch(html, /<script|src=|href=|url\(|<b>/);
  }
});

Deno.test("There is no report of a day that has not begun, nor of what is no day", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  assert.equal(readDayReport(store.read, "2030-01-01", NOON), undefined);
  assert.equal(readDayReport(store.read, "2023-02-31", NOON), undefined);
});
