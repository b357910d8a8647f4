import { LastWork } from "../../handlers/modems/last_work.ts";
import { ModemServiceGuard } from "../../handlers/modems/modem_service_guard.ts";
import { PortServiceGuard } from "../../handlers/modems/port_service_guard.ts";
import { modemMemory, Modems } from "../modems/modems.ts";
import { LocalModemService } from "../modems/service/local_modem_service.ts";
import { LocalPortService } from "../modems/service/local_port_service.ts";
import { simulatorStatePath } from "../simulator/flash.ts";
import { simulatedPorts } from "../simulator/press_server.ts";
import type { Core } from "./core.ts";
import type { GatewayParts } from "./parts.ts";
import type { Storage } from "./storage/storage.ts";

/** The modems of the configuration, not started: they come last. */
export function composeModems(
  { config, log, openPort }: GatewayParts,
  { clock, store }: Storage,
  { forms, heardFrames, inbox, measurements, raise, supervision, take }: Core,
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
    onOwnFrame: (reception) => heardFrames.judged(reception, "own"),
    onAlarmAnswered: (afterMs) => measurements.record("gateway", "heard-to-answered-ms", afterMs),
    onRadioError: (modem) => supervision.sawRadioError(modem),
  });
}

/** What technicians do with modems and ports, within bounds, and what was last done. */
export type ModemWork = ReturnType<typeof composeModemWork>;

/** @param stopping Ends what waits. */
export function composeModemWork(core: Core, modems: Modems, stopping: AbortSignal) {
  const { clock, log, store } = core;
  const lastWork = new LastWork({ clock });
  const modemService = new LocalModemService({ modems, store, clock, stopping });
  const simulated = () => simulatedPorts(simulatorStatePath());
  const portService = new LocalPortService({ modems, store, clock, log, simulated, stopping });
  return {
    lastWork,
    modemService: new ModemServiceGuard({ modemService, store, clock, lastWork }),
    portService: new PortServiceGuard({ portService, store, clock, lastWork }),
  };
}
