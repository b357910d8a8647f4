/** What is no error in a configuration, and still leaves alarms less safe than they could be. */
import type { Config, MqttDestinationConfig } from "./config.ts";
import { type Environment, findStrayVariables } from "./environment.ts";
import type { KeyLines } from "./lines.ts";
import { type ConfigProblem, problemAt } from "./problem.ts";

/**
 * Looks for what may be meant and should not be.
 * @param environment For variables that were meant to set something.
 * @returns In the order of the file; what is about no line of it comes first, variables last.
 */
export function findConfigWarnings(
  lines: KeyLines,
  config: Config,
  environment: Environment,
): ConfigProblem[] {
  const receipts = config.destinations.flatMap((destination, index) => {
    if (destination.type !== "mqtt" || !trustsAnyReceipt(destination)) return [];
    return [problemAt(lines, `destination[${index}].receipt_key`, FORGEABLE)];
  });
  const variables = findStrayVariables(environment);
  return [...aboutDestinations(config), ...receipts, ...variables];
}

const FORGEABLE = "is missing: whoever may publish to this broker can confirm alarms in the name " +
  "of dispatch: set it, so that receipts must be signed";

function trustsAnyReceipt({ confirm, receiptKey }: MqttDestinationConfig): boolean {
  return confirm === "receipt" && receiptKey === undefined;
}

function aboutDestinations({ destinations }: Config): ConfigProblem[] {
  const key = "destination";
  if (destinations.length === 0) {
    return [{
      key,
      text: "there is none: alarms are stored and reach nobody: add a [[destination]]",
    }];
  }
  const takers = destinations.filter(({ priorities }) => priorities.includes("critical"));
  return [
    ...(destinations.some(({ required }) => required) ? [] : [{
      key,
      text: "none is required: the wearable hears “received” as soon as any of them has the " +
        "alarm: set required = true for dispatch",
    }]),
    ...(takers.length > 1 ? [] : [{
      key,
      text: `${takers.length === 0 ? "none" : "only one"} takes critical events: when its path ` +
        "is down nobody hears of a panic: add a second path of another kind",
    }]),
  ];
}
