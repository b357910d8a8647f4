/** Streams: what a dispatch system takes and acknowledges. */
import type { Author } from "../../../../db/store.ts";
import type { AuditTrail } from "../../../audit/audit_trail.ts";
import * as z from "zod";
import { type Clock, CLOCK_QUALITIES, isoTime } from "../../../../devices/time.ts";
import { fail, ok, type Result } from "../../../../devices/result.ts";
import type { PollAnswer, Stream, StreamPolls } from "../../../delivery/streams/stream_polls.ts";
import { authorOf, type Caller } from "../../server/access/auth.ts";
import { type DoorbellPorts, openDoorbell } from "./stream_news.ts";
import { type Refusal, refuse } from "../../server/refusal.ts";
import { defineRoute, jsonAnswer, type Route } from "../../server/route.ts";
import { eventSchema } from "../../../formats/event_schema.ts";

/** Acknowledgements of one call; a body of 64 KiB holds fewer. */
const ACK_LIMIT = 10_000;
const MAX_EVENTS_LIMIT = 1_000;
const MAX_EVENTS_DEFAULT = 50;
const WAIT_LIMIT_MS = 60_000;

export interface StreamRoutePorts extends DoorbellPorts {
  readonly polls: StreamPolls;
  readonly auditTrail: Pick<AuditTrail, "note">;
}

const streamName = z.object({ name: z.string().describe("Name of the stream") });
const id = z.string().regex(/^[0-9A-Fa-f]{32}$/, "must be 32 hex digits");
const hash = z.string().regex(/^[0-9A-Fa-f]{64}$/, "must be 64 hex digits");

const pollRequest = z.strictObject({
  maxEvents: z.int().min(0).max(MAX_EVENTS_LIMIT).default(MAX_EVENTS_DEFAULT)
    .describe("Most events to be given; 0 only acknowledges"),
  waitMs: z.int().min(0).max(WAIT_LIMIT_MS).default(0)
    .describe("Longest wait for something to give, in ms"),
  ack: z.array(z.strictObject({ id, hash })).max(ACK_LIMIT).default([])
    .describe("Events that are safe with the receiver"),
  errors: z.record(
    z.string(),
    z.strictObject({ code: z.string(), message: z.string().default("") }),
  )
    .default({}).describe("Events that the receiver could not take, by id; they stay owed"),
});

const count = z.int().min(0);
const pollAnswer = z.object({
  events: z.array(eventSchema).describe("Most urgent first, then in the order of sequence"),
  more: z.boolean().describe("Whether more could be had now"),
  acknowledged: z.array(z.string()).describe("On the disk; repeated ones too"),
  unknown: z.array(z.string()).describe("Ids that this stream was never offered"),
  refused: z.array(z.string()).describe("Ids whose hash is not the event's; they stay owed"),
  head: z.object({
    sequence: count.describe("The newest sequence of the gateway"),
    pending: z.object({ critical: count, high: count, normal: count, low: count }),
    shed: z.array(z.object({ first: count, last: count })).optional()
      .describe("Numbers of the stream that were given up: no gap, but nothing will come"),
  }),
  time: z.iso.datetime(),
  clockQuality: z.enum(CLOCK_QUALITIES),
});

export function streamRoutes(ports: StreamRoutePorts): Route[] {
  return [pollRoute(ports), doorbellRoute(ports)];
}

function pollRoute({ auditTrail, clock, polls }: StreamRoutePorts): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/streams/{name}/poll",
    access: { roles: ["dispatch"] },
    shows: "places",
    keeps: "Each answer that gives events is kept in the audit chain: to whom, and which events.",
    summary: "Take and acknowledge events",
    description: "A profile of RFC 8936. Acknowledgements are on the disk before the answer. An " +
      "event is offered again until it is acknowledged. A newer call of the stream ends an older one.",
    params: streamName,
    body: pollRequest,
    answers: jsonAnswer("Events", pollAnswer),
    refusals: [404, 503],
    async handle({ params, body, caller, gone, isStillAllowed, context, source }) {
      const stream = findStream(polls, params.name, caller);
      if (!stream.ok) return refuse(stream.error);
      const answer = await polls.poll(stream.value, body, gone);
      // A token that was revoked during the wait gets nothing more.
      if (!isStillAllowed()) return refuse(NO_LONGER_ALLOWED);
      keepDisclosure(auditTrail, authorOf(caller!, source), stream.value, answer.disclosed);
      return context.body(pollJson(answer, clock), 200, { "content-type": "application/json" });
    },
  });
}

function doorbellRoute(ports: StreamRoutePorts): Route {
  return defineRoute({
    method: "GET",
    path: "/v1/streams/{name}/doorbell",
    access: { roles: ["dispatch"] },
    shows: "nothing",
    summary: "Hear when a poll is worth while",
    description:
      "Server-sent events of type `pending`; `id` is the newest sequence of the stream. " +
      "They carry no events: poll. A comment comes every 15 s.",
    params: streamName,
    answers: { 200: { description: "Rings", content: { "text/event-stream": undefined } } },
    refusals: [404],
    handle({ params, caller, ...call }) {
      const stream = findStream(ports.polls, params.name, caller);
      return stream.ok ? openDoorbell(stream.value, call, ports) : refuse(stream.error);
    },
  });
}

/** A caller has one stream of its own and may see no other. */
function findStream(
  polls: StreamPolls,
  name: string,
  caller: Caller | undefined,
): Result<Stream, Refusal> {
  const stream = polls.find(name);
  if (stream === undefined) return fail(NO_SUCH_STREAM);
  return caller?.stream === name ? ok(stream) : fail(OTHER_STREAM);
}

/** One entry for each answer that gives events; it shares the commit that marks them as offered. */
function keepDisclosure(
  auditTrail: Pick<AuditTrail, "note">,
  by: Author,
  { name }: Stream,
  { incidents, ...details }: PollAnswer["disclosed"],
): void {
  if (details.count === 0) return;
  const subjects = [
    { kind: "destination", id: name } as const,
    ...incidents.map((id) => ({ kind: "incident", id }) as const),
  ];
  auditTrail.note({ by, what: "events-disclosed", to: name, subjects, details });
}

/** Events are JSON already, so the answer is put together as text. */
function pollJson({ disclosed: _, events, ...answer }: PollAnswer, clock: Clock): string {
  const rest = { ...answer, time: isoTime(clock.unixMs()), clockQuality: clock.quality() };
  return `{"events":[${events.join(",")}],${JSON.stringify(rest).slice(1)}`;
}

const NO_SUCH_STREAM: Refusal = {
  status: 404,
  error: "unknown-stream",
  message: "There is no such stream: add a destination of type `stream` to the configuration",
};

const OTHER_STREAM: Refusal = {
  status: 403,
  error: "other-stream",
  message: "This token is for another stream: use the token that was made for this one",
};

const NO_LONGER_ALLOWED: Refusal = {
  status: 401,
  error: "unauthorized",
  message: "The credentials ended during the wait: ask for new ones",
};
