import assert from "node:assert/strict";
import type { Flag } from "../../../devices/event.ts";
import { UP_TYPE, type UpTypeName } from "../../../devices/frame/types.ts";
import { encodeAlarmBody } from "../../../devices/frame/uplink_bodies.ts";
import { judge, type Known } from "../../../handlers/ingest/judge.ts";

const NUMBER = { epoch: 10, counter: 5 };
const KNOWN: Known = {
  newestEpoch: 10,
  newestCounter: 5,
  seen: "never",
  incidentOf: () => "open",
};

/** Name and priority of what a frame becomes. */
function named(type: UpTypeName, flags: Flag[], incident: "open" | "ended" | "unknown", alarm = 1) {
  const body = encodeAlarmBody({ alarm, flags, sinceTriggerS: 0 });
  const judged = judge(UP_TYPE[type], body, NUMBER, { ...KNOWN, incidentOf: () => incident });
  assert.equal(judged.verdict, "accept");
  const { name, priority } = judged.acceptance;
  return `${name} ${priority}`;
}

Deno.test("A panic is duress with that flag, else fall with that flag, else panic, always critical", () => {
  assert.equal(named("panic", ["duress", "fall"], "open"), "duress critical");
  assert.equal(named("panic", ["fall", "tamper"], "open"), "fall critical");
  assert.equal(named("panic", ["moving"], "open"), "panic critical");
  assert.equal(named("panic", [], "ended"), "panic critical");
});

Deno.test("A status is tamper, else battery-low with low battery or power going off, else status", () => {
  assert.equal(named("status", ["tamper", "low-battery"], "open"), "tamper critical");
  assert.equal(named("status", ["low-battery"], "open"), "battery-low normal");
  assert.equal(named("status", ["power-off"], "ended"), "battery-low normal");
  assert.equal(named("status", ["charging", "silent"], "open"), "status normal");
});

Deno.test("Whatever opens an incident is critical", () => {
  assert.equal(named("status", ["low-battery"], "unknown"), "battery-low critical");
  assert.equal(named("position", [], "unknown"), "position critical");
});

Deno.test("A position is high in an open incident and low otherwise", () => {
  assert.equal(named("position", [], "open"), "position high");
  assert.equal(named("position", [], "ended"), "position low");
  assert.equal(named("position", [], "open", 0), "position low");
});

Deno.test("A cancel is high, a test and a heartbeat low, a rekey-ok normal", () => {
  assert.equal(named("cancel", [], "open"), "cancel-requested high");
  assert.equal(named("test", ["duress"], "open"), "test low");
  assert.equal(named("heartbeat", [], "open"), "heartbeat low");
  assert.equal(named("rekey-ok", [], "open"), "device-rekeyed normal");
});

Deno.test("A repeat is a repeat however old, as long as its epoch is remembered", () => {
  const known: Known = { ...KNOWN, newestEpoch: 26, seen: "same-bytes" };
  const body = new Uint8Array(14);
  assert.deepEqual(judge(UP_TYPE.heartbeat, body, NUMBER, known), { verdict: "repeat" });
  assert.deepEqual(judge(UP_TYPE.heartbeat, body, NUMBER, { ...known, newestEpoch: 27 }), {
    verdict: "reject",
    reason: "replay-suspected",
  });
});

Deno.test("The replay state after a frame never goes back", () => {
  const body = encodeAlarmBody({ alarm: 1, sinceTriggerS: 0 });
  const after = (epoch: number, counter: number) => {
    const judged = judge(UP_TYPE.panic, body, { epoch, counter }, KNOWN);
    assert.equal(judged.verdict, "accept");
    return [judged.acceptance.newestEpoch, judged.acceptance.newestCounter];
  };
  assert.deepEqual(after(9, 900), [10, 5]);
  assert.deepEqual(after(10, 4), [10, 5]);
  assert.deepEqual(after(10, 6), [10, 6]);
  assert.deepEqual(after(11, 0), [11, 0]);
  assert.deepEqual(after(0xffff_ffff, 3), [0xffff_ffff, 3]);
});
