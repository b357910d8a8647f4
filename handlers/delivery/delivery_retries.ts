/** "Try again": what a receiver refused goes out now, and not when its time has come. */
import type { Author, Reader } from "../../db/store.ts";
import { decodeHex } from "../../devices/hex.ts";
import { fail, ok, type Result } from "../../devices/result.ts";
import type { AuditTrail } from "../audit/audit_trail.ts";
import type { Destination } from "./destination.ts";
import type { StreamPolls } from "./streams/stream_polls.ts";

export interface DeliveryRetryPorts {
  readonly reader: Pick<Reader, "events" | "lanes">;
  /** Those that events are sent to. */
  readonly registry: { readonly all: readonly Destination[] };
  readonly polls: Pick<StreamPolls, "offerAgain">;
  readonly auditTrail: Pick<AuditTrail, "look">;
}

/** What is to go out again: one event, or all that were refused. */
export interface RetryRequest {
  readonly by: Author;
  /** Of the destination. */
  readonly name: string;
  /** 32 hex digits; absent: all. */
  readonly event?: string | undefined;
}

export interface RetryProblem {
  readonly code: "unknown-destination" | "unknown-event";
  readonly message: string;
}

/** Has what a destination refused go out now. It stays owed either way. */
export async function retryRefused(
  { auditTrail, polls, reader, registry }: DeliveryRetryPorts,
  { by, event, name }: RetryRequest,
): Promise<Result<{ destination: string }, RetryProblem>> {
  const known = reader.lanes.destinations().find((its) => its.name === name && its.isConfigured);
  if (known === undefined) {
    const message = `Cannot try again: there is no destination "${name}" in the configuration`;
    return fail({ code: "unknown-destination", message });
  }
  const stored = event === undefined ? undefined : storedEvent(reader, event);
  if (event !== undefined && stored === undefined) {
    const message = `Cannot try again: there is no event "${event}": it may have aged out`;
    return fail({ code: "unknown-event", message });
  }
  const subjects = [
    { kind: "destination", id: name },
    ...(stored === undefined ? [] : [{ kind: "event", id: stored.id } as const]),
  ] as const;
  await auditTrail.look({ by, what: "delivery-retried", subjects });
  if (known.type === "stream") polls.offerAgain(name, stored?.id);
  else registry.all.find((its) => its.destination.name === name)?.retryRefused(stored);
  return ok({ destination: name });
}

function storedEvent(reader: DeliveryRetryPorts["reader"], id: string) {
  const bytes = decodeHex(id);
  return bytes?.length === 16 ? reader.events.byId(bytes) : undefined;
}
