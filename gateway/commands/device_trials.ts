/** `vigil device test` and `vigil device drill`: trying a wearable out, and training with it. */
import { isoTime, type UnixMs } from "../../devices/time.ts";
import { type DeviceTestReport, TEST_STEPS, testDevice } from "../../handlers/test_guide.ts";
import { setDrill } from "../../handlers/drills.ts";
import { FlooredClock } from "../floored_clock.ts";
import { SystemClock } from "../platform/clock.ts";
import { withStore } from "./open_store.ts";
import { print, printJson, tell } from "./output.ts";

interface DeviceOptions {
  readonly config: string;
  readonly uid: string;
  readonly json?: boolean;
}

/** How long a person waits at most between two steps of the way, as a hint. */
const HINTS: Readonly<Record<(typeof TEST_STEPS)[number], string>> = {
  heard: "no test came: is the wearable assigned this key, in reach, and does the gateway run?",
  stored: "it was not stored: see vigil doctor",
  received: "dispatch has not confirmed it: see the destinations on the status page",
  answered: "no answer 9 was given: see the modem's counters in /metrics",
};

/** Guides one test of a wearable, from its button to its answer. */
export function runDeviceTestCommand(
  options: DeviceOptions & { readonly timeout: number },
): Promise<number> {
  const { json = false, timeout, uid } = options;
  return withStore(options, async (store) => {
    const device = store.reader.deviceByUid(uid);
    if (device === undefined) return unknownDevice(uid);
    using system = new SystemClock();
    const clock = new FlooredClock(system, store.reader.timeFloor());
    tell(`Send a test from "${uid}" now. Waiting for ${timeout} s.`);
    const report = await testDevice({ store, clock }, {
      device,
      timeoutMs: timeout * 1_000,
      by: Deno.env.get("SUDO_USER") ?? Deno.env.get("USER") ?? "command",
      ...(json ? {} : { onStep: (step, at) => print(`${step.padEnd(10)}${at}`) }),
    });
    if (json) printJson(report);
    if (!report.passed) tell(`The test of "${uid}" failed: ${HINTS[missingStep(report)]}`);
    return report.passed ? 0 : 1;
  });
}

function missingStep({ steps }: DeviceTestReport): (typeof TEST_STEPS)[number] {
  return TEST_STEPS.find((step) => steps[step] === undefined)!;
}

/** Begins a drill of a wearable, or ends it. */
export function runDeviceDrillCommand(
  options: DeviceOptions & { readonly minutes: number },
): Promise<number> {
  const { json = false, minutes, uid } = options;
  return withStore(options, async (store) => {
    const device = store.reader.deviceByUid(uid);
    if (device === undefined) return unknownDevice(uid);
    using clock = new SystemClock();
    await setDrill(store, clock, { device, minutes, by: "command" });
    const until = isoTime(clock.unixMs() + minutes * 60_000 as UnixMs);
    if (json) printJson({ device: uid, drill: minutes > 0, ...(minutes > 0 ? { until } : {}) });
    else print(minutes > 0 ? `drill until ${until}` : "no drill");
    return 0;
  });
}

function unknownDevice(uid: string): number {
  tell(
    `Cannot find the device "${uid}": see "vigil device list", or add it with "vigil device add"`,
  );
  return 1;
}
