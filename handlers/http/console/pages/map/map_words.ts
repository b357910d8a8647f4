/** What the script of the map writes, in the reader's language. */
import type { Messages } from "../../../../i18n/messages.ts";

type MapMessages = Messages["map"];

/** The words that the script knows. */
const WORDS = [
  "anomalies",
  "attribution",
  "follow",
  "noAccuracy",
  "onMap",
  "square",
  "tones",
  "unreadable",
  "whole",
  "zoomIn",
  "zoomOut",
] as const satisfies readonly (keyof MapMessages)[];

/** Them, by their names. */
export function mapWords({ map }: Messages): Pick<MapMessages, (typeof WORDS)[number]> {
  return Object.fromEntries(WORDS.map((name) => [name, map[name]])) as ReturnType<typeof mapWords>;
}
