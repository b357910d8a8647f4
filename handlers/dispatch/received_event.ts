/** An event as it comes from a gateway: what it says of itself is proved by its hash. */
import { hash } from "node:crypto";
import type { BroughtEvent } from "../../db/region/region_records.ts";
import { PRIORITIES } from "../../devices/event.ts";
import { fail, ok, type Result } from "../../devices/result.ts";
import { canonicalJson } from "../../devices/tools/canonical_json.ts";
import { defined } from "../../devices/tools/defined.ts";

/** Far above any event of a gateway, in characters. */
const TEXT_LIMIT = 262_144;
/** Members that are no part of what is hashed. */
const NOT_HASHED = ["hash", "sequence", "durable", "streamsequence", "previoushash"];

const FORMS = {
  id: /^[0-9a-f]{32}$/,
  hash: /^[0-9a-f]{64}$/,
  source: /^urn:vigil:[A-Za-z0-9_-]{1,64}:[A-Za-z0-9_-]{1,64}$/,
  type: /^vigil\.[a-z-]{1,64}\.v\d{1,3}$/,
  subject: /^[^\p{Cc}]{1,512}$/u,
  time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  incident: /^[0-9a-f]{32}$/,
  sequence: /^\d{20}$/,
} as const;

/** Why something is not kept: `not-an-event`: a member is missing or cannot be meant. */
export interface EventProblem {
  readonly code: "too-large" | "no-json" | "not-an-event" | "wrong-hash" | "other-gateway";
  /** The member that it is about. */
  readonly member?: string;
}

export interface ReceivedBy {
  /** Name of the source of this program. */
  readonly way: string;
  /** The stream that it was polled from. */
  readonly stream?: string;
  /** The gateway whose channel it came by; what names another one there is refused. */
  readonly gateway?: string;
}

/** Reads and proves one event. @param text JSON. */
export function readReceivedEvent(
  text: string,
  by: ReceivedBy,
): Result<BroughtEvent, EventProblem> {
  if (text.length > TEXT_LIMIT) return fail({ code: "too-large" });
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    return fail({ code: "no-json" });
  }
  return proveEvent(event, text, by);
}

/** The same for what is read already. @param body As it is to be kept. */
export function proveEvent(
  value: unknown,
  body: string,
  { gateway, stream, way }: ReceivedBy,
): Result<BroughtEvent, EventProblem> {
  if (typeof value !== "object" || value === null) return fail({ code: "not-an-event" });
  const event = value as Readonly<Record<string, unknown>>;
  const member = wrongMember(event);
  if (member !== undefined) return fail({ code: "not-an-event", member });
  if (hashOf(event) !== event.hash) return fail({ code: "wrong-hash" });
  if (gateway !== undefined && event.source !== gateway) return fail({ code: "other-gateway" });
  const { id, incident, sequence, source, subject, time, type } = event as Record<string, string>;
  const number = event.streamsequence as number | undefined;
  return ok({
    ...{ id: id!, hash: event.hash as string, source: source!, type: type! },
    ...{ priority: event.priority as string, subject: subject!, time: time!, body, way },
    ...defined({ incident, sequence }),
    ...(stream === undefined || number === undefined
      ? {}
      : { link: { stream, number, previous: event.previoushash as string } }),
  });
}

function wrongMember(event: Readonly<Record<string, unknown>>): string | undefined {
  for (const [name, form] of Object.entries(FORMS)) {
    const value = event[name];
    const mayMiss = name === "incident" || name === "sequence";
    if (value === undefined && mayMiss) continue;
    if (typeof value !== "string" || !form.test(value)) return name;
  }
  if (!PRIORITIES.some((priority) => priority === event.priority)) return "priority";
  const { previoushash, streamsequence } = event;
  if (streamsequence === undefined) return undefined;
  if (!Number.isSafeInteger(streamsequence) || streamsequence as number < 1) {
    return "streamsequence";
  }
  return typeof previoushash === "string" && FORMS.hash.test(previoushash)
    ? undefined
    : "previoushash";
}

/** SHA-256 of the canonical JSON (RFC 8785) of what is fixed; undefined for what has none. */
function hashOf(event: Readonly<Record<string, unknown>>): string | undefined {
  const core = Object.fromEntries(
    Object.entries(event).filter(([name]) => !NOT_HASHED.includes(name)),
  );
  try {
    return hash("sha256", canonicalJson(core), "hex");
  } catch {
    return undefined;
  }
}
