/** Whether a row found in a damaged store is an event, and which of its columns can be believed. */
import { type EventName, eventType, PRIORITIES, type Priority } from "../../../devices/event.ts";
import { decodeHex } from "../../../devices/hex.ts";
import { bytesEqual } from "../../../devices/tools/bytes_equal.ts";
import { defined } from "../../../devices/tools/defined.ts";
import { laneNumber } from "../../schema/lane_number.ts";
import type { Tables } from "../../schema/rows.ts";
import { provenBody } from "../../schema/compressed_body.ts";
import { frameOf } from "../../transactions/intake.ts";
import { eventChecksum, type NewEvent, type Uplink } from "../../transactions/events.ts";

/** An event that proved itself. */
export interface SalvagedEvent {
  readonly event: NewEvent;
  readonly isRedacted: boolean;
  /** Its numbers in the old store; absent when their checksum does not hold. */
  readonly numbers?: {
    readonly sequence: number;
    readonly lane: number;
    readonly ordinal: number;
    /** The UID that its device number stood for. */
    readonly uplink?: Uplink & { readonly uid: string };
  };
}

/** The members of a stored body that columns repeat. */
interface Body {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly priority: Priority;
  readonly incident?: string;
  readonly data: { readonly device?: string; readonly authenticity?: string };
}

/**
 * The event of a row; undefined when its body does not have its hash. A body that retention has
 * taken the position out of has lost its hash: it must at least name the id of its row.
 */
export function salvageEvent(row: Tables["event"]): SalvagedEvent | undefined {
  const isRedacted = row.redacted === 1;
  const text = provenBody(row);
  if (text === undefined) return undefined;
  const body = parseBody(text);
  const id = body && decodeHex(body.id);
  if (body === undefined || id === undefined) return undefined;
  if (isRedacted && !bytesEqual(row.id, id)) {
    return undefined;
  }
  const isProven = eventChecksum(row) === row.checksum;
  return {
    event: eventOf(body, id, text, row.hash, isProven && row.answerable === 1),
    isRedacted,
    ...defined({ numbers: isProven ? numbersOf(row, body) : undefined }),
  };
}

/**
 * The event of an alarm that had not its places yet, or of what is left of its row; undefined when the
 * row is not as it was written.
 */
export function salvageAlarm(row: Tables["intake"]): SalvagedEvent | undefined {
  const frame = frameOf(row);
  const body = frame && parseBody(frame.event.body);
  if (frame === undefined || body === undefined) return undefined;
  const { lane, ordinal, sequence } = row;
  const uid = body.data.device;
  const uplink = uid === undefined ? undefined : { ...frame.uplink, uid };
  return {
    event: frame.event,
    isRedacted: false,
    numbers: { sequence, lane, ordinal, ...defined({ uplink }) },
  };
}

function parseBody(text: string): Body | undefined {
  try {
    const body = JSON.parse(text) as Body;
    const isWhole = /^[0-9a-f]{32}$/.test(body.id) && PRIORITIES.includes(body.priority) &&
      !Number.isNaN(Date.parse(body.time)) && typeof body.data === "object" &&
      body.type === eventType(nameOf(body) as EventName);
    return isWhole ? body : undefined;
  } catch {
    return undefined;
  }
}

/** The short name of a type, as in `vigil.panic.v1`. */
function nameOf({ type }: Body): string {
  return type.split(".")[1] ?? "";
}

function eventOf(
  body: Body,
  id: Uint8Array,
  text: string,
  hash: Uint8Array,
  isAnswerable: boolean,
): NewEvent {
  const incident = body.incident === undefined ? undefined : decodeHex(body.incident);
  return {
    id,
    lane: laneNumber(body.priority, body.data.authenticity === "unverified"),
    type: nameOf(body),
    isAnswerable,
    ...defined({ incident }),
    receivedAtUnixMs: Date.parse(body.time),
    hash,
    body: text,
  };
}

function numbersOf(
  { sequence, lane, ordinal, device, kid, epoch, counter, tag }: Tables["event"],
  { data: { device: uid } }: Body,
): NonNullable<SalvagedEvent["numbers"]> {
  const uplink = device === null || uid === undefined
    ? undefined
    : { device, kid: kid!, epoch: epoch!, counter: counter!, tag: tag!, uid };
  return { sequence, lane, ordinal, ...defined({ uplink }) };
}
