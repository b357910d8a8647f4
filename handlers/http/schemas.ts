/** Shapes that several routes give or take. */
import { z } from "zod";
import { PRIORITIES } from "../../devices/event.ts";

/** An event as it leaves: one CloudEvents 1.0 object. */
export const eventSchema = z.looseObject({
  specversion: z.literal("1.0"),
  id: z.string().describe("32 hex digits"),
  source: z.string(),
  type: z.string().describe("`vigil.<name>.v1`"),
  subject: z.string(),
  time: z.iso.datetime().describe("For people: order is `sequence`"),
  datacontenttype: z.literal("application/json"),
  sequence: z.string().describe("20 digits"),
  priority: z.enum(PRIORITIES),
  incident: z.string().optional().describe("32 hex digits"),
  hash: z.string().describe(
    "SHA-256 of the event in canonical JSON (RFC 8785) without `hash`, `sequence`, `durable`, " +
      "`streamsequence` and `previoushash`",
  ),
  streamsequence: z.int().optional().describe("Contiguous from 1 in its stream"),
  previoushash: z.string().optional().describe("`hash` of the event before it in its stream"),
  data: z.looseObject({}),
}).meta({ id: "Event" });

/** Every failure. */
export const refusalSchema = z.object({
  error: z.string().describe("A word in kebab-case that does not change"),
  message: z.string().describe("What was done, the state, what to do next"),
  details: z.unknown().optional(),
}).meta({ id: "Refusal" });
