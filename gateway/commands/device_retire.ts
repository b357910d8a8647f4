/** `vigil device retire` and `verify`: the end of a key, and the proof of it. */
import { writeFileSync } from "node:fs";
import { eraserOf } from "../../db/repair/repair.ts";
import type { DeviceRecord } from "../../db/store.ts";
import { isPrintable, printable } from "../../devices/printable.ts";
import { defined } from "../../devices/tools/defined.ts";
import { wipeKey } from "../../handlers/registry/cable.ts";
import type { LifePorts } from "../../handlers/registry/life.ts";
import { problemOf, unknownDevice } from "../../handlers/registry/problem.ts";
import { retireDevice } from "../../handlers/registry/retirement.ts";
import { sourceOf } from "../../handlers/events/new_event.ts";
import {
  describeRetirement,
  proveRetirement,
  verifyRetirement,
} from "../../handlers/proof/retirement_proof.ts";
import type { Config } from "../config/config.ts";
import { ProvisioningCable } from "./provisioning_cable.ts";
import { openSerialPorts } from "../modems/port/port.ts";
import { signingKeyIn } from "../runtime/storage/signing_key.ts";
import { actor, type DeviceOptions, refused, withLife, WRONG_USE } from "./life_ports.ts";
import { print, printJson, report } from "./output.ts";
import { publicKeysOrReport, readOrReport } from "./read_or_report.ts";

export interface DeviceRetireOptions extends DeviceOptions {
  readonly reason?: string;
  readonly port?: string;
  readonly out?: string;
}

/** Retires a wearable. Status 1 when a key was found in a file, or files could not be searched. */
export function runDeviceRetireCommand(options: DeviceRetireOptions): Promise<number> {
  if (!isPrintable(options.reason ?? "")) {
    report(`Cannot retire "${options.uid}": --reason must be without control characters`);
    return Promise.resolve(WRONG_USE);
  }
  return withLife(options, async (ports, config) => {
    const wiped = await wipeIfAsked(ports, options);
    if (wiped === undefined) return 1;
    const { reason, uid } = options;
    const eraser = eraserOf(ports.store.read.path, "here");
    const retired = await retireDevice({ ...ports, eraser }, {
      uid,
      by: actor(),
      ...wiped,
      ...defined({ reason }),
    });
    if (!retired.ok) return refused(retired.error);
    const { device, left } = retired.value;
    showProof(ports, config, device, options);
    return left?.length === 0 ? 0 : 1;
  });
}

/** Undefined, with the reason reported, when the wearable was to be erased and was not. */
async function wipeIfAsked(
  { store: { read: reader } }: LifePorts,
  { port, uid }: DeviceRetireOptions,
): Promise<{ readonly wearableErased?: string } | undefined> {
  if (port === undefined) return {};
  const device = reader.devices.byUid(uid);
  if (device === undefined) return refuse(unknownDevice(uid).message);
  if (reader.devices.openIncident(device.number) !== undefined) {
    return refuse(problemOf("alarm-open", "retire", uid).message);
  }
  await using cable = await ProvisioningCable.open(port, openSerialPorts());
  const wiped = await wipeKey(cable, reader.devices.keys(device.number));
  if (wiped.ok) return { wearableErased: wiped.value.serial };
  return refuse(`Cannot erase "${uid}" at ${port}: ${wiped.error.message}. It is not retired`);
}

function refuse(message: string): undefined {
  report(message);
}

function showProof(
  { clock, store: { read: reader } }: LifePorts,
  { gateway }: Config,
  device: DeviceRecord,
  { json, out }: DeviceRetireOptions,
): void {
  const maker = {
    ...signingKeyIn(gateway.dataDir),
    source: sourceOf(gateway),
    at: clock.unixMs(),
  };
  const text = proveRetirement(reader, device, maker)!;
  if (out !== undefined) writeFileSync(out, text);
  if (json) print(text.trimEnd());
  else for (const sentence of describeRetirement(JSON.parse(text))) print(printable(sentence));
}

export interface DeviceVerifyOptions {
  readonly file: string;
  readonly key?: string;
  readonly json?: boolean;
}

/** Says what a proof of retirement proves; status 1 when it proves nothing. */
export async function runDeviceVerifyCommand(
  { file, json, key }: DeviceVerifyOptions,
): Promise<number> {
  const text = await readOrReport(file);
  const trusted = key === undefined ? [] : await publicKeysOrReport(key);
  if (text === undefined || trusted === undefined) return 1;
  const proof = verifyRetirement(text, trusted[0]);
  if (proof === undefined) {
    report(
      `${file} is no proof of retirement${
        key === undefined ? "" : " by that key"
      }, or was changed.`,
    );
    return 1;
  }
  if (json) printJson(proof);
  else for (const sentence of describeRetirement(proof)) print(printable(sentence));
  if (key === undefined) report("The key came with the proof: give the gateway's own with --key.");
  return 0;
}
