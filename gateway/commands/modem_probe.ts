/** `vigil modem probe` and `vigil modem reset`: which modem it is; restart it. */
import { printable } from "../../devices/printable.ts";
import type { ModemKind } from "../../devices/modems/modem.ts";
import type { ProbeReport } from "../../handlers/modems/modem_service.ts";
import { probePort } from "../modems/service/probe_port.ts";
import {
  meantBy,
  type MeantModem,
  type ModemContext,
  reportLostFrames,
  valueOrReport,
  withModemContext,
} from "./modem_context.ts";
import { actor } from "./life_ports.ts";
import { askYesNo, EBYTE_QUESTION, isTerminal, withTerminal } from "./ask.ts";
import type { CommandOptions } from "./open_store.ts";
import { print, printJson, report } from "./output.ts";

export interface ModemProbeOptions extends CommandOptions {
  /** Name of a modem, or a port. */
  readonly port: string;
  /** What it is said to be. */
  readonly kind?: ModemKind;
  readonly baud?: number;
  readonly configMode?: boolean;
}

/** Asks who is at a port. Status 1 when it is no modem that is known here. */
export function runModemProbeCommand(options: ModemProbeOptions): Promise<number> {
  return withModemContext(options, async (context) => {
    const meant = await meantBy(options.port, context);
    const kind = options.kind ?? await askKind(meant, options);
    const probed = await probe({ ...options, ...(kind && { kind }) }, meant, context);
    if (probed === undefined) return 1;
    if (options.json) printJson(probed);
    else print(printable(`${probed.port}: ${probed.text}`));
    return probed.found === "modem" || probed.found === "not asked" ? 0 : 1;
  });
}

/** A transparent modem cannot be recognised by asking it, so the user is asked first. */
async function askKind(
  { modem }: MeantModem,
  { configMode, json }: ModemProbeOptions,
): Promise<ModemKind | undefined> {
  if (modem !== undefined || configMode === true || json === true || !isTerminal()) {
    return undefined;
  }
  const isEbyte = await withTerminal((ask) => askYesNo(ask, EBYTE_QUESTION, false));
  return isEbyte ? "ebyte-e22" : undefined;
}

/** What is at a port, found by the process that has it; undefined: the problem was reported. */
export async function probe(
  { baud, configMode = false, kind }: Pick<ModemProbeOptions, "baud" | "configMode" | "kind">,
  { modem, path }: MeantModem,
  context: ModemContext,
): Promise<ProbeReport | undefined> {
  if (context.gateway !== undefined && modem !== undefined && !configMode) {
    const probed = await context.gateway.probe(modem.name, actor());
    if (probed.ok || probed.error.code !== "unknown-modem") return valueOrReport(probed);
  }
  const configured = modem?.kind === "auto" ? rememberedKind(modem.name, context) : modem?.kind;
  const { clock, openPort } = context;
  const request = {
    path,
    kind: kind ?? configured,
    baud: baud ?? modem?.baud,
    isInConfigurationMode: configMode,
  };
  return await probePort(request, { clock, openPort, onFrame: reportLostFrames() });
}

function rememberedKind(name: string, { store }: ModemContext): ModemKind | undefined {
  const record = store?.read.modems.all().find((record) => record.name === name);
  return record?.kind as ModemKind | undefined;
}

/** Restarts a modem. */
export function runModemResetCommand(
  options: CommandOptions & { readonly port: string },
): Promise<number> {
  return withModemContext(options, async (context) => {
    const { modem } = await meantBy(options.port, context);
    if (modem === undefined) {
      report(`Cannot reset "${options.port}": it is no configured modem: see "vigil modem list"`);
      return 1;
    }
    if (context.gateway === undefined) {
      report(`Cannot reset "${modem.name}": no gateway runs; it sets the modem up when it starts`);
      return 1;
    }
    const done = valueOrReport(await context.gateway.reset(modem.name, actor()));
    if (done === undefined) return 1;
    if (options.json) printJson(done);
    else print(`${modem.name} restarts`);
    return 0;
  });
}
