/** Modems of the configuration by their names, and why something could not be done to one. */
import { fail, ok, type Result } from "../../../devices/result.ts";
import type { ModemServiceProblem } from "../../../handlers/modems/modem_service.ts";
import type { ModemConfig } from "../../config/config.ts";
import type { Modems } from "../modems.ts";
import type { AnyModemSession } from "../session/create_session.ts";

/** A modem of the configuration, and what runs it. */
export interface ConfiguredModem {
  readonly config: ModemConfig;
  readonly session: AnyModemSession;
}

/** The modem of a name. */
export function findModem(
  modems: Modems,
  modem: string,
): Result<ConfiguredModem, ModemServiceProblem> {
  const config = modems.configs.find(({ name }) => name === modem);
  const session = modems.session(modem);
  return config === undefined || session === undefined
    ? fail({
      code: "unknown-modem",
      message: `There is no modem "${modem}" in the configuration: see "vigil modem list"`,
    })
    : ok({ config, session });
}

/** @param message The state, and what to do next. */
export function notPossible(message: string): ModemServiceProblem {
  return { code: "not-possible", message: `Cannot do this: ${message}` };
}
