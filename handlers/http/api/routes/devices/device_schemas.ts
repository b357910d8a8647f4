/** Shapes of what the routes about wearables take and give. */
import * as z from "zod";

const time = z.iso.datetime();
const kid = z.int().min(0).max(255);

/** Which wearable. */
export const deviceParams = z.object({ id: z.string().describe("UID of the wearable") });

/** A day as people write it. */
export const day = z.iso.date().describe("As in 2027-05-23: from that day on, UTC, it is over");

/** Seconds between heartbeats. */
export const heartbeatS = z.int().min(0).max(0xffff)
  .describe(
    "Seconds between its heartbeats; 0: its silence is not noticed; never set: it is learned",
  );

export const deviceSchema = z.object({
  device: z.string().describe("UID"),
  state: z.enum(["none", "active", "suspended", "expired", "retired"]),
  reference: z.string().optional().describe("Of the file that it serves"),
  expires: z.iso.date().optional(),
  endsInDays: z.int().optional().describe("Begun days count whole; 0 or less: it is over"),
  warning: z.union([z.literal(30), z.literal(7), z.literal(1), z.literal("expired")]).optional()
    .describe("It ends within so many days, or has ended"),
  created: time,
  lastHeard: time.optional(),
  heartbeatS: z.int().optional().describe("Seconds between its heartbeats, as they were set"),
  learnedHeartbeatS: z.int().optional()
    .describe("The same, as learned from them; it counts while none is set"),
  supervision: z.enum(["set", "learned", "off", "unknown"]).describe(
    "By which period its silence is noticed; `off`: by none, as somebody wants it; `unknown`: by none, " +
      "since it was neither set nor learned yet",
  ),
  silent: z.literal(true).optional(),
  drill: time.optional().describe("Until when it is in a drill"),
  stages: z.object({ due: z.int(), sent: z.int(), heard: z.int() }).optional(),
  lastTest: z.object({ passed: z.boolean(), at: time }).optional(),
  senders: z.array(z.object({
    over: z.enum(["sms", "lorawan"]),
    address: z.string().describe("Number, or DevAddr"),
    codec: z.string(),
    counter: z.int().optional().describe("LoRaWAN: the highest that was taken"),
    lastMessage: time.optional(),
  })).optional().describe("Whom a device of another maker sends as"),
  keys: z.array(z.object({ kid, state: z.enum(["current", "next"]), epoch: z.int() }))
    .describe("Key generations, never the keys"),
}).meta({ id: "Device" });

export const deviceWithHistory = deviceSchema.extend({
  history: z.array(z.looseObject({ at: time, by: z.string(), what: z.string() }))
    .describe("The newest steps of its life, oldest first"),
});
