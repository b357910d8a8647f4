/** `vigil device add`: a wearable gets its key, by hand or over a cable. */
import { decodeHex, encodeHex } from "../../devices/hex.ts";
import { fail, ok, type Result } from "../../devices/result.ts";
import { defined } from "../../devices/tools/defined.ts";
import { loadKey } from "../../handlers/registry/cable.ts";
import {
  issueDevice,
  type IssuedKey,
  type IssueRequest,
  mayIssue,
  newRootKey,
} from "../../handlers/registry/issue.ts";
import type { LifePorts } from "../../handlers/registry/life.ts";
import type { Config } from "../config/config.ts";
import { ProvisioningCable } from "./provisioning_cable.ts";
import { openSerialPorts } from "../modems/port/port.ts";
import { sheetFacts, writeSheet } from "./device_sheet.ts";
import { keysOrReport } from "./key_files.ts";
import { actor, type DeviceOptions, refused, withLife, WRONG_USE } from "./life_ports.ts";
import { print, printJson, report } from "./output.ts";

const ROOT_KEY_BYTES = 16;

export interface DeviceAddOptions extends DeviceOptions {
  /** File of the key that it already has; `-`: stdin. */
  readonly rootKeyFile?: string;
  /** The same as an argument, in hex. */
  readonly rootKey?: string;
  readonly kid: number;
  readonly epoch: number;
  /** Seconds. */
  readonly heartbeat?: number;
  /** Provisioning port of the wearable. */
  readonly port?: string;
  readonly replace?: boolean;
  readonly sheet?: string;
}

/** Registers a wearable. Its key is printed, the only time, unless it goes over a cable. */
export async function runDeviceAddCommand(given: DeviceAddOptions): Promise<number> {
  const key = await rootKeyOrReport(given);
  if (!key.ok) return key.error;
  const options = { ...given, ...key.value };
  const misuse = misuseOf(options);
  if (misuse !== undefined) {
    report(misuse);
    return WRONG_USE;
  }
  return await withLife(
    options,
    (ports, config) =>
      options.port === undefined
        ? addByHand(ports, config, options)
        : addByCable(ports, config, options, options.port),
  );
}

/** The key that the wearable already has, if it has one; else the status of the command. */
async function rootKeyOrReport(
  { rootKey, rootKeyFile }: DeviceAddOptions,
): Promise<Result<{ readonly rootKey?: string }, number>> {
  if (rootKey !== undefined && rootKeyFile !== undefined) {
    report("Cannot add the device: --root-key and --root-key-file are one key: leave one out");
    return fail(WRONG_USE);
  }
  if (rootKey !== undefined) {
    report(
      "--root-key shows the key to every user of this box (ps): give it by --root-key-file FILE, " +
        'or "-" for stdin',
    );
    return ok({});
  }
  const keys = await keysOrReport({ "root-key-file": rootKeyFile });
  if (!keys.ok) return keys;
  return ok(defined({ rootKey: keys.value["root-key-file"] }));
}

function misuseOf({ epoch, port, replace, rootKey }: DeviceAddOptions): string | undefined {
  if (rootKey !== undefined && decodeHex(rootKey)?.length !== ROOT_KEY_BYTES) {
    return "Cannot add the device: its root key must be 32 hex digits";
  }
  if (port !== undefined && (rootKey !== undefined || epoch !== 0)) {
    return "Cannot add the device: over a cable it gets a new key: leave out its root key and --epoch";
  }
  if (port === undefined && replace === true) {
    return "Cannot add the device: --replace is about a wearable on a cable: name it with --port";
  }
  return undefined;
}

async function addByHand(
  ports: LifePorts,
  config: Config,
  options: DeviceAddOptions,
): Promise<number> {
  const { epoch, json, rootKey } = options;
  const issued = await issueDevice(ports, {
    ...factsOf(options),
    epoch,
    details: { way: "by hand" },
    ...(rootKey === undefined ? {} : { rootKey: decodeHex(rootKey)! }),
  });
  if (!issued.ok) return refused(issued.error);
  showKey(issued.value, json);
  writeSheetIfAsked(ports, config, options);
  return 0;
}

function showKey({ kid, rootKey, uid }: IssuedKey, asJson = false): void {
  const shown = { device: uid, kid, rootKey: encodeHex(rootKey) };
  if (asJson) return printJson(shown);
  print(`device    ${shown.device}\nkid       ${shown.kid}\nrootKey   ${shown.rootKey}`);
  report(
    "Load the key into the device by cable now: it is not shown again. Then link the device to a " +
      `file: vigil device assign ${uid} --reference REFERENCE`,
  );
}

/** The key is never shown: it goes from here to the wearable and into the store. */
async function addByCable(
  ports: LifePorts,
  config: Config,
  options: DeviceAddOptions,
  port: string,
): Promise<number> {
  const { json, kid, replace = false, uid } = options;
  const may = mayIssue(ports, uid);
  if (!may.ok) return refused(may.error);
  await using cable = await ProvisioningCable.open(port, openSerialPorts());
  const rootKey = newRootKey();
  const loaded = await loadKey(cable, { kid, rootKey, mayReplace: replace });
  if (!loaded.ok) {
    report(`Cannot load "${uid}" at ${port}: ${loaded.error.message}`);
    return 1;
  }
  const { position, wearable: { firmware, model, serial } } = loaded.value;
  const details = { way: "cable", model, serial, firmware };
  const issued = await issueDevice(ports, { ...factsOf(options), ...position, rootKey, details });
  if (!issued.ok) return refused(issued.error);
  const shown = { device: uid, kid, model, serial, firmware, tested: true };
  if (json) printJson(shown);
  else for (const [name, value] of Object.entries(shown)) print(`${name.padEnd(10)}${value}`);
  report(
    `The wearable has proved that it has its key. Now: vigil device assign ${uid} --reference REFERENCE`,
  );
  writeSheetIfAsked(ports, config, options);
  return 0;
}

function factsOf({ heartbeat, kid, uid }: DeviceAddOptions): Omit<IssueRequest, "epoch"> {
  return { uid, kid, by: actor(), ...defined({ heartbeatS: heartbeat }) };
}

function writeSheetIfAsked(ports: LifePorts, config: Config, options: DeviceAddOptions): void {
  if (options.sheet === undefined) return;
  const device = ports.store.read.devices.byUid(options.uid)!;
  writeSheet(options.sheet, sheetFacts(ports, device, config));
  report(
    `The sheet names no file yet: write it again with "vigil device assign ${options.uid} --sheet FILE".`,
  );
}
