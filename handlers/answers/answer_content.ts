import { encodeStageBody } from "../../devices/frame/answer_bodies.ts";
import type { DownType } from "../../devices/frame/types.ts";
import { answerPlaintext } from "../../devices/frame/vf1.ts";
import type { Clock } from "../../devices/time.ts";

/** What an answer of types 8 to 12 says when it is given now: its plaintext, 6 bytes. */
export function stageAnswer(type: DownType, clock: Pick<Clock, "quality" | "unixMs">): Uint8Array {
  const isKnown = clock.quality() !== "unsynchronised";
  return answerPlaintext(type, encodeStageBody(isKnown ? Math.floor(clock.unixMs() / 1_000) : 0));
}
