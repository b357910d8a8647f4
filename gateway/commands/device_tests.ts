/** `vigil device test` and `vigil device drill`: trying a wearable out, and training with it. */
import { isoTime, type UnixMs } from "../../devices/time.ts";
import {
  type DeviceTestReport,
  TEST_STEPS,
  testDevice,
} from "../../handlers/registry/test_guide.ts";
import { setDrill } from "../../handlers/ingest/drills.ts";
import { actor, type DeviceOptions, withDevice } from "./life_ports.ts";
import { print, printJson, report } from "./output.ts";

/** How long a person waits at most between two steps of the way, as a hint. */
const HINTS: Readonly<Record<(typeof TEST_STEPS)[number], string>> = {
  heard: "no test came: is the wearable assigned this key, in reach, and does the gateway run?",
  stored: "it was not stored: look at the disk, and at GET /readyz",
  received: 'dispatch has not confirmed it: see the destinations in "vigil status"',
  answered: "no answer 9 was given: see the modem's counters in /metrics",
};

/** Guides one test of a wearable, from its button to its answer. */
export function runDeviceTestCommand(
  options: DeviceOptions & { readonly timeout: number },
): Promise<number> {
  const { json = false, timeout, uid } = options;
  return withDevice(options, async (device, { clock, store }) => {
    report(`Send a test from "${uid}" now. Waiting for ${timeout} s.`);
    const tested = await testDevice({ store, clock }, {
      device,
      timeoutMs: timeout * 1_000,
      by: actor(),
      ...(json ? {} : { onStep: (step, at) => print(`${step.padEnd(10)}${at}`) }),
    });
    if (json) printJson(tested);
    if (!tested.passed) report(`The test of "${uid}" failed: ${HINTS[missingStep(tested)]}`);
    return tested.passed ? 0 : 1;
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
  return withDevice(options, async (device, { clock, store }, { gateway }) => {
    await setDrill({ store, clock, gateway }, { device, minutes, by: actor() });
    const until = isoTime(clock.unixMs() + minutes * 60_000 as UnixMs);
    if (json) printJson({ device: uid, drill: minutes > 0, ...(minutes > 0 ? { until } : {}) });
    else print(minutes > 0 ? `drill until ${until}` : "no drill");
    return 0;
  });
}
