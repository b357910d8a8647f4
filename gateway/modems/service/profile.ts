/** Profiles: files that say what a modem is to be set to, in the words of the configuration. */
import * as z from "zod";
import { fail, ok, type Result } from "../../../devices/result.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type { RadioConfig } from "../../config/config.ts";
import { readPart, readToml } from "../../config/part.ts";
import type { ConfigProblem } from "../../config/problem.ts";
import { checkRadio } from "../../config/radio_rules.ts";
import { LORA_KINDS, type LoraKind, radioSection } from "../../config/schema_modem.ts";

/** What a modem is to be set to. */
export interface Profile {
  readonly kind: LoraKind;
  readonly radio: RadioConfig;
}

const profileFile = z.strictObject({ kind: z.enum(LORA_KINDS), radio: radioSection });

/** Reads a profile, or everything that is wrong with it. */
export function readProfile(text: string): Result<Profile, readonly ConfigProblem[]> {
  const toml = readToml(text);
  if (!toml.ok) return fail([toml.error]);
  const { table, problems } = toml.value;
  const file = readPart("", profileFile, table, problems);
  if (file !== undefined) checkRadio("radio", file.kind, file.radio, problems);
  return file === undefined || problems.all.length > 0
    ? fail(problems.all)
    : ok({ kind: file.kind, radio: radioConfigOf(file.radio) });
}

function radioConfigOf(radio: z.output<typeof radioSection>): RadioConfig {
  return defined({
    frequencyHz: radio.frequency_hz,
    spreadingFactor: radio.spreading_factor,
    bandwidthHz: radio.bandwidth_hz,
    codingRate: radio.coding_rate,
    dutyCycle: radio.duty_cycle,
    syncWord: radio.sync_word,
    networkId: radio.network_id,
  });
}

/** The settings in which two differ, in the words of the file: `frequency_hz 869525000, not …`. */
export function differences(configured: Profile, wanted: Profile): string[] {
  const [is, asked] = [describeRadio(configured), describeRadio(wanted)];
  const keys = [...new Set([...Object.keys(is), ...Object.keys(asked)])];
  return keys.filter((key) => is[key] !== asked[key])
    .map((key) => `${key} is ${is[key] ?? "absent"}, not ${asked[key] ?? "absent"}`);
}

/** Settings by the keys of the file. The duty cycle is the gateway's, not the modem's. */
export function describeRadio({ kind, radio }: Profile): Readonly<Record<string, string | number>> {
  return defined({
    kind,
    frequency_hz: radio.frequencyHz,
    spreading_factor: radio.spreadingFactor,
    bandwidth_hz: radio.bandwidthHz,
    coding_rate: radio.codingRate,
    network_id: kind === "rylr998" ? radio.networkId ?? 18 : undefined,
    sync_word: kind === "rylr998" || kind === "ebyte-e22" ? undefined : radio.syncWord ?? 0x12,
  });
}
