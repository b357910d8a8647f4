/** The LoRa makes, by their kind: each is a declaration, but for the one that takes no commands. */
import type { AtDialect } from "./at/dialect.ts";
import { AtProtocol } from "./at/protocol.ts";
import { EbyteE22Protocol } from "./ebyte_e22/ebyte_e22.ts";
import type { ModemKind, ModemProtocol, RadioSettings } from "./modem.ts";
import { rak3172Dialect } from "./rak3172/rak3172.ts";
import { rn2483Dialect } from "./rn2483/rn2483.ts";
import { rylr998Dialect } from "./rylr998/rylr998.ts";
import { wioE5Dialect } from "./wio_e5/wio_e5.ts";

/** Kinds whose settings are commands. */
export type AtLoraKind = Exclude<ModemKind, "ebyte-e22" | "cellular">;

const DIALECTS: Readonly<Record<AtLoraKind, (settings: RadioSettings) => AtDialect>> = {
  "rak3172": rak3172Dialect,
  "rylr998": rylr998Dialect,
  "wio-e5": wioE5Dialect,
  "rn2483": rn2483Dialect,
};

/** A make's dialect for these settings. */
export function loraDialect(kind: AtLoraKind, settings: RadioSettings): AtDialect {
  return DIALECTS[kind](settings);
}

/** Speaks with a make; one value serves one opening of the port. */
export function loraProtocol(
  kind: Exclude<ModemKind, "cellular">,
  settings: RadioSettings,
): ModemProtocol {
  return kind === "ebyte-e22"
    ? new EbyteE22Protocol(settings)
    : new AtProtocol(loraDialect(kind, settings));
}
