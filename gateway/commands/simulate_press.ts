/** `vigil simulate press`: presses the button of a simulated wearable. */
import { simulatorStatePath } from "../simulator/flash.ts";
import { pressButton } from "../simulator/press_server.ts";
import { print, printJson, report } from "./output.ts";

export interface SimulatePressOptions {
  readonly uid: string;
  readonly state?: string;
  /** Seconds until no answer is waited for any more. */
  readonly timeout: number;
  readonly json?: boolean;
}

/** Presses it and waits for the answer. Status 1 when none comes, or there is no such wearable. */
export async function runSimulatePressCommand(options: SimulatePressOptions): Promise<number> {
  const { json, state = simulatorStatePath(), timeout, uid } = options;
  const pressed = await pressButton(state, uid, timeout * 1_000);
  if (pressed === undefined) {
    report(
      `Cannot press "${uid}": no simulation runs on "${state}": start "vigil simulate", or name ` +
        "the --state FILE that it was started with",
    );
    return 1;
  }
  if ("unknown" in pressed) {
    report(
      `Cannot press "${uid}": the simulation has ${pressed.known.join(", ") || "no wearables"}`,
    );
    return 1;
  }
  if (json) printJson(pressed);
  const { alarm, answers, device } = pressed;
  if (answers.length === 0) {
    report(`${device} has pressed alarm ${alarm} and goes on: nobody answered within ${timeout} s`);
    return 1;
  }
  if (!json) print(`${device} pressed alarm ${alarm} and hears "${answers.join('", "')}"`);
  return 0;
}
