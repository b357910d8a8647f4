/** AsyncAPI 3.0 of what the gateway says and hears over MQTT, from the same shapes as the API's. */
import * as z from "zod";
import { PRIORITIES } from "../../devices/event.ts";
import { CLOCK_QUALITIES } from "../../devices/time.ts";
import { receiptSchema } from "../delivery/confirmations/receipt.ts";
import { topicsOf } from "./mqtt_topics.ts";
import { EVENT_EXAMPLE } from "./event_example.ts";
import { eventSchema } from "./event_schema.ts";

const time = z.iso.datetime();
const count = z.int().min(0);

export const stateSchema = z.object({
  state: z.enum(["online", "offline"]),
  since: time.describe("By the gateway's clock"),
}).meta({ id: "State" });

export const heartbeatSchema = z.looseObject({
  pending: z.object({ critical: count, high: count, normal: count, low: count })
    .describe("Events that this destination has not confirmed"),
  oldestPending: time.optional().describe("When the oldest of them was received"),
  modems: z.array(z.looseObject({ name: z.string(), state: z.string() })),
  clock: z.looseObject({ time, quality: z.enum(CLOCK_QUALITIES) }),
  version: z.string(),
  assignments: z.looseObject({}).describe("Wearables whose assignment ends, by how soon"),
  audit: z.object({ number: count, hash: z.string().describe("64 hex digits") })
    .describe(
      "The newest entry of the audit chain: who keeps it sees when the chain is cut off or written again",
    ),
}).meta({ id: "Heartbeat" });

const RECEIPT_EXAMPLE = {
  event: EVENT_EXAMPLE.id,
  hash: EVENT_EXAMPLE.hash,
  stage: "accepted",
  by: "desk 3",
  at: "2026-11-23T17:50:21.000Z",
};
const HEARTBEAT_EXAMPLE = {
  pending: { critical: 0, high: 0, normal: 0, low: 12 },
  oldestPending: "2026-11-23T17:49:58.000Z",
  modems: [{ name: "lora-1", state: "ready" }],
  clock: { time: "2026-11-23T17:50:30.000Z", quality: "ntp" },
  version: "0.1.0",
  assignments: { ended: 0, within1Day: 0, within7Days: 1, within30Days: 3 },
  audit: { number: 2041, hash: "9f2c".repeat(16) },
};

/** One topic with what is said on it. */
interface Topic {
  readonly address: string;
  readonly action: "send" | "receive";
  readonly summary: string;
  readonly description: string;
  readonly contentType: string;
  readonly schema: z.ZodType;
  readonly example: unknown;
  readonly isRetained: boolean;
}

const TOPICS = topicsOf({ zone: "{zone}", name: "{gateway}" });

const CHANNELS: Readonly<Record<string, Topic>> = {
  events: {
    address: TOPICS.events.critical.replace(/critical$/, "{priority}"),
    action: "send",
    summary: "Events, each until it is confirmed",
    description: "QoS 1, never with an expiry. The same event may come more than once: its `id` " +
      "tells. MQTT 5 adds the user properties `id`, `type` and `priority`.",
    contentType: "application/cloudevents+json",
    schema: eventSchema,
    example: EVENT_EXAMPLE,
    isRetained: false,
  },
  status: {
    address: TOPICS.status,
    action: "send",
    summary: "Whether the gateway is connected",
    description: "Retained; the last will says `offline`. Some brokers do not give retained " +
      "messages to wildcards: who watches many gateways goes by the missing heartbeat.",
    contentType: "application/json",
    schema: stateSchema,
    example: { state: "online", since: "2026-11-23T17:00:00.000Z" },
    isRetained: true,
  },
  heartbeat: {
    address: TOPICS.heartbeat,
    action: "send",
    summary: "How the gateway is, every 30 s",
    description: "A gateway that was silent for 90 s is lost, whatever it last said.",
    contentType: "application/json",
    schema: heartbeatSchema,
    example: HEARTBEAT_EXAMPLE,
    isRetained: false,
  },
  receipts: {
    address: TOPICS.receipts,
    action: "receive",
    summary: "What dispatch says of an event",
    description: 'With `confirm = "receipt"` only this ends a delivery. Each stage implies the ' +
      "ones before it. With a `receipt_key` it must be signed (Ed25519).",
    contentType: "application/json",
    schema: receiptSchema,
    example: RECEIPT_EXAMPLE,
    isRetained: false,
  },
};

/** The document of this version. @param version Of the gateway. */
export function describeMqtt(version: string): Record<string, unknown> {
  const entries = Object.entries(CHANNELS);
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Vigil over MQTT",
      version,
      description: "What one gateway says and hears at a broker. It connects as a client with " +
        "MQTT 5 or 3.1.1. `send` and `receive` are meant from the gateway's side.",
    },
    defaultContentType: "application/json",
    channels: Object.fromEntries(entries.map(([name, topic]) => [name, channelOf(name, topic)])),
    operations: Object.fromEntries(entries.map(([name, topic]) => [
      name,
      {
        action: topic.action,
        channel: { $ref: `#/channels/${name}` },
        summary: topic.summary,
        description: topic.description,
        bindings: { mqtt: { qos: 1, retain: topic.isRetained, bindingVersion: "0.2.0" } },
      },
    ])),
    components: {
      messages: Object.fromEntries(entries.map(toMessage)),
      schemas: Object.assign({}, ...entries.map(([, { schema }]) => schemasOf(schema))),
    },
  };
}

const PARAMETERS = {
  zone: { description: "Police zone: `gateway.zone` of the configuration" },
  gateway: { description: "`gateway.name` of the configuration" },
  priority: { description: "Of the event", enum: [...PRIORITIES] },
} as const;

function channelOf(name: string, { address }: Topic) {
  const parameters = Object.entries(PARAMETERS)
    .filter(([parameter]) => address.includes(`{${parameter}}`));
  return {
    address,
    messages: { [name]: { $ref: `#/components/messages/${name}` } },
    parameters: Object.fromEntries(parameters),
  };
}

function toMessage([name, { contentType, example, schema, summary }]: [string, Topic]) {
  const payload = { $ref: `#/components/schemas/${schema.meta()!.id}` };
  return [name, { name, contentType, summary, payload, examples: [{ payload: example }] }] as const;
}

/** A shape and those that it is made of, by their ids. */
function schemasOf(schema: z.ZodType): Record<string, unknown> {
  const { definitions } = z.toJSONSchema(schema, { target: "draft-7", io: "input" });
  const text = JSON.stringify(definitions);
  return JSON.parse(text.replaceAll('"#/definitions/', '"#/components/schemas/'));
}
