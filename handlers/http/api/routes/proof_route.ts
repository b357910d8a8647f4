/** The signed proof of an incident, which stands without this gateway. */
import * as z from "zod";
import type { Reader } from "../../../../db/store.ts";
import type { Clock } from "../../../../devices/time.ts";
import { type ProofMaker, proveIncident } from "../../../proof/incident_proof.ts";
import { findId, SHORT_ID_HELP } from "../../../tools/short_id.ts";
import { idRefusal, type Refusal, refuse } from "../../server/refusal.ts";
import { defineRoute, jsonAnswer, type Route } from "../../server/route.ts";
import { distinct, keepLook, type LookPorts } from "../looks.ts";
import { NO_SUCH_INCIDENT } from "./incident_routes.ts";

export interface ProofRoutePorts extends LookPorts {
  readonly reader: Reader;
  readonly clock: Clock;
  /** Who signs; undefined: the key of this gateway cannot be read. */
  readonly proofMaker: () => Omit<ProofMaker, "at"> | undefined;
}

const params = z.object({ id: z.string().describe(SHORT_ID_HELP) });

export function proofRoute(ports: ProofRoutePorts): Route {
  const { clock, proofMaker, reader } = ports;
  return defineRoute({
    method: "GET",
    path: "/v1/incidents/{id}/proof",
    access: { roles: ["dispatch", "operator"] },
    shows: "places",
    summary: "The signed proof of an incident",
    description:
      "One JSON object with everything that is known of how the alarm came in and went " +
      "out, signed with the key of this gateway. `vigil incident verify FILE` says what it proves. " +
      "Keep it as it is: a byte that is changed is a proof that does not verify.",
    params,
    answers: jsonAnswer("The proof", undefined),
    refusals: [404, 409, 503],
    async handle({ params, context, ...call }) {
      const id = findId(reader, "incident", params.id);
      if (!id.ok) return refuse(idRefusal(id.error, NO_SUCH_INCIDENT));
      const incident = reader.incidents.byId(id.value);
      if (incident === undefined) return refuse(NO_SUCH_INCIDENT);
      const maker = proofMaker();
      if (maker === undefined) return refuse(NO_KEY);
      const proof = proveIncident(reader, id.value, { ...maker, at: clock.unixMs() })!;
      const subjects = [
        ...distinct("wearable", [incident.device]),
        ...distinct("incident", [incident.id]),
      ];
      await keepLook(ports, call, { what: "proof-exported", subjects });
      return context.body(proof, 200, { "content-type": "application/json" });
    },
  });
}

const NO_KEY: Refusal = {
  status: 503,
  error: "no-signing-key",
  message: "Cannot make a proof: the key of this gateway cannot be read: its log says why",
};
