/** Tests a cellular modem: does it answer, has it a network, how strong is that. */
import type { NetworkStatus } from "../../../devices/modems/cellular/effects.ts";
import type { ModemTestReport, TestStep } from "../../../handlers/modems/modem_service.ts";
import type { CellularSession } from "../cellular/cellular_session.ts";
import { networkSignal, registrationText } from "./modem_info.ts";
import { testSettings } from "./test_lora.ts";

/** Tests it. Nothing is sent: that costs, and an alarm is tested from a wearable. */
export async function testCellular(
  session: CellularSession,
  stop: AbortSignal,
): Promise<ModemTestReport> {
  const settings = await testSettings({ session, reportsSettings: true }, stop);
  const { network } = session.status;
  const steps = [settings];
  if (settings.result === "passed") steps.push(networkStep(network), signalStep(network));
  const passed = steps.every(({ result }) => result !== "failed");
  return { modem: session.name, passed, steps };
}

function networkStep(network: NetworkStatus | undefined): TestStep {
  const step = "network";
  if (network === undefined) {
    return {
      step,
      result: "unknown",
      text: "the modem has not reported it yet: try again in a minute",
    };
  }
  const text = registrationText(network);
  return network.isRegistered
    ? { step, result: "passed", text }
    : { step, result: "failed", text: `${text}: check the SIM, the antenna and the coverage` };
}

function signalStep(network: NetworkStatus | undefined): TestStep {
  const step = "signal";
  const signal = networkSignal(network);
  if (signal === undefined) {
    return { step, result: "unknown", text: "the modem reports no signal strength" };
  }
  const result = signal.verdict === "too weak" ? "failed" : "passed";
  return { step, result, text: `the network at ${signal.text}`, signal };
}
