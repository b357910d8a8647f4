/** `vigil simulate`: modems on pseudo-terminals and wearables, for training, demos and load. */
import { mkdirSync } from "node:fs";
import { encodeHex } from "../../devices/hex.ts";
import { defined } from "../../devices/tools/defined.ts";
import { formatProblem } from "../config/config.ts";
import { readTextFile } from "../config/text_file.ts";
import { untilStopped } from "../runtime/process/stopping.ts";
import { Flash, simulatorStatePath } from "../simulator/flash.ts";
import { type ModemSpec, readModemSpec } from "../simulator/modem_spec.ts";
import { listenForPresses } from "../simulator/press_server.ts";
import { readScenario, type Step } from "../simulator/scenario.ts";
import { playScenario } from "../simulator/scenario_player.ts";
import { Simulation } from "../simulator/simulation.ts";
import type { WearableIdentity } from "../simulator/wearable.ts";
import { WRONG_USE } from "./life_ports.ts";
import { print, printJson, report } from "./output.ts";
import { registerWearables } from "./register_wearables.ts";

export interface SimulateOptions {
  /** Modems, comma between; see `ModemSpec`. */
  readonly modem: string;
  readonly devices: number;
  /** Wearables that get their key over a cable. */
  readonly cables: number;
  /** Frames a second, of all together; default: a heartbeat of each wearable each minute. */
  readonly rate?: number;
  readonly scenario?: string;
  /** How much faster than in life the scenario goes; default 1. */
  readonly speed?: number;
  /** Registers the wearables with this gateway. */
  readonly config?: string;
  /** What the wearables keep between two simulations. */
  readonly state?: string;
  /** Folder for links to the ports. */
  readonly link?: string;
  readonly json?: boolean;
}

const HEARTBEAT_EVERY_S = 60;

/** Runs a simulation until it is interrupted. Status 1 when it cannot begin. */
export async function runSimulateCommand(options: SimulateOptions): Promise<number> {
  const modems = readModems(options.modem);
  if (modems === undefined) return WRONG_USE;
  const steps = await readSteps(options, modems.length);
  if (steps === undefined) return 1;
  const state = options.state ?? simulatorStatePath();
  using flash = new Flash(state);
  const identities = flash.identities(uidsOf(options.devices));
  const { config } = options;
  if (config !== undefined && !await registerWearables(config, identities)) return 1;
  if (options.link !== undefined) mkdirSync(options.link, { recursive: true });
  const playing = {
    speed: options.speed ?? 1,
    random: Math.random,
    onLine: (line: string) => report(`${new Date().toISOString()}  ${line}`),
  };
  await using simulation = new Simulation({
    ...playing,
    modems,
    identities,
    ...defined({ linkFolder: options.link }),
    cabled: serialsOf(options.cables).map((serial) =>
      defined({ serial, kept: flash.find(serial) })
    ),
    keep: (uid, memory) => flash.keep(uid, memory),
    forget: (serial) => flash.forget(serial),
  });
  await using _presses = listenForPresses(
    state,
    () => simulation.wearables,
    () => simulation.modems.map(({ kind, link, path }) => ({ kind, path: link ?? path })),
  );
  printPorts(simulation, identities, options);
  simulation.beat(options.rate ?? castOf(options) / HEARTBEAT_EVERY_S);
  playScenario(simulation, steps, playing);
  await untilStopped();
  return 0;
}

function readModems(text: string): ModemSpec[] | undefined {
  const modems: ModemSpec[] = [];
  for (const each of text.split(",")) {
    const spec = readModemSpec(each);
    if (!spec.ok) {
      report(`Cannot simulate ${spec.error}`);
      return undefined;
    }
    modems.push(spec.value);
  }
  return modems;
}

async function readSteps(
  options: SimulateOptions,
  modems: number,
): Promise<readonly Step[] | undefined> {
  const { scenario } = options;
  if (scenario === undefined) return [];
  const text = await readTextFile(scenario);
  if (!text.ok) {
    report(`Cannot read the scenario "${scenario}": ${text.error}: name it with --scenario FILE`);
    return undefined;
  }
  const steps = readScenario(text.value, { devices: castOf(options), modems });
  if (steps.ok) return steps.value;
  for (const problem of steps.error) report(formatProblem(scenario, problem));
  report(`${scenario}: not played: correct it and start again`);
  return undefined;
}

/** How many wearables there are to act, those on cables last. */
function castOf({ cables, devices }: SimulateOptions): number {
  return devices + cables;
}

function serialsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `cable-${String(index + 1).padStart(3, "0")}`);
}

function uidsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `sim-${String(index + 1).padStart(3, "0")}`);
}

function printPorts(
  { cables, modems }: Simulation,
  identities: readonly WearableIdentity[],
  { config, json }: SimulateOptions,
): void {
  const devices = identities.map(({ uid, kid, rootKey, epoch }) => ({
    device: uid,
    kid,
    rootKey: encodeHex(rootKey),
    epoch,
  }));
  if (json) printJson({ modems, devices, ...(cables.length > 0 ? { cables } : {}) });
  else {
    for (const { number, kind, path, link } of modems) print(`${number}  ${kind}  ${link ?? path}`);
    for (const { serial, path, link } of cables) print(`${serial}  ${link ?? path}`);
  }
  if (cables.length > 0) {
    report("A wearable on a cable gets its key by: vigil device add UID --port PORT");
  }
  report("Kind and port of each modem belong into a [[modem]] of the gateway's configuration.");
  if (config === undefined && devices.length > 0) {
    report(
      "No gateway knows the wearables: start again with --config FILE, or take their keys from " +
        '--json to "vigil device add UID --root-key-file FILE --kid N --epoch N".',
    );
  }
  if (devices.length > 0) {
    report(`A button is pressed by: vigil simulate press ${devices[0]!.device}`);
  }
  report("Ctrl-C ends it.");
}
