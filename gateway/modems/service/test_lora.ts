/**
 * Tests a LoRa modem while it works: does it have its settings, does it send, do two hear each
 * other, and how strong is what it hears.
 */
import { judgeSignal, type Modulation } from "../../../devices/signal.ts";
import type { Clock } from "../../../devices/time.ts";
import type { ModemTestReport, TestStep } from "../../../handlers/modems/modem_service.ts";
import type { Reception } from "../../../handlers/ports.ts";
import type { Modems } from "../modems.ts";
import type { LoraSession } from "../session/lora_session.ts";
import { until } from "../../runtime/until.ts";

/** How long a modem may take to be set up, in milliseconds. */
const SETTINGS_WITHIN_MS = 15_000;
/** How long a frame may take to be sent: answers to wearables come first. */
const SENT_WITHIN_MS = 20_000;
/** How long it may then take to be heard, in milliseconds. */
const HEARD_WITHIN_MS = 3_000;
/** A frame that came within this time need not be waited for, in milliseconds. */
const RECENT_MS = 60_000;

/** A LoRa modem under test. */
export interface TestedModem {
  readonly session: LoraSession;
  readonly modulation: Modulation;
  /** False: it cannot be asked. */
  readonly reportsSettings: boolean;
}

export interface LoraTestPorts {
  readonly modems: Modems;
  readonly clock: Clock;
  /** Ends what waits. */
  readonly stop: AbortSignal;
}

/** Tests a modem, and with a second one also whether they hear each other. */
export async function testLora(
  modem: TestedModem,
  partner: TestedModem | undefined,
  listenMs: number,
  ports: LoraTestPorts,
): Promise<ModemTestReport> {
  const settings = await testSettings(modem, ports.stop);
  const steps = [settings];
  if (settings.result !== "failed") {
    steps.push(...await testLoop(modem, partner, ports));
    if (partner !== undefined) steps.push(...await testLoop(partner, modem, ports));
    steps.push(await testSignal(modem, listenMs, ports));
  }
  const passed = steps.every(({ result }) => result !== "failed");
  return { modem: modem.session.name, passed, steps };
}

/** Whether a modem answers and has its settings. */
export async function testSettings(
  { session, reportsSettings }: Pick<TestedModem, "reportsSettings"> & {
    readonly session: Pick<LoraSession, "recoveryActions" | "status">;
  },
  stop: AbortSignal,
): Promise<TestStep> {
  const step = "settings";
  const { counts: { bytesReceived } } = session.status;
  const canBeAsked = session.recoveryActions.probe();
  const isWell = () =>
    session.status.state === "ready" &&
    (!reportsSettings || session.status.counts.bytesReceived > bytesReceived);
  // Where no port can be opened there is nothing to wait for.
  const isGone = !canBeAsked && session.status.state === "lost";
  const limitMs = isGone ? 0 : SETTINGS_WITHIN_MS;
  if (!await until(isWell, limitMs, stop)) {
    const { reason = "it does not answer: check its power and its cable" } = session.status;
    return { step, result: "failed", text: reason };
  }
  return reportsSettings
    ? { step, result: "passed", text: "it answers and has its settings" }
    : { step, result: "unknown", text: "it cannot be asked in transparent mode" };
}

/** Whether a modem sends, and whether another, which is one of `modems`, hears it. */
export async function testLoop(
  { modulation, session }: TestedModem,
  listener: TestedModem | undefined,
  { modems, stop }: LoraTestPorts,
): Promise<TestStep[]> {
  using frame = modems.createLoopFrame();
  const before = settled(session);
  session.answer(frame.bytes, "low");
  const isOver = await until(() => settled(session).total > before.total, SENT_WITHIN_MS, stop);
  const isSent = isOver && settled(session).sent > before.sent;
  if (!isSent) {
    const text = `${session.name} did not send: ${whyUnsent(session, before)}`;
    return [{ step: "transmit", result: "failed", text }];
  }
  const sent: TestStep = { step: "transmit", result: "passed", text: `${session.name} sent` };
  if (listener === undefined) return [sent];
  const { name } = listener.session;
  const heardBy = () => frame.heard.find(({ modem }) => modem === name);
  await until(() => heardBy() !== undefined, HEARD_WITHIN_MS, stop);
  return [sent, loopStep(session.name, name, heardBy(), modulation)];
}

function loopStep(
  from: string,
  to: string,
  heard: Reception | undefined,
  modulation: Modulation,
): TestStep {
  const loop = { from, to };
  if (heard === undefined) {
    const text = `${to} did not hear ${from}: compare their settings and makes, check the antennas`;
    return { step: "loop", result: "failed", text, loop };
  }
  const { rssiDbm } = heard;
  const text = `${to} hears ${from}`;
  if (rssiDbm === undefined) return { step: "loop", result: "passed", text, loop };
  const signal = judgeSignal(rssiDbm, modulation);
  return { step: "loop", result: "passed", text: `${text}: ${signal.text}`, signal, loop };
}

/** How strong the last wearable was heard, waiting for one if need be. */
export async function testSignal(
  { modulation, session: { name } }: TestedModem,
  listenMs: number,
  { clock, modems, stop }: LoraTestPorts,
): Promise<TestStep> {
  const step = "signal";
  const sinceMs = clock.monotonicMs() - RECENT_MS;
  const recent = () => {
    const heard = modems.lastHeard(name);
    return heard !== undefined && heard.receivedAtMs >= sinceMs ? heard : undefined;
  };
  await until(() => recent() !== undefined, listenMs, stop);
  const heard = recent();
  if (heard === undefined) {
    return { step, result: "unknown", text: "no wearable was heard: send a test from one" };
  }
  if (heard.rssiDbm === undefined) {
    return {
      step,
      result: "passed",
      text: "a wearable was heard; this modem reports no signal strength",
    };
  }
  const signal = judgeSignal(heard.rssiDbm, modulation);
  const result = signal.verdict === "too weak" ? "failed" : "passed";
  return { step, result, text: `a wearable at ${signal.text}`, signal };
}

/** How many frames were sent, and how many sent or given up. */
function settled({ status: { counts } }: LoraSession) {
  const unsent = Object.values(counts.unsent).reduce((sum, count) => sum + count, 0);
  return { sent: counts.sent, total: counts.sent + unsent, unsent: counts.unsent };
}

function whyUnsent(session: LoraSession, before: ReturnType<typeof settled>): string {
  const { unsent } = settled(session);
  const reasons = Object.entries(unsent)
    .filter(([reason, count]) => count > (before.unsent[reason as keyof typeof unsent] ?? 0));
  return reasons[0]?.[0] ?? `not within ${SENT_WITHIN_MS / 1_000} s`;
}
