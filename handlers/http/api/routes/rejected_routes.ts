/** Frames that did not become events, for technicians. */
import * as z from "zod";
import type { Reader, RejectedRecord } from "../../../../db/store.ts";
import { encodeHex } from "../../../../devices/hex.ts";
import { isoTimeOf } from "../../../../devices/time.ts";
import { distinct, keepLook, type Look, type LookPorts } from "../looks.ts";
import { defineRoute, jsonAnswer, type Route } from "../../server/route.ts";

const LIMIT_DEFAULT = 100;
const LIMIT_MAX = 1_000;

const query = z.strictObject({
  before: z.coerce.number().int().min(0).default(0)
    .describe("Number before which to begin; 0: with the newest"),
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(LIMIT_DEFAULT),
});

const page = z.object({
  rejected: z.array(z.object({
    number: z.int(),
    at: z.iso.datetime(),
    modem: z.string(),
    reason: z.string(),
    carrier: z.enum(["bytes", "text"]),
    hex: z.string().describe("What was heard; text as UTF-8"),
    rssiDbm: z.number().optional(),
    snrDb: z.number().optional(),
    sender: z.string().optional()
      .describe("Number of a short message or device address of LoRaWAN; it may prove nothing"),
    device: z.string().optional().describe("UID of the wearable that the sender belongs to"),
    codec: z.string().optional().describe("Name of the codec that would read it"),
  })),
  next: z.int().optional().describe("`before` for the next page; absent: there is none"),
});

export interface RejectedRoutePorts extends LookPorts {
  readonly reader: Reader;
}

export function rejectedRoutes(ports: RejectedRoutePorts): Route[] {
  return [defineRoute({
    method: "GET",
    path: "/v1/rejected",
    access: { roles: ["technician"] },
    shows: "places",
    summary: "Rejected frames, newest first",
    query,
    answers: jsonAnswer("A page", page),
    async handle({ query, context, ...call }) {
      const records = ports.reader.frames.rejected(query.before, query.limit);
      const isFull = records.length === query.limit;
      if (records.length > 0) await keepLook(ports, call, listed(records));
      return context.json({
        rejected: records.map(toInfo),
        ...(isFull ? { next: records.at(-1)!.number } : {}),
      });
    },
  })];
}

/** What was rejected may hold a place in clear, as formats of other makers do. */
function listed(records: readonly RejectedRecord[]): Look {
  return {
    what: "rejected-listed",
    subjects: distinct("wearable", records.map(({ device }) => device)),
    details: { first: records.at(-1)!.number, last: records[0]!.number },
  };
}

function toInfo({ number, atUnixMs, modem, reason, carrier, payload, ...rest }: RejectedRecord) {
  // JSON leaves out what is undefined.
  return {
    number,
    at: isoTimeOf(atUnixMs),
    modem,
    reason,
    carrier,
    hex: encodeHex(payload),
    ...rest,
  };
}
