/** `vigil doctor`: what is wrong on this box and how to mend it, whether a gateway runs or not. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { checkQuickly } from "../../db/repair/repair.ts";
import { lookInto } from "../../db/store.ts";
import { defined } from "../../devices/tools/defined.ts";
import {
  type Finding,
  findings,
  type StoreFacts,
  type Tone,
  wordFinding,
} from "../../handlers/doctor/doctor.ts";
import { DOCTOR_MESSAGES } from "../../handlers/i18n/doctor/locales.ts";
import type { GatewayStatus } from "../../handlers/supervision/status.ts";
import { type Config, loadConfig } from "../config/config.ts";
import { ControlClient } from "../control/client.ts";
import { lookAtBox } from "../doctor/look_at_box.ts";
import { SystemClock } from "../platform/clock.ts";
import { STORE_FILE } from "../runtime/storage/data_folder.ts";
import type { CommandOptions } from "./open_store.ts";
import { print, printJson, printStyled, reportProgress, type Style } from "./output.ts";

const WORDS = DOCTOR_MESSAGES.en;

/** Prints what was found, part by part. Status 1 when something is wrong; warnings leave it at 0. */
export async function runDoctorCommand(options: CommandOptions): Promise<number> {
  const found = await examineBox(options);
  if (options.json) {
    printJson({
      ok: !found.some(isBad),
      findings: found.map((finding) => ({
        code: finding.code,
        group: finding.group,
        tone: finding.tone,
        ...wordFinding(finding, WORDS),
      })),
    });
  } else show(found);
  return found.some(isBad) ? 1 : 0;
}

function isBad({ tone }: Finding): boolean {
  return tone === "bad";
}

async function examineBox({ config: configPath }: CommandOptions): Promise<Finding[]> {
  const loaded = await loadConfig(configPath, Deno.env.toObject());
  const config = loaded.ok ? loaded.value : undefined;
  using clock = new SystemClock();
  const path = config && join(config.gateway.dataDir, STORE_FILE);
  const facts = await lookAtBox({
    configPath,
    ...defined({ config, status: config && await statusOf(config) }),
    read: (look) => path === undefined ? undefined : lookInto(path, look),
    examine: (store) => Promise.resolve(examineStore(store)),
    clock: { unixMs: clock.unixMs(), isSynchronised: clock.quality() === "ntp" },
  }, (parts) => reportProgress(`still looking at: ${parts.join(", ")}`));
  return findings(facts);
}

/** A gateway that lives answers by then, in ms. */
const ANSWERS_WITHIN_MS = 5_000;

/** One that hangs, or may not be asked, counts as none that runs. */
async function statusOf({ gateway }: Config): Promise<GatewayStatus | undefined> {
  try {
    return await (await ControlClient.find(gateway.dataDir))?.status(ANSWERS_WITHIN_MS);
  } catch {
    return undefined;
  }
}

/** Another user's store is not opened: files that SQLite makes beside it would be this one's. */
function examineStore(path: string): StoreFacts {
  if (!existsSync(path)) return { is: "missing" };
  const { uid } = statSync(path);
  if (uid !== Deno.uid()) return { is: "unreadable", message: `it belongs to user ${uid}` };
  const message = checkQuickly(path);
  return message === undefined ? { is: "good" } : { is: "damaged", message };
}

const STYLES = { bad: "red", warning: "yellow", good: "green" } as const satisfies Record<
  Tone,
  Style
>;
const WIDTH = Math.max(...Object.values(WORDS.tones).map((word) => word.length));

function show(found: readonly Finding[]): void {
  for (const [at, group] of [...new Set(found.map((its) => its.group))].entries()) {
    print(`${at === 0 ? "" : "\n"}${WORDS.groups[group]}`);
    for (const finding of found.filter((its) => its.group === group)) showFinding(finding);
  }
  const count = (tone: Tone) => found.filter((its) => its.tone === tone).length;
  print(`\n${count("bad")} wrong, ${count("warning")} warnings, ${count("good")} good`);
}

function showFinding(finding: Finding): void {
  const { command, fix, what } = wordFinding(finding, WORDS);
  const { tone } = finding;
  printStyled(WORDS.tones[tone].padEnd(WIDTH), STYLES[tone], what);
  if (tone === "good") return;
  const indent = " ".repeat(WIDTH + 3);
  if (fix !== undefined) print(`${indent}${fix}`);
  if (command !== undefined) print(`${indent}  ${command}`);
}
