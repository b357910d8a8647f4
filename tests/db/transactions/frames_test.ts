import assert from "node:assert/strict";
import type { DirectStore } from "../../../db/store.ts";
import type { RejectedFrame } from "../../../db/transactions/rejected.ts";
import { acceptedOf, TemporaryStore } from "../../support/temporary_store.ts";
import { program } from "../../support/authors.ts";

const RECEPTION = { atUnixMs: 5, modem: "lora-2", rssiDbm: -90.5, snrDb: -3.25 };

function addDevice(store: DirectStore, uid = "d-1") {
  const rootKey = new Uint8Array(16).fill(1);
  return store.writeNow("addDevice", { uid, kid: 1, rootKey, epoch: 0, createdAtUnixMs: 1 });
}

function replayState(store: DirectStore): number[] {
  const [key] = store.read.devices.keys(1);
  return [key!.newestEpoch, key!.newestCounter];
}

function rejectedOf(reason: string, byte: number): RejectedFrame {
  return { ...RECEPTION, reason, carrier: "bytes", payload: new Uint8Array([byte]) };
}

Deno.test("An accepted frame stores event, replay state, incident and answer together", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  addDevice(store);
  const frame = { ...acceptedOf(1, 3, 9), opens: { id: new Uint8Array(16).fill(4), alarm: 7 } };
  assert.deepEqual(store.writeNow("acceptFrame", frame), {
    outcome: "accepted",
    place: { sequence: 1, lane: 0, ordinal: 1 },
    answers: [frame.answer],
  });
  assert.deepEqual(replayState(store), [3, 9]);
  assert.equal(store.read.incidents.state(frame.opens.id), "new");
  assert.deepEqual(store.read.frames.answers(frame.uplink), [frame.answer]);
  assert.deepEqual(store.read.frames.seen(frame.uplink), [{
    tag: frame.uplink.tag,
    sequence: 1,
  }]);
  assert.equal(store.read.devices.keys(1)[0]!.heardAtUnixMs, frame.event.receivedAtUnixMs);
});

Deno.test("An accepted frame whose event is there already is a repeat and changes nothing", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  addDevice(store);
  store.writeNow("acceptFrame", acceptedOf(1, 3, 9));
  const again = { ...acceptedOf(1, 4, 0), answer: new Uint8Array(6).fill(99) };
  assert.equal(store.writeNow("acceptFrame", again).outcome, "repeated");
  assert.deepEqual(replayState(store), [3, 9]);
  assert.equal(store.read.events.sequences().newest, 1);
  const { counters } = store.read.lanes.accounts();
  assert.equal(counters.get("frames/received"), 2);
  assert.equal(counters.get("frames/accepted"), 1);
  assert.equal(counters.get("frames/repeated"), 1);
});

Deno.test("The stored replay state never goes back, whatever a late judgement says", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  addDevice(store);
  store.writeNow("acceptFrame", acceptedOf(1, 3, 9));
  store.writeNow("acceptFrame", acceptedOf(2, 2, 50));
  assert.deepEqual(replayState(store), [3, 9]);
  store.writeNow("acceptFrame", acceptedOf(3, 3, 8));
  assert.deepEqual(replayState(store), [3, 9]);
  store.writeNow("acceptFrame", acceptedOf(4, 4, 0));
  assert.deepEqual(replayState(store), [4, 0]);
  store.writeNow("acceptFrame", acceptedOf(5, 0xffff_ffff, 0xff_ffff));
  assert.deepEqual(replayState(store), [0xffff_ffff, 0xff_ffff]);
});

Deno.test("Messages are remembered for 16 epochs behind the newest and forgotten then", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  addDevice(store);
  const old = acceptedOf(1, 4, 0);
  const kept = acceptedOf(2, 5, 0);
  store.writeNow("acceptFrame", old);
  store.writeNow("acceptFrame", kept);
  store.writeNow("acceptFrame", acceptedOf(3, 21, 0));
  assert.deepEqual(store.read.frames.seen(old.uplink), []);
  assert.equal(store.read.frames.seen(kept.uplink).length, 1);
  assert.equal(store.read.events.after(0, 10).length, 3, "the events stay");
});

Deno.test("Only the frame that opens an incident has nothing due of it; one that thinks so has", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  addDevice(store);
  const id = new Uint8Array(16).fill(4);
  const opening = (number: number) => {
    const { event, ...frame } = acceptedOf(number, 3, number);
    return { ...frame, event: { ...event, incident: id }, opens: { id, alarm: 7 } };
  };
  const due = (number: number) => {
    const stored = store.writeNow("acceptFrame", opening(number));
    return stored.outcome === "accepted" ? stored.due : assert.fail(stored.outcome);
  };
  assert.equal(due(1), undefined);
  assert.equal(due(2), undefined, "nobody has moved it on");
  const move = { incident: id, by: program("Jan"), way: "http", via: "desk", atUnixMs: 5 } as const;
  store.writeNow("moveIncident", { ...move, to: "accepted" });
  assert.deepEqual(due(3), { incident: id, stage: "accepted" });
});

