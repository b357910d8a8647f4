/** Incidents: what became of an alarm, and what dispatch says of it. Nothing here removes one. */
import * as z from "zod";
import type { AuditSubject, IncidentRecord, MoveOutcome, Reader } from "../../../../db/store.ts";
import {
  INCIDENT_STATES,
  type IncidentState,
  nextStates,
  OUTCOMES,
} from "../../../../devices/incident.ts";
import { defined } from "../../../../devices/tools/defined.ts";
import { type Incidents, moveRefusal } from "../../../incidents/incidents.ts";
import { findId, SHORT_ID_HELP } from "../../../tools/short_id.ts";
import { authorOf, type Caller } from "../../server/access/auth.ts";
import {
  incidentInfo,
  incidentSchema,
  wholeIncident,
  wholeIncidentSchema,
} from "../../../incidents/incident_views.ts";
import { idRefusal, type Refusal, refuse } from "../../server/refusal.ts";
import { defineRoute, jsonAnswer, type Route } from "../../server/route.ts";
import { distinct, keepLook, type LookPorts } from "../looks.ts";
import { lineOfText, linesOfText } from "../schemas.ts";

const LIMIT_DEFAULT = 100;
const LIMIT_MAX = 1_000;
const TEXT_LIMIT = 1_000;

const access = { roles: ["dispatch", "operator"] } as const;
const params = z.object({ id: z.string().describe(SHORT_ID_HELP) });

const listQuery = z.strictObject({
  state: z.enum(INCIDENT_STATES).optional(),
  after: z.coerce.number().int().min(0).default(0)
    .describe("`next` of the page before; absent: the oldest incident first"),
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(LIMIT_DEFAULT),
});

const page = z.object({
  incidents: z.array(incidentSchema).describe("In the order in which they were opened"),
  next: z.int().optional().describe("`after` for the next page; absent: there is none"),
});

const transition = z.strictObject({
  to: z.enum(["accepted", "rejected", "underway", "on-scene", "closed"]),
  by: lineOfText(256).trim().min(1).optional()
    .describe("Whom you name of your own people: kept beside the credential, as said"),
  reason: linesOfText(TEXT_LIMIT).optional(),
  outcome: z.enum(OUTCOMES).optional().describe("With `closed`, and only then"),
}).refine(({ to, outcome }) => to !== "closed" || outcome !== undefined, {
  path: ["outcome"],
  message: "closing needs an outcome: real, false or test",
}).refine(({ to, outcome }) => to === "closed" || outcome === undefined, {
  path: ["outcome"],
  message: "only closing has an outcome",
});

export interface IncidentRoutePorts extends LookPorts {
  readonly reader: Reader;
  readonly incidents: Pick<Incidents, "move">;
}

export function incidentRoutes(ports: IncidentRoutePorts): Route[] {
  return [listRoute(ports), oneRoute(ports), transitionRoute(ports)];
}

function listRoute(ports: IncidentRoutePorts): Route {
  const { reader } = ports;
  return defineRoute({
    method: "GET",
    path: "/v1/incidents",
    access,
    shows: "wearables",
    summary: "Incidents in the order in which they were opened",
    query: listQuery,
    answers: jsonAnswer("A page", page),
    async handle({ query, context, ...call }) {
      const incidents = reader.incidents.list({ ...query, state: query.state });
      const isFull = incidents.length === query.limit;
      if (incidents.length > 0) {
        const details = { first: incidents[0]!.opened, last: incidents.at(-1)!.opened };
        const subjects = subjectsOf(incidents);
        await keepLook(ports, call, { what: "incidents-listed", subjects, details });
      }
      return context.json({
        incidents: incidents.map(incidentInfo),
        ...(isFull ? { next: incidents.at(-1)!.opened } : {}),
      });
    },
  });
}

function subjectsOf(incidents: readonly IncidentRecord[]): AuditSubject[] {
  return [
    ...distinct("wearable", incidents.map(({ device }) => device)),
    ...distinct("incident", incidents.map(({ id }) => id)),
  ];
}

function oneRoute(ports: IncidentRoutePorts): Route {
  const { reader } = ports;
  return defineRoute({
    method: "GET",
    path: "/v1/incidents/{id}",
    access,
    shows: "places",
    summary: "One incident: events, hearings, transitions, notes, deliveries and answers",
    params,
    answers: jsonAnswer("The incident", wholeIncidentSchema),
    refusals: [404, 409],
    async handle({ params, context, ...call }) {
      const id = findId(reader, "incident", params.id);
      if (!id.ok) return refuse(idRefusal(id.error, NO_SUCH_INCIDENT));
      const incident = reader.incidents.byId(id.value);
      const json = wholeIncident(id.value, reader);
      if (incident === undefined || json === undefined) return refuse(NO_SUCH_INCIDENT);
      await keepLook(ports, call, {
        what: "incident-viewed",
        subjects: subjectsOf([incident]),
      });
      return context.body(json, 200, { "content-type": "application/json" });
    },
  });
}

function transitionRoute({ incidents, reader }: IncidentRoutePorts): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/incidents/{id}/transitions",
    access,
    shows: "nothing",
    summary: "Move an incident on",
    description:
      "An incident only moves on; repeating the state that it has changes nothing. Its wearable " +
      "gets an answer for accepted, underway and closed. On the disk before the response.",
    params,
    body: transition,
    answers: jsonAnswer("The incident now", incidentSchema),
    refusals: [404, 409, 503],
    async handle({ params, body, caller, context, source }) {
      const id = findId(reader, "incident", params.id);
      if (!id.ok) return refuse(idRefusal(id.error, NO_SUCH_INCIDENT));
      const incident = id.value;
      const { to, by: said, reason, outcome } = body;
      const moved = await incidents.move({
        incident,
        to,
        by: authorOf(caller!, source, said),
        ...defined({ reason, outcome }),
        way: "http",
        via: actorOf(caller!),
      });
      const refusal = refusalOf(moved, to);
      if (refusal !== undefined) return refuse(refusal);
      return context.json(incidentInfo(reader.incidents.byId(incident)!));
    },
  });
}

/** A dispatch system acts for its stream, whichever of its tokens it uses. */
function actorOf({ name, stream }: Caller): string {
  return stream ?? name;
}

function refusalOf(moved: MoveOutcome, to: IncidentState): Refusal | undefined {
  switch (moved.code) {
    case "unknown":
      return NO_SUCH_INCIDENT;
    case "refused":
      return notAllowed(moved.state, to);
    case "moved":
    case "unchanged":
      return undefined;
  }
}

function notAllowed(state: IncidentState, to: IncidentState): Refusal {
  const allowed = nextStates(state);
  return {
    status: 409,
    error: "transition-not-allowed",
    message: moveRefusal(state, to),
    details: { state, allowed },
  };
}

/** The id stands for no incident. */
export const NO_SUCH_INCIDENT: Refusal = {
  status: 404,
  error: "unknown-incident",
  message: "There is no incident of this id: look for it with GET /v1/incidents",
};
