/** Reading of events, by cursor or one by one. Changes nothing. */
import * as z from "zod";
import { PRIORITIES } from "../../../../devices/event.ts";
import { decodeHex } from "../../../../devices/hex.ts";
import type { Reader, StoredEvent } from "../../../../db/store.ts";
import { eventJson, type OutgoingEvent } from "../../../formats/outgoing_event.ts";
import { REPRESENTATIONS } from "../../../formats/representations.ts";
import { findId, SHORT_ID_HELP } from "../../../tools/short_id.ts";
import { fail, ok, type Result } from "../../../../devices/result.ts";
import { keepLook, type Look, type LookPorts, subjectsOf } from "../looks.ts";
import { type EventFilter, scanEvents } from "./event_scan.ts";
import { negotiate } from "./negotiate.ts";
import { idRefusal, type Refusal, refuse } from "../../server/refusal.ts";
import { defineRoute, type HttpContext, jsonAnswer, type Route } from "../../server/route.ts";
import { eventSchema } from "../../../formats/event_schema.ts";

const LIMIT_DEFAULT = 100;
const LIMIT_MAX = 1_000;

const pageQuery = z.strictObject({
  after: z.coerce.number().int().min(0).optional()
    .describe("Sequence after which to begin; absent: with the oldest event"),
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(LIMIT_DEFAULT),
  type: z.string().optional().describe("`panic` or `vigil.panic.v1`"),
  priority: z.enum(PRIORITIES).optional(),
  device: z.string().optional().describe("UID of the wearable that the event is about"),
});

const page = z.object({
  events: z.array(eventSchema),
  next: z.int().describe("Cursor for the next call"),
  more: z.boolean().describe("Whether there are events after `next`"),
});

export interface EventRoutePorts extends LookPorts {
  readonly reader: Reader;
}

export function eventRoutes(ports: EventRoutePorts): Route[] {
  return [pageRoute(ports), oneRoute(ports)];
}

function pageRoute(ports: EventRoutePorts): Route {
  const { reader } = ports;
  return defineRoute({
    method: "GET",
    path: "/v1/events",
    access: { roles: ["dispatch", "operator", "auditor"] },
    shows: "places",
    summary: "Read events by cursor",
    description:
      "A page may hold fewer events than asked for while `more` is true: go on at `next`.",
    query: pageQuery,
    answers: jsonAnswer("A page", page),
    refusals: [409, 410],
    async handle({ query, context, ...call }) {
      const wrong = cursorProblem(query.after, reader.events.sequences());
      if (wrong !== undefined) return refuse(wrong);
      const { events, next, more } = await scanEvents(reader, query.after ?? 0, toFilter(query));
      if (events.length > 0) await keepLook(ports, call, listed(events));
      const json = `{"events":[${events.map(eventJson).join(",")}],"next":${next},"more":${more}}`;
      return context.body(json, 200, { "content-type": "application/json" });
    },
  });
}

function listed(events: readonly StoredEvent[]): Look {
  const details = { first: events[0]!.sequence, last: events.at(-1)!.sequence };
  return { what: "events-listed", subjects: subjectsOf(events), details };
}

function toFilter({ limit, type, priority, device }: z.output<typeof pageQuery>): EventFilter {
  return { limit, type: type?.replace(/^vigil\.(.+)\.v1$/, "$1"), priority, device };
}

function cursorProblem(
  after: number | undefined,
  { oldest, newest }: { readonly oldest: number; readonly newest: number },
): Refusal | undefined {
  if (after === undefined) return undefined;
  if (after > newest) {
    return {
      status: 409,
      error: "cursor-ahead",
      message:
        `The newest event is ${newest}, before the cursor ${after}: the store was replaced. ` +
        "Begin again without `after`",
      details: { newest },
    };
  }
  const firstKept = oldest === 0 ? newest + 1 : oldest;
  if (after + 1 >= firstKept) return undefined;
  return {
    status: 410,
    error: "cursor-expired",
    message: `Events after the cursor ${after} are past their retention: begin again without ` +
      `\`after\`, or at ${firstKept - 1}`,
    details: { oldest: firstKept },
  };
}

function oneRoute(ports: EventRoutePorts): Route {
  const { reader } = ports;
  const content = {
    ...Object.fromEntries([...REPRESENTATIONS.keys()].map((type) => [type, undefined])),
    "application/json": eventSchema,
    "application/cloudevents+json": eventSchema,
  };
  return defineRoute({
    method: "GET",
    path: "/v1/events/{id}",
    access: { roles: ["dispatch", "operator"] },
    shows: "places",
    summary: "One event in the representation that `Accept` asks for",
    description:
      "For those who act on an alarm. Who audits reads all events in their order, by cursor: the " +
      "same content, so this keeps nothing from an auditor.",
    params: z.object({ id: z.string().describe(SHORT_ID_HELP) }),
    answers: { 200: { description: "The event", content } },
    refusals: [404, 406, 409],
    async handle({ params, context, ...call }) {
      const id = findId(reader, "event", params.id);
      if (!id.ok) return refuse(idRefusal(id.error, NO_SUCH_EVENT));
      const stored = reader.events.byId(id.value);
      if (stored === undefined) return refuse(NO_SUCH_EVENT);
      const shown = represent(toOutgoing(stored), openingOf(stored, reader), context);
      if (!shown.ok) return refuse(shown.error);
      await keepLook(ports, call, { what: "event-viewed", subjects: subjectsOf([stored]) });
      return shown.value;
    },
  });
}

function toOutgoing(stored: StoredEvent): OutgoingEvent {
  return JSON.parse(eventJson(stored));
}

function openingOf(stored: StoredEvent, reader: Reader): OutgoingEvent | undefined {
  const { incident } = toOutgoing(stored);
  const opening = incident && reader.events.opening(decodeHex(incident)!);
  return opening ? toOutgoing(opening) : undefined;
}

function represent(
  event: OutgoingEvent,
  opening: OutgoingEvent | undefined,
  context: HttpContext,
): Result<Response, Refusal> {
  const written = new Map<string, string>();
  for (const [type, write] of REPRESENTATIONS) {
    const text = write(event, opening);
    if (text !== undefined) written.set(type, text);
  }
  const type = negotiate(context.req.header("accept"), [...written.keys()]);
  if (type === undefined) return fail(notAcceptable([...written.keys()]));
  const headers = { "content-type": type, vary: "accept" };
  return ok(new Response(written.get(type), { headers }));
}

function notAcceptable(available: readonly string[]): Refusal {
  return {
    status: 406,
    error: "not-acceptable",
    message:
      "This event does not exist in a representation that `Accept` allows: ask for one that " +
      "`details` lists. An event without a position has none that is only a position",
    details: { available },
    headers: { vary: "accept" },
  };
}

const NO_SUCH_EVENT: Refusal = {
  status: 404,
  error: "unknown-event",
  message: "There is no event of this id: it never was, or it is past its retention",
};
