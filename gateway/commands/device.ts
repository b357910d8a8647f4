/** `vigil device list` and `show`, and what all commands that change a wearable have. */
import type { DeviceRecord } from "../../db/store.ts";
import { printable } from "../../devices/printable.ts";
import type { Result } from "../../devices/result.ts";
import {
  describeDevice,
  describeHistory,
  type DeviceDescription,
} from "../../handlers/registry/describe.ts";
import { unsupervisedText } from "../../handlers/supervision/heartbeat_period.ts";
import type { LifePorts } from "../../handlers/registry/life.ts";
import type { DeviceProblem } from "../../handlers/registry/problem.ts";
import type { Config } from "../config/config.ts";
import { type DeviceOptions, refused, withDevice, withLife } from "./life_ports.ts";
import { keepLook } from "./looks.ts";
import type { CommandOptions } from "./open_store.ts";
import { print, printJson, report } from "./output.ts";
import { printTable } from "./table.ts";

/** Lists all wearables. */
export function runDeviceListCommand(options: CommandOptions): Promise<number> {
  return withLife(options, async ({ clock, store }) => {
    const { read: reader } = store;
    const devices = reader.devices.all().map((device) => describeDevice(reader, device, clock));
    if (devices.length > 0) {
      const subjects = devices.map(({ device: id }) => ({ kind: "wearable" as const, id }));
      await keepLook(store, "device list", { subjects });
    }
    if (options.json) printJson(devices);
    else if (devices.length === 0) {
      report('There is no device yet: add one with "vigil device add UID"');
    } else {
      printDevices(devices);
      const unsupervised = unsupervisedText(reader.devices.supervision());
      if (unsupervised !== undefined) report(unsupervised);
    }
    return 0;
  });
}

function printDevices(devices: readonly DeviceDescription[]): void {
  printTable(
    ["DEVICE", "STATE", "REFERENCE", "EXPIRES", "ENDS", "HEARTBEAT", "LAST HEARD"],
    devices.map((device) => [
      device.device,
      device.state,
      device.reference ?? "-",
      device.expires ?? "-",
      endsIn(device),
      heartbeatOf(device),
      // With the keys of a retired wearable goes what is known of its last word.
      device.lastHeard ?? (device.state === "retired" ? "-" : "never"),
    ]),
  );
}

/** Said only when it is near: what is far would hide it. */
function endsIn({ endsInDays, warning }: DeviceDescription): string {
  if (warning === undefined || endsInDays === undefined) return "-";
  if (warning === "expired") return "EXPIRED";
  return endsInDays === 1 ? "in 1 day" : `in ${endsInDays} days`;
}

/** By which period its silence is noticed. */
function heartbeatOf({ heartbeatS, learnedHeartbeatS, state, supervision }: DeviceDescription) {
  switch (supervision) {
    case "set":
      return `${heartbeatS} s`;
    case "learned":
      return `${learnedHeartbeatS} s learned`;
    case "off":
      return "off";
    case "unknown":
      return state === "active" || state === "expired" ? "NOT SUPERVISED" : "-";
  }
}

/** Prints what is known of one wearable. */
export function runDeviceShowCommand(options: DeviceOptions): Promise<number> {
  return withDevice(options, async (device, { clock, store }) => {
    const { read: reader } = store;
    await keepLook(store, "device show", { subjects: [{ kind: "wearable", id: device.uid }] });
    const history = describeHistory(reader, device);
    showDevice({ ...describeDevice(reader, device, clock), history }, options.json);
    return 0;
  });
}

/** Changes a wearable, and shows it as it is then. */
export function changeDevice(
  options: DeviceOptions,
  change: (ports: LifePorts) => Promise<Result<unknown, DeviceProblem>>,
  afterwards: (device: DeviceRecord, ports: LifePorts, config: Config) => void = () => {},
): Promise<number> {
  return withLife(options, async (ports, config) => {
    const done = await change(ports);
    if (!done.ok) return refused(done.error);
    const { read: reader } = ports.store;
    const device = reader.devices.byUid(options.uid)!;
    showDevice(describeDevice(reader, device, ports.clock), options.json);
    afterwards(device, ports, config);
    return 0;
  });
}

/** Prints a wearable, a line for each thing that is known of it. */
function showDevice(
  device: DeviceDescription & { readonly history?: ReturnType<typeof describeHistory> },
  asJson = false,
): void {
  if (asJson) return printJson(device);
  const { history = [], keys, ...values } = device;
  for (const [name, value] of Object.entries(values)) {
    print(`${name.padEnd(12)}${shownValue(value)}`);
  }
  for (const key of keys) {
    print(`${"key".padEnd(12)}generation ${key.kid} (${key.state}), newest epoch ${key.epoch}`);
  }
  for (const { at, by, what, ...details } of history) {
    print(
      `${"history".padEnd(12)}${at} ${what} by ${printable(by)} ${shownValue(details)}`.trimEnd(),
    );
  }
}

/** A value on one line; several of them by their names. */
function shownValue(value: unknown): string {
  if (typeof value !== "object" || value === null) return printable(String(value));
  if (Array.isArray(value)) return value.map(shownValue).join("; ");
  return Object.entries(value)
    .filter(([, inner]) => !Array.isArray(inner) || inner.length > 0)
    .map(([name, inner]) => `${name} ${shownValue(inner)}`).join(", ");
}
