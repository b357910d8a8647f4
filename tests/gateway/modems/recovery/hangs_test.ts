/** Every way to hang that the emulator has, on real pseudo-terminals, all at the same time. */
import assert from "node:assert/strict";
import { type Config, parseConfig } from "../../../../gateway/config/config.ts";
import {
  RECOVERY_STEPS,
  RECOVERY_TIMES,
  type RecoveryStep,
  type StepTimes,
} from "../../../../gateway/modems/recovery/policy.ts";
import { Modems } from "../../../../gateway/modems/modems.ts";
import type { GatewayEventFacts } from "../../../../handlers/events/gateway_events.ts";
import { RunningClock } from "../../../support/clocks.ts";
import { type Hang, HangingModem, HANGS } from "../../../support/hanging_modem.ts";
import { KeptLog } from "../../../support/kept_log.ts";
import { until } from "../../../support/until.ts";
import { UPLINK } from "../../../devices/modems/makes.ts";

const HOLD_OFF_MS = 3_000;
const WAIT_MS = 60_000;

/** As a real modem's, but that a board is thought to be up within three seconds. */
const QUICK = {
  ...RECOVERY_TIMES,
  steps: Object.fromEntries(
    RECOVERY_STEPS.map((step): [RecoveryStep, StepTimes] => [step, { holdOffMs: HOLD_OFF_MS }]),
  ) as Record<RecoveryStep, StepTimes>,
};

interface Outcome {
  readonly hang: Hang;
  readonly taken: Readonly<Partial<Record<RecoveryStep, number>>>;
  readonly helped: Readonly<Partial<Record<RecoveryStep, number>>>;
  readonly raised: readonly string[];
  readonly state: string;
  readonly log: readonly string[];
}

function configOf(modem: HangingModem): Config["modems"] {
  const config = parseConfig(
    `[gateway]
    zone = "5415"
    name = "gw-1"
    [[modem]]
    name = "lora-1"
    kind = "rak3172"
    port = "${modem.path}"
    power_command = ${JSON.stringify(modem.powerCommand)}
    [modem.radio]
    duty_cycle = "none"`,
    {},
  );
  assert.ok(config.ok, JSON.stringify(config));
  return config.value.modems;
}

/** Sets a modem up, has it hang and waits for what comes of it. */
async function suffer(hang: Hang): Promise<Outcome> {
  await using modem = new HangingModem();
  const raised: GatewayEventFacts[] = [];
  const log = new KeptLog();
  await using modems = new Modems(configOf(modem), {
    openPort: modem.openPort,
    ledger: { load: () => [], record: () => {} },
    clock: new RunningClock(),
    log,
    raise: (facts) => raised.push(facts),
    onFrame: () => modems.hearing(change("hearing")),
    onRadioError: () => {},
    recoveryTimes: QUICK,
    listRoots: modem.tree,
    configureWithinMs: 5_000,
  });
  modems.start();
  const [session] = modems.sessions;
  await until("the modem is ready", () => session!.status.state === "ready", WAIT_MS);
  modem.begin(hang);
  // Supervision finds out by what is not heard; the question of each minute, by its answer.
  if (["deaf", "forgets"].includes(hang.behaviour)) modems.hearing(change("deaf"));
  else session!.recoveryActions.probe();
  const counts = () => modems.recoveryCountsOf("lora-1")!;
  const isRaised = () => raised.some(({ reason }) => reason === "not-healed");
  await until(`it recovers or dispatch hears of it: ${hang.name}`, () => {
    modem.hear(UPLINK);
    return Object.keys(counts().helped).length > 0 || isRaised();
  }, WAIT_MS);
  // It has recovered as soon as a frame is heard, which may be before its last setting is answered.
  const isSettled = () => ["ready", "lost"].includes(session!.status.state);
  await until(`it is ready again or given up: ${hang.name}`, isSettled, WAIT_MS);
  return {
    hang,
    ...counts(),
    raised: raised.map(({ name, reason }) => `${name} ${reason}`),
    state: session!.status.state,
    log: log.lines.filter(({ message }) => message === "recovering a modem")
      .map(({ fields }) => String(fields.rung)),
  };
}

function change(became: "deaf" | "hearing") {
  return { modem: "lora-1", became, quietMs: 1, expectedWithinMs: 0 };
}

Deno.test("a modem that hangs recovers by the mildest step that helps, or dispatch hears of it", async (t) => {
  const all = await Promise.all(HANGS.map(suffer));
  for (const { hang, helped, log, raised, state, taken } of all) {
    await t.step(`a modem that ${hang.name}: ${hang.curedBy}`, () => {
      const upTo = RECOVERY_STEPS.slice(0, RECOVERY_STEPS.indexOf(hang.curedBy) + 1);
      assert.deepEqual(log, upTo);
      assert.deepEqual(taken, Object.fromEntries(upTo.map((step) => [step, 1])));
      const isRecovered = hang.curedBy !== "alarm";
      assert.deepEqual(helped, isRecovered ? { [hang.curedBy]: 1 } : {});
      assert.equal(state, isRecovered ? "ready" : "lost");
      assert.equal(raised.includes("modem-lost not-healed"), !isRecovered);
    });
  }
});
