/** Writing settings to a modem and showing how they read, for the command and for its guide. */
import type { Result } from "../../devices/result.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { ModemServiceProblem, ProvisionReport } from "../../handlers/modems/modem_service.ts";
import { formatProblem } from "../config/config.ts";
import { type Profile, readProfile } from "../modems/service/profile.ts";
import { modemChange, provisionPort } from "../modems/service/provision_port.ts";
import { LocalModemService } from "../modems/service/local_modem_service.ts";
import { actor } from "./life_ports.ts";
import {
  type MeantModem,
  type ModemContext,
  valueOrReport,
  withOwnModems,
} from "./modem_context.ts";
import { print, report } from "./output.ts";
import { printTable } from "./table.ts";

/**
 * Writes a profile, or what the configuration says, through the process that has the port.
 * @param profile TOML. Undefined, with the problem reported, when nothing was written.
 */
export async function provision(
  { modem, path }: MeantModem,
  profile: string | undefined,
  isInConfigurationMode: boolean,
  context: ModemContext,
): Promise<ProvisionReport | undefined> {
  if (modem === undefined) {
    return await provisionUnknown(path, profile!, isInConfigurationMode, context);
  }
  const request = {
    modem: modem.name,
    ...defined({ profile }),
    isInConfigurationMode,
    by: actor(),
  };
  const { config, gateway } = context;
  const answer: Result<ProvisionReport, ModemServiceProblem> | undefined = await gateway?.provision(
    request,
  );
  if (answer !== undefined && (answer.ok || answer.error.code !== "unknown-modem")) {
    return valueOrReport(answer);
  }
  return valueOrReport(
    await withOwnModems(context, config!.modems, (modems) => {
      const { clock, store } = context;
      const { signal: stopping } = new AbortController();
      return new LocalModemService({ modems, store: store!, clock, stopping }).provision(request);
    }),
  );
}

/** A modem that is in no configuration yet. */
async function provisionUnknown(
  path: string,
  text: string,
  isInConfigurationMode: boolean,
  { clock, openPort, store }: ModemContext,
): Promise<ProvisionReport | undefined> {
  const profile = readProfileOrReport(text);
  if (profile === undefined) return undefined;
  const request = { path, baud: undefined, profile, isInConfigurationMode };
  const provisioned = await provisionPort(request, { clock, openPort });
  if (!provisioned.ok) {
    report(`Cannot set up "${path}": ${provisioned.error}`);
    return undefined;
  }
  const origin = { atUnixMs: clock.unixMs(), by: actor(), modem: undefined, port: path };
  await store?.write("keepModemChange", modemChange(provisioned.value, origin));
  return provisioned.value;
}

/** A profile; undefined, with every problem reported, when it is none. */
export function readProfileOrReport(text: string): Profile | undefined {
  const profile = readProfile(text);
  if (profile.ok) return profile.value;
  for (const problem of profile.error) report(formatProblem("profile", problem));
  return undefined;
}

/** Shows what was written and how it reads. */
export function showReport({ port, settings, text }: ProvisionReport): void {
  printTable(
    ["WRITTEN", "READ", "STATE"],
    settings.map(({ read, state, written }) => [
      written,
      read ?? "-",
      // Taken by the modem, which has no word to ask for it: no reason to worry.
      state === "unread" ? "taken, cannot be read" : state,
    ]),
  );
  print(`${port}: ${text}`);
}
