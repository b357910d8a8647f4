/** A disk that fails now and then: what was read before holds, in favour of the alarm. */
import assert from "node:assert/strict";
import { StoreError } from "../../../db/store.ts";
import { incidentId } from "../../../devices/frame/identity.ts";
import { UP_TYPE } from "../../../devices/frame/types.ts";
import { encodeAlarmBody } from "../../../devices/frame/uplink_bodies.ts";
import { decodeHex } from "../../../devices/hex.ts";
import { beginDrill, Intake } from "../../support/intake.ts";
import { Wearable } from "../../support/wearable.ts";

/** Has queries of one kind fail until what it gives is called. */
function failing(queries: object, ...names: string[]): () => void {
  const originals = Object.fromEntries(Object.entries(queries));
  const fail = () => {
    throw new StoreError("disk I/O error", 10);
  };
  for (const name of names) Object.assign(queries, { [name]: fail });
  return () => void Object.assign(queries, originals);
}

const panics = (intake: Intake) =>
  intake.stored().filter(({ type }) => type === "vigil.panic.v1").map(({ data }) => data);
const anomalies = (intake: Intake) => panics(intake).map((data) => data.anomalies);

Deno.test("A drill that has ended hides no alarm, though the disk does not say so at once", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await beginDrill(intake, 30);
  await intake.hear(wearable.panic());
  await beginDrill(intake, 0);
  const mend = failing(intake.store.read.drills, "lasting");
  await intake.hear(wearable.panic());
  mend();
  await intake.hear(wearable.panic());
  await beginDrill(intake, 30);
  await intake.hear(wearable.panic());
  assert.deepEqual(panics(intake).map(({ drill }) => drill), [true, false, false, true]);
});

Deno.test("A panic is taken though the disk gives nothing of what changed just now", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  await intake.store.write("assignDevice", { uid: "d-test", reference: "2026/00123" });
  const { devices, drills, incidents } = intake.store.read;
  const mends = [
    failing(devices, "version", "changesAfter"),
    failing(drills, "lasting"),
    failing(incidents, "newestAlarms", "byId"),
  ];
  await intake.hear(wearable.panic());
  for (const mend of mends) mend();
  await intake.hear(wearable.panic());
  const references = intake.stored().map(({ data }) => data.assignment?.reference);
  assert.deepEqual(references, [undefined, undefined, "2026/00123"]);
});

Deno.test("A message that fails does not make its wearable's next one look new once more", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  const write = intake.store.write.bind(intake.store);
  const failingWrite: typeof write = (name, input) =>
    name === "acceptFrame" && (input as { event: { type: string } }).event.type === "position"
      ? Promise.reject(new StoreError("too much waits for the disk", undefined))
      : write(name, input);
  Object.assign(intake.store, { write: failingWrite });
  await Promise.all([wearable.position(), wearable.panic()].map((frame) => intake.hear(frame)));
  const body = encodeAlarmBody({ alarm: 9, batteryPercent: 50, sinceTriggerS: 1 });
  await intake.hear(wearable.seal(wearable.epoch, wearable.counter - 1, UP_TYPE.panic, body));
  assert.deepEqual(anomalies(intake), [[], [], ["counter-collision"]]);
});

Deno.test("A message that another program puts back is known from then on", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  {
    using store = intake.beside();
    store.run("update device_key set newest_counter = 5");
    store.run(
      "insert into seen (device, kid, epoch, counter, tag, event) values (1, 1, 1, 5, ?, 1)",
      new Uint8Array(8),
    );
  }
  await intake.store.write("assignDevice", { uid: "d-test", reference: "2026/00123" });
  wearable.counter = 5;
  await intake.hear(wearable.panic());
  assert.deepEqual(anomalies(intake), [[], ["counter-collision"]]);
});

Deno.test("An incident that another program puts back is known from then on, and is not opened again", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  {
    using store = intake.beside();
    const id = decodeHex(incidentId("d-test", 1, 5))!;
    store.run(
      `insert into incident (id, device, kid, alarm, opened, opened_unix_ms, state)
       values (?, 1, 1, 5, 1, 0, 'closed')`,
      id,
    );
  }
  await intake.store.write("assignDevice", { uid: "d-test", reference: "2026/00123" });
  wearable.alarm = 5;
  await intake.hear(wearable.position());
  assert.equal(intake.stored().at(-1)!.priority, "low");
});
