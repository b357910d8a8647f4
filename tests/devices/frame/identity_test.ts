import assert from "node:assert/strict";
import { eventId, incidentId } from "../../../devices/frame/identity.ts";
import { bytes, vectors } from "./vectors.ts";

Deno.test("every event id and incident id of the vectors is computed", () => {
  for (const { name, device, kid, epoch, ctr: counter, type, ...up } of vectors.up) {
    const uplink = { device, kid, epoch, counter, type };
    const expected = vectors.play.find(({ ref }) => ref === name);
    const isCollision = expected !== undefined && "collision" in expected;
    const collisionTag = bytes(up.frameHex).slice(-8);

    assert.equal(eventId(isCollision ? { ...uplink, collisionTag } : uplink), up.eventId, name);
    if (up.incidentId === null) continue;
    const alarm = Number.parseInt(up.bodyHex.slice(0, 4), 16);
    assert.equal(incidentId(device, kid, alarm), up.incidentId, name);
  }
});

Deno.test("every part of an uplink's identity makes another event id", () => {
  const uplink = { device: "d-1", kid: 1, epoch: 2, counter: 3, type: 4 };
  const others = [
    { device: "d-2" },
    { kid: 2 },
    { epoch: 0xffff_ffff },
    { counter: 0xff_ffff },
    { type: 5 },
    { collisionTag: new Uint8Array(8) },
  ];
  const ids = [{}, ...others].map((other) => eventId({ ...uplink, ...other }));

  assert.equal(new Set(ids).size, ids.length);
});
