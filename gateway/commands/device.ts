/** `vigil device …`: the life of a wearable. Works beside a running gateway and holds at once. */
import { randomBytes } from "node:crypto";
import type { DeviceRecord, Reader } from "../../db/reader.ts";
import { decodeHex, encodeHex } from "../../devices/hex.ts";
import { isoTime, type UnixMs } from "../../devices/time.ts";
import { remainingMs } from "../../handlers/drills.ts";
import { SystemClock } from "../platform/clock.ts";
import { withStore } from "./open_store.ts";
import { print, printJson, tell } from "./output.ts";
import { printTable } from "./table.ts";

const UID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const ROOT_KEY_BYTES = 16;
/** Wrong use: the arguments cannot be meant. */
const WRONG_USE = 2;

interface DeviceOptions {
  readonly config: string;
  readonly json?: boolean;
}

export interface DeviceAddOptions extends DeviceOptions {
  readonly uid: string;
  readonly rootKey?: string;
  readonly kid: number;
  readonly epoch: number;
  /** Seconds. */
  readonly heartbeat?: number;
}

/** Registers a wearable and prints its key, the only time that it is shown. */
export function runDeviceAddCommand(options: DeviceAddOptions): Promise<number> {
  const rootKey = options.rootKey === undefined
    ? randomBytes(ROOT_KEY_BYTES)
    : decodeHex(options.rootKey);
  if (!UID.test(options.uid)) {
    return wrongUse(
      `Cannot add "${options.uid}": a UID is 1 to 64 letters, digits, "." "_" or "-"`,
    );
  }
  if (rootKey === undefined || rootKey.length !== ROOT_KEY_BYTES) {
    return wrongUse("Cannot add the device: --root-key must be 32 hex digits");
  }
  return withStore(options, async (store) => {
    const { uid, kid, epoch, heartbeat } = options;
    const device = {
      uid,
      kid,
      rootKey: Uint8Array.from(rootKey),
      epoch,
      createdAtUnixMs: Date.now(),
      ...(heartbeat === undefined ? {} : { heartbeatS: heartbeat }),
    };
    if (!await store.run("addDevice", device)) {
      tell(`Cannot add "${uid}": there is one already: see "vigil device show ${uid}"`);
      return 1;
    }
    const shown = { device: uid, kid, rootKey: encodeHex(rootKey) };
    if (options.json) printJson(shown);
    else {
      print(`device    ${shown.device}\nkid       ${shown.kid}\nrootKey   ${shown.rootKey}`);
      tell(
        "Load the key into the device by cable now: it is not shown again. Then link the device " +
          `to a file: vigil device assign ${uid} --reference REFERENCE`,
      );
    }
    return 0;
  });
}

export interface DeviceAssignOptions extends DeviceOptions {
  readonly uid: string;
  readonly reference: string;
  readonly expires?: string;
  /** Seconds. */
  readonly heartbeat?: number;
}

/** Links a wearable to a file, until a day or for good. */
export function runDeviceAssignCommand(options: DeviceAssignOptions): Promise<number> {
  const { uid, reference, expires, heartbeat } = options;
  const expiresAtUnixMs = expires === undefined ? undefined : parseDay(expires);
  if (Number.isNaN(expiresAtUnixMs)) {
    return wrongUse(`Cannot assign "${uid}": --expires "${expires}" is no day: write 2027-05-23`);
  }
  if (reference.trim() === "" || reference.length > 64) {
    return wrongUse(`Cannot assign "${uid}": --reference must have 1 to 64 characters`);
  }
  return withStore(options, async (store) => {
    const assignment = {
      uid,
      reference,
      ...(expiresAtUnixMs === undefined ? {} : { expiresAtUnixMs }),
      ...(heartbeat === undefined ? {} : { heartbeatS: heartbeat }),
    };
    if (!await store.run("assignDevice", assignment)) return unknownDevice(uid);
    show(describe(store.reader, store.reader.deviceByUid(uid)!), options.json);
    return 0;
  });
}

/** Lists all wearables. */
export function runDeviceListCommand(options: DeviceOptions): Promise<number> {
  return withStore(options, ({ reader }) => {
    const devices = reader.devices().map((device) => describe(reader, device));
    if (options.json) printJson(devices);
    else if (devices.length === 0) {
      tell('There is no device yet: add one with "vigil device add UID"');
    } else {
      printTable(
        ["DEVICE", "STATE", "REFERENCE", "EXPIRES", "LAST HEARD"],
        devices.map((device) => [
          device.device,
          device.state,
          device.reference ?? "-",
          device.expires ?? "-",
          device.lastHeard ?? "never",
        ]),
      );
    }
    return Promise.resolve(0);
  });
}

