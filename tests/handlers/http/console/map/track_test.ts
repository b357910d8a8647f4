import assert from "node:assert/strict";
import type { Reader } from "../../../../../db/store.ts";
import type { EventData } from "../../../../../devices/event.ts";
import type { Moment } from "../../../../../handlers/http/console/views/moment.ts";
import { toneOf } from "../../../../../handlers/http/console/views/map/open_places.ts";
import { readTrack } from "../../../../../handlers/http/console/views/map/track_view.ts";
import { visitOf } from "../../../../support/visit.ts";

const { now } = visitOf();
const AT = { lat: 51.1932743, lon: 4.363482, source: "gnss" } as const;

/** An event that was heard some seconds ago. */
function heard(secondsAgo: number, data: Partial<EventData>) {
  const clock = {
    quality: "ntp",
    bootId: "boot",
    monotonicMs: now.monotonicMs - secondsAgo * 1_000,
  };
  const time = new Date(now.unixMs - secondsAgo * 1_000).toISOString();
  return { body: JSON.stringify({ time, data: { authenticity: "verified", clock, ...data } }) };
}

/** The track of an incident whose events are these, newest first as the store gives them. */
function trackOf(events: readonly { body: string }[], limit?: number, at: Moment = now) {
  const incidents = {
    eventsBefore: (_id: unknown, _at: unknown, count: number) => events.slice(0, count),
  };
  return readTrack({ incidents } as unknown as Reader, "ab".repeat(16), at, limit);
}

Deno.test("A track has the age of each fix, and not that of the message that brought it", () => {
  const [fix] = trackOf([heard(2, { position: { ...AT, accuracyM: 17, fixAgeS: 30 } })]);
  assert.deepEqual(fix, {
    lat: AT.lat,
    lon: AT.lon,
    accuracyM: 17,
    atUnixMs: now.unixMs - 32_000,
    ageMs: 32_000,
    isProved: true,
  });
});

Deno.test("The newest fix is last, even where a message that was held up brings an older one", () => {
  const track = trackOf([
    heard(1, { position: { ...AT, lat: 51.1, fixAgeS: 600 } }),
    heard(10, { position: { ...AT, lat: 51.2, fixAgeS: 0 } }),
    heard(60, { position: { ...AT, lat: 51.3, fixAgeS: 0 } }),
  ]);
  assert.deepEqual(track.map(({ lat }) => lat), [51.1, 51.3, 51.2]);
});

Deno.test("A position that cannot be is in the track, with what speaks against it", () => {
  const track = trackOf([
    heard(1, { position: AT, anomalies: ["battery", "position-jump"] }),
    heard(2, { position: AT, anomalies: ["position-frozen"], authenticity: "unverified" }),
  ]);
  assert.deepEqual(
    track.map(({ anomalies, isImplausible, isProved }) => [anomalies, isImplausible, isProved]),
    [
      [["position-frozen"], true, false],
      [["position-jump"], true, true],
    ],
  );
});

Deno.test("An event without a position is no fix, and a track has no more of them than asked for", () => {
  const events = [
    heard(1, {}),
    heard(2, { position: AT }),
    heard(3, {}),
    heard(4, { position: AT }),
    heard(5, { position: AT }),
  ];
  assert.equal(trackOf(events).length, 3);
  assert.equal(trackOf(events, 2).length, 2);
  assert.equal(trackOf(events, 1)[0]?.ageMs, 2_000);
  assert.deepEqual(readTrack({} as Reader, "no id", now), []);
});

Deno.test("Who waits for help is in danger, until somebody has said that it is organised", () => {
  const tone = (state: Parameters<typeof toneOf>[0]["state"], isDrill = false) =>
    toneOf({ isDrill, state });
  assert.deepEqual(["new", "received", "rejected"].map((its) => tone(its as "new")), [
    "danger",
    "danger",
    "danger",
  ]);
  assert.deepEqual(["accepted", "underway", "on-scene"].map((its) => tone(its as "accepted")), [
    "cared-for",
    "cared-for",
    "cared-for",
  ]);
  assert.equal(tone("new", true), "drill");
});
