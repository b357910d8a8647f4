/** `vigil modem test`: settings, transmission, loop between two modems, strength of the signal. */
import { defined } from "../../devices/tools/defined.ts";
import type { ModemTestReport, TestStep } from "../../handlers/modems/modem_service.ts";
import type { ModemConfig } from "../config/config.ts";
import { readTextFile } from "../config/text_file.ts";
import { until } from "../runtime/until.ts";
import { testModem } from "../modems/service/test_modem.ts";
import {
  meantBy,
  type MeantModem,
  type ModemContext,
  valueOrReport,
  withModemContext,
  withOwnModems,
} from "./modem_context.ts";
import { actor } from "./life_ports.ts";
import { readProfileOrReport } from "./modem_settings.ts";
import type { CommandOptions } from "./open_store.ts";
import { print, printJson, report } from "./output.ts";

export interface ModemTestOptions extends CommandOptions {
  /** Name of a modem, or its port. */
  readonly port: string;
  /** The other modem of a loop test: each must hear the other. */
  readonly with?: string;
  /** File with the profile of ports that are in no configuration. */
  readonly profile?: string;
  /** Seconds to wait for a wearable. */
  readonly listen: number;
}

/** How long a modem may take to be set up when this command opens its port, in milliseconds. */
const SET_UP_WITHIN_MS = 20_000;

/** Tests a modem. Status 0 only when nothing failed. */
export function runModemTestCommand(options: ModemTestOptions): Promise<number> {
  return withModemContext(options, async (context) => {
    const modems = await testedModems(options, context);
    if (modems === undefined) return 1;
    const tested = await testThem(modems, options.listen * 1_000, context);
    if (tested === undefined) return 1;
    if (options.json) printJson(tested);
    else for (const step of tested.steps) print(lineOf(step));
    if (!tested.passed) report(`${tested.modem}: the test failed`, "red");
    return tested.passed ? 0 : 1;
  }, { makesStore: true });
}

/** The one under test, and its partner if there is one. */
interface TestedModems {
  readonly configs: readonly ModemConfig[];
  /** All are in the configuration, so that a running gateway has them. */
  readonly areConfigured: boolean;
}

async function testedModems(
  options: ModemTestOptions,
  context: ModemContext,
): Promise<TestedModems | undefined> {
  const given = [options.port, ...(options.with === undefined ? [] : [options.with])];
  const configs: ModemConfig[] = [];
  let areConfigured = true;
  for (const argument of given) {
    const meant = await meantBy(argument, context);
    if (meant.modem === undefined) areConfigured = false;
    const config = meant.modem ?? await configByProfile(meant, options);
    if (config === undefined) return undefined;
    configs.push(config);
  }
  return { configs, areConfigured };
}

/** A port that is in no configuration, as a profile says. */
async function configByProfile(
  { path }: MeantModem,
  { profile: file }: ModemTestOptions,
): Promise<ModemConfig | undefined> {
  if (file === undefined) {
    report(
      `Cannot test "${path}": it is no configured modem: say how it is set with --profile FILE, ` +
        'or see "vigil modem list"',
    );
    return undefined;
  }
  const text = await readTextFile(file);
  if (!text.ok) {
    report(`Cannot read the profile "${file}": ${text.error}: name it with --profile`);
    return undefined;
  }
  const profile = readProfileOrReport(text.value);
  return profile && { name: path, port: path, powerCommand: undefined, ...profile };
}

async function testThem(
  { areConfigured, configs }: TestedModems,
  listenMs: number,
  context: ModemContext,
): Promise<ModemTestReport | undefined> {
  const [modem, partner] = configs.map(({ name }) => name);
  const request = { modem: modem!, listenMs, by: actor(), ...defined({ partner }) };
  if (context.gateway !== undefined && areConfigured) {
    return valueOrReport(await context.gateway.test(request));
  }
  if (configs.some(({ radio }) => radio === undefined)) {
    report("Cannot test a cellular modem: only the gateway speaks to it, and none runs: start it");
    return undefined;
  }
  return await withOwnModems(context, configs, async (modems) => {
    modems.start();
    await until(
      () => modems.sessions.every(({ status: { state } }) => state === "ready" || state === "lost"),
      SET_UP_WITHIN_MS,
    );
    return valueOrReport(
      await testModem(modems, request, context.clock, new AbortController().signal),
    );
  });
}

const MARKS = { passed: "ok  ", failed: "NO  ", unknown: "?   " } as const;

function lineOf({ result, step, text }: TestStep): string {
  return `${MARKS[result]}${step.padEnd(10)}${text}`;
}
