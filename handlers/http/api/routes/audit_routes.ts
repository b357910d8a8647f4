/** The audit chain, for auditors: its entries, and whether it is whole. */
import * as z from "zod";
import {
  AUDIT_WHATS,
  type AuditRecord,
  type AuditSubject,
  type Reader,
} from "../../../../db/store.ts";
import { defined } from "../../../../devices/tools/defined.ts";
import { type AuditFilter, readEntry, scanAudit } from "../../../audit/audit_scan.ts";
import type { ChainVerification } from "../../../audit/verify.ts";
import { type Refusal, refuse } from "../../server/refusal.ts";
import { defineRoute, jsonAnswer, type Route } from "../../server/route.ts";
import { keepLook, type Look, type LookPorts } from "../looks.ts";

const LIMIT_DEFAULT = 100;
const LIMIT_MAX = 500;

const access = { roles: ["auditor"] } as const;
const number = z.int().min(0);
const hash = z.string().describe("64 hex digits");

const query = z.strictObject({
  before: z.coerce.number().int().min(0).default(0)
    .describe("`next` of the page before; 0: the newest first"),
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(LIMIT_DEFAULT),
  what: z.enum(AUDIT_WHATS).optional(),
  by: z.string().optional().describe("Name of the account, the program or the user of the box"),
  subject: z.string().regex(/^[a-z]+\/./, "must be a kind and an id, as in wearable/d-7q2k")
    .optional()
    .describe("What was done to or looked at: kind and id, as in `wearable/d-7q2k`"),
});

const person = z.looseObject({
  kind: z.enum(["person", "program", "box", "gateway"]),
  name: z.string(),
});
const entrySchema = z.looseObject({
  number,
  at: z.iso.datetime(),
  by: person.describe("`id`, `token`, `from` and `said` where they are known"),
  what: z.string(),
  subjects: z.array(z.object({ kind: z.string(), id: z.string() })),
  why: z.string().optional(),
  to: z.string().optional().describe("Whom something was disclosed to"),
  details: z.record(z.string(), z.unknown()).optional(),
}).meta({ id: "AuditEntry" });

const damagedSchema = z.object({
  number,
  damaged: z.string().describe(
    "What stands in the place of the entry: a disk, or somebody, wrote it",
  ),
}).meta({ id: "DamagedAuditEntry" });

const page = z.object({
  entries: z.array(z.object({ entry: z.union([entrySchema, damagedSchema]), hash })).describe(
    "Newest first",
  ),
  next: z.int().optional().describe("`before` for the next page; absent: there is none"),
});

const verification = z.object({
  ok: z.boolean(),
  entries: number.describe("That were read"),
  head: z.object({ number, hash }).describe("The last entry; of an empty chain 0, and 64 zeros"),
  closed: number.describe("Days whose entries were removed at the end of their retention"),
  firstBad: z.object({
    number,
    reason: z.string().describe(
      "`changed`, `missing`, `out-of-order`, `unreadable`: of the first entry that does not go on " +
        "from the one before it",
    ),
  }).optional(),
});

export interface AuditRoutePorts extends LookPorts {
  readonly reader: Reader;
  readonly chainVerification: ChainVerification;
}

export function auditRoutes(ports: AuditRoutePorts): Route[] {
  return [listRoute(ports), verifyRoute(ports)];
}

function listRoute(ports: AuditRoutePorts): Route {
  return defineRoute({
    method: "GET",
    path: "/v1/audit",
    access,
    shows: "audit",
    summary: "Who did and looked at what, newest first",
    description:
      "`hash` is the SHA-256 of the hash before it in hex, a line feed, and the entry in canonical " +
      "JSON (RFC 8785). A page may hold fewer entries than asked for while there is `next`.",
    query,
    answers: jsonAnswer("A page", page),
    async handle({ query, context, ...call }) {
      const filter = toFilter(query);
      const { next, records } = await scanAudit(ports.reader, filter);
      await keepLook(ports, call, viewed(query, records));
      const entries = records.map((its) => `{"entry":${entryJson(its)},"hash":"${its.hash}"}`);
      const json = `{"entries":[${entries}]${next === undefined ? "" : `,"next":${next}`}}`;
      return context.body(json, 200, { "content-type": "application/json" });
    },
  });
}

/** What is no entry must neither break the answer nor write into it. */
function entryJson({ entry, number }: AuditRecord): string {
  return readEntry(entry) === undefined ? JSON.stringify({ number, damaged: entry }) : entry;
}

type AuditQuery = z.output<typeof query>;

function toFilter({ subject, ...rest }: AuditQuery): AuditFilter {
  const { what, by } = rest;
  const [, kind, id] = /^(\w+)\/(.+)$/.exec(subject ?? "") ?? [];
  const its = kind === undefined ? undefined : { kind, id } as AuditSubject;
  return { before: rest.before, limit: rest.limit, what, by, subject: its };
}

const CHAIN = { kind: "audit", id: "chain" } as const;

/** What was looked for says as much as what was found. */
function viewed({ by, subject, what }: AuditQuery, records: readonly AuditRecord[]): Look {
  const [first, last] = [records.at(-1)?.number, records[0]?.number];
  return {
    what: "audit-viewed",
    subjects: [CHAIN],
    details: defined({ first, last, count: records.length, by, subject, what }),
  };
}

function verifyRoute(ports: AuditRoutePorts): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/audit/verify",
    access,
    shows: "audit",
    isRead: true,
    summary: "Whether the audit chain is whole",
    description:
      "Reads all of it, once at a time. Compare `head` with the one of the heartbeats: " +
      "a chain that was cut at its end is whole in itself.",
    body: z.strictObject({}),
    answers: jsonAnswer("What was found", verification),
    refusals: [409],
    async handle({ context, ...call }) {
      if (ports.chainVerification.isUnderWay) return refuse(UNDER_WAY);
      const found = await ports.chainVerification.run();
      const { head: { number }, ok } = found;
      const look = { what: "audit-verified", subjects: [CHAIN], details: { ok, number } } as const;
      await keepLook(ports, call, look);
      return context.json(found);
    },
  });
}

const UNDER_WAY: Refusal = {
  status: 409,
  error: "verification-under-way",
  message: "The chain is being verified: wait for that, then ask again",
  headers: { "retry-after": "5" },
};
