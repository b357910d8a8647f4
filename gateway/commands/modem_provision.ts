/** `vigil modem provision`: writes settings to a modem and reads them back. */
import { ok, type Result } from "../../devices/result.ts";
import type { ModemServiceProblem, ProvisionReport } from "../../handlers/modems/modem_service.ts";
import { formatProblem } from "../config/config.ts";
import { readTextFile } from "../config/text_file.ts";
import { type Profile, readProfile } from "../modems/workshop/profile.ts";
import { provisionPort } from "../modems/workshop/provision_port.ts";
import { Workshop } from "../modems/workshop/workshop.ts";
import { isTerminal } from "./ask.ts";
import { actor, WRONG_USE } from "./life_ports.ts";
import {
  meantBy,
  type MeantModem,
  type ModemBench,
  type ModemOptions,
  valueOrReport,
  withBench,
  withOwnModems,
} from "./modem_bench.ts";
import { print, printJson, report } from "./output.ts";
import { printTable } from "./table.ts";

export interface ModemProvisionOptions extends ModemOptions {
  /** Name of a modem, or a port; absent: the terminal is asked. */
  readonly port?: string;
  /** File with a profile. */
  readonly profile?: string;
  readonly configMode?: boolean;
}

/** Sets a modem up: as the arguments say, or as the person at the terminal answers. */
export function runModemProvisionCommand(options: ModemProvisionOptions): Promise<number> {
  return withBench(options, async (bench) => {
    const { port } = options;
    if (port !== undefined) return await provisionAsSaid({ ...options, port }, bench);
    if (options.json || !isTerminal()) {
      report("Cannot set a modem up: name its port, or run this on a terminal to be guided");
      return WRONG_USE;
    }
    const { guide } = await import("./modem_wizard.ts");
    return await guide(bench);
  }, { makesStore: true });
}

async function provisionAsSaid(
  options: ModemProvisionOptions & { readonly port: string },
  bench: ModemBench,
): Promise<number> {
  const meant = await meantBy(options.port, bench);
  if (options.profile === undefined && meant.modem === undefined) {
    report(
      `Cannot set up "${options.port}": it is no configured modem: say what it is to be set to ` +
        "with --profile FILE",
    );
    return WRONG_USE;
  }
  const text = options.profile === undefined ? ok(undefined) : await readTextFile(options.profile);
  if (!text.ok) {
    report(`Cannot read the profile "${options.profile}": ${text.error}: name it with --profile`);
    return 1;
  }
  const provisioned = await provision(meant, text.value, options.configMode === true, bench);
  if (provisioned === undefined) return 1;
  if (options.json) printJson(provisioned);
  else showReport(provisioned);
  return provisioned.done ? 0 : 1;
}

/**
 * Writes a profile, or what the configuration says, through whoever has the port.
 * @param profile TOML. Undefined, with the problem reported, when nothing was written.
 */
export async function provision(
  { modem, path }: MeantModem,
  profile: string | undefined,
  isInConfigurationMode: boolean,
  bench: ModemBench,
): Promise<ProvisionReport | undefined> {
  if (modem === undefined) {
    return await provisionUnknown(path, profile!, isInConfigurationMode, bench);
  }
  const request = {
    modem: modem.name,
    ...(profile === undefined ? {} : { profile }),
    isInConfigurationMode,
    by: actor(),
  };
  const { config, gateway } = bench;
  const answer: Result<ProvisionReport, ModemServiceProblem> | undefined = await gateway?.provision(
    request,
  );
  if (answer !== undefined && (answer.ok || answer.error.code !== "unknown-modem")) {
    return valueOrReport(answer);
  }
  return valueOrReport(
    await withOwnModems(bench, config!.modems, (modems) => {
      const { clock } = bench;
      const store = bench.store!;
      const { signal: stopping } = new AbortController();
      const workshop = new Workshop({ modems, store, reader: store.reader, clock, stopping });
      return workshop.provision(request);
    }),
  );
}

/** A modem that is in no configuration yet. */
async function provisionUnknown(
  path: string,
  text: string,
  isInConfigurationMode: boolean,
  { clock, openPort, store }: ModemBench,
): Promise<ProvisionReport | undefined> {
  const profile = readProfileOrReport(text);
  if (profile === undefined) return undefined;
  const request = { path, baud: undefined, profile, isInConfigurationMode };
  const provisioned = await provisionPort(request, { clock, openPort });
  if (!provisioned.ok) {
    report(`Cannot set up "${path}": ${provisioned.error}`);
    return undefined;
  }
  const { done, kind, serial, settings } = provisioned.value;
  await store?.write("keepModemChange", {
    atUnixMs: clock.unixMs(),
    by: actor(),
    modem: undefined,
    port: path,
    kind,
    serial,
    settings: JSON.stringify(settings),
    done,
  });
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
