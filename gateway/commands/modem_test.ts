/** `vigil modem test`: settings, transmission, loop between two modems, strength of the signal. */
import type { ModemTestReport, TestStep } from "../../handlers/modem_workshop.ts";
import { until } from "../until.ts";
import {
  meantBy,
  type ModemBench,
  type ModemOptions,
  valueOrTell,
  withBench,
  withOwnWorkshop,
} from "./modem_bench.ts";
import { coloured, print, printJson, tell } from "./output.ts";

export interface ModemTestOptions extends ModemOptions {
  /** Name of a modem, or its port. */
  readonly port: string;
  /** Another that has to hear it and to be heard. */
  readonly with?: string;
  /** Seconds to wait for a wearable. */
  readonly listen: number;
}

/** How long a modem may take to be set up when this command opens its port, in milliseconds. */
const SET_UP_WITHIN_MS = 20_000;

/** Tries a modem out. Status 0 only when nothing failed. */
export function runModemTestCommand(options: ModemTestOptions): Promise<number> {
  return withBench(options, async (bench) => {
    const names = await namesOf(options, bench);
    if (names === undefined) return 1;
    const report = await test(names, options, bench);
    if (report === undefined) return 1;
    if (options.json) printJson(report);
    else for (const step of report.steps) print(lineOf(step));
    if (!report.passed) tell(coloured("red", `${report.modem}: the test failed`));
    return report.passed ? 0 : 1;
  }, { makesStore: true });
}

interface Names {
  readonly modem: string;
  readonly partner?: string;
}

async function namesOf(options: ModemTestOptions, bench: ModemBench): Promise<Names | undefined> {
  const arguments_ = [options.port, ...(options.with === undefined ? [] : [options.with])];
  const meant = await Promise.all(arguments_.map((argument) => meantBy(argument, bench)));
  const unknown = meant.findIndex(({ modem }) => modem === undefined);
  if (unknown !== -1) {
    tell(
      `Cannot test "${arguments_[unknown]}": it is no configured modem: see "vigil modem list", ` +
        'or set one up with "vigil modem provision"',
    );
    return undefined;
  }
  const [modem, partner] = meant.map((it) => it.modem!.name);
  return { modem: modem!, ...(partner === undefined ? {} : { partner }) };
}

async function test(
  names: Names,
  { listen }: ModemTestOptions,
  bench: ModemBench,
): Promise<ModemTestReport | undefined> {
  const request = { ...names, listenMs: listen * 1_000 };
  if (bench.gateway !== undefined) return valueOrTell(await bench.gateway.test(request));
  const configs = bench.config!.modems.filter(({ name }) =>
    name === names.modem || name === names.partner
  );
  if (configs.some(({ radio }) => radio === undefined)) {
    tell("Cannot test a cellular modem: only the gateway speaks to it, and none runs: start it");
    return undefined;
  }
  return await withOwnWorkshop(bench, configs, async (workshop, modems) => {
    modems.start();
    await until(
      () => modems.sessions.every(({ status: { state } }) => state === "ready" || state === "lost"),
      SET_UP_WITHIN_MS,
    );
    return valueOrTell(await workshop.test(request));
  });
}

const MARKS = { passed: "ok  ", failed: "NO  ", unknown: "?   " } as const;

function lineOf({ result, step, text }: TestStep): string {
  return `${MARKS[result]}${step.padEnd(10)}${text}`;
}
