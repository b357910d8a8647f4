/** Who signs proofs that people and programs ask the running gateway for. */
import { sourceOf } from "../../../handlers/events/new_event.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { ProofMaker } from "../../../handlers/proof/incident_proof.ts";
import type { Config } from "../../config/config.ts";
import { signingKeyIn } from "./signing_key.ts";

/** Undefined, with why in the log: the key cannot be read, and alarms go on without it. */
export function proofMakerOf(
  gateway: Config["gateway"],
  log: Log,
): Omit<ProofMaker, "at"> | undefined {
  try {
    return { ...signingKeyIn(gateway.dataDir), source: sourceOf(gateway) };
  } catch (cause) {
    log.error("cannot make a proof", { cause: (cause as Error).message });
    return undefined;
  }
}
