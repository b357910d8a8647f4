/** `vigil incident …`: what happened to an alarm, as a proof that stands without this gateway. */
import { writeFileSync } from "node:fs";
import { encodeHex } from "../../devices/hex.ts";
import { printable } from "../../devices/printable.ts";
import type { UnixMs } from "../../devices/time.ts";
import { defined } from "../../devices/tools/defined.ts";
import { sourceOf } from "../../handlers/events/new_event.ts";
import { proveIncident } from "../../handlers/proof/incident_proof.ts";
import { type TrustedKeys, verifyProof } from "../../handlers/proof/verify_proof.ts";
import { makeDataFolder } from "../runtime/storage/data_folder.ts";
import { signingKeyIn } from "../runtime/storage/signing_key.ts";
import { incidentIdOrReport } from "./incident_id.ts";
import { keepLook } from "./looks.ts";
import { type CommandOptions, loadConfigOrReport, withStore } from "./open_store.ts";
import { print, printJson, report } from "./output.ts";
import { publicKeysOrReport, readOrReport } from "./read_or_report.ts";

export interface IncidentProofOptions extends CommandOptions {
  readonly id: string;
  readonly out?: string;
}

/** Writes the signed proof of one incident. */
export function runIncidentProofCommand(
  { config, id, out }: IncidentProofOptions,
): Promise<number> {
  return withStore({ config }, async (store, { gateway }) => {
    const { read: reader } = store;
    const found = incidentIdOrReport(reader, id);
    if (!found.ok) return found.error;
    const key = signingKeyIn(gateway.dataDir);
    const maker = { ...key, source: sourceOf(gateway), at: Date.now() as UnixMs };
    const proof = proveIncident(reader, found.value, maker);
    if (proof === undefined) {
      report(`Cannot find the incident ${id}: see "vigil events tail" for incidents`);
      return 1;
    }
    const subjects = [{ kind: "incident" as const, id: encodeHex(found.value) }];
    await keepLook(store, "incident proof", { subjects, to: out });
    if (out === undefined) print(proof.trimEnd());
    else writeFileSync(out, proof);
    return 0;
  });
}

export interface IncidentVerifyOptions {
  readonly file: string;
  readonly key?: string;
  readonly dispatchKey?: string;
  readonly json?: boolean;
}

/** Says what a proof proves; status 1 when it proves nothing. Needs neither gateway nor store. */
export async function runIncidentVerifyCommand(options: IncidentVerifyOptions): Promise<number> {
  const text = await readOrReport(options.file);
  const keys = await trustedOrReport(options);
  if (text === undefined || keys === undefined) return 1;
  const verdict = verifyProof(text, keys);
  if (options.json === true) printJson(verdict);
  else {
    // What a proof says was written by others: a line break in it is no line of ours.
    for (const sentence of verdict.proved) print(printable(`proved      ${sentence}`));
    for (const sentence of verdict.notProved) print(printable(`not proved  ${sentence}`));
    for (const sentence of verdict.wrong) print(printable(`wrong       ${sentence}`));
  }
  return verdict.isGood ? 0 : 1;
}

/** Prints the public key that this gateway signs with. */
export async function runIncidentKeyCommand(options: CommandOptions): Promise<number> {
  const config = await loadConfigOrReport(options.config);
  if (config === undefined) return 1;
  makeDataFolder(config.gateway.dataDir);
  const { publicKey } = signingKeyIn(config.gateway.dataDir);
  print(publicKey.export({ type: "spki", format: "pem" }).toString().trimEnd());
  return 0;
}

async function trustedOrReport(
  { key, dispatchKey }: IncidentVerifyOptions,
): Promise<TrustedKeys | undefined> {
  const gateway = key === undefined ? [] : await publicKeysOrReport(key);
  const dispatch = dispatchKey === undefined ? undefined : await publicKeysOrReport(dispatchKey);
  if (gateway === undefined || (dispatchKey !== undefined && dispatch === undefined)) {
    return undefined;
  }
  return defined({ gateway: gateway[0], dispatch });
}
