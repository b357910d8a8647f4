/** What a caller was shown of victims, as the audit chain keeps it: one entry for each answer. */
import type { AuditEntry, AuditSubject, StoredEvent } from "../../../db/store.ts";
import type { AuditTrail } from "../../audit/audit_trail.ts";
import { authorOf } from "../server/access/auth.ts";
import type { Call } from "../server/route.ts";

export interface LookPorts {
  readonly auditTrail: Pick<AuditTrail, "look">;
}

/** What was shown, those that matter most first and nothing twice. */
export type Look = Pick<AuditEntry, "details" | "subjects" | "what">;

/** Keeps what an answer shows, before it is given. */
export function keepLook(
  { auditTrail }: LookPorts,
  { caller, source }: Pick<Call<unknown, unknown, unknown>, "caller" | "source">,
  look: Look,
): Promise<void> {
  return auditTrail.look({ ...look, by: authorOf(caller!, source) });
}

/** Wearables, incidents and events, in this order, that an answer with these events shows. */
export function subjectsOf(events: readonly StoredEvent[]): AuditSubject[] {
  const bodies = events.map(({ body }) => JSON.parse(body));
  return [
    ...distinct("wearable", bodies.map(({ data }) => data.device)),
    ...distinct("incident", bodies.map(({ incident }) => incident)),
    ...distinct("event", events.map(({ id }) => id)),
  ];
}

/** Subjects of a kind, each once; what is undefined is none. */
export function distinct(
  kind: AuditSubject["kind"],
  ids: readonly (string | undefined)[],
): AuditSubject[] {
  return [...new Set(ids)].filter((id) => id !== undefined).map((id) => ({ kind, id }));
}
