import { modemMemory, Modems } from "../modems/modems.ts";
import type { Core } from "./core.ts";
import type { GatewayParts } from "./parts.ts";
import type { Storage } from "./storage/storage.ts";

/** The modems of the configuration, not started: they come last. */
export function composeModems(
  { config, log, openPort }: GatewayParts,
  { clock, store }: Storage,
  { forms, inbox, raise, supervision, take }: Core,
): Modems {
  return new Modems(config.modems, {
    cellular: {
      inbox,
      forms,
      dataDir: config.gateway.dataDir,
      wantsReports: config.destinations.some(({ type }) => type === "sms"),
      onTime: (unixMs) => clock.networkTime(unixMs),
    },
    openPort,
    ...modemMemory(store, clock, log),
    clock,
    log,
    raise,
    onFrame: (reception) => void take(reception),
    onRadioError: (modem) => supervision.sawRadioError(modem),
  });
}
