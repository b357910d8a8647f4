import assert from "node:assert/strict";
import { partsOfText } from "../../../../../devices/codecs/sms/encode.ts";
import type { EventCore, EventData, EventName } from "../../../../../devices/event.ts";
import { eventType } from "../../../../../devices/event.ts";
import { alarmText } from "../../../../../handlers/delivery/transports/sms/alarm_text.ts";
import { LANGUAGES } from "../../../../../handlers/i18n/locales.ts";

const POSITION = {
  lat: 50.8467312,
  lon: 4.3524701,
  accuracyM: 12,
  fixAgeS: 40,
  source: "gnss",
} as const;
const ASSIGNMENT = { reference: "2026/00123", state: "active" } as const;

function event(name: EventName, data: Partial<EventData> = {}): EventCore {
  return {
    specversion: "1.0",
    id: "0123456789abcdef0123456789abcdef",
    source: "vigil:5415/gw-1",
    type: eventType(name),
    subject: "device/d-7q2k",
    time: "2026-03-01T12:00:00.000Z",
    datacontenttype: "application/json",
    priority: "critical",
    incident: "4f2a91c0deadbeef4f2a91c0deadbeef",
    data: {
      device: "d-7q2k",
      assignment: ASSIGNMENT,
      position: POSITION,
      clock: { quality: "ntp", bootId: "boot", monotonicMs: 1 },
      ...data,
    },
  };
}

function text(name: EventName, data: Partial<EventData> = {}, options = {}): string {
  return alarmText(event(name, data), { language: "en", place: true, ageS: 0, ...options });
}

Deno.test("a message says what happened, to which file, where, how exactly and how long ago", () => {
  assert.deepEqual(LANGUAGES.map((language) => text("panic", {}, { language, ageS: 140 })), [
    "Vigil paniek 4f2a91c0, Dossier 2026/00123, 50.84673,4.35247 +-12m 3 min geleden",
    "Vigil panique 4f2a91c0, Dossier 2026/00123, 50.84673,4.35247 +-12m il y a 3 min",
    "Vigil Panik 4f2a91c0, Akte 2026/00123, 50.84673,4.35247 +-12m vor 3 min",
    "Vigil panic 4f2a91c0, File 2026/00123, 50.84673,4.35247 +-12m 3 min ago",
  ]);
});

Deno.test("a drill and a test say so before anything else", () => {
  assert.deepEqual(
    LANGUAGES.map((language) => text("panic", { drill: true }, { language }).split(" ")[0]),
    ["OEFENING", "EXERCICE", "ÜBUNG", "DRILL"],
  );
  assert.ok(text("test").startsWith("TEST Vigil test "));
  assert.ok(text("panic").startsWith("Vigil "));
});

Deno.test("an alarm that proves nothing of its sender says so", () => {
  assert.equal(
    text("panic", { authenticity: "unverified" }),
    "Vigil panic 4f2a91c0, unverified, File 2026/00123, 50.84673,4.35247 +-12m 40 s ago",
  );
  assert.ok(!text("panic", { authenticity: "verified" }).includes("verified"));
});

Deno.test("what is not known is not said", () => {
  assert.ok(
    text("panic", { position: { lat: 50, lon: -4, source: "network" } })
      .endsWith(" 50.00000,-4.00000"),
  );
  const { assignment: _, position: __, ...bare } = event("fall").data;
  const unknown = { ...event("fall"), data: bare };
  assert.equal(
    alarmText(unknown, { language: "en", place: true, ageS: 0 }),
    "Vigil fall 4f2a91c0, Wearable d-7q2k, no position",
  );
});

Deno.test("a message says nothing of the place when the configuration does not want it", () => {
  assert.equal(text("panic", {}, { place: false }), "Vigil panic 4f2a91c0, File 2026/00123");
});

Deno.test("the age of a place is said in seconds, minutes or hours", () => {
  const age = (ageS: number) => text("panic", {}, { ageS: ageS - POSITION.fixAgeS }).split("m ")[1];
  assert.deepEqual([59, 60, 7_199, 7_200].map(age), [
    "59 s ago",
    "1 min ago",
    "120 min ago",
    "2 h ago",
  ]);
});

Deno.test("what belongs to no incident is named by its own code", () => {
  const { incident: _, ...alone } = event("test");
  assert.ok(alarmText(alone, { language: "en", place: true, ageS: 0 }).includes(" 01234567,"));
});

Deno.test("the longest alarm fits one message in every language", () => {
  const longest = {
    drill: true,
    authenticity: "unverified",
    assignment: { reference: "BR.11.L1.001234/2026-0001", state: "active" },
    position: { ...POSITION, lon: -114.3524701, accuracyM: 12_000, fixAgeS: 7_000 },
  } as const;
  for (const language of LANGUAGES) {
    for (const name of ["panic", "duress", "fall", "tamper", "position", "status"] as const) {
      const written = text(name, longest, { language });
      assert.equal(partsOfText(written), 1, `${written} (${written.length})`);
    }
  }
});

Deno.test("a reference that was stored with control characters commands no phone and forges no line", () => {
  const reference = "2026/1\x1b[2J\nVigil panic 00000000";
  const said = text("panic", { assignment: { reference, state: "active" } });
  assert.ok(said.includes("File 2026/1\\u001b[2J\\nVigil panic 00000000,"), said);
});

Deno.test("The beginning of a drill is announced as a drill, for how long and by whom, and of no place", () => {
  const said = text("drill-started", {
    drill: true,
    assignment: undefined!,
    details: { by: "jan", minutes: 30 },
  });
  assert.equal(said, "DRILL Vigil drill started 4f2a91c0, Wearable d-7q2k, 30 min, jan");
});
