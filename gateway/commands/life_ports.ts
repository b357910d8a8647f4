import { defined } from "../../devices/tools/defined.ts";
import { userInfo } from "node:os";
import type { Author, DeviceRecord } from "../../db/store.ts";
import { parseDay } from "../../devices/assignment.ts";
import type { UnixMs } from "../../devices/time.ts";
import type { LifePorts } from "../../handlers/registry/life.ts";
import { type DeviceProblem, unknownDevice } from "../../handlers/registry/problem.ts";
import type { Config } from "../config/config.ts";
import { FlooredClock } from "../runtime/clock/floored_clock.ts";
import { SystemClock } from "../platform/clock.ts";
import { type CommandOptions, withStore } from "./open_store.ts";
import { report } from "./output.ts";

/** Wrong use: the arguments cannot be meant. */
export const WRONG_USE = 2;

/** What commands about one wearable have in common. */
export interface DeviceOptions extends CommandOptions {
  readonly uid: string;
}

/** Runs a command on the wearables of the configured gateway, whether that runs or not. */
export function withLife(
  options: CommandOptions,
  work: (ports: LifePorts, config: Config) => number | Promise<number>,
): Promise<number> {
  return withStore(options, async (store, config) => {
    using system = new SystemClock();
    const clock = new FlooredClock(system, store.read.clock.floor());
    return await work({ store, clock }, config);
  });
}

/** Runs a command on one wearable; status 1, with that reported, when there is no such one. */
export function withDevice(
  options: DeviceOptions,
  work: (device: DeviceRecord, ports: LifePorts, config: Config) => number | Promise<number>,
): Promise<number> {
  return withLife(options, (ports, config) => {
    const device = ports.store.read.devices.byUid(options.uid);
    return device === undefined ? refused(unknownDevice(options.uid)) : work(device, ports, config);
  });
}

/**
 * Who uses this terminal: the user of the system, and who became that one. Variables such as USER do
 * not count: the person who types the command can set them.
 */
export function actor(said?: string): Author {
  const user = systemUser();
  const before = Deno.env.get("SUDO_USER");
  const name = before === undefined || before === user ? user : `${before} as ${user}`;
  return defined({ kind: "box" as const, name, said });
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a number that has no name.
    return `user ${Deno.uid()}`;
  }
}

/** Reports why something was not done; the status of the command. */
export function refused(problem: DeviceProblem): number {
  report(problem.message);
  return problem.code === "invalid-request" ? WRONG_USE : 1;
}

/** The day of an option; undefined when it was not given, null with the problem reported when it is none. */
export function dayOrReport(uid: string, text: string | undefined): UnixMs | null | undefined {
  if (text === undefined) return undefined;
  const at = parseDay(text);
  if (at !== undefined) return at;
  report(`Cannot use "${uid}" with --expires "${text}": it is no day: write 2027-05-23`);
  return null;
}
