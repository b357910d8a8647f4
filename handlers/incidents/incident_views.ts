/** Incidents as the API shows them. */
import * as z from "zod";
import type { EscalationRecord, IncidentRecord, Reader, StoredEvent } from "../../db/store.ts";
import { INCIDENT_STATES, OUTCOMES, WEARABLE_STAGES } from "../../devices/incident.ts";
import { defined } from "../../devices/tools/defined.ts";
import { decodeHex } from "../../devices/hex.ts";
import { isoTimeOf } from "../../devices/time.ts";
import { eventJson } from "../formats/outgoing_event.ts";
import { eventSchema } from "../formats/event_schema.ts";

/** Events of one incident that are shown; more are read with `GET /v1/events`. */
export const SHOWN_EVENTS = 500;
/** Hearings that are shown beside the first of each event. */
const SHOWN_RECEPTIONS = 1_000;

const time = z.iso.datetime();
const id = z.string().describe("32 hex digits");

export const incidentSchema = z.object({
  id,
  device: z.string().describe("UID of the wearable"),
  alarm: z.int().min(1).optional().describe("Its number by the wearable's count"),
  state: z.enum(INCIDENT_STATES),
  outcome: z.enum(OUTCOMES).optional(),
  drill: z.boolean(),
  opened: time,
  sequence: z.int().describe("Of the event that opened it; the cursor of the list"),
});

export const wholeIncidentSchema = z.object({
  ...incidentSchema.shape,
  events: z.array(eventSchema).describe(`Oldest first, ${SHOWN_EVENTS} at most`),
  moreEvents: z.boolean(),
  receptions: z.array(z.object({
    event: id,
    at: time,
    modem: z.string(),
    rssiDbm: z.number().optional(),
    snrDb: z.number().optional(),
  })).describe("Hearings beside the first of each event"),
  transitions: z.array(z.object({
    to: z.enum(INCIDENT_STATES),
    at: time,
    by: z.string().describe("The person or the credential that did it"),
    said: z.string().optional().describe("Whom a program names of its own people: not proved"),
    reason: z.string().optional(),
    outcome: z.enum(OUTCOMES).optional(),
    way: z.enum(["http", "mqtt", "receipt"]),
    via: z.string().describe("Stream, token or destination"),
    token: z.string().optional().describe("Name of the credential that it came with"),
  })),
  deliveries: z.array(z.object({
    destination: z.string(),
    confirmed: z.array(id),
    pending: z.array(id),
  })),
  escalation: z.array(z.object({
    event: id,
    destination: z.string(),
    dueAt: time,
    sentAt: time.optional().describe("Absent: it was not handed over yet"),
    confirmed: z.boolean(),
    confirmedAt: time.optional(),
  })).describe("Steps taken because nobody had confirmed an event in time, in their order"),
  notes: z.array(z.object({
    number: z.int(),
    at: time,
    by: z.string().describe("The person or the credential that wrote it"),
    said: z.string().optional().describe("Whom a program names of its own people: not proved"),
    text: z.string().optional().describe("Absent: erased at the end of its retention"),
    link: z.string().optional().describe("Where a recording or a file is kept, as it was given"),
    hash: z.string().describe("SHA-256 of the note, as the audit chain has it"),
  })).describe("What people wrote, in the order of time"),
  answers: z.array(z.object({
    stage: z.enum(WEARABLE_STAGES),
    state: z.enum(["due", "heard", "overtaken"]),
    sent: z.int().describe("Times that it was handed to a modem"),
    sentAt: time.optional(),
    heardAt: time.optional(),
  })).describe("What the wearable was to be told, and what can be known of that"),
});

/** Who moved an incident on, as people read it; what a program says of its own people is quoted. */
export function whoText({ by, said }: { readonly by: string; readonly said?: string | undefined }) {
  return said === undefined ? by : `${by} (“${said}”)`;
}

/** One line of the list. */
export function incidentInfo(incident: IncidentRecord): z.output<typeof incidentSchema> {
  const { alarm, device, id, isDrill, opened, openedAtUnixMs, outcome, state } = incident;
  return defined({
    id,
    device,
    alarm: alarm === 0 ? undefined : alarm,
    state,
    outcome,
    drill: isDrill,
    opened: isoTimeOf(openedAtUnixMs),
    sequence: opened,
  });
}

/** Everything that is kept of an incident, but its events; JSON leaves out what is undefined. */
export function incidentDetails(
  incident: IncidentRecord,
  events: readonly StoredEvent[],
  reader: Reader,
) {
  const id = decodeHex(incident.id)!;
  return {
    receptions: reader.incidents.receptions(id, SHOWN_RECEPTIONS)
      .map(({ atUnixMs, ...reception }) => ({ ...reception, at: isoTimeOf(atUnixMs) })),
    transitions: reader.incidents.transitions(id)
      .map(({ atUnixMs, ...transition }) => ({ ...transition, at: isoTimeOf(atUnixMs) })),
    deliveries: deliveriesOf(events, reader),
    escalation: reader.escalations.ofIncident(id).map(escalationStep),
    notes: reader.notes.ofIncident(id)
      .map(({ atUnixMs, ...note }) => ({ ...note, at: isoTimeOf(atUnixMs) })),
    answers: reader.stages.ofIncident(id).map(({ heardAtUnixMs, sentAtUnixMs, ...stage }) => ({
      ...stage,
      sentAt: isoTimeOf(sentAtUnixMs),
      heardAt: isoTimeOf(heardAtUnixMs),
    })),
  };
}

function escalationStep(step: EscalationRecord) {
  const { confirmedAtUnixMs, destination, dueAtUnixMs, event, isConfirmed, sentAtUnixMs } = step;
  return {
    event,
    destination,
    dueAt: isoTimeOf(dueAtUnixMs),
    sentAt: isoTimeOf(sentAtUnixMs),
    confirmed: isConfirmed,
    confirmedAt: isoTimeOf(confirmedAtUnixMs),
  };
}

function deliveriesOf(events: readonly StoredEvent[], reader: Reader) {
  const byDestination = Map.groupBy(
    reader.incidents.deliveries(events),
    (delivery) => delivery.destination,
  );
  return [...byDestination].map(([destination, deliveries]) => {
    const idsThat = (isConfirmed: boolean) =>
      deliveries.filter((delivery) => delivery.isConfirmed === isConfirmed)
        .map(({ event }) => event);
    return { destination, confirmed: idsThat(true), pending: idsThat(false) };
  });
}

/** All of an incident as JSON. Its events are JSON already, so it is put together as text. */
export function wholeIncident(id: Uint8Array, reader: Reader): string | undefined {
  const incident = reader.incidents.byId(id);
  if (incident === undefined) return undefined;
  const found = reader.incidents.events(id, 0, SHOWN_EVENTS + 1);
  const events = found.slice(0, SHOWN_EVENTS);
  const rest = JSON.stringify({
    ...incidentInfo(incident),
    ...incidentDetails(incident, events, reader),
    moreEvents: found.length > events.length,
  });
  return `${rest.slice(0, -1)},"events":[${events.map(eventJson).join(",")}]}`;
}
