/** Writes a profile to the module behind a port, and reads it back. */
import type { ModemChange } from "../../../db/store.ts";
import { describeE22Registers, e22Registers } from "../../../devices/modems/ebyte_e22/registers.ts";
import { provisionE22 } from "../../../devices/modems/ebyte_e22/setup.ts";
import { loraDialect } from "../../../devices/modems/lora_makes.ts";
import {
  isAsWanted,
  provision,
  type Provisioned,
  readSettings,
} from "../../../devices/modems/provisioning.ts";
import { fail, ok, type Result } from "../../../devices/result.ts";
import type { ProvisionPlan, ProvisionReport } from "../../../handlers/modems/modem_service.ts";
import { E22_SETUP_BAUD } from "../binding/identify_port.ts";
import { type OneShotPorts, runOneShot } from "../binding/run_one_shot.ts";
import { DEFAULT_BAUD, radioSettings } from "../../config/config.ts";
import { describeRadio, type Profile } from "./profile.ts";

export interface ProvisionPortRequest {
  readonly path: string;
  /** Undefined: the kind's own. */
  readonly baud: number | undefined;
  readonly profile: Profile;
  /** Pins or button of an Ebyte E22 are set so; in any other mode its settings go on the air. */
  readonly isInConfigurationMode: boolean;
}

/** Makes that lose their settings when they lose their power. */
const FORGETFUL: readonly string[] = ["wio-e5", "rn2483"];

/**
 * @returns What was written and read, or in words why nothing was written.
 * @throws Error with what to do when the port cannot be opened.
 */
export async function provisionPort(
  request: ProvisionPortRequest,
  ports: OneShotPorts,
): Promise<Result<ProvisionReport, string>> {
  const provisioned = await write(request, ports);
  if (!provisioned.ok) return provisioned;
  const { identity, settings } = provisioned.value;
  const done = isAsWanted(provisioned.value);
  const { kind } = request.profile;
  return ok({ port: request.path, kind, ...identity, done, settings, text: textOf(kind, done) });
}

/** What `provisionPort` would write, or in words why it cannot. */
export function planOf({ kind, radio }: Profile): Result<ProvisionPlan, string> {
  const settings = radioSettings(kind, radio);
  const { kind: _, ...described } = describeRadio({ kind, radio });
  if (kind === "ebyte-e22") {
    const registers = e22Registers(settings);
    if (!registers.ok) return registers;
    const lines = Object.entries(describeE22Registers(registers.value));
    return ok({ kind, radio: described, settings: lines.map((line) => line.join(" ")) });
  }
  const dialect = loraDialect(kind, settings);
  if (dialect.impossible !== undefined) return fail(dialect.impossible);
  return ok({ kind, radio: described, settings: dialect.settings.map(({ command }) => command) });
}

/**
 * Reads the settings of a module and compares them with a profile; nothing is written.
 * @returns What was read, or in words why nothing was asked.
 * @throws Error with what to do when the port cannot be opened.
 */
export async function readBackPort(
  { baud, path, profile: { kind, radio } }: Omit<ProvisionPortRequest, "isInConfigurationMode">,
  ports: OneShotPorts,
): Promise<Result<ProvisionReport, string>> {
  if (kind === "ebyte-e22") return fail(NOT_READ);
  const dialect = loraDialect(kind, radioSettings(kind, radio));
  const task = readSettings(dialect);
  const provisioned = await runOneShot(path, baud ?? DEFAULT_BAUD[kind], task, ports);
  const { identity, settings } = provisioned;
  const isRead = settings.some(({ state }) => state !== "unread");
  const done = isRead && isAsWanted(provisioned);
  const text = done
    ? "what can be read is as the configuration says"
    : isRead
    ? "it reads otherwise than the configuration says: write its settings"
    : "it does not say what it is set to: write its settings to be sure";
  return ok({ port: path, kind, ...identity, done, settings, text });
}

/** What was set, and by whom, as the store keeps it. */
export function modemChange(
  { done, kind, serial, settings }: ProvisionReport,
  origin: Pick<ModemChange, "atUnixMs" | "by" | "modem" | "port">,
): ModemChange {
  return { ...origin, kind, serial, settings: JSON.stringify(settings), done };
}

function textOf(kind: string, done: boolean): string {
  if (!done) return "not set up: see what reads otherwise, check power, cable and firmware";
  return FORGETFUL.includes(kind)
    ? "set up; it forgets this without power, and the gateway writes it at each start"
    : "set up, and read back as written";
}

async function write(
  { baud, isInConfigurationMode, path, profile }: ProvisionPortRequest,
  ports: OneShotPorts,
): Promise<Result<Provisioned, string>> {
  const { kind } = profile;
  const settings = radioSettings(kind, profile.radio);
  if (kind === "ebyte-e22") {
    const registers = e22Registers(settings);
    if (!registers.ok) return registers;
    if (!isInConfigurationMode) return fail(TRANSPARENT);
    const task = provisionE22(registers.value);
    const provisioned = await runOneShot(path, E22_SETUP_BAUD, task, ports);
    return provisioned === undefined ? fail(NOT_IN_CONFIGURATION_MODE) : ok(provisioned);
  }
  const dialect = loraDialect(kind, settings);
  if (dialect.impossible !== undefined) return fail(dialect.impossible);
  return ok(await runOneShot(path, baud ?? DEFAULT_BAUD[kind], provision(dialect), ports));
}

const NOT_READ = "an Ebyte E22 cannot be asked while it works: in transparent mode it puts every " +
  "question on the air; set its pins to configuration mode and write its settings";
const TRANSPARENT = "in transparent mode an Ebyte E22 puts on the air what is written to it: set " +
  "its pin M0 low and M1 high (or hold its button until the LED is red) and say --config-mode";
const NOT_IN_CONFIGURATION_MODE =
  "it does not answer as an Ebyte E22 in configuration mode does: check its pins M0 and M1, and " +
  "the cable";
