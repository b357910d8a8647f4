import assert from "node:assert/strict";
import type { EventData } from "../../../devices/event.ts";
import { EVENT_EXAMPLE } from "../../../handlers/formats/event_example.ts";
import { eventDataSchema, eventSchema } from "../../../handlers/formats/event_schema.ts";

Deno.test("What is described of an event's data is what is written", () => {
  // Compiles only while both have the same members.
  const described: { readonly [K in keyof Required<EventData>]: unknown } = eventDataSchema.shape;
  const unwritten: readonly Exclude<keyof typeof eventDataSchema.shape, keyof EventData>[] = [];
  assert.ok(Object.keys(described).length > unwritten.length);
});

Deno.test("An event of an unknown kind, priority or flag is not of the shape", () => {
  const { data } = EVENT_EXAMPLE;
  assert.ok(eventSchema.safeParse(EVENT_EXAMPLE).success);
  for (
    const change of [
      { type: "vigil.party.v1" },
      { priority: "urgent" },
      { data: { ...data, flags: ["loud"] } },
      { data: { ...data, position: { lat: 91, lon: 4, source: "gnss" } } },
      { durable: true },
    ]
  ) {
    assert.equal(eventSchema.safeParse({ ...EVENT_EXAMPLE, ...change }).success, false);
  }
});

Deno.test("What a later version adds does not break the shape", () => {
  const { data } = EVENT_EXAMPLE;
  const later = { ...EVENT_EXAMPLE, added: 1, data: { ...data, added: true } };
  assert.ok(eventSchema.safeParse(later).success);
});