/** Tells what is known of one wearable. */
export function runDeviceShowCommand(
  options: DeviceOptions & { readonly uid: string },
): Promise<number> {
  return withStore(options, ({ reader }) => {
    const device = reader.deviceByUid(options.uid);
    if (device === undefined) return Promise.resolve(unknownDevice(options.uid));
    show(describe(reader, device), options.json);
    return Promise.resolve(0);
  });
}

interface DeviceDescription {
  readonly device: string;
  readonly state: string;
  readonly reference?: string;
  readonly expires?: string;
  readonly created: string;
  readonly lastHeard?: string;
  /** Seconds between its heartbeats; absent: it is not supervised. */
  readonly heartbeatS?: number;
  /** Present: it has not been heard for too long. */
  readonly silent?: true;
  /** Until when what it sends is marked as drill. */
  readonly drill?: string;
  /** Stages of its alarms that it was to be told, that were sent, and that it has heard. */
  readonly stages?: Readonly<Record<"due" | "sent" | "heard", number>>;
  readonly lastTest?: { readonly passed: boolean; readonly at: string };
  readonly keys: readonly { kid: number; state: string; epoch: number }[];
}

/** Everything about a wearable but its keys. */
function describe(reader: Reader, device: DeviceRecord): DeviceDescription {
  const keys = reader.deviceKeys(device.number);
  const heard = Math.max(...keys.map((key) => key.heardAtUnixMs ?? 0));
  const { reference, expiresAtUnixMs } = device;
  return {
    device: device.uid,
    state: device.assignment,
    ...(reference === undefined ? {} : { reference }),
    ...(expiresAtUnixMs === undefined ? {} : { expires: day(expiresAtUnixMs) }),
    created: isoTime(device.createdAtUnixMs as UnixMs),
    ...(heard > 0 ? { lastHeard: isoTime(heard as UnixMs) } : {}),
    ...(device.heartbeatS > 0 ? { heartbeatS: device.heartbeatS } : {}),
    ...(device.isSilent ? { silent: true as const } : {}),
    ...trialsOf(reader, device),
    keys: keys.map((key) => ({ kid: key.kid, state: key.state, epoch: key.newestEpoch })),
  };
}

function trialsOf(reader: Reader, { number }: DeviceRecord) {
  const { due, heard, sent } = reader.stageCounts(number);
  const test = reader.newestDeviceTest(number);
  return {
    ...drillOf(reader, number),
    ...(due === 0 ? {} : { stages: { due, sent, heard } }),
    ...(test === undefined
      ? {}
      : { lastTest: { passed: test.passed, at: isoTime(test.atUnixMs as UnixMs) } }),
  };
}

function drillOf(reader: Reader, device: number): Pick<DeviceDescription, "drill"> {
  const drill = reader.drill(device);
  if (drill === undefined) return {};
  using clock = new SystemClock();
  const leftMs = remainingMs(drill, clock);
  return leftMs === 0 ? {} : { drill: isoTime(clock.unixMs() + leftMs as UnixMs) };
}

function show(device: DeviceDescription, asJson = false): void {
  if (asJson) return printJson(device);
  for (const [name, value] of Object.entries(device)) {
    if (name !== "keys") print(`${name.padEnd(12)}${shownValue(value)}`);
  }
  for (const key of device.keys) {
    print(`${"key".padEnd(12)}generation ${key.kid} (${key.state}), newest epoch ${key.epoch}`);
  }
}

/** A value on one line; several of them by their names. */
function shownValue(value: string | number | boolean | object): string {
  if (typeof value !== "object") return String(value);
  return Object.entries(value).map(([name, inner]) => `${name} ${inner}`).join(", ");
}

/** Midnight UTC of a day written as 2027-05-23; NaN when it is none. */
function parseDay(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return NaN;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || day(at) !== text ? NaN : at;
}

function day(atUnixMs: number): string {
  return isoTime(atUnixMs as UnixMs).slice(0, 10);
}

function unknownDevice(uid: string): number {
  tell(
    `Cannot find the device "${uid}": see "vigil device list", or add it with "vigil device add"`,
  );
  return 1;
}

function wrongUse(text: string): Promise<number> {
  tell(text);
  return Promise.resolve(WRONG_USE);
}
