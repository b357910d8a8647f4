/** `[[modem]]` of the configuration file as a schema. */
import * as z from "zod";
import { MODEM_KINDS, type ModemKind } from "../../devices/modems/modem.ts";
import { name, path } from "./schema_values.ts";

/** Kinds of a modem that carries LoRa frames. */
export type LoraKind = Exclude<ModemKind, "cellular">;
export const LORA_KINDS = MODEM_KINDS.filter((kind): kind is LoraKind => kind !== "cellular");

/** True for a kind whose radio settings are in the file. */
export function isLoraKind(kind: unknown): kind is LoraKind {
  return (LORA_KINDS as readonly unknown[]).includes(kind);
}

const modemBase = {
  name: name().describe("Unique among the modems."),
  port: path().describe("/dev/serial/by-id/…, or by-path, or a pseudo-terminal."),
  baud: z.int().min(300).max(4_000_000).optional().describe("Default: the kind's own."),
  power_command: z.tuple([path()], z.string().max(4_096)).optional()
    .describe(
      "Program (absolute path) and arguments that switch the power of the modem off and on when nothing else helps.",
    ),
};

export const radioSection = z.strictObject({
  frequency_hz: z.int().min(150_000_000).max(960_000_000).default(869_525_000),
  spreading_factor: z.int().min(5).max(12).default(9),
  bandwidth_hz: z.literal([125_000, 250_000, 500_000]).default(125_000),
  coding_rate: z.int().min(5).max(8).default(5).describe("5 is 4/5, 8 is 4/8."),
  duty_cycle: z.enum(["eu868", "none"]).default("eu868")
    .describe("none: cables and laboratories only."),
  sync_word: z.int().min(0).max(255).optional().describe("Default: 0x12, private networks."),
  network_id: z.int().min(3).max(18).optional()
    .describe("rylr998 only, in place of sync_word: 3 to 15, or 18 (default, the same as 0x12)."),
}).describe("Radio settings of the LoRa kinds; the same in every wearable.");

const simSection = z.strictObject({
  pin_file: path().optional()
    .describe(
      "File that holds the PIN and nothing else; a PIN that was refused is not tried again.",
    ),
  storage: z.enum(["ME", "SM", "MT"]).default("ME")
    .describe("Where messages arrive: modem, SIM or both; another one if the modem has it not."),
}).describe("Settings of the cellular kind.");

export const modemEntry = z.discriminatedUnion("kind", [
  z.strictObject({ ...modemBase, kind: z.enum(LORA_KINDS), radio: radioSection }),
  z.strictObject({ ...modemBase, kind: z.literal("cellular"), sim: simSection.prefault({}) }),
  z.strictObject({
    ...modemBase,
    kind: z.literal("auto"),
    radio: radioSection.optional(),
    sim: simSection.optional(),
  }),
]).describe("A modem on a serial port.");
