/** Two equal modules without a name of their own on the box, for two configurations that differ. */
import { Modems } from "../../gateway/modems/modems.ts";
import { Rak3172Emulator } from "../../gateway/simulator/emulate_rak3172.ts";
import type { Cabling } from "./cabled_modems.ts";
import { until } from "./until.ts";

/** What the first and what the second are to be tuned to. */
export const TWIN_FREQUENCIES_HZ = [869_525_000, 867_125_000] as const;
const [FIRST_HZ, SECOND_HZ] = TWIN_FREQUENCIES_HZ;
const CHANNEL_1 = `spreading_factor = 7\nbandwidth_hz = 500000\nfrequency_hz = ${FIRST_HZ}`;
const CHANNEL_2 = `spreading_factor = 8\nbandwidth_hz = 500000\nfrequency_hz = ${SECOND_HZ}`;

/** Makes both, not plugged in. */
export function twins(cabling: Cabling) {
  const [first, second] = [1, 2].map((number) => {
    const modem = cabling.modem((ports) => new Rak3172Emulator(ports));
    modem.emulator.serial = `000000000000000${number}`;
    return modem;
  });
  const configs = cabling.configs(["lora-1", "rak3172", CHANNEL_1], [
    "lora-2",
    "rak3172",
    CHANNEL_2,
  ]);
  return { first: first!, second: second!, configs };
}

/** Waits until modems are configured and listen. */
export function ready(
  modems: Modems,
  names: readonly string[],
  limitMs?: number,
): Promise<void> {
  return until(
    `${names} are ready`,
    () =>
      modems.sessions.filter(({ name }) => names.includes(name))
        .every(({ status }) => status.state === "ready"),
    limitMs,
  );
}

/** Starts a gateway's modems and waits until these listen; ends with the test. */
export async function started(
  cabling: Cabling,
  configs: ReturnType<Cabling["configs"]>,
): Promise<Modems> {
  const modems = new Modems(configs, cabling.ports);
  modems.start();
  await ready(modems, configs.map(({ name }) => name));
  return modems;
}

/** Pulls cables and waits until all modems are told as lost. */
export async function pulled(
  modems: Modems,
  ...cables: readonly { pull(): Promise<void> }[]
): Promise<void> {
  await Promise.all(cables.map((cable) => cable.pull()));
  await until(
    "all are lost",
    () => modems.sessions.every(({ status }) => status.state === "lost"),
  );
}
