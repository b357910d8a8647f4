/** `vigil modem provision`: writes settings to a modem and reads them back. */
import { ok } from "../../devices/result.ts";
import { readTextFile } from "../config/text_file.ts";
import { isTerminal } from "./ask.ts";
import { WRONG_USE } from "./life_ports.ts";
import { meantBy, type ModemContext, withModemContext } from "./modem_context.ts";
import { provision, showReport } from "./modem_settings.ts";
import type { CommandOptions } from "./open_store.ts";
import { printJson, report } from "./output.ts";

export interface ModemProvisionOptions extends CommandOptions {
  /** Name of a modem, or a port; absent: the terminal is asked. */
  readonly port?: string;
  /** File with a profile. */
  readonly profile?: string;
  readonly configMode?: boolean;
}

/** Sets a modem up: as the arguments say, or as the person at the terminal answers. */
export function runModemProvisionCommand(options: ModemProvisionOptions): Promise<number> {
  return withModemContext(options, async (context) => {
    const { port } = options;
    if (port !== undefined) return await provisionAsSaid({ ...options, port }, context);
    if (options.json || !isTerminal()) {
      report("Cannot set a modem up: name its port, or run this on a terminal to be guided");
      return WRONG_USE;
    }
    const { guide } = await import("./modem_wizard.ts");
    return await guide(context);
  }, { makesStore: true });
}

async function provisionAsSaid(
  options: ModemProvisionOptions & { readonly port: string },
  context: ModemContext,
): Promise<number> {
  const meant = await meantBy(options.port, context);
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
  const provisioned = await provision(meant, text.value, options.configMode === true, context);
  if (provisioned === undefined) return 1;
  if (options.json) printJson(provisioned);
  else showReport(provisioned);
  return provisioned.done ? 0 : 1;
}
