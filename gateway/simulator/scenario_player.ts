/** Plays a scenario on a simulation. */
import { defined } from "../../devices/tools/defined.ts";
import { randomFix } from "./population.ts";
import type { ModemStep, Step, WearableStep } from "./scenario.ts";
import type { Simulation, SimulationOptions } from "./simulation.ts";
import type { Report, SimulatedWearable } from "./wearable.ts";

const NOISE_BYTES = 4_096;

/** As the simulation has them. */
type PlayOptions = Pick<SimulationOptions, "speed" | "random" | "onLine">;

/** Does every step at its time, again and again where it says so, while the simulation lives. */
export function playScenario(
  simulation: Simulation,
  steps: readonly Step[],
  options: PlayOptions,
): void {
  const after = (seconds: number, run: () => void) =>
    simulation.timers.after(seconds * 1_000 / options.speed, run);
  for (const step of steps) {
    const act = () => {
      if (step.repeat_s !== undefined) after(step.repeat_s, act);
      perform(simulation, step, options);
    };
    after(step.at_s, act);
  }
}

function perform(simulation: Simulation, step: Step, options: PlayOptions): void {
  if ("modem" in step) return handleModem(simulation, step, options);
  const { onLine, random } = options;
  const wearable = simulation.wearable(step.device);
  if (wearable === undefined) return onLine(`wearable ${step.device}: has no key, nothing happens`);
  onLine(`${wearable.uid} does: ${step.do}`);
  useWearable(wearable, step, reportOf(step, random));
}

function useWearable(wearable: SimulatedWearable, step: WearableStep, report: Report): void {
  switch (step.do) {
    case "press":
      return void wearable.press(report);
    case "cancel":
      return void wearable.cancel();
    case "position":
      return void wearable.position(report, step.of_alarm);
    case "status":
      return void wearable.status(report);
    case "test":
      return void wearable.test(report);
    case "heartbeat":
      return void wearable.heartbeat();
    case "reboot":
      return wearable.reboot();
  }
}

function reportOf(step: WearableStep, random: () => number): Report {
  const { battery_percent: batteryPercent, flags, lat, lon } = step;
  const fix = randomFix(random);
  return {
    fix: lat === undefined || lon === undefined ? fix : { ...fix, lat, lon },
    ...defined({ flags, batteryPercent }),
  };
}

function handleModem(
  simulation: Simulation,
  { modem: number, do: action }: ModemStep,
  { onLine, random }: PlayOptions,
): void {
  onLine(`modem ${number}: ${action}`);
  if (action === "replug") return onLine(`modem ${number}: at ${replug(simulation, number)}`);
  if (action === "unplug") return void simulation.unplug(number);
  const emulator = simulation.modem(number)?.emulator;
  if (emulator === undefined) return onLine(`modem ${number}: is unplugged, nothing happens`);
  switch (action) {
    case "modem-reset":
      return emulator.restart(false);
    case "modem-forget":
      return emulator.restart(true);
    case "modem-silent":
      emulator.faults.silent = true;
      return;
    case "modem-well":
      emulator.faults.silent = false;
      return;
    case "modem-noise":
      return emulator.babble(Uint8Array.from({ length: NOISE_BYTES }, () => random() * 256));
  }
}

/** Where it is now: without a link, the new port may have another name. */
function replug(simulation: Simulation, number: number): string {
  simulation.plugIn(number);
  const { path, link } = simulation.modems.find((modem) => modem.number === number)!;
  return link ?? path;
}
