/** What a broker says to a publish (MQTT 5.0, 3.4.2.1). MQTT 3.1.1 has no reasons: all is taken. */
import type { Packet } from "mqtt";
import { shownText } from "../../shown_text.ts";

export type Puback = Extract<Packet, { cmd: "puback" }>;

const NO_SUBSCRIBERS = 0x10;
const FIRST_FAILURE = 0x80;

/** Reasons for which a broker refuses a publish. */
const REFUSALS: Readonly<Record<number, string>> = {
  0x80: "unspecified error",
  0x83: "implementation specific error",
  0x87: "not authorized",
  0x90: "topic name invalid",
  0x91: "packet identifier in use",
  0x97: "quota exceeded",
  0x99: "payload format invalid",
};

export type PubackMeaning =
  /** The broker has it, and somebody listens as far as it says. */
  | { readonly outcome: "taken" }
  /** The broker has it, and nobody listens. */
  | { readonly outcome: "unheard" }
  | { readonly outcome: "refused"; readonly reason: string };

/** What the answer to a publish means. */
export function readPuback({ properties, reasonCode = 0 }: Puback): PubackMeaning {
  if (reasonCode === NO_SUBSCRIBERS) return { outcome: "unheard" };
  if (reasonCode < FIRST_FAILURE) return { outcome: "taken" };
  const code = `0x${reasonCode.toString(16)}`;
  const name = REFUSALS[reasonCode] ?? "unknown reason";
  const words = shownText(properties?.reasonString ?? "");
  return { outcome: "refused", reason: `${name} (${code})${words === "" ? "" : `: ${words}`}` };
}
