/**
 * Scenario files: what happens when, as TOML.
 *
 *     [[step]]
 *     at_s = 3
 *     device = 1
 *     do = "press"
 *     flags = ["duress"]
 *     repeat_s = 60
 */
import * as z from "zod";
import { FLAGS } from "../../devices/event.ts";
import { fail, ok, type Result } from "../../devices/result.ts";
import { keyOf } from "../config/lines.ts";
import { isTable, readPart, readToml, type Table } from "../config/part.ts";
import type { ConfigProblem, Problems } from "../config/problem.ts";

/** What a wearable can do. */
export const WEARABLE_ACTIONS = [
  "press",
  "cancel",
  "position",
  "status",
  "test",
  "heartbeat",
  "reboot",
] as const;

/** What a modem can do, and what can be done to it. */
export const MODEM_ACTIONS = [
  "modem-reset",
  "modem-forget",
  "modem-silent",
  "modem-noise",
  "modem-well",
  "unplug",
  "replug",
] as const;

const moment = {
  at_s: z.number().min(0).max(86_400),
  repeat_s: z.number().min(0.1).max(86_400).optional(),
};
const number = () => z.int().min(1);

const wearableStep = z.strictObject({
  ...moment,
  device: number(),
  do: z.enum(WEARABLE_ACTIONS),
  flags: z.array(z.enum(FLAGS)).optional(),
  battery_percent: z.int().min(0).max(100).optional(),
  lat: z.number().min(-90).max(90).optional(),
  lon: z.number().min(-180).max(180).optional(),
  of_alarm: z.boolean().optional(),
});
const modemStep = z.strictObject({ ...moment, modem: number(), do: z.enum(MODEM_ACTIONS) });
const step = z.discriminatedUnion("do", [wearableStep, modemStep]);

export type WearableStep = z.output<typeof wearableStep>;
export type ModemStep = z.output<typeof modemStep>;
export type Step = z.output<typeof step>;

/** How many there are to act. */
export interface Cast {
  readonly devices: number;
  readonly modems: number;
}

/**
 * Reads a scenario.
 * @returns Its steps, or every problem in the order of the lines.
 */
export function readScenario(
  text: string,
  cast: Cast,
): Result<readonly Step[], readonly ConfigProblem[]> {
  const toml = readToml(text);
  if (!toml.ok) return fail([toml.error]);
  const { table, problems } = toml.value;
  const steps = readSteps(table, problems);
  steps.forEach((it, index) => checkStep(keyOf("step", [index]), it, cast, problems));
  const read = steps.filter((it) => it !== undefined);
  return problems.all.length === 0 ? ok(read) : fail(problems.all);
}

function readSteps(table: Table, problems: Problems): (Step | undefined)[] {
  for (const key of Object.keys(table)) {
    if (key !== "step") problems.add(key, "is no key here: a scenario has [[step]] only");
  }
  const steps = table["step"] ?? [];
  if (!Array.isArray(steps) || steps.length === 0 || !steps.every(isTable)) {
    problems.add("step", "must be a list of tables: write [[step]] for each");
    return [];
  }
  return steps.map((entry, index) => readPart(keyOf("step", [index]), step, entry, problems));
}

function checkStep(key: string, step: Step | undefined, cast: Cast, problems: Problems): void {
  if (step === undefined) return;
  if ("modem" in step) {
    if (step.modem <= cast.modems) return;
    problems.add(`${key}.modem`, tooMany(step.modem, cast.modems, "name more kinds with --modem"));
    return;
  }
  if (step.device > cast.devices) {
    problems.add(
      `${key}.device`,
      tooMany(step.device, cast.devices, "ask for more with --devices"),
    );
  }
  if ((step.lat === undefined) !== (step.lon === undefined)) {
    problems.add(key, "has one half of a place: give lat and lon, or neither");
  }
}

function tooMany(wanted: number, count: number, next: string): string {
  return `must be at most ${count}, not ${wanted}: ${next}`;
}