Deno.test("What is due is told under a number that one message has, and not where two share it", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  addDevice(store);
  const id = new Uint8Array(16).fill(4);
  store.writeNow("acceptFrame", { ...acceptedOf(1, 3, 1), opens: { id, alarm: 7 } });
  const move = { incident: id, by: program("Jan"), way: "http", via: "desk", atUnixMs: 5 } as const;
  store.writeNow("moveIncident", { ...move, to: "accepted" });
  const heartbeat = (number: number, counter: number) => {
    const { event, ...frame } = acceptedOf(number, 3, counter);
    const stored = store.writeNow("acceptFrame", {
      ...frame,
      event: { ...event, isAnswerable: false },
    });
    return stored.outcome === "accepted" ? stored.due?.stage : assert.fail(stored.outcome);
  };
  const stages = [heartbeat(2, 2), heartbeat(3, 2), heartbeat(4, 3)];
  assert.deepEqual(stages, ["accepted", undefined, "accepted"]);
});

Deno.test("A repeat of an unknown message is not counted", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  addDevice(store);
  const { uplink } = acceptedOf(1, 1, 0);
  assert.equal(store.writeNow("repeatFrame", { uplink, reception: RECEPTION }), undefined);
  assert.equal(store.read.lanes.accounts().counters.get("frames/received"), undefined);
});

Deno.test("A repeat counts, keeps at most 200 receptions and gives the stored answers", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  addDevice(store);
  const frame = acceptedOf(1, 1, 0);
  store.writeNow("acceptFrame", frame);
  for (let times = 0; times < 203; times++) {
    const repeat = store.writeNow("repeatFrame", { uplink: frame.uplink, reception: RECEPTION })!;
    assert.deepEqual(repeat, { lane: 0, answers: [frame.answer] });
  }
  using connection = temporary.connection();
  const rows = connection.all("select * from reception");
  assert.equal(rows.length, 200);
  assert.deepEqual({ ...rows[0] }, {
    event: 1,
    at_unix_ms: 5,
    modem: "lora-2",
    rssi_dbm: -90.5,
    snr_db: -3.25,
  });
  assert.equal(store.read.lanes.accounts().counters.get("frames/repeated"), 203);
});

Deno.test("An answer is stored under the next index only", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  addDevice(store);
  const { uplink, answer } = acceptedOf(1, 1, 0);
  store.writeNow("acceptFrame", acceptedOf(1, 1, 0));
  const next = new Uint8Array(6).fill(200);
  assert.equal(store.writeNow("storeAnswer", { uplink, index: 0, answer: next }), false);
  assert.equal(store.writeNow("storeAnswer", { uplink, index: 2, answer: next }), false);
  assert.equal(store.writeNow("storeAnswer", { uplink, index: 1, answer: next }), true);
  assert.equal(store.writeNow("storeAnswer", { uplink, index: 1, answer: next }), false);
  assert.deepEqual(store.read.frames.answers(uplink), [answer, next]);
  const stranger = { ...uplink, tag: new Uint8Array(8).fill(9) };
  assert.equal(store.writeNow("storeAnswer", { uplink: stranger, index: 0, answer: next }), false);
  assert.throws(
    () => store.writeNow("storeAnswer", { uplink, index: 2, answer: new Uint8Array(5) }),
    /CHECK constraint/,
  );
});

Deno.test("Of each reason the newest 2 000 rejected frames are kept, and all are counted", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("rejectFrames", [rejectedOf("length", 1)]);
  const many = Array.from({ length: 2_100 }, (_, at) => rejectedOf("bad-tag", at & 0xff));
  store.writeNow("rejectFrames", many);
  const reader = store.read;
  assert.equal(reader.frames.rejectedFor("bad-tag", 0, 10_000).length, 2_000);
  assert.equal(
    reader.frames.rejectedFor("bad-tag", 0, 1)[0]!.payload[0],
    100,
    "the oldest go first",
  );
  assert.equal(
    reader.frames.rejectedFor("length", 0, 10_000).length,
    1,
    "no reason crowds another out",
  );
  const { counters } = reader.lanes.accounts();
  assert.equal(counters.get("frames/received"), 2_101);
  assert.equal(counters.get("frames/rejected/bad-tag"), 2_100);
  assert.equal(counters.get("frames/rejected/length"), 1);
});

Deno.test("Rejected frames are read newest first, page by page, as they were heard", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const { rssiDbm: _rssi, snrDb: _snr, ...bare } = rejectedOf("armour", 3);
  store.writeNow("rejectFrames", [rejectedOf("a", 1), rejectedOf("b", 2), {
    ...bare,
    carrier: "text",
    sender: "+32470123456",
    device: "p-17",
    codec: "gt06",
  }]);
  const [newest, middle] = store.read.frames.rejected(0, 2);
  assert.deepEqual(newest, {
    number: 3,
    atUnixMs: 5,
    modem: "lora-2",
    reason: "armour",
    carrier: "text",
    payload: new Uint8Array([3]),
    rssiDbm: undefined,
    snrDb: undefined,
    sender: "+32470123456",
    device: "p-17",
    codec: "gt06",
  });
  assert.deepEqual([middle!.sender, middle!.device, middle!.codec], [
    undefined,
    undefined,
    undefined,
  ]);
  assert.deepEqual(store.read.frames.rejected(middle!.number, 2).map(({ number }) => number), [
    1,
  ]);
});
