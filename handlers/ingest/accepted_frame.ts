import type { AcceptedFrame } from "../../db/store.ts";
import { numberFault } from "../../devices/phone_number.ts";
import type { Clock } from "../../devices/time.ts";
import { DOWN_TYPE } from "../../devices/frame/types.ts";
import { stageAnswer } from "../answers/new_answer.ts";
import type { AuthenticFrame } from "./authentic_frame.ts";
import { eventOfFrame, isAnswerable } from "./frame_event.ts";
import type { Acceptance } from "./judge.ts";
import type { GatewayName } from "../events/new_event.ts";
import type { Reception } from "../ports.ts";

export interface AcceptedFramePorts {
  readonly gateway: GatewayName;
  readonly clock: Clock;
}

/** What is late or a collision may be a recording that somebody else sends. */
function adoptable(
  { replyTo }: Reception,
  { isCollision, isLate }: Acceptance,
): Pick<AcceptedFrame, "number"> {
  if (replyTo === undefined || isLate || isCollision) return {};
  return numberFault(replyTo) === undefined ? { number: replyTo } : {};
}

/** A frame as the store takes it, with the answer that may be given once it is there. */
export function acceptedFrame(
  { frame, plaintext, reception, sender: { generation }, uplink }: AuthenticFrame,
  acceptance: Acceptance & { readonly isDrill: boolean; readonly isAwaited: boolean },
  { clock, gateway }: AcceptedFramePorts,
): AcceptedFrame {
  const { isAwaited, isDrill, newestCounter, newestEpoch, opensIncident } = acceptance;
  const body = plaintext.body;
  const facts = { reception, frame, body, generation, uplink, acceptance, isDrill };
  const event = eventOfFrame(facts, gateway, clock);
  return {
    event,
    uplink,
    isAwaited,
    ...(opensIncident && {
      opens: { id: event.incident!, alarm: acceptance.alarmBody!.alarm },
    }),
    ...(isAnswerable(acceptance) && { answer: stageAnswer(DOWN_TYPE.stored, clock) }),
    ...(isDrill && acceptance.priority === "critical" && {
      drillAlarm: { bootId: clock.bootId, uptimeMs: clock.monotonicMs() },
    }),
    ...adoptable(reception, acceptance),
    newestEpoch,
    newestCounter,
  };
}
