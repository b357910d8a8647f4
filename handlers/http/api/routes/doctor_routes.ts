/** What the doctor finds, for programs. */
import * as z from "zod";
import { isoTimeOf } from "../../../../devices/time.ts";
import { type Doctor, wordFinding } from "../../../doctor/doctor.ts";
import { DOCTOR_MESSAGES } from "../../../i18n/doctor/locales.ts";
import { FINDING_GROUPS } from "../../../i18n/doctor/messages.ts";
import { defineRoute, jsonAnswer, type Route } from "../../server/route.ts";

const diagnosis = z.object({
  at: z.iso.datetime().describe("When it was looked; at most a minute ago, where asked before"),
  ok: z.boolean().describe("Nothing is wrong, if need be with warnings"),
  findings: z.array(z.object({
    code: z.string().describe("A word that does not change"),
    group: z.enum(FINDING_GROUPS),
    tone: z.enum(["bad", "warning", "good"]),
    what: z.string(),
    fix: z.string().optional().describe("What to do"),
    command: z.string().optional().describe("What to type on the box"),
  })),
});

export interface DoctorRoutePorts {
  readonly doctor: Doctor;
}

export function doctorRoutes({ doctor }: DoctorRoutePorts): Route[] {
  return [defineRoute({
    method: "GET",
    path: "/v1/doctor",
    access: { roles: ["monitor", "technician", "admin"] },
    shows: "nothing",
    summary: "What is wrong on this box, and how to mend it",
    description:
      "The same as `vigil doctor`. Asking often costs nothing: a look is good for a minute.",
    answers: jsonAnswer("What was found", diagnosis),
    async handle({ context }) {
      const { atUnixMs, findings } = doctor.latest() ?? await doctor.look();
      return context.json({
        at: isoTimeOf(atUnixMs),
        ok: !findings.some(({ tone }) => tone === "bad"),
        findings: findings.map((finding) => ({
          code: finding.code,
          group: finding.group,
          tone: finding.tone,
          ...wordFinding(finding, DOCTOR_MESSAGES.en),
        })),
      });
    },
  })];
}
