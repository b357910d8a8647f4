/** Shapes of what technicians ask of modems and are given. */
import * as z from "zod";
import { ACCESS_TECHNOLOGIES } from "../../../../devices/modems/cellular/access_technology.ts";

/** How long a test may listen, in seconds. */
const LISTEN_LIMIT_S = 60;

const text = z.string().describe("For people");
const signal = z.object({
  rssiDbm: z.number(),
  marginDb: z.number().describe("Above what can just be received"),
  verdict: z.enum(["good", "fair", "too weak"]),
  text,
});
const identity = {
  model: z.string().optional(),
  firmware: z.string().optional(),
  serial: z.string().optional().describe("IMEI, DevEUI or UID"),
};

/** One modem of the configuration. */
export const modemInfo = z.object({
  name: z.string(),
  kind: z.string().describe("In the configuration; may be auto"),
  foundKind: z.string().optional().describe("What it was found to be"),
  port: z.string().describe("In the configuration"),
  place: z.string().describe("The name that its port is found by now"),
  state: z.enum(["opening", "configuring", "ready", "lost"]).optional(),
  reason: z.string().optional().describe("Why it is lost"),
  ...identity,
  sim: z.string().optional().describe("Number of its SIM card"),
  radio: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  network: z.string().optional().describe("Of a cellular modem: its registration"),
  cellular: z.object({
    registration: z.string(),
    isRegistered: z.boolean(),
    operator: z.string().optional(),
    technology: z.enum(ACCESS_TECHNOLOGIES).optional()
      .describe("Generation of the network that it uses now"),
    storages: z.array(z.object({ storage: z.string(), used: z.int(), total: z.int() })),
  }).optional(),
  isTwoGOnly: z.literal(true).optional().describe("Its model knows 2G networks alone"),
  traffic: z.object({
    heard: z.int(),
    sent: z.int(),
    unsent: z.record(z.string(), z.int()),
    recovery: z.record(z.string(), z.object({ taken: z.int(), helped: z.int() })),
  }).optional().describe("Since the gateway started"),
  airtime: z.object({ total: z.number(), repeats: z.number() }).optional()
    .describe("Shares of what it may send within an hour, 0 to 1"),
  lastHeardAt: z.iso.datetime().optional(),
  signal: signal.optional().describe("Of the frame that was heard last"),
  lastChange: z.object({ at: z.iso.datetime(), by: z.string(), done: z.boolean() }).optional()
    .describe("Who had settings written to it last"),
});

/** What is behind a port. */
export const probeReport = z.object({
  port: z.string(),
  found: z.enum(["modem", "unknown", "nobody", "not asked"]),
  kind: z.string().optional(),
  baud: z.int().optional(),
  ...identity,
  text,
});

/** What is to be written. */
export const provisionRequest = z.strictObject({
  profile: z.string().max(16_384).optional()
    .describe("A profile in TOML; without, what the configuration says"),
  configurationMode: z.boolean().default(false)
    .describe("The pins or the button of an Ebyte E22 are set to configuration mode"),
});

/** What was written, and how it reads. */
export const provisionReport = z.object({
  port: z.string(),
  kind: z.string(),
  ...identity,
  done: z.boolean().describe("Every setting was taken, and none reads otherwise"),
  settings: z.array(z.object({
    written: z.string(),
    read: z.string().optional(),
    state: z.enum(["as wanted", "otherwise", "refused", "unread"]),
  })),
  text,
});

/** How a modem is to be tested. */
export const testRequest = z.strictObject({
  with: z.string().optional().describe("Another modem: do they hear each other?"),
  listenS: z.int().min(0).max(LISTEN_LIMIT_S).default(10)
    .describe("How long to wait for a wearable, in seconds"),
});

/** What was tried. */
export const testReport = z.object({
  modem: z.string(),
  passed: z.boolean(),
  steps: z.array(z.object({
    step: z.enum(["settings", "network", "transmit", "loop", "signal"]),
    result: z.enum(["passed", "failed", "unknown"]),
    text,
    signal: signal.optional(),
    loop: z.object({ from: z.string(), to: z.string() }).optional(),
  })),
});
