/** The shape of an event as it leaves, for documents and checks. */
import * as z from "zod";
import {
  ANOMALIES,
  ASSIGNMENT_STATES,
  AUTHENTICITIES,
  eventType,
  FLAGS,
  POSITION_SOURCES,
  PRIORITIES,
} from "../../devices/event.ts";
import { CLOCK_QUALITIES } from "../../devices/time.ts";
import { EVENT_MEANINGS, EVENT_NAMES } from "./event_catalogue.ts";

const time = z.iso.datetime();

export const positionSchema = z.looseObject({
  lat: z.number().min(-90).max(90).describe("Degrees WGS 84, to 7 decimals"),
  lon: z.number().min(-180).max(180).describe("Degrees WGS 84, to 7 decimals"),
  accuracyM: z.int().min(1).optional().describe("Radius in metres; absent: unknown"),
  fixAgeS: z.int().min(0).optional()
    .describe("Seconds between the fix and the sending; absent: unknown"),
  source: z.enum(POSITION_SOURCES).describe("`network`: by cells, Wi-Fi or beacons"),
}).meta({ id: "Position" });

const assignmentSchema = z.looseObject({
  reference: z.string().optional().describe("Of the file that the wearable serves"),
  expires: z.iso.date().optional().describe("From that day on, UTC, the link is over"),
  state: z.enum(ASSIGNMENT_STATES),
});

const receptionSchema = z.looseObject({
  modem: z.string().describe("Name of the modem that heard it first"),
  at: time,
  rssiDbm: z.number().optional().describe("Strength of the signal, in dBm"),
  snrDb: z.number().optional().describe("Signal to noise, in dB"),
});

const clockSchema = z.looseObject({
  quality: z.enum(CLOCK_QUALITIES).describe("How far `time` can be believed"),
  bootId: z.string().describe("Random id of this boot of the gateway"),
  monotonicMs: z.int().describe("Milliseconds on a clock that never steps, within this boot"),
});

/** What is unknown is absent, never null. New members may come: pass over what you do not know. */
export const eventDataSchema = z.looseObject({
  device: z.string().optional().describe(
    "UID of the wearable; absent: the gateway speaks of itself",
  ),
  sender: z.string().optional()
    .describe("Foreign formats: the number that a short message bears. It proves nothing"),
  assignment: assignmentSchema.optional(),
  alarm: z.int().min(1).optional().describe("Number of the alarm by the wearable's own count"),
  position: positionSchema.optional(),
  batteryPercent: z.int().min(0).max(100).optional(),
  flags: z.array(z.enum(FLAGS)).optional(),
  sinceTriggerS: z.int().min(0).optional()
    .describe("Seconds between the press and this frame, by the wearable; 65535: that or more"),
  deviceTime: time.optional().describe("Foreign formats: by the device's own clock"),
  uptimeHours: z.int().min(0).optional().describe("Heartbeats: since the wearable started"),
  authenticity: z.enum(AUTHENTICITIES).optional()
    .describe(
      "`verified`: proved by the device's own key; `unverified`: nothing proves the sender",
    ),
  late: z.boolean().optional().describe(
    "It was sent long before it was heard, or repeats old news",
  ),
  drill: z.boolean().optional().describe("Part of an exercise; as urgent as any other"),
  anomalies: z.array(z.enum(ANOMALIES)).optional()
    .describe(
      "What was refused or strange; the alarm is kept all the same. `position-jump`: it came there faster " +
        "than 250 km/h; `position-frozen`: the same for hours while moving is reported",
    ),
  receptions: z.array(receptionSchema).optional()
    .describe("The first hearing; later ones are on the incident"),
  clock: clockSchema,
  frame: z.looseObject({
    codec: z.string().describe("`vf1`, or the name of a foreign format"),
    hex: z.string().describe("What was heard, byte for byte"),
  }).optional(),
  reason: z.string().optional()
    .describe("Events of the gateway: why, in a word that does not change"),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional()
    .describe("Events of the gateway: what a person needs to act on it"),
}).meta({ id: "EventData" });

/** A list of all kinds, for a description in Markdown. */
const KINDS = EVENT_NAMES.map((name) => `- \`${eventType(name)}\`: ${EVENT_MEANINGS[name]}`);

/** An event as it leaves: one CloudEvents 1.0 object. */
export const eventSchema = z.looseObject({
  specversion: z.literal("1.0"),
  id: z.string().describe("32 hex digits. The same event always has the same id"),
  source: z.string().describe("`urn:vigil:<zone>:<gateway>`"),
  type: z.enum(EVENT_NAMES.map(eventType)).describe(`What happened:\n\n${KINDS.join("\n")}`),
  subject: z.string()
    .describe(
      "`device/<uid>`, `sender/<address>`, `modem/<name>`, `destination/<name>`, `gateway`",
    ),
  time: time.describe("For people: order is `sequence`"),
  datacontenttype: z.literal("application/json"),
  sequence: z.string().optional()
    .describe("20 digits: the order in which events were stored. Absent with `durable: false`"),
  priority: z.enum(PRIORITIES),
  incident: z.string().optional().describe("32 hex digits; absent: it belongs to none"),
  hash: z.string().describe(
    "SHA-256 of the event in canonical JSON (RFC 8785) without `hash`, `sequence`, `durable`, " +
      "`streamsequence` and `previoushash`",
  ),
  durable: z.literal(false).optional()
    .describe("It was sent before it could be stored. Absent: it is stored"),
  streamsequence: z.int().optional().describe("Streams only: contiguous from 1 in its stream"),
  previoushash: z.string().optional()
    .describe("Streams only: `hash` of the event before it in its stream, 64 zeros for the first"),
  data: eventDataSchema,
}).meta({ id: "Event" });
