/** What the script of the map writes, in the reader's language. */
import type { Messages } from "../../../../i18n/messages.ts";

/** Words by the names that the script knows them by. */
export function mapWords({ map }: Messages) {
  const { anomalies, follow, noFix, square, tones, whole, zoomIn, zoomOut } = map;
  return { anomalies, follow, noFix, square, tones, whole, zoomIn, zoomOut };
}
