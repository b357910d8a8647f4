/** `vigil device assign`, `extend`, `suspend` and `rotate-key`. Each holds from the next frame on. */
import { encodeHex } from "../../devices/hex.ts";
import { defined } from "../../devices/tools/defined.ts";
import {
  assignDevice,
  extendDevice,
  rotateKey,
  type Rotation,
  suspendDevice,
} from "../../handlers/registry/life.ts";
import { changeDevice } from "./device.ts";
import { sheetFacts, writeSheet } from "./device_sheet.ts";
import {
  actor,
  dayOrReport,
  type DeviceOptions,
  refused,
  withLife,
  WRONG_USE,
} from "./life_ports.ts";
import { print, printJson, report } from "./output.ts";

/** Links a wearable to a file: for six months, until a day, or for good. */
export function runDeviceAssignCommand(
  options: DeviceOptions & {
    readonly reference: string;
    readonly expires?: string;
    /** Seconds. */
    readonly heartbeat?: number;
    /** File for the sheet that goes with it. */
    readonly sheet?: string;
  },
): Promise<number> {
  const { heartbeat, reference, uid } = options;
  const expires = options.expires === "never"
    ? "never" as const
    : dayOrReport(uid, options.expires);
  if (expires === null) return Promise.resolve(WRONG_USE);
  const request = { uid, reference, by: actor(), ...defined({ expires, heartbeatS: heartbeat }) };
  return changeDevice(
    options,
    (ports) => assignDevice(ports, request),
    (device, ports, config) => {
      if (options.sheet !== undefined) writeSheet(options.sheet, sheetFacts(ports, device, config));
    },
  );
}

/** Lets an assignment last longer. */
export function runDeviceExtendCommand(
  options: DeviceOptions & { readonly expires?: string },
): Promise<number> {
  const { uid } = options;
  const expires = dayOrReport(uid, options.expires);
  if (expires === null) return Promise.resolve(WRONG_USE);
  return changeDevice(
    options,
    (ports) => extendDevice(ports, { uid, by: actor(), ...defined({ expires }) }),
  );
}

/** Suspends an assignment, or resumes it. */
export function runDeviceSuspendCommand(
  options: DeviceOptions & { readonly resume?: boolean },
): Promise<number> {
  const isSuspended = options.resume !== true;
  return changeDevice(
    options,
    (ports) => suspendDevice(ports, { uid: options.uid, isSuspended, by: actor() }),
  );
}

/** Begins the next key generation of a wearable. */
export function runDeviceRotateKeyCommand(options: DeviceOptions): Promise<number> {
  const { json, uid } = options;
  return withLife(options, async (ports) => {
    const result = await rotateKey(ports, { uid, by: actor() });
    if (!result.ok) return refused(result.error);
    if (json) printJson(rotationJson(uid, result.value));
    else showRotation(uid, result.value);
    return 0;
  });
}

function rotationJson(device: string, { heldBy, isUnderWay, kid }: Rotation) {
  return defined({
    device,
    kid,
    underWay: isUnderWay,
    heldByIncident: heldBy && encodeHex(heldBy),
  });
}

function showRotation(uid: string, { heldBy, isUnderWay, kid }: Rotation): void {
  print(`device    ${uid}\nkid       ${kid}`);
  report(
    isUnderWay
      ? "The change was begun before: the wearable is not heard under the new key yet."
      : "The change has begun.",
  );
  report(
    "The gateway accepts both keys until it hears the wearable under the new one. It sends the " +
      `change as the answer to the next heartbeat: see "vigil device show ${uid}".`,
  );
  if (heldBy === undefined) return;
  report(`The wearable gets the change after incident ${encodeHex(heldBy)} is closed.`);
}
