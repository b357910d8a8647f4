/** Tests a LoRa modem that is in no configuration, alone or with one that is. */
import { fail, ok, type Result } from "../../../devices/result.ts";
import { basename } from "node:path";
import type { StoreAccess } from "../../../db/store.ts";
import type { Clock } from "../../../devices/time.ts";
import type {
  ModemServiceProblem,
  ModemTestReport,
} from "../../../handlers/modems/modem_service.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { ModemConfig } from "../../config/config.ts";
import { until } from "../../runtime/until.ts";
import { modemMemory, Modems } from "../modems.ts";
import type { OpenPort } from "../port/port.ts";
import type { Profile } from "./profile.ts";
import { testLoop, testSettings, testSignal } from "./test_lora.ts";
import { loraModem } from "./test_modem.ts";

export interface UnconfiguredTest {
  readonly port: string;
  readonly profile: Profile;
  /** Name of a configured modem. */
  readonly partner?: string;
  /** How long to wait for a wearable's frame, in milliseconds. */
  readonly listenMs: number;
}

export interface UnconfiguredTestPorts {
  /** Those of the gateway. */
  readonly modems: Modems;
  readonly openPort: OpenPort;
  readonly store: StoreAccess;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends what waits. */
  readonly stopping: AbortSignal;
}

/** How long a modem may take to be set up when its port is opened, in milliseconds. */
const SET_UP_WITHIN_MS = 20_000;

/** Opens the port as a gateway would, for as long as the test takes. */
export async function testUnconfigured(
  { listenMs, partner, port, profile }: UnconfiguredTest,
  ports: UnconfiguredTestPorts,
): Promise<Result<ModemTestReport, ModemServiceProblem>> {
  const { clock, log, openPort, stopping: stop, store } = ports;
  const other = partner === undefined ? undefined : loraModem(ports.modems, partner);
  if (other?.ok === false) return other;
  const name = basename(port);
  const config = {
    name,
    port,
    powerCommand: undefined,
    baud: undefined,
    ...profile,
  } as ModemConfig;
  // Its air time counts in the hour of its sub-band; it is not remembered as a modem of this gateway.
  const { ledger } = modemMemory(store, clock, log);
  await using own = new Modems([config], {
    openPort,
    clock,
    log,
    ledger,
    raise: () => {},
    onRadioError: () => {},
    onFrame: (reception) => ports.modems.heardElsewhere(reception),
  });
  own.start();
  const session = own.session(name)!;
  const isSettled = () => session.status.state === "ready" || session.status.state === "lost";
  await until(isSettled, SET_UP_WITHIN_MS, stop);
  const tested = loraModem(own, name);
  if (!tested.ok) return fail(tested.error);
  const steps = [await testSettings(tested.value, stop)];
  if (steps[0]!.result !== "failed") {
    const loop = { modems: ports.modems, clock, stop };
    steps.push(...await testLoop(tested.value, other?.value, loop));
    if (other !== undefined) {
      steps.push(...await testLoop(other.value, tested.value, { ...loop, modems: own }));
    }
    steps.push(await testSignal(tested.value, listenMs, { ...loop, modems: own }));
  }
  return ok({ modem: name, passed: steps.every(({ result }) => result !== "failed"), steps });
}
