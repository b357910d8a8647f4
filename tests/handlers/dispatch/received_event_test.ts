import assert from "node:assert/strict";
import { readReceivedEvent } from "../../../handlers/dispatch/received_event.ts";
import { newEvent } from "../../../handlers/events/new_event.ts";
import type { UnixMs } from "../../../devices/time.ts";

const GATEWAY = "urn:vigil:5415:gw-1";

/** An event as a gateway publishes it. */
function published(more: object = {}): Record<string, unknown> {
  const { body, hash } = newEvent({ zone: "5415", name: "gw-1" }, {
    id: "b".repeat(32),
    name: "panic",
    priority: "critical",
    subject: "device/d-1",
    incident: "c".repeat(32),
    at: 1_000 as UnixMs,
    data: { device: "d-1", clock: { quality: "ntp", bootId: "boot", monotonicMs: 5 } },
  });
  const sequence = "7".padStart(20, "0");
  return { ...JSON.parse(body), hash: new Uint8Array(hash).toHex(), sequence, ...more };
}

function read(event: object, by = {}) {
  return readReceivedEvent(JSON.stringify(event), { way: "x", ...by });
}

Deno.test("An event is kept as it came, with what the records find it by", () => {
  const event = published();
  const found = read(event, { gateway: GATEWAY });
  assert.ok(found.ok);
  assert.deepEqual(found.value, {
    id: "b".repeat(32),
    hash: event.hash,
    source: GATEWAY,
    type: "vigil.panic.v1",
    priority: "critical",
    subject: "device/d-1",
    time: "1970-01-01T00:00:01.000Z",
    incident: "c".repeat(32),
    sequence: "00000000000000000007",
    body: JSON.stringify(event),
    way: "x",
  });
});

Deno.test("Its number in a stream is kept with the name of the stream, and is no part of its hash", () => {
  const found = read(published({ streamsequence: 4, previoushash: "d".repeat(64) }), {
    stream: "s",
  });
  assert.ok(found.ok);
  assert.deepEqual(found.value.link, { stream: "s", number: 4, previous: "d".repeat(64) });
});

for (
  const [what, event, problem] of [
    ["a changed place", published({ subject: "device/d-2" }), { code: "wrong-hash" }],
    ["an added member", published({ note: "x" }), { code: "wrong-hash" }],
    ["another gateway's", published({ source: "urn:vigil:5415:gw-2" }), { code: "wrong-hash" }],
    ["an unknown priority", published({ priority: "urgent" }), {
      code: "not-an-event",
      member: "priority",
    }],
    ["an id that is none", published({ id: "B".repeat(32) }), {
      code: "not-an-event",
      member: "id",
    }],
    ["a number below 1", published({ streamsequence: 0, previoushash: "d".repeat(64) }), {
      code: "not-an-event",
      member: "streamsequence",
    }],
    ["a list", [], { code: "not-an-event", member: "id" }],
    ["text of great length", published({ note: "x".repeat(300_000) }), { code: "too-large" }],
  ] as const
) {
  Deno.test(`What is no event as a gateway said it is refused: ${what}`, () => {
    assert.deepEqual(read(event), { ok: false, error: problem });
  });
}

Deno.test("On the channel of one gateway, a true event of another is refused", () => {
  const found = read(published(), { gateway: "urn:vigil:5415:gw-2" });
  assert.deepEqual(found, { ok: false, error: { code: "other-gateway" } });
  const broken = readReceivedEvent("{", { way: "x" });
  assert.deepEqual(broken, { ok: false, error: { code: "no-json" } });
});
